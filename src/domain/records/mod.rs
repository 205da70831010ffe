//! What a practice knows besides services and rates: answers of patients, quality, authorizations,
//! expenses, people. Lists of rows from tables; what they add up to is said in `analysis`.

mod authorization;
mod contact;
mod expense_total;
mod provider_entry;
mod quality_measure;
mod site_entry;
mod survey_answer;
mod table;

use serde::{Deserialize, Serialize};

pub use authorization::{Authorization, AuthorizationOutcome, Urgency};
pub use contact::Contact;
pub use expense_total::{ExpenseKind, ExpenseTotal};
pub use provider_entry::ProviderEntry;
pub use quality_measure::{BetterWhen, Comparator, MeasureFamily, QualityMeasure};
pub use site_entry::SiteEntry;
pub use survey_answer::SurveyAnswer;
pub use table::{RecordCell, record_columns};

use super::ImportKind;

/// The rows of one table, all of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "rows")]
pub enum Records {
    /// Answers of patients to a survey.
    SurveyAnswers(Vec<SurveyAnswer>),
    /// Results of quality measures.
    QualityMeasures(Vec<QualityMeasure>),
    /// Requests for prior authorization.
    Authorizations(Vec<Authorization>),
    /// Yearly expenses.
    Expenses(Vec<ExpenseTotal>),
    /// The practice's providers.
    Providers(Vec<ProviderEntry>),
    /// The practice's sites.
    Sites(Vec<SiteEntry>),
    /// People at payers.
    Contacts(Vec<Contact>),
}

impl Records {
    /// Returns the kind of import that brings such rows.
    pub const fn kind(&self) -> ImportKind {
        match self {
            Self::SurveyAnswers(_) => ImportKind::SurveyAnswers,
            Self::QualityMeasures(_) => ImportKind::QualityMeasures,
            Self::Authorizations(_) => ImportKind::Authorizations,
            Self::Expenses(_) => ImportKind::Expenses,
            Self::Providers(_) => ImportKind::Providers,
            Self::Sites(_) => ImportKind::Sites,
            Self::Contacts(_) => ImportKind::Contacts,
        }
    }

    /// Adds rows of the same kind behind these; rows of another kind are not added.
    pub fn append(&mut self, more: Self) {
        match (self, more) {
            (Self::SurveyAnswers(rows), Self::SurveyAnswers(more)) => rows.extend(more),
            (Self::QualityMeasures(rows), Self::QualityMeasures(more)) => rows.extend(more),
            (Self::Authorizations(rows), Self::Authorizations(more)) => rows.extend(more),
            (Self::Expenses(rows), Self::Expenses(more)) => rows.extend(more),
            (Self::Providers(rows), Self::Providers(more)) => rows.extend(more),
            (Self::Sites(rows), Self::Sites(more)) => rows.extend(more),
            (Self::Contacts(rows), Self::Contacts(more)) => rows.extend(more),
            _ => {}
        }
    }

    /// Counts the rows.
    pub const fn len(&self) -> usize {
        match self {
            Self::SurveyAnswers(rows) => rows.len(),
            Self::QualityMeasures(rows) => rows.len(),
            Self::Authorizations(rows) => rows.len(),
            Self::Expenses(rows) => rows.len(),
            Self::Providers(rows) => rows.len(),
            Self::Sites(rows) => rows.len(),
            Self::Contacts(rows) => rows.len(),
        }
    }

    /// Whether there are no rows.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
