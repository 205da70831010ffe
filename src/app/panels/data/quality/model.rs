//! How good the data are, ready to be painted: tiles, months, and findings grouped by how much they
//! matter, each with what mends it.

use rust_decimal::Decimal;
use serde::Serialize;

use super::Way;
use crate::analysis::data_quality::{
    DataQuality, FindingKind, FindingLevel, FindingPart, Mend, MonthLines, QualityFinding,
};
use crate::app::command::Command;
use crate::app::widgets::{Tile, counted_words, month_words};
use crate::brief::{figures, finding_words, mend_label, subject_words};
use crate::domain::{Month, Percent};
use crate::jobs::Edit;

/// What the section shows.
#[derive(Debug, Serialize)]
pub(super) struct QualityModel {
    /// Four figures; empty while there are no services.
    pub tiles: Vec<Tile>,
    /// Lines by month; `None` while there are no services.
    pub months: Option<MonthsModel>,
    /// Says that nothing needs mending; empty when something does.
    pub calm: String,
    /// The findings, the gravest first.
    pub groups: Vec<FindingGroup>,
}

/// Lines by month.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct MonthsModel {
    /// One column a month, without a gap.
    pub columns: Vec<MonthColumn>,
    /// The lines of the fullest month.
    pub most: String,
    /// Names the months without services, or says that there are none.
    pub note: String,
}

/// One month's column.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct MonthColumn {
    /// "Mar".
    pub month: String,
    /// "2025", at the first month of the chart and of each year.
    pub year: Option<String>,
    /// "Mar 2025: 1,204 lines".
    pub words: String,
    /// Height as a part of the highest column's.
    pub height: f32,
    /// How it is painted.
    pub fill: MonthFill,
}

/// How a month is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) enum MonthFill {
    /// As months go.
    Usual,
    /// Less than half of a usual month.
    Thin,
    /// Without services.
    Missing,
}

/// Findings that matter equally.
#[derive(Debug, Serialize)]
pub(super) struct FindingGroup {
    /// How much.
    pub level: FindingLevel,
    /// What that means.
    pub about: &'static str,
    /// The findings.
    pub findings: Vec<FindingLine>,
}

/// One finding.
#[derive(Debug, Serialize)]
pub(super) struct FindingLine {
    /// What was found, with its numbers.
    pub title: String,
    /// What follows from it and what to do; empty where all is well.
    pub advice: &'static str,
    /// What mends it.
    pub mend: Option<MendButton>,
    /// Its largest parts; `None` where it has none.
    pub parts: Option<FindingParts>,
}

/// The parts of a finding, below their headings.
#[derive(Debug, Serialize)]
pub(super) struct FindingParts {
    /// Heading of what the parts are.
    pub heading: &'static str,
    /// Heading of their dollars; empty where they have none.
    pub amount_heading: &'static str,
    /// Heading of their counts.
    pub count_heading: &'static str,
    /// The parts.
    pub lines: Vec<PartLine>,
    /// Says that there are more parts; usually empty.
    pub note: String,
}

/// A part of a finding.
#[derive(Debug, Serialize)]
pub(super) struct PartLine {
    /// Which file, payer, code or month.
    pub name: String,
    /// How much of it.
    pub count: String,
    /// Its dollars; may be empty.
    pub amount: String,
    /// What mends it.
    pub mend: Option<MendButton>,
}

/// A button that mends something.
#[derive(Debug, Serialize)]
pub(super) struct MendButton {
    /// The words on it.
    pub label: String,
    /// What it does.
    #[serde(skip)]
    pub remedy: Remedy,
}

/// What a button does.
#[derive(Debug)]
pub(super) enum Remedy {
    /// Sends a command.
    Send(Box<Command>),
    /// Goes to another section of the panel.
    Go(Way),
}

impl QualityModel {
    /// Makes the model.
    pub(super) fn new(report: &DataQuality) -> Self {
        let group = |level: FindingLevel| FindingGroup {
            level,
            about: about(level),
            findings: report
                .findings
                .iter()
                .filter(|finding| finding.level == level)
                .map(FindingLine::new)
                .collect(),
        };
        let groups: Vec<_> = FindingLevel::ALL
            .into_iter()
            .map(group)
            .filter(|group| !group.findings.is_empty())
            .collect();
        let has_lines = report.based_on.lines > 0;
        Self {
            tiles: if has_lines { tiles(report) } else { Vec::new() },
            months: months(report),
            calm: calm(report),
            groups,
        }
    }
}

