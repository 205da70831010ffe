//! Paints the import sheet: the files side by side, and the chosen one.

use std::sync::Arc;

use egui::{
    Align, CornerRadius, CursorIcon, Layout, Rect, Response, Role, Sense, Stroke, StrokeKind,
    TextStyle, TextWrapMode, Ui, Vec2, WidgetInfo, WidgetText, pos2, vec2,
};

use super::model::{CardState, FileCard, ImportButton};
use super::{FileState, State, key_of, mapping_view, rules_view, totals_view, x12_view};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, caption, heading, size, tokens};
use crate::app::widgets::{
    BadgeKind, TableContent, TableSpec, badge_ui, card_ui, notice_line_ui, primary_button,
    secondary_button, section_ui, table_ui,
};
use crate::domain::ImportKind;
use crate::jobs::tables::TableOptions;
use crate::jobs::{Edit, InspectedContent, InspectedFile, InspectedTable, JobError};

/// Width from which rules and totals stand beside the columns.
const ROOMY: f32 = 840.0;
/// Width of the rules and totals beside the columns.
const SIDE_WIDTH: f32 = 290.0;

/// Width of a file's tab.
const TAB_WIDTH: f32 = 232.0;
/// Height of a file's tab.
const TAB_HEIGHT: f32 = 52.0;

/// Why a file among others is left out until a person says otherwise.
const UNRECOGNISED: &str = "No table was recognised in this file, so that it is left out. To import \
                            it all the same, untick the box and say what its columns hold";

/// What was pressed at the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pressed {
    Nothing,
    Import,
    Aside,
}

/// Paints the buttons at the top, from right to left.
pub(super) fn actions_ui(ctx: &ViewContext<'_>, ui: &mut Ui, button: &ImportButton) -> Pressed {
    let is_idle = !ctx.session.work.is_changing();
    let enabled = is_idle && button.blocked.is_empty();
    let import = ui
        .add_enabled_ui(enabled, |ui| primary_button(ui, &button.label))
        .inner;
    let aside = ui
        .add_enabled_ui(is_idle, |ui| {
            secondary_button(ui, Command::ForgetInspected.label())
        })
        .inner
        .on_hover_text("Nothing is imported; the files stay where they are");
    ui.add(egui::Label::new(caption(&button.blocked).color(tokens(ui).muted)).truncate());
    match (import.clicked(), aside.clicked()) {
        (true, _) => Pressed::Import,
        (false, true) => Pressed::Aside,
        (false, false) => Pressed::Nothing,
    }
}

/// Paints the files and the chosen one.
pub(super) fn sheet_ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (files, cards): (&Arc<Vec<InspectedFile>>, &[FileCard]),
) {
    if cards.len() > 1 {
        ui.horizontal_wrapped(|ui| {
            for (file_idx, card) in cards.iter().enumerate() {
                let tab = Tab {
                    card,
                    chosen: file_idx == state.chosen,
                };
                if tab.ui(ui).clicked() {
                    state.chosen = file_idx;
                }
            }
        });
        ui.add_space(size::S);
    }
    let (Some(file), Some(card)) = (files.get(state.chosen), cards.get(state.chosen)) else {
        return;
    };
    let Some(known) = state.files.get_mut(&key_of(file)) else {
        return;
    };
    ui.push_id(key_of(file), |ui| {
        card_ui(ui, |ui| {
            header_ui(known, ui, card, cards.len());
            if known.draft.is_put_out() {
                notice_line_ui(ui, BadgeKind::Neutral, UNRECOGNISED);
                return;
            }
            already_ui(known, ctx, ui, card);
            match &file.content {
                Ok(InspectedContent::PracticeFile) => practice_file_ui(ctx, ui, file),
                Ok(InspectedContent::Medicare(medicare)) => {
                    ui.label(&medicare.summary);
                }
                Ok(InspectedContent::Remittances(found) | InspectedContent::Claims(found)) => {
                    let batch = known.batch(files, found);
                    x12_view::batch_ui(known, ctx, ui, &batch);
                }
                Ok(InspectedContent::Table(table)) => {
                    mapping_view::decisions_ui(known, ctx, ui, (files, file, table));
                }
                Err(error) => unreadable_ui(known, ctx, ui, (file, error)),
            }
        });
        match &file.content {
            _ if known.draft.is_put_out() => {}
            Ok(InspectedContent::Medicare(_)) => medicare_ui(known, ctx, ui, (files, file)),
            Ok(InspectedContent::Table(table)) => {
                columns_and_rules_ui(known, ctx, ui, (files, file, table));
                mapping_view::sample_ui(known, ctx, ui, (files, table));
            }
            _ => {}
        }
    });
}

