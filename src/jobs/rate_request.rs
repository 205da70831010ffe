//! The workbook that a payer's representative fills in with the rates it has on file.

use std::path::Path;

use jiff::civil::Date;

use super::brief::{refused, secrets_of};
use super::open::{today, write_file};
use super::{Desk, JobError};
use crate::analysis::code_rates::code_rates;
use crate::analysis::rate_model::{RateBaseline, rate_baseline};
use crate::brief::{
    CurrentRates, RateRequest, RateRequestRow, RateRequestSheet, rate_request_xlsx,
};
use crate::domain::{Filter, PayerId};

/// What a payer is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateRequestSpec {
    /// Whose rates are asked for.
    pub payer: PayerId,
    /// The payer's products, a sheet each; empty: one sheet for all.
    pub products: Vec<String>,
    /// Whether the payer reads what the practice believes it pays.
    pub current_rates: CurrentRates,
    /// By when the practice wants it back.
    pub return_by: Option<Date>,
}

impl RateRequestSpec {
    /// Asks for all products on one sheet, without showing the rates known.
    pub const fn of(payer: PayerId) -> Self {
        Self {
            payer,
            products: Vec::new(),
            current_rates: CurrentRates::LeftOut,
            return_by: None,
        }
    }
}

impl Desk {
    /// Writes the request with every service the payer was billed for; returns what was written.
    pub fn export_rate_request(
        &mut self,
        spec: &RateRequestSpec,
        path: &Path,
    ) -> Result<String, JobError> {
        const DOING: &str = "Writing the rate request";
        let is_workbook = path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
        if !is_workbook {
            return Err(JobError::new(
                DOING,
                format!("it is a workbook, not a {}", path.display()),
                "Give the file a name that ends in .xlsx",
            ));
        }
        let view = self.view()?;
        let payer = view.payer(spec.payer).ok_or_else(|| {
            JobError::new(DOING, "the payer was merged into another", "Choose a payer")
        })?;
        let baseline =
            self.with_input(Filter::default(), |input| rate_baseline(input, spec.payer))?;
        let rates = self.with_input(Filter::default(), code_rates)?;
        let rows: Vec<RateRequestRow> = rows_of(&baseline, |code| view.code_label(code).to_owned());
        let products: Vec<Option<String>> = match spec.products.as_slice() {
            [] => vec![None],
            products => products.iter().cloned().map(Some).collect(),
        };
        let request = RateRequest {
            practice: &view.practice,
            payer,
            as_of: today(),
            return_by: spec.return_by,
            return_to: String::new(),
            current_rates: spec.current_rates,
            sheets: products
                .into_iter()
                .map(|product| RateRequestSheet {
                    product,
                    rows: rows.clone(),
                })
                .collect(),
            secrets: secrets_of(&view, spec.payer, &rates),
        };
        let bytes = rate_request_xlsx(&request).map_err(|error| refused(&error))?;
        write_file(DOING, path, &bytes)?;
        Ok(format!("Rate request, {} services", rows.len()))
    }
}

fn rows_of(
    baseline: &RateBaseline,
    label: impl Fn(crate::domain::ProcedureCode) -> String,
) -> Vec<RateRequestRow> {
    baseline
        .rows
        .iter()
        .map(|row| RateRequestRow {
            key: row.key,
            label: label(row.key.code),
            annual_units: row.units * baseline.annual_factor,
            current: row.current,
        })
        .collect()
}
