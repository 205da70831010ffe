//! Worked proposals, and the laws every projection obeys.

use proptest::prelude::*;

use super::*;
use crate::analysis::headline::test_change;
use crate::analysis::sample::{
    JANUARY, Sample, any_practice, decimal, dollars, key, percent, prices, total, worked_rates,
};
use crate::analysis::scenario_comparison::{Contender, compare};
use crate::analysis::undercharge::undercharges;
use crate::domain::{
    Month, Percent, Proposal, ProposalBasis, RateFloor, RateOverride, ReleaseId, TotalRow,
    UnlistedRule,
};

fn of_medicare(points: &str) -> Proposal {
    Proposal {
        basis: ProposalBasis::PercentOfMedicare {
            percent: percent(points),
            release: None,
        },
        overrides: Vec::new(),
        unlisted: UnlistedRule::KeepCurrent,
        floor: RateFloor::None,
    }
}

fn of_current(points: &str) -> Proposal {
    Proposal {
        basis: ProposalBasis::PercentOfCurrent {
            percent: percent(points),
        },
        ..of_medicare("100")
    }
}

fn baseline_of(sample: &Sample) -> RateBaseline {
    rate_baseline(&sample.input(), PayerId(1))
}

#[test]
fn an_average_raise_of_seventeen_percent_loses_money() {
    let baseline = baseline_of(&worked_rates());
    let mut offer = of_current("125");
    // The two codes that matter lose 3 %, in whole cents as a fee schedule prints them.
    for (code, rate) in [("EX001", "109.93"), ("EX002", "157.20")] {
        offer.overrides.push(RateOverride {
            key: key(code),
            rate: dollars(rate),
        });
    }
    let projection = project(&baseline, &offer, None);
    assert_eq!(projection.totals.change, dollars("-9156.90"));
    assert_eq!(
        projection.totals.change_percent.unwrap().to_string(),
        "-0.9"
    );
    assert_eq!(
        (projection.totals.by_basis, projection.totals.by_override),
        (5, 2)
    );
    let headline = test_change(&projection, percent("117"));
    assert_eq!(headline.simple_mean_percent.unwrap().to_string(), "117.0");
    assert_eq!(headline.change_amount, dollars("-9156.90"));
    let codes: Vec<&str> = headline
        .explaining
        .iter()
        .map(|code| code.key.code.as_str())
        .collect();
    assert_eq!(codes, ["EX002", "EX001"]);
    assert_eq!(
        (headline.high_volume_codes, headline.high_volume_below),
        (2, 2)
    );
}

#[test]
fn a_percentage_of_medicare_is_rounded_to_cents_by_code() {
    let baseline = baseline_of(&worked_rates());
    let projection = project(&baseline, &of_medicare("130"), None);
    let row = &projection.rows[0];
    // 130 % of 89.24 is 116.012.
    assert_eq!(row.proposed, Some(dollars("116.01")));
    assert_eq!(row.proposed_amount, dollars("487242"));
    assert_eq!(row.change, dollars("487242") - dollars("475986"));
    assert_eq!(row.percent_before.unwrap().to_string(), "127.0");
    assert_eq!(row.percent_after.unwrap().to_string(), "130.0");
    assert_eq!(
        projection.totals.weighted_before.unwrap().to_string(),
        "131.4"
    );
    assert_eq!(
        projection.totals.weighted_after.unwrap().to_string(),
        "130.0"
    );
    assert_eq!(projection.totals.by_basis, 7);
}

#[test]
fn ten_percent_more_is_not_ten_points_more() {
    let sample = Sample::new(&["One"], vec![total(1, "EX001", "100", "30000", "12000")])
        .priced(&[("EX001", "100")]);
    let baseline = baseline_of(&sample);
    let after = |proposal: &Proposal| project_totals(&baseline, proposal, None).weighted_after;
    assert_eq!(after(&of_current("110")), Some(percent("132")));
    assert_eq!(after(&of_medicare("130")), Some(percent("130")));
}

