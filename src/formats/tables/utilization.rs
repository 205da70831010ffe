//! Reads services with charges and payments: a line a service, or already summed.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::{
    ImportTotals, Issue, Modifiers, Money, NoRate, PayerRank, PlaceOfService, RejectedRow,
    ServiceLine,
};
use crate::formats::FormatError;

use super::dates;
use super::fields::key;
use super::headings::normalised;
use super::intern::{self, Memo, Name, Names};
use super::plan::TablePlan;
use super::reading::{self, each_data_row};
use super::rows::{Row, text_of};
use super::source::TableSource;
use super::tally::{Oddity, Rejection, Tally, quoted};
use super::values::{self, CodeCell, Number};

/// What became of a utilization table's rows. The lines themselves went to the sink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UtilizationRead {
    /// Rows of data seen, without headings and blank rows.
    pub rows_read: u64,
    /// Rows that became service lines.
    pub rows_kept: u64,
    /// Rows left out; `rows_read = rows_kept + rows_rejected`. Rows that a filter leaves out are not
    /// read at all; an issue counts them.
    pub rows_rejected: u64,
    /// Lines that went to the sink: fewer than rows kept for transactions, more where several payers
    /// stand side by side.
    pub lines: u64,
    /// The first rejected rows, at most [`crate::domain::ImportReceipt::MAX_LISTED`].
    pub rejected: Vec<RejectedRow>,
    /// What else was odd, one issue a kind with its count.
    pub issues: Vec<Issue>,
    /// Sums over the lines kept, to the cent.
    pub totals: ImportTotals,
}

/// Streams the lines of a utilization table to `sink`, in the file's order and in bounded memory
/// (a workbook's shared texts aside).
///
/// Amounts are whole cents; digits beyond are rounded half up and noted. An allowed amount of 0.00
/// is a denial and counts as unknown. `key` is the practice
/// file's secret: patient and claim numbers leave only as 64 bits of a keyed BLAKE3 hash over
/// number, date, provider and payer.
///
/// # Errors
/// [`FormatError::NotThisFormat`] when the plan lacks a column or the file is no table;
/// [`FormatError::Broken`] with the source's own error; and whatever `sink` returns.
pub fn read_utilization<E: From<FormatError>>(
    source: &mut dyn TableSource,
    plan: &TablePlan,
    key: &[u8; 32],
    sink: &mut dyn FnMut(ServiceLine) -> Result<(), E>,
) -> Result<UtilizationRead, E> {
    let mut reader = LineReader::new(plan, key);
    let mut sums = Sums::default();
    each_data_row(source, plan, &mut |_sheet, row| {
        if let Some(line) = reader.keep(row) {
            sums.add(&line);
            sink(line.into_service_line())?;
        }
        Ok::<(), E>(())
    })?;
    let tally = reader.tally;
    if tally.rows_read == 0 {
        return Err(reading::no_data(plan).into());
    }
    Ok(UtilizationRead {
        rows_read: tally.rows_read,
        rows_kept: tally.rows_kept,
        rows_rejected: tally.rows_rejected,
        lines: tally.rows_kept,
        issues: tally.issues(plan),
        rejected: tally.rejected,
        totals: sums.totals(),
    })
}

/// Sums in cents, wide enough for any number of lines.
#[derive(Default)]
pub(super) struct Sums {
    charge: i128,
    allowed: i128,
    paid: i128,
    patient: i128,
    lines_without_allowed: u64,
    dates: Option<(Date, Date)>,
}

impl Sums {
    pub(super) fn add(&mut self, line: &Line) {
        self.charge += i128::from(line.charge);
        self.allowed += i128::from(line.allowed.unwrap_or(0));
        self.paid += i128::from(line.paid.unwrap_or(0));
        self.patient += i128::from(line.patient.unwrap_or(0));
        if line.allowed.is_none() {
            self.lines_without_allowed += u64::from(line.lines);
        }
        let (first, last) = self.dates.unwrap_or((line.date, line.date));
        self.dates = Some((first.min(line.date), last.max(line.date)));
    }

