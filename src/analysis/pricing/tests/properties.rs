//! What holds of any claim.

use proptest::prelude::*;

use super::*;
use crate::domain::LesserOf;

/// Ranked procedures, endoscopies of one family, imaging, therapy and plain services.
fn any_shelf() -> Shelf {
    let scope = |row: &mut RvuRow| {
        row.multiple_procedure = 3;
        row.endoscopy_base = Some(code("EX100"));
        row.bilateral = 1;
    };
    let image = |row: &mut RvuRow| {
        row.multiple_procedure = 4;
        row.pctc = 1;
    };
    let ranked = |row: &mut RvuRow| {
        row.multiple_procedure = 2;
        row.bilateral = 1;
    };
    let therapy = |row: &mut RvuRow| row.multiple_procedure = 5;
    Shelf::of_dollars(vec![
        with(worth("EX001", "100.37"), ranked),
        with(worth("EX002", "100.37"), ranked),
        with(worth("EX003", "33.33"), ranked),
        with(worth("EX100", "50.01"), ranked),
        with(worth("EX101", "71.13"), scope),
        with(worth("EX102", "66.67"), scope),
        with(worth("EX201", "45.45"), image),
        with(worth("EX201-26", "15.15"), image),
        with(worth("EX201-TC", "30.30"), image),
        with(row("EX301", ["1.11", "2.225", "0", "0.1"]), therapy),
        with(row("EX302", ["2.11", "2.225", "0", "0.1"]), therapy),
        worth("EX401", "12.34"),
    ])
}

fn any_line() -> impl Strategy<Value = ClaimLine> {
    let services = prop::sample::select(vec![
        "EX001", "EX001-50", "EX001-RT", "EX001-LT", "EX002", "EX003", "EX003-51", "EX100",
        "EX101", "EX102", "EX102-RT", "EX102-LT", "EX201", "EX201-26", "EX201-TC", "EX301",
        "EX302", "EX401", "EX999",
    ]);
    let class = prop::sample::select(vec![
        ProviderClass::Physician,
        ProviderClass::NursePractitioner,
    ]);
    (services, 1_u32..4, 0_i64..20_000, class).prop_map(|(service, units, cents, class)| {
        ClaimLine {
            units: Decimal::from(units),
            charge: Some(Money::from_cents(cents)),
            provider_class: class,
            ..line(service)
        }
    })
}

fn any_claim() -> impl Strategy<Value = (Vec<ClaimLine>, Vec<ClaimLine>)> {
    prop::collection::vec(any_line(), 1..8)
        .prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle()))
}

fn any_terms() -> impl Strategy<Value = ContractTerms> {
    prop::sample::select(LesserOf::ALL.to_vec()).prop_map(|lesser_of| ContractTerms {
        lesser_of,
        ..ContractTerms::default()
    })
}

proptest! {
    #[test]
    fn the_order_of_the_lines_does_not_change_the_total(
        (lines, shuffled) in any_claim(),
        terms in any_terms(),
    ) {
        let shelf = any_shelf();
        let total = shelf.price_under(&terms, lines).allowed;
        prop_assert_eq!(shelf.price_under(&terms, shuffled).allowed, total);
    }

    #[test]
    fn lines_add_up_to_the_claim_in_whole_cents_and_stay_below_their_ceiling(
        (lines, _) in any_claim(),
        terms in any_terms(),
    ) {
        let charges: Money = lines.iter().filter_map(|line| line.charge).sum();
        let priced = any_shelf().price_under(&terms, lines);
        let amounts: Vec<Money> = priced
            .lines
            .iter()
            .filter_map(|line| line.allowed.amount())
            .collect();
        prop_assert_eq!(amounts.iter().sum::<Money>(), priced.allowed);
        for amount in &amounts {
            prop_assert_eq!(*amount, amount.rounded());
            prop_assert!(!amount.is_negative());
        }
        if terms.lesser_of != LesserOf::None {
            prop_assert!(priced.allowed <= charges);
        }
    }
}
