//! Modifiers, units, sides, surgeons, providers and charges on one line.

use super::*;
use crate::analysis::medicare_price::StepKind;
use crate::domain::{LesserOf, ModifierEffect, ModifierRule, PricingStage, Sequestration};

fn check(shelf: &Shelf, priced: ClaimLine, expected: &str) {
    let name = format!("{}-{}", priced.code, priced.modifiers);
    assert_eq!(shown(&shelf.price(vec![priced])), [expected], "{name}");
}

fn in_hospital(service: &str) -> ClaimLine {
    ClaimLine {
        setting: Setting::Facility,
        ..line(service)
    }
}

#[test]
fn both_sides_are_paid_by_the_bilateral_indicator() {
    let shelf = atlanta();
    check(&shelf, line("20610"), "63.84");
    check(&shelf, line("20610-50"), "95.76");
    check(&shelf, line("20610-RT LT"), "95.76");
    check(&shelf, line("20610-RT"), "63.84");
    let both = |indicator| {
        let rows = vec![with(worth("20610", "100"), |row| row.bilateral = indicator)];
        shown(&Shelf::of_dollars(rows).price(lines(&["20610-50"])))
    };
    assert_eq!(both(0), ["100.00"]);
    assert_eq!(both(1), ["150.00"]);
    assert_eq!(both(2), ["100.00"]);
    assert_eq!(both(3), ["200.00"]);
    assert_eq!(both(9), ["100.00"]);
}

#[test]
fn two_units_are_both_sides_once_where_the_indicator_knows_sides() {
    let check = |indicator, service: &str, expected: &str| {
        let rows = vec![with(worth("20610", "63.84"), |row| {
            row.bilateral = indicator;
        })];
        let two = ClaimLine {
            units: Decimal::TWO,
            ..line(service)
        };
        let priced = Shelf::of_dollars(rows).price(vec![two]);
        assert_eq!(shown(&priced), [expected], "{service} of {indicator}");
    };
    for service in ["20610", "20610-50", "20610-RT LT"] {
        check(1, service, "95.76");
        check(2, service, "63.84");
    }
    check(3, "20610", "127.68");
    check(3, "20610-50", "127.68");
    check(0, "20610", "127.68");
    // Twice on one side, or at another place.
    for service in ["20610-RT", "20610-LT", "20610-59", "20610-76"] {
        check(1, service, "127.68");
    }
}

#[test]
fn assistants_are_paid_a_share_where_the_indicator_allows_one() {
    let shelf = atlanta();
    check(&shelf, in_hospital("27447"), "1272.63");
    check(&shelf, in_hospital("27447-80"), "203.62");
    check(&shelf, in_hospital("27447-62"), "795.39");
    // The 85 % of an assistant who is no physician are in the 13.6 % already.
    let assistant = ClaimLine {
        provider_class: ProviderClass::PhysicianAssistant,
        ..in_hospital("27447-AS")
    };
    check(&shelf, assistant, "173.08");
    check(
        &shelf,
        line("20610-80"),
        "Medicare pays no second surgeon for it (modifier 80)",
    );
    let priced = shelf.price(vec![in_hospital("27447-62")]);
    assert_eq!(
        priced.lines[0].cautions,
        ["Modifier 62 is paid for this code only with documentation"]
    );
}

#[test]
fn a_payer_may_pay_assistants_and_reduced_services_by_a_table_of_its_own() {
    let shelf = atlanta();
    let mut terms = ContractTerms::default();
    let effects = [
        ("22", ModifierEffect::Percent(percent("125"))),
        ("52", ModifierEffect::Percent(percent("50"))),
        ("78", ModifierEffect::Percent(percent("70"))),
        (
            "80",
            ModifierEffect::Surgeon {
                role: crate::domain::SurgeonRole::Assistant,
                percent: percent("20"),
            },
        ),
    ];
    for (modifier, effect) in effects {
        let modifier = Modifier::new(modifier).unwrap();
        terms
            .policies
            .modifiers
            .retain(|rule| rule.modifier != modifier);
        terms
            .policies
            .modifiers
            .push(ModifierRule { modifier, effect });
    }
    let check = |service, expected: &str| {
        let priced = shelf.price_under(&terms, vec![in_hospital(service)]);
        assert_eq!(shown(&priced), [expected], "{service}");
    };
    check("27447-80", "254.53");
    check("27447-22", "1590.79");
    check("27447-52", "636.32");
    check("27447-78", "890.84");
    check("27447-62", "795.39");
}

#[test]
fn parts_of_the_surgical_package_are_paid_by_their_shares() {
    let shelf = atlanta();
    // 1,272.63 × 0.79, × 0.21, × 0.10 and × 0.69.
    check(&shelf, in_hospital("27447-54"), "1005.38");
    check(&shelf, in_hospital("27447-55"), "267.25");
    check(&shelf, in_hospital("27447-56"), "127.26");
    check(&shelf, in_hospital("27447-54 55"), "1272.63");
    check(&shelf, in_hospital("27447-78"), "878.11");
    check(
        &shelf,
        line("99213-55"),
        "Modifier 55 is priced claim by claim",
    );
}

