//! How one table is to be read: options, columns, and what the table does not say itself.

use crate::domain::{
    ColumnMapping, DateOrder, ImportKind, MappingProfile, PayerFrom, ReadingRules, RowFilter,
    RowShape,
};

use super::dates;
use super::fields::{fields, key};
use super::file_payer::payer_from_file_name;
use super::mapping::propose_mapping;
use super::patient;
use super::placed::BY_POSITION;
use super::preview::{TableOptions, TablePreview};
use super::proposed_rules::propose_rules;
use super::rows::Row;

/// Something a table must have, in any of several fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// Keys of the fields of which one must be chosen, the usual one first.
    pub fields: &'static [&'static str],
    /// What to do, a sentence for people.
    pub ask: &'static str,
}

const fn need(fields: &'static [&'static str], ask: &'static str) -> Need {
    Need { fields, ask }
}

const PAYER: Need = need(
    &[key::PAYER],
    "Choose the column with payers, or name one payer for all",
);
const CODE: Need = need(&[key::CODE], "Choose the column with procedure codes");
const DATE: Need = need(
    &[key::DATE, key::MONTH, key::QUARTER, key::YEAR],
    "Choose the column with the date, month, quarter or year of service",
);
const AMOUNTS: Need = need(
    &[key::CHARGE, key::ALLOWED, key::PAID],
    "Choose a column with charges, allowed amounts or payments",
);
const TRANSACTION_TYPE: Need = need(
    &[key::TRANSACTION_TYPE],
    "Choose the column that says what each transaction is",
);
const CHARGE_ID: Need = need(
    &[key::CHARGE_ID],
    "Choose the column with charge numbers, by which transactions are put together",
);
const AMOUNT: Need = need(
    &[key::AMOUNT],
    "Choose the column with the transactions' amounts",
);
const RATE: Need = need(&super::rate_columns::RATES, "Choose the column with rates");

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
    /// Columns that may tell of a person, by heading or values; their filters are not remembered.
    pub masked: Vec<bool>,
    /// Which columns are read as which fields.
    pub columns: Vec<ColumnMapping>,
    /// The payer of every row, where no column says it.
    pub payer_name: Option<String>,
    /// Which number comes first in dates, judged from the sample.
    pub date_order: DateOrder,
    /// How cells and rows of a utilization table are understood.
    pub rules: ReadingRules,
}

