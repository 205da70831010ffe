//! How a table is to be read, from the options typed.

use std::path::Path;

use super::args::{ImportArgs, RuleArgs};
use super::ask;
use crate::domain::{ColumnMapping, ImportKind, Keep, MappingProfile, ReadingRules, RowFilter};
use crate::jobs::tables::{TablePlan, TablePreview, fields};
use crate::jobs::{Desk, ImportRequest, InspectedTable, JobError, Layouts, SchedulePayer};

/// Refuses a table that cannot be read yet, in the words of the options that help.
pub(super) fn refuse_unclear(plan: &TablePlan, args: &ImportArgs) -> Result<(), JobError> {
    let doing = format!("Importing {}", plan.file_name);
    let missing = plan.missing();
    if !missing.is_empty() && plan.kind.has_records() {
        let remedy = "Columns are named with --column FIELD=HEADING; --preview shows what was \
                      recognised";
        return Err(JobError::new(doing, missing.join("; "), remedy));
    }
    if !missing.is_empty() {
        return Err(JobError::new(
            doing,
            "it is not clear how to read its columns",
            format!(
                "{}. Name columns with --column FIELD=HEADING and the payer with --payer NAME; \
                 --preview shows what was recognised",
                missing.join("; ")
            ),
        ));
    }
    if plan.kind == ImportKind::FeeSchedule && args.payer.is_none() {
        return Err(JobError::new(
            doing,
            "a fee schedule belongs to a payer, and none was named",
            "Name the payer whose rates these are with --payer NAME",
        ));
    }
    Ok(())
}

/// Returns how a table is imported.
pub(super) fn table_request(
    desk: &mut Desk,
    input: &Path,
    table: &InspectedTable,
    args: &ImportArgs,
) -> Result<ImportRequest, JobError> {
    let named = named_layout(desk, args)?;
    let payer = args.payer.clone();
    let kind = args
        .kind
        .or_else(|| named.as_ref().map(|profile| profile.kind))
        .unwrap_or(table.kind);
    let profile = named
        .as_ref()
        .or(table.profile.as_ref())
        .filter(|profile| profile.kind == kind);
    let plan = match profile {
        Some(profile) => TablePlan::from_profile(&table.preview, profile, payer),
        None => TablePlan::proposed(&table.preview, kind, payer),
    };
    let plan = with_columns(plan, &table.preview, &args.columns)?;
    let rules = with_rules(plan.rules.clone(), &plan.headings, &args.rules)?;
    let plan = plan.with_rules(rules);
    let save_as = args.profile.as_ref().filter(|_name| named.is_none());
    Ok(ImportRequest {
        kind,
        payer: args.payer.clone().map(SchedulePayer::Named),
        schedule_name: args.schedule_name.clone(),
        effective_from: args.effective,
        profile: save_as.map(|name| plan.profile(name)),
        plan: Some(plan),
        ..ImportRequest::of_table(input, table)
    })
}

/// Finds the layout that was named: the practice's, or else one kept for every practice.
fn named_layout(desk: &mut Desk, args: &ImportArgs) -> Result<Option<MappingProfile>, JobError> {
    let Some(name) = &args.profile else {
        return Ok(None);
    };
    let view = desk.view()?;
    let mut known = view.profiles.iter().cloned().chain(Layouts::kept());
    Ok(known.find(|profile| profile.name.eq_ignore_ascii_case(name)))
}

/// Changes the rules that were typed.
fn with_rules(
    rules: ReadingRules,
    headings: &[String],
    typed: &RuleArgs,
) -> Result<ReadingRules, JobError> {
    let mut rules = ReadingRules {
        rows: typed.rows.map_or(rules.rows, Into::into),
        implied_decimals: typed.implied_decimals.unwrap_or(rules.implied_decimals),
        signs: typed.signs.map_or(rules.signs, Into::into),
        date_order: typed.date_order.map(Into::into).or(rules.date_order),
        payer_from: typed.payer_from.map_or(rules.payer_from, Into::into),
        filters: rules.filters,
    };
    if !typed.keep_only.is_empty() || !typed.all_but.is_empty() {
        rules.filters = Vec::new();
    }
    for (keep, texts) in [
        (Keep::Only, &typed.keep_only),
        (Keep::AllBut, &typed.all_but),
    ] {
        for text in texts {
            let (heading, value) = ask::key_and_value(text)?;
            let column_idx = column_of(headings, heading)?;
            let known = rules
                .filters
                .iter_mut()
                .find(|filter| filter.column_idx == column_idx && filter.keep == keep);
            match known {
                Some(filter) => filter.values.push(value.to_owned()),
                None => rules.filters.push(RowFilter {
                    column_idx,
                    keep,
                    values: vec![value.to_owned()],
                }),
            }
        }
    }
    Ok(rules)
}

/// Finds a column by its heading.
fn column_of(headings: &[String], heading: &str) -> Result<usize, JobError> {
    headings
        .iter()
        .position(|one| one.trim().eq_ignore_ascii_case(heading.trim()))
        .ok_or_else(|| {
            let known: Vec<&str> = headings.iter().map(String::as_str).collect();
            ask::unknown("column", heading, &known)
        })
}

/// Reads columns as the user says: each named field anew, the rest as proposed.
fn with_columns(
    plan: TablePlan,
    preview: &TablePreview,
    typed: &[String],
) -> Result<TablePlan, JobError> {
    if typed.is_empty() {
        return Ok(plan);
    }
    let mut chosen = Vec::with_capacity(typed.len());
    for text in typed {
        let (field, heading) = ask::key_and_value(text)?;
        let known = fields(plan.kind);
        if !known.iter().any(|one| one.key == field) {
            let keys: Vec<&str> = known.iter().map(|one| one.key).collect();
            return Err(ask::unknown("field", field, &keys));
        }
        let column_idx = column_of(&preview.headings, heading)?;
        chosen.push(ColumnMapping {
            column_idx,
            field: field.to_owned(),
        });
    }
    let proposed = plan.columns.into_iter().filter(|column| {
        chosen
            .iter()
            .all(|one| one.column_idx != column.column_idx && one.field != column.field)
    });
    let columns: Vec<ColumnMapping> = proposed.chain(chosen.iter().cloned()).collect();
    Ok(TablePlan::new(preview, plan.kind, columns, plan.payer_name).with_rules(plan.rules))
}
