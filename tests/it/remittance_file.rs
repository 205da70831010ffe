//! Remittances and submitted claims in the practice file: what is new, what nets out, what is kept,
//! and the facts that reports are made of.

use std::sync::Arc;

use allowable::domain::{
    Adjustment, AdjustmentGroup, ClaimNumbers, Filter, ImportId, ImportKind, Modifiers, Money,
    Month, NoRate, PayerRank, PaymentClock, Period, ProcedureCode, ProviderAdjustment, ProviderId,
    ReasonCode, Remittance, RemittanceEnd, RemittedClaim, RemittedLine, ServiceLine,
    SubmittedClaim, SubmittedLine, TotalRow, WorkClaims,
};
use allowable::store::{AppendedTotals, Op, PracticeFile, StoreError, Transaction};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::practice_file::{
    dump, import_lines, in_memory, line, new_import, on_disk, receipt, run,
};

const SERVED: Date = date(2025, 3, 3);
const PAID: Date = date(2025, 4, 2);

fn dollars(amount: i64) -> Money {
    Money::from_cents(amount * 100)
}

fn code(text: &str) -> ProcedureCode {
    ProcedureCode::new(text).unwrap()
}

fn adjustment(group: AdjustmentGroup, reason: &str, amount: i64) -> Adjustment {
    Adjustment {
        group,
        reason: ReasonCode::new(reason).unwrap(),
        amount: dollars(amount),
    }
}

fn payment(trace: &str, amount: i64, paid_on: Date) -> Remittance {
    Remittance {
        payer_name: Arc::from("Aetna"),
        payer_code: Arc::from("60054"),
        trace: trace.to_owned(),
        method: "ACH".to_owned(),
        amount: dollars(amount),
        paid_on: Some(paid_on),
        produced_on: None,
    }
}

/// A line of 100 dollars, of which 60 are allowed, 50 paid and 10 the patient's.
fn paid_line(code_text: &str, claim_key: u64) -> RemittedLine {
    RemittedLine {
        line: ServiceLine {
            payer_name: Arc::from("Aetna"),
            payer_code: Arc::from("60054"),
            provider: Arc::from("1234567893"),
            modifiers: Modifiers::NONE,
            place: None,
            date: SERVED,
            units: Decimal::ONE,
            charge: dollars(100),
            allowed: Some(dollars(60)),
            paid: Some(dollars(50)),
            patient: Some(dollars(10)),
            ..line("Aetna", code_text, claim_key)
        },
        line_key: None,
        submitted: None,
        submitted_units: None,
        adjustments: vec![
            adjustment(AdjustmentGroup::Contractual, "45", 40),
            adjustment(AdjustmentGroup::Patient, "2", 10),
        ],
        remarks: Vec::new(),
    }
}

/// A claim with these codes, told from others of its key by the payer's number.
fn claim(key: u64, number: u64, codes: &[&str]) -> RemittedClaim {
    let count = i64::try_from(codes.len()).unwrap();
    RemittedClaim {
        key,
        duplicate_key: key * 1_000 + number,
        numbers: None,
        status: "1".to_owned(),
        rank: PayerRank::Primary,
        is_reversal: false,
        filing: "12".to_owned(),
        charge: dollars(100 * count),
        paid: dollars(50 * count),
        patient: dollars(10 * count),
        received_on: Some(date(2025, 3, 12)),
        interest: Money::default(),
        difference: Money::default(),
        adjustments: Vec::new(),
        remarks: Vec::new(),
        lines: codes.iter().map(|code| paid_line(code, key)).collect(),
    }
}

/// Takes a claim back.
fn reversal(of: &RemittedClaim) -> RemittedClaim {
    let mut taken = of.clone();
    taken.duplicate_key += 500;
    "22".clone_into(&mut taken.status);
    taken.is_reversal = true;
    (taken.charge, taken.paid) = (-of.charge, -of.paid);
    taken.patient = -of.patient;
    for remitted in &mut taken.lines {
        let line = &mut remitted.line;
        line.lines = -1;
        line.units = -line.units;
        line.charge = -line.charge;
        line.allowed = line.allowed.map(|amount| -amount);
        line.paid = line.paid.map(|amount| -amount);
        line.patient = line.patient.map(|amount| -amount);
        for adjustment in &mut remitted.adjustments {
            adjustment.amount = -adjustment.amount;
        }
    }
    taken
}

