//! What is said of remittances: payments with their sums, days, adjustments, recodes.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::analysis::adjustments::{AdjustmentReport, ReasonRow};
use crate::analysis::payment_clocks::{ClockFigures, PaymentClocks};
use crate::analysis::recodes::{RecodeReport, RecodeRow};
use crate::app::widgets::{Cell, Column, Row, TableContent, Tile, counted_words};
use crate::brief::figures;
use crate::domain::{
    Modifiers, Money, PayerId, PaymentClock, PaymentRecord, ProcedureCode, ProviderAdjustmentSum,
};
use crate::jobs::PaymentsReport;

/// Payments, and what belongs to no claim.
#[derive(Debug)]
pub(super) struct PaymentsModel {
    /// Sums of all payments.
    pub tiles: Vec<Tile>,
    /// One row a payment, the newest first.
    pub payments: Arc<TableContent>,
    /// Money of no claim, by payer and code; without rows when there is none.
    pub apart: Arc<TableContent>,
}

/// Why a payment whose date is missing has none.
const NO_DATE: &str = "The file gives no date";

impl PaymentsModel {
    /// Makes the model; `payer_name` finds a payer's name.
    pub(super) fn new(report: &PaymentsReport, payer_name: impl Fn(PayerId) -> String) -> Self {
        let mut payments: Vec<&PaymentRecord> = report.payments.iter().collect();
        payments.sort_by(|left, right| {
            let by_day = right.paid_on.cmp(&left.paid_on);
            by_day.then_with(|| left.trace.cmp(&right.trace))
        });
        Self {
            tiles: payment_tiles(&payments),
            payments: Arc::new(payments_table(&payments, &payer_name)),
            apart: Arc::new(apart_table(&report.provider_adjustments, &payer_name)),
        }
    }
}

fn sum(payments: &[&PaymentRecord], amount: impl Fn(&PaymentRecord) -> Money) -> Money {
    payments.iter().map(|payment| amount(payment)).sum()
}

fn payment_tiles(payments: &[&PaymentRecord]) -> Vec<Tile> {
    let tile = |label: &str, figure: String, footnote: String| Tile {
        label: label.to_owned(),
        figure,
        footnote,
    };
    let whole = figures::dollars;
    let count = payments.len() as u64;
    let claims: u64 = payments.iter().map(|payment| payment.claims).sum();
    let odd = payments
        .iter()
        .filter(|payment| !payment.difference.is_zero())
        .count() as u64;
    vec![
        tile(
            "Paid",
            whole(sum(payments, |payment| payment.amount)),
            format!(
                "{}, {}",
                counted_words(count, "payment", "payments"),
                counted_words(claims, "claim", "claims")
            ),
        ),
        tile(
            "Of claims",
            whole(sum(payments, |payment| payment.paid)),
            "What the claims in them were paid".to_owned(),
        ),
        tile(
            "Interest",
            whole(sum(payments, |payment| payment.interest)),
            "In no rate".to_owned(),
        ),
        tile(
            "Do not balance",
            figures::count(Decimal::from(odd)),
            match odd {
                0 => "Every payment is the sum of its parts".to_owned(),
                _ => "Marked in the list".to_owned(),
            },
        ),
    ]
}

fn payments_table(
    payments: &[&PaymentRecord],
    payer_name: &impl Fn(PayerId) -> String,
) -> TableContent {
    let rows = payments.iter().map(|payment| {
        Row::of(vec![
            Cell::or_missing(payment.paid_on, |day| Cell::text(day.to_string()), NO_DATE),
            Cell::text(payer_name(payment.payer)),
            Cell::text(format!("{} {}", payment.method, payment.trace)),
            Cell::text(balance_words(payment)),
            Cell::Count(payment.claims),
            Cell::Money(payment.amount),
            if payment.difference.is_zero() {
                Cell::Blank
            } else {
                Cell::Money(payment.difference)
            },
            Cell::Money(payment.interest),
            Cell::Money(payment.provider_adjustments),
        ])
    });
    let claims = payments.iter().map(|payment| payment.claims).sum();
    TableContent {
        columns: vec![
            Column::text("Paid on"),
            Column::text("Payer"),
            Column::text("Check or transfer")
                .about("ACH: transfer; CHK: check; NON: nothing was paid"),
            Column::text("Balances"),
            Column::figures("Claims"),
            Column::figures("Paid ($)"),
            Column::figures("Difference ($)")
                .about("What was paid, less its claims, plus what belongs to no claim"),
            Column::figures("Interest ($)").about("Paid for delay; in no rate"),
            Column::figures("Of no claim ($)")
                .about("Recoupments, capitation and the like; positive lowers the payment"),
        ],
        rows: rows.collect(),
        totals: vec![
            Cell::text("All"),
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            Cell::Count(claims),
            Cell::Money(sum(payments, |payment| payment.amount)),
            Cell::Blank,
            Cell::Money(sum(payments, |payment| payment.interest)),
            Cell::Money(sum(payments, |payment| payment.provider_adjustments)),
        ],
    }
}

