//! What an empty table to fill in looks like: its columns, each with what it holds and an example.

use super::super::fields::{Field, fields, key};
use super::fields::{key as own, record_fields};
use crate::domain::ImportKind;

/// A column of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TemplateColumn {
    /// Its heading: the field's label.
    pub heading: &'static str,
    /// What it holds, in a sentence.
    pub description: &'static str,
    /// Whether the table is of no use without it.
    pub required: bool,
    /// A value a person could type.
    pub example: &'static str,
    /// How a spreadsheet should treat what is typed.
    pub form: TemplateForm,
}

/// How a spreadsheet should treat what is typed in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateForm {
    /// As it stands: codes and numbers keep their zeros.
    Text,
    /// A day.
    Date,
    /// A number.
    Number,
}

/// Lists the columns of a kind's template; none for files that are not filled in by hand.
pub fn template_columns(kind: ImportKind) -> Vec<TemplateColumn> {
    let records = record_fields(kind)
        .iter()
        .map(|one| column(&one.field, one.example));
    let tables = EXAMPLES
        .iter()
        .filter(|(of, ..)| *of == kind)
        .filter_map(|(_, key, example)| {
            let field = fields(kind).iter().find(|field| field.key == *key)?;
            Some(column(field, example))
        });
    records.chain(tables).collect()
}

fn column(field: &Field, example: &'static str) -> TemplateColumn {
    TemplateColumn {
        heading: field.label,
        description: field.description,
        required: field.required,
        example,
        form: form_of(field.key),
    }
}

fn form_of(field: &str) -> TemplateForm {
    match field {
        key::DATE
        | key::EFFECTIVE
        | key::TERMINATION
        | own::REQUESTED_ON
        | own::DECIDED_ON
        | own::COMPARATOR_DATE => TemplateForm::Date,
        key::UNITS
        | key::CHARGE
        | key::ALLOWED
        | key::PAID
        | key::PATIENT
        | key::RATE
        | key::RATE_NONFACILITY
        | key::RATE_FACILITY
        | key::YEAR
        | own::SCORE
        | own::BEST_SCORE
        | own::NUMERATOR
        | own::DENOMINATOR
        | own::RESULT
        | own::COMPARATOR
        | own::EXPENSE => TemplateForm::Number,
        _ => TemplateForm::Text,
    }
}

/// The columns of templates for services and rates: those that most practices have, one each.
static EXAMPLES: &[(ImportKind, &str, &str)] = &[
    (ImportKind::Utilization, key::DATE, "2026-03-02"),
    (ImportKind::Utilization, key::PAYER, "Aetna"),
    (ImportKind::Utilization, key::CODE, "99213"),
    (ImportKind::Utilization, key::MODIFIER, "25"),
    (ImportKind::Utilization, key::PLACE, "11"),
    (ImportKind::Utilization, key::UNITS, "1"),
    (ImportKind::Utilization, key::CHARGE, "180.00"),
    (ImportKind::Utilization, key::ALLOWED, "102.40"),
    (ImportKind::Utilization, key::PAID, "82.40"),
    (ImportKind::Utilization, key::PATIENT, "20.00"),
    (ImportKind::Utilization, key::PROVIDER, "1234567893"),
    (ImportKind::Utilization, key::SITE, "Midtown"),
    (ImportKind::FeeSchedule, key::CODE, "99213"),
    (ImportKind::FeeSchedule, key::MODIFIER, ""),
    (ImportKind::FeeSchedule, key::RATE_NONFACILITY, "102.40"),
    (ImportKind::FeeSchedule, key::RATE_FACILITY, "71.15"),
    (ImportKind::FeeSchedule, key::EFFECTIVE, "2026-01-01"),
];
