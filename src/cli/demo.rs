//! `demo`: the whole way on the sample practice.

use std::path::Path;

use serde_json::json;

use super::args::DemoArgs;
use super::report::key_figures_text;
use super::{WindowRequest, ask, print};
use crate::brief::Audience;
use crate::domain::Filter;
use crate::jobs::{BriefSpec, Desk, JobError, PracticeView, ReportKind, ReportValue};

/// The practice file's name inside the demo's folder.
const FILE_NAME: &str = "Sample practice.practice";

/// Builds the sample practice, prints its key figures, writes both briefs; says which window to
/// open afterwards.
pub(super) fn run(args: &DemoArgs) -> Result<(String, Option<WindowRequest>), JobError> {
    let path = args.dir.join(FILE_NAME);
    let mut desk = Desk::new();
    let view = if path.is_file() {
        desk.open(&path)?
    } else {
        ask::with_progress(|reporter| desk.build_sample(&path, reporter))?
    };
    let ReportValue::KeyFigures(figures) =
        desk.report(&ReportKind::KeyFigures, Filter::default())?
    else {
        return Err(JobError::new(
            "Making the key figures",
            "another report came",
            "This is a defect of the program: report it",
        ));
    };
    let written = write_briefs(&mut desk, &view, &args.dir)?;
    desk.close()?;
    let mut text = if args.output.json {
        let based_on = json!(figures.based_on);
        let value = json!({ "file": path.display().to_string(), "key_figures": *figures, "written": written });
        print::json("demo", &based_on, &value)
    } else {
        let mut text = format!(
            "{}, a made-up practice: {}\n\n{}\n",
            view.practice.name,
            path.display(),
            key_figures_text(&figures)
        );
        for line in &written {
            text.push_str(line);
            text.push('\n');
        }
        text
    };
    if args.no_window {
        return Ok((text, None));
    }
    if !has_display() {
        if !args.output.json {
            text.push_str("\nNo display here, so no window was opened.\n");
        }
        return Ok((text, None));
    }
    Ok((
        text,
        Some(WindowRequest {
            file: Some(path),
            panel: None,
        }),
    ))
}

/// Writes the packet and the brief for the payer of the first saved scenario.
fn write_briefs(desk: &mut Desk, view: &PracticeView, dir: &Path) -> Result<Vec<String>, JobError> {
    let Some(scenario) = view.scenarios.first() else {
        return Ok(Vec::new());
    };
    let mut written = Vec::new();
    for (audience, name) in [
        (Audience::Payer, "Payer packet.pdf"),
        (Audience::Internal, "Internal brief.pdf"),
    ] {
        let path = dir.join(name);
        let spec = BriefSpec {
            scenario: Some(scenario.id),
            ..BriefSpec::new(audience, scenario.payer)
        };
        let what = desk.export_brief(&spec, &path)?;
        written.push(format!("{what}: {}", path.display()));
    }
    Ok(written)
}

/// Whether a window can be opened. Windows and macOS always have a display.
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos")))
        || is_set("DISPLAY")
        || is_set("WAYLAND_DISPLAY")
        || is_set("WAYLAND_SOCKET")
}
