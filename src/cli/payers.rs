//! `payers`: the list, and what can be done to it.

use serde_json::json;

use super::args::PayersArgs;
use super::print::{Align, TextTable};
use super::{Printed, ask, print};
use crate::jobs::{Desk, Edit, JobError, PracticeView};

/// Lists payers, after changing one where that is asked.
pub(super) fn payers(args: &PayersArgs) -> Printed {
    let (mut desk, mut view) = ask::open(&args.file)?;
    for edit in edits(&view, args)? {
        desk.edit(edit)?;
        view = desk.view()?;
    }
    let text = if args.output.json {
        as_json(&view)
    } else {
        as_text(&view)
    };
    Desk::close(&mut desk)?;
    Ok(text)
}

fn edits(view: &PracticeView, args: &PayersArgs) -> Result<Vec<Edit>, JobError> {
    let mut edits = Vec::new();
    if let Some(name) = &args.split {
        let found = view
            .payer_names
            .iter()
            .find(|known| known.text.eq_ignore_ascii_case(name));
        let names: Vec<&str> = view
            .payer_names
            .iter()
            .map(|known| known.text.as_str())
            .collect();
        let found = found.ok_or_else(|| ask::unknown("name in a file", name, &names))?;
        edits.push(Edit::SplitPayerName(found.id));
    }
    let Some(name) = &args.payer else {
        return Ok(edits);
    };
    let payer = ask::payer(view, name)?.id;
    if let Some(name) = &args.rename {
        edits.push(Edit::RenamePayer {
            payer,
            name: name.clone(),
        });
    }
    if let Some(class) = args.class {
        edits.push(Edit::SetPayerClass { payer, class });
    }
    if let Some(into) = &args.merge_into {
        let into = ask::payer(view, into)?.id;
        edits.push(Edit::MergePayers {
            from: vec![payer],
            into,
        });
    }
    Ok(edits)
}

fn as_json(view: &PracticeView) -> String {
    let value = json!({
        "payers": view.payers,
        "payer_names": view.payer_names,
        "merge_suggestions": view.merge_suggestions,
    });
    print::json("payers", &json!({ "lines": view.line_count }), &value)
}

fn as_text(view: &PracticeView) -> String {
    let mut table = TextTable::new(&[
        ("Payer", Align::Left),
        ("Class", Align::Left),
        ("Lines", Align::Right),
        ("Names in files", Align::Left),
    ]);
    for payer in &view.payers {
        let names = || {
            view.payer_names
                .iter()
                .filter(|name| name.payer == payer.id)
        };
        let texts: Vec<&str> = names().map(|name| name.text.as_str()).collect();
        table.row(vec![
            payer.name.clone(),
            payer.class.label().to_owned(),
            print::count(names().map(|name| name.line_count).sum()),
            texts.join("; "),
        ]);
    }
    let mut text = table.text();
    for suggestion in &view.merge_suggestions {
        text.push_str(&format!(
            "\nPerhaps the same: {} and {} ({})",
            suggestion.from_name, suggestion.into_name, suggestion.reason
        ));
    }
    text
}
