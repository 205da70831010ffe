use jiff::civil::date;

use super::*;
use crate::domain::{Money, Month, PayerClass};

fn percent_points(points: i64) -> Percent {
    Percent::new(Decimal::from(points))
}

/// Every kind with what is said of it, first as found and then, where it can be, as it should be.
fn every_kind() -> Vec<(FindingKind, &'static str)> {
    [
        of_files(),
        of_services(),
        of_payers(),
        of_months(),
        of_payments(),
        of_claims_sent(),
    ]
    .concat()
}

fn of_files() -> Vec<(FindingKind, &'static str)> {
    use FindingKind as Kind;
    vec![
        (Kind::NoServices, "There are no services yet"),
        (
            Kind::Rows {
                read: 1_200,
                rejected: 1,
            },
            "1 of 1,200 rows left out",
        ),
        (
            Kind::Rows {
                read: 1_200,
                rejected: 0,
            },
            "1,200 rows read, none left out",
        ),
        (
            Kind::Dates {
                first: date(2025, 1, 2),
                last: date(2025, 12, 30),
            },
            "Dates of service from 2025-01-02 to 2025-12-30",
        ),
        (
            Kind::NegativeLines { lines: 1 },
            "1 line with a negative charge",
        ),
        (
            Kind::ZeroChargeLines { lines: 20 },
            "20 lines with a charge of zero",
        ),
        (
            Kind::RepeatedRows { rows: 1 },
            "1 row is the same in every cell as an earlier one",
        ),
        (
            Kind::RepeatedRows { rows: 0 },
            "No row is repeated in its table",
        ),
        (
            Kind::Overlaps {
                pairs: 1,
                lines: 90,
                lines_identical: 80,
            },
            "80 lines seem to be counted twice by two imports",
        ),
        (
            Kind::Overlaps {
                pairs: 2,
                lines: 90,
                lines_identical: 0,
            },
            "2 pairs of imports share months and payers, 90 lines in all; none seems to be \
             counted twice",
        ),
        (
            Kind::Overlaps {
                pairs: 0,
                lines: 0,
                lines_identical: 0,
            },
            "No two imports share services",
        ),
        (
            Kind::AlreadyKnown { lines: 3 },
            "3 lines were left out: the practice file had them already",
        ),
    ]
}

fn of_services() -> Vec<(FindingKind, &'static str)> {
    use FindingKind as Kind;
    vec![
        (
            Kind::AllowedAmounts {
                lines: 200,
                without: 30,
                share_with: Some(percent_points(85)),
            },
            "85.0 % of lines have an allowed amount; 30 lines without",
        ),
        (
            Kind::AllowedAmounts {
                lines: 200,
                without: 0,
                share_with: Some(percent_points(100)),
            },
            "All 200 lines have an allowed amount",
        ),
        (
            Kind::NoReference,
            "There are no Medicare amounts to measure by",
        ),
        (
            Kind::CodesWithoutReference {
                codes: 4,
                codes_with: 96,
                lines: 9,
                allowed: Money::from_cents(123_456),
                share_of_allowed: Some(percent_points(2)),
            },
            "4 of 100 codes without a Medicare amount, $1,235 allowed, 2.0 % of all",
        ),
        (
            Kind::CodesWithoutReference {
                codes: 0,
                codes_with: 96,
                lines: 0,
                allowed: Money::ZERO,
                share_of_allowed: Some(percent_points(0)),
            },
            "Medicare has an amount for all 96 codes",
        ),
        (Kind::WithoutUnits { lines: 1 }, "1 line counts no units"),
        (
            Kind::WithoutProvider { lines: 40, of: 100 },
            "40 of 100 lines name no provider",
        ),
        (
            Kind::WithoutSite {
                lines: 100,
                of: 100,
            },
            "100 of 100 lines name no site",
        ),
        (Kind::NoVisits, "No file tells visits apart"),
    ]
}

fn of_payers() -> Vec<(FindingKind, &'static str)> {
    use FindingKind as Kind;
    vec![
        (Kind::BlankPayer { lines: 7 }, "7 lines name no payer"),
        (
            Kind::PayersToMerge {
                pairs: 2,
                lines: 31,
                payers: 9,
            },
            "2 of 9 payers look like another one, with 31 lines",
        ),
        (
            Kind::PayersToMerge {
                pairs: 0,
                lines: 0,
                payers: 9,
            },
            "No two of 9 payers look alike",
        ),
        (
            Kind::PayerClasses {
                payers: 1,
                lines: 31,
            },
            "1 payer has a class that does not fit the name, with 31 lines",
        ),
    ]
}

