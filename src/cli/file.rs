//! `new`, `practice`, `labels` and `check`.

use serde_json::json;

use super::args::{CheckArgs, LabelsArgs, NewArgs, PracticeArgs, Switch, WorkClaimsArgs};
use super::print::{Align, TextTable};
use super::{Printed, ask, print};
use crate::domain::{Practice, ProcedureCode, WorkClaims};
use crate::jobs::{Desk, Edit, JobError};

/// Makes a practice file.
pub(super) fn new(args: &NewArgs) -> Printed {
    let practice = Practice {
        name: args.name.clone(),
        zip: args.zip.clone().unwrap_or_default(),
        specialty: args.specialty.clone(),
        ..Practice::default()
    };
    let mut desk = Desk::new();
    let view = desk.create(&args.file, practice, args.locality)?;
    let locality = view.practice.locality.map(|key| {
        let known = view.localities.iter().find(|locality| locality.key == key);
        known.map_or_else(
            || key.to_string(),
            |locality| format!("{key} {}", locality.name),
        )
    });
    let path = view.path.display().to_string();
    desk.close()?;
    if args.output.json {
        let value = json!({ "file": path, "practice": view.practice });
        return Ok(print::json("new", &json!({}), &value));
    }
    Ok(format!(
        "Made {path}\nMedicare locality: {}",
        locality.unwrap_or_else(|| "not known yet (allowable reference --locality …)".to_owned())
    ))
}

/// Shows the practice's particulars, after changing those that were named.
pub(super) fn practice(args: &PracticeArgs) -> Printed {
    let (mut desk, mut view) = ask::open(&args.file)?;
    let known = view.practice.clone();
    let lines = |typed: &Option<String>, known: &str| match typed {
        None => known.to_owned(),
        Some(text) => text
            .split(';')
            .map(str::trim)
            .collect::<Vec<_>>()
            .join("\n"),
    };
    let line = |typed: &Option<String>, known: &str| typed.clone().unwrap_or_else(|| known.into());
    let changed = Practice {
        name: line(&args.name, &known.name),
        zip: line(&args.zip, &known.zip),
        specialty: line(&args.specialty, &known.specialty),
        tin: line(&args.tin, &known.tin),
        npi: line(&args.npi, &known.npi),
        address: lines(&args.address, &known.address),
        contact: lines(&args.contact, &known.contact),
        phone: lines(&args.phone, &known.phone),
        ..known.clone()
    };
    if changed != known {
        desk.edit(Edit::SetPractice(changed))?;
        view = desk.view()?;
    }
    desk.close()?;
    let practice = &view.practice;
    if args.output.json {
        return Ok(print::json("practice", &json!({}), practice));
    }
    let mut table = TextTable::new(&[("Particular", Align::Left), ("Value", Align::Left)]);
    for (name, value) in [
        ("Name", &practice.name),
        ("ZIP code", &practice.zip),
        ("Specialty", &practice.specialty),
        ("TIN", &practice.tin),
        ("NPI", &practice.npi),
        ("Address", &practice.address),
        ("Contact", &practice.contact),
        ("Phone", &practice.phone),
    ] {
        table.row(vec![name.to_owned(), value.replace('\n', "; ")]);
    }
    Ok(table.text())
}

/// Lists the labels of codes, after setting those that were named.
pub(super) fn labels(args: &LabelsArgs) -> Printed {
    let (mut desk, mut view) = ask::open(&args.file)?;
    let mut labels = Vec::with_capacity(args.set.len());
    for text in &args.set {
        let (code, label) = ask::key_and_value(text)?;
        let code = ProcedureCode::from_code_column(code).map_err(ask::invalid)?;
        labels.push((code, label.to_owned()));
    }
    if !labels.is_empty() {
        desk.edit(Edit::SetCodeLabels(labels))?;
        view = desk.view()?;
    }
    desk.close()?;
    if args.output.json {
        let value = json!({ "labels": *view.code_labels });
        return Ok(print::json("labels", &json!({}), &value));
    }
    let mut table = TextTable::new(&[("Code", Align::Left), ("Label", Align::Left)]);
    for (code, label) in view.code_labels.iter() {
        table.row(vec![code.to_string(), label.clone()]);
    }
    Ok(table.text())
}

/// Checks that a practice file is whole.
pub(super) fn check(args: &CheckArgs) -> Printed {
    let (mut desk, view) = ask::open(&args.file)?;
    let checked = desk.check()?;
    desk.close()?;
    if let Some(first) = checked.problems.first() {
        return Err(JobError::new(
            format!("Checking {}", args.file.display()),
            match checked.problems.len() {
                1 => first.clone(),
                several => format!("{several} problems, the first: {first}"),
            },
            "Open the latest copy in its Backups folder",
        ));
    }
    if args.output.json {
        return Ok(print::json(
            "check",
            &json!({ "lines": view.line_count }),
            &checked,
        ));
    }
    Ok(format!(
        "{} is whole: {} imports, {} service lines",
        args.file.display(),
        view.imports.len(),
        print::count(view.line_count)
    ))
}

/// Says whether numbers of claims are kept, after changing it where that is asked.
pub(super) fn work_claims(args: &WorkClaimsArgs) -> Printed {
    let (mut desk, mut view) = ask::open(&args.file)?;
    if let Some(switch) = args.switch {
        desk.edit(Edit::SetWorkClaims(match switch {
            Switch::On => WorkClaims::On,
            Switch::Off => WorkClaims::Off,
        }))?;
        view = desk.view()?;
    }
    desk.close()?;
    if args.output.json {
        let value = json!({ "work_claims": view.work_claims });
        return Ok(print::json("work-claims", &json!({}), &value));
    }
    Ok(match view.work_claims {
        WorkClaims::On => {
            "On: claim numbers of imports from now on are kept in the file".to_owned()
        }
        WorkClaims::Off => "Off: no claim number is kept in the file".to_owned(),
    })
}
