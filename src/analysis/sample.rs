//! A practice in a few lines, for tests: payers, totals, Medicare amounts and fee schedules.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{ReferencePrice, ReferencePrices, ReportInput};
use crate::domain::{
    FeeRate, FeeSchedule, FeeScheduleId, Filter, Modifiers, Money, Month, Payer, PayerClass,
    PayerId, Percent, ProcedureCode, Product, ProviderId, RateKey, ReferenceFamily, ServiceTotals,
    Setting, SiteId, TotalRow,
};

pub const JANUARY: Month = Month(2025 * 12);

pub fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn dollars(text: &str) -> Money {
    Money::new(decimal(text))
}

pub fn percent(text: &str) -> Percent {
    Percent::new(decimal(text))
}

/// An office service without modifiers.
pub fn key(code: &str) -> RateKey {
    RateKey {
        code: ProcedureCode::new(code).unwrap(),
        modifiers: Modifiers::NONE,
        setting: Setting::NonFacility,
    }
}

/// A total in January 2025: `units` services, each a line with its charge and allowed amount.
pub fn total(payer: i64, code: &str, units: &str, charge: &str, allowed: &str) -> TotalRow {
    TotalRow {
        product: crate::domain::ProductId(0),
        lines_denied: 0,
        lines_secondary: 0,
        payer: PayerId(payer),
        provider: ProviderId(0),
        site: SiteId(0),
        key: key(code),
        month: JANUARY,
        lines: 1,
        units: decimal(units),
        visits: 0,
        charge: dollars(charge),
        units_allowed: decimal(units),
        charge_allowed: dollars(charge),
        allowed: dollars(allowed),
        paid: dollars(allowed),
        patient: Money::ZERO,
        lines_without_allowed: 0,
    }
}

#[derive(Clone, Debug, Default)]
pub struct Sample {
    pub totals: ServiceTotals,
    pub payers: Vec<Payer>,
    pub products: Vec<Product>,
    pub filter: Filter,
    pub reference: Option<ReferencePrices>,
    pub fee_schedules: Vec<FeeSchedule>,
}

impl Sample {
    pub fn new(payers: &[&str], rows: Vec<TotalRow>) -> Self {
        Self {
            totals: ServiceTotals { rows },
            payers: payers
                .iter()
                .zip(1..)
                .map(|(name, id)| payer(id, name, PayerClass::Commercial))
                .collect(),
            ..Self::default()
        }
    }

    pub fn priced(mut self, amounts: &[(&str, &str)]) -> Self {
        self.reference = Some(prices(amounts));
        self
    }

    pub fn with_schedule(mut self, payer: i64, rates: &[(&str, &str)]) -> Self {
        self.fee_schedules.push(FeeSchedule {
            id: FeeScheduleId(1),
            payer: PayerId(payer),
            name: "Schedule 2025".to_owned(),
            effective_from: None,
            rates: rates
                .iter()
                .map(|(code, rate)| FeeRate {
                    code: ProcedureCode::new(code).unwrap(),
                    modifiers: Modifiers::NONE,
                    setting: None,
                    effective_from: None,
                    effective_to: None,
                    rate: dollars(rate),
                })
                .collect(),
        });
        self
    }

    pub fn input(&self) -> ReportInput<'_> {
        ReportInput {
            totals: &self.totals,
            payers: &self.payers,
            products: &self.products,
            filter: &self.filter,
            reference: self.reference.as_ref(),
            fee_schedules: &self.fee_schedules,
            import_count: 1,
        }
    }
}

pub fn payer(id: i64, name: &str, class: PayerClass) -> Payer {
    Payer {
        id: PayerId(id),
        name: name.to_owned(),
        class,
    }
}