#[test]
fn a_procedure_without_postoperative_days_is_repaid_in_full_and_never_split() {
    // RVU25D, Atlanta: 124.24 without a modifier.
    let shelf = Shelf::of_dollars(vec![with(worth("31575", "124.24"), |row| {
        row.global = GlobalPeriod(*b"000");
    })]);
    check(&shelf, line("31575"), "124.24");
    check(&shelf, line("31575-78"), "124.24");
    for modifier in ["54", "55", "56"] {
        check(
            &shelf,
            line(&format!("31575-{modifier}")),
            &format!("Modifier {modifier} is priced claim by claim"),
        );
    }
    check(
        &atlanta(),
        line("99213-78"),
        "Modifier 78 is priced claim by claim",
    );
}

#[test]
fn what_the_contractor_decides_claim_by_claim_has_no_amount() {
    let shelf = atlanta();
    for modifier in ["22", "52", "53", "66"] {
        check(
            &shelf,
            in_hospital(&format!("27447-{modifier}")),
            &format!("Modifier {modifier} is priced claim by claim"),
        );
    }
    // The colonoscopy that was broken off has values of its own.
    check(&shelf, line("45378-53"), "164.60");
}

#[test]
fn some_modifiers_reduce_only_the_technical_part() {
    let shelf = atlanta();
    check(&shelf, line("71046"), "32.68");
    // 32.68 − 20 % of 22.62.
    check(&shelf, line("71046-FX"), "28.16");
    check(&shelf, line("71046-FY TC"), "20.36");
    check(&shelf, line("71046-26 FX"), "10.06");
}

#[test]
fn classes_of_providers_are_paid_their_share_of_the_physician_fee_schedule() {
    let shelf = atlanta();
    let by = |provider_class| ClaimLine {
        provider_class,
        ..line("99213")
    };
    check(&shelf, by(ProviderClass::Physician), "89.24");
    check(&shelf, by(ProviderClass::NursePractitioner), "75.85");
    check(&shelf, by(ProviderClass::NurseMidwife), "89.24");
    check(&shelf, by(ProviderClass::SocialWorker), "66.93");
}

#[test]
fn a_third_of_the_volume_by_nurse_practitioners_leaves_94_point_75_percent_of_the_schedule() {
    let shelf = Shelf::of_dollars(vec![worth("99213", "100")]);
    let of = |provider_class, units| ClaimLine {
        provider_class,
        units: number(units),
        ..line("99213")
    };
    let priced = shelf.price(vec![
        of(ProviderClass::Physician, "65"),
        of(ProviderClass::NursePractitioner, "35"),
    ]);
    let schedule = dollars("100").times(number("100"));
    assert_eq!(
        priced.allowed.as_percent_of(schedule),
        Some(percent("94.75"))
    );
}

#[test]
fn an_amount_is_rounded_once_at_the_end_and_says_how_it_came_about() {
    let shelf = Shelf::of_dollars(vec![with(worth("20610", "0.33"), |row| row.bilateral = 1)]);
    let three = ClaimLine {
        units: number("3"),
        ..line("20610-50")
    };
    // 0.33 × 3 × 1.5 = 1.485; rounding 0.495 first would give 1.50.
    let priced = shelf.price(vec![three]);
    assert_eq!(shown(&priced), ["1.49"]);
    let kinds: Vec<_> = priced.lines[0].steps.iter().map(|step| step.kind).collect();
    assert_eq!(
        kinds[kinds.len() - 3..],
        [StepKind::Units, StepKind::Modifier, StepKind::Rounding]
    );
    let both_sides = &priced.lines[0].steps[kinds.len() - 2];
    assert_eq!(both_sides.expression, "0.99 \u{d7} 150 %");
    assert_eq!(
        both_sides.source,
        "CMS relative-value file, BILAT SURG 1, services of 2025"
    );
    let last = priced.lines[0].steps.last().unwrap();
    assert_eq!(last.amount, number("1.49"));
}

#[test]
fn amounts_alone_are_the_same_and_bring_no_words() {
    let shelf = atlanta();
    let library = shelf.library();
    let fees = MedicareFees::new(&library);
    let asked = claim(lines(&["20610-50", "45385", "71046", "E0601"]));
    let full = price_claim(&fees, &asked, Detail::Steps);
    let bare = price_claim(&fees, &asked, Detail::Amounts);
    assert_eq!(shown(&full), shown(&bare));
    for line in &bare.lines {
        assert!(line.steps.is_empty() && line.cautions.is_empty());
    }
}

fn charged(service: &str, charge: &str) -> ClaimLine {
    ClaimLine {
        charge: Some(dollars(charge)),
        ..line(service)
    }
}

