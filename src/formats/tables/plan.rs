//! How one table is to be read: options, columns, and what the table does not say itself.

use crate::domain::{ColumnMapping, DateOrder, ImportKind, MappingProfile, ReadingRules};

use super::dates;
use super::fields::{fields, key};
use super::mapping::propose_mapping;
use super::preview::{TableOptions, TablePreview};

/// A complete decision on how to read a table. Made from a preview of the same file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TablePlan {
    /// What the table is read as.
    pub kind: ImportKind,
    /// The file's own name, for issues.
    pub file_name: String,
    /// Sheet, delimiter and heading row as found or chosen; none is left open.
    pub options: TableOptions,
    /// The sheets read one after another, with the line of each one's last heading row; empty for
    /// one sheet. Only fee schedules are read so, each sheet as its own.
    pub sheets: Vec<(String, u64)>,
    /// The headings, for issues.
    pub headings: Vec<String>,
    /// Which columns are read as which fields.
    pub columns: Vec<ColumnMapping>,
    /// The payer of every row, where no column says it.
    pub payer_name: Option<String>,
    /// Which number comes first in dates, judged from the sample.
    pub date_order: DateOrder,
}

impl TablePlan {
    /// Builds a plan from a mapping.
    pub fn new(
        preview: &TablePreview,
        kind: ImportKind,
        columns: Vec<ColumnMapping>,
        payer_name: Option<String>,
    ) -> Self {
        let date_column = columns
            .iter()
            .find(|column| {
                [key::DATE, key::EFFECTIVE, key::TERMINATION].contains(&column.field.as_str())
            })
            .map(|column| column.column_idx);
        let date_order = date_column.map_or(DateOrder::default(), |idx| {
            dates::order_of(preview.sample.0.iter().map(|row| row.cell(idx)))
        });
        Self {
            kind,
            file_name: preview.file_name.clone(),
            options: TableOptions {
                sheet: preview.sheet.clone(),
                delimiter: preview.delimiter,
                header_row: Some(preview.header_row),
            },
            sheets: match kind {
                ImportKind::FeeSchedule => preview.twins.clone(),
                _ => Vec::new(),
            },
            headings: preview.headings.clone(),
            columns,
            payer_name: payer_name.filter(|name| !name.trim().is_empty()),
            date_order,
        }
    }

    /// Builds a plan from what [`propose_mapping`] proposes.
    pub fn proposed(preview: &TablePreview, kind: ImportKind, payer_name: Option<String>) -> Self {
        let columns = propose_mapping(preview, kind)
            .into_iter()
            .map(|proposed| ColumnMapping {
                column_idx: proposed.column_idx,
                field: proposed.field.to_owned(),
            })
            .collect();
        Self::new(preview, kind, columns, payer_name)
    }

    /// Builds a plan from a remembered layout; `payer_name` goes before the remembered one.
    pub fn from_profile(
        preview: &TablePreview,
        profile: &MappingProfile,
        payer_name: Option<String>,
    ) -> Self {
        let payer_name = payer_name.or_else(|| profile.payer_name.clone());
        Self::new(preview, profile.kind, profile.columns.clone(), payer_name)
    }

    /// Returns the layout to remember, under a name.
    pub fn profile(&self, name: &str) -> MappingProfile {
        MappingProfile {
            name: name.to_owned(),
            kind: self.kind,
            headings: self
                .headings
                .iter()
                .map(|text| super::headings::normalised(text))
                .collect(),
            columns: self.columns.clone(),
            payer_name: self.payer_name.clone(),
            rules: ReadingRules::default(),
        }
    }

    /// Says what the plan still lacks, a sentence each; none when it can be read.
    pub fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        let mut need = |keys: &[&str], sentence: &str| {
            if !keys.iter().any(|key| self.has(key)) {
                missing.push(sentence.to_owned());
            }
        };
        match self.kind {
            ImportKind::Utilization => {
                need(&[key::CODE], "Choose the column with procedure codes");
                need(
                    &[key::DATE, key::MONTH, key::QUARTER, key::YEAR],
                    "Choose the column with the date, month, quarter or year of service",
                );
                need(
                    &[key::CHARGE, key::ALLOWED, key::PAID],
                    "Choose a column with charges, allowed amounts or payments",
                );
                if self.payer_name.is_none() {
                    need(
                        &[key::PAYER],
                        "Choose the column with payers, or name one payer for all",
                    );
                }
            }
            ImportKind::FeeSchedule => {
                need(&[key::CODE], "Choose the column with procedure codes");
                need(&super::rate_columns::RATES, "Choose the column with rates");
            }
            ImportKind::Remittances
            | ImportKind::Claims
            | ImportKind::SurveyAnswers
            | ImportKind::QualityMeasures
            | ImportKind::Authorizations
            | ImportKind::Expenses
            | ImportKind::Providers
            | ImportKind::Sites
            | ImportKind::Contacts => {}
            ImportKind::MedicareRelease | ImportKind::MedicareTable => {
                missing.push("Import Medicare files as CMS publishes them".to_owned());
            }
        }
        missing.extend(self.misfits());
        missing
    }

    /// Columns that are not there, and fields read from more columns than they can be.
    fn misfits(&self) -> Vec<String> {
        let mut misfits: Vec<String> = self
            .columns
            .iter()
            .filter(|column| column.column_idx >= self.headings.len())
            .map(|column| format!("Column {} is not in this table", column.column_idx + 1))
            .collect();
        for field in fields(self.kind) {
            if self.columns_of(field.key).count() > field.max_columns {
                misfits.push(format!(
                    "Choose at most {} for {}",
                    if field.max_columns == 1 {
                        "one column".to_owned()
                    } else {
                        format!("{} columns", field.max_columns)
                    },
                    field.label.to_lowercase(),
                ));
            }
        }
        misfits
    }

    fn has(&self, key: &str) -> bool {
        self.columns_of(key).next().is_some()
    }

    /// Iterates over the columns read as a field.
    pub(super) fn columns_of<'a>(&'a self, key: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.columns
            .iter()
            .filter(move |column| column.field == key)
            .map(|column| column.column_idx)
    }

    /// Returns the heading of the first column read as a field, or the field's own label.
    pub(super) fn heading_of(&self, key: &str) -> String {
        self.columns_of(key)
            .next()
            .and_then(|idx| self.headings.get(idx))
            .map_or_else(|| super::fields::label(key).to_owned(), Clone::clone)
    }
}

/// Whether a table has the remembered layout: the same headings in the same order.
pub fn matches(profile: &MappingProfile, preview: &TablePreview) -> bool {
    profile.headings == preview.signature
}
