//! What a table must have to be one of these, and what it must not have: patients.

use super::super::fields::key as shared;
use super::super::mapping::propose_mapping;
use super::super::patient;
use super::super::plan::TablePlan;
use super::super::preview::TablePreview;
use super::fields::{key, record_fields};
use crate::domain::{ImportKind, Issue, Place, Severity};

/// Says what a plan still lacks or must not have, a sentence each.
pub(in super::super) fn missing(plan: &TablePlan) -> Vec<String> {
    let has = |key: &str| plan.columns_of(key).next().is_some();
    let mut missing: Vec<String> = record_fields(plan.kind)
        .iter()
        .map(|one| one.field)
        .filter(|field| field.required && !has(field.key))
        .filter(|field| field.key != shared::PAYER || plan.payer_name.is_none())
        .map(|field| match field.key {
            shared::PAYER => "Choose the column with payers, or name one payer for all".to_owned(),
            _ => format!("Choose the column for {}", field.label.to_lowercase()),
        })
        .collect();
    let counted = has(key::NUMERATOR) && has(key::DENOMINATOR);
    if plan.kind == ImportKind::QualityMeasures && !has(key::RESULT) && !counted {
        missing.push("Choose the column for result, or numerator and denominator".to_owned());
    }
    missing.extend(columns_with_patients(plan));
    missing
}

/// Names columns that keep a table out: any that could name a patient among survey answers, and
/// those mapped on purpose in a log of authorizations.
fn columns_with_patients(plan: &TablePlan) -> Vec<String> {
    let is_read = |idx: usize| plan.columns.iter().any(|column| column.column_idx == idx);
    plan.headings
        .iter()
        .enumerate()
        .filter(|(_, heading)| names_a_patient(heading, plan.kind))
        .filter_map(|(idx, heading)| match plan.kind {
            ImportKind::SurveyAnswers => Some(format!(
                "The column {heading} could name a patient, and survey answers are kept without \
                 patients: delete it from the table"
            )),
            ImportKind::Authorizations if is_read(idx) => Some(format!(
                "The column {heading} could name a patient: choose another one"
            )),
            _ => None,
        })
        .collect()
}

/// Notes the columns of a log that were left unread because they could name a patient.
pub(super) fn unread_columns(plan: &TablePlan) -> Vec<Issue> {
    let named: Vec<&str> = plan
        .headings
        .iter()
        .map(String::as_str)
        .filter(|heading| names_a_patient(heading, plan.kind))
        .collect();
    if plan.kind != ImportKind::Authorizations || named.is_empty() {
        return Vec::new();
    }
    vec![Issue {
        severity: Severity::Note,
        place: Place {
            file: plan.file_name.clone(),
            line_nr: None,
            field: Some(named.join(", ")),
        },
        problem: "not read, since it could name a patient; authorizations are kept without \
                  patients"
            .to_owned(),
        remedy: String::new(),
    }]
}

/// Whether a heading that is no field of the kind names something that tells who a patient is.
fn names_a_patient(heading: &str, kind: ImportKind) -> bool {
    super::recognise(heading, kind).is_none() && patient::identifies_a_person(heading)
}

/// Whether a column of such a table holds a field that is about the practice or a payer.
pub(in super::super) fn names_no_patient(heading: &str, kind: ImportKind) -> bool {
    super::recognise(heading, kind).is_some_and(|found| found.field != key::REASON)
}

/// Whether a column's values can be the field's: so many filled cells, so many of them numbers, so
/// many dates.
pub(in super::super) fn allows(field: &str, filled: usize, numbers: usize, dates: usize) -> bool {
    match field {
        key::SCORE | key::EXPENSE => numbers * 2 >= filled,
        key::REQUESTED_ON | key::DECIDED_ON => dates * 2 >= filled,
        _ => true,
    }
}

/// Says which of these tables this surely is.
pub(in super::super) fn likely(preview: &TablePreview) -> Option<ImportKind> {
    let claims = propose_mapping(preview, ImportKind::Utilization);
    let claims_have = |key: &str| claims.iter().any(|column| column.field == key);
    let amounts = [
        shared::CHARGE,
        shared::ALLOWED,
        shared::PAID,
        shared::PATIENT,
    ];
    let is_claims = amounts.into_iter().any(claims_have);
    ImportKind::RECORDS.into_iter().find(|&kind| {
        let columns = propose_mapping(preview, kind);
        let has = |key: &str| columns.iter().any(|column| column.field == key);
        let people = || {
            preview
                .headings
                .iter()
                .any(|heading| names_a_patient(heading, kind))
        };
        let complete = record_fields(kind)
            .iter()
            .all(|one| !one.field.required || has(one.field.key));
        let is_list = || {
            let of_services = claims_have(shared::DATE) || claims_have(shared::CODE);
            !is_claims && !of_services && !people()
        };
        let counted = || has(key::NUMERATOR) && has(key::DENOMINATOR);
        complete
            && match kind {
                ImportKind::SurveyAnswers | ImportKind::Authorizations => !is_claims,
                ImportKind::QualityMeasures => !is_claims && (has(key::RESULT) || counted()),
                ImportKind::Expenses => !claims_have(shared::CODE) && !claims_have(shared::PAYER),
                ImportKind::Providers => (has(key::NPI) || has(key::CREDENTIAL)) && is_list(),
                ImportKind::Sites => (has(key::ZIP) || has(key::SHOWN_NAME)) && is_list(),
                _ => (has(key::ROLE) || has(key::AUTHORITY)) && !is_claims && !people(),
            }
    })
}
