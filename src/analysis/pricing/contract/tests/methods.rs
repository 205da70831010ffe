//! What each fee method comes to.

use super::*;
use crate::analysis::medicare_sample::NATIONAL;
use crate::domain::{
    CarrierPrice, CopiedValues, Geography, PhysicalStatus, QpStatus, ServiceCategory, TimeRounding,
};

fn check_lock(lock: YearLock, day: Date, expected: &str) {
    let agreed = by_rules(vec![rule(
        1,
        RuleScope::AllServices,
        of_medicare("100", lock.clone()),
    )]);
    assert_eq!(
        shown(&agreed.line_on(day, line("99213"))),
        expected,
        "{lock:?} on {day}"
    );
}

#[test]
fn a_fixed_year_keeps_its_values_and_its_factor() {
    check_lock(year(2020), DAY, "76.15");
    check_lock(year(2025), DAY, "88.95");
    // 2.73 RVUs in both releases; the year had two factors.
    check_lock(YearLock::FixedYear(release("RVU24A", 2024)), DAY, "89.39");
    check_lock(year(2024), DAY, "90.87");
}

#[test]
fn a_fixed_factor_meets_the_values_of_the_day_and_fixed_values_the_factor_of_the_day() {
    // 2.75 RVUs × 36.0896 and 2.11 RVUs × 33.4009.
    check_lock(YearLock::FixedFactor(decimal("36.0896")), DAY, "99.25");
    check_lock(
        YearLock::FixedRvus(MedicareYear {
            year: 2020,
            release: None,
        }),
        DAY,
        "70.48",
    );
}

#[test]
fn a_floating_basis_follows_medicare_as_late_as_the_payer_loads_it() {
    check_lock(FLOATING, date(2025, 12, 31), "88.95");
    check_lock(FLOATING, DAY, "91.85");
    let lag = |lag_days| YearLock::Floating { lag_days };
    check_lock(lag(90), date(2026, 3, 31), "88.95");
    check_lock(lag(90), date(2026, 4, 1), "91.85");
    // The factor of 9 March 2024 came 30 days late.
    check_lock(lag(30), date(2024, 4, 7), "89.39");
    check_lock(lag(30), date(2024, 4, 8), "90.87");
}

#[test]
fn qualifying_participants_have_a_factor_of_their_own_and_missing_rows_from_the_other_file() {
    let method = FeeMethod::PercentOfMedicare {
        percent: percent("100"),
        family: ReferenceFamily::PhysicianFeeSchedule,
        basis: MedicareBasis {
            qp: QpStatus::Qualifying,
            ..basis(FLOATING)
        },
    };
    let agreed = by_rules(vec![rule(1, RuleScope::AllServices, method)]);
    agreed.check("99213", "92.31");
    agreed.check("20610", "65.79");
}

#[test]
fn no_year_stated_is_priced_as_current_and_said() {
    let agreed = by_rules(vec![rule(
        1,
        RuleScope::AllServices,
        of_medicare("100", YearLock::NotStated),
    )]);
    let priced = agreed.line(line("99213"));
    assert_eq!(shown(&priced), "91.85");
    assert_eq!(
        priced.cautions,
        ["The contract states no Medicare year: priced as the year of service"]
    );
}

#[test]
fn a_year_that_is_not_in_the_file_leaves_the_line_unpriced() {
    let agreed = by_rules(vec![
        rule(1, RuleScope::AllServices, amount("10")),
        rule(2, RuleScope::AllServices, of_medicare("120", year(2019))),
    ]);
    agreed.check(
        "99213",
        "The Medicare release for 2019 is not in the practice file",
    );
}

#[test]
fn a_percentage_of_medicare_explains_itself_from_the_relative_values_on() {
    let agreed = by_rules(vec![rule(
        3,
        RuleScope::AllServices,
        of_medicare("118", year(2020)),
    )]);
    let priced = agreed.line(line("99213"));
    assert_eq!(shown(&priced), "89.86");
    let last = priced
        .steps
        .iter()
        .find(|step| step.source == "rule 3 of PPO")
        .unwrap();
    assert_eq!(last.expression, "76.15 \u{d7} 118 %");
    assert_eq!(last.amount, decimal("89.857"));
    assert_eq!(priced.steps[0].expression, "0.97 RVU \u{d7} 1.000 GPCI");
}