/// Payments of one batch, each with its claims.
type Batch<'a> = &'a [(Remittance, Vec<RemittedClaim>)];

fn append(tx: &mut Transaction<'_>, import: ImportId, batch: Batch<'_>) -> AppendedTotals {
    let mut appender = tx.remittance_appender(import).unwrap();
    for (payment, claims) in batch {
        appender.begin(payment).unwrap();
        for claim in claims {
            appender.append(claim).unwrap();
        }
        appender.end(&RemittanceEnd::default()).unwrap();
    }
    appender.finish().unwrap()
}

fn import(file: &mut PracticeFile, hash: &str, batch: Batch<'_>) -> (ImportId, AppendedTotals) {
    run(file, Op::Import, |tx| {
        let import = tx.add_import(&new_import(ImportKind::Remittances, hash))?;
        let added = append(tx, import, batch);
        tx.finish_import(import, &receipt(ImportKind::Remittances))?;
        Ok((import, added))
    })
}

fn sent(key: u64, codes: &[&str]) -> SubmittedClaim {
    SubmittedClaim {
        key,
        duplicate_key: key,
        numbers: None,
        payer_name: Arc::from("Aetna"),
        payer_code: Arc::from("60054"),
        provider: Arc::from("1234567893"),
        rank: PayerRank::Primary,
        filing: "12".to_owned(),
        frequency: "1".to_owned(),
        charge: dollars(100),
        submitted_on: Some(date(2025, 3, 10)),
        lines: codes
            .iter()
            .zip(1..)
            .map(|(text, line_nr)| SubmittedLine {
                line_nr,
                line_key: None,
                code: code(text),
                modifiers: Modifiers::NONE,
                units: Some(Decimal::ONE),
                minutes: None,
                charge: dollars(100),
                place: None,
                date: Some(SERVED),
            })
            .collect(),
    }
}

fn import_sent(
    file: &mut PracticeFile,
    hash: &str,
    claims: &[SubmittedClaim],
) -> (ImportId, AppendedTotals) {
    run(file, Op::Import, |tx| {
        let import = tx.add_import(&new_import(ImportKind::Claims, hash))?;
        let mut appender = tx.claim_appender(import)?;
        for claim in claims {
            appender.append(claim)?;
        }
        let added = appender.finish()?;
        tx.finish_import(import, &receipt(ImportKind::Claims))?;
        Ok((import, added))
    })
}

fn totals(file: &PracticeFile) -> Vec<TotalRow> {
    let mut rows = file.service_totals().unwrap().rows;
    rows.sort_by_key(|row| row.key.code);
    rows
}

/// Code, lines, visits and dollars paid of each total.
fn check(file: &PracticeFile, expected: &[(&str, u64, u64, i64)]) {
    let found: Vec<_> = totals(file)
        .iter()
        .map(|row| (row.key.code.to_string(), row.lines, row.visits, row.paid))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(code, lines, visits, paid)| ((*code).to_owned(), *lines, *visits, dollars(*paid)))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(file.integrity_check().unwrap(), Vec::<String>::new());
}

/// Brings in something of everything that remittances and submitted claims may hold, claim numbers
/// included.
pub fn add_payments(file: &mut PracticeFile) {
    run(file, Op::SetWorkClaims, |tx| {
        tx.set_work_claims(WorkClaims::On)
    });
    import_sent(file, "s", &[sent(1, &["99214"]), sent(4, &["99215"])]);
    let mut first = numbered(1);
    first.lines[0].submitted = Some((code("99214"), Modifiers::NONE));
    first.lines[1].remarks = vec![ReasonCode::new("N130").unwrap()];
    let whole = RemittedClaim {
        lines: Vec::new(),
        ..claim(4, 1, &["99215"])
    };
    let mut second = claim(1, 2, &["99213"]);
    second.rank = PayerRank::Secondary;
    second.lines[0].line.rank = PayerRank::Secondary;
    let batch = [
        (payment("T1", 150, PAID), vec![first.clone(), whole]),
        (payment("T2", -50, PAID), vec![reversal(&first), second]),
    ];
    import(file, "t", &batch);
}

