//! What a person decided about one table before it is imported, and the request made of it.

use std::path::Path;

use crate::app::widgets::typed_date;
use crate::domain::{ColumnMapping, ImportKind, Keep, PayerFrom, PayerId, ReadingRules, RowFilter};
use crate::jobs::tables::{TableOptions, TablePlan, fields, key};
use crate::jobs::{ImportRequest, InspectedTable, PracticeView, SchedulePayer};

/// Whose fee schedule it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum PayerChoice {
    /// Not said yet.
    #[default]
    Unchosen,
    /// A payer of the practice.
    Known(PayerId),
    /// A payer to be added by the name typed.
    New,
}

/// The decisions about a file; those about columns only where it is a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    /// What a table is read as, and how.
    pub table: Option<TableDraft>,
    /// Import it although it was imported before.
    pub again: bool,
    /// Do not import it now.
    pub left_out: bool,
    /// Nothing the program reads was recognised in it.
    pub unrecognised: bool,
}

/// The decisions about a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableDraft {
    /// Sheet, delimiter and heading row it was looked at with.
    pub options: TableOptions,
    /// What it is read as.
    pub kind: ImportKind,
    /// The field of each column.
    pub fields: Vec<Option<&'static str>>,
    /// The payer of every row, where no column says it.
    pub payer_name: String,
    /// How cells and rows are understood.
    pub rules: ReadingRules,
    /// Whose fee schedule it is.
    pub payer: PayerChoice,
    /// The name of a payer to be added.
    pub new_payer: String,
    /// The fee schedule's name.
    pub schedule_name: String,
    /// First date of service of its rates, as typed.
    pub effective: String,
    /// Remember the layout.
    pub remember: bool,
    /// Under this name.
    pub profile_name: String,
}

impl Draft {
    /// Whether it is left out as something that is no table.
    pub(super) const fn is_put_out(&self) -> bool {
        self.left_out && self.unrecognised
    }

    /// Makes the request to import the file: by a plan where it is a table, else as CMS's.
    pub(super) fn request(&self, path: &Path, plan: Option<TablePlan>) -> ImportRequest {
        let request = match (&self.table, plan) {
            (Some(table), Some(plan)) => table.request(path, plan),
            _ => ImportRequest::of_medicare(path),
        };
        ImportRequest {
            again: self.again,
            ..request
        }
    }
}

impl TableDraft {
    /// Starts from what was found in the file.
    pub(super) fn new(table: &InspectedTable, practice: &PracticeView) -> Self {
        let stem = stem_of(&table.preview.file_name);
        let payer = if practice.payers.is_empty() {
            PayerChoice::New
        } else {
            payer_in(&stem, practice)
        };
        let mut draft = Self {
            options: table.plan.options.clone(),
            kind: table.plan.kind,
            fields: Vec::new(),
            payer_name: table.plan.payer_name.clone().unwrap_or_default(),
            rules: ReadingRules::default(),
            payer,
            new_payer: String::new(),
            schedule_name: stem.clone(),
            effective: String::new(),
            remember: false,
            profile_name: table
                .profile
                .as_ref()
                .map_or(stem, |profile| profile.name.clone()),
        };
        draft.take_columns(&table.plan);
        draft
    }

    /// Takes the columns of a plan over.
    fn take_columns(&mut self, plan: &TablePlan) {
        self.kind = plan.kind;
        self.options = plan.options.clone();
        self.rules = plan.rules.clone();
        self.fields = vec![None; plan.headings.len()];
        for column in &plan.columns {
            let known = fields(plan.kind)
                .iter()
                .find(|field| field.key == column.field);
            if let Some(place) = self.fields.get_mut(column.column_idx) {
                *place = known.map(|field| field.key);
            }
        }
    }

    /// Takes over a table that was looked at again: with other headings the columns start anew.
    pub(super) fn follow(&mut self, table: &InspectedTable) {
        if self.options == table.plan.options && self.fields.len() == table.preview.headings.len() {
            return;
        }
        self.set_kind(table, self.kind);
    }

    /// Reads the table as another kind: its columns are proposed anew.
    pub(super) fn set_kind(&mut self, table: &InspectedTable, kind: ImportKind) {
        if table.plan.kind == kind {
            self.take_columns(&table.plan);
        } else {
            self.take_columns(&TablePlan::proposed(&table.preview, kind, None));
        }
    }

