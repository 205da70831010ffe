//! The import sheet: what was found in the files looked at, how their columns will be read, and what
//! their first rows would become, before anything is imported.

mod draft;
mod mapping_view;
mod model;
mod rules;
mod rules_view;
#[cfg(test)]
mod tests;
mod totals;
mod totals_view;
mod view;
mod x12;
mod x12_view;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use egui::Ui;

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::widgets::{BadgeKind, Heading, TableContent, TableState, Tile, panel_frame_ui};
use crate::domain::ImportKind;
use crate::jobs::tables::{ProposedColumn, TablePlan, check_plan, propose_mapping};
use crate::jobs::{
    ImportRequest, InspectedContent, InspectedFile, InspectedTable, InspectedX12, PracticeView,
};
use draft::{Draft, TableDraft};
use model::{CardState, FileCard, ImportButton, MappingRow, UnmetRow};
use rules::RulesModel;
use totals::Totals;
use x12::BatchModel;

use super::receipt::issues_table;

/// What the sheet remembers of each file.
#[derive(Default)]
pub(super) struct State {
    seen: Option<Same<Vec<InspectedFile>>>,
    files: BTreeMap<ItemKey, FileState>,
    chosen: usize,
    /// The files of the last import, to look at those again that failed.
    pub(super) sent: Vec<PathBuf>,
}

/// Tells items apart: a file that holds remittances and claims is one item of each.
type ItemKey = (PathBuf, Option<ImportKind>);

fn key_of(file: &InspectedFile) -> ItemKey {
    (file.path.clone(), batch_of(file).map(|batch| batch.kind))
}

/// The decisions about a file, and what follows from them.
#[derive(Default)]
struct FileState {
    draft: Draft,
    proposed: Memo<(Same<Vec<InspectedFile>>, ImportKind), Vec<ProposedColumn>>,
    checked: Memo<(Same<Vec<InspectedFile>>, TableDraft), Checked>,
    sample: Memo<(Same<Vec<InspectedFile>>, TablePlan), Sample>,
    found: Memo<Same<Vec<InspectedFile>>, Found>,
    batch: Memo<Same<Vec<InspectedFile>>, Arc<Batch>>,
    totals: Totals,
    rows: TableState,
    issues: TableState,
}

/// What a table's decisions come to.
struct Checked {
    plan: TablePlan,
    open: Vec<String>,
    /// What is still to be chosen, in a line.
    asked: String,
    mapping: Arc<Vec<MappingRow>>,
    unmet: Arc<Vec<UnmetRow>>,
    rules: Arc<RulesModel>,
}

/// The first rows of a table as they would be read.
struct Sample {
    words: String,
    rejects: Vec<String>,
    table: Arc<TableContent>,
}

/// What a file of CMS's holds.
#[derive(Default)]
struct Found {
    releases: Arc<TableContent>,
    issues: Arc<TableContent>,
}

/// A drop of remittances or claims, ready to be painted.
#[derive(Default)]
struct Batch {
    tiles: Vec<Tile>,
    notices: Vec<(BadgeKind, String)>,
    files: Arc<TableContent>,
    issues: Arc<TableContent>,
    issues_note: String,
}

/// Paints the sheet.
pub(super) fn ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    files: &Arc<Vec<InspectedFile>>,
) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    state.follow(files, practice);
    let cards = state.cards(files, practice);
    let button = ImportButton::new(&cards);
    let count = files.len() as u64;
    let subtitle = format!(
        "{}; nothing is imported until you say so",
        crate::app::widgets::counted_words(count, "item to look at", "items to look at")
    );
    let heading = Heading {
        title: "Files to import",
        subtitle: &subtitle,
    };
    let mut pressed = view::Pressed::Nothing;
    panel_frame_ui(
        ui,
        &heading,
        "",
        |ui| pressed = view::actions_ui(ctx, ui, &button),
        |ui| view::sheet_ui(state, ctx, ui, (files, &cards)),
    );
    match pressed {
        view::Pressed::Nothing => {}
        view::Pressed::Aside => {
            state.files.clear();
            ctx.send(Command::ForgetInspected);
        }
        view::Pressed::Import => {
            let requests = state.requests(files, &cards);
            state.sent = requests
                .iter()
                .flat_map(|request| std::iter::once(&request.path).chain(&request.more))
                .cloned()
                .collect();
            ctx.send(Command::Import(requests));
        }
    }
}

impl State {
    /// Takes over what was looked at: decisions about files that are still there stay.
    fn follow(&mut self, files: &Arc<Vec<InspectedFile>>, practice: &PracticeView) {
        let now = Same(Arc::clone(files));
        if self.seen.as_ref() == Some(&now) {
            return;
        }
        let there: BTreeSet<ItemKey> = files.iter().map(key_of).collect();
        self.files.retain(|key, _state| there.contains(key));
        for file in files.iter() {
            let known = self.files.entry(key_of(file)).or_default();
            if let Some(table) = table_of(file) {
                known.follow(table, practice, files.len());
            }
        }
        self.chosen = self.chosen.min(files.len().saturating_sub(1));
        self.seen = Some(now);
    }