#[test]
fn a_conversion_factor_multiplies_the_years_values_by_section() {
    let factor = |dollars: &str| FeeMethod::ConversionFactor {
        dollars_per_rvu: decimal(dollars),
        basis: basis(year(2025)),
    };
    let visits = RuleScope::Category(ServiceCategory::EvaluationAndManagement);
    let agreed = by_rules(vec![
        rule(1, RuleScope::AllServices, factor("50")),
        rule(2, visits, factor("40")),
    ]);
    // 2.75 × 40 and 1.96 × 50.
    agreed.check("99213", "110.00");
    agreed.check("20610", "98.00");
}

#[test]
fn a_conversion_factor_meets_values_weighed_by_the_locality() {
    let agreed = by_rules(vec![rule(
        1,
        RuleScope::AllServices,
        FeeMethod::ConversionFactor {
            dollars_per_rvu: decimal("40"),
            basis: MedicareBasis {
                locality: Some(crate::analysis::medicare_sample::ATLANTA),
                ..basis(year(2025))
            },
        },
    )]);
    // 1.30 × 1.000 + 1.35 × 0.997 + 0.10 × 1.128 = 2.75875.
    let priced = agreed.line(line("99213"));
    assert_eq!(shown(&priced), "110.35");
    assert!(
        priced
            .steps
            .iter()
            .any(|step| step.amount == decimal("110.35"))
    );
}

#[test]
fn national_amounts_are_weighed_by_no_locality() {
    let by = |geography| {
        let locality = Some(crate::analysis::medicare_sample::ATLANTA);
        by_rules(vec![rule(
            1,
            RuleScope::AllServices,
            FeeMethod::ConversionFactor {
                dollars_per_rvu: decimal("50"),
                basis: MedicareBasis {
                    geography,
                    locality,
                    ..basis(year(2025))
                },
            },
        )])
    };
    by(Geography::National).check("99213", "137.50");
    by(Geography::Local).check("99213", "137.94");
}

#[test]
fn values_repeated_from_the_other_setting_are_priced_only_where_the_contract_says_so() {
    let by = |copied_values| {
        by_rules(vec![rule(
            1,
            RuleScope::AllServices,
            FeeMethod::PercentOfMedicare {
                percent: percent("100"),
                family: ReferenceFamily::PhysicianFeeSchedule,
                basis: MedicareBasis {
                    copied_values,
                    ..basis(year(2025))
                },
            },
        )])
    };
    by(CopiedValues::NotPriced).check("27447", "Medicare has no non-facility price (NA)");
    by(CopiedValues::Priced).check("27447", "1257.63");
}

#[test]
fn a_percentage_of_the_charge_is_of_the_whole_line() {
    let agreed = by_rules(vec![rule(
        1,
        RuleScope::AllServices,
        FeeMethod::PercentOfCharge(percent("55")),
    )]);
    let three_units = ClaimLine {
        charge: Some(dollars("630")),
        ..units("99213", "3")
    };
    assert_eq!(shown(&agreed.line(three_units)), "346.50");
    // A bilateral charge is the charge for both sides.
    assert_eq!(shown(&agreed.line(charged("20610-50", "300"))), "165.00");
}

#[test]
fn tables_beside_the_physicians_have_percentages_of_their_own() {
    let of = |family, points: &str| FeeMethod::PercentOfMedicare {
        percent: percent(points),
        family,
        basis: basis(FLOATING),
    };
    let agreed = by_rules(vec![
        rule(1, RuleScope::AllServices, of_medicare("120", FLOATING)),
        rule(2, RuleScope::AllServices, of(ReferenceFamily::Drugs, "110")),
        rule(3, RuleScope::AllServices, of(ReferenceFamily::Dmepos, "90")),
    ]);
    // The drug's file is that of the quarter.
    let drug = units("J1100", "10");
    let on = |day| shown(&agreed.line_on(day, drug.clone()));
    assert_eq!(on(date(2026, 3, 31)), "1.10");
    assert_eq!(on(date(2026, 6, 1)), "1.32");
    // No file of the next quarter is there yet: the nearest stands in, with a caution.
    assert_eq!(on(date(2026, 7, 1)), "1.32");
    agreed.check("E0601-RR", "81.00");
    agreed.check("E0601-NU", "810.00");
    agreed.check("99213", "110.22");
}

