//! What the worker answered becomes what the window shows.

use std::path::PathBuf;
use std::sync::Arc;

use super::App;
use super::command::Command;
use super::notices::{Notices, raised};
use super::panels::Panel;
use super::session::Pending;
use super::widgets::counted_words;
use crate::domain::Filter;
use crate::jobs::{Imported, InspectedFile, Job, JobError, Outcome, PracticeView};

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
        } => app.reports.put((*kind, filter), revision, value),
        Outcome::Changed { label, view } => changed(app, &label, view),
        Outcome::NothingChanged => app.notices.done("There is nothing to undo or redo"),
        Outcome::BriefComposed(brief) => {
            app.session.composed = Some(brief);
            app.session.compose_error = None;
        }
        Outcome::Written { path, what } => written(app, path, &what),
        Outcome::DryRun(run) => {
            let path = run.path.clone();
            app.session.dry_runs.insert(path, Arc::new(*run));
        }
        Outcome::SettingsKept | Outcome::Progress(_) => {}
        Outcome::LayoutKept { name, view } => {
            if let Some(view) = view {
                show(app, view);
            }
            app.submit(Job::ReadLayouts);
            app.notices.done(format!("Layout {name} remembered"));
        }
        Outcome::LayoutForgotten { name } => {
            app.submit(Job::ReadLayouts);
            app.notices.done(format!("Layout {name} forgotten"));
        }
        Outcome::LayoutsRead(layouts) => app.session.kept_layouts = Arc::new(layouts),
        Outcome::Cancelled { doing } => cancelled(app, answered, &doing),
        Outcome::Failed(error) => failed(app, answered, &error),
    }
}

fn opened(app: &mut App, view: Arc<PracticeView>) {
    let is_first = app.session.practice.is_none();
    app.panels.forget_practice();
    app.settings.reset();
    app.reports.clear();
    app.session.filter = Filter::default();
    app.session.forget_inspected();
    app.session.imported = None;
    app.session.composed = None;
    app.session.compose_error = None;
    if !is_first {
        app.session.panel = Panel::Home;
    }
    app.submit(Job::ReadLayouts);
    app.session.settings.remember(&view.path);
    app.keep_settings();
    show(app, view);
}

fn closed(app: &mut App) {
    app.panels.forget_practice();
    app.settings.reset();
    app.reports.clear();
    app.session.practice = None;
    app.session.panel = Panel::Home;
    app.session.filter = Filter::default();
    app.session.forget_inspected();
    app.session.imported = None;
    app.session.composed = None;
    app.session.compose_error = None;
}

/// Shows the practice's lists as they are now; reports of earlier revisions are stale.
fn show(app: &mut App, view: Arc<PracticeView>) {
    app.reports.set_revision(view.revision);
    app.session.filter = view.filter_in_file(app.session.filter);
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
    app.notices.withdraw_undo();
    show(app, view);
    app.session.forget_inspected();
    app.submit(Job::ReadLayouts);
    say_imported(&mut app.notices, &files);
    app.session.imported = Some(Arc::new(files));
}

/// Says how many files were imported; where none was, why the first was not.
fn say_imported(notices: &mut Notices, files: &[Imported]) {
    let receipt = ("Show the receipt", Command::GoTo(Panel::Data));
    let mut failures = files.iter().filter_map(|file| file.result.as_ref().err());
    let failed = failures.clone().count();
    let imported = files.len() - failed;
    let headline = match files {
        // One file, or a whole drop of remittances or claims: what it brought.
        [
            Imported {
                file_name,
                result: Ok(receipt),
            },
        ] => format!("{file_name} imported: {}", receipt.summary),
        _ => format!(
            "{} imported",
            counted_words(imported as u64, "file", "files")
        ),
    };
    match (imported, failures.next()) {
        (_, None) => notices.done_with(headline, receipt),
        (0, Some(error)) => {
            let doing = format!(
                "{} could not be imported",
                counted_words(failed as u64, "file", "files")
            );
            notices.failed(&JobError {
                doing,
                ..error.clone()
            });
        }
        (_, Some(error)) => {
            let headline = format!("{headline}, {failed} failed");
            notices.warn(headline, error.to_string(), Some(receipt));
        }
    }
}

fn changed(app: &mut App, label: &str, view: Arc<PracticeView>) {
    let can_undo = view.undo_label.is_some() && !label.starts_with("Undo");
    show(app, view);
    let headline = raised(label);
    app.notices.withdraw_undo();
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
        // Another plan took its place, or the file is imported.
        Some(Pending::DryRun) => {}
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::notices::NoticeKind;
    use crate::domain::{ImportKind, ImportReceipt, ImportTotals};

    fn receipt() -> ImportReceipt {
        ImportReceipt {
            file_name: "services.csv".to_owned(),
            kind: ImportKind::Utilization,
            rows_read: 1,
            rows_kept: 1,
            rows_rejected: 0,
            rejected: Vec::new(),
            issues: Vec::new(),
            totals: ImportTotals::default(),
            summary: "1 line".to_owned(),
        }
    }

    fn check(results: &[Result<(), &str>], expected: (NoticeKind, &str, &str)) {
        let files: Vec<Imported> = results
            .iter()
            .map(|result| Imported {
                file_name: "services.csv".to_owned(),
                result: match result {
                    Ok(()) => Ok(Arc::new(receipt())),
                    Err(cause) => Err(JobError::new("Importing services.csv", *cause, "Mend it")),
                },
            })
            .collect();
        let mut notices = Notices::default();
        say_imported(&mut notices, &files);
        let notice = notices.last().unwrap();
        let (kind, headline, cause) = expected;
        assert_eq!((notice.kind, notice.headline.as_str()), (kind, headline));
        assert!(notice.detail.contains(cause), "{}", notice.detail);
    }

    #[test]
    fn an_import_is_said_to_be_done_only_where_it_was() {
        check(
            &[Ok(()), Ok(())],
            (NoticeKind::Done, "2 files imported", ""),
        );
        check(
            &[Ok(()), Err("it is empty"), Ok(())],
            (
                NoticeKind::Warning,
                "2 files imported, 1 failed",
                "it is empty",
            ),
        );
        check(
            &[Err("it is empty")],
            (
                NoticeKind::Failed,
                "1 file could not be imported",
                "It is empty",
            ),
        );
    }
}
