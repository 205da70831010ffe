//! Which payers the practice lives on: visits, charges, allowed amounts and payments side by side.

use rust_decimal::Decimal;
use serde::Serialize;

use super::rounding::{per_unit, percent_of, share_column};
use super::service_sums::{ServiceSums, sums_by};
use super::{BasedOn, ReportInput};
use crate::domain::{Money, PayerClass, PayerId, Percent, ProductId, ProductKind};

/// The payer mix of a practice, the largest allowed amount first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayerMix {
    /// What it rests on.
    pub based_on: BasedOn,
    /// One row a payer.
    pub rows: Vec<PayerMixRow>,
    /// All payers together.
    pub total: PayerFigures,
}

/// One payer's part of the practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayerMixRow {
    /// The payer.
    pub payer: PayerId,
    /// Its name.
    pub name: String,
    /// Its class.
    pub class: PayerClass,
    /// Its shares of the practice.
    pub shares: PayerShares,
    /// Its amounts.
    #[serde(flatten)]
    pub figures: PayerFigures,
    /// Its products, the largest allowed amount first; empty where none is known.
    pub products: Vec<ProductMixRow>,
}

/// One product's part of its payer; the rows of a payer add up to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProductMixRow {
    /// The product; 0 for the payer's lines of no known product.
    pub product: ProductId,
    /// Its name; empty where the product is not known.
    pub name: String,
    /// Its kind, where the product is known.
    pub kind: Option<ProductKind>,
    /// Its shares of the practice, each rounded by itself.
    pub shares: PayerShares,
    /// Its amounts.
    #[serde(flatten)]
    pub figures: PayerFigures,
}

/// Shares of the practice to one decimal; each column adds up to 100.0. `None` where the practice
/// has nothing of the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PayerShares {
    /// Of all visits.
    pub visits: Option<Percent>,
    /// Of all charges.
    pub charge: Option<Percent>,
    /// Of all allowed amounts.
    pub allowed: Option<Percent>,
    /// Of all payments by payers.
    pub paid: Option<Percent>,
}

/// Amounts of one payer or of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PayerFigures {
    /// Billed lines.
    pub lines: u64,
    /// Of these, lines that were denied.
    pub lines_denied: u64,
    /// Denied lines as a percentage of the lines; `None` without lines.
    pub denied_of_lines: Option<Percent>,
    /// A patient, a day, a provider and a payer; `None` where no file tells visits apart.
    pub visits: Option<u64>,
    /// Billed charges.
    pub charge: Money,
    /// Allowed amounts.
    pub allowed: Money,
    /// Paid by payers.
    pub paid: Money,
    /// Owed by patients.
    pub patient: Money,
    /// Allowed amount per visit.
    pub allowed_per_visit: Option<Money>,
    /// Payment per visit.
    pub paid_per_visit: Option<Money>,
    /// Payments as a percentage of allowed amounts.
    pub paid_of_allowed: Option<Percent>,
    /// Allowed amounts as a percentage of the charges of the same lines.
    pub allowed_of_charge: Option<Percent>,
    /// Relative value units, of the lines that have both an allowed amount and RVUs; `None` without
    /// a Medicare reference.
    pub rvus: Option<Decimal>,
    /// Allowed amount per RVU, over the same lines.
    pub allowed_per_rvu: Option<Money>,
}

/// Makes the report.
pub fn payer_mix(input: &ReportInput<'_>) -> PayerMix {
    let products = product_sums(input);
    let mut payers: Vec<(PayerId, PayerSums)> = Vec::new();
    for ((payer, _product), sums) in &products {
        // Groups come in order of payer: a new payer is always the last.
        match payers.last_mut() {
            Some((last, known)) if last == payer => known.add_payer(sums),
            _ => payers.push((*payer, *sums)),
        }
    }
    payers.sort_by(|left, right| {
        (right.1.sums.allowed, right.1.sums.charge, left.0).cmp(&(
            left.1.sums.allowed,
            left.1.sums.charge,
            right.0,
        ))
    });
    let mut total = PayerSums::default();
    for (_, sums) in &payers {
        total.add_payer(sums);
    }
    let visits_known = total.sums.visits != 0;
    let shares = share_rows(&payers);
    let rows = payers
        .iter()
        .zip(shares)
        .map(|((payer, sums), shares)| PayerMixRow {
            payer: *payer,
            name: input.payer_name(*payer).into_owned(),
            class: input.payer_class(*payer),
            shares,
            figures: sums.figures(input, visits_known.then_some(sums.sums.visits)),
            products: product_rows(input, *payer, &products, &total),
        })
        .collect();
    PayerMix {
        based_on: input.based_on(),
        rows,
        total: total.figures(input, visits_known.then_some(total.sums.visits)),
    }
}