    pub(super) fn totals(&self) -> ImportTotals {
        // 2^63 lines of a trillion dollars would pass the range of a decimal; no file holds them.
        let money =
            |cents| Money::new(Decimal::try_from_i128_with_scale(cents, 2).unwrap_or_default());
        ImportTotals {
            charge: money(self.charge),
            allowed: money(self.allowed),
            paid: money(self.paid),
            patient: money(self.patient),
            lines_without_allowed: self.lines_without_allowed,
            dates: self.dates,
            ..ImportTotals::default()
        }
    }
}

/// A service line with its amounts still in integers.
pub(super) struct Line {
    row_nr: u64,
    payer: Name,
    provider: Name,
    site: Name,
    code: crate::domain::ProcedureCode,
    modifiers: Modifiers,
    place: Option<PlaceOfService>,
    date: Date,
    lines: u32,
    /// Thousandths.
    units: i64,
    visits: Option<u32>,
    visit_key: Option<u64>,
    /// Cents, as the amounts that follow.
    charge: i64,
    allowed: Option<i64>,
    paid: Option<i64>,
    patient: Option<i64>,
}

impl Line {
    pub(super) fn into_service_line(self) -> ServiceLine {
        let units = match (self.units / 1_000, self.units % 1_000) {
            (whole, 0) => Decimal::from(whole),
            _ => Decimal::new(self.units, 3).normalize(),
        };
        ServiceLine {
            line_nr: self.row_nr,
            payer_name: self.payer.text,
            plan: Arc::from(""),
            payer_code: Arc::from(""),
            rank: PayerRank::Primary,
            provider: self.provider.text,
            site: self.site.text,
            code: self.code,
            modifiers: self.modifiers,
            place: self.place,
            date: self.date,
            lines: i32::try_from(self.lines).unwrap_or(i32::MAX),
            units,
            visits: self.visits,
            visit_key: self.visit_key,
            charge: Money::from_cents(self.charge),
            no_rate: self.allowed.is_none().then_some(NoRate::Unknown),
            allowed: self.allowed.map(Money::from_cents),
            paid: self.paid.map(Money::from_cents),
            patient: self.patient.map(Money::from_cents),
        }
    }
}

/// Positions of the fields in a row.
struct Columns {
    payer: Option<usize>,
    code: Option<usize>,
    modifiers: Vec<usize>,
    place: Option<usize>,
    units: Option<usize>,
    charge: Option<usize>,
    allowed: Option<usize>,
    paid: Vec<usize>,
    patient: Vec<usize>,
    date: Option<usize>,
    month: Option<usize>,
    quarter: Option<usize>,
    year: Option<usize>,
    lines: Option<usize>,
    visits: Option<usize>,
    patient_id: Option<usize>,
    claim: Option<usize>,
    provider: Option<usize>,
    site: Option<usize>,
}

impl Columns {
    fn of(plan: &TablePlan) -> Self {
        let one = |key| plan.columns_of(key).next();
        let all = |key| plan.columns_of(key).collect();
        Self {
            payer: one(key::PAYER),
            code: one(key::CODE),
            modifiers: all(key::MODIFIER),
            place: one(key::PLACE),
            units: one(key::UNITS),
            charge: one(key::CHARGE),
            allowed: one(key::ALLOWED),
            paid: all(key::PAID),
            patient: all(key::PATIENT),
            date: one(key::DATE),
            month: one(key::MONTH),
            quarter: one(key::QUARTER),
            year: one(key::YEAR),
            lines: one(key::LINES),
            visits: one(key::VISITS),
            patient_id: one(key::PATIENT_ID),
            claim: one(key::CLAIM),
            provider: one(key::PROVIDER),
            site: one(key::SITE),
        }
    }
}