/// Paints a table's columns and, at their right where there is room, what they come to and the rules
/// they are read by.
fn columns_and_rules_ui(
    known: &mut FileState,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (files, file, table): (&Arc<Vec<InspectedFile>>, &InspectedFile, &InspectedTable),
) {
    if ui.available_width() < ROOMY {
        side_ui(known, ctx, ui, (files, file, table));
        mapping_view::columns_ui(known, ui, (files, table));
        return;
    }
    let width = ui.available_width() - SIDE_WIDTH - size::L;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::L;
        let top_down = Layout::top_down(Align::Min);
        ui.allocate_ui_with_layout(vec2(width, 0.0), top_down, |ui| {
            ui.set_width(width);
            mapping_view::columns_ui(known, ui, (files, table));
        });
        ui.allocate_ui_with_layout(vec2(SIDE_WIDTH, 0.0), top_down, |ui| {
            ui.set_width(SIDE_WIDTH);
            ui.add_space(size::S);
            side_ui(known, ctx, ui, (files, file, table));
        });
    });
}

/// Paints what a table comes to, and the rules it is read by.
fn side_ui(
    known: &mut FileState,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (files, file, table): (&Arc<Vec<InspectedFile>>, &InspectedFile, &InspectedTable),
) {
    let Some(checked) = known.check(files, table) else {
        return;
    };
    let (plan, rules) = (checked.plan.clone(), Arc::clone(&checked.rules));
    let freshness = known.totals.follow(ctx, ui, (&file.path, &plan));
    let totals = known.totals.shown(ctx, (&file.path, &plan));
    totals_view::totals_ui(ui, freshness, &totals);
    if plan.kind != ImportKind::Utilization {
        return;
    }
    ui.add_space(size::XS);
    if let Some(draft) = &mut known.draft.table {
        rules_view::rules_ui(ui, draft, &rules);
    }
}

/// A file's tab.
struct Tab<'a> {
    card: &'a FileCard,
    chosen: bool,
}

impl Tab<'_> {
    fn ui(&self, ui: &mut Ui) -> Response {
        let Self { card, chosen } = *self;
        let tokens = tokens(ui);
        let (rect, response) = ui.allocate_exact_size(vec2(TAB_WIDTH, TAB_HEIGHT), Sense::click());
        response.widget_info(|| {
            let words = format!("{}, {}", card.name, card.state.label());
            WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, words)
        });
        let (fill, border) = match (chosen, response.hovered(), response.has_focus()) {
            (true, ..) => (tokens.surface, tokens.accent),
            (false, _, true) => (tokens.hover, tokens.accent),
            (false, true, false) => (tokens.hover, tokens.border_strong),
            (false, false, false) => (tokens.surface, tokens.border),
        };
        let painter = ui.painter_at(rect);
        painter.rect(
            rect,
            CornerRadius::same(8),
            fill,
            Stroke::new(1.0, border),
            StrokeKind::Inside,
        );
        let icon_at = pos2(rect.left() + 22.0, rect.center().y);
        let icon_rect = Rect::from_center_size(icon_at, Vec2::splat(size::ICON));
        let (icon, ink) = match card.state {
            CardState::Ready => (Icon::Check, tokens.positive),
            CardState::Open => (Icon::Warning, tokens.warning),
            CardState::Unreadable => (Icon::Warning, tokens.negative),
            CardState::Known | CardState::LeftOut | CardState::ToOpen => (Icon::File, tokens.muted),
        };
        icon.paint(&painter, icon_rect, ink);
        let left = rect.left() + size::XXL;
        let line = |offset: f32, text: &str, style: TextStyle, ink| {
            let truncate = Some(TextWrapMode::Truncate);
            let width = rect.right() - size::S - left;
            let galley = WidgetText::from(text).into_galley(ui, truncate, width, style);
            let top = rect.center().y + offset - galley.size().y / 2.0;
            painter.galley_with_override_text_color(pos2(left, top), galley, ink);
        };
        line(-9.0, &card.name, TextStyle::Button, tokens.text);
        line(10.0, card.state.label(), TextStyle::Small, ink);
        response
            .on_hover_cursor(CursorIcon::PointingHand)
            .on_hover_text(&card.name)
    }
}