#[test]
fn anesthesia_by_the_payers_factor_is_rounded_as_the_payer_does() {
    let check = |rounding, physical_status, service: &str, expected: &str| {
        let agreed = by_rules(vec![rule(
            1,
            RuleScope::Category(ServiceCategory::Anesthesia),
            FeeMethod::AnesthesiaFactor {
                dollars_per_unit: dollars("75"),
                rounding,
                physical_status,
            },
        )]);
        let priced = agreed.line(minutes(service, 129));
        assert_eq!(shown(&priced), expected, "{service}");
    };
    let (nothing, adds) = (PhysicalStatus::AddsNothing, PhysicalStatus::AddsUnits);
    check(TimeRounding::UpToWholeUnits, nothing, "00840-AA", "1200.00");
    check(TimeRounding::OneDecimal, nothing, "00840-AA", "1170.00");
    check(TimeRounding::OneDecimal, adds, "00840-AA P4", "1320.00");
    check(TimeRounding::OneDecimal, nothing, "00840-QK", "585.00");
    check(TimeRounding::OneDecimal, nothing, "00840-AD", "225.00");
}

#[test]
fn anesthesia_by_a_percentage_of_medicares_factor() {
    let agreed = by_rules(vec![rule(
        1,
        RuleScope::AllServices,
        FeeMethod::PercentOfMedicare {
            percent: percent("200"),
            family: ReferenceFamily::Anesthesia,
            basis: basis(FLOATING),
        },
    )]);
    // 15.6 units × 20.4976 = 319.76256.
    assert_eq!(shown(&agreed.line(minutes("00840-AA", 129))), "639.53");
    agreed.check(
        "00840-AA",
        "Anesthesia is paid by time, and no minutes are known",
    );
}

/// 100 % of Medicare's anesthesia under a year lock, where 2020 paid 22.19 a unit and 2026 20.48.
fn anesthesia_under(lock: YearLock) -> Agreed {
    let mut agreed = by_rules(vec![rule(
        1,
        RuleScope::AllServices,
        FeeMethod::PercentOfMedicare {
            percent: percent("100"),
            family: ReferenceFamily::Anesthesia,
            basis: basis(lock),
        },
    )]);
    for release in &mut agreed.medicare.releases {
        let factor = match release.info.year {
            2020 => "22.19",
            _ => "20.48",
        };
        release.anesthesia = vec![(NATIONAL, decimal(factor))];
    }
    agreed
}

#[test]
fn anesthesia_keeps_of_a_fixed_year_what_the_contract_fixes() {
    let check = |agreed: &Agreed, expected: &str, caution: Option<&str>| {
        let priced = agreed.line(minutes("00840-AA", 129));
        assert_eq!(shown(&priced), expected);
        let cautions: Vec<&str> = priced.cautions.iter().map(String::as_str).collect();
        assert_eq!(cautions, Vec::from_iter(caution));
    };
    let rvus = YearLock::FixedRvus(release("RVU20D", 2020));
    let nearest = "anesthesia 2026-01 is for services from 2026-01-01 on: the nearest in the \
                   practice file";
    // 7 base and 8.6 time units.
    check(&anesthesia_under(FLOATING), "319.49", None);
    check(&anesthesia_under(rvus.clone()), "319.49", Some(nearest));
    check(&anesthesia_under(year(2020)), "346.16", Some(nearest));
    let stated = "The contract\u{2019}s fixed factor of 21 is taken as dollars per anesthesia unit, \
                  not per relative value unit";
    let factor = YearLock::FixedFactor(decimal("21"));
    check(&anesthesia_under(factor), "327.60", Some(stated));
    // With a table of 2020, in which the code had 6 base units.
    let with_table = |lock| {
        let mut agreed = anesthesia_under(lock);
        let mut table = agreed.medicare.tables[0].clone();
        table.effective_from = date(2020, 1, 1);
        table.effective_to = Some(date(2020, 12, 31));
        table.values[0].value = decimal("6");
        agreed.medicare.tables.push(table);
        agreed
    };
    check(&with_table(FLOATING), "319.49", None);
    check(&with_table(rvus), "299.01", None);
    check(&with_table(year(2020)), "323.97", None);
}

#[test]
fn the_greater_of_two_shows_both() {
    let by = |points: &str| {
        by_rules(vec![rule(
            1,
            RuleScope::AllServices,
            FeeMethod::GreaterOf(
                Box::new(of_medicare("118", year(2020))),
                Box::new(of_medicare(points, year(2025))),
            ),
        )])
    };
    let priced = by("105").line(line("99213"));
    assert_eq!(shown(&priced), "93.40");
    let expressions: Vec<&str> = priced
        .steps
        .iter()
        .map(|step| step.expression.as_str())
        .collect();
    assert!(expressions.contains(&"76.15 \u{d7} 118 %"));
    assert!(expressions.contains(&"88.95 \u{d7} 105 %"));
    assert!(expressions.contains(&"higher of 93.3975 and 89.857"));
    by("100").check("99213", "89.86");
    // The earlier year has no row: the other method stands alone.
    by("100").check("99214", "125.18");
}

