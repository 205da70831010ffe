//! The window driven as a person drives it: by the labels on its controls.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::session::Sheet;
use super::*;
use crate::domain::Practice;
use crate::jobs::{Edit, Outcome, ThemeChoice};

/// Most frames until a test's job is answered.
const MAX_FRAMES: usize = 600;

fn window(settings: AppSettings) -> Harness<'static, Option<App>> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1280.0, 800.0))
        .build_ui_state(
            move |ui, app: &mut Option<App>| {
                let Some(app) = app else {
                    // This pass still has egui's own style; the house's begins with the next.
                    let start = StartWith::default();
                    *app = Some(App::new(ui.ctx(), settings.clone(), start));
                    return;
                };
                app.advance(ui.ctx());
                app.paint(ui);
            },
            None,
        );
    harness.run_steps(3);
    harness
}

fn app<'a>(harness: &'a Harness<'static, Option<App>>) -> &'a App {
    harness.state().as_ref().unwrap()
}

/// Paints until the worker has answered everything.
fn settle(harness: &mut Harness<'static, Option<App>>) {
    for _frame in 0..MAX_FRAMES {
        harness.step();
        if !app(harness).session.work.is_busy() {
            harness.run_steps(2);
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("the worker did not answer");
}

#[test]
fn the_first_screen_offers_a_new_practice_a_file_and_the_sample() {
    let harness = window(AppSettings::default());
    for label in [
        "Practice name",
        "ZIP code",
        "Specialty",
        "Create practice\u{2026}",
        "Open practice\u{2026}",
        "Open the sample practice",
    ] {
        assert!(harness.query_by_label(label).is_some(), "{label}");
    }
}

#[test]
fn an_empty_form_says_what_is_missing_when_the_button_is_pressed() {
    let mut harness = window(AppSettings::default());
    assert!(harness.query_by_label("Type the practice's name").is_none());
    harness.get_by_label("Create practice\u{2026}").click();
    harness.run_steps(3);
    assert!(harness.query_by_label("Type the practice's name").is_some());
}

#[test]
fn a_zip_code_shows_its_locality_as_it_is_typed() {
    let mut harness = window(AppSettings::default());
    harness.get_by_label("ZIP code").focus();
    harness.run_steps(2);
    harness.get_by_label("ZIP code").type_text("30303");
    harness.run_steps(3);
    assert!(harness.query_all_by_label_contains("10212-01").count() > 0);
}

#[test]
fn a_recent_file_that_is_gone_can_be_taken_off_the_list() {
    let path = PathBuf::from("/not/there/Oak.practice");
    let harness = window(AppSettings {
        recent: vec![path],
        ..AppSettings::default()
    });
    assert!(
        harness
            .query_by_label("Remove Oak from this list")
            .is_some()
    );
}

#[test]
fn the_palette_opens_by_key_and_runs_what_is_typed() {
    let mut harness = window(AppSettings::default());
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::K);
    harness.run_steps(3);
    assert_eq!(app(&harness).session.sheet, Sheet::Palette);
    let field = "Find a command, panel or payer";
    harness.get_by_label(field).type_text("setti");
    harness.run_steps(3);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
    assert_eq!(app(&harness).session.sheet, Sheet::Settings);
    harness.key_press(egui::Key::Escape);
    harness.run_steps(3);
    assert_eq!(app(&harness).session.sheet, Sheet::Closed);
}

#[test]
fn sixty_idle_frames_submit_no_job() {
    let mut harness = window(AppSettings::default());
    let before = app(&harness).session.work.submitted();
    harness.run_steps(60);
    assert_eq!(app(&harness).session.work.submitted(), before);
}

#[test]
fn an_idle_window_asks_nothing_of_the_system() {
    let mut harness = window(AppSettings::default());
    harness.run_steps(3);
    harness.step();
    let asked = harness
        .output()
        .viewport_output
        .values()
        .map(|viewport| viewport.commands.len());
    assert_eq!(
        asked.sum::<usize>(),
        0,
        "every command costs another frame, for ever"
    );
}

#[test]
fn a_file_that_is_not_there_is_said_with_its_remedy_and_the_window_goes_on() {
    let mut harness = window(AppSettings::default());
    let path = PathBuf::from("/not/there/Oak.practice");
    app(&harness).send(Command::OpenPractice { path });
    harness.run_steps(2);
    settle(&mut harness);
    let notice = app(&harness).notices.last().unwrap();
    assert_eq!(notice.kind, notices::NoticeKind::Failed);
    assert!(!notice.detail.is_empty());
    assert!(harness.query_all_by_label(&notice.headline).count() > 0);
    assert!(app(&harness).session.practice.is_none());
}

#[test]
fn both_themes_can_be_painted() {
    for theme in [ThemeChoice::Light, ThemeChoice::Dark] {
        let harness = window(AppSettings {
            theme,
            ..AppSettings::default()
        });
        assert!(harness.query_by_label("New practice").is_some());
    }
}

/// Has the worker make a practice file. Its answer is taken here, so that the list of recent files
/// of whoever runs the tests stays as it is.
fn window_with_practice(folder: &tempfile::TempDir) -> Harness<'static, Option<App>> {
    let mut harness = window(AppSettings::default());
    let app = harness.state_mut().as_mut().unwrap();
    app.worker.submit(Job::NewPractice {
        path: folder.path().join("Oak.practice"),
        practice: Practice {
            name: "Oak Street Family Medicine".to_owned(),
            zip: "30303".to_owned(),
            ..Practice::default()
        },
        locality: None,
    });
    for _attempt in 0..MAX_FRAMES {
        if let Some(Outcome::Opened(view)) = app.worker.next_outcome() {
            app.reports.set_revision(view.revision);
            app.session.practice = Some(view);
            harness.run_steps(2);
            return harness;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("the worker did not make the file");
}

#[test]
fn an_opening_that_fails_leaves_the_open_practice_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window_with_practice(&folder);
    app(&harness).send(Command::GoTo(Panel::Payers));
    let path = folder.path().join("Gone.practice");
    app(&harness).send(Command::OpenPractice { path });
    harness.run_steps(2);
    settle(&mut harness);
    let kind = app(&harness).notices.last().map(|notice| notice.kind);
    assert_eq!(kind, Some(notices::NoticeKind::Failed));
    let session = &app(&harness).session;
    let name = |session: &Session| session.practice.as_ref().map(|view| view.file_stem());
    assert_eq!(name(session).as_deref(), Some("Oak"));
    assert_eq!(session.panel, Panel::Payers);
    let details = Practice {
        name: "Oak Street".to_owned(),
        ..Practice::default()
    };
    app(&harness).send(Command::Edit(Edit::SetPractice(details)));
    harness.run_steps(2);
    settle(&mut harness);
    let view = app(&harness).session.practice.clone().unwrap();
    assert_eq!(view.practice.name, "Oak Street");
}

#[test]
fn the_practice_details_are_typed_and_saved_as_one_change() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window_with_practice(&folder);
    app(&harness).send(Command::ShowPracticeDetails);
    harness.run_steps(4);
    harness.get_by_label("TIN").focus();
    harness.run_steps(2);
    harness.get_by_label("TIN").type_text("00-0000000");
    harness.run_steps(3);
    harness.get_by_label("Save").click();
    harness.run_steps(2);
    settle(&mut harness);
    let view = app(&harness).session.practice.clone().unwrap();
    assert_eq!(view.practice.tin, "00-0000000");
    assert_eq!(view.practice.zip, "30303");
    assert!(view.undo_label.is_some());
    app(&harness).send(Command::Undo);
    harness.run_steps(2);
    settle(&mut harness);
    let view = app(&harness).session.practice.clone().unwrap();
    assert_eq!(view.practice.tin, "");
}