/// Adds up by payer and product, in their order.
fn product_sums(input: &ReportInput<'_>) -> Vec<((PayerId, ProductId), PayerSums)> {
    let mut products: Vec<((PayerId, ProductId), PayerSums)> = Vec::new();
    let groups = sums_by(input.rows(), |row| (row.payer, row.product, row.key));
    for ((payer, product, key), sums) in groups {
        let rvus = input
            .reference
            .and_then(|reference| reference.rvus(key))
            .map(|rvus| rvus * sums.units_allowed);
        match products.last_mut() {
            Some((last, known)) if *last == (payer, product) => known.add(&sums, rvus),
            _ => {
                let mut known = PayerSums::default();
                known.add(&sums, rvus);
                products.push(((payer, product), known));
            }
        }
    }
    products
}

fn product_rows(
    input: &ReportInput<'_>,
    payer: PayerId,
    products: &[((PayerId, ProductId), PayerSums)],
    total: &PayerSums,
) -> Vec<ProductMixRow> {
    let mut of_payer: Vec<(ProductId, &PayerSums)> = products
        .iter()
        .filter(|((of, _product), _sums)| *of == payer)
        .map(|((_payer, product), sums)| (*product, sums))
        .collect();
    if of_payer
        .iter()
        .all(|(id, _sums)| input.product(*id).is_none())
    {
        return Vec::new();
    }
    of_payer.sort_by_key(|(id, sums)| std::cmp::Reverse((sums.sums.allowed, *id)));
    let visits_known = total.sums.visits != 0;
    of_payer
        .into_iter()
        .map(|(id, sums)| {
            let product = input.product(id);
            ProductMixRow {
                product: id,
                name: product.map_or_else(String::new, |product| product.name.clone()),
                kind: product.map(|product| product.kind),
                shares: sums.shares_of(total),
                figures: sums.figures(input, visits_known.then_some(sums.sums.visits)),
            }
        })
        .collect()
}

#[derive(Clone, Copy, Debug, Default)]
struct PayerSums {
    sums: ServiceSums,
    rvus: Decimal,
    allowed_with_rvus: Money,
}

impl PayerSums {
    fn add(&mut self, sums: &ServiceSums, rvus: Option<Decimal>) {
        self.sums.add(sums);
        if let Some(rvus) = rvus {
            self.rvus += rvus;
            self.allowed_with_rvus += sums.allowed;
        }
    }

    fn add_payer(&mut self, other: &Self) {
        self.sums.add(&other.sums);
        self.rvus += other.rvus;
        self.allowed_with_rvus += other.allowed_with_rvus;
    }

    fn shares_of(&self, whole: &Self) -> PayerShares {
        let share = |part: Decimal, whole: Decimal| {
            let share = (Decimal::ZERO < whole).then(|| Percent::ratio(part, whole))?;
            share.map(|share| share.rounded(1))
        };
        let amount = |value: fn(&ServiceSums) -> Money| {
            share(value(&self.sums).dollars(), value(&whole.sums).dollars())
        };
        PayerShares {
            visits: share(
                Decimal::from(self.sums.visits),
                Decimal::from(whole.sums.visits),
            ),
            charge: amount(|sums| sums.charge),
            allowed: amount(|sums| sums.allowed),
            paid: amount(|sums| sums.paid),
        }
    }

    fn figures(&self, input: &ReportInput<'_>, visits: Option<u64>) -> PayerFigures {
        let sums = &self.sums;
        let visit_count = visits.map_or(Decimal::ZERO, Decimal::from);
        PayerFigures {
            lines: sums.lines,
            lines_denied: sums.lines_denied,
            denied_of_lines: percent_of(
                Money::new(Decimal::from(sums.lines_denied)),
                Money::new(Decimal::from(sums.lines)),
            ),
            visits,
            charge: sums.charge,
            allowed: sums.allowed,
            paid: sums.paid,
            patient: sums.patient,
            allowed_per_visit: per_unit(sums.allowed, visit_count),
            paid_per_visit: per_unit(sums.paid, visit_count),
            paid_of_allowed: percent_of(sums.paid, sums.allowed),
            allowed_of_charge: percent_of(sums.allowed, sums.charge_allowed),
            rvus: input.reference.map(|_| self.rvus),
            allowed_per_rvu: per_unit(self.allowed_with_rvus, self.rvus),
        }
    }
}