const fn about(level: FindingLevel) -> &'static str {
    match level {
        FindingLevel::Mend => "Figures are wrong or missing until this is done",
        FindingLevel::Look => "Figures may be incomplete",
        FindingLevel::Note => "Changes no figure for the worse",
        FindingLevel::Good => "As it should be",
    }
}

fn calm(report: &DataQuality) -> String {
    let grave = report.count(FindingLevel::Mend) + report.count(FindingLevel::Look);
    if report.based_on.lines == 0 || grave > 0 {
        return String::new();
    }
    format!(
        "Nothing needs mending in {}",
        counted_words(report.based_on.lines, "service line", "service lines")
    )
}

fn tiles(report: &DataQuality) -> Vec<Tile> {
    let tile = |label: &str, figure: String, footnote: String| Tile {
        label: label.to_owned(),
        figure,
        footnote,
    };
    let based_on = &report.based_on;
    let without = based_on.lines_without_allowed;
    let with = based_on.lines.saturating_sub(without);
    vec![
        tile(
            "Service lines",
            figures::count(Decimal::from(based_on.lines)),
            format!("From {}", counted_words(based_on.imports, "file", "files")),
        ),
        tile(
            "With an allowed amount",
            share_words(with, based_on.lines),
            match without {
                0 => "Every line has one".to_owned(),
                without => counted_words(without, "line without", "lines without"),
            },
        ),
        dates_tile(report),
        payments_tile(report),
    ]
}

fn dates_tile(report: &DataQuality) -> Tile {
    let (figure, footnote) = match report.based_on.span {
        None => ("n/a".to_owned(), "No line has a month".to_owned()),
        Some(span) => {
            let months = u64::from(span.last.0.abs_diff(span.first.0)) + 1;
            (
                counted_words(months, "month", "months"),
                format!("{} to {}", month_words(span.first), month_words(span.last)),
            )
        }
    };
    Tile {
        label: "Dates of service".to_owned(),
        figure,
        footnote,
    }
}

fn payments_tile(report: &DataQuality) -> Tile {
    let found = report
        .findings
        .iter()
        .find_map(|finding| match finding.kind {
            FindingKind::Payments {
                payments,
                unbalanced,
            } => Some((payments, unbalanced)),
            _ => None,
        });
    let (figure, footnote) = match found.filter(|(payments, _)| *payments > 0) {
        None => ("n/a".to_owned(), "No remittances".to_owned()),
        Some((payments, 0)) => (
            share_words(payments, payments),
            counted_words(payments, "payment", "payments"),
        ),
        Some((payments, unbalanced)) => (
            share_words(payments.saturating_sub(unbalanced), payments),
            format!(
                "{} of {} do not",
                figures::count(Decimal::from(unbalanced)),
                counted_words(payments, "payment", "payments")
            ),
        ),
    };
    Tile {
        label: "Payments that balance".to_owned(),
        figure,
        footnote,
    }
}

fn share_words(part: u64, whole: u64) -> String {
    Percent::ratio(Decimal::from(part), Decimal::from(whole)).map_or_else(
        || "n/a".to_owned(),
        |share| format!("{}%", figures::percent(share)),
    )
}

/// Most gaps between months named one by one.
const NAMED_RUNS: usize = 4;

fn months(report: &DataQuality) -> Option<MonthsModel> {
    let most = report.months.iter().map(|month| month.lines).max()?;
    let usual = report
        .findings
        .iter()
        .find_map(|finding| match finding.kind {
            FindingKind::MonthsThin { usual_lines, .. } => Some(usual_lines),
            _ => None,
        });
    let mut year = None;
    let columns = report
        .months
        .iter()
        .map(|month| month_column(*month, (most, usual.unwrap_or(0)), &mut year))
        .collect();
    Some(MonthsModel {
        columns,
        most: figures::count(Decimal::from(most)),
        note: months_note(report),
    })
}