#[test]
fn a_proposal_may_be_measured_in_another_release() {
    let baseline = baseline_of(&worked_rates());
    let mut proposal = of_medicare("100");
    proposal.basis = ProposalBasis::PercentOfMedicare {
        percent: Percent::HUNDRED,
        release: Some(ReleaseId(2)),
    };
    let frozen = prices(&[("EX001", "76.15")]);
    let projection = project(&baseline, &proposal, Some(&frozen));
    assert_eq!(projection.rows[0].proposed, Some(dollars("76.15")));
    assert_eq!(
        projection.rows[0].percent_after.unwrap().to_string(),
        "85.3"
    );
    assert_eq!(
        (projection.totals.by_basis, projection.totals.kept_current),
        (1, 6)
    );
}

#[test]
fn codes_the_basis_cannot_price_follow_the_rule() {
    let sample = Sample::new(
        &["One"],
        vec![
            total(1, "EX001", "10", "2000", "1000"),
            total(1, "DRUG1", "4", "210", "80"),
        ],
    )
    .priced(&[("EX001", "100"), ("DRUG1", "Not in the Medicare release")]);
    let baseline = baseline_of(&sample);
    let mut proposal = of_medicare("110");
    let mut check = |unlisted, rate: &str, source, proposed: &str| {
        proposal.unlisted = unlisted;
        let projection = project(&baseline, &proposal, None);
        let drug = &projection.rows[0];
        assert_eq!(drug.proposed, Some(dollars(rate)));
        assert_eq!(drug.proposed_source, source);
        assert_eq!(projection.totals.proposed, dollars(proposed));
    };
    check(
        UnlistedRule::KeepCurrent,
        "20",
        ProposedSource::KeptCurrent,
        "1180",
    );
    check(
        UnlistedRule::PercentOfCharge(percent("55")),
        "28.88",
        ProposedSource::PercentOfCharge,
        "1215.52",
    );
    check(UnlistedRule::Zero, "0", ProposedSource::Zero, "1100");
}

#[test]
fn a_fee_schedule_goes_before_what_was_observed() {
    let sample = worked_rates().with_schedule(1, &[("EX001", "120.5")]);
    let baseline = baseline_of(&sample);
    let row = &baseline.rows[0];
    assert_eq!(row.source, CurrentSource::FeeSchedule);
    assert_eq!(row.current, Some(dollars("120.5")));
    assert_eq!(row.current_amount, dollars("506100"));
    assert_eq!(baseline.rows[1].source, CurrentSource::Observed);
}

#[test]
fn a_code_never_allowed_is_priced_by_the_fee_schedule_or_not_known() {
    let never = |code| TotalRow {
        lines_without_allowed: 1,
        units_allowed: Decimal::ZERO,
        charge_allowed: Money::ZERO,
        ..total(1, code, "10", "500", "0")
    };
    let sample = Sample::new(&["One"], vec![never("EX001"), never("EX002")])
        .with_schedule(1, &[("EX001", "40")]);
    let baseline = baseline_of(&sample);
    assert_eq!(baseline.rows[0].current_amount, dollars("400"));
    assert_eq!(baseline.rows[1].current, None);
    let totals = project_totals(&baseline, &of_current("110"), None);
    assert_eq!(totals.proposed, dollars("440"));
    assert_eq!((totals.by_basis, totals.unknown), (1, 1));
}

#[test]
fn reversed_codes_are_left_out_and_counted() {
    let sample = Sample::new(
        &["One"],
        vec![
            total(1, "EX001", "10", "2000", "1000"),
            total(1, "EX002", "-1", "-100", "-80"),
        ],
    );
    let baseline = baseline_of(&sample);
    assert_eq!(baseline.rows.len(), 1);
    assert_eq!(baseline.codes_left_out, 1);
    assert_eq!(baseline.allowed_left_out, dollars("-80"));
}

