use jiff::civil::date;

use super::*;
use crate::analysis::medicare_price::NoReference;
use crate::analysis::payer_names::suggest_merges;
use crate::analysis::sample::{JANUARY, Sample, dollars, key, percent, prices, total};
use crate::domain::{
    FileFingerprint, ImportId, ImportKind, ImportReceipt, LineCounts, Month, NoRate, Payer,
    PayerClass, PayerId, PayerNameId, ProviderId, StatusCode, TotalRow,
};

/// A practice with one utilization file of 100 rows.
struct Practice {
    sample: Sample,
    imports: Vec<ImportRecord>,
    names: Vec<PayerName>,
    payments: Vec<PaymentRecord>,
    facts: PaymentFacts,
    overlaps: Vec<ImportOverlap>,
}

impl Practice {
    fn new(rows: Vec<TotalRow>) -> Self {
        Self {
            sample: Sample::new(&["One", "Two"], rows).priced(&[("EX001", "80")]),
            imports: vec![import(1, ImportKind::Utilization, 100)],
            names: vec![name(1, "One", 1), name(2, "Two", 2)],
            payments: Vec::new(),
            facts: PaymentFacts::default(),
            overlaps: Vec::new(),
        }
    }

    fn report(&self) -> DataQuality {
        let suggestions = suggest_merges(&self.sample.payers, &self.names);
        data_quality(
            &self.sample.input(),
            &QualityFacts {
                imports: &self.imports,
                payer_names: &self.names,
                suggestions: &suggestions,
                payments: &self.payments,
                payment_facts: self.facts,
                overlaps: &self.overlaps,
            },
        )
    }

    fn find(&self, is_it: impl Fn(&FindingKind) -> bool) -> Option<QualityFinding> {
        let report = self.report();
        report
            .findings
            .into_iter()
            .find(|finding| is_it(&finding.kind))
    }
}

macro_rules! finding {
    ($practice:expr, $kind:ident) => {
        $practice
            .find(|kind| matches!(kind, FindingKind::$kind { .. }))
            .expect(stringify!($kind))
    };
}

macro_rules! no_finding {
    ($practice:expr, $kind:ident) => {
        let found = $practice.find(|kind| matches!(kind, FindingKind::$kind { .. }));
        assert_eq!(found, None);
    };
}

fn import(id: i64, kind: ImportKind, rows: u64) -> ImportRecord {
    ImportRecord {
        files: 1,
        id: ImportId(id),
        fingerprint: FileFingerprint {
            hash: String::new(),
            size_bytes: 1,
        },
        imported_on: date(2026, 1, 5),
        payer: None,
        removed: false,
        receipt: ImportReceipt {
            file_name: format!("file-{id}.csv"),
            kind,
            rows_read: rows,
            rows_kept: rows,
            rows_rejected: 0,
            rejected: Vec::new(),
            issues: Vec::new(),
            totals: ImportTotals {
                dates: Some((date(2025, 1, 3), date(2025, 6, 30))),
                ..ImportTotals::default()
            },
            summary: String::new(),
        },
    }
}

fn name(id: i64, text: &str, payer: i64) -> PayerName {
    PayerName {
        id: PayerNameId(id),
        text: text.to_owned(),
        plan: String::new(),
        code: String::new(),
        payer: PayerId(payer),
        product: None,
        line_count: 10,
    }
}

/// One payer's lines in each month from January 2025 on.
fn by_month(payer: i64, lines: &[u64]) -> Vec<TotalRow> {
    (JANUARY.0..)
        .zip(lines)
        .filter(|(_, lines)| **lines != 0)
        .map(|(month, lines)| TotalRow {
            month: Month(month),
            lines: *lines,
            visits: *lines,
            ..total(payer, "EX001", "1", "100", "80")
        })
        .collect()
}

fn one_line() -> Vec<TotalRow> {
    by_month(1, &[1])
}

#[test]
fn an_empty_practice_is_told_to_import_services_and_nothing_else() {
    let mut practice = Practice::new(Vec::new());
    practice.imports.clear();
    let report = practice.report();
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.findings[0].kind, FindingKind::NoServices);
    assert_eq!(report.findings[0].mend, Some(Mend::ImportServices));
}

#[test]
fn the_most_pressing_findings_come_first() {
    let mut practice = Practice::new(by_month(1, &[20, 0, 20, 5, 20]));
    practice.sample.reference = None;
    let report = practice.report();
    let levels: Vec<_> = report.findings.iter().map(|found| found.level).collect();
    assert!(levels.is_sorted_by(|one, two| two <= one), "{levels:?}");
    assert_eq!(levels[0], FindingLevel::Mend);
    assert_eq!(report.count(FindingLevel::Mend), 2);
}