fn share_rows(payers: &[(PayerId, PayerSums)]) -> Vec<PayerShares> {
    let column = |value: fn(&ServiceSums) -> Decimal| {
        let parts: Vec<Decimal> = payers.iter().map(|(_, payer)| value(&payer.sums)).collect();
        share_column(&parts)
    };
    let visits = column(|sums| Decimal::from(sums.visits));
    let charges = column(|sums| sums.charge.dollars());
    let allowed = column(|sums| sums.allowed.dollars());
    let paid = column(|sums| sums.paid.dollars());
    visits
        .into_iter()
        .zip(charges)
        .zip(allowed.into_iter().zip(paid))
        .map(|((visits, charge), (allowed, paid))| PayerShares {
            visits,
            charge,
            allowed,
            paid,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::sample::{Sample, any_practice, dollars, payer, total};
    use crate::domain::{Filter, Product, ProviderId, TotalRow};

    fn worked() -> Sample {
        let row = |id, visits, charge, allowed, paid| TotalRow {
            visits,
            paid: dollars(paid),
            ..total(id, "EX001", "1", charge, allowed)
        };
        let mut sample = Sample::new(
            &[],
            vec![
                row(4, 700, "150000", "70000", "40000"),
                row(3, 2_800, "900000", "310000", "245000"),
                row(1, 4_000, "1200000", "620000", "560000"),
                row(2, 2_500, "800000", "330000", "290000"),
            ],
        );
        sample.payers = vec![
            payer(1, "BCBS", PayerClass::Commercial),
            payer(2, "UHC", PayerClass::Commercial),
            payer(3, "Medicare", PayerClass::Medicare),
            payer(4, "Self-pay", PayerClass::SelfPay),
        ];
        sample
    }

    #[test]
    fn the_worked_payer_mix_comes_out() {
        let mix = payer_mix(&worked().input());
        let shown: Vec<String> = mix
            .rows
            .iter()
            .map(|row| {
                let shares = row.shares;
                let share = |share: Option<Percent>| share.unwrap().to_string();
                format!(
                    "{} | {} {} {} {} | {} {}",
                    row.name,
                    share(shares.visits),
                    share(shares.charge),
                    share(shares.allowed),
                    share(shares.paid),
                    row.figures.allowed_per_visit.unwrap().rounded(),
                    row.figures.paid_of_allowed.unwrap(),
                )
            })
            .collect();
        // Rounded one by one the charges would add up to 99.9: BCBS is due the tenth.
        assert_eq!(
            shown,
            [
                "BCBS | 40.0 39.4 46.6 49.3 | 155.00 90.3",
                "UHC | 25.0 26.2 24.8 25.6 | 132.00 87.9",
                "Medicare | 28.0 29.5 23.3 21.6 | 110.71 79.0",
                "Self-pay | 7.0 4.9 5.3 3.5 | 100.00 57.1",
            ]
        );
        assert_eq!(mix.total.allowed, dollars("1330000"));
        assert_eq!(mix.total.visits, Some(10_000));
        assert_eq!(mix.total.rvus, None);
    }

    #[test]
    fn products_stand_under_their_payer_and_add_up_to_it() {
        let of = |product, charge, allowed, denied| TotalRow {
            product: ProductId(product),
            lines: 10,
            lines_denied: denied,
            ..total(1, "EX001", "1", charge, allowed)
        };
        let mut sample = Sample::new(
            &["One", "Two"],
            vec![
                of(7, "300", "200", 1),
                of(0, "100", "50", 0),
                of(8, "400", "250", 4),
                total(2, "EX001", "1", "800", "500"),
            ],
        );
        sample.products = vec![Product {
            id: ProductId(8),
            payer: PayerId(1),
            name: "HMO".to_owned(),
            kind: ProductKind::Hmo,
        }];
        sample.products.push(Product {
            id: ProductId(7),
            name: "PPO".to_owned(),
            kind: ProductKind::Ppo,
            ..sample.products[0].clone()
        });
        let mix = payer_mix(&sample.input());
        let [one, two] = mix.rows.as_slice() else {
            panic!("two payers: {:?}", mix.rows);
        };
        let shown: Vec<String> = one
            .products
            .iter()
            .map(|row| {
                format!(
                    "{} {} {} {}",
                    row.name,
                    row.figures.allowed,
                    row.shares.allowed.unwrap(),
                    row.figures.denied_of_lines.unwrap()
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "HMO 250.00 25.0 40.0",
                "PPO 200.00 20.0 10.0",
                " 50.00 5.0 0.0"
            ]
        );
        let sum: Money = one.products.iter().map(|row| row.figures.allowed).sum();
        assert_eq!(sum, one.figures.allowed);
        assert_eq!(one.figures.lines_denied, 5);
        assert!(two.products.is_empty());
        // A filter for one product keeps its payer and nothing else.
        let filter = Filter {
            payer: Some(PayerId(1)),
            product: Some(ProductId(8)),
            ..Filter::default()
        };
        let part = payer_mix(&sample.input().with_filter(&filter));
        assert_eq!(part.total.allowed, dollars("250"));
    }

    #[test]
    fn visits_that_no_file_counts_are_unknown_and_not_zero() {
        let sample = Sample::new(&["One"], vec![total(1, "EX001", "2", "200", "120")]);
        let mix = payer_mix(&sample.input());
        assert_eq!(mix.total.visits, None);
        assert_eq!(mix.rows[0].figures.allowed_per_visit, None);
        assert_eq!(mix.rows[0].shares.visits, None);
    }

    #[test]
    fn revenue_per_rvu_counts_only_services_with_rvus() {
        let sample = Sample::new(
            &["One"],
            vec![
                total(1, "EX001", "10", "2000", "646.93"),
                total(1, "EX002", "5", "100", "75"),
            ],
        )
        .priced(&[
            ("EX001", "32.3465"),
            ("EX002", "Not in the Medicare release"),
        ]);
        let figures = payer_mix(&sample.input()).total;
        assert_eq!(figures.rvus, Some(Decimal::TEN));
        assert_eq!(figures.allowed_per_rvu, Some(dollars("64.693")));
    }

    #[test]
    fn amounts_and_percentages_are_plain_decimals_in_json() {
        let mix = payer_mix(&worked().input());
        let json = serde_json::to_value(&mix).unwrap();
        let row = &json["rows"][0];
        assert_eq!(row["class"], "commercial");
        assert_eq!(row["visits"], 4_000);
        assert_eq!(row["allowed"], "620000");
        assert_eq!(row["shares"]["allowed"], "46.6");
        assert_eq!(row["paid_of_allowed"], "90.3226");
        assert_eq!(json["based_on"]["span"]["first"], "2025-01");
        assert_eq!(json["total"]["rvus"], serde_json::Value::Null);
    }

    #[test]
    fn a_practice_without_services_has_an_empty_mix() {
        let mix = payer_mix(&Sample::new(&["One"], Vec::new()).input());
        assert!(mix.rows.is_empty());
        assert_eq!(mix.total.paid_of_allowed, None);
    }

    proptest! {
        #[test]
        fn shares_add_up_to_one_hundred_and_rows_to_the_total(sample in any_practice()) {
            let mix = payer_mix(&sample.input());
            let column = |share: fn(&PayerShares) -> Option<Percent>| -> Option<Decimal> {
                mix.rows.iter().map(|row| share(&row.shares).map(Percent::points)).sum()
            };
            let whole = |amount: Money| (!amount.is_zero()).then_some(Decimal::ONE_HUNDRED);
            prop_assert_eq!(column(|shares| shares.visits), Some(Decimal::ONE_HUNDRED));
            prop_assert_eq!(column(|shares| shares.charge), whole(mix.total.charge));
            prop_assert_eq!(column(|shares| shares.allowed), whole(mix.total.allowed));
            prop_assert_eq!(column(|shares| shares.paid), whole(mix.total.paid));
            let sum = |amount: fn(&PayerFigures) -> Money| -> Money {
                mix.rows.iter().map(|row| amount(&row.figures)).sum()
            };
            prop_assert_eq!(sum(|figures| figures.charge), mix.total.charge);
            prop_assert_eq!(sum(|figures| figures.allowed), mix.total.allowed);
            prop_assert_eq!(sum(|figures| figures.paid), mix.total.paid);
            prop_assert_eq!(sum(|figures| figures.patient), mix.total.patient);
            let listed: Money = sample.totals.rows.iter().map(|row| row.allowed).sum();
            prop_assert_eq!(listed, mix.total.allowed);
        }

        #[test]
        fn providers_together_make_the_practice(sample in any_practice()) {
            let whole = payer_mix(&sample.input()).total;
            let mut parts = Money::ZERO;
            let mut lines = 0;
            for provider in 0..3 {
                let filter = Filter { provider: Some(ProviderId(provider)), ..Filter::default() };
                let part = payer_mix(&sample.input().with_filter(&filter)).total;
                parts += part.allowed;
                lines += part.lines;
            }
            prop_assert_eq!(parts, whole.allowed);
            prop_assert_eq!(lines, whole.lines);
        }
    }
}