fn header_ui(known: &mut FileState, ui: &mut Ui, card: &FileCard, file_count: usize) {
    let kind = match card.state {
        CardState::Ready => BadgeKind::Good,
        CardState::Open => BadgeKind::Warning,
        CardState::Unreadable => BadgeKind::Bad,
        CardState::Known | CardState::LeftOut | CardState::ToOpen => BadgeKind::Neutral,
    };
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            // A badge is as high as its words, not as a button.
            ui.spacing_mut().interact_size.y = 0.0;
            ui.label(heading(&card.name));
            ui.horizontal(|ui| {
                badge_ui(ui, kind, card.state.label());
                ui.label(caption(&card.detail).color(tokens(ui).muted));
            });
        });
        let importable = !matches!(card.state, CardState::ToOpen | CardState::Unreadable);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if importable && file_count > 1 {
                ui.checkbox(&mut known.draft.left_out, "Leave this file out");
            }
        });
    });
}

fn already_ui(known: &mut FileState, ctx: &ViewContext<'_>, ui: &mut Ui, card: &FileCard) {
    let Some(already) = &card.already else { return };
    notice_line_ui(ui, BadgeKind::Warning, &already.words);
    ui.horizontal(|ui| {
        if already.removed && secondary_button(ui, "Restore that import").clicked() {
            ctx.send(Command::Edit(Edit::RestoreImport(already.import)));
            known.draft.left_out = true;
        }
        ui.checkbox(&mut known.draft.again, "Import again");
    });
}

fn practice_file_ui(ctx: &ViewContext<'_>, ui: &mut Ui, file: &InspectedFile) {
    ui.label("This is a practice file of its own: it is opened, not imported");
    if secondary_button(ui, "Open this practice").clicked() {
        ctx.send(Command::OpenPractice {
            path: file.path.clone(),
        });
    }
}

fn unreadable_ui(
    known: &mut FileState,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (file, error): (&InspectedFile, &JobError),
) {
    notice_line_ui(ui, BadgeKind::Bad, &error.cause);
    if !error.remedy.is_empty() {
        ui.label(&error.remedy);
    }
    ui.horizontal(|ui| {
        // Once read as a table, it can be read so again, whatever was chosen last.
        if known.draft.table.is_some() && secondary_button(ui, "Read it as before").clicked() {
            ctx.send(Command::InspectAgain {
                path: file.path.clone(),
                options: TableOptions::default(),
            });
        }
        if secondary_button(ui, "Choose other files\u{2026}").clicked() {
            ctx.send(Command::PickImports);
        }
    });
}

fn medicare_ui(
    known: &mut FileState,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (files, file): (&Arc<Vec<InspectedFile>>, &InspectedFile),
) {
    let found = known.found(files, file);
    let (releases, issues) = (Arc::clone(&found.releases), Arc::clone(&found.issues));
    let table = |ui: &mut Ui, name, about, content: &Arc<TableContent>, state: &mut _| {
        section_ui(ui, name, about, |ui| {
            let spec = TableSpec {
                name,
                max_height: 320.0,
            };
            table_ui(ui, ctx, &spec, state, content);
        });
    };
    if !releases.rows.is_empty() {
        table(ui, "Releases in the file", "", &releases, &mut known.rows);
    }
    if !issues.rows.is_empty() {
        table(
            ui,
            "What was odd in the file",
            "",
            &issues,
            &mut known.issues,
        );
    }
}
