//! Payments, claims and lines of remittances.

use jiff::civil::date;
use rust_decimal::Decimal;

use super::*;
use crate::domain::{
    AdjustmentGroup, ClaimNumbers, PlaceOfService, ProviderAdjustment, ReasonCode,
};

const CLAIM: &str = "CLP*acct-7 *1*300*190*30*HM*ICN77*22*1
    CAS*CO*253*0
    NM1*QC*1*Doe*Ada****MI*M123
    NM1*82*1*Reyes*Luz****XX*1888888885
    MOA***MA01*N130
    REF*1L*GROUP9
    DTM*232*20250201
    DTM*050*20250210
    AMT*I*2.50
    SVC*HC:99214:25:59*200*120**1*HC:99215:25*2
    DTM*472*20250203
    CAS*CO*45*50
    CAS*PR*1*30
    REF*6R*77-1
    AMT*B6*150
    LQ*HE*N381
    SVC*HC:J1885*100*70**1.5
    DTM*150*20250204
    DTM*151*20250206
    CAS*CO*45*30
    REF*HPI*1777777776";

#[test]
fn a_payment_is_read_with_its_payer_check_and_days() {
    let all = read_all(payment("190", CLAIM));
    let payment = &all.payments[0];
    assert_eq!(&*payment.payer_name, "Harbor Health Plan");
    assert_eq!(&*payment.payer_code, "60054");
    assert_eq!(payment.trace, "EFT778");
    assert_eq!(payment.method, "ACH");
    assert_eq!(payment.amount, cents(19_000));
    assert_eq!(payment.paid_on, Some(date(2025, 2, 28)));
    assert_eq!(payment.produced_on, Some(date(2025, 2, 27)));
    assert_eq!(all.read.issues, Vec::new());
}

#[test]
fn a_payers_number_is_its_own_or_the_plans_or_its_tax_number() {
    let file = payment("190", CLAIM);
    let without = file.replace("REF*2U*60054~\n", "");
    assert_eq!(&*read_all(&without).payments[0].payer_code, "77001");
    let neither = without.replace("*XV*77001", "");
    assert_eq!(&*read_all(&neither).payments[0].payer_code, "1512345678");
}

#[test]
fn a_debit_is_negative_and_a_notice_pays_nothing() {
    let file = payment("80", "PLB*1999999984*20251231*WO:1*80");
    let debit = read_all(file.replace("BPR*I*80*C", "BPR*I*80*D"));
    assert_eq!(debit.payments[0].amount, cents(-8_000));
    assert_eq!(debit.ends[0].difference, cents(0));
    let notice = read_all(payment("0", "").replace("*ACH*", "*NON*"));
    assert_eq!(notice.payments[0].method, "NON");
    assert_eq!(notice.ends[0].difference, cents(0));
}

