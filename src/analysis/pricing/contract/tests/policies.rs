//! Payers' own tables of modifiers and ranks, and the order of operations as data.

use super::*;
use crate::analysis::pricing::{FeeSource, MedicareFees, contract_rates};
use crate::analysis::sample::total;
use crate::analysis::service_mix::{BilledUnits, Renderers, ServiceMix};
use crate::analysis::service_volume::ServiceVolume;
use crate::domain::{
    LesserOf, Modifier, ModifierEffect, ModifierRule, Money, MultipleProcedureRule, Percent,
    PricingOrder, PricingPolicies, PricingStage, Product, ProductId, ProductKind, Provider,
    ProviderClass, ProviderId, RateKey, SiteId, SurgeonRole, TotalRow,
};

/// A payer's published table: 22 at 125 %, 52 at 50 %, 54, 55 and 56 at 80, 20 and 10 %, assistants
/// at 20 %, AS at 14 %, ranks of 100, 50 and 25 %.
fn payers_table() -> PricingPolicies {
    let percent_of = |points: &str| ModifierEffect::Percent(percent(points));
    let surgeon = |points: &str| ModifierEffect::Surgeon {
        role: SurgeonRole::Assistant,
        percent: percent(points),
    };
    let table = [
        ("22", percent_of("125")),
        ("52", percent_of("50")),
        ("54", percent_of("80")),
        ("55", percent_of("20")),
        ("56", percent_of("10")),
        ("80", surgeon("20")),
        ("AS", surgeon("14")),
    ];
    PricingPolicies {
        modifiers: table
            .into_iter()
            .map(|(modifier, effect)| ModifierRule {
                modifier: Modifier::new(modifier).unwrap(),
                effect,
            })
            .collect(),
        multiple_procedures: ranks(&["100", "50", "25"]),
        ..PricingPolicies::default()
    }
}

fn ranks(ranks: &[&str]) -> MultipleProcedureRule {
    MultipleProcedureRule {
        ranks: ranks.iter().map(|points| percent(points)).collect(),
        by_report_after: None,
    }
}

fn surgeries(policies: PricingPolicies) -> Agreed {
    let mut agreed = by_rules(vec![
        rule(1, of_code("11400"), amount("1000")),
        rule(2, of_code("11401"), amount("600")),
        rule(3, of_code("11402"), amount("400")),
    ]);
    agreed.contract.versions[0].terms.policies = policies;
    agreed
}

#[test]
fn a_payers_table_prices_modifiers_in_its_own_way() {
    let agreed = surgeries(payers_table());
    for (service, expected) in [
        ("11400", "1000.00"),
        ("11400-22", "1250.00"),
        ("11400-52", "500.00"),
        ("11400-54", "800.00"),
        ("11400-55", "200.00"),
        ("11400-56", "100.00"),
        ("11400-80", "200.00"),
        ("11400-AS", "140.00"),
        ("11400-50", "1500.00"),
    ] {
        agreed.check(service, expected);
    }
}

#[test]
fn medicares_table_is_the_default() {
    let agreed = surgeries(PricingPolicies::default());
    agreed.check("11400-54", "900.00");
    agreed.check("11400-80", "160.00");
    agreed.check("11400-AS", "136.00");
    agreed.check("11400-22", "Modifier 22 is priced claim by claim");
}

#[test]
fn ranked_procedures_are_paid_by_the_contracts_ranks() {
    let of = |policies| {
        let lines = ["11400", "11401", "11402"].map(line).to_vec();
        surgeries(policies).price(DAY, lines).allowed
    };
    assert_eq!(of(PricingPolicies::default()), dollars("1500"));
    assert_eq!(of(payers_table()), dollars("1400"));
}

#[test]
fn the_order_of_operations_is_data_and_changes_the_result() {
    let mut agreed = surgeries(payers_table());
    let terms = &mut agreed.contract.versions[0].terms;
    terms.lesser_of = LesserOf::PerLine;
    let assistant = || vec![charged("11400-80", "900")];
    // Capped at the charge, then 20 % of it; by default 20 % first, which is below the charge.
    let mut order = PricingStage::ALL.to_vec();
    order.retain(|stage| *stage != PricingStage::LesserOf);
    order.insert(0, PricingStage::LesserOf);
    let by_default = agreed.price(DAY, assistant()).allowed;
    agreed.contract.versions[0].terms.order = PricingOrder(order);
    let capped_first = agreed.price(DAY, assistant()).allowed;
    assert_eq!(by_default, dollars("200"));
    assert_eq!(capped_first, dollars("180"));
}

fn service(text: &str, charge: Option<&str>) -> ServiceVolume {
    let line = line(text);
    ServiceVolume {
        key: RateKey {
            code: line.code,
            modifiers: line.modifiers,
            setting: line.setting,
        },
        units: decimal("10"),
        units_allowed: decimal("10"),
        charge_per_unit: charge.map(dollars),
        allowed: Money::ZERO,
    }
}

