//! The allowed amount: from the payer, or else from what it paid and left to the patient.

use super::{cents, one_line, payment, read_all};
use crate::domain::{NoRate, PayerRank};

/// Reads one line with status, charge, payment and the segments below it.
fn check(line: (&str, &str, &str, &str), expected: Result<i64, NoRate>) {
    let (status, charge, paid, below) = line;
    let all = one_line(status, charge, paid, below);
    let found = all.line();
    assert_eq!(found.allowed, expected.ok().map(cents), "{line:?}");
    assert_eq!(found.no_rate, expected.err(), "{line:?}");
}

#[test]
fn the_amount_a_primary_payer_reports_is_the_allowed_amount() {
    check(
        ("1", "157", "80", "CAS*CO*45*57\nCAS*PR*2*20\nAMT*B6*100"),
        Ok(10_000),
    );
    check(
        ("19", "157", "80", "CAS*CO*45*57\nCAS*PR*2*20\nAMT*B6*100"),
        Ok(10_000),
    );
    // Zero is no report.
    check(
        ("1", "157", "80", "CAS*CO*45*57\nCAS*PR*2*20\nAMT*B6*0"),
        Ok(10_000),
    );
    // Not of a claim that was denied as a whole.
    check(
        ("4", "157", "0", "CAS*CO*29*157\nAMT*B6*157"),
        Err(NoRate::Denied),
    );
}

#[test]
fn without_a_report_it_is_what_was_paid_and_the_patient_owes_under_the_contract() {
    check(
        ("1", "157", "80", "CAS*CO*45*57\nCAS*PR*1*10**2*4**3*6"),
        Ok(10_000),
    );
    for reason in ["66", "122", "241", "247", "248"] {
        check(
            ("1", "100", "80", &format!("CAS*PR*{reason}*20")),
            Ok(10_000),
        );
    }
    // The same reasons in another group are no patient's share.
    check(("1", "100", "80", "CAS*CO*3*20"), Ok(8_000));
}

#[test]
fn reductions_by_law_and_withholds_are_part_of_the_allowed_amount() {
    for reason in ["253", "237", "104", "105", "225"] {
        for group in ["CO", "PR", "OA", "PI"] {
            check(
                (
                    "1",
                    "100",
                    "78",
                    &format!("CAS*{group}*{reason}*2\nCAS*CO*45*20"),
                ),
                Ok(8_000),
            );
        }
    }
    // An incentive comes as a negative amount: it was paid beyond the contract.
    for reason in ["144", "161"] {
        check(
            (
                "1",
                "100",
                "82",
                &format!("CAS*CO*{reason}*-2\nCAS*CO*45*20"),
            ),
            Ok(8_000),
        );
    }
}

#[test]
fn what_the_patient_owes_outside_the_contract_is_not_allowed() {
    for reason in ["45", "96", "204", "26", "27", "31", "35", "119"] {
        check(
            ("1", "100", "60", &format!("CAS*PR*{reason}*40")),
            Ok(6_000),
        );
    }
    for group in ["CO", "PI"] {
        for reason in ["42", "131", "24", "59", "97", "B10"] {
            check(
                ("1", "100", "60", &format!("CAS*{group}*{reason}*40")),
                Ok(6_000),
            );
        }
    }
}

#[test]
fn a_denied_line_has_no_allowed_amount_rather_than_zero() {
    check(
        ("1", "100", "0", "CAS*CO*197*100\nLQ*HE*N130"),
        Err(NoRate::Denied),
    );
    check(("1", "100", "0", "CAS*PR*204*100"), Err(NoRate::Denied));
    check(("4", "100", "0", "CAS*CO*29*100"), Err(NoRate::Denied));
    // A deductible is no denial, though nothing was paid.
    check(("1", "100", "0", "CAS*PR*1*70\nCAS*CO*45*30"), Ok(7_000));
    let denied = one_line("1", "100", "0", "CAS*CO*197*100");
    assert_eq!(denied.read.totals.counts.denied, 1);
    assert_eq!(denied.read.totals.lines_without_allowed, 1);
}

#[test]
fn a_line_paid_by_capitation_or_written_off_is_not_denied() {
    for reason in ["24", "45"] {
        let below = format!("CAS*CO*{reason}*100");
        check(("1", "100", "0", &below), Err(NoRate::Unknown));
        // The payer says so of the claim as a whole.
        check(("4", "100", "0", &below), Err(NoRate::Denied));
    }
}