#[test]
fn a_claim_is_read_with_everything_but_its_patient() {
    let all = read_all(payment("190", CLAIM));
    let claim = &all.claims[0];
    assert_eq!((claim.status.as_str(), claim.filing.as_str()), ("1", "HM"));
    assert_eq!((claim.charge, claim.paid), (cents(30_000), cents(19_000)));
    assert_eq!(claim.patient, cents(3_000));
    assert_eq!(claim.received_on, Some(date(2025, 2, 10)));
    assert_eq!(claim.interest, cents(250));
    assert_eq!(claim.difference, cents(0));
    assert_eq!(
        claim.remarks,
        ["MA01", "N130"].map(|code| ReasonCode::new(code).unwrap())
    );
    assert_eq!(claim.numbers, None);
    let text = format!("{all_claims:?}", all_claims = all.claims);
    for secret in [
        "Doe", "Ada", "M123", "acct", "ACCT", "ICN77", "GROUP9", "77-1",
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn claim_numbers_leave_in_clear_only_when_kept() {
    let keep = X12Options {
        claim_numbers: KeepClaimNumbers::Yes,
        ..OPTIONS
    };
    let all = read_with(payment("190", CLAIM).as_bytes(), &keep);
    let numbers = ClaimNumbers {
        practice: "acct-7".to_owned(),
        payer: "ICN77".to_owned(),
    };
    assert_eq!(all.claims[0].numbers, Some(numbers));
}

#[test]
fn a_line_has_code_place_units_day_and_provider() {
    let all = read_all(payment("190", CLAIM));
    let [first, second] = all.lines()[..] else {
        panic!();
    };
    assert_eq!(first.line.code.as_str(), "99214");
    assert_eq!(first.line.modifiers.to_string(), "25 59");
    assert_eq!(first.line.place, Some(PlaceOfService(22)));
    assert_eq!(first.line.units, Decimal::ONE);
    assert_eq!(first.line.date, date(2025, 2, 3));
    assert_eq!(&*first.line.provider, "1888888885");
    assert_eq!(&*first.line.plan, "HMO");
    assert_eq!(&*first.line.payer_code, "60054");
    assert_eq!(&*first.line.site, "");
    assert_eq!(first.line.allowed, Some(cents(15_000)));
    assert_eq!(first.line.patient, Some(cents(3_000)));
    assert!(first.line_key.is_some());
    let (code, modifiers) = first.submitted.unwrap();
    assert_eq!(
        (code.as_str(), modifiers.to_string().as_str()),
        ("99215", "25")
    );
    assert_eq!(first.submitted_units, Some(Decimal::TWO));
    assert_eq!(first.adjustments[0].group, AdjustmentGroup::Contractual);
    assert_eq!(first.adjustments[0].reason.as_str(), "45");
    assert_eq!(first.adjustments[0].amount, cents(5_000));
    assert_eq!(first.remarks, [ReasonCode::new("N381").unwrap()]);
    // The start of the period, the line's own provider, a fraction of a unit.
    assert_eq!(second.line.date, date(2025, 2, 4));
    assert_eq!(&*second.line.provider, "1777777776");
    assert_eq!(second.line.units, Decimal::new(15, 1));
    assert_eq!(second.line.allowed, Some(cents(7_000)));
    assert_eq!(second.submitted, None);
    assert_eq!(
        all.read.providers,
        [("1888888885".to_owned(), "Reyes, Luz".to_owned())]
    );
}

#[test]
fn lines_are_numbered_by_their_segment() {
    let all = read_all(payment("190", CLAIM));
    let numbers: Vec<u64> = all.lines().iter().map(|line| line.line.line_nr).collect();
    assert_eq!(numbers, [20, 27]);
}

#[test]
fn a_provider_without_npi_is_named_and_the_payee_never_is() {
    let file = payment("190", CLAIM);
    let named = read_all(file.replace("****XX*1888888885", "****BS*34426"));
    assert_eq!(&*named.lines()[0].line.provider, "Reyes, Luz");
    assert_eq!(named.read.providers, Vec::new());
    let nobody = read_all(file.replace("NM1*82*1*Reyes*Luz****XX*1888888885~\n", ""));
    assert_eq!(&*nobody.lines()[0].line.provider, "");
}

#[test]
fn days_of_service_come_from_line_claim_or_at_last_the_payment() {
    let claim = |dates: &str| {
        read_all(payment(
            "80",
            &format!("CLP*A1*1*80*80**12*ICN1*11*1\n{dates}\nSVC*HC:99213*80*80"),
        ))
    };
    assert_eq!(claim("DTM*232*20250201").line().date, date(2025, 2, 1));
    let last = claim("");
    assert_eq!(last.line().date, date(2025, 2, 28));
    assert_eq!(
        last.problems(),
        ["1 line without a date of service, dated by the payment"]
    );
    let masked = claim("DTM*232*99999999");
    assert_eq!(masked.line().date, date(2025, 2, 28));
    let none = read_all(
        payment("80", "CLP*A1*1*80*80**12*ICN1*11*1\nSVC*HC:99213*80*80")
            .replace("*20250228~", "~"),
    );
    assert_eq!((none.read.lines, none.read.rejected), (0, 1));
    assert_eq!(none.claims[0].difference, cents(0));
}

#[test]
fn filing_codes_name_products_only_where_they_are_some() {
    for (code, product) in [
        ("12", "PPO"),
        ("13", "POS"),
        ("14", "EPO"),
        ("15", "Indemnity"),
        ("16", "HMO"),
        ("HM", "HMO"),
        ("MB", ""),
        ("ZZ", ""),
        ("", ""),
    ] {
        let all = read_all(payment("190", CLAIM).replace("*HM*", &format!("*{code}*")));
        assert_eq!(&*all.lines()[0].line.plan, product, "{code}");
        assert_eq!(all.claims[0].filing, code);
    }
}

#[test]
fn lines_by_revenue_code_or_drug_number_are_left_out_and_still_balance() {
    let all = read_all(payment(
        "100",
        "CLP*A1*1*130*100**12*ICN1*11*1
         SVC*NU:0450*60*40
         DTM*472*20250203
         CAS*CO*45*20
         SVC*N4:00000000001*30*20
         DTM*472*20250203
         CAS*CO*45*10
         SVC*AD:D0120*40*40
         DTM*472*20250203",
    ));
    assert_eq!(all.line().code.as_str(), "D0120");
    assert_eq!((all.read.lines, all.read.rejected), (1, 2));
    assert_eq!(all.claims[0].difference, cents(0));
    assert_eq!(all.ends[0].difference, cents(0));
    assert_eq!(
        all.problems(),
        ["2 lines by revenue code or drug number instead of a procedure code, left out"]
    );
}

#[test]
fn a_line_whose_code_cannot_be_read_is_left_out_and_still_balances() {
    for composite in ["HC", "HC:", "HC:code with blanks", ""] {
        let line = format!("CLP*A1*1*80*80**12*ICN1*11*1\nSVC*{composite}*80*80\nDTM*472*20250203");
        let all = read_all(payment("80", &line));
        assert_eq!((all.read.lines, all.read.rejected), (0, 1), "{composite}");
        assert_eq!(all.claims[0].difference, cents(0), "{composite}");
    }
}

#[test]
fn a_claim_without_lines_has_its_amounts_and_is_noted() {
    let all = read_all(payment(
        "80",
        "CLP*A1*1*100*80**12*ICN1*11*1\nCAS*CO*45*20\nAMT*AU*80",
    ));
    assert!(all.claims[0].lines.is_empty());
    assert_eq!(all.claims[0].adjustments.len(), 1);
    assert_eq!(all.claims[0].difference, cents(0));
    assert_eq!(
        all.problems(),
        ["1 claim without lines: amounts for the claim as a whole"]
    );
}

#[test]
fn adjustments_of_the_payment_balance_it_and_enter_no_rate() {
    let all = read_all(payment(
        "171.25",
        &format!(
            "{CLAIM}\nPLB*1999999984*20251231*WO:REF1*20*L6:REF2*-1.25\nPLB*1*20251231*72:R*0"
        ),
    ));
    let adjustment = |code: &str, amount| ProviderAdjustment {
        code: ReasonCode::new(code).unwrap(),
        amount: cents(amount),
    };
    assert_eq!(
        all.ends[0].adjustments,
        [
            adjustment("WO", 2_000),
            adjustment("L6", -125),
            adjustment("72", 0)
        ]
    );
    assert_eq!(all.ends[0].difference, cents(0));
    assert_eq!(all.read.totals.allowed, cents(22_000));
}

#[test]
fn a_payment_that_does_not_add_up_says_by_how_much() {
    let all = read_all(payment("191", CLAIM));
    assert_eq!(all.ends[0].difference, cents(100));
    assert_eq!(
        all.problems(),
        ["1 payment whose claims and adjustments do not add up to the amount paid"]
    );
    assert_eq!(all.read.issues[0].place.line_nr, Some(3));
}

#[test]
fn parties_repeated_before_each_claim_change_nothing() {
    let again = "N1*PR*Another\nN1*PE*Elm Street Clinic\nLX*2";
    let all = read_all(payment("380", &format!("{CLAIM}\n{again}\n{CLAIM}")));
    assert_eq!(all.read.claims, 2);
    assert!(
        all.lines()
            .iter()
            .all(|line| &*line.line.payer_name == "Harbor Health Plan")
    );
    assert_eq!(all.claims[0].duplicate_key, all.claims[1].duplicate_key);
}

#[test]
fn a_question_what_would_be_paid_is_no_service() {
    let all = read_all(payment("0", "CLP*A1*25*100*0**12*ICN1\nSVC*HC:99213*100*0"));
    assert_eq!((all.read.claims, all.read.rejected), (0, 1));
}

#[test]
fn issues_count_and_never_quote() {
    let claim = CLAIM
        .replace("*200*120*", "*200*Doe*")
        .replace("*300*190*", "*300*M123*");
    let all = read_all(payment("190", &format!("{claim}\n{claim}")));
    let text = format!("{:?}", all.read.issues);
    for secret in ["Doe", "Ada", "M123", "acct-7", "ICN77", "77-1", "EFT778"] {
        assert!(!text.contains(secret), "{secret}");
    }
    assert!(text.contains("4 amounts not written as a number"));
}

#[test]
fn a_patients_day_at_a_provider_is_one_visit_under_the_practices_key() {
    let all = read_all(payment(
        "380",
        &format!("{CLAIM}\n{}", CLAIM.replace("acct-7", "acct-8")),
    ));
    let visits: Vec<u64> = all
        .lines()
        .iter()
        .filter_map(|line| line.line.visit_key)
        .collect();
    assert_eq!(visits.len(), 4);
    assert_eq!((visits[0], visits[1]), (visits[2], visits[3]));
    assert_ne!(visits[0], visits[1]);
    let other = X12Options {
        key: [8; 32],
        ..OPTIONS
    };
    let elsewhere = read_with(payment("190", CLAIM).as_bytes(), &other);
    assert_ne!(elsewhere.lines()[0].line.visit_key, Some(visits[0]));
    assert_ne!(elsewhere.claims[0].key, all.claims[0].key);
}

#[test]
fn a_refusing_sink_stops_the_reader() {
    let mut calls = 0;
    let file = payment("190", CLAIM);
    let result = read_remittances(&mut file.as_bytes(), "a.835", &OPTIONS, &mut |_| {
        calls += 1;
        Err(FormatError::refuse("stop", ""))
    });
    assert!(result.is_err());
    assert_eq!(calls, 1);
}
