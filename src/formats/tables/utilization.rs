//! Reads services with charges and payments: a line a service, already summed, or as transactions.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::{
    DateOrder, ImportTotals, Issue, Modifiers, NoRate, PayerRank, PlaceOfService, ProcedureCode,
    RejectedRow, RowShape, ServiceLine,
};
use crate::formats::FormatError;

use super::columns::{AmountColumns, Columns};
use super::dates;
use super::fields::key;
use super::headings::normalised;
use super::intern::{Memo, Name, Names, NumberOf, Visits};
use super::line::{Line, Sums};
use super::payer_ranks::{OtherPayers, Turn};
use super::plan::TablePlan;
use super::reading::{self, each_data_row};
use super::reasons;
use super::repeats::Repeats;
use super::row_filter::RowFilters;
use super::rows::{Row, text_of};
use super::source::TableSource;
use super::tally::{Oddity, Rejection, Tally, quoted};
use super::transactions::ChargeBook;
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

/// Streams the lines of a utilization table to `sink`; one that drops lines makes a dry run.
///
/// Lines come in the file's order and in bounded memory (a workbook's shared texts aside); those of
/// a table of transactions after its last row, in the order their charges were first met.
///
/// Amounts are whole cents; digits beyond are rounded half up and noted. An allowed amount of 0.00
/// is a denial where nothing was paid or owed, and unknown elsewhere. `key` is the practice
/// file's secret: patient and claim numbers leave only as 64 bits of a keyed BLAKE3 hash over
/// number, date, provider and payer.
///
/// # Errors
/// [`FormatError::NotThisFormat`] when the plan lacks a column, the file is no table, or its
/// transactions belong to more charges than are put together at once; [`FormatError::Broken`] with
/// the source's own error; and whatever `sink` returns.
pub fn read_utilization<E: From<FormatError>>(
    source: &mut dyn TableSource,
    plan: &TablePlan,
    key: &[u8; 32],
    sink: &mut dyn FnMut(ServiceLine) -> Result<(), E>,
) -> Result<UtilizationRead, E> {
    let mut sums = Sums::default();
    let mut repeats = Repeats::new(key);
    let mut take = |line: Line, sums: &mut Sums| {
        sums.add(&line);
        sink(line.into_service_line())
    };
    let tally = match plan.rules.rows {
        RowShape::Lines => {
            let mut reader = LineReader::new(plan, key);
            each_data_row(source, plan, &mut |_sheet, row| {
                let Some(line) = reader.keep(row) else {
                    return Ok(());
                };
                repeats.add(row);
                take(line, &mut sums)?;
                reader
                    .others
                    .drain(..)
                    .try_for_each(|other| take(other, &mut sums))
            })?;
            reader.tally
        }
        RowShape::Transactions => {
            let mut book = ChargeBook::new(plan, key);
            each_data_row(source, plan, &mut |_sheet, row| {
                if book.take(row)? {
                    repeats.add(row);
                }
                Ok::<(), E>(())
            })?;
            book.close(&mut |line| take(line, &mut sums))?
        }
    };
    if tally.rows_read == 0 {
        return Err(reading::no_data(plan).into());
    }
    Ok(UtilizationRead {
        rows_read: tally.rows_read,
        rows_kept: tally.rows_kept,
        rows_rejected: tally.rows_rejected,
        lines: sums.added,
        issues: tally.issues(plan),
        rejected: tally.rejected,
        totals: sums.totals(repeats.count()),
    })
}

/// A cell that is not what its column should hold.
#[derive(Clone, Copy)]
struct Unreadable;

/// Reads rows into lines, remembering what cells were read as.
pub(super) struct LineReader<'a> {
    plan: &'a TablePlan,
    date_order: DateOrder,
    filters: RowFilters,
    columns: Columns,
    amounts: AmountColumns,
    other_payers: OtherPayers,
    code_heading: String,
    /// The payer of every row that names none.
    payer_for_all: Name,
    blank: Arc<str>,
    pub(super) payers: Names,
    plans: Names,
    providers: Names,
    sites: Names,
    codes: Memo<CodeCell>,
    modifiers: Memo<Result<Modifiers, Unreadable>>,
    places: Memo<Result<Option<PlaceOfService>, Unreadable>>,
    dates: Memo<Option<Date>>,
    visits: Visits,
    /// Lines of other payers in the row last kept.
    pub(super) others: Vec<Line>,
    pub(super) tally: Tally,
}