#[test]
fn two_years_of_services_count_half_for_one() {
    let later = TotalRow {
        month: Month(JANUARY.0 + 23),
        ..total(1, "EX001", "10", "2000", "1000")
    };
    let sample = Sample::new(
        &["One"],
        vec![total(1, "EX001", "10", "2000", "1000"), later],
    );
    let baseline = baseline_of(&sample);
    assert_eq!(baseline.annual_factor, decimal("0.5"));
    let totals = project_totals(&baseline, &of_current("103"), None);
    assert_eq!(totals.change, dollars("60"));
    assert_eq!(totals.change_annual, dollars("30"));
}

#[test]
fn a_charge_below_the_rate_leaks() {
    let sample = Sample::new(
        &["One"],
        vec![total(1, "EX001", "2000", "180000", "180000")],
    )
    .with_schedule(1, &[("EX001", "110")]);
    let report = undercharges(&sample.input());
    assert_eq!(report.leak, dollars("40000"));
    assert_eq!(report.rows[0].average_charge, Some(dollars("90")));
    let totals = project_totals(&baseline_of(&sample), &of_current("100"), None);
    assert_eq!(totals.leak, dollars("40000"));
}

#[test]
fn four_scenarios_stand_side_by_side_and_a_fifth_does_not() {
    let baseline = baseline_of(&worked_rates());
    let proposals = ["100", "110", "120", "130", "140"].map(of_medicare);
    let contenders: Vec<Contender<'_>> = proposals
        .iter()
        .map(|proposal| Contender {
            name: "Offer",
            proposal,
            prices: None,
        })
        .collect();
    let comparison = compare(&baseline, &contenders);
    assert_eq!(comparison.scenarios.len(), 4);
    for (place, (scenario, proposal)) in comparison.scenarios.iter().zip(&proposals).enumerate() {
        assert_eq!(scenario.totals, project_totals(&baseline, proposal, None));
        let change: Money = comparison.rows.iter().map(|row| row.change[place]).sum();
        assert_eq!(change, scenario.totals.change);
    }
}

/// EX001 is paid 140 % of Medicare, EX002 90 %.
fn one_code_above_and_one_below() -> RateBaseline {
    let sample = Sample::new(
        &["One"],
        vec![
            total(1, "EX001", "10", "3000", "1400"),
            total(1, "EX002", "10", "3000", "900"),
        ],
    )
    .priced(&[("EX001", "100"), ("EX002", "100")]);
    baseline_of(&sample)
}

#[test]
fn under_a_floor_the_higher_rate_of_today_stays() {
    let baseline = one_code_above_and_one_below();
    let offer = Proposal {
        floor: RateFloor::Current,
        ..of_medicare("130")
    };
    let projection = project(&baseline, &offer, None);
    let rows: Vec<_> = projection
        .rows
        .iter()
        .map(|row| (row.proposed, row.proposed_source, row.change))
        .collect();
    assert_eq!(
        rows,
        [
            (
                Some(dollars("140")),
                ProposedSource::CurrentIsHigher,
                Money::ZERO
            ),
            (Some(dollars("130")), ProposedSource::Basis, dollars("400")),
        ]
    );
    let totals = projection.totals;
    assert_eq!((totals.by_basis, totals.kept_higher), (1, 1));
    assert_eq!(totals, project_totals(&baseline, &offer, None));
}

#[test]
fn without_a_floor_the_proposal_cuts_what_is_paid_more_today() {
    let projection = project(&one_code_above_and_one_below(), &of_medicare("130"), None);
    let cut = &projection.rows[0];
    assert_eq!(cut.proposed, Some(dollars("130")));
    assert_eq!(cut.change, dollars("-100"));
    assert_eq!(projection.totals.kept_higher, 0);
}

#[test]
fn a_rate_fixed_by_hand_may_go_below_the_floor() {
    let mut offer = Proposal {
        floor: RateFloor::Current,
        ..of_medicare("130")
    };
    offer.overrides.push(RateOverride {
        key: key("EX001"),
        rate: dollars("120"),
    });
    let projection = project(&one_code_above_and_one_below(), &offer, None);
    assert_eq!(projection.rows[0].proposed, Some(dollars("120")));
    assert_eq!(projection.rows[0].proposed_source, ProposedSource::Override);
}