fn month_column(
    month: MonthLines,
    (most, usual): (u64, u64),
    year: &mut Option<String>,
) -> MonthColumn {
    let name = month_words(month.month);
    let (short, its_year) = name.split_once(' ').unwrap_or((name.as_str(), ""));
    let is_new = year.as_deref() != Some(its_year);
    if is_new {
        *year = Some(its_year.to_owned());
    }
    MonthColumn {
        month: short.to_owned(),
        year: is_new.then(|| its_year.to_owned()),
        words: format!("{name}: {}", counted_words(month.lines, "line", "lines")),
        height: (month.lines as f64 / most.max(1) as f64) as f32,
        fill: match month.lines {
            0 => MonthFill::Missing,
            lines if lines < usual.div_ceil(2) => MonthFill::Thin,
            _ => MonthFill::Usual,
        },
    }
}

fn months_note(report: &DataQuality) -> String {
    let missing: Vec<Month> = report
        .months
        .iter()
        .filter(|month| month.lines == 0)
        .map(|month| month.month)
        .collect();
    let mut words = if missing.is_empty() {
        "Every month has services".to_owned()
    } else {
        let runs: Vec<_> = missing
            .chunk_by(|month, next| month.0 + 1 == next.0)
            .collect();
        let named: Vec<String> = runs
            .iter()
            .take(NAMED_RUNS)
            .map(|run| run_words(run))
            .collect();
        let named_months: usize = runs.iter().take(NAMED_RUNS).map(|run| run.len()).sum();
        let more = missing.len() - named_months;
        let more = match more {
            0 => String::new(),
            more => format!(
                " and {}",
                counted_words(more as u64, "more month", "more months")
            ),
        };
        format!("Without services: {}{more}", named.join(", "))
    };
    if let Some(first) = first_left_out(report) {
        words.push_str(&format!("; earlier months, from {first} on, are not shown"));
    }
    words
}

/// Names months that follow each other by the first and the last.
fn run_words(run: &[Month]) -> String {
    match run {
        [] => String::new(),
        [only] => month_words(*only),
        [first, .., last] => format!("{} to {}", month_words(*first), month_words(*last)),
    }
}

/// Names the first month, where it is too long ago to be shown.
fn first_left_out(report: &DataQuality) -> Option<String> {
    let shown = report.months.first()?.month;
    let first = report.based_on.span?.first;
    (first < shown).then(|| month_words(first))
}

impl FindingLine {
    fn new(finding: &QualityFinding) -> Self {
        let words = finding_words(finding);
        let parts = (!finding.parts.is_empty()).then(|| FindingParts {
            heading: words.part_heading,
            amount_heading: words.amount_heading.unwrap_or_default(),
            count_heading: words.count_heading,
            lines: finding.parts.iter().map(PartLine::new).collect(),
            note: match finding.parts_left_out {
                0 => String::new(),
                more => format!("and {} more", figures::count(Decimal::from(more))),
            },
        });
        Self {
            title: words.sentence,
            advice: words.advice,
            mend: finding.mend.map(MendButton::new),
            parts,
        }
    }
}

impl PartLine {
    fn new(part: &FindingPart) -> Self {
        Self {
            name: subject_words(&part.subject),
            count: figures::count(Decimal::from(part.count)),
            amount: part
                .amount
                .map_or_else(String::new, |amount| format!("${}", figures::money(amount))),
            mend: part.mend.map(MendButton::new),
        }
    }
}

impl MendButton {
    fn new(mend: Mend) -> Self {
        let send = |command: Command| Remedy::Send(Box::new(command));
        let remedy = match mend {
            Mend::ImportServices
            | Mend::ImportRemittances
            | Mend::ImportClaims
            | Mend::ImportMedicare => send(Command::PickImports),
            Mend::ShowImport { import } | Mend::MapColumns { import } => {
                Remedy::Go(Way::Import(import))
            }
            Mend::RemoveImport { import } => send(Command::Edit(Edit::RemoveImport(import))),
            Mend::ShowPayers | Mend::ShowPayer { .. } => send(Command::ShowPayerNames),
            Mend::MergePayers { from, into } => send(Command::Edit(Edit::MergePayers {
                from: vec![from],
                into,
            })),
            Mend::ShowCodes | Mend::SetCarrierPrice { .. } => send(Command::ShowCoverage),
            Mend::ShowPayments => Remedy::Go(Way::Remittances),
        };
        Self {
            label: mend_label(&mend).to_owned(),
            remedy,
        }
    }
}
