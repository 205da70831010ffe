//! `new`, `reference` and `check`.

use serde_json::json;

use super::args::{CheckArgs, NewArgs, QpChoice, ReferenceArgs, SettingRule};
use super::{Printed, ask, print};
use crate::domain::{MedicareReference, Practice, QpStatus, Setting};
use crate::jobs::{Desk, Edit, JobError, PracticeView};

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

/// Shows or sets the Medicare reference.
pub(super) fn reference(args: &ReferenceArgs) -> Printed {
    let (mut desk, mut view) = ask::open(&args.file)?;
    let changes = args.release.is_some()
        || args.locality.is_some()
        || args.setting.is_some()
        || args.qp.is_some();
    if changes {
        let reference = changed_reference(&view, args)?;
        desk.edit(Edit::SetReference(Some(reference)))?;
        view = desk.view()?;
    }
    desk.close()?;
    let label = view.reference_label.as_deref();
    if args.output.json {
        let value = json!({ "label": label, "reference": view.practice.reference });
        return Ok(print::json("reference", &json!({}), &value));
    }
    Ok(format!(
        "Medicare reference: {}",
        label.unwrap_or("none yet; import CMS's relative-value zip")
    ))
}

fn changed_reference(
    view: &PracticeView,
    args: &ReferenceArgs,
) -> Result<MedicareReference, JobError> {
    let missing = |what: &str, remedy: &str| {
        JobError::new(
            "Setting the Medicare reference",
            format!("there is no {what} yet"),
            remedy,
        )
    };
    let known = view.practice.reference.clone();
    let release = match &args.release {
        Some(name) => Some(ask::release(view, name)?),
        None => known.as_ref().map(|reference| reference.release),
    };
    let release = release.ok_or_else(|| {
        missing(
            "Medicare release",
            "Import CMS's relative-value zip, or name one with --release",
        )
    })?;
    let home = known
        .as_ref()
        .map(|reference| reference.locality)
        .or(view.practice.locality);
    let locality = args
        .locality
        .or(home)
        .ok_or_else(|| missing("locality", "Name one with --locality, such as 10212-01"))?;
    let setting = match args.setting {
        None => known.as_ref().and_then(|reference| reference.setting),
        Some(SettingRule::PlaceOfService) => None,
        Some(SettingRule::Nonfacility) => Some(Setting::NonFacility),
        Some(SettingRule::Facility) => Some(Setting::Facility),
    };
    let qp = match args.qp {
        None => known
            .as_ref()
            .map_or(QpStatus::NonQualifying, |reference| reference.qp),
        Some(QpChoice::No) => QpStatus::NonQualifying,
        Some(QpChoice::Yes) => QpStatus::Qualifying,
    };
    let date = known.and_then(|reference| reference.date);
    Ok(MedicareReference {
        release,
        locality,
        qp,
        setting,
        date,
    })
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