fn any_proposal() -> impl Strategy<Value = Proposal> {
    let basis = (0_i64..30_000, any::<bool>()).prop_map(|(hundredths, is_of_medicare)| {
        let percent = Percent::new(Decimal::new(hundredths, 2));
        if is_of_medicare {
            ProposalBasis::PercentOfMedicare {
                percent,
                release: None,
            }
        } else {
            ProposalBasis::PercentOfCurrent { percent }
        }
    });
    let unlisted = prop_oneof![
        Just(UnlistedRule::KeepCurrent),
        Just(UnlistedRule::Zero),
        Just(UnlistedRule::PercentOfCharge(percent("55"))),
    ];
    let overrides = prop::option::of(0_i64..40_000).prop_map(|cents| {
        cents
            .map(|cents| RateOverride {
                key: key("EX003"),
                rate: Money::from_cents(cents),
            })
            .into_iter()
            .collect()
    });
    let floor = prop_oneof![Just(RateFloor::None), Just(RateFloor::Current)];
    let parts = (basis, overrides, unlisted, floor);
    parts.prop_map(|(basis, overrides, unlisted, floor)| Proposal {
        basis,
        overrides,
        unlisted,
        floor,
    })
}

proptest! {
    #[test]
    fn no_change_projects_today_exactly(sample in any_practice(), payer in 1_i64..=4) {
        let baseline = rate_baseline(&sample.input(), PayerId(payer));
        let projection = project(&baseline, &of_current("100"), None);
        prop_assert_eq!(projection.totals.proposed, projection.totals.current);
        prop_assert_eq!(projection.totals.weighted_after, projection.totals.weighted_before);
        for row in &projection.rows {
            prop_assert_eq!(row.proposed, row.current);
            prop_assert!(row.change.is_zero());
        }
    }

    #[test]
    fn observed_rates_add_up_to_the_allowed_amounts(sample in any_practice()) {
        let baseline = rate_baseline(&sample.input(), PayerId(1));
        let today: Money = baseline.rows.iter().map(|row| row.current_amount).sum();
        let allowed: Money = sample
            .totals
            .rows
            .iter()
            .filter(|row| row.payer == PayerId(1))
            .map(|row| row.allowed)
            .sum();
        prop_assert_eq!(today + baseline.allowed_left_out, allowed);
    }

    #[test]
    fn totals_are_the_sums_of_their_rows(
        sample in any_practice(),
        payer in 1_i64..=4,
        proposal in any_proposal(),
    ) {
        let baseline = rate_baseline(&sample.input(), PayerId(payer));
        let projection = project(&baseline, &proposal, None);
        let totals = &projection.totals;
        prop_assert_eq!(totals, &project_totals(&baseline, &proposal, None));
        let sum = |amount: fn(&ProjectedRow) -> Money| -> Money {
            projection.rows.iter().map(amount).sum()
        };
        prop_assert_eq!(sum(|row| row.current_amount), totals.current);
        prop_assert_eq!(sum(|row| row.proposed_amount), totals.proposed);
        prop_assert_eq!(sum(|row| row.change), totals.change);
        prop_assert_eq!(sum(|row| row.leak), totals.leak);
        let counted = totals.by_basis
            + totals.kept_higher
            + totals.by_override
            + totals.kept_current
            + totals.by_percent_of_charge
            + totals.by_zero
            + totals.unknown;
        prop_assert_eq!(counted, projection.rows.len() as u64);
        // At 100 % of today no rate is touched, not even to round it.
        let touched = proposal.basis != of_current("100").basis;
        for row in projection.rows.iter().filter(|_| touched) {
            if let (Some(rate), ProposedSource::Basis) = (row.proposed, row.proposed_source) {
                prop_assert_eq!(rate.rounded(), rate);
                prop_assert_eq!(rate.times(row.units), row.proposed_amount);
            }
        }
    }
}