#[test]
fn payments_and_claims_are_there_when_the_file_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = on_disk(folder.path());
    add_payments(&mut file);
    let all = Filter::default();
    let facts = |file: &PracticeFile| {
        format!(
            "{:?}",
            (
                (file.payments().unwrap(), file.payment_facts().unwrap()),
                (file.day_counts(&all).unwrap(), file.recodes(&all).unwrap()),
                (file.adjustment_sums(&all).unwrap(), dump(file)),
            )
        )
    };
    let (before, path) = (facts(&file), file.path().to_owned());
    file.close().unwrap();
    let file = PracticeFile::open(&path).unwrap();
    assert_eq!(facts(&file), before);
    assert_eq!(file.integrity_check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_payment_in_two_batches_counts_once_and_its_known_lines_are_counted() {
    let mut file = in_memory();
    let first = (
        payment("T1", 100, PAID),
        vec![claim(1, 1, &["99213", "99214"])],
    );
    let second = (payment("T2", 50, PAID), vec![claim(2, 1, &["99213"])]);
    import(&mut file, "a", std::slice::from_ref(&first));
    let (_import, added) = import(&mut file, "b", &[first.clone(), second.clone(), second]);
    assert_eq!((added.payments, added.claims, added.lines), (1, 1, 1));
    assert_eq!(added.totals.counts.already_known, 3);
    assert_eq!(added.totals.charge, dollars(100));
    assert!(file.knows_payment(&first.0).unwrap());
    check(&file, &[("99213", 2, 2, 100), ("99214", 1, 0, 50)]);
    assert_eq!(file.payments().unwrap().len(), 2);
}

#[test]
fn a_payment_split_over_files_brings_its_other_claims_and_is_one_payment() {
    let mut file = in_memory();
    let whole = payment("T1", 100, PAID);
    import(
        &mut file,
        "a",
        &[(whole.clone(), vec![claim(1, 1, &["99213"])])],
    );
    assert_eq!(file.payments().unwrap()[0].difference, dollars(50));
    let rest = vec![claim(1, 1, &["99213"]), claim(2, 1, &["99214"])];
    let (_import, added) = import(&mut file, "b", &[(whole, rest)]);
    assert_eq!((added.payments, added.claims), (0, 1));
    let payments = file.payments().unwrap();
    assert_eq!(payments.len(), 1);
    assert_eq!(
        (payments[0].claims, payments[0].difference),
        (2, dollars(0))
    );
    assert_eq!(payments[0].amount, dollars(100));
}

#[test]
fn one_claim_twice_within_a_payment_is_paid_twice() {
    let mut file = in_memory();
    let twice = vec![claim(1, 1, &["99213"]), claim(1, 1, &["99213"])];
    let (_import, added) = import(&mut file, "a", &[(payment("T1", 100, PAID), twice)]);
    assert_eq!((added.claims, added.totals.counts.already_known), (2, 0));
}

#[test]
fn a_claim_taken_back_and_corrected_counts_as_corrected() {
    let original = claim(1, 1, &["99214", "36415"]);
    let corrected = claim(1, 2, &["99213", "36415"]);
    let mut file = in_memory();
    let all = vec![original.clone(), reversal(&original), corrected.clone()];
    import(&mut file, "a", &[(payment("T1", 100, PAID), all)]);
    check(&file, &[("36415", 1, 0, 50), ("99213", 1, 1, 50)]);

    let mut file = in_memory();
    import(
        &mut file,
        "a",
        &[(payment("T1", 100, PAID), vec![original.clone()])],
    );
    let later = vec![reversal(&original), corrected];
    let (second, _added) = import(&mut file, "b", &[(payment("T2", 0, PAID), later)]);
    check(&file, &[("36415", 1, 0, 50), ("99213", 1, 1, 50)]);
    run(&mut file, Op::RemoveImport, |tx| tx.remove_import(second));
    check(&file, &[("36415", 1, 0, 50), ("99214", 1, 1, 50)]);
}

#[test]
fn a_reversal_has_its_originals_turn_provider_and_part_in_rates() {
    // Said as the file says it: nothing of a turn, no provider, a visit of nobody's.
    let bare = |original: &RemittedClaim| {
        let mut taken = reversal(original);
        taken.rank = PayerRank::Primary;
        for remitted in &mut taken.lines {
            remitted.line.rank = PayerRank::Primary;
            remitted.line.provider = Arc::from("");
            remitted.line.visit_key = Some(99 + original.key);
            remitted.line.allowed = Some(dollars(-60));
            remitted.line.no_rate = None;
        }
        taken
    };
    let mut second = claim(1, 1, &["99213"]);
    second.rank = PayerRank::Secondary;
    let mut unbalanced = claim(2, 1, &["99214"]);
    for remitted in &mut second.lines {
        remitted.line.rank = PayerRank::Secondary;
        (remitted.line.allowed, remitted.line.no_rate) = (None, Some(NoRate::OtherPayerFirst));
    }
    for remitted in &mut unbalanced.lines {
        (remitted.line.allowed, remitted.line.no_rate) = (None, Some(NoRate::Unbalanced));
    }
    let whole = claim(3, 1, &["99215"]);
    let corrected = claim(3, 2, &["99215"]);
    let taken = vec![bare(&second), bare(&unbalanced), bare(&whole), corrected];
    let mut file = in_memory();
    let paid = vec![second, unbalanced, whole];
    import(&mut file, "a", &[(payment("T1", 150, PAID), paid)]);
    import(&mut file, "b", &[(payment("T2", -100, PAID), taken)]);

    let rows = totals(&file);
    let sums = |amount: fn(&TotalRow) -> Money| rows.iter().map(amount).sum::<Money>();
    assert_eq!(sums(|row| row.charge), dollars(100));
    assert_eq!(sums(|row| row.allowed), dollars(60));
    assert_eq!(sums(|row| row.paid), dollars(50));
    assert_eq!(rows.iter().map(|row| row.visits).sum::<u64>(), 1);
    let without: Vec<_> = rows
        .iter()
        .filter(|row| row.provider == ProviderId(0))
        .collect();
    assert_eq!(without, Vec::<&TotalRow>::new());
}

#[test]
fn a_reversal_without_its_original_leaves_no_negative_count() {
    let mut file = in_memory();
    let taken = reversal(&claim(1, 1, &["99213"]));
    let (_import, added) = import(&mut file, "a", &[(payment("T1", -50, PAID), vec![taken])]);
    assert_eq!(added.totals.counts.negative, 1);
    check(&file, &[("99213", 0, 0, -50)]);
    let facts = file.payment_facts().unwrap();
    assert_eq!((facts.reversals, facts.reversals_without_original), (1, 1));

    let original = vec![claim(1, 1, &["99213"])];
    import(&mut file, "b", &[(payment("T0", 50, SERVED), original)]);
    check(&file, &[]);
    assert_eq!(file.payment_facts().unwrap().reversals_without_original, 0);
}

#[test]
fn of_a_secondary_payer_only_the_payment_counts() {
    let mut file = in_memory();
    let mut second = claim(1, 1, &["99213"]);
    second.rank = PayerRank::Secondary;
    let line = &mut second.lines[0].line;
    (line.rank, line.allowed, line.no_rate) =
        (PayerRank::Secondary, None, Some(NoRate::OtherPayerFirst));
    let (_import, added) = import(&mut file, "a", &[(payment("T1", 50, PAID), vec![second])]);
    assert_eq!(added.totals.charge, dollars(0));
    assert_eq!(added.totals.counts.other_payer_first, 1);
    check(&file, &[("99213", 0, 0, 50)]);
    let row = &totals(&file)[0];
    assert_eq!((row.lines_secondary, row.lines_without_allowed), (1, 0));
    assert_eq!(
        (row.charge, row.patient, row.units),
        (dollars(0), dollars(0), Decimal::ZERO)
    );
}

#[test]
fn a_denied_line_is_a_line_without_an_allowed_amount() {
    let mut file = in_memory();
    let mut denied = claim(1, 1, &["99213", "99214"]);
    let line = &mut denied.lines[0].line;
    (line.allowed, line.no_rate) = (None, Some(NoRate::Denied));
    let (_import, added) = import(&mut file, "a", &[(payment("T1", 50, PAID), vec![denied])]);
    assert_eq!(added.totals.counts.denied, 1);
    let counts: Vec<_> = totals(&file)
        .iter()
        .map(|row| (row.lines_denied, row.lines_without_allowed))
        .collect();
    assert_eq!(counts, [(1, 1), (0, 0)]);
}

#[test]
fn a_claim_without_lines_takes_the_code_of_the_only_line_that_was_sent() {
    let whole = |key| RemittedClaim {
        lines: Vec::new(),
        ..claim(key, 1, &["99213"])
    };
    let mut file = in_memory();
    import_sent(
        &mut file,
        "a",
        &[sent(1, &["99215"]), sent(2, &["99215", "99216"])],
    );
    let claims = vec![whole(1), whole(2)];
    let (_import, added) = import(&mut file, "b", &[(payment("T1", 100, PAID), claims)]);
    assert_eq!((added.lines, added.totals.counts.claim_level), (1, 1));
    check(&file, &[("99215", 1, 1, 50)]);
    assert_eq!(totals(&file)[0].lines_without_allowed, 1);
    let facts = file.payment_facts().unwrap();
    assert_eq!(
        (facts.claims_without_lines, facts.paid_without_lines),
        (1, dollars(50))
    );
}

#[test]
fn a_removed_batch_may_come_in_again_and_then_cannot_be_restored() {
    let mut file = in_memory();
    let batch = [(payment("T1", 50, PAID), vec![claim(1, 1, &["99213"])])];
    let (first, _added) = import(&mut file, "a", &batch);
    run(&mut file, Op::RemoveImport, |tx| tx.remove_import(first));
    check(&file, &[]);
    assert_eq!(file.payments().unwrap(), []);
    run(&mut file, Op::RestoreImport, |tx| tx.restore_import(first));
    check(&file, &[("99213", 1, 1, 50)]);

    run(&mut file, Op::RemoveImport, |tx| tx.remove_import(first));
    let (second, added) = import(&mut file, "b", &batch);
    assert_eq!(added.claims, 1);
    let refused = file.transact(Op::RestoreImport, |tx| tx.restore_import(first));
    assert!(
        matches!(refused, Err(StoreError::Refused(_))),
        "{refused:?}"
    );
    run(&mut file, Op::RemoveImport, |tx| tx.remove_import(second));
    run(&mut file, Op::RestoreImport, |tx| tx.restore_import(first));
    while file.undo().unwrap().is_some() {}
    check(&file, &[]);
    while file.redo().unwrap().is_some() {}
    check(&file, &[("99213", 1, 1, 50)]);
}

#[test]
fn submitted_claims_count_in_no_total_and_twice_is_once() {
    let mut file = in_memory();
    let (first, added) = import_sent(&mut file, "a", &[sent(1, &["99213"]), sent(1, &["99213"])]);
    assert_eq!((added.claims, added.lines), (1, 1));
    assert_eq!(added.totals.counts.already_known, 1);
    assert_eq!(added.totals.dates, Some((SERVED, SERVED)));
    check(&file, &[]);
    assert_eq!(file.payers().unwrap().len(), 1);
    let facts = file.payment_facts().unwrap();
    assert_eq!((facts.claims_submitted, facts.claims_unanswered), (1, 1));
    assert_eq!(facts.oldest_unanswered, Some(date(2025, 3, 10)));

    run(&mut file, Op::RemoveImport, |tx| tx.remove_import(first));
    import_sent(&mut file, "b", &[sent(1, &["99213"])]);
    let refused = file.transact(Op::RestoreImport, |tx| tx.restore_import(first));
    assert!(
        matches!(refused, Err(StoreError::Refused(_))),
        "{refused:?}"
    );
}

#[test]
fn days_are_counted_to_the_first_payment_of_a_claim() {
    let mut file = in_memory();
    let original = claim(1, 1, &["99213"]);
    let corrected = claim(1, 2, &["99213"]);
    let later = vec![reversal(&original), corrected];
    import(
        &mut file,
        "a",
        &[(payment("T2", 0, date(2025, 6, 2)), later)],
    );
    import(&mut file, "b", &[(payment("T1", 50, PAID), vec![original])]);
    import_sent(&mut file, "c", &[sent(1, &["99213"])]);
    let days = |filter: &Filter| -> Vec<_> {
        let counts = file.day_counts(filter).unwrap();
        counts
            .iter()
            .map(|one| (one.clock, one.days, one.claims))
            .collect()
    };
    let all = [
        (PaymentClock::ServiceToSubmission, 7, 1),
        (PaymentClock::SubmissionToPayment, 23, 1),
        (PaymentClock::ReceiptToPayment, 21, 1),
        (PaymentClock::ServiceToPayment, 30, 1),
    ];
    assert_eq!(days(&Filter::default()), all);
    let later = Filter {
        period: Period {
            from: Some(Month::of(PAID)),
            to: None,
        },
        ..Filter::default()
    };
    assert_eq!(days(&later), []);
}

#[test]
fn recodes_come_from_the_remittance_itself_and_from_the_claim_that_was_sent() {
    let mut file = in_memory();
    let mut said = claim(1, 1, &["99213"]);
    said.lines[0].submitted = Some((code("99214"), Modifiers::NONE));
    said.lines[0].submitted_units = Some(Decimal::from(2));
    let as_sent = claim(2, 1, &["99213", "36415"]);
    let by_key = RemittedClaim {
        lines: vec![RemittedLine {
            line_key: Some(77),
            ..paid_line("99212", 3)
        }],
        ..claim(3, 1, &["99212"])
    };
    let paid = payment("T1", 200, PAID);
    import(
        &mut file,
        "a",
        &[(paid, vec![said.clone(), as_sent, by_key])],
    );
    let mut two = sent(3, &["20610", "99215"]);
    two.lines[1].line_key = Some(77);
    import_sent(&mut file, "b", &[sent(2, &["99214", "36415"]), two]);

    let found: Vec<_> = file
        .recodes(&Filter::default())
        .unwrap()
        .iter()
        .map(|one| {
            let (billed, paid_as) = (one.billed.0.to_string(), one.paid_as.0.to_string());
            (
                billed,
                paid_as,
                one.lines,
                one.lines_with_fewer_units,
                one.allowed,
            )
        })
        .collect();
    let expected = |billed: &str, paid_as: &str, lines, fewer| {
        let allowed = dollars(60 * i64::try_from(lines).unwrap());
        (billed.to_owned(), paid_as.to_owned(), lines, fewer, allowed)
    };
    assert_eq!(
        found,
        [
            expected("99214", "99213", 2, 1),
            expected("99215", "99212", 1, 0)
        ]
    );

    let taken = payment("T2", -50, PAID);
    import(&mut file, "c", &[(taken, vec![reversal(&said)])]);
    assert_eq!(file.recodes(&Filter::default()).unwrap()[0].lines, 1);
}

#[test]
fn adjustments_are_summed_less_those_taken_back() {
    let mut file = in_memory();
    let original = claim(1, 1, &["99213", "99214"]);
    let mut whole = claim(2, 1, &["99213"]);
    whole.adjustments = vec![adjustment(AdjustmentGroup::Other, "23", 5)];
    let claims = vec![original.clone(), whole, claim(3, 1, &["99213"])];
    import(&mut file, "a", &[(payment("T1", 200, PAID), claims)]);
    import(
        &mut file,
        "b",
        &[(payment("T2", -100, PAID), vec![reversal(&original)])],
    );
    let sums = |filter: &Filter| -> Vec<_> {
        let sums = file.adjustment_sums(filter).unwrap();
        sums.iter()
            .map(|one| {
                (
                    one.group.code(),
                    one.reason.to_string(),
                    one.count,
                    one.amount,
                )
            })
            .collect()
    };
    assert_eq!(
        sums(&Filter::default()),
        [
            ("CO", "45".to_owned(), 2, dollars(80)),
            ("PR", "2".to_owned(), 2, dollars(20)),
            ("OA", "23".to_owned(), 1, dollars(5)),
        ]
    );
    let later = Filter {
        period: Period {
            from: Some(Month::of(PAID)),
            to: None,
        },
        ..Filter::default()
    };
    assert_eq!(sums(&later), []);
}

#[test]
fn money_that_belongs_to_no_claim_is_kept_once_and_makes_the_payment_balance() {
    let mut file = in_memory();
    let end = RemittanceEnd {
        adjustments: vec![ProviderAdjustment {
            code: ReasonCode::new("WO").unwrap(),
            amount: dollars(20),
        }],
        difference: Money::default(),
    };
    for hash in ["a", "b"] {
        run(&mut file, Op::Import, |tx| {
            let import = tx.add_import(&new_import(ImportKind::Remittances, hash))?;
            let mut appender = tx.remittance_appender(import)?;
            appender.begin(&payment("T1", 30, PAID))?;
            appender.append(&RemittedClaim {
                interest: dollars(3),
                ..claim(1, 1, &["99213"])
            })?;
            appender.end(&end)?;
            appender.finish()?;
            tx.finish_import(import, &receipt(ImportKind::Remittances))
        });
    }
    let payments = file.payments().unwrap();
    assert_eq!(payments.len(), 1);
    let paid = &payments[0];
    assert_eq!((paid.trace.as_str(), paid.method.as_str()), ("T1", "ACH"));
    assert_eq!((paid.amount, paid.paid), (dollars(30), dollars(50)));
    assert_eq!(
        (paid.provider_adjustments, paid.difference),
        (dollars(20), dollars(0))
    );
    assert_eq!(file.payment_facts().unwrap().interest, dollars(3));
    let sums = file.provider_adjustments().unwrap();
    assert_eq!(
        (sums.len(), sums[0].count, sums[0].amount),
        (1, 1, dollars(20))
    );
}

#[test]
fn an_export_and_remittances_of_the_same_services_are_found_to_overlap() {
    let mut file = in_memory();
    let (first, _added) = import(
        &mut file,
        "a",
        &[(
            payment("T1", 100, PAID),
            vec![claim(1, 1, &["99213", "99214"])],
        )],
    );
    let exported = [paid_line("99213", 1).line, paid_line("99215", 1).line];
    let second = import_lines(&mut file, "b", &exported);
    let overlaps = file.import_overlaps().unwrap();
    assert_eq!(overlaps.len(), 1);
    let overlap = &overlaps[0];
    assert_eq!((overlap.first, overlap.second), (first, second));
    assert_eq!((overlap.lines, overlap.lines_identical), (2, 1));
    assert_eq!(
        (overlap.from, overlap.to),
        (Month::of(SERVED), Month::of(SERVED))
    );

    import(
        &mut file,
        "c",
        &[(payment("T2", 50, PAID), vec![claim(2, 1, &["99213"])])],
    );
    let pairs = file.import_overlaps().unwrap();
    assert!(
        pairs
            .iter()
            .all(|one| one.first == second || one.second == second)
    );
}

fn numbered(key: u64) -> RemittedClaim {
    RemittedClaim {
        numbers: Some(ClaimNumbers {
            practice: "QX7781-CLAIM".to_owned(),
            payer: "ICN554433".to_owned(),
        }),
        ..claim(key, 1, &["99213", "99214"])
    }
}

#[test]
fn claim_numbers_are_kept_only_while_claims_are_worked() {
    let mut file = in_memory();
    import(
        &mut file,
        "a",
        &[(payment("T1", 100, PAID), vec![numbered(1)])],
    );
    assert_eq!(file.claim_number_count().unwrap(), 0);
    run(&mut file, Op::SetWorkClaims, |tx| {
        tx.set_work_claims(WorkClaims::On)
    });
    import(
        &mut file,
        "b",
        &[(payment("T2", 100, PAID), vec![numbered(2)])],
    );
    assert_eq!(file.claim_number_count().unwrap(), 2);
    run(&mut file, Op::SetWorkClaims, |tx| {
        tx.set_work_claims(WorkClaims::Off)
    });
    assert_eq!(file.claim_number_count().unwrap(), 0);
    file.undo().unwrap();
    assert_eq!(file.work_claims().unwrap(), WorkClaims::On);
    assert_eq!(file.claim_number_count().unwrap(), 0);
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the copy's bytes are looked through"
)]
fn a_copy_for_sharing_holds_no_claim_and_no_number_but_the_payments() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = on_disk(folder.path());
    run(&mut file, Op::SetWorkClaims, |tx| {
        tx.set_work_claims(WorkClaims::On)
    });
    let whole = payment("TRACE-90210", 150, PAID);
    import(&mut file, "r", &[(whole.clone(), vec![numbered(1)])]);
    import(
        &mut file,
        "s",
        &[(whole, vec![numbered(1), claim(2, 1, &["99213"])])],
    );
    import_sent(&mut file, "t", &[sent(1, &["99213"])]);
    let target = folder.path().join("shared.practice");
    file.save_copy_for_sharing(&target).unwrap();

    let bytes = std::fs::read(&target).unwrap();
    for secret in ["QX7781-CLAIM", "ICN554433", "TRACE-90210"] {
        let found = bytes
            .windows(secret.len())
            .any(|window| window == secret.as_bytes());
        assert!(!found, "{secret}");
    }
    let copy = PracticeFile::open(&target).unwrap();
    assert_eq!(copy.integrity_check().unwrap(), Vec::<String>::new());
    assert_eq!(
        copy.service_totals().unwrap(),
        file.service_totals().unwrap()
    );
    assert_eq!(copy.work_claims().unwrap(), WorkClaims::Off);
    let amounts = |file: &PracticeFile| -> Vec<_> {
        let payments = file.payments().unwrap();
        payments
            .iter()
            .map(|one| (one.amount, one.claims, one.difference))
            .collect()
    };
    assert_eq!(amounts(&copy), amounts(&file));
    assert_eq!(amounts(&copy), [(dollars(150), 2, dollars(0))]);
    let all = Filter::default();
    assert_eq!(
        copy.adjustment_sums(&all).unwrap(),
        file.adjustment_sums(&all).unwrap()
    );
    let facts = copy.payment_facts().unwrap();
    assert_eq!(
        (facts.payments, facts.claims, facts.claims_submitted),
        (1, 0, 0)
    );
}