fn of_months() -> Vec<(FindingKind, &'static str)> {
    use FindingKind as Kind;
    vec![
        (
            Kind::MonthsMissing { months: 1, of: 12 },
            "1 of 12 months without services",
        ),
        (
            Kind::MonthsMissing { months: 0, of: 12 },
            "No month without services in 12 months",
        ),
        (
            Kind::MonthsThin {
                months: 2,
                usual_lines: 1_800,
            },
            "2 months have less than half the lines of a usual month, 1,800",
        ),
        (
            Kind::PayerMonths { payers: 1, of: 6 },
            "1 of 6 large payers has months without lines or with far fewer than usual",
        ),
        (
            Kind::PayerMonths { payers: 0, of: 6 },
            "6 large payers have lines in every month",
        ),
    ]
}

fn of_payments() -> Vec<(FindingKind, &'static str)> {
    use FindingKind as Kind;
    vec![
        (
            Kind::Payments {
                payments: 412,
                unbalanced: 0,
            },
            "All 412 payments balance",
        ),
        (
            Kind::Payments {
                payments: 412,
                unbalanced: 1,
            },
            "1 of 412 payments does not balance",
        ),
        (
            Kind::Claims {
                claims: 900,
                unbalanced: 2,
            },
            "2 of 900 remitted claims do not balance",
        ),
        (
            Kind::Lines {
                lines: 1,
                unbalanced: 0,
            },
            "The remitted line balances",
        ),
        (
            Kind::SecondaryLines {
                lines: 400,
                secondary: 40,
                share: Some(percent_points(10)),
            },
            "40 of 400 lines were paid by a second or third payer, 10.0 %",
        ),
        (
            Kind::Reversals {
                reversals: 27,
                without_original: 3,
            },
            "3 of 27 claims taken back lack the earlier payment",
        ),
        (
            Kind::Reversals {
                reversals: 27,
                without_original: 0,
            },
            "27 claims were taken back, each with its earlier payment",
        ),
        (
            Kind::ClaimsWithoutLines {
                claims: 2,
                paid: Money::from_cents(45_000),
            },
            "2 claims were reported only as a whole, $450 paid",
        ),
    ]
}

fn of_claims_sent() -> Vec<(FindingKind, &'static str)> {
    use FindingKind as Kind;
    vec![
        (
            Kind::UnansweredClaims {
                submitted: 50,
                unanswered: 6,
                oldest: Some(date(2025, 3, 4)),
            },
            "6 of 50 claims sent wait for an answer, the oldest since 2025-03-04",
        ),
        (
            Kind::UnansweredClaims {
                submitted: 50,
                unanswered: 0,
                oldest: None,
            },
            "All 50 claims sent are answered",
        ),
        (
            Kind::NoSubmittedClaims,
            "There are no claims as they were sent",
        ),
    ]
}

#[test]
fn every_kind_of_finding_has_its_sentence() {
    for (kind, expected) in every_kind() {
        assert_eq!(sentence(&kind), expected);
    }
}

#[test]
fn every_kind_of_finding_but_a_good_one_comes_with_advice() {
    for (kind, sentence) in every_kind() {
        let words_at = |level| {
            finding_words(&QualityFinding {
                kind,
                level,
                parts: Vec::new(),
                parts_left_out: 0,
                mend: None,
            })
        };
        let advice = words_at(FindingLevel::Look).advice;
        assert!(!advice.is_empty() && !advice.ends_with('.'), "{sentence}");
        assert_eq!(words_at(FindingLevel::Good).advice, "", "{sentence}");
    }
}

#[test]
fn parts_are_named_as_people_know_them() {
    let check = |subject: Subject, expected: &str| {
        assert_eq!(subject_words(&subject), expected);
    };
    check(
        Subject::ImportPair {
            first: "a.csv".into(),
            second: "b.835".into(),
            from: Month::of(date(2025, 1, 1)),
            to: Month::of(date(2025, 3, 1)),
        },
        "b.835 and a.csv, 2025-01 to 2025-03",
    );
    check(
        Subject::PayerClass {
            payer: "Medicaid of Example".into(),
            class: PayerClass::Commercial,
            told: PayerClass::Medicaid,
        },
        "Medicaid of Example: Commercial; the name says Medicaid",
    );
    check(
        Subject::Payment {
            payer: "One".into(),
            trace: "12345".into(),
            paid_on: Some(date(2025, 6, 2)),
        },
        "One, 12345, 2025-06-02",
    );
}
