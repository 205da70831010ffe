//! Remittances in words.

use super::model::{AdjustmentsModel, ClocksModel, PaymentsModel};
use super::*;
use crate::analysis::BasedOn;
use crate::analysis::adjustments::{PayerAdjustments, ReasonRow, ReasonSums};
use crate::analysis::payment_clocks::{ClockFigures, PayerClocks, Share};
use crate::app::widgets::TableContent;
use crate::domain::{
    AdjustmentGroup, ImportId, Money, PayerClass, PayerId, PaymentClock, PaymentFacts,
    PaymentRecord, Percent, ProviderAdjustmentSum, ReasonCode,
};
use rust_decimal::Decimal;

const ELM: PayerId = PayerId(1);

fn payment(trace: &str, day: i8, difference: i64) -> PaymentRecord {
    PaymentRecord {
        import: ImportId(1),
        payer: ELM,
        trace: trace.to_owned(),
        method: "ACH".to_owned(),
        amount: Money::from_cents(15_000),
        paid_on: Some(jiff::civil::date(2025, 3, day)),
        claims: 2,
        claims_unbalanced: 0,
        paid: Money::from_cents(16_000),
        interest: Money::from_cents(125),
        provider_adjustments: Money::from_cents(1_000),
        difference: Money::from_cents(difference),
    }
}

fn lines(content: &TableContent) -> Vec<String> {
    let shown = |row: &crate::app::widgets::Row| {
        let cells = row.cells.iter().map(|cell| cell.shown().into_owned());
        cells.collect::<Vec<_>>().join(" | ")
    };
    content.rows.iter().map(shown).collect()
}

fn report() -> PaymentsReport {
    PaymentsReport {
        based_on: BasedOn::default(),
        payments: vec![payment("100", 1, 0), payment("200", 9, -500)],
        amount: Money::from_cents(30_000),
        unbalanced: 1,
        facts: PaymentFacts::default(),
        provider_adjustments: vec![ProviderAdjustmentSum {
            payer: ELM,
            code: ReasonCode::new("WO").unwrap(),
            count: 2,
            amount: Money::from_cents(2_000),
        }],
    }
}

#[test]
fn the_newest_payment_stands_first_and_those_that_do_not_balance_say_so() {
    let model = PaymentsModel::new(&report(), |_payer| "Elm Mutual".to_owned());
    assert_eq!(
        lines(&model.payments),
        [
            "2025-03-09 | Elm Mutual | ACH 200 | No | 2 | 150.00 | \u{2212}5.00 | 1.25 | 10.00",
            "2025-03-01 | Elm Mutual | ACH 100 | Yes | 2 | 150.00 |  | 1.25 | 10.00",
        ]
    );
    let totals = &model.payments.totals;
    assert_eq!(totals.len(), model.payments.columns.len());
    assert_eq!(totals[5].shown(), "300.00");
    assert_eq!(
        lines(&model.apart),
        ["WO | Overpayment taken back | Elm Mutual | 2 | 20.00"]
    );
    let tiles: Vec<String> = model
        .tiles
        .into_iter()
        .map(|tile| format!("{}: {}", tile.label, tile.figure))
        .collect();
    assert_eq!(
        tiles,
        [
            "Paid: $300",
            "Of claims: $320",
            "Interest: $3",
            "Do not balance: 1",
        ]
    );
}

#[test]
fn days_are_given_by_payer_and_clock_and_the_practices_own_stand_back() {
    let figures = |clock| ClockFigures {
        clock,
        claims: 12,
        median_days: Some(Decimal::new(145, 1)),
        ninetieth_percentile_days: Some(31),
        over_30: Share {
            claims: 2,
            percent: Some(Percent::new(Decimal::new(167, 1))),
        },
        over_45: Share::default(),
        over_60: Share::default(),
        contradictions: 1,
    };
    let report = PaymentClocks {
        based_on: BasedOn::default(),
        payers: vec![PayerClocks {
            payer: ELM,
            name: "Elm Mutual".to_owned(),
            class: PayerClass::Commercial,
            clocks: vec![
                figures(PaymentClock::ServiceToSubmission),
                figures(PaymentClock::ServiceToPayment),
            ],
        }],
        all: Vec::new(),
    };
    let model = ClocksModel::new(&report);
    assert_eq!(
        lines(&model.payers)[1],
        "Elm Mutual | Service to payment | 12 | 14.5 | 31 | 16.7% | n/a | n/a | 1"
    );
    let faded: Vec<bool> = model.payers.rows.iter().map(|row| row.faded).collect();
    assert_eq!(faded, [true, false]);
}

#[test]
fn adjustments_say_what_was_denied() {
    let row = ReasonRow {
        group: AdjustmentGroup::Contractual,
        reason: ReasonCode::new("45").unwrap(),
        label: Some("Charge above the contract rate"),
        is_denial: false,
        count: -1,
        amount: Money::from_cents(2_050),
        share: Some(Percent::new(Decimal::from(100))),
    };
    let sums = ReasonSums {
        amount: Money::from_cents(2_050),
        denied: Money::ZERO,
        denied_share: None,
        denials: 0,
        rows: vec![row],
    };
    let model = AdjustmentsModel::new(&AdjustmentReport {
        based_on: BasedOn::default(),
        payers: vec![PayerAdjustments {
            payer: ELM,
            name: "Elm Mutual".to_owned(),
            sums: sums.clone(),
        }],
        all: sums,
    });
    assert_eq!(model.words, "$20.50 in all; nothing was denied");
    assert_eq!(
        lines(&model.table),
        ["Elm Mutual | CO | 45 | Charge above the contract rate |  | \u{2212}1 | 20.50 | 100.0%"]
    );
}