#[test]
fn rows_left_out_weigh_by_their_share() {
    let check = |rejected, level| {
        let mut practice = Practice::new(one_line());
        practice.imports[0].receipt.rows_read = 1_000;
        practice.imports[0].receipt.rows_rejected = rejected;
        let found = finding!(practice, Rows);
        assert_eq!(found.level, level, "{rejected}");
        assert_eq!(
            found.kind,
            FindingKind::Rows {
                read: 1_000,
                rejected
            }
        );
    };
    check(0, FindingLevel::Good);
    check(9, FindingLevel::Note);
    check(10, FindingLevel::Look);
    check(100, FindingLevel::Mend);
}

#[test]
fn removed_imports_and_other_kinds_of_files_do_not_count() {
    let mut practice = Practice::new(one_line());
    let mut removed = import(2, ImportKind::Utilization, 50);
    removed.removed = true;
    removed.receipt.rows_rejected = 50;
    practice.imports.push(removed);
    practice
        .imports
        .push(import(3, ImportKind::FeeSchedule, 900));
    let found = finding!(practice, Rows);
    assert_eq!(
        found.kind,
        FindingKind::Rows {
            read: 100,
            rejected: 0
        }
    );
}

#[test]
fn lines_without_an_allowed_amount_are_told_apart_by_reason() {
    let mut practice = Practice::new(vec![TotalRow {
        lines: 100,
        lines_without_allowed: 50,
        lines_denied: 12,
        lines_secondary: 7,
        ..total(1, "EX001", "100", "9000", "4000")
    }]);
    practice.imports[0].receipt.totals.counts = LineCounts {
        denied: 12,
        unbalanced: 3,
        other_payer_first: 9,
        claim_level: 4,
        ..LineCounts::default()
    };
    practice.imports[0].receipt.totals.lines_without_allowed = 50;
    let found = finding!(practice, AllowedAmounts);
    assert_eq!(
        found.kind,
        FindingKind::AllowedAmounts {
            lines: 100,
            without: 50,
            share_with: Some(percent("50"))
        }
    );
    assert_eq!(found.level, FindingLevel::Mend);
    let parts: Vec<_> = found
        .parts
        .iter()
        .map(|part| match part.subject {
            Subject::NoRate(reason) => (reason, part.count),
            ref other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        parts,
        [
            (NoRate::Unknown, 29),
            (NoRate::Denied, 12),
            (NoRate::ClaimLevel, 4),
            (NoRate::Unbalanced, 3),
            (NoRate::OtherPayerFirst, 2),
        ]
    );
    // Most have no reason but the table: its columns mend it.
    let columns = Mend::MapColumns {
        import: ImportId(1),
    };
    assert_eq!(found.mend, Some(columns));
    let secondary = finding!(practice, SecondaryLines);
    assert_eq!(
        secondary.kind,
        FindingKind::SecondaryLines {
            lines: 107,
            secondary: 7,
            share: Some(percent("6.5"))
        }
    );
}

#[test]
fn denials_alone_are_as_usual_up_to_a_tenth() {
    let check = |denied, level| {
        let practice = Practice::new(vec![TotalRow {
            lines: 100,
            lines_without_allowed: denied,
            lines_denied: denied,
            ..total(1, "EX001", "100", "9000", "4000")
        }]);
        let found = finding!(practice, AllowedAmounts);
        assert_eq!((found.level, found.mend), (level, None), "{denied}");
    };
    check(0, FindingLevel::Good);
    check(10, FindingLevel::Good);
    check(11, FindingLevel::Look);
    check(41, FindingLevel::Mend);
}

#[test]
fn blank_and_similar_payers_are_found_with_what_mends_them() {
    let mut practice = Practice::new(one_line());
    no_finding!(practice, BlankPayer);
    assert_eq!(finding!(practice, PayersToMerge).level, FindingLevel::Good);
    practice.names.push(name(3, " ", 2));
    let blank = finding!(practice, BlankPayer);
    assert_eq!(blank.kind, FindingKind::BlankPayer { lines: 10 });
    assert_eq!(blank.mend, Some(Mend::ShowPayer { payer: PayerId(2) }));
    practice.sample.payers = ["Blue Example Inc", "BLUE EXAMPLE"]
        .iter()
        .zip(1..)
        .map(|(name, id)| Payer {
            id: PayerId(id),
            name: (*name).to_owned(),
            class: PayerClass::Commercial,
        })
        .collect();
    practice.names = vec![
        name(1, "Blue Example Inc", 1),
        PayerName {
            line_count: 4,
            ..name(2, "BLUE EXAMPLE", 2)
        },
    ];
    let similar = finding!(practice, PayersToMerge);
    assert_eq!(
        similar.kind,
        FindingKind::PayersToMerge {
            pairs: 1,
            lines: 4,
            payers: 2
        }
    );
    assert_eq!(
        similar.parts[0].mend,
        Some(Mend::MergePayers {
            from: PayerId(2),
            into: PayerId(1)
        })
    );
}

#[test]
fn a_class_that_contradicts_the_name_is_looked_at_and_a_plain_name_tells_nothing() {
    let mut practice = Practice::new(one_line());
    practice.sample.payers[0].class = PayerClass::WorkersComp;
    no_finding!(practice, PayerClasses);
    practice.sample.payers[0].name = "Medicaid of Example".to_owned();
    let found = finding!(practice, PayerClasses);
    assert_eq!(
        found.parts[0].subject,
        Subject::PayerClass {
            payer: "Medicaid of Example".to_owned(),
            class: PayerClass::WorkersComp,
            told: PayerClass::Medicaid
        }
    );
}

#[test]
fn codes_without_a_medicare_amount_come_with_their_money_and_a_carrier_price_to_set() {
    let reason = NoReference::NoRelativeValues(StatusCode('C')).label();
    let mut practice = Practice::new(vec![
        total(1, "EX001", "10", "2000", "900"),
        total(1, "EX002", "1", "200", "60"),
        total(1, "EX003", "1", "200", "40"),
    ]);
    practice.sample.reference = Some(prices(&[
        ("EX001", "80"),
        ("EX002", &reason),
        ("EX003", "Not in the Medicare release"),
    ]));
    let found = finding!(practice, CodesWithoutReference);
    assert_eq!(
        found.kind,
        FindingKind::CodesWithoutReference {
            codes: 2,
            codes_with: 1,
            lines: 2,
            allowed: dollars("100"),
            share_of_allowed: Some(percent("10"))
        }
    );
    let mends: Vec<_> = found.parts.iter().map(|part| part.mend).collect();
    let code = key("EX002").code;
    assert_eq!(mends, [Some(Mend::SetCarrierPrice { code }), None]);
}

#[test]
fn without_a_reference_nothing_is_said_of_single_codes() {
    let mut practice = Practice::new(one_line());
    practice.sample.reference = None;
    assert_eq!(
        finding!(practice, NoReference).mend,
        Some(Mend::ImportMedicare)
    );
    no_finding!(practice, CodesWithoutReference);
}

#[test]
fn imports_that_count_the_same_services_are_to_be_removed() {
    let mut practice = Practice::new(one_line());
    assert_eq!(finding!(practice, Overlaps).level, FindingLevel::Good);
    practice
        .imports
        .push(import(2, ImportKind::Remittances, 40));
    practice.overlaps.push(ImportOverlap {
        first: ImportId(1),
        second: ImportId(2),
        from: JANUARY,
        to: Month(JANUARY.0 + 1),
        lines: 40,
        lines_identical: 0,
    });
    assert_eq!(finding!(practice, Overlaps).level, FindingLevel::Note);
    practice.overlaps[0].lines_identical = 38;
    let found = finding!(practice, Overlaps);
    assert_eq!(found.level, FindingLevel::Mend);
    assert_eq!(
        found.parts[0].mend,
        Some(Mend::RemoveImport {
            import: ImportId(2)
        })
    );
    assert_eq!(found.parts[0].count, 38);
}

#[test]
fn odd_lines_are_counted_by_file() {
    let mut practice = Practice::new(one_line());
    for (id, negative) in [(2, 3), (3, 8)] {
        let mut more = import(id, ImportKind::Utilization, 10);
        more.receipt.totals.counts.negative = negative;
        practice.imports.push(more);
    }
    let found = finding!(practice, NegativeLines);
    assert_eq!(found.kind, FindingKind::NegativeLines { lines: 11 });
    let counts: Vec<_> = found.parts.iter().map(|part| part.count).collect();
    assert_eq!(counts, [8, 3]);
    no_finding!(practice, ZeroChargeLines);
    no_finding!(practice, AlreadyKnown);
}

#[test]
fn missing_and_thin_months_are_found_for_the_practice() {
    let practice = Practice::new(by_month(1, &[20, 0, 22, 9, 18]));
    let missing = finding!(practice, MonthsMissing);
    assert_eq!(
        missing.kind,
        FindingKind::MonthsMissing { months: 1, of: 5 }
    );
    assert_eq!(
        missing.parts[0].subject,
        Subject::Month(Month(JANUARY.0 + 1))
    );
    // The middle of 9, 18, 20 and 22 is 18: exactly half of it is not thin yet.
    no_finding!(practice, MonthsThin);
    let practice = Practice::new(by_month(1, &[20, 0, 22, 8, 18]));
    let thin = finding!(practice, MonthsThin);
    assert_eq!(
        thin.kind,
        FindingKind::MonthsThin {
            months: 1,
            usual_lines: 18
        }
    );
    assert_eq!((thin.parts.len(), thin.parts[0].count), (1, 8));
}

#[test]
fn a_payers_gap_is_found_where_the_practice_has_none() {
    let mut rows = by_month(1, &[50, 50, 50, 50]);
    rows.extend(by_month(2, &[20, 20, 0, 20]));
    let practice = Practice::new(rows);
    assert_eq!(finding!(practice, MonthsMissing).level, FindingLevel::Good);
    let found = finding!(practice, PayerMonths);
    assert_eq!(found.kind, FindingKind::PayerMonths { payers: 1, of: 2 });
    assert_eq!(
        found.parts[0].subject,
        Subject::PayerMonth {
            payer: "Two".to_owned(),
            month: Month(JANUARY.0 + 2)
        }
    );
    // A payer with few lines misses months by chance.
    let mut rows = by_month(1, &[50, 50, 50, 50]);
    rows.extend(by_month(2, &[3, 2, 0, 4]));
    let found = finding!(Practice::new(rows), PayerMonths);
    assert_eq!(found.kind, FindingKind::PayerMonths { payers: 0, of: 1 });
    assert_eq!(found.level, FindingLevel::Good);
}

#[test]
fn remittances_that_balance_are_good_and_others_list_their_payments() {
    let mut practice = Practice::new(one_line());
    no_finding!(practice, Payments);
    practice.facts = PaymentFacts {
        payments: 412,
        claims: 3_000,
        reversals: 5,
        claims_submitted: 10,
        ..PaymentFacts::default()
    };
    for level in [
        finding!(practice, Payments).level,
        finding!(practice, Claims).level,
        finding!(practice, Lines).level,
        finding!(practice, Reversals).level,
        finding!(practice, UnansweredClaims).level,
    ] {
        assert_eq!(level, FindingLevel::Good);
    }
    no_finding!(practice, ClaimsWithoutLines);
    no_finding!(practice, NoSubmittedClaims);
    practice.facts = PaymentFacts {
        payments_unbalanced: 2,
        claims_unbalanced: 1,
        reversals_without_original: 1,
        claims_without_lines: 4,
        claims_submitted: 0,
        ..practice.facts
    };
    practice.payments = [("111", "0"), ("222", "-40"), ("333", "5")]
        .map(|(trace, difference)| PaymentRecord {
            import: ImportId(1),
            payer: PayerId(1),
            trace: trace.to_owned(),
            method: "ACH".to_owned(),
            amount: dollars("100"),
            paid_on: None,
            claims: 2,
            claims_unbalanced: 0,
            paid: dollars("100"),
            interest: dollars("0"),
            provider_adjustments: dollars("0"),
            difference: dollars(difference),
        })
        .to_vec();
    let found = finding!(practice, Payments);
    assert_eq!(found.mend, Some(Mend::ShowPayments));
    let differences: Vec<_> = found.parts.iter().filter_map(|part| part.amount).collect();
    assert_eq!(differences, [dollars("-40"), dollars("5")]);
    assert_eq!(finding!(practice, Claims).level, FindingLevel::Look);
    assert_eq!(
        finding!(practice, Reversals).mend,
        Some(Mend::ImportRemittances)
    );
    assert_eq!(
        finding!(practice, NoSubmittedClaims).mend,
        Some(Mend::ImportClaims)
    );
}

#[test]
fn what_lines_leave_blank_is_counted() {
    let rows = vec![
        TotalRow {
            provider: ProviderId(4),
            lines: 3,
            ..total(1, "EX001", "3", "300", "240")
        },
        total(1, "EX001", "0", "100", "80"),
    ];
    let practice = Practice::new(rows);
    assert_eq!(
        finding!(practice, WithoutUnits).kind,
        FindingKind::WithoutUnits { lines: 1 }
    );
    assert_eq!(
        finding!(practice, WithoutProvider).kind,
        FindingKind::WithoutProvider { lines: 1, of: 4 }
    );
    assert_eq!(finding!(practice, NoVisits).level, FindingLevel::Note);
}

#[test]
fn long_lists_are_cut_and_say_so() {
    let rows = (0..30)
        .map(|nr| total(1, &format!("X{nr:04}"), "1", "100", "10"))
        .collect();
    let found = finding!(Practice::new(rows), CodesWithoutReference);
    assert_eq!(found.parts.len(), QualityFinding::MAX_PARTS);
    assert_eq!(found.parts_left_out, 10);
}

#[test]
fn the_filter_has_no_part_in_it() {
    let mut practice = Practice::new(by_month(1, &[20, 20, 20]));
    let whole = practice.report();
    practice.sample.filter.payer = Some(PayerId(2));
    assert_eq!(practice.report(), whole);
}