#[test]
fn a_secondary_payers_line_has_none_though_it_reports_the_charge() {
    let secondary = |status| {
        (
            status,
            "157",
            "1.51",
            "CAS*OA*23*135.49\nCAS*CO*45*20\nAMT*B6*157",
        )
    };
    for status in ["2", "3", "20", "21", "1"] {
        check(secondary(status), Err(NoRate::OtherPayerFirst));
    }
    let (status, charge, paid, below) = secondary("2");
    let all = one_line(status, charge, paid, below);
    assert_eq!(all.line().rank, PayerRank::Secondary);
    assert_eq!(all.read.totals.paid, cents(151));
    assert_eq!(all.read.totals.charge, cents(0));
    assert_eq!(all.read.totals.allowed, cents(0));
    assert_eq!(all.read.totals.counts.other_payer_first, 1);
    let third = one_line("3", charge, paid, below);
    assert_eq!(third.line().rank, PayerRank::Tertiary);
}

#[test]
fn a_composite_parted_by_another_letter_than_the_envelopes_is_read() {
    let all = read_all(payment(
        "1.51",
        "CLP*A1*2*157*1.51**12*ICN1*11*1
         SVC*HC>99214>25*157*1.51
         DTM*472*20250203
         CAS*OA*23*135.49
         CAS*CO*45*20
         AMT*B6*157",
    ));
    assert_eq!(all.line().code.as_str(), "99214");
    assert_eq!(all.line().modifiers.to_string(), "25");
    assert_eq!(all.line().no_rate, Some(NoRate::OtherPayerFirst));
}

#[test]
fn a_line_that_does_not_add_up_has_none_and_its_neighbour_keeps_its_own() {
    let all = read_all(payment(
        "130",
        "CLP*A1*1*300*130**12*ICN1*11*1
         SVC*HC:99213*100*80
         DTM*472*20250203
         CAS*CO*45*19.99
         SVC*HC:99214*200*50
         DTM*472*20250203
         CAS*CO*45*150",
    ));
    let lines = all.lines();
    assert_eq!(lines[0].line.no_rate, Some(NoRate::Unbalanced));
    assert_eq!(lines[0].line.paid, Some(cents(8_000)));
    assert_eq!(lines[1].line.allowed, Some(cents(5_000)));
    assert_eq!(all.claims[0].difference, cents(1));
    assert_eq!(all.ends[0].difference, cents(0));
    assert_eq!(all.read.totals.counts.unbalanced, 1);
    assert_eq!(
        all.problems(),
        [
            "1 claim whose charge, adjustments and payment do not add up",
            "1 line whose charge, adjustments and payment do not add up, kept out of rates",
        ]
    );
}

#[test]
fn amounts_reduced_for_the_claim_as_a_whole_are_no_lines_rate() {
    let claim = |reported: &str| {
        read_all(payment(
            "80",
            &format!(
                "CLP*A1*1*100*80**12*ICN1*11*1
                 CAS*CO*45*20
                 SVC*HC:99213*100*100
                 DTM*472*20250203
                 {reported}"
            ),
        ))
    };
    let all = claim("");
    assert_eq!(all.line().no_rate, Some(NoRate::ClaimLevel));
    assert_eq!(all.read.totals.counts.claim_level, 1);
    assert_eq!(all.claims[0].difference, cents(0));
    // A reported amount is the line's own.
    assert_eq!(claim("AMT*B6*80").line().allowed, Some(cents(8_000)));
}

#[test]
fn a_deductible_of_the_claim_leaves_its_lines_allowed_amounts_alone() {
    let all = read_all(payment(
        "60",
        "CLP*A1*1*100*60*20*12*ICN1*11*1
         CAS*PR*1*20
         SVC*HC:99213*100*80
         DTM*472*20250203
         CAS*CO*45*20",
    ));
    assert_eq!(all.line().allowed, Some(cents(8_000)));
    assert_eq!(all.claims[0].difference, cents(0));
}

#[test]
fn a_quality_code_billed_at_nothing_is_kept_out_of_rates() {
    check(("1", "0", "0", "CAS*CO*246*0"), Err(NoRate::Unknown));
    assert_eq!(
        one_line("1", "0", "0", "").read.totals.counts.zero_charge,
        1
    );
}

#[test]
fn an_amount_that_is_no_number_keeps_its_line_out_of_rates() {
    let all = one_line("1", "100", "80", "CAS*CO*45*amount");
    assert_eq!(all.line().no_rate, Some(NoRate::Unbalanced));
    assert!(all.problems()[0].contains("not written as a number"));
    check(
        ("1", "100", "80", "CAS*CO*45*20**59*quantity"),
        Err(NoRate::Unbalanced),
    );
}

#[test]
fn adjustments_of_unknown_groups_and_reasons_still_balance() {
    let all = one_line("1", "100", "80", "CAS*grp_code*reason_code*20");
    assert_eq!(all.line().allowed, Some(cents(8_000)));
    assert!(all.lines()[0].adjustments.is_empty());
    assert!(all.problems()[0].contains("only the amount is used"));
}