#[test]
fn a_batch_of_several_files_lists_them() {
    let mut file = in_memory();
    let names = ["one.835", "two.835"];
    let import = run(&mut file, Op::Import, |tx| {
        let mut batch = new_import(ImportKind::Remittances, "a");
        let whole = batch.fingerprint.clone();
        batch.fingerprint.hash.clear();
        let import = tx.add_import(&batch)?;
        append(
            tx,
            import,
            &[(payment("T1", 50, PAID), vec![claim(1, 1, &["99213"])])],
        );
        for name in names {
            tx.add_import_file(import, name, &whole, 1)?;
        }
        tx.set_import_fingerprint(import, &whole)?;
        tx.finish_import(import, &receipt(ImportKind::Remittances))?;
        Ok(import)
    });
    let files = file.import_files(import).unwrap();
    assert_eq!(
        files
            .iter()
            .map(|one| one.name.as_str())
            .collect::<Vec<_>>(),
        names
    );
    let record = &file.imports().unwrap()[0];
    assert_eq!(record.fingerprint, files[0].fingerprint);
    let refused = file.transact(Op::Import, |tx| {
        tx.set_import_fingerprint(import, &record.fingerprint)
    });
    assert!(
        matches!(refused, Err(StoreError::Refused(_))),
        "{refused:?}"
    );
}
