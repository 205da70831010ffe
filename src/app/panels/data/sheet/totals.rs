//! What importing a table would bring, over the whole file: asked for once a person has stopped
//! changing how it is read, and never waited for.

use std::path::Path;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::widgets::counted_words;
use crate::brief::figures;
use crate::domain::{ImportKind, ImportTotals, Money};
use crate::jobs::tables::TablePlan;
use crate::jobs::{DryRun, DryRunTotals};

/// Seconds without a change after which the file is read.
const PAUSE: f64 = 0.35;
/// Most rejected rows named one by one.
const NAMED_REJECTS: usize = 4;

/// What is remembered of the question.
#[derive(Default)]
pub(super) struct Totals {
    /// The plan as it is, and since when.
    steady: Option<(TablePlan, f64)>,
    /// The plan that was asked about last.
    asked: Option<TablePlan>,
    shown: Memo<Same<DryRun>, TotalsModel>,
}

/// The answer in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct TotalsModel {
    /// Names and figures, always the same ones of a kind.
    pub figures: Vec<(&'static str, String)>,
    /// The first rejected rows with their reasons.
    pub rejects: Vec<String>,
    /// Why nothing can be read; usually empty.
    pub failure: String,
}

/// Whether the answer is about the plan as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Freshness {
    /// It is.
    Fresh,
    /// The file is being read.
    Reading,
    /// Something needed is still to be chosen.
    Incomplete,
}

impl Totals {
    /// Asks for the totals of a plan where they are not known, once it has been steady for a while.
    pub(super) fn follow(
        &mut self,
        ctx: &ViewContext<'_>,
        ui: &egui::Ui,
        (path, plan): (&Path, &TablePlan),
    ) -> Freshness {
        if !plan.missing().is_empty() {
            return Freshness::Incomplete;
        }
        if answer(ctx, path).is_some_and(|known| known.plan == *plan) {
            return Freshness::Fresh;
        }
        let now = ui.input(|input| input.time);
        let since = match &self.steady {
            Some((steady, since)) if steady == plan => *since,
            _ => {
                self.steady = Some((plan.clone(), now));
                now
            }
        };
        if now - since < PAUSE {
            let rest = std::time::Duration::from_secs_f64(PAUSE - (now - since));
            ui.ctx().request_repaint_after(rest);
        } else if self.asked.as_ref() != Some(plan) && !ctx.session.work.is_changing() {
            self.asked = Some(plan.clone());
            ctx.send(Command::DryRun {
                path: path.to_path_buf(),
                plan: Box::new(plan.clone()),
            });
        }
        Freshness::Reading
    }

    /// Returns the last answer in words; blank figures until there is one.
    pub(super) fn shown(
        &mut self,
        ctx: &ViewContext<'_>,
        (path, plan): (&Path, &TablePlan),
    ) -> TotalsModel {
        match answer(ctx, path).filter(|known| known.plan.kind == plan.kind) {
            None => TotalsModel::unknown(plan.kind),
            Some(known) => {
                let key = Same(Arc::clone(known));
                self.shown.get(key, || TotalsModel::new(known)).clone()
            }
        }
    }
}

fn answer<'a>(ctx: &ViewContext<'a>, path: &Path) -> Option<&'a Arc<DryRun>> {
    ctx.session.dry_runs.get(path)
}

impl TotalsModel {
    fn unknown(kind: ImportKind) -> Self {
        Self {
            figures: figures_of(kind, None),
            ..Self::default()
        }
    }

    /// Makes the model.
    pub(super) fn new(run: &DryRun) -> Self {
        match &run.result {
            Ok(totals) => Self {
                figures: figures_of(run.plan.kind, Some(totals)),
                rejects: rejects(totals),
                failure: String::new(),
            },
            Err(error) => Self {
                failure: format!("{}. {}", error.cause, error.remedy),
                ..Self::unknown(run.plan.kind)
            },
        }
    }
}

fn figures_of(kind: ImportKind, read: Option<&DryRunTotals>) -> Vec<(&'static str, String)> {
    let count = |part: fn(&DryRunTotals) -> u64| {
        read.map_or_else(String::new, |read| {
            figures::count(Decimal::from(part(read)))
        })
    };
    let money = |part: fn(&ImportTotals) -> Money| {
        read.map_or_else(String::new, |read| {
            format!("${}", figures::money(part(&read.totals)))
        })
    };
    let dates = read.and_then(|read| read.totals.dates);
    let mut figures = vec![
        ("Rows kept", count(|read| read.rows_kept)),
        ("Rows rejected", count(|read| read.rows_rejected)),
    ];
    // Rates and answers have no sum that means anything.
    if kind != ImportKind::Utilization {
        return figures;
    }
    figures.extend([
        ("Charges", money(|totals| totals.charge)),
        ("Allowed", money(|totals| totals.allowed)),
        ("Paid", money(|totals| totals.paid)),
        ("Patient share", money(|totals| totals.patient)),
        (
            "Without allowed",
            count(|read| read.totals.lines_without_allowed),
        ),
        (
            "First service",
            dates.map_or_else(String::new, |(first, _last)| first.to_string()),
        ),
        (
            "Last service",
            dates.map_or_else(String::new, |(_first, last)| last.to_string()),
        ),
    ]);
    figures
}

fn rejects(read: &DryRunTotals) -> Vec<String> {
    let mut words: Vec<String> = read
        .rejected
        .iter()
        .take(NAMED_REJECTS)
        .map(|row| format!("Line {}, {}: {}", row.line_nr, row.field, row.reason))
        .collect();
    let more = read.rows_rejected.saturating_sub(words.len() as u64);
    if more > 0 && !words.is_empty() {
        words.push(format!("and {} more", counted_words(more, "row", "rows")));
    }
    words
}