/// A cell that is not what its column should hold.
#[derive(Clone, Copy)]
struct Unreadable;

/// Reads rows into lines, remembering what cells were read as.
pub(super) struct LineReader<'a> {
    plan: &'a TablePlan,
    columns: Columns,
    key: [u8; 32],
    code_heading: String,
    /// The payer of every row that names none.
    payer_for_all: Name,
    names: Names,
    codes: Memo<CodeCell>,
    modifiers: Memo<Result<Modifiers, Unreadable>>,
    places: Memo<Result<Option<PlaceOfService>, Unreadable>>,
    dates: Memo<Option<Date>>,
    visit: Visit,
    pub(super) tally: Tally,
}

/// The visit of the row before: rows of one claim follow each other.
#[derive(Default)]
struct Visit {
    message: Vec<u8>,
    last: Vec<u8>,
    key: u64,
}

impl<'a> LineReader<'a> {
    pub(super) fn new(plan: &'a TablePlan, key: &[u8; 32]) -> Self {
        let mut names = Names::new(*key);
        Self {
            plan,
            columns: Columns::of(plan),
            key: *key,
            code_heading: normalised(&plan.heading_of(key::CODE)),
            payer_for_all: names.get(plan.payer_name.as_deref().unwrap_or_default().as_bytes()),
            names,
            codes: Memo::new(),
            modifiers: Memo::new(),
            places: Memo::new(),
            dates: Memo::new(),
            visit: Visit::default(),
            tally: Tally::default(),
        }
    }

    /// Reads a row and counts it as kept or rejected.
    pub(super) fn keep(&mut self, row: &Row) -> Option<Line> {
        self.tally.rows_read += 1;
        match self.line(row) {
            Ok(line) => {
                self.tally.rows_kept += 1;
                Some(line)
            }
            Err(rejection) => {
                self.tally.reject(self.plan, row.line_nr, rejection);
                None
            }
        }
    }

    /// Reads a row.
    pub(super) fn line(&mut self, row: &Row) -> Result<Line, Rejection> {
        let (code, in_code) = self.code(row)?;
        let date = self.date(row)?;
        let lines = count_of(row, self.columns.lines, key::LINES)?.unwrap_or(1);
        let units = self.units(row, lines)?;
        let visits = count_of(row, self.columns.visits, key::VISITS)?;
        let charge = self.charge(row)?;
        let allowed = amount(
            &mut self.tally,
            row,
            self.columns.allowed.as_slice(),
            key::ALLOWED,
        )?;
        // Nothing allowed is a denial, which says nothing about the payer's rate.
        let allowed = allowed.filter(|cents| *cents != 0);
        let paid = amount(&mut self.tally, row, &self.columns.paid, key::PAID)?;
        let patient = amount(&mut self.tally, row, &self.columns.patient, key::PATIENT)?;
        let payer = self.payer(row);
        let provider = self.name(row, self.columns.provider);
        let visit_key = self.visit_key(row, date, &provider, &payer);
        if row.len() > self.plan.headings.len() && row.filled_len() > self.plan.headings.len() {
            self.tally.note(Oddity::TooManyCells, row.line_nr);
        }
        Ok(Line {
            row_nr: row.line_nr,
            site: self.name(row, self.columns.site),
            modifiers: self.all_modifiers(row, in_code),
            place: self.place(row),
            payer,
            provider,
            code,
            date,
            lines,
            units,
            visits,
            visit_key,
            charge,
            allowed,
            paid,
            patient,
        })
    }

