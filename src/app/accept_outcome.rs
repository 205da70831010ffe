//! What the worker answered becomes what the window shows.

use std::path::PathBuf;
use std::sync::Arc;

use super::App;
use super::command::Command;
use super::notices::raised;
use super::panels::Panel;
use super::session::Pending;
use crate::domain::Filter;
use crate::jobs::{Imported, InspectedFile, JobError, Outcome, PracticeView};

/// Takes in an outcome. Every outcome but progress answers the oldest pending job.
pub(super) fn accept(app: &mut App, outcome: Outcome) {
    if let Outcome::Progress(progress) = outcome {
        app.session.work.progress = Some(progress);
        return;
    }
    let answered = app.session.work.answered();
    match outcome {
        Outcome::Opened(view) => opened(app, view),
        Outcome::Closed => closed(app),
        Outcome::Inspected(files) => inspected(app, answered.as_ref(), files),
        Outcome::Imported { files, view } => imported(app, files, view),
        Outcome::Reported {
            kind,
            filter,
            revision,
            value,
        } => app.reports.put((kind, filter), revision, value),
        Outcome::Changed { label, view } => changed(app, &label, view),
        Outcome::NothingChanged => app.notices.done("There is nothing to undo or redo"),
        Outcome::BriefComposed(brief) => {
            app.session.composed = Some(brief);
            app.session.compose_error = None;
        }
        Outcome::Written { path, what } => written(app, path, &what),
        Outcome::SettingsKept | Outcome::Progress(_) => {}
        Outcome::Cancelled { doing } => cancelled(app, answered, &doing),
        Outcome::Failed(error) => failed(app, answered, &error),
    }
}

fn opened(app: &mut App, view: Arc<PracticeView>) {
    let is_first = app.session.practice.is_none();
    app.panels.forget_practice();
    app.reports.clear();
    app.session.filter = Filter::default();
    app.session.inspected = None;
    app.session.imported = None;
    app.session.composed = None;
    if !is_first {
        app.session.panel = Panel::Home;
    }
    app.session.settings.remember(&view.path);
    app.keep_settings();
    show(app, view);
}

fn closed(app: &mut App) {
    app.panels.forget_practice();
    app.reports.clear();
    app.session.practice = None;
    app.session.panel = Panel::Home;
    app.session.filter = Filter::default();
    app.session.inspected = None;
    app.session.imported = None;
    app.session.composed = None;
}

/// Shows the practice's lists as they are now; reports of earlier revisions are stale.
fn show(app: &mut App, view: Arc<PracticeView>) {
    app.reports.set_revision(view.revision);
    app.session.practice = Some(view);
}

fn inspected(app: &mut App, answered: Option<&Pending>, files: Vec<InspectedFile>) {
    let known = app.session.inspected.take();
    let files = match (answered, known) {
        (Some(Pending::InspectAgain), Some(known)) => known
            .iter()
            .map(|file| {
                let again = files.iter().find(|again| again.path == file.path);
                again.unwrap_or(file).clone()
            })
            .collect(),
        _ => files,
    };
    app.session.inspected = Some(Arc::new(files));
}

fn imported(app: &mut App, files: Vec<Imported>, view: Arc<PracticeView>) {
    show(app, view);
    app.session.inspected = None;
    app.session.imported = Some(Arc::new(files));
    app.notices.done_with(
        "The import is done",
        ("Show the receipt", Command::GoTo(Panel::Data)),
    );
}

fn changed(app: &mut App, label: &str, view: Arc<PracticeView>) {
    let can_undo = view.undo_label.is_some() && !label.starts_with("Undo");
    show(app, view);
    let headline = raised(label);
    if can_undo {
        app.notices.done_with(headline, ("Undo", Command::Undo));
    } else {
        app.notices.done(headline);
    }
}

fn written(app: &mut App, path: PathBuf, what: &str) {
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy();
    let headline = format!("{what} saved as {name}");
    app.notices
        .done_with(headline, ("Show", Command::OpenFile { path }));
}

fn cancelled(app: &mut App, answered: Option<Pending>, doing: &str) {
    match answered {
        Some(Pending::Report(want)) => app.reports.forget_under_way(&want),
        _ => app.notices.done(format!("Stopped: {doing}")),
    }
}

fn failed(app: &mut App, answered: Option<Pending>, error: &JobError) {
    if let Some(Pending::Report(want)) = &answered {
        let revision = app
            .session
            .practice
            .as_ref()
            .map_or(0, |view| view.revision);
        app.reports.put(want.clone(), revision, Err(error.clone()));
        return;
    }
    if answered == Some(Pending::Compose) {
        app.session.compose_error = Some(error.clone());
        return;
    }
    app.notices.failed(error);
}
