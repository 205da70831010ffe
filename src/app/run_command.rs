//! The one place where a wish becomes a change: one short function a command.

use std::path::{Path, PathBuf};

use super::App;
use super::command::Command;
use super::dialogs::{self, Next};
use super::panels::Panel;
use super::session::Sheet;
use super::theme;
use crate::domain::{Filter, ImportKind, LocalityKey, PayerId, Practice, ScenarioId};
use crate::jobs::{BriefSpec, CopyKind, EXTENSION, Job, JobError, RateRequestSpec, ThemeChoice};

/// Smallest and largest scale of the window's contents.
const ZOOM_RANGE: std::ops::RangeInclusive<f32> = 1.0..=2.5;
/// Change of scale by one key press.
const ZOOM_STEP: f32 = 0.1;

/// Runs a command.
pub(super) fn run(app: &mut App, ctx: &egui::Context, command: Command) {
    match command {
        Command::GoTo(panel) => go_to(app, panel),
        Command::ShowBrief { payer, scenario } => show_brief(app, payer, scenario),
        Command::NewPractice => new_practice(app),
        Command::CreatePractice { practice, locality } => create(app, *practice, locality),
        Command::PickPractice => pick_practice(app),
        Command::OpenPractice { path } => app.submit(Job::OpenPractice { path }),
        Command::OpenSample => app.submit(Job::OpenSample),
        Command::ClosePractice => app.submit(Job::ClosePractice),
        Command::ForgetRecent { path } => forget_recent(app, &path),
        Command::SaveCopy(copy) => save_copy(app, copy),
        Command::Undo => app.submit(Job::Undo),
        Command::Redo => app.submit(Job::Redo),
        Command::SetFilter(filter) => app.session.filter = filter,
        Command::ClearFilter => app.session.filter = Filter::default(),
        Command::Explain(question) => {
            app.session.explained = Some(question);
            app.session.sheet = Sheet::Explain;
        }
        Command::ShowCoverage => show_coverage(app),
        Command::ShowPayerNames => {
            app.panels.open_payer_names();
            go_to(app, Panel::Payers);
        }
        Command::RequestRates { payer } => request_rates(app, payer),
        Command::SaveTemplate(kind) => save_template(app, kind),
        Command::TogglePalette => toggle(app, Sheet::Palette),
        Command::ShowSettings => toggle(app, Sheet::Settings),
        Command::ShowPracticeDetails => show_practice_details(app),
        Command::ShowNotices => toggle(app, Sheet::Notices),
        Command::CloseSheet => app.session.sheet = Sheet::Closed,
        Command::DismissNotice(id) => app.notices.dismiss(id),
        Command::SetTheme(choice) => set_theme(app, ctx, choice),
        Command::ZoomIn => zoom(app, ctx, ctx.zoom_factor() + ZOOM_STEP),
        Command::ZoomOut => zoom(app, ctx, ctx.zoom_factor() - ZOOM_STEP),
        Command::ZoomReset => zoom(app, ctx, 1.0),
        Command::PickImports => pick_imports(app),
        Command::TakeFiles { paths } => take_files(app, paths),
        Command::InspectFiles { paths } => inspect(app, paths),
        Command::InspectAgain { path, options } => {
            app.submit(Job::InspectAgain { path, options });
        }
        Command::DryRun { path, plan } => {
            stop_dry_run(app);
            app.submit(Job::DryRun { path, plan });
        }
        Command::ForgetInspected => forget_inspected(app),
        Command::Import(requests) => {
            stop_dry_run(app);
            app.submit(Job::Import { requests });
        }
        Command::ExportLayout { name } => export_layout(app, name),
        Command::PickLayout => pick_layout(app),
        Command::ForgetLayout { name } => app.submit(Job::ForgetLayout { name }),
        Command::Edit(edit) => app.submit(Job::Edit(edit)),
        Command::ComposeBrief {
            spec,
            pixels_per_point,
        } => app.submit(Job::ComposeBrief {
            spec,
            pixels_per_point,
        }),
        Command::ExportBrief { spec, file_name } => export_brief(app, spec, &file_name),
        Command::CopyText { what, text } => copy_text(app, ctx, &what, text),
        Command::SaveTable { file_name, text } => save_table(app, &file_name, text),
        Command::OpenFile { path } => open_file(app, &path),
        Command::CancelJob => app.worker.cancel(),
        Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
    }
}

fn show_brief(app: &mut App, payer: PayerId, scenario: Option<ScenarioId>) {
    app.panels.open_brief(payer, scenario);
    go_to(app, Panel::Brief);
}

fn go_to(app: &mut App, panel: Panel) {
    app.session.panel = panel;
    app.session.sheet = Sheet::Closed;
}

fn toggle(app: &mut App, sheet: Sheet) {
    app.palette.reset();
    // Going from one page of the settings to the other loses nothing that was typed.
    if !matches!(app.session.sheet, Sheet::Settings | Sheet::Practice) {
        app.settings.reset();
    }
    app.session.sheet = if app.session.sheet == sheet {
        Sheet::Closed
    } else {
        sheet
    };
}

fn show_practice_details(app: &mut App) {
    if app.session.practice.is_some() {
        toggle(app, Sheet::Practice);
    }
}

fn show_coverage(app: &mut App) {
    if app.session.practice.is_some() {
        toggle(app, Sheet::Coverage);
    }
}