    /// Whether a column is read as a field.
    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.contains(&Some(field))
    }

    /// Makes the plan the table would be read by.
    pub(super) fn plan(&self, table: &InspectedTable) -> TablePlan {
        let columns = self
            .fields
            .iter()
            .enumerate()
            .filter_map(|(column_idx, field)| {
                Some(ColumnMapping {
                    column_idx,
                    field: (*field)?.to_owned(),
                })
            })
            .collect();
        let is_lines = self.kind == ImportKind::Utilization;
        let one_name = self.rules.payer_from == PayerFrom::Table;
        let one_payer = is_lines && one_name && !self.has(key::PAYER);
        let payer_name = one_payer.then(|| self.payer_name.trim().to_owned());
        let mut rules = if is_lines {
            self.rules.clone()
        } else {
            ReadingRules::default()
        };
        // Nothing chosen yet: such a rule would read blank cells alone.
        rules.filters.retain(|filter| !filter.values.is_empty());
        TablePlan::new(&table.preview, self.kind, columns, payer_name).with_rules(rules)
    }

    /// Adds a rule for rows by the first column that has few different values.
    pub(super) fn add_filter(&mut self, column_idx: usize) {
        self.rules.filters.push(RowFilter {
            column_idx,
            keep: Keep::AllBut,
            values: Vec::new(),
        });
    }

    /// Reads a column as a field; whatever it was read as before.
    pub(super) fn read_column_as(&mut self, column_idx: usize, field: &'static str) {
        if let Some(place) = self.fields.get_mut(column_idx) {
            *place = Some(field);
        }
    }

    /// Says what is still to be chosen, a sentence each.
    pub(super) fn open_questions(&self, plan: &TablePlan) -> Vec<String> {
        let mut open = plan.missing();
        if self.kind == ImportKind::FeeSchedule {
            match self.payer {
                PayerChoice::Unchosen => {
                    open.push("Choose the payer whose rates these are".to_owned());
                }
                PayerChoice::New if self.new_payer.trim().is_empty() => {
                    open.push("Type the name of the payer whose rates these are".to_owned());
                }
                PayerChoice::New | PayerChoice::Known(_) => {}
            }
            if let Err(problem) = typed_date(&self.effective) {
                open.push(problem.to_owned());
            }
        }
        if self.remember && self.profile_name.trim().is_empty() {
            open.push("Type a name to remember the layout by".to_owned());
        }
        open
    }

    fn request(&self, path: &Path, plan: TablePlan) -> ImportRequest {
        let profile = self
            .remember
            .then(|| plan.profile(self.profile_name.trim()));
        let is_schedule = self.kind == ImportKind::FeeSchedule;
        let payer = match self.payer {
            PayerChoice::Known(payer) => Some(SchedulePayer::Known(payer)),
            PayerChoice::New => Some(SchedulePayer::Named(self.new_payer.trim().to_owned())),
            PayerChoice::Unchosen => None,
        };
        let name = Some(self.schedule_name.trim().to_owned()).filter(|name| !name.is_empty());
        ImportRequest {
            more: Vec::new(),
            path: path.to_path_buf(),
            kind: self.kind,
            plan: Some(plan),
            payer: payer.filter(|_payer| is_schedule),
            schedule_name: name.filter(|_name| is_schedule),
            effective_from: typed_date(&self.effective)
                .ok()
                .flatten()
                .filter(|_date| is_schedule),
            profile,
            again: false,
        }
    }
}

fn stem_of(file_name: &str) -> String {
    Path::new(file_name)
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Finds the one payer whose name the file's name holds.
fn payer_in(stem: &str, practice: &PracticeView) -> PayerChoice {
    let letters = |text: &str| -> String {
        let kept = text.chars().filter(|letter| letter.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect()
    };
    let stem = letters(stem);
    let mut named = practice.payers.iter().filter(|payer| {
        let name = letters(&payer.name);
        !name.is_empty() && stem.contains(&name)
    });
    match (named.next(), named.next()) {
        (Some(payer), None) => PayerChoice::Known(payer.id),
        _ => PayerChoice::Unchosen,
    }
}