fn balance_words(payment: &PaymentRecord) -> String {
    match (payment.difference.is_zero(), payment.claims_unbalanced) {
        (true, 0) => "Yes".to_owned(),
        (true, odd) => format!("But {}", counted_words(odd, "claim", "claims")),
        (false, _) => "No".to_owned(),
    }
}

fn apart_table(
    sums: &[ProviderAdjustmentSum],
    payer_name: &impl Fn(PayerId) -> String,
) -> TableContent {
    let rows = sums.iter().map(|sum| {
        Row::of(vec![
            Cell::text(sum.code.to_string()),
            Cell::text(meaning_of(sum.code.as_str())),
            Cell::text(payer_name(sum.payer)),
            Cell::Count(sum.count),
            Cell::Money(sum.amount),
        ])
    });
    let all: Money = sums.iter().map(|sum| sum.amount).sum();
    TableContent {
        columns: vec![
            Column::text("Code").about("X12 835, PLB03-1"),
            Column::text("Meaning"),
            Column::text("Payer"),
            Column::figures("Times"),
            Column::figures("Dollars").about("Positive lowers the payment"),
        ],
        rows: rows.collect(),
        totals: vec![
            Cell::text("All"),
            Cell::Blank,
            Cell::Blank,
            Cell::Count(sums.iter().map(|sum| sum.count).sum()),
            Cell::Money(all),
        ],
    }
}

/// Says in our own words what money of no claim is for; blank for codes that are rare.
fn meaning_of(code: &str) -> &'static str {
    match code {
        "50" => "Late filing",
        "51" => "Interest penalty",
        "72" => "Refund accepted",
        "90" => "Paid early",
        "AM" => "Applied to a borrower\u{2019}s account",
        "AP" => "Advance set off",
        "B2" => "Rebate",
        "BD" => "Bad debt",
        "CS" => "Correction",
        "CT" => "Capitation",
        "CV" => "Capital passed through",
        "FB" => "Balance carried forward",
        "GO" => "Graduate education",
        "IR" => "Tax withheld",
        "IS" => "Interim settlement",
        "J1" => "Not reimbursed",
        "L3" => "Penalty",
        "L6" => "Interest",
        "LE" => "Levy",
        "LS" => "Lump sum",
        "PI" => "Periodic payment",
        "WO" => "Overpayment taken back",
        "WU" => "Recovery that was not needed",
        _ => "",
    }
}

/// Days between service, claim and payment.
#[derive(Debug)]
pub(super) struct ClocksModel {
    /// All payers together, one row a clock.
    pub all: Arc<TableContent>,
    /// One row a payer and clock.
    pub payers: Arc<TableContent>,
}

impl ClocksModel {
    /// Makes the model.
    pub(super) fn new(report: &PaymentClocks) -> Self {
        let all = report
            .all
            .iter()
            .map(|figures| clock_row(None, figures))
            .collect();
        let payers = report
            .payers
            .iter()
            .flat_map(|payer| {
                let row = |figures| clock_row(Some(&payer.name), figures);
                payer.clocks.iter().map(row)
            })
            .collect();
        Self {
            all: Arc::new(clock_table(None, all)),
            payers: Arc::new(clock_table(Some(Column::text("Payer")), payers)),
        }
    }
}

fn clock_table(first: Option<Column>, rows: Vec<Row>) -> TableContent {
    let mut columns: Vec<Column> = first.into_iter().collect();
    columns.extend([
        Column::text("From and to"),
        Column::figures("Claims").about("Claims whose two days are known"),
        Column::figures("Median days").about("Half of the claims took no longer"),
        Column::figures("90th percentile").about("Nine claims of ten took no longer"),
        Column::figures("Over 30 days"),
        Column::figures("Over 45 days"),
        Column::figures("Over 60 days"),
        Column::figures("Left out").about("Claims whose dates contradict each other"),
    ]);
    TableContent {
        columns,
        rows,
        totals: Vec::new(),
    }
}

fn clock_row(payer: Option<&str>, figures: &ClockFigures) -> Row {
    let mut cells: Vec<Cell> = payer
        .map(|name| Cell::text(name.to_owned()))
        .into_iter()
        .collect();
    let share = |share: crate::analysis::payment_clocks::Share| {
        Cell::or_missing(share.percent, Cell::Percent, "No claims")
    };
    cells.extend([
        Cell::text(figures.clock.label()),
        Cell::Count(figures.claims),
        Cell::or_missing(figures.median_days, Cell::Number, "No claims"),
        Cell::or_missing(
            figures.ninetieth_percentile_days,
            |days| Cell::Count(u64::from(days)),
            "No claims",
        ),
        share(figures.over_30),
        share(figures.over_45),
        share(figures.over_60),
        Cell::Count(figures.contradictions),
    ]);
    Row {
        cells,
        // The practice's own lag is no payer's doing.
        faded: figures.clock == PaymentClock::ServiceToSubmission,
    }
}