#[test]
fn a_contracts_rates_are_those_of_one_unit_by_itself_without_the_charge_as_a_ceiling() {
    let mut agreed = surgeries(payers_table());
    let terms = &mut agreed.contract.versions[0].terms;
    terms.lesser_of = LesserOf::PerLine;
    terms.schedules[0].default_percent_of_charge = Some(percent("55"));
    let services = [
        service("11400", Some("900")),
        service("11400-80", Some("900")),
        service("11401-51", None),
        service("99213", Some("210")),
        service("99214", None),
    ];
    let library = agreed.medicare.national();
    let rates = contract_rates(
        &agreed.contract,
        &agreed.lists,
        &library,
        DAY,
        &services,
        &ServiceMix::default(),
    );
    assert_eq!(rates.name, "PPO contract");
    let shown: Vec<String> = rates
        .rates
        .iter()
        .map(|rate| format!("{} {} {}", rate.code, rate.modifiers, rate.rate))
        .collect();
    assert_eq!(
        shown,
        [
            "11400  1000.00",
            "11400 80 200.00",
            "11401 51 300.00",
            "99213  115.50"
        ]
    );
}

#[test]
fn a_contract_that_is_not_in_force_has_no_rates() {
    let mut agreed = surgeries(payers_table());
    agreed.contract.versions[0].ends_on = Some(date(2026, 5, 31));
    let library = agreed.medicare.national();
    let services = [service("11400", None)];
    let rates = contract_rates(
        &agreed.contract,
        &agreed.lists,
        &library,
        DAY,
        &services,
        &ServiceMix::default(),
    );
    assert!(rates.rates.is_empty());
}

#[test]
fn parts_of_an_agreed_rate_are_divided_as_medicares_are() {
    let mut agreed = by_rules(vec![
        rule(1, of_code("93306"), amount("400")),
        rule(2, of_code("93308"), amount("100")),
    ]);
    agreed.contract.versions[0]
        .terms
        .policies
        .cardiovascular_technical = Percent::new(decimal("75"));
    for release in &mut agreed.medicare.releases {
        let mut second: Vec<_> = release
            .rows
            .iter()
            .filter(|row| row.code == code("93306"))
            .cloned()
            .collect();
        for row in &mut second {
            row.code = code("93308");
        }
        release.rows.extend(second);
        release.rows.sort_by_key(|row| (row.code, row.modifier));
    }
    let lines = vec![line("93306"), line("93308")];
    let priced = agreed.price(DAY, lines);
    // Of 2026's 194.06 the technical part is 126.59: 65.232 of the second rate's 100, a quarter of
    // which is not paid.
    assert_eq!(priced.lines[0].allowed.amount(), Some(dollars("400")));
    assert_eq!(priced.lines[1].allowed.amount(), Some(dollars("83.69")));
}

#[test]
fn a_hundred_percent_of_current_medicare_with_medicares_tables_is_what_medicare_allows() {
    let agreed = by_rules(vec![rule(
        1,
        RuleScope::AllServices,
        of_medicare("100", FLOATING),
    )]);
    let library = agreed.medicare.national();
    let medicare = MedicareFees::new(&library);
    let claims = [
        vec!["99213", "99214@F", "99396"],
        vec!["20610-50", "20610-LT", "27447@F", "27447-80@F"],
        vec!["11400", "11401-50", "11402-59", "11401-54"],
        vec!["93306", "93306-26", "93306-TC"],
        vec!["27447", "E0602", "11400-22"],
    ];
    for texts in claims {
        let claim = Claim {
            date: DAY,
            lines: texts.iter().map(|text| units(text, "2")).collect(),
            patient: None,
        };
        let fees = ContractFees::new(&agreed.contract, &agreed.lists, &library);
        let amounts = |source: &dyn FeeSource| {
            let priced = price_claim(source, &claim, Detail::Amounts);
            priced
                .lines
                .iter()
                .map(|line| line.allowed.amount())
                .collect::<Vec<_>>()
        };
        assert_eq!(amounts(&fees), amounts(&medicare), "{texts:?}");
    }
}

#[test]
fn a_schedule_for_a_class_of_providers_already_holds_its_reduction() {
    // 88.95 in 2025, 85 % of which is 75.6075.
    let check = |classes: &[ProviderClass], expected: &str| {
        let mut agreed = by_rules(vec![rule(
            1,
            RuleScope::AllServices,
            of_medicare("85", year(2025)),
        )]);
        agreed.contract.versions[0].terms.schedules[0].provider_classes = classes.to_vec();
        let by_nurse = ClaimLine {
            provider_class: ProviderClass::NursePractitioner,
            ..line("99213")
        };
        assert_eq!(shown(&agreed.line(by_nurse)), expected, "{classes:?}");
    };
    let (physician, nurse) = (ProviderClass::Physician, ProviderClass::NursePractitioner);
    check(&[nurse], "75.61");
    check(&[ProviderClass::PhysicianAssistant, nurse], "75.61");
    // Rates for physicians, paid to nurse practitioners at 85 %.
    check(&[], "64.27");
    check(&[physician, nurse], "64.27");
}

