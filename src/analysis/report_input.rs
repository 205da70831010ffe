//! What every report is made from, and what it says about that at its foot.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::ReferencePrices;
use crate::domain::{
    FeeSchedule, Filter, Month, Payer, PayerClass, PayerId, Product, ProductId, ServiceTotals,
    TotalRow,
};

/// The practice's data at one revision and the part of it that is asked about.
#[derive(Clone, Copy, Debug)]
pub struct ReportInput<'a> {
    /// All totals of the practice file.
    pub totals: &'a ServiceTotals,
    /// All payers of the practice file.
    pub payers: &'a [Payer],
    /// All products of payers.
    pub products: &'a [Product],
    /// The part that is asked about.
    pub filter: &'a Filter,
    /// Medicare's amounts; `None` until the practice has a Medicare reference.
    pub reference: Option<&'a ReferencePrices>,
    /// The practice file's fee schedules that are in effect.
    pub fee_schedules: &'a [FeeSchedule],
    /// Files the totals come from.
    pub import_count: u64,
}

impl<'a> ReportInput<'a> {
    /// Iterates over the totals that the filter admits.
    pub fn rows(&self) -> impl Iterator<Item = &'a TotalRow> + use<'a> {
        let filter = self.filter;
        self.totals.rows.iter().filter(|row| filter.admits(row))
    }

    /// Returns the same input for another part of the practice.
    #[must_use]
    pub const fn with_filter(mut self, filter: &'a Filter) -> Self {
        self.filter = filter;
        self
    }

    /// Returns a payer's name; a number where the payer is not listed.
    pub fn payer_name(&self, id: PayerId) -> Cow<'a, str> {
        self.payer(id).map_or_else(
            || Cow::Owned(format!("Payer {}", id.0)),
            |payer| Cow::Borrowed(payer.name.as_str()),
        )
    }

    /// Returns a product's name and kind; `None` for lines of no known product.
    pub fn product(&self, id: ProductId) -> Option<&'a Product> {
        self.products.iter().find(|product| product.id == id)
    }

    /// Returns a payer's class; `Other` where the payer is not listed.
    pub fn payer_class(&self, id: PayerId) -> PayerClass {
        self.payer(id)
            .map_or(PayerClass::Other, |payer| payer.class)
    }

    /// Returns the payer's fee schedule; of several, see [`FeeSchedule::latest`].
    pub fn fee_schedule(&self, payer: PayerId) -> Option<&'a FeeSchedule> {
        FeeSchedule::latest(
            self.fee_schedules
                .iter()
                .filter(|known| known.payer == payer),
        )
    }

    /// Returns the months that hold services of the practice within the filter's period, whichever
    /// payer, provider and site they belong to: what figures are annualised by.
    pub fn span(&self) -> Option<MonthSpan> {
        let mut span: Option<MonthSpan> = None;
        for row in &self.totals.rows {
            if !self.filter.period.contains(row.month) {
                continue;
            }
            let known = span.get_or_insert(MonthSpan {
                first: row.month,
                last: row.month,
            });
            known.first = known.first.min(row.month);
            known.last = known.last.max(row.month);
        }
        span
    }

    /// Counts what a report rests on.
    pub fn based_on(&self) -> BasedOn {
        let mut based_on = BasedOn {
            imports: self.import_count,
            lines: 0,
            lines_without_allowed: 0,
            lines_secondary: 0,
            span: self.span(),
            reference: self.reference.map(|reference| reference.label.clone()),
        };
        for row in self.rows() {
            based_on.lines += row.lines;
            based_on.lines_without_allowed += row.lines_without_allowed;
            based_on.lines_secondary += row.lines_secondary;
        }
        based_on
    }

    fn payer(&self, id: PayerId) -> Option<&'a Payer> {
        self.payers.iter().find(|payer| payer.id == id)
    }
}

/// What a report rests on: printed at the foot of every panel and page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BasedOn {
    /// Utilization files.
    pub imports: u64,
    /// Billed lines within the filter.
    pub lines: u64,
    /// Of these, lines without an allowed amount: they have no part in any rate.
    pub lines_without_allowed: u64,
    /// Lines of secondary payers beside them: of these only the payments count.
    pub lines_secondary: u64,
    /// First and last month of service within the filter's period; `None` without services.
    pub span: Option<MonthSpan>,
    /// The Medicare reference in words: "RVU25D, Atlanta 10212-01, non-QP, CF 32.3465".
    pub reference: Option<String>,
}

/// Months from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MonthSpan {
    /// First month; `2025-01` when serialized.
    #[serde(serialize_with = "month_text")]
    pub first: Month,
    /// Last month; `2025-12` when serialized.
    #[serde(serialize_with = "month_text")]
    pub last: Month,
}

impl MonthSpan {
    /// Counts the months; at least 1.
    pub fn months(self) -> u32 {
        self.last.0.abs_diff(self.first.0) + 1
    }

    /// Returns what makes a sum over these months a sum over twelve: 0.5 for two years.
    pub fn annual_factor(self) -> Decimal {
        Decimal::from(12) / Decimal::from(self.months())
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands every field over by reference"
)]
pub(super) fn month_text<S: Serializer>(month: &Month, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::{JANUARY, Sample, decimal, total};
    use crate::domain::{Period, TotalRow};

    #[test]
    fn the_span_is_the_practices_whichever_payer_is_looked_at() {
        let in_month = |payer, offset| TotalRow {
            month: Month(JANUARY.0 + offset),
            ..total(payer, "EX001", "1", "100", "80")
        };
        let sample = Sample::new(
            &["One", "Two"],
            vec![in_month(1, 0), in_month(2, 3), in_month(2, 17)],
        );
        let filter = Filter {
            period: Period {
                from: None,
                to: Some(Month(JANUARY.0 + 5)),
            },
            payer: Some(PayerId(2)),
            ..Filter::default()
        };
        let based_on = sample.input().with_filter(&filter).based_on();
        assert_eq!(based_on.lines, 1);
        let span = based_on.span.unwrap();
        assert_eq!((span.months(), span.annual_factor()), (4, decimal("3")));
        assert_eq!(
            serde_json::to_string(&span).unwrap(),
            r#"{"first":"2025-01","last":"2025-04"}"#
        );
    }

    #[test]
    fn of_several_fee_schedules_the_latest_counts() {
        let mut sample = Sample::new(&["One"], Vec::new())
            .with_schedule(1, &[("EX001", "10")])
            .with_schedule(1, &[("EX001", "20")]);
        sample.fee_schedules[0].effective_from = Some(jiff::civil::date(2025, 1, 1));
        let chosen = sample.input().fee_schedule(PayerId(1));
        assert_eq!(chosen, Some(&sample.fee_schedules[0]));
        assert_eq!(sample.input().fee_schedule(PayerId(2)), None);
    }
}
