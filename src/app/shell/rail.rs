//! The navigation at the left, grouped by the stages of the work.

use egui::{
    Align2, CornerRadius, CursorIcon, Rect, Response, Role, Sense, TextStyle, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::panels::{Panel, Stage};
use crate::app::theme::{caption, label, mark_ui, size, tokens};

/// Height of an entry.
const ENTRY_HEIGHT: f32 = 36.0;
/// Rails narrower than this show pictures alone.
const WORDS_FROM: f32 = 100.0;

/// Paints the rail.
pub(super) fn ui(ctx: &ViewContext<'_>, ui: &mut Ui) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let wide = ui.available_width() >= WORDS_FROM;
    ui.horizontal(|ui| {
        ui.add_space(6.0);
        mark_ui(ui, 28.0);
        if wide {
            ui.label(label("Allowable"));
        }
    });
    ui.add_space(size::M);
    for stage in Stage::ALL {
        ui.add_space(size::S);
        if wide {
            ui.horizontal(|ui| {
                ui.add_space(size::M);
                ui.label(caption(stage.label()).color(tokens(ui).muted));
            });
        } else {
            ui.separator();
        }
        for panel in Panel::ALL
            .into_iter()
            .filter(|panel| panel.stage() == stage)
        {
            if entry_ui(ctx, ui, panel).clicked() {
                ctx.send(Command::GoTo(panel));
            }
        }
    }
}

fn entry_ui(ctx: &ViewContext<'_>, ui: &mut Ui, panel: Panel) -> Response {
    let tokens = tokens(ui);
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, ENTRY_HEIGHT), Sense::click());
    let chosen = ctx.session.panel == panel;
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, panel.label()));
    let fill = match (chosen, response.hovered()) {
        (true, _) => tokens.accent_soft,
        (false, true) => tokens.hover,
        (false, false) => egui::Color32::TRANSPARENT,
    };
    let ink = if chosen { tokens.accent } else { tokens.text };
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(size::RADIUS), fill);
    if response.has_focus() {
        painter.rect_stroke(
            rect,
            CornerRadius::same(size::RADIUS),
            egui::Stroke::new(1.0, tokens.accent),
            egui::StrokeKind::Inside,
        );
    }
    let wide = width >= WORDS_FROM - 16.0;
    let icon_x = if wide {
        rect.left() + size::M + size::ICON / 2.0
    } else {
        rect.center().x
    };
    let icon_rect = Rect::from_center_size(pos2(icon_x, rect.center().y), Vec2::splat(size::ICON));
    panel.icon().paint(painter, icon_rect, ink);
    if wide {
        painter.text(
            pos2(icon_rect.right() + size::M, rect.center().y),
            Align2::LEFT_CENTER,
            panel.label(),
            TextStyle::Button.resolve(ui.style()),
            ink,
        );
    }
    let keys = ui.ctx().format_shortcut(&egui::KeyboardShortcut::new(
        egui::Modifiers::COMMAND,
        panel.key(),
    ));
    response
        .on_hover_cursor(CursorIcon::PointingHand)
        .on_hover_text(format!("{} ({keys})", panel.purpose()))
}