    fn code(&mut self, row: &Row) -> Result<(crate::domain::ProcedureCode, Modifiers), Rejection> {
        let cell = self.columns.code.map_or(&b""[..], |idx| row.cell(idx));
        let reason = match self.codes.get(cell, values::code) {
            // Only a code without digits can be the heading again.
            CodeCell::Code(code, modifiers)
                if code.as_str().bytes().any(|byte| byte.is_ascii_digit())
                    || normalised(code.as_str()) != self.code_heading =>
            {
                return Ok((code, modifiers));
            }
            CodeCell::Code(..) => "repeats the headings".to_owned(),
            CodeCell::Total => "is a row of totals, not a service".to_owned(),
            _ if normalised(&text_of(cell)) == self.code_heading => {
                "repeats the headings".to_owned()
            }
            _ if (0..row.len()).any(|idx| values::is_total(&row.text(idx))) => {
                "is a row of totals, not a service".to_owned()
            }
            CodeCell::Blank => "has no procedure code".to_owned(),
            CodeCell::Several => "holds several procedure codes in one cell".to_owned(),
            CodeCell::Unreadable => format!("{} is not a procedure code", quoted(cell)),
        };
        Err(Rejection::new(key::CODE, reason))
    }

    fn date(&mut self, row: &Row) -> Result<Date, Rejection> {
        let order = self.plan.date_order;
        let mut full = |idx: usize| {
            self.dates
                .get(row.cell(idx), |cell| dates::date(cell, order))
        };
        let columns = &self.columns;
        if let Some(idx) = columns.date {
            return full(idx).ok_or_else(|| no_date(key::DATE, row.cell(idx)));
        }
        let year = columns.year.map(|idx| dates::year_alone(row.cell(idx)));
        let part = columns
            .month
            .map(|idx| (key::MONTH, idx))
            .or(columns.quarter.map(|idx| (key::QUARTER, idx)));
        let Some((field, idx)) = part else {
            let cell = columns.year.map_or(&b""[..], |idx| row.cell(idx));
            let date = year.flatten().and_then(|year| dates::first_day(year, 1));
            self.tally.note(Oddity::YearOnly, row.line_nr);
            return date.ok_or_else(|| no_date(key::YEAR, cell));
        };
        if let Some(date) = full(idx) {
            return Ok(date);
        }
        let month = if field == key::MONTH {
            dates::month_alone(row.cell(idx))
        } else {
            dates::quarter_alone(row.cell(idx)).map(|quarter| quarter * 3 - 2)
        };
        year.flatten()
            .zip(month)
            .and_then(|(year, month)| dates::first_day(year, month))
            .ok_or_else(|| no_date(field, row.cell(idx)))
    }

    fn units(&mut self, row: &Row, lines: u32) -> Result<i64, Rejection> {
        let one_a_line = i64::from(lines) * 1_000;
        let Some(idx) = self.columns.units else {
            return Ok(one_a_line);
        };
        match values::thousandths(row.cell(idx)) {
            Number::Value { scaled, .. } => Ok(scaled),
            Number::Blank => {
                self.tally.note(Oddity::NoUnits, row.line_nr);
                Ok(one_a_line)
            }
            Number::Unreadable => Err(not_a_number(key::UNITS, row.cell(idx))),
        }
    }

    fn charge(&mut self, row: &Row) -> Result<i64, Rejection> {
        let charge = amount(
            &mut self.tally,
            row,
            self.columns.charge.as_slice(),
            key::CHARGE,
        )?;
        if charge.is_none() && self.columns.charge.is_some() {
            self.tally.note(Oddity::NoCharge, row.line_nr);
        }
        Ok(charge.unwrap_or(0))
    }

    fn payer(&mut self, row: &Row) -> Name {
        let Some(idx) = self.columns.payer else {
            return self.payer_for_all.clone();
        };
        let name = self.names.get(row.cell(idx));
        if !name.text.is_empty() {
            return name;
        }
        if self.payer_for_all.text.is_empty() {
            self.tally.note(Oddity::NoPayer, row.line_nr);
        }
        self.payer_for_all.clone()
    }

    fn name(&mut self, row: &Row, column: Option<usize>) -> Name {
        self.names.get(column.map_or(&b""[..], |idx| row.cell(idx)))
    }

