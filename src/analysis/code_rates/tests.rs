//! The worked rates, and what stays out of them.

use proptest::prelude::*;

use super::*;
use crate::analysis::sample::{
    Sample, any_practice, decimal, dollars, key, percent, total, worked_rates,
};
use crate::analysis::{ReferencePrice, ReferencePrices};
use crate::domain::TotalRow;

#[test]
fn the_worked_rates_come_out() {
    let rates = code_rates(&worked_rates().input());
    let summary = &rates.payers[0].summary;
    let shown = |percent: Option<Percent>| percent.unwrap().to_string();
    assert_eq!(shown(summary.simple_mean_percent), "178.7");
    assert_eq!(shown(summary.volume_mean_percent), "136.7");
    assert_eq!(shown(summary.weighted_percent), "131.4");
    let cents = |amount: Option<Money>| amount.unwrap().rounded();
    assert_eq!(cents(summary.weighted_average), dollars("127.14"));
    assert_eq!(cents(summary.medicare_weighted_average), dollars("96.77"));
    assert_eq!(summary.allowed_measured, dollars("1059110.20"));
    assert_eq!(summary.medicare_amount, dollars("806103.20"));
    assert_eq!(summary.coverage_percent, Some(Percent::HUNDRED));
    assert_eq!(rates.total, *summary);
    let by_code: Vec<String> = rates
        .rows
        .iter()
        .map(|row| {
            let percent = row.payers[0].percent_of_medicare.unwrap();
            format!(
                "{} {percent} {}",
                row.key.code,
                row.share_of_allowed.unwrap()
            )
        })
        .collect();
    assert_eq!(
        by_code,
        [
            "EX002 129.0 47.4",
            "EX001 127.0 45.0",
            "EX003 185.0 3.9",
            "EX004 210.0 1.2",
            "EX006 190.0 1.0",
            "EX005 205.0 1.0",
            "EX007 205.0 0.5",
        ]
    );
}

#[test]
fn a_code_without_a_medicare_amount_leaves_both_sides_and_is_accounted_for() {
    let mut sample = worked_rates();
    sample
        .totals
        .rows
        .push(total(1, "DRUG1", "10", "400", "250"));
    sample.totals.rows.push(total(1, "DRUG2", "1", "90", "50"));
    let reason = "Not in the Medicare release";
    let mut amounts = crate::analysis::sample::WORKED_RATES
        .map(|(code, _, _, medicare)| (code, medicare))
        .to_vec();
    amounts.extend([("DRUG1", reason), ("DRUG2", reason)]);
    let rates = code_rates(&sample.priced(&amounts).input());
    let summary = &rates.total;
    assert_eq!(summary.weighted_percent.unwrap().to_string(), "131.4");
    assert_eq!(summary.allowed, dollars("1059410.20"));
    assert_eq!(summary.allowed_not_measured, dollars("300"));
    assert_eq!(summary.codes_not_measured, 2);
    assert_eq!(summary.reasons.len(), 1);
    assert_eq!(summary.reasons[0].codes, 2);
    let drug = rates
        .rows
        .iter()
        .find(|row| row.key.code.as_str() == "DRUG1");
    assert_eq!(drug.unwrap().no_medicare.as_deref(), Some(reason));
    assert_eq!(drug.unwrap().percent_of_medicare, None);
}

#[test]
fn nothing_is_measured_without_a_reference_and_nothing_is_zero_percent() {
    let mut sample = worked_rates();
    sample.reference = None;
    let rates = code_rates(&sample.input());
    assert_eq!(rates.total.weighted_percent, None);
    assert_eq!(rates.total.weighted_average, None);
    assert_eq!(rates.total.coverage_percent, Some(Percent::ZERO));
    assert_eq!(rates.total.reasons[0].reason, NO_REFERENCE_SET);
}

#[test]
fn lines_without_an_allowed_amount_have_no_part_in_rates() {
    let partly = TotalRow {
        lines: 3,
        lines_without_allowed: 1,
        units: decimal("3"),
        charge: dollars("600"),
        ..total(1, "EX001", "2", "400", "240")
    };
    let not_at_all = TotalRow {
        lines_without_allowed: 1,
        units_allowed: Decimal::ZERO,
        charge_allowed: Money::ZERO,
        ..total(1, "EX002", "5", "500", "0")
    };
    let sample = Sample::new(&["One"], vec![partly, not_at_all])
        .priced(&[("EX001", "100"), ("EX002", "100")]);
    let rates = code_rates(&sample.input());
    assert_eq!(rates.total.weighted_percent, Some(percent("120")));
    assert_eq!(rates.total.codes, 1);
    assert_eq!(rates.rows[1].payers[0].observed, None);
    assert_eq!(rates.rows[1].percent_of_medicare, None);
    assert_eq!(rates.rows[1].average_charge, Some(dollars("100")));
    assert_eq!(rates.based_on.lines_without_allowed, 2);
}

