//! The proposed fee schedule for a payer's system: one row a rate, headings in row 1, codes as
//! text.

use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use crate::analysis::rate_model::Projection;
use crate::domain::{Money, RateKey};

use super::laid_out::BriefError;

/// One proposed rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeeExhibitLine {
    /// Code, price-changing modifiers and setting.
    pub key: RateKey,
    /// Dollars per unit, to the cent.
    pub rate: Money,
}

/// Lists the rates of a proposal in order of code; codes without a proposed rate have no line.
pub fn exhibit_lines(projection: &Projection) -> Vec<FeeExhibitLine> {
    let mut lines: Vec<FeeExhibitLine> = projection
        .rows
        .iter()
        .filter_map(|row| {
            Some(FeeExhibitLine {
                key: row.key,
                rate: row.proposed?.rounded(),
            })
        })
        .collect();
    lines.sort_by_key(|line| line.key);
    lines
}

/// Writes the proposed fee schedule as a workbook: the same projection and date, the same bytes.
pub fn fee_exhibit_xlsx(projection: &Projection, date: Date) -> Result<Vec<u8>, BriefError> {
    write_workbook(&exhibit_lines(projection), date)
        .map_err(|error| BriefError::Workbook(error.to_string()))
}

fn write_workbook(lines: &[FeeExhibitLine], date: Date) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title("Proposed fee schedule")
            .set_creation_datetime(&excel_date(date)?),
    );
    // Excel must neither drop the zeros of 00100 nor make 1E5 of a code.
    let text = Format::new().set_num_format("@");
    let dollars = Format::new().set_num_format("0.00");
    let heading = Format::new().set_bold().set_align(FormatAlign::Left);
    let sheet = workbook.add_worksheet();
    sheet.set_name("Fee schedule")?;
    for (column, title) in (0_u16..).zip(["Code", "Modifier", "Setting", "Rate"]) {
        sheet.write_string_with_format(0, column, title, &heading)?;
    }
    for (row, line) in (1_u32..).zip(lines) {
        sheet.write_string_with_format(row, 0, line.key.code.as_str(), &text)?;
        sheet.write_string_with_format(row, 1, line.key.modifiers.to_string(), &text)?;
        sheet.write_string_with_format(row, 2, line.key.setting.label(), &text)?;
        let rate = line.rate.dollars().to_f64().unwrap_or_default();
        sheet.write_number_with_format(row, 3, rate, &dollars)?;
    }
    sheet.set_column_width(2, 14)?;
    sheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}

/// Writes a day as Excel does.
pub(super) fn excel_date(day: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(
        day.year().unsigned_abs(),
        day.month().unsigned_abs(),
        day.day().unsigned_abs(),
    )
}