/// Why less was paid than charged.
#[derive(Debug)]
pub(super) struct AdjustmentsModel {
    /// What was denied of it.
    pub words: String,
    /// One row a payer, group and reason.
    pub table: Arc<TableContent>,
}

impl AdjustmentsModel {
    /// Makes the model.
    pub(super) fn new(report: &AdjustmentReport) -> Self {
        let rows = report.payers.iter().flat_map(|payer| {
            let row = |reason| adjustment_row(&payer.name, reason);
            payer.sums.rows.iter().map(row)
        });
        let denied = report.all.denied_share.map_or_else(
            || "nothing was denied".to_owned(),
            |share| {
                format!(
                    "${} of it denied, {}%",
                    figures::money(report.all.denied),
                    figures::percent(share)
                )
            },
        );
        Self {
            words: format!("${} in all; {denied}", figures::money(report.all.amount)),
            table: Arc::new(TableContent {
                columns: vec![
                    Column::text("Payer"),
                    Column::text("Group").about(
                        "CO: contractual; PR: patient; OA: other; PI: payer\u{2019}s reduction",
                    ),
                    Column::text("CARC").about("Claim adjustment reason code"),
                    Column::text("Meaning"),
                    Column::text("Denial"),
                    Column::figures("Times").about("Less the times it was taken back"),
                    Column::figures("Dollars"),
                    Column::figures("Share").about("Of all this payer\u{2019}s adjustments"),
                ],
                rows: rows.collect(),
                totals: vec![
                    Cell::text("All"),
                    Cell::Blank,
                    Cell::Blank,
                    Cell::Blank,
                    Cell::Blank,
                    Cell::Blank,
                    Cell::Money(report.all.amount),
                    Cell::Blank,
                ],
            }),
        }
    }
}

fn adjustment_row(payer: &str, reason: &ReasonRow) -> Row {
    Row::of(vec![
        Cell::text(payer.to_owned()),
        Cell::text(reason.group.code()),
        Cell::text(reason.reason.to_string()),
        Cell::text(reason.label.unwrap_or_default()),
        Cell::text(if reason.is_denial { "Denial" } else { "" }),
        Cell::Number(Decimal::from(reason.count)),
        Cell::Money(reason.amount),
        Cell::or_missing(reason.share, Cell::Percent, "Adjustments add up to nothing"),
    ])
}

/// Services paid as something else.
#[derive(Debug)]
pub(super) struct RecodesModel {
    /// How many, and what is at stake.
    pub words: String,
    /// One row a payer and change.
    pub table: Arc<TableContent>,
}

impl RecodesModel {
    /// Makes the model.
    pub(super) fn new(report: &RecodeReport) -> Self {
        let rows = report.payers.iter().flat_map(|payer| {
            let row = |change| recode_row(&payer.name, change);
            payer.rows.iter().map(row)
        });
        let total = &report.total;
        Self {
            words: format!(
                "{} paid as something else, {} lowered, ${} at stake",
                counted_words(total.lines, "line", "lines"),
                figures::count(Decimal::from(total.lines_lowered)),
                figures::money(total.at_stake)
            ),
            table: Arc::new(TableContent {
                columns: vec![
                    Column::text("Payer"),
                    Column::text("Billed"),
                    Column::text("Paid as"),
                    Column::text("Change"),
                    Column::figures("Lines"),
                    Column::figures("Fewer units").about("Lines paid for fewer units than billed"),
                    Column::figures("Charges ($)"),
                    Column::figures("Allowed ($)"),
                    Column::figures("At stake ($)")
                        .about("What the lowered lines would have brought more"),
                    Column::text("Told by"),
                ],
                rows: rows.collect(),
                totals: vec![
                    Cell::text("All"),
                    Cell::Blank,
                    Cell::Blank,
                    Cell::Blank,
                    Cell::Count(total.lines),
                    Cell::Count(total.lines_with_fewer_units),
                    Cell::Money(total.charge),
                    Cell::Money(total.allowed),
                    Cell::Money(total.at_stake),
                    Cell::Blank,
                ],
            }),
        }
    }
}

fn recode_row(payer: &str, change: &RecodeRow) -> Row {
    Row::of(vec![
        Cell::text(payer.to_owned()),
        Cell::text(code_words(change.billed_code, change.billed_modifiers)),
        Cell::text(code_words(change.paid_code, change.paid_modifiers)),
        Cell::text(change.change.label()),
        Cell::Count(change.lines),
        Cell::Count(change.lines_with_fewer_units),
        Cell::Money(change.charge),
        Cell::Money(change.allowed),
        match change.at_stake {
            Some(stake) => Cell::Money(stake.amount),
            None => Cell::Blank,
        },
        Cell::text(change.at_stake.map_or("", |stake| stake.by.label())),
    ])
}

fn code_words(code: ProcedureCode, modifiers: Modifiers) -> String {
    if modifiers.is_empty() {
        code.to_string()
    } else {
        format!("{code} {modifiers}")
    }
}
