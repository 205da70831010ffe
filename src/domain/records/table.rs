//! Records as a table of columns and cells: the one place that says how their columns are called,
//! in templates, in the window and in the terminal.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    Authorization, Contact, ExpenseTotal, ProviderEntry, QualityMeasure, Records, SiteEntry,
    SurveyAnswer,
};
use crate::domain::{ImportKind, Money};

/// One value of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordCell {
    /// The table did not say.
    Blank,
    /// Words.
    Text(String),
    /// A day.
    Date(Date),
    /// A number in the unit of its column.
    Number(Decimal),
    /// Dollars.
    Money(Money),
}

impl RecordCell {
    fn text(text: &str) -> Self {
        if text.is_empty() {
            Self::Blank
        } else {
            Self::Text(text.to_owned())
        }
    }

    fn text_if_any(text: Option<impl ToString>) -> Self {
        text.map_or(Self::Blank, |text| Self::Text(text.to_string()))
    }

    fn date_if_any(date: Option<Date>) -> Self {
        date.map_or(Self::Blank, Self::Date)
    }

    fn number_if_any(number: Option<impl Into<Decimal>>) -> Self {
        number.map_or(Self::Blank, |number| Self::Number(number.into()))
    }

    /// Returns the value as plain text; empty for none.
    pub fn plain(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.clone(),
            Self::Date(date) => date.to_string(),
            Self::Number(number) => number.normalize().to_string(),
            Self::Money(amount) => amount.to_string(),
        }
    }
}

/// Returns the headings of a kind's columns; none for kinds without records.
pub const fn record_columns(kind: ImportKind) -> &'static [&'static str] {
    match kind {
        ImportKind::SurveyAnswers => &["Date", "Question", "Score", "Best score"],
        ImportKind::QualityMeasures => &[
            "Measure",
            "Family",
            "Period",
            "Numerator",
            "Denominator",
            "Result",
            "Better when",
            "Comparator",
            "Comparator source",
            "Comparator date",
        ],
        ImportKind::Authorizations => &[
            "Requested on",
            "Decided on",
            "Payer",
            "Procedure code",
            "Type",
            "Outcome",
            "Outcome after appeal",
            "Reason",
        ],
        ImportKind::Expenses => &["Year", "Category", "Kind", "Amount"],
        ImportKind::Providers => &["Provider name", "NPI", "Credential", "Usual site"],
        ImportKind::Sites => &["Site", "Name to show", "ZIP code"],
        ImportKind::Contacts => &[
            "Payer",
            "Name",
            "Role",
            "Phone",
            "Email",
            "Authority",
            "Note",
        ],
        _ => &[],
    }
}

impl Records {
    /// Returns every row's cells, in the order of [`record_columns`].
    pub fn cells(&self) -> Vec<Vec<RecordCell>> {
        match self {
            Self::SurveyAnswers(rows) => rows.iter().map(SurveyAnswer::cells).collect(),
            Self::QualityMeasures(rows) => rows.iter().map(QualityMeasure::cells).collect(),
            Self::Authorizations(rows) => rows.iter().map(Authorization::cells).collect(),
            Self::Expenses(rows) => rows.iter().map(ExpenseTotal::cells).collect(),
            Self::Providers(rows) => rows.iter().map(ProviderEntry::cells).collect(),
            Self::Sites(rows) => rows.iter().map(SiteEntry::cells).collect(),
            Self::Contacts(rows) => rows.iter().map(Contact::cells).collect(),
        }
    }
}

impl SurveyAnswer {
    fn cells(&self) -> Vec<RecordCell> {
        vec![
            RecordCell::Date(self.date),
            RecordCell::text(&self.question),
            RecordCell::Number(self.score),
            RecordCell::number_if_any(self.scale_max),
        ]
    }
}

impl QualityMeasure {
    fn cells(&self) -> Vec<RecordCell> {
        let comparator = self.comparator.as_ref();
        vec![
            RecordCell::text(&self.name),
            RecordCell::text(self.family.label()),
            RecordCell::Text(self.period_words()),
            RecordCell::number_if_any(self.numerator),
            RecordCell::number_if_any(self.denominator),
            RecordCell::Number(self.result),
            RecordCell::text(self.better.label()),
            RecordCell::number_if_any(comparator.map(|other| other.value)),
            comparator.map_or(RecordCell::Blank, |other| RecordCell::text(&other.source)),
            RecordCell::date_if_any(comparator.and_then(|other| other.date)),
        ]
    }

    /// Says which months were measured: `2025`, `2025-03`, `2025-01 to 2025-06`.
    pub fn period_words(&self) -> String {
        let whole_year = self.from.year() == self.to.year()
            && self.from.month_of_year() == 1
            && self.to.month_of_year() == 12;
        if whole_year {
            self.from.year().to_string()
        } else if self.from == self.to {
            self.from.to_string()
        } else {
            format!("{} to {}", self.from, self.to)
        }
    }
}

impl Authorization {
    fn cells(&self) -> Vec<RecordCell> {
        vec![
            RecordCell::Date(self.requested_on),
            RecordCell::date_if_any(self.decided_on),
            RecordCell::text(&self.payer),
            RecordCell::text_if_any(self.code),
            RecordCell::text(self.urgency.label()),
            RecordCell::text(self.outcome.label()),
            RecordCell::text_if_any(self.after_appeal),
            RecordCell::text(&self.reason),
        ]
    }
}

impl ExpenseTotal {
    fn cells(&self) -> Vec<RecordCell> {
        vec![
            RecordCell::Text(self.year.to_string()),
            RecordCell::text(&self.category),
            RecordCell::text(self.kind.label()),
            RecordCell::Money(self.amount),
        ]
    }
}

impl ProviderEntry {
    fn cells(&self) -> Vec<RecordCell> {
        vec![
            RecordCell::text(&self.name),
            RecordCell::text_if_any(self.npi.as_deref()),
            RecordCell::text_if_any(self.class),
            RecordCell::text(&self.site),
        ]
    }
}

impl SiteEntry {
    fn cells(&self) -> Vec<RecordCell> {
        vec![
            RecordCell::text(&self.text),
            RecordCell::text(&self.name),
            RecordCell::text_if_any(self.zip.as_deref()),
        ]
    }
}

impl Contact {
    fn cells(&self) -> Vec<RecordCell> {
        [
            &self.payer,
            &self.name,
            &self.role,
            &self.phone,
            &self.email,
            &self.authority,
            &self.note,
        ]
        .into_iter()
        .map(|text| RecordCell::text(text))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_has_a_cell_under_every_heading() {
        let contact = Contact {
            payer: "Aetna".to_owned(),
            name: "Ada Moss".to_owned(),
            ..Contact::default()
        };
        let cells = Records::Contacts(vec![contact]).cells();
        let texts: Vec<String> = cells[0].iter().map(RecordCell::plain).collect();
        assert_eq!(texts, ["Aetna", "Ada Moss", "", "", "", "", ""]);
        assert_eq!(texts.len(), record_columns(ImportKind::Contacts).len());
    }
}
