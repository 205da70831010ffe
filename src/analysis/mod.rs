//! Domain values in, reports out: one question a file. No SQL, no disk, no words for people beyond
//! labels.
//!
//! A report is plain data. Amounts are exact sums; what is divided is rounded once, half-up:
//! amounts per unit to the ten-thousandth of a dollar in which rates are stored, percentages to
//! four decimals of a point, shares of a whole to one decimal so that they add up to 100.0.

mod report_input;
mod rounding;
mod service_sums;

pub mod adjustments;
pub mod code_rates;
pub mod contract_flags;
pub mod coverage;
pub mod data_quality;
pub mod headline;
pub mod key_figures;
pub mod medicare_library;
pub mod medicare_price;
pub mod pareto;
pub mod payer_mix;
pub mod payer_names;
pub mod payment_clocks;
pub mod pricing;
pub mod rate_model;
pub mod recodes;
pub mod reference_prices;
pub mod scenario_comparison;
pub mod schedule_differences;
pub mod service_mix;
pub mod service_volume;
pub mod undercharge;
pub mod year_lock;

#[cfg(test)]
pub(crate) mod medicare_sample;
#[cfg(test)]
pub(crate) mod sample;

pub use reference_prices::{ReferencePrice, ReferencePrices};
pub use report_input::{BasedOn, MonthSpan, ReportInput};