/// Medicare amounts; an amount that is no number is the reason why there is none. One RVU is
/// $32.3465.
pub fn prices(amounts: &[(&str, &str)]) -> ReferencePrices {
    let price = |amount: &str| match amount.parse() {
        Ok(amount) => ReferencePrice {
            amount: Ok(Money::new(amount)),
            family: ReferenceFamily::PhysicianFeeSchedule,
            rvus: Some(amount / decimal("32.3465")),
            is_paid_by_medicare: true,
        },
        Err(_) => ReferencePrice {
            amount: Err(amount.into()),
            family: ReferenceFamily::PhysicianFeeSchedule,
            rvus: None,
            is_paid_by_medicare: false,
        },
    };
    ReferencePrices::new(
        "RVU25D, Atlanta 10212-01, non-QP, CF 32.3465",
        amounts
            .iter()
            .map(|(code, amount)| (key(code), price(amount))),
    )
}

/// The worked example of weighted rates: code, units, payer's rate, Medicare's amount.
pub const WORKED_RATES: [(&str, &str, &str, &str); 7] = [
    ("EX001", "4200", "113.33", "89.24"),
    ("EX002", "3100", "162.06", "125.63"),
    ("EX003", "350", "118.10", "63.84"),
    ("EX004", "420", "29.34", "13.97"),
    ("EX005", "160", "66.99", "32.68"),
    ("EX006", "60", "181.98", "95.78"),
    ("EX007", "40", "136.08", "66.38"),
];

/// One payer with the worked rates; charges are twice the rates.
pub fn worked_rates() -> Sample {
    let rows = WORKED_RATES
        .iter()
        .map(|(code, units, rate, _)| {
            let allowed = dollars(rate).times(decimal(units));
            let charge = allowed.times(Decimal::TWO).to_string();
            total(1, code, units, &charge, &allowed.to_string())
        })
        .collect();
    Sample::new(&["Blue Example"], rows)
        .priced(&WORKED_RATES.map(|(code, _, _, medicare)| (code, medicare)))
}

/// Any practice: four payers, nine codes (six of them priced), two years, some lines without an
/// allowed amount; no reversals.
pub fn any_practice() -> impl Strategy<Value = Sample> {
    prop::collection::vec(any_total(), 1..60).prop_map(|rows| {
        Sample::new(&["One", "Two", "Three", "Four"], rows)
            .priced(&[
                ("EX001", "89.24"),
                ("EX002", "125.63"),
                ("EX003", "63.84"),
                ("EX004", "13.97"),
                ("EX005", "32.68"),
                ("EX006", "95.78"),
                ("EX007", "Not in the Medicare release"),
            ])
            .with_schedule(
                2,
                &[("EX001", "101.2345"), ("EX002", "130"), ("EX008", "7.5")],
            )
    })
}

fn any_total() -> impl Strategy<Value = TotalRow> {
    let place = (1_i64..=4, 1_usize..=9, 0_i32..24, 0_i64..3);
    let counts = (1_u64..40, 0_u64..5, 1_i64..50_000);
    let cents = (0_i64..5_000_000, 0_i64..3_000_000, 0_i64..3_000_000);
    (place, counts, cents).prop_map(|(place, counts, cents)| {
        let (payer, code, month, provider) = place;
        let (lines, lines_without_allowed, milli_units) = counts;
        let (charge, allowed, paid) = cents;
        let lines_without_allowed = lines_without_allowed.min(lines);
        let has_allowed = lines_without_allowed < lines;
        let units = Decimal::new(milli_units, 3);
        TotalRow {
            provider: ProviderId(provider),
            month: Month(JANUARY.0 + month),
            lines,
            units: if has_allowed {
                units + Decimal::ONE
            } else {
                units
            },
            visits: lines,
            units_allowed: if has_allowed { units } else { Decimal::ZERO },
            charge_allowed: Money::from_cents(if has_allowed { charge / 2 } else { 0 }),
            charge: Money::from_cents(charge),
            allowed: Money::from_cents(if has_allowed { allowed } else { 0 }),
            paid: Money::from_cents(paid),
            patient: Money::from_cents(paid / 4),
            lines_without_allowed,
            ..total(payer, &format!("EX00{code}"), "0", "0", "0")
        }
    })
}
