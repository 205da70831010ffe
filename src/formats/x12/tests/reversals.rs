//! Claims that take an earlier payment back.

use rust_decimal::Decimal;

use super::{All, cents, payment, read_all};
use crate::domain::{NoRate, PayerRank};

/// A payment of 80 that is taken back and replaced by one of 90.
fn corrected(reversal: &str) -> All {
    read_all(payment(
        "10",
        &format!(
            "{reversal}
             CLP*A1*1*100*90**12*ICN2*11*7
             NM1*QC*1*Doe*Ada****MI*M1
             SVC*HC:99213*100*90**1
             DTM*472*20250203
             CAS*CO*45*10"
        ),
    ))
}

fn check(reversal: &str) {
    let all = corrected(reversal);
    let taken_back = &all.claims[0];
    let line = &taken_back.lines[0];
    assert!(taken_back.is_reversal, "{reversal}");
    assert_eq!(taken_back.charge, cents(-10_000), "{reversal}");
    assert_eq!(taken_back.paid, cents(-8_000), "{reversal}");
    assert_eq!(taken_back.difference, cents(0), "{reversal}");
    assert_eq!(line.line.lines, -1, "{reversal}");
    assert_eq!(line.line.units, Decimal::from(-2), "{reversal}");
    assert_eq!(line.line.charge, cents(-10_000), "{reversal}");
    assert_eq!(line.line.paid, Some(cents(-8_000)), "{reversal}");
    assert_eq!(line.line.patient, Some(cents(-500)), "{reversal}");
    assert_eq!(line.line.allowed, Some(cents(-8_500)), "{reversal}");
    let adjusted: Vec<_> = line.adjustments.iter().map(|one| one.amount).collect();
    assert_eq!(adjusted, [cents(-1_500), cents(-500)], "{reversal}");
    assert_eq!(all.ends[0].difference, cents(0), "{reversal}");
    assert_eq!(all.read.totals.charge, cents(0), "{reversal}");
    assert_eq!(all.read.totals.allowed, cents(500), "{reversal}");
    assert_eq!(all.read.totals.counts.negative, 1, "{reversal}");
}

#[test]
fn all_of_a_reversal_is_negative_whatever_signs_it_came_with() {
    check(
        "CLP*A1*22*-100*-80*-5*12*ICN1*11*8
         NM1*QC*1*Doe*Ada****MI*M1
         SVC*HC:99213*-100*-80**-2
         DTM*472*20250203
         CAS*CO*45*-15
         CAS*PR*3*-5",
    );
    // Only the payment turned.
    check(
        "CLP*A1*22*100*-80*5*12*ICN1*11*8
         SVC*HC:99213*100*-80**2
         DTM*472*20250203
         CAS*CO*45*15
         CAS*PR*3*5",
    );
    // Only the charge turned.
    check(
        "CLP*A1*22*-100*80*5*12*ICN1*11*8
         SVC*HC:99213*-100*80**2
         DTM*472*20250203
         CAS*CO*45*15
         CAS*PR*3*5",
    );
    // Units positive, an allowed amount reported.
    check(
        "CLP*A1*22*-100*-80*-5*12*ICN1*11*8
         SVC*HC:99213*-100*-80**2
         DTM*472*20250203
         CAS*CO*45*-15
         CAS*PR*3*-5
         AMT*B6*-85",
    );
    // Adjustments not turned.
    check(
        "CLP*A1*22*-100*-80*-5*12*ICN1*11*8
         SVC*HC:99213*-100*-80**2
         DTM*472*20250203
         CAS*CO*45*15
         CAS*PR*3*5
         AMT*B6*85",
    );
    // Nothing turned.
    check(
        "CLP*A1*22*100*80*5*12*ICN1*11*8
         SVC*HC:99213*100*80**2
         DTM*472*20250203
         CAS*CO*45*15
         CAS*PR*3*5",
    );
}

#[test]
fn a_reversal_and_its_correction_have_the_same_claim_and_other_duplicate_keys() {
    let all = corrected(
        "CLP*a1 *22*-100*-80*-5*12*ICN1*11*8
         NM1*QC*1*Doe*Ada****MI*M1
         SVC*HC:99213*-100*-80**-1
         DTM*472*20250203
         CAS*CO*45*-15
         CAS*PR*3*-5",
    );
    let [back, again] = [&all.claims[0], &all.claims[1]];
    assert_eq!(back.key, again.key);
    assert_ne!(back.duplicate_key, again.duplicate_key);
    assert_eq!(
        back.lines[0].line.visit_key, again.lines[0].line.visit_key,
        "one visit"
    );
    assert!(!again.is_reversal);
}

#[test]
fn a_denied_claim_that_is_taken_back_has_no_allowed_amount() {
    let all = read_all(payment(
        "0",
        "CLP*A1*22*-42*0**12*ICN1*11
         SVC*HC:99213*-42*0**1
         DTM*472*20250203
         CAS*CR*31*-42",
    ));
    assert_eq!(all.line().no_rate, Some(NoRate::Denied));
    assert_eq!(all.line().lines, -1);
    assert_eq!(all.claims[0].difference, cents(0));
}

#[test]
fn a_secondary_payers_reversal_is_known_by_the_other_payers_part() {
    let all = read_all(payment(
        "-10",
        "CLP*A1*22*-100*-10**12*ICN1*11
         SVC*HC:99213*-100*-10**1
         DTM*472*20250203
         CAS*OA*23*-90",
    ));
    assert_eq!(all.line().rank, PayerRank::Secondary);
    assert_eq!(all.line().no_rate, Some(NoRate::OtherPayerFirst));
    assert_eq!(all.payments[0].amount, cents(-1_000));
}

#[test]
fn a_line_billed_below_zero_takes_back_without_the_status() {
    let all = read_all(payment(
        "-80",
        "CLP*A1*1*-100*-80**12*ICN1*11
         SVC*HC:99213*-100*-80**1
         DTM*472*20250203
         CAS*CO*45*-20",
    ));
    assert!(!all.claims[0].is_reversal);
    assert_eq!(all.line().lines, -1);
    assert_eq!(all.line().allowed, Some(cents(-8_000)));
    assert_eq!(all.ends[0].difference, cents(0));
}
