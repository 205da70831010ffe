//! The table driven by the labels on its parts.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::app::context::CommandSender;
use crate::app::reports::ReportShelf;
use crate::app::session::Session;

/// A table in a window of its own, with what it sent and answered.
struct Shown {
    content: Arc<TableContent>,
    state: TableState,
    answered: TableResponse,
    commands: Option<(CommandSender, crossbeam_channel::Receiver<Command>)>,
}

fn shown(row_count: u64) -> Harness<'static, Shown> {
    let rows = (0..row_count).map(|number| {
        Row::of(vec![
            Cell::text(format!("Payer {number}")),
            Cell::Count(number),
        ])
    });
    let content = TableContent {
        columns: vec![Column::text("Payer"), Column::figures("Visits")],
        rows: rows.collect(),
        totals: vec![Cell::text("All"), Cell::Count(row_count)],
    };
    let state = Shown {
        content: Arc::new(content),
        state: TableState::default(),
        answered: TableResponse::default(),
        commands: None,
    };
    let mut harness = Harness::builder()
        .with_size(vec2(640.0, 480.0))
        .build_ui_state(paint, state);
    harness.run_steps(2);
    harness
}

fn paint(ui: &mut Ui, shown: &mut Shown) {
    if shown.commands.is_none() {
        // The first pass has the fonts of egui: the house's come with the second.
        crate::app::theme::install(ui.ctx());
        shown.commands = Some(CommandSender::new(ui.ctx().clone()));
        return;
    }
    let Some((commands, _receiver)) = &shown.commands else {
        return;
    };
    let (session, reports) = (Session::default(), ReportShelf::default());
    let ctx = ViewContext {
        session: &session,
        reports: &reports,
        commands,
    };
    let spec = TableSpec {
        name: "Payer mix",
        max_height: 400.0,
    };
    let answered = table_ui(ui, &ctx, &spec, &mut shown.state, &shown.content);
    if answered != TableResponse::default() {
        shown.answered = answered;
    }
}

#[test]
fn of_a_hundred_thousand_rows_only_those_on_screen_are_painted() {
    let harness = shown(100_000);
    let painted = harness.query_all_by_role(Role::Row).count();
    assert!((5..40).contains(&painted), "{painted}");
    assert!(harness.query_by_label("Totals: All, 100,000").is_some());
    assert!(harness.query_by_label("100,000 rows").is_some());
}

#[test]
fn a_click_on_a_heading_sorts_figures_from_the_largest() {
    let mut harness = shown(50);
    assert!(harness.query_by_label("Payer 0, 0").is_some());
    harness.get_by_label("Sort by Visits").click();
    harness.run_steps(3);
    assert_eq!(harness.state().state.sort, Some((1, SortOrder::Descending)));
    assert!(harness.query_by_label("Payer 49, 49").is_some());
    assert!(harness.query_by_label("Payer 0, 0").is_none());
}

#[test]
fn rows_are_chosen_by_click_and_walked_by_arrow_keys() {
    let mut harness = shown(50);
    harness.get_by_label("Payer 1, 1").click();
    harness.run_steps(3);
    assert_eq!(harness.state().answered.selected, Some(1));
    harness.key_press(Key::ArrowDown);
    harness.run_steps(3);
    assert_eq!(harness.state().state.selected, Some(2));
    harness.key_press(Key::End);
    harness.run_steps(3);
    assert_eq!(harness.state().state.selected, Some(49));
    assert!(harness.query_by_label("Payer 49, 49").is_some());
}

#[test]
fn copying_sends_every_row_with_the_headings() {
    let mut harness = shown(2);
    harness.get_by_label("Copy Payer mix").click();
    harness.run_steps(3);
    let (_sender, receiver) = harness.state().commands.as_ref().unwrap();
    let Ok(Command::CopyText { what, text }) = receiver.try_recv() else {
        panic!("nothing was copied");
    };
    assert_eq!(what, "2 rows");
    assert_eq!(text, "Payer\tVisits\nPayer 0\t0\nPayer 1\t1\n");
}

#[test]
fn three_clicks_on_a_heading_bring_back_the_tables_own_order() {
    let column = Column::figures("Visits");
    let first = next_sort(1, &column, None);
    assert_eq!(first, Some((1, SortOrder::Descending)));
    let second = next_sort(1, &column, first.map(|(_by, order)| order));
    assert_eq!(second, Some((1, SortOrder::Ascending)));
    let third = next_sort(1, &column, second.map(|(_by, order)| order));
    assert_eq!(third, None);
}