#[test]
fn the_greater_of_a_rate_and_a_share_of_the_charge_needs_the_charge() {
    let agreed = by_rules(vec![rule(
        1,
        RuleScope::AllServices,
        FeeMethod::GreaterOf(
            Box::new(amount("90")),
            Box::new(FeeMethod::PercentOfCharge(percent("60"))),
        ),
    )]);
    assert_eq!(shown(&agreed.line(charged("99213", "140"))), "90.00");
    assert_eq!(shown(&agreed.line(charged("99213", "200"))), "120.00");
    let two = ClaimLine {
        charge: Some(dollars("200")),
        ..units("99213", "2")
    };
    assert_eq!(shown(&agreed.line(two)), "180.00");
    agreed.check(
        "99213",
        "A percentage of the charge, and no charge is known",
    );
}

#[test]
fn the_greater_of_compares_both_sides_with_both_sides() {
    let agreed = by_rules(vec![rule(
        1,
        RuleScope::AllServices,
        FeeMethod::GreaterOf(
            Box::new(amount("100")),
            Box::new(FeeMethod::PercentOfCharge(percent("60"))),
        ),
    )]);
    let check = |service: &str, charge: &str, expected: &str| {
        assert_eq!(shown(&agreed.line(charged(service, charge))), expected);
    };
    // A charge for both sides, of which 60 % are 120.00, and 150 % of the rate.
    check("20610-50", "200", "150.00");
    check("20610-RT LT", "200", "150.00");
    check("20610-50", "260", "156.00");
    check("20610", "200", "120.00");
    let expressions = agreed.line(charged("20610-50", "200")).steps;
    assert!(
        expressions
            .iter()
            .any(|step| { step.expression == "higher of 150.00 and 120.00 for the whole line" })
    );
}

#[test]
fn a_case_rate_is_carried_once_and_compared_with_the_cases_charges() {
    let mut agreed = by_rules(vec![
        rule(1, RuleScope::AllServices, amount("90")),
        rule(
            2,
            RuleScope::CodeRange {
                first: code("11400"),
                last: code("11499"),
            },
            FeeMethod::CaseRate(dollars("1500")),
        ),
    ]);
    assert_eq!(
        agreed.shown(&["99213", "11400", "11401"]),
        ["90.00", "1500.00", "0.00"]
    );
    let claim = agreed.price(DAY, vec![line("11400"), line("11401")]);
    assert_eq!(
        claim.lines[1].steps.last().unwrap().label,
        "Within the case rate"
    );
    assert_eq!(claim.allowed, dollars("1500"));
    agreed.contract.versions[0].terms.lesser_of = crate::domain::LesserOf::PerLine;
    let claim = agreed.price(DAY, vec![charged("11400", "900"), charged("11401", "700")]);
    assert_eq!(claim.allowed, dollars("1500"));
    let claim = agreed.price(DAY, vec![charged("11400", "900"), charged("11401", "500")]);
    assert_eq!(claim.allowed, dollars("1400"));
}

#[test]
fn capitation_and_by_report_are_the_answer_and_do_not_give_way() {
    let under = |method| {
        by_rules(vec![
            rule(1, RuleScope::AllServices, amount("90")),
            rule(2, of_code("99213"), method),
        ])
    };
    under(FeeMethod::Capitation).check("99213", "Paid by the member and month");
    under(FeeMethod::ByReport).check("99213", "Priced claim by claim");
    under(FeeMethod::ByReport).check("99214", "90.00");
}

#[test]
fn a_contractors_price_stands_in_for_a_code_without_national_values() {
    let mut agreed = by_rules(vec![rule(
        1,
        RuleScope::AllServices,
        of_medicare("120", FLOATING),
    )]);
    agreed.check(
        "76499",
        "No relative values: priced by the Medicare contractor (status C)",
    );
    agreed.medicare.carrier_prices.push(CarrierPrice {
        code: code("76499"),
        modifiers: Modifiers::NONE,
        setting: None,
        amount: dollars("50"),
        source: "fee lookup".to_owned(),
    });
    agreed.check("76499", "60.00");
}