impl TablePlan {
    /// Builds a plan from a mapping, with rules that change nothing.
    pub fn new(
        preview: &TablePreview,
        kind: ImportKind,
        columns: Vec<ColumnMapping>,
        payer_name: Option<String>,
    ) -> Self {
        let date_column = columns
            .iter()
            .find(|column| {
                let field = column.field.as_str();
                [key::DATE, key::EFFECTIVE, key::TERMINATION].contains(&field)
                    || super::records::DATES.contains(&field)
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
            masked: preview.masked.clone(),
            columns,
            payer_name: payer_name.filter(|name| !name.trim().is_empty()),
            date_order,
            rules: ReadingRules::default(),
        }
    }

    /// Returns the plan with other rules.
    #[must_use]
    pub fn with_rules(mut self, rules: ReadingRules) -> Self {
        self.rules = rules;
        self
    }

    /// Builds a plan from what [`propose_mapping`] and [`propose_rules`] propose.
    pub fn proposed(preview: &TablePreview, kind: ImportKind, payer_name: Option<String>) -> Self {
        let columns: Vec<ColumnMapping> = propose_mapping(preview, kind)
            .into_iter()
            .map(|proposed| ColumnMapping {
                column_idx: proposed.column_idx,
                field: proposed.field.to_owned(),
            })
            .collect();
        let rules = match kind {
            ImportKind::Utilization => propose_rules(preview, &columns),
            _ => ReadingRules::default(),
        };
        Self::new(preview, kind, columns, payer_name).with_rules(rules)
    }

    /// Builds a plan from a remembered layout; `payer_name` goes before the remembered one.
    pub fn from_profile(
        preview: &TablePreview,
        profile: &MappingProfile,
        payer_name: Option<String>,
    ) -> Self {
        let payer_name = payer_name.or_else(|| profile.payer_name.clone());
        Self::new(preview, profile.kind, profile.columns.clone(), payer_name)
            .with_rules(profile.rules.clone())
    }

    /// Returns the layout to remember, under a name. Filters on a column that may tell of a person
    /// are left out: their values would be remembered with it.
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
            rules: ReadingRules {
                filters: self.impersonal_filters().cloned().collect(),
                ..self.rules.clone()
            },
        }
    }

    fn impersonal_filters(&self) -> impl Iterator<Item = &RowFilter> {
        self.rules.filters.iter().filter(|filter| {
            let is_masked = self.masked.get(filter.column_idx).copied().unwrap_or(true);
            let says_whom = |text: &String| {
                patient::is_personal_value(text.trim()) || patient::holds_a_number_or_address(text)
            };
            !is_masked && !filter.values.iter().any(says_whom)
        })
    }

    /// Returns the payer of every row that names none: the one given, or the one in the file's name.
    pub fn payer_for_all(&self) -> Option<String> {
        self.payer_name.clone().or_else(|| {
            (self.rules.payer_from == PayerFrom::FileName)
                .then(|| payer_from_file_name(&self.file_name))
                .flatten()
        })
    }

    /// Lists the needs no column fills, the payer last; none when the columns
    /// are enough.
    pub fn unmet(&self) -> Vec<Need> {
        let needs: &[Need] = match (self.kind, self.rules.rows) {
            (ImportKind::Utilization, RowShape::Lines) => &[CODE, DATE, AMOUNTS, PAYER],
            (ImportKind::Utilization, RowShape::Transactions) => {
                &[CODE, DATE, TRANSACTION_TYPE, CHARGE_ID, AMOUNT, PAYER]
            }
            (ImportKind::FeeSchedule, _) => &[CODE, RATE],
            _ => &[],
        };
        needs
            .iter()
            .filter(|need| !need.fields.iter().any(|key| self.has(key)))
            .filter(|need| need.fields != PAYER.fields || self.payer_for_all().is_none())
            .copied()
            .collect()
    }

    /// Says what the plan still lacks, a sentence each; none when it can be read.
    pub fn missing(&self) -> Vec<String> {
        let mut missing: Vec<String> = match self.kind {
            ImportKind::SurveyAnswers
            | ImportKind::QualityMeasures
            | ImportKind::Authorizations
            | ImportKind::Expenses
            | ImportKind::Providers
            | ImportKind::Sites
            | ImportKind::Contacts => super::records::missing(self),
            ImportKind::MedicareRelease | ImportKind::MedicareTable => {
                vec!["Import Medicare files as CMS publishes them".to_owned()]
            }
            _ => self
                .unmet()
                .iter()
                .map(|need| need.ask.to_owned())
                .collect(),
        };
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
        for filter in &self.rules.filters {
            if filter.column_idx >= self.headings.len() {
                misfits.push(format!(
                    "Column {}, by which rows are chosen, is not in this table",
                    filter.column_idx + 1
                ));
            }
        }
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

    /// Whether a row of delimited text has more cells than there are headings, so that its values may
    /// be shifted; in other tables cells have their places.
    pub(super) fn is_overfull(&self, row: &Row) -> bool {
        let delimited = self
            .options
            .delimiter
            .is_some_and(|byte| byte != BY_POSITION);
        let width = self.headings.len();
        delimited && width < row.len() && width < row.filled_len()
    }

    /// Returns which number comes first in dates: as chosen, or as judged from the sample.
    pub(super) fn dates_order(&self) -> DateOrder {
        self.rules.date_order.unwrap_or(self.date_order)
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