/// Units of one service by provider (1 a physician, 2 a nurse practitioner), product (1 the HMO, 2
/// the PPO) and site.
fn mix_of(agreed: &Agreed, rows: &[(i64, i64, i64, &str)]) -> ServiceMix {
    let provider = |id, class| Provider {
        id: ProviderId(id),
        text: format!("Provider {id}"),
        name: None,
        npi: None,
        class: Some(class),
        site: None,
        same_as: None,
        line_count: 0,
    };
    let product = |id, name: &str| Product {
        id: ProductId(id),
        payer: PayerId(1),
        name: name.to_owned(),
        kind: ProductKind::Other,
    };
    let renderers = Renderers::new(
        &[
            provider(1, ProviderClass::Physician),
            provider(2, ProviderClass::NursePractitioner),
        ],
        &[product(1, "HMO"), product(2, "PPO")],
    );
    let rows: Vec<TotalRow> = rows
        .iter()
        .map(|(provider, product, site, units)| TotalRow {
            provider: ProviderId(*provider),
            product: ProductId(*product),
            site: SiteId(*site),
            key: RateKey {
                code: code("99213"),
                ..total(1, "EX001", "0", "0", "0").key
            },
            ..total(1, "EX001", units, "0", "0")
        })
        .collect();
    let billed = BilledUnits::new(rows.iter(), &renderers);
    billed.mix(PayerId(1), &agreed.contract.versions[0].terms)
}

fn rate_by_mix(agreed: &Agreed, rows: &[(i64, i64, i64, &str)]) -> String {
    let library = agreed.medicare.national();
    let mix = mix_of(agreed, rows);
    let services = [service("99213", None)];
    let rates = contract_rates(
        &agreed.contract,
        &agreed.lists,
        &library,
        DAY,
        &services,
        &mix,
    );
    rates
        .rates
        .first()
        .map_or_else(|| "none".to_owned(), |rate| rate.rate.to_string())
}

fn flat(amount_of: &str) -> Agreed {
    by_rules(vec![rule(1, RuleScope::AllServices, amount(amount_of))])
}

#[test]
fn nurse_practitioners_at_85_percent_weigh_on_the_rate_by_their_units() {
    let agreed = flat("100");
    let check = |rows: &[(i64, i64, i64, &str)], expected: &str| {
        assert_eq!(rate_by_mix(&agreed, rows), expected, "{rows:?}");
    };
    check(&[(1, 0, 0, "70"), (2, 0, 0, "30")], "95.50");
    check(&[(1, 0, 0, "65"), (2, 0, 0, "35")], "94.75");
    check(&[(2, 0, 0, "35")], "85.00");
    check(&[(1, 0, 0, "35")], "100.00");
    // Somebody unknown counts as a physician.
    check(&[(9, 0, 0, "50"), (2, 0, 0, "50")], "92.50");
    check(&[], "100.00");
}

#[test]
fn a_schedule_for_a_class_a_product_or_a_site_weighs_by_what_was_billed_under_it() {
    let schedule_for = |name: &str, rate: &str| {
        schedule(name, vec![rule(1, RuleScope::AllServices, amount(rate))])
    };
    let mut agreed = flat("100");
    let terms = &mut agreed.contract.versions[0].terms;
    terms.policies.provider_classes.clear();
    let everybody = terms.schedules.remove(0);
    terms.schedules = vec![
        ContractSchedule {
            products: vec!["HMO".to_owned()],
            ..schedule_for("HMO", "60")
        },
        ContractSchedule {
            sites: vec![SiteId(7)],
            ..schedule_for("North", "80")
        },
        ContractSchedule {
            provider_classes: vec![ProviderClass::NursePractitioner],
            ..schedule_for("Nurses", "90")
        },
        everybody,
    ];
    // 10 × 60 + 20 × 80 + 30 × 90 + 40 × 100 over 100.
    let rows = [
        (1, 1, 8, "10"),
        (1, 2, 7, "20"),
        (2, 2, 8, "30"),
        (1, 2, 8, "40"),
    ];
    assert_eq!(rate_by_mix(&agreed, &rows), "89.00");
}

#[test]
fn units_that_no_schedule_is_for_are_left_out_of_the_mean() {
    let mut agreed = flat("100");
    agreed.contract.versions[0].terms.schedules[0].products = vec!["PPO".to_owned()];
    let rows = [(1, 1, 0, "50"), (1, 2, 0, "40"), (2, 2, 0, "10")];
    // 40 × 100 + 10 × 85 over 50.
    assert_eq!(rate_by_mix(&agreed, &rows), "97.00");
    assert_eq!(rate_by_mix(&agreed, &rows[..1]), "none");
}