fn new_practice(app: &mut App) {
    if app.session.practice.is_some() {
        app.submit(Job::ClosePractice);
    }
}

fn create(app: &mut App, practice: Practice, locality: Option<LocalityKey>) {
    let file_name = format!("{}.{EXTENSION}", practice.name.trim());
    app.dialogs.save(
        "Save the new practice",
        &file_name,
        &[dialogs::PRACTICE],
        move |path| {
            Next::Submit(Job::NewPractice {
                path,
                practice,
                locality,
            })
        },
    );
}

fn pick_practice(app: &mut App) {
    app.dialogs
        .pick("Open practice", &dialogs::PRACTICE, |path| {
            Next::Send(Command::OpenPractice { path })
        });
}

fn forget_recent(app: &mut App, path: &Path) {
    app.session.settings.forget(path);
    app.keep_settings();
}

fn save_copy(app: &mut App, copy: CopyKind) {
    let Some(practice) = &app.session.practice else {
        return;
    };
    let suffix = match copy {
        CopyKind::Whole => "copy",
        CopyKind::ForSharing => "for sharing",
    };
    let file_name = format!("{} - {suffix}.{EXTENSION}", practice.file_stem());
    app.dialogs.save(
        "Save a copy",
        &file_name,
        &[dialogs::PRACTICE],
        move |path| Next::Submit(Job::SaveCopy { path, copy }),
    );
}

fn set_theme(app: &mut App, ctx: &egui::Context, choice: ThemeChoice) {
    ctx.set_theme(theme::preference(choice));
    app.session.settings.theme = choice;
    app.keep_settings();
}

fn zoom(app: &mut App, ctx: &egui::Context, factor: f32) {
    let factor = (factor * 10.0).round() / 10.0;
    let factor = factor.clamp(*ZOOM_RANGE.start(), *ZOOM_RANGE.end());
    ctx.set_zoom_factor(factor);
    app.session.settings.zoom = Some(factor);
    app.keep_settings();
}

fn pick_imports(app: &mut App) {
    app.dialogs
        .pick_many("Import files", &dialogs::IMPORTS, |paths| {
            Next::Send(Command::InspectFiles { paths })
        });
}

fn take_files(app: &mut App, paths: Vec<PathBuf>) {
    let is_practice = |path: &PathBuf| {
        path.extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case(EXTENSION))
    };
    if let Some(path) = paths.iter().find(|path| is_practice(path)) {
        app.submit(Job::OpenPractice { path: path.clone() });
    } else if app.session.practice.is_some() {
        inspect(app, paths);
    } else {
        app.notices
            .failed(&JobError::no_practice_open("Importing the files"));
    }
}

fn inspect(app: &mut App, paths: Vec<PathBuf>) {
    go_to(app, Panel::Data);
    app.submit(Job::Inspect { paths });
}

/// Stops a table from being added up: by another plan now, or because it is imported.
fn stop_dry_run(app: &App) {
    if app.session.work.is_adding_up() {
        app.worker.cancel();
    }
}

fn forget_inspected(app: &mut App) {
    stop_dry_run(app);
    app.session.forget_inspected();
}

fn export_layout(app: &mut App, name: String) {
    let file_name = format!("{name}.layout.json");
    let file_types = [dialogs::LAYOUT];
    app.dialogs
        .save("Save the layout", &file_name, &file_types, move |path| {
            Next::Submit(Job::ExportProfile { name, path })
        });
}

fn pick_layout(app: &mut App) {
    app.dialogs
        .pick("Import a layout", &dialogs::LAYOUT, |path| {
            Next::Submit(Job::ImportProfile { path })
        });
}

fn export_brief(app: &mut App, spec: Box<BriefSpec>, file_name: &str) {
    let file_types = [dialogs::BRIEF, dialogs::EXHIBIT];
    app.dialogs
        .save("Save the brief", file_name, &file_types, move |path| {
            Next::Submit(Job::ExportBrief { spec, path })
        });
}

fn request_rates(app: &mut App, payer: PayerId) {
    let Some(practice) = &app.session.practice else {
        return;
    };
    let name = practice.payer(payer).map_or("payer", |known| &known.name);
    let file_name = format!("Rate request - {name}.xlsx");
    app.dialogs.save(
        "Save the rate request",
        &file_name,
        &[dialogs::WORKBOOK],
        move |path| {
            Next::Submit(Job::ExportRateRequest {
                spec: RateRequestSpec::of(payer),
                path,
            })
        },
    );
}

fn save_template(app: &mut App, kind: ImportKind) {
    let file_name = format!("{}.xlsx", kind.label());
    app.dialogs.save(
        "Save the template",
        &file_name,
        &[dialogs::WORKBOOK, dialogs::TABLE],
        move |path| Next::Submit(Job::WriteTemplate { kind, path }),
    );
}

fn copy_text(app: &mut App, ctx: &egui::Context, what: &str, text: String) {
    ctx.copy_text(text);
    app.notices.done(format!("Copied {what}"));
}

fn save_table(app: &mut App, file_name: &str, text: String) {
    app.dialogs.save(
        "Save the table",
        file_name,
        &[dialogs::TABLE],
        move |path| Next::Submit(Job::WriteText { path, text }),
    );
}

fn open_file(app: &mut App, path: &Path) {
    if let Err(error) = opener::open(path) {
        app.notices.failed(&JobError::new(
            "Opening the file",
            error.to_string(),
            format!("Open it from its folder: {}", path.display()),
        ));
    }
}