#[test]
fn the_charge_caps_each_line_or_the_claim() {
    let shelf = Shelf::of_dollars(vec![worth("EX001", "150"), worth("EX002", "120")]);
    let price = |lesser_of| {
        let terms = ContractTerms {
            lesser_of,
            ..ContractTerms::default()
        };
        let asked = vec![charged("EX001", "200"), charged("EX002", "100")];
        shelf.price_under(&terms, asked)
    };
    assert_eq!(price(LesserOf::None).allowed, dollars("270"));
    assert_eq!(price(LesserOf::PerLine).allowed, dollars("250"));
    assert_eq!(price(LesserOf::PerClaim).allowed, dollars("270"));
}

#[test]
fn a_claims_charges_are_divided_between_its_lines_to_the_cent() {
    let shelf = Shelf::of_dollars(vec![
        worth("EX001", "100"),
        worth("EX002", "100"),
        worth("EX003", "100"),
    ]);
    let terms = ContractTerms {
        lesser_of: LesserOf::PerClaim,
        ..ContractTerms::default()
    };
    let asked = [("EX001", "50"), ("EX002", "30"), ("EX003", "20")]
        .map(|(service, charge)| charged(service, charge));
    let priced = shelf.price_under(&terms, asked.to_vec());
    assert_eq!(shown(&priced), ["33.34", "33.33", "33.33"]);
    assert_eq!(priced.allowed, dollars("100"));
    assert_eq!(priced.steps.len(), 1);
}

#[test]
fn the_order_of_operations_is_the_contracts() {
    let shelf = Shelf::of_dollars(vec![worth("99213", "100")]);
    let mut terms = ContractTerms {
        lesser_of: LesserOf::PerLine,
        ..ContractTerms::default()
    };
    let asked = ClaimLine {
        provider_class: ProviderClass::NursePractitioner,
        ..charged("99213", "90")
    };
    let priced = |terms: &ContractTerms| shown(&shelf.price_under(terms, vec![asked.clone()]));
    assert_eq!(priced(&terms), ["85.00"]);
    // The charge first, and 85 % of what is left.
    terms
        .order
        .0
        .retain(|stage| *stage != PricingStage::LesserOf);
    terms.order.0.insert(0, PricingStage::LesserOf);
    assert_eq!(priced(&terms), ["76.50"]);
}

#[test]
fn the_payers_part_is_sequestered_where_the_terms_say_so() {
    let shelf = Shelf::of_dollars(vec![worth("99213", "100")]);
    let pay = |terms: &ContractTerms, deductible: &str| {
        let library = shelf.library();
        let payer = Payer {
            fees: MedicareFees::new(&library),
            terms,
        };
        let asked = Claim {
            patient: Some(PatientShare {
                deductible: dollars(deductible),
                coinsurance: percent("20"),
            }),
            ..claim(lines(&["99213"]))
        };
        price_claim(&payer, &asked, Detail::Steps).payment.unwrap()
    };
    let passed_on = ContractTerms {
        sequestration: Sequestration::PassedOn(percent("2")),
        ..ContractTerms::default()
    };
    let with_deductible = pay(&passed_on, "50");
    assert_eq!(
        with_deductible.payer - with_deductible.sequestration,
        dollars("39.20")
    );
    assert_eq!(pay(&passed_on, "0").received, dollars("98.40"));
    assert_eq!(pay(&ContractTerms::default(), "0").received, dollars("100"));
}

#[test]
fn modifiers_are_paid_by_the_law_of_the_day() {
    let shelf = atlanta();
    let library = shelf.library();
    let fees = MedicareFees::new(&library);
    let effect = |modifier: &str, day| {
        let policies = &fees.terms(day).unwrap().policies;
        policies.effect(Modifier::new(modifier).unwrap())
    };
    let technical = |points| Some(ModifierEffect::TechnicalPercent(percent(points)));
    assert_eq!(effect("FY", date(2022, 12, 31)), technical("93"));
    assert_eq!(effect("FY", date(2023, 1, 1)), technical("90"));
    let whole = Some(ModifierEffect::Percent(percent("85")));
    for assistant in ["CO", "CQ"] {
        assert_eq!(effect(assistant, date(2021, 12, 31)), None);
        assert_eq!(effect(assistant, date(2022, 1, 1)), whole);
    }
}

#[test]
fn medicare_sequesters_by_the_law_of_the_day() {
    let shelf = atlanta();
    let library = shelf.library();
    let fees = MedicareFees::new(&library);
    let on = |day| fees.terms(day).unwrap().sequestration;
    assert_eq!(on(date(2020, 4, 30)), Sequestration::PassedOn(percent("2")));
    assert_eq!(on(date(2020, 5, 1)), Sequestration::NotPassedOn);
    assert_eq!(on(date(2022, 4, 1)), Sequestration::PassedOn(percent("1")));
    assert_eq!(on(date(2022, 7, 1)), Sequestration::PassedOn(percent("2")));
}