impl<'a> LineReader<'a> {
    pub(super) fn new(plan: &'a TablePlan, key: &[u8; 32]) -> Self {
        let mut payers = Names::new(*key);
        Self {
            plan,
            date_order: plan.dates_order(),
            filters: RowFilters::new(&plan.rules.filters),
            columns: Columns::of(plan),
            amounts: AmountColumns::of(plan),
            other_payers: OtherPayers::of(plan),
            code_heading: normalised(&plan.heading_of(key::CODE)),
            payer_for_all: payers.get(plan.payer_for_all().unwrap_or_default().as_bytes()),
            blank: Arc::from(""),
            payers,
            plans: Names::new(*key),
            providers: Names::new(*key),
            sites: Names::new(*key),
            codes: Memo::new(),
            modifiers: Memo::new(),
            places: Memo::new(),
            dates: Memo::new(),
            visits: Visits::new(*key),
            others: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Whether the row filters let a row pass; counts those left out.
    pub(super) fn pass(&mut self, row: &Row) -> bool {
        let passes = self.filters.pass(row);
        if !passes {
            self.tally.note(Oddity::Filtered, row.line_nr);
        }
        passes
    }

    /// Reads a row that the filters let pass and counts it as kept or rejected. Lines of other
    /// payers are then in `others`.
    pub(super) fn keep(&mut self, row: &Row) -> Option<Line> {
        if !self.pass(row) {
            return None;
        }
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

    /// Reads a row: the line of its own payer, and into `others` those of the payers beside.
    pub(super) fn line(&mut self, row: &Row) -> Result<Line, Rejection> {
        self.others.clear();
        let mut line = self.service(row)?;
        let tally = &mut self.tally;
        let charge = self.amounts.charge.sum(tally, row)?;
        if charge.is_none() && self.amounts.charge.are_there() {
            tally.note(Oddity::NoCharge, row.line_nr);
        }
        line.charge = charge.unwrap_or(0);
        let takes_back = line.charge < 0 && self.amounts.charge.have_signs();
        let mut sum = |amounts: &super::signs::Amounts| {
            let cents = amounts.sum(tally, row)?;
            Ok::<_, Rejection>(if takes_back {
                amounts.taken_back(cents)
            } else {
                cents
            })
        };
        let stated = sum(&self.amounts.allowed)?;
        let adjustment = sum(&self.amounts.adjustment)?;
        line.paid = sum(&self.amounts.paid)?;
        line.patient = sum(&self.amounts.patient)?;
        if self.columns.lines.is_none() {
            line.take_back_if_negative();
        }
        if self.voided(row) {
            return Err(Rejection::new(key::VOIDED, "was voided"));
        }
        let allowed = if self.amounts.allowed.are_there() {
            stated
        } else {
            after_adjustment(&line, adjustment)
        };
        let allowed = line.with_sign_of_charge(allowed);
        let denied = self.denied(row, &line, stated);
        (line.allowed, line.no_rate) = match allowed.filter(|cents| *cents != 0) {
            _ if line.rank != PayerRank::Primary => (None, Some(NoRate::OtherPayerFirst)),
            Some(cents) => (Some(cents), None),
            None if denied => (None, Some(NoRate::Denied)),
            None => (None, Some(NoRate::Unknown)),
        };
        if self.other_payers.are_there() {
            self.other_payers.read(
                row,
                &line,
                &mut self.payers,
                &mut self.tally,
                &mut self.others,
            )?;
        }
        Ok(line)
    }

    /// Refuses a row whose cells may be shifted: a person's name could stand where the payer's is
    /// looked for.
    pub(super) fn fits(&self, row: &Row) -> Result<(), Rejection> {
        if !self.plan.is_overfull(row) {
            return Ok(());
        }
        let reason = "is in a row of more cells than headings; give every column a heading, and put \
                      text that holds the delimiter in quotation marks";
        Err(Rejection::new(key::CODE, reason))
    }

    /// Reads what a row says of a service, without its amounts.
    pub(super) fn service(&mut self, row: &Row) -> Result<Line, Rejection> {
        self.fits(row)?;
        let (code, in_code) = self.code(row)?;
        let date = self.date(row)?;
        let lines = count_of(row, self.columns.lines, key::LINES)?.unwrap_or(1);
        let units = self.units(row, lines)?;
        let visits = count_of(row, self.columns.visits, key::VISITS)?;
        let payer = self.payer(row);
        let provider = name(&mut self.providers, row, self.columns.provider);
        let visit_key = self.visit_key(row, date, &provider, &payer);
        let mut text = |column: Option<usize>| {
            column.map_or_else(
                || Arc::clone(&self.blank),
                |idx| self.plans.get(row.cell(idx)).text,
            )
        };
        let (plan, payer_code) = (text(self.columns.plan), text(self.columns.payer_code));
        Ok(Line {
            row_nr: row.line_nr,
            plan,
            payer_code,
            rank: self.rank(row),
            site: name(&mut self.sites, row, self.columns.site),
            modifiers: self.all_modifiers(row, in_code),
            place: self.place(row),
            payer,
            provider,
            code,
            date,
            lines: i32::try_from(lines).unwrap_or(i32::MAX),
            units,
            visits,
            visit_key,
            charge: 0,
            allowed: None,
            no_rate: Some(NoRate::Unknown),
            paid: None,
            patient: None,
        })
    }

    fn rank(&self, row: &Row) -> PayerRank {
        let turn = self.columns.rank.and_then(|idx| Turn::of(row.cell(idx)));
        match turn {
            Some(Turn::Payer(rank)) => rank,
            Some(Turn::Patient) | None => PayerRank::Primary,
        }
    }

    /// Whether nothing was paid or owed for a reason of denial, or with an allowed amount of 0.00.
    /// What a contract writes off in full is not denied.
    fn denied(&self, row: &Row, line: &Line, stated: Option<i64>) -> bool {
        let says = |column: Option<usize>, denial: fn(&[u8]) -> bool| {
            column.is_some_and(|idx| denial(row.cell(idx)))
        };
        // Codes that only report, at a charge of 0.00, are not denied.
        let billed = line.charge != 0 || !self.amounts.charge.are_there();
        line.paid.unwrap_or(0) == 0
            && line.patient.unwrap_or(0) == 0
            && ((stated == Some(0) && billed)
                || says(self.columns.denied, reasons::says_denied)
                || says(self.columns.reason, reasons::names_denial))
    }

    /// Whether the row says that it was taken back.
    pub(super) fn voided(&self, row: &Row) -> bool {
        let column = self.columns.voided;
        column.is_some_and(|idx| reasons::says_voided(row.cell(idx)))
    }

    /// Reads the amount in a column for allowed amounts, where there is one.
    pub(super) fn allowed(&mut self, row: &Row) -> Result<Option<i64>, Rejection> {
        self.amounts.allowed.sum(&mut self.tally, row)
    }

    /// Returns the payer a row names, without the one for all.
    pub(super) fn named_payer(&mut self, row: &Row) -> Option<Name> {
        let name = self.payers.get(row.cell(self.columns.payer?));
        (!name.text.is_empty()).then_some(name)
    }

    /// Returns whose turn a row is, where it says so.
    pub(super) fn turn(&self, row: &Row) -> Option<Turn> {
        Turn::of(row.cell(self.columns.rank?))
    }

    fn code(&mut self, row: &Row) -> Result<(ProcedureCode, Modifiers), Rejection> {
        let cell = self.columns.code.map_or(&b""[..], |idx| row.cell(idx));
        let reason = match self.codes.get(cell, values::code) {
            CodeCell::Code(code, modifiers) => return Ok((code, modifiers)),
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
        let order = self.date_order;
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

    fn payer(&mut self, row: &Row) -> Name {
        let Some(idx) = self.columns.payer else {
            return self.payer_for_all.clone();
        };
        let name = self.payers.get(row.cell(idx));
        if !name.text.is_empty() {
            return name;
        }
        if self.payer_for_all.text.is_empty() {
            self.tally.note(Oddity::NoPayer, row.line_nr);
        }
        self.payer_for_all.clone()
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
        let number = filled(self.columns.patient_id)
            .map(|number| (NumberOf::Patient, number))
            .or_else(|| filled(self.columns.claim).map(|number| (NumberOf::Claim, number)))?;
        Some(self.visits.hash(number, date, provider, payer))
    }
}

/// Charge less contractual adjustment, where that is what the payer allowed: something was adjusted,
/// or the payments cover the charge. Some systems write adjustments as credits, `(90.00)`, beside
/// payments without a sign: they lower the charge all the same, unless more than it was received.
fn after_adjustment(line: &Line, adjustment: Option<i64>) -> Option<i64> {
    let adjustment = adjustment?;
    let received = line.paid.unwrap_or(0) + line.patient.unwrap_or(0);
    let is_credit = adjustment.signum() == -line.charge.signum()
        && received.saturating_abs() <= line.charge.saturating_abs();
    let lowered = if is_credit { -adjustment } else { adjustment };
    (adjustment != 0 || received == line.charge).then_some(line.charge - lowered)
}

fn name(names: &mut Names, row: &Row, column: Option<usize>) -> Name {
    names.get(column.map_or(&b""[..], |idx| row.cell(idx)))
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