    fn place(&mut self, row: &Row) -> Option<PlaceOfService> {
        let cell = row.cell(self.columns.place?);
        let read = |cell: &[u8]| values::place(cell).map_err(|_invalid| Unreadable);
        self.places.get(cell, read).unwrap_or_else(|Unreadable| {
            self.tally.note(Oddity::UnknownPlace, row.line_nr);
            None
        })
    }

    fn all_modifiers(&mut self, row: &Row, in_code: Modifiers) -> Modifiers {
        let mut all = in_code;
        for &idx in &self.columns.modifiers {
            let cell = row.cell(idx);
            if cell.is_empty() {
                continue;
            }
            let read = |cell: &[u8]| values::modifiers(cell).map_err(|_invalid| Unreadable);
            match self.modifiers.get(cell, read) {
                Ok(modifiers) => modifiers.iter().for_each(|modifier| all.insert(modifier)),
                Err(Unreadable) => self.tally.note(Oddity::UnknownModifier, row.line_nr),
            }
        }
        all
    }

    /// Hashes the patient's number, or the claim's where there is none, with what makes a visit.
    fn visit_key(&mut self, row: &Row, date: Date, provider: &Name, payer: &Name) -> Option<u64> {
        let filled = |column: Option<usize>| {
            column
                .map(|idx| row.cell(idx).trim_ascii())
                .filter(|cell| !cell.is_empty())
        };
        let (kind, number) = filled(self.columns.patient_id)
            .map(|number| (b'p', number))
            .or_else(|| filled(self.columns.claim).map(|number| (b'c', number)))?;
        let visit = &mut self.visit;
        visit.message.clear();
        visit.message.push(kind);
        visit.message.extend(date.year().to_le_bytes());
        visit
            .message
            .extend([date.month().unsigned_abs(), date.day().unsigned_abs()]);
        visit.message.extend(provider.digest.to_le_bytes());
        visit.message.extend(payer.digest.to_le_bytes());
        visit.message.extend(number);
        if visit.message != visit.last {
            visit.key = intern::digest(&self.key, &visit.message);
            std::mem::swap(&mut visit.message, &mut visit.last);
        }
        Some(visit.key)
    }
}

/// Sums the cells of a field; `None` when all are blank.
fn amount(
    tally: &mut Tally,
    row: &Row,
    columns: &[usize],
    field: &'static str,
) -> Result<Option<i64>, Rejection> {
    let mut sum = None;
    for &idx in columns {
        match values::cents(row.cell(idx)) {
            Number::Value { scaled, rounded } => {
                if rounded {
                    tally.note(Oddity::FractionOfCent, row.line_nr);
                }
                // Each is at most a trillion dollars: four cannot overflow.
                sum = Some(sum.unwrap_or(0) + scaled);
            }
            Number::Blank => {}
            Number::Unreadable => return Err(not_an_amount(field, row.cell(idx))),
        }
    }
    Ok(sum)
}

fn count_of(
    row: &Row,
    column: Option<usize>,
    field: &'static str,
) -> Result<Option<u32>, Rejection> {
    let Some(idx) = column else {
        return Ok(None);
    };
    values::count(row.cell(idx)).map_err(|_invalid| {
        Rejection::new(
            field,
            format!("{} is not a whole number", quoted(row.cell(idx))),
        )
    })
}

fn no_date(field: &'static str, cell: &[u8]) -> Rejection {
    let reason = if super::rows::is_blank(cell) {
        "has no date of service".to_owned()
    } else {
        format!("{} is not a date of service from 1990 on", quoted(cell))
    };
    Rejection::new(field, reason)
}

fn not_a_number(field: &'static str, cell: &[u8]) -> Rejection {
    Rejection::new(field, format!("{} is not a number", quoted(cell)))
}

fn not_an_amount(field: &'static str, cell: &[u8]) -> Rejection {
    Rejection::new(field, format!("{} is not an amount", quoted(cell)))
}