    fn cards(&mut self, files: &Arc<Vec<InspectedFile>>, practice: &PracticeView) -> Vec<FileCard> {
        let card = |file: &InspectedFile| {
            let state = self.files.entry(key_of(file)).or_default();
            let open = match table_of(file) {
                Some(table) => state
                    .check(files, table)
                    .map_or(&[][..], |checked| &checked.open),
                None => &[],
            }
            .to_vec();
            FileCard::new(practice, file, &state.draft, &open)
        };
        files.iter().map(card).collect()
    }

    /// Makes the requests for the files that are ready.
    fn requests(
        &mut self,
        files: &Arc<Vec<InspectedFile>>,
        cards: &[FileCard],
    ) -> Vec<ImportRequest> {
        let ready = files
            .iter()
            .zip(cards)
            .filter(|(_, card)| card.state == CardState::Ready);
        let request = |(file, _card): (&InspectedFile, &FileCard)| {
            let state = self.files.get_mut(&key_of(file))?;
            let request = match &file.content {
                Ok(InspectedContent::Table(table)) => {
                    let plan = state.check(files, table)?.plan.clone();
                    state.draft.request(&file.path, Some(plan))
                }
                Ok(InspectedContent::Remittances(found) | InspectedContent::Claims(found)) => {
                    ImportRequest::of_x12(found)
                }
                _ => state.draft.request(&file.path, None),
            };
            state.draft.again = false;
            Some(request)
        };
        ready.filter_map(request).collect()
    }
}

impl FileState {
    /// Takes over a table as it was looked at last.
    fn follow(&mut self, table: &InspectedTable, practice: &PracticeView, file_count: usize) {
        if let Some(draft) = &mut self.draft.table {
            draft.follow(table);
            return;
        }
        self.draft.table = Some(TableDraft::new(table, practice));
        // A file that came alone was meant.
        if file_count > 1 && table.is_unrecognised() {
            self.draft.left_out = true;
            self.draft.unrecognised = true;
        }
    }

    /// Returns what the decisions about a table come to.
    fn check(
        &mut self,
        files: &Arc<Vec<InspectedFile>>,
        table: &InspectedTable,
    ) -> Option<&Checked> {
        let draft = self.draft.table.as_ref()?;
        let proposed = self
            .proposed
            .get((Same(Arc::clone(files)), draft.kind), || {
                propose_mapping(&table.preview, draft.kind)
            });
        let checked = self
            .checked
            .get((Same(Arc::clone(files)), draft.clone()), || {
                let plan = draft.plan(table);
                let open = draft.open_questions(&plan);
                Checked {
                    asked: model::asked_words(&open, &model::unmet(&plan)),
                    open,
                    mapping: Arc::new(model::mapping(table, draft, proposed)),
                    unmet: Arc::new(model::unmet(&plan)),
                    rules: Arc::new(RulesModel::new(table, draft, &plan)),
                    plan,
                }
            });
        Some(checked)
    }

    /// Returns the first rows as they would be read.
    fn sample(
        &mut self,
        files: &Arc<Vec<InspectedFile>>,
        table: &InspectedTable,
    ) -> Option<&Sample> {
        let plan = self.check(files, table)?.plan.clone();
        let key = (Same(Arc::clone(files)), plan.clone());
        Some(self.sample.get(key, || {
            let check = check_plan(&table.preview, &plan);
            Sample {
                words: model::sample_words(&check, plan.kind),
                rejects: model::reject_words(&check),
                table: Arc::new(model::sample_table(&check, &plan)),
            }
        }))
    }

    /// Returns a drop of remittances or claims in words.
    fn batch(&mut self, files: &Arc<Vec<InspectedFile>>, found: &InspectedX12) -> Arc<Batch> {
        let batch = self.batch.get(Same(Arc::clone(files)), || {
            let words = BatchModel::new(found);
            Arc::new(Batch {
                tiles: words.tiles,
                notices: words.notices,
                files: Arc::new(words.files),
                issues: Arc::new(issues_table(&found.issues)),
                issues_note: x12::issues_note(found),
            })
        });
        Arc::clone(batch)
    }

    /// Returns what a file of CMS's holds.
    fn found(&mut self, files: &Arc<Vec<InspectedFile>>, file: &InspectedFile) -> &Found {
        self.found
            .get(Same(Arc::clone(files)), || match &file.content {
                Ok(InspectedContent::Medicare(medicare)) => Found {
                    releases: Arc::new(model::releases_table(medicare)),
                    issues: Arc::new(issues_table(&medicare.issues)),
                },
                _ => Found::default(),
            })
    }
}

fn batch_of(file: &InspectedFile) -> Option<&InspectedX12> {
    match &file.content {
        Ok(InspectedContent::Remittances(found) | InspectedContent::Claims(found)) => Some(found),
        _ => None,
    }
}

fn table_of(file: &InspectedFile) -> Option<&InspectedTable> {
    match &file.content {
        Ok(InspectedContent::Table(table)) => Some(table),
        _ => None,
    }
}
