//! `profiles`: layouts by which tables are read.

use std::path::Path;

use serde_json::json;

use super::args::{Output, ProfilesAction, ProfilesArgs};
use super::print::{Align, TextTable};
use super::{Printed, ask, print};
use crate::domain::MappingProfile;
use crate::jobs::{Desk, Edit, JobError, Layouts};

/// Lists, exports, imports or removes layouts.
pub(super) fn profiles(args: &ProfilesArgs) -> Printed {
    match &args.action {
        ProfilesAction::List { file, output } => list(file.as_deref(), *output),
        ProfilesAction::Export {
            name,
            out,
            file,
            output,
        } => {
            let mut desk = desk_with(file.as_deref())?;
            let what = desk.export_profile(name, out)?;
            desk.close()?;
            Ok(said(
                *output,
                "exported",
                &format!("{what} saved as {}", out.display()),
            ))
        }
        ProfilesAction::Import {
            layout,
            file,
            output,
        } => {
            let mut desk = desk_with(file.as_deref())?;
            let kept = desk.import_profile(layout)?;
            desk.close()?;
            Ok(said(
                *output,
                "imported",
                &format!("Layout {} kept", kept.name),
            ))
        }
        ProfilesAction::Remove { name, file, output } => remove(name, file.as_deref(), *output),
    }
}

fn desk_with(file: Option<&Path>) -> Result<Desk, JobError> {
    match file {
        Some(file) => ask::open(file).map(|(desk, _view)| desk),
        None => Ok(Desk::new()),
    }
}

fn said(output: Output, what: &str, sentence: &str) -> String {
    if output.json {
        return print::json("profiles", &json!({}), &json!({ what: sentence }));
    }
    sentence.to_owned()
}

fn of_practice(desk: &mut Desk, file: Option<&Path>) -> Result<Vec<MappingProfile>, JobError> {
    match file {
        Some(_open) => Ok(desk.view()?.profiles.clone()),
        None => Ok(Vec::new()),
    }
}

fn list(file: Option<&Path>, output: Output) -> Printed {
    let mut desk = desk_with(file)?;
    let of_practice = of_practice(&mut desk, file)?;
    let of_program = Layouts::kept();
    desk.close()?;
    if output.json {
        let value = json!({ "every_practice": of_program, "this_practice": of_practice });
        return Ok(print::json("profiles", &json!({}), &value));
    }
    let mut table = TextTable::new(&[
        ("Layout", Align::Left),
        ("Kind", Align::Left),
        ("Columns", Align::Right),
        ("Kept for", Align::Left),
    ]);
    let rows = of_program
        .iter()
        .map(|profile| (profile, "every practice"))
        .chain(of_practice.iter().map(|profile| (profile, "this practice")));
    for (profile, kept_for) in rows {
        table.row(vec![
            profile.name.clone(),
            profile.kind.label().to_owned(),
            profile.columns.len().to_string(),
            kept_for.to_owned(),
        ]);
    }
    Ok(table.text())
}

fn remove(name: &str, file: Option<&Path>, output: Output) -> Printed {
    let mut desk = desk_with(file)?;
    let known = match file {
        Some(_open) => of_practice(&mut desk, file)?,
        None => Layouts::kept(),
    };
    let found = known
        .iter()
        .find(|profile| profile.name.eq_ignore_ascii_case(name.trim()));
    let Some(found) = found else {
        let names: Vec<&str> = known.iter().map(|profile| profile.name.as_str()).collect();
        return Err(ask::unknown("layout", name, &names));
    };
    match file {
        Some(_open) => drop(desk.edit(Edit::RemoveProfile(found.name.clone()))?),
        None => drop(Layouts::remove(&found.name)?),
    }
    desk.close()?;
    Ok(said(
        output,
        "removed",
        &format!("Layout {} removed", found.name),
    ))
}