#[test]
fn reversals_that_leave_no_units_are_left_out_by_name() {
    let sample = Sample::new(
        &["One"],
        vec![
            total(1, "EX001", "2", "400", "240"),
            total(1, "EX002", "1", "100", "90"),
            total(1, "EX002", "-1", "-100", "-80"),
            total(1, "EX003", "-1", "-50", "-40"),
        ],
    )
    .priced(&[("EX001", "100"), ("EX002", "100"), ("EX003", "50")]);
    let rates = code_rates(&sample.input());
    assert_eq!(rates.total.weighted_percent, Some(percent("120")));
    assert_eq!(rates.total.codes_not_measured, 2);
    assert_eq!(rates.total.allowed, dollars("210"));
    assert_eq!(rates.total.allowed_not_measured, dollars("-30"));
    assert!(rates.rows[1..].iter().all(|row| row.observed.is_none()));
}

#[test]
fn a_fee_schedule_stands_beside_what_was_observed() {
    let sample = Sample::new(
        &["One", "Two"],
        vec![
            total(1, "EX001", "2", "400", "220"),
            total(2, "EX001", "1", "200", "150"),
        ],
    )
    .priced(&[("EX001", "100")])
    .with_schedule(1, &[("EX001", "115")]);
    let rates = code_rates(&sample.input());
    let row = &rates.rows[0];
    assert_eq!(row.payers[0].percent_of_medicare, Some(percent("110")));
    assert_eq!(row.payers[0].fee_schedule_percent, Some(percent("115")));
    assert_eq!(row.payers[1].fee_schedule, None);
    assert_eq!(row.observed, Some(dollars("123.3333")));
    assert_eq!(
        rates.payers[0].fee_schedule.as_deref(),
        Some("Schedule 2025")
    );
}

proptest! {
    #[test]
    fn payers_and_codes_add_up_to_the_practice(sample in any_practice()) {
        let rates = code_rates(&sample.input());
        let by_code: Money = rates.rows.iter().map(|row| row.allowed).sum();
        let by_payer: Money = rates.payers.iter().map(|payer| payer.summary.allowed).sum();
        prop_assert_eq!(by_code, rates.total.allowed);
        prop_assert_eq!(by_payer, rates.total.allowed);
        let measured: Money =
            rates.payers.iter().map(|payer| payer.summary.allowed_measured).sum();
        prop_assert_eq!(measured, rates.total.allowed_measured);
        let medicare: Money =
            rates.payers.iter().map(|payer| payer.summary.medicare_amount).sum();
        prop_assert_eq!(medicare, rates.total.medicare_amount);
        for summary in rates.payers.iter().map(|payer| &payer.summary).chain([&rates.total]) {
            prop_assert_eq!(
                summary.allowed_measured + summary.allowed_not_measured,
                summary.allowed
            );
            let reasons: Money = summary.reasons.iter().map(|reason| reason.allowed).sum();
            prop_assert_eq!(reasons, summary.allowed_not_measured);
        }
        for row in &rates.rows {
            let of_payers: Money = row.payers.iter().map(|rate| rate.allowed).sum();
            prop_assert_eq!(of_payers, row.allowed);
        }
        let shares: Option<Decimal> = rates
            .rows
            .iter()
            .map(|row| row.share_of_allowed.map(Percent::points))
            .sum();
        prop_assert!(rates.total.allowed.is_zero() || shares == Some(Decimal::ONE_HUNDRED));
    }
}

#[test]
fn a_laboratory_code_is_measured_by_its_own_fee_schedule_and_never_blended() {
    let mut sample = worked_rates();
    sample
        .totals
        .rows
        .push(total(1, "LAB01", "100", "4000", "528"));
    let laboratory = (
        key("LAB01"),
        ReferencePrice {
            amount: Ok(dollars("10.56")),
            family: ReferenceFamily::ClinicalLaboratory,
            rvus: None,
            is_paid_by_medicare: true,
        },
    );
    let physicians = sample.reference.take().unwrap();
    let prices = crate::analysis::sample::WORKED_RATES
        .iter()
        .filter_map(|(code, ..)| Some((key(code), physicians.get(key(code))?.clone())));
    sample.reference = Some(ReferencePrices::new("RVU25D", prices.chain([laboratory])));
    let rates = code_rates(&sample.input());
    assert_eq!(rates.total.weighted_percent.unwrap().to_string(), "131.4");
    let families: Vec<_> = rates
        .total
        .families
        .iter()
        .map(|of| {
            (
                of.family,
                of.allowed,
                of.weighted_percent.unwrap().to_string(),
            )
        })
        .collect();
    assert_eq!(
        families,
        [
            (
                ReferenceFamily::PhysicianFeeSchedule,
                dollars("1059110.20"),
                "131.4".to_owned()
            ),
            (
                ReferenceFamily::ClinicalLaboratory,
                dollars("528"),
                "50.0".to_owned()
            ),
        ]
    );
    assert_eq!(rates.total.reference_dollars, dollars("807159.20"));
    assert_eq!(rates.total.allowed_with_reference, dollars("1059638.20"));
    let row = rates.rows.last().unwrap();
    assert_eq!(row.family, Some(ReferenceFamily::ClinicalLaboratory));
    assert_eq!(row.percent_of_family, Some(percent("50")));
    assert_eq!((row.medicare, row.percent_of_medicare), (None, None));
    assert_eq!(
        row.no_medicare.as_deref(),
        Some("Measured by itself: Clinical laboratory")
    );
}
