//! Data: how good it is, what was imported and what came of it, what payers paid, and the sheet in
//! which files are looked at before they are imported.

mod drop_area;
mod layouts;
mod model;
mod quality;
mod receipt;
mod records;
mod remittances;
mod sheet;
#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;

use egui::Ui;

use crate::analysis::key_figures::KeyFigures;
use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::widgets::{TableContent, TableState, based_on_words};
use crate::domain::ImportId;
use crate::jobs::{Imported, ImportedFile, PracticeView};
use receipt::{Receipt, ResultLine};

/// What the panel remembers.
#[derive(Default)]
pub struct State {
    /// The part that is shown; `None`: what matters first.
    section: Option<Section>,
    sheet: sheet::State,
    quality: quality::State,
    remittances: remittances::State,
    records: records::State,
    layouts: layouts::State,
    /// The import whose receipt is shown; `None`: the newest.
    chosen: Option<ImportId>,
    /// Results that were read and put away.
    put_away: Option<Same<Vec<Imported>>>,
    shown: Memo<ShownKey, Shown>,
    results: Memo<(Same<Vec<Imported>>, u64), Vec<ResultLine>>,
    receipt: Memo<(u64, ImportId), Option<ShownReceipt>>,
    files: FilesMemo,
    tables: Tables,
}

/// The files of the import that is shown.
type FilesMemo = Memo<Same<Vec<ImportedFile>>, Arc<TableContent>>;

/// The parts of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    /// How good the data are, and what mends them.
    Quality,
    /// Files that came in.
    Imports,
    /// What payers paid, when, and why not more.
    Remittances,
    /// Medicare releases, its other fee schedules, and amounts typed in.
    Medicare,
    /// Payers' fee schedules.
    Schedules,
    /// Surveys, quality, authorizations, expenses, people.
    Records,
    /// Remembered layouts.
    Layouts,
}

impl Section {
    /// Returns what is shown while a person has chosen nothing: how good the data are, once there are
    /// any.
    const fn first(practice: &PracticeView) -> Self {
        if practice.line_count > 0 {
            Self::Quality
        } else {
            Self::Imports
        }
    }
}

#[derive(Default)]
struct Tables {
    imports: TableState,
    files: TableState,
    rejected: TableState,
    issues: TableState,
    releases: TableState,
    others: TableState,
    typed_in: TableState,
    schedules: TableState,
}

type ShownKey = (u64, Option<Same<KeyFigures>>);

/// What is painted, built once from the practice's lists.
struct Shown {
    sections: Vec<(Section, String)>,
    imports: Arc<TableContent>,
    import_ids: Vec<ImportId>,
    first: Option<ImportId>,
    releases: Arc<TableContent>,
    others: Arc<TableContent>,
    typed_in: Arc<TableContent>,
    schedules: Arc<TableContent>,
    based_on: String,
}

/// A receipt with its tables ready to be painted.
struct ShownReceipt {
    import: ImportId,
    words: Receipt,
    rejected: Arc<TableContent>,
    issues: Arc<TableContent>,
}

/// Paints the panel.
pub fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    if let Some(files) = ctx
        .session
        .inspected
        .as_ref()
        .filter(|files| !files.is_empty())
    {
        sheet::ui(&mut state.sheet, ctx, ui, files);
        return;
    }
    let figures = ctx.key_figures().value().cloned();
    let key = (practice.revision, figures.clone().map(Same));
    let mut memo = std::mem::take(&mut state.shown);
    let shown = memo.get(key, || Shown::new(practice, figures.as_deref()));
    view::panel_ui(state, shown, ctx, ui);
    state.shown = memo;
}

impl Shown {
    fn new(practice: &PracticeView, figures: Option<&KeyFigures>) -> Self {
        let with_lines = figures.filter(|_figures| practice.line_count > 0);
        Self {
            sections: model::sections(practice),
            imports: Arc::new(model::imports_table(practice)),
            import_ids: model::listed(practice)
                .into_iter()
                .map(|import| import.id)
                .collect(),
            first: model::first_shown(practice),
            releases: Arc::new(model::releases_table(practice)),
            others: Arc::new(model::others_table(practice)),
            typed_in: Arc::new(model::typed_in_table(practice)),
            schedules: Arc::new(model::schedules_table(practice)),
            based_on: with_lines
                .map_or_else(String::new, |figures| based_on_words(&figures.based_on)),
        }
    }
}

impl ShownReceipt {
    fn new(practice: &PracticeView, import: ImportId) -> Option<Self> {
        let record = practice.imports.iter().find(|record| record.id == import)?;
        let words = Receipt::new(practice, record);
        Some(Self {
            import,
            rejected: Arc::new(words.rejected.clone()),
            issues: Arc::new(words.issues.clone()),
            words,
        })
    }
}
