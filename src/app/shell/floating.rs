//! What floats over the window: notices for a moment, the list of all of them, and the place to
//! drop files on.

use egui::{
    Align, Align2, Area, Context, CornerRadius, Frame, Id, LayerId, Layout, Margin, Order, Stroke,
    TextStyle, Ui, vec2,
};

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::notices::{Notice, NoticeKind, Notices};
use crate::app::theme::{Icon, caption, label, size, tokens};
use crate::app::widgets::{icon_button, secondary_button, sheet_ui};

/// Most notices floating at once.
const MAX_FLOATING: usize = 4;
/// Width of a floating notice.
const NOTICE_WIDTH: f32 = 380.0;

/// Paints the newest notices above the strip, at the right.
pub(super) fn toasts_ui(ctx: &ViewContext<'_>, notices: &Notices, egui_ctx: &Context) {
    let floating: Vec<&Notice> = notices.floating().collect();
    if floating.is_empty() {
        return;
    }
    let newest = floating.len().saturating_sub(MAX_FLOATING);
    Area::new(Id::unique("floating notices"))
        .order(Order::Foreground)
        .anchor(Align2::RIGHT_BOTTOM, vec2(-16.0, -48.0))
        .show(egui_ctx, |ui| {
            for notice in floating.iter().skip(newest) {
                notice_ui(ctx, ui, notice, NOTICE_WIDTH);
            }
        });
    // A notice leaves by itself: look again in a moment.
    egui_ctx.request_repaint_after(std::time::Duration::from_secs(1));
}

fn notice_ui(ctx: &ViewContext<'_>, ui: &mut Ui, notice: &Notice, width: f32) {
    let tokens = tokens(ui);
    let (icon, ink) = match notice.kind {
        NoticeKind::Done => (Icon::Check, tokens.positive),
        NoticeKind::Warning => (Icon::Warning, tokens.warning),
        NoticeKind::Failed => (Icon::Warning, tokens.negative),
    };
    Frame::new()
        .fill(tokens.surface)
        .stroke(Stroke::new(1.0, tokens.border_strong))
        .corner_radius(CornerRadius::same(8))
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(width - 24.0);
            ui.horizontal_top(|ui| {
                ui.vertical(|ui| {
                    ui.add_space(7.0);
                    icon.ui(ui, ink);
                });
                ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                    if icon_button(ui, Icon::Close, "Dismiss").clicked() {
                        ctx.send(Command::DismissNotice(notice.id));
                    }
                    if let Some((words, command)) = &notice.action
                        && secondary_button(ui, words).clicked()
                    {
                        ctx.send(command.clone());
                        ctx.send(Command::DismissNotice(notice.id));
                    }
                    ui.with_layout(Layout::top_down(Align::Min), |ui| words_ui(ui, notice));
                });
            });
        });
}

fn words_ui(ui: &mut Ui, notice: &Notice) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.add_space(6.0);
    ui.add(egui::Label::new(label(&notice.headline)).wrap());
    if !notice.detail.is_empty() {
        let detail = egui::RichText::new(&notice.detail).color(tokens(ui).muted);
        ui.add(egui::Label::new(detail).wrap());
    }
    ui.add_space(4.0);
}

/// Paints the list of all notices.
pub(in crate::app) fn notice_list_ui(ctx: &ViewContext<'_>, notices: &Notices, egui_ctx: &Context) {
    let closed = sheet_ui(egui_ctx, "Notices", 560.0, |ui| {
        if notices.last().is_none() {
            ui.label(caption("Nothing happened yet").color(tokens(ui).muted));
        }
        for notice in notices.all() {
            ui.push_id(notice.id, |ui| {
                ui.horizontal_top(|ui| {
                    let (icon, ink) = match notice.kind {
                        NoticeKind::Done => (Icon::Check, tokens(ui).positive),
                        NoticeKind::Warning => (Icon::Warning, tokens(ui).warning),
                        NoticeKind::Failed => (Icon::Warning, tokens(ui).negative),
                    };
                    ui.vertical(|ui| {
                        ui.add_space(7.0);
                        icon.ui(ui, ink);
                    });
                    ui.vertical(|ui| words_ui(ui, notice));
                });
                ui.separator();
            });
        }
    });
    if closed {
        ctx.send(Command::CloseSheet);
    }
}

/// Paints the place to drop files on, while files are held over the window.
pub(super) fn drop_target_ui(ctx: &ViewContext<'_>, egui_ctx: &Context) {
    let hovering = egui_ctx.input(|input| !input.raw.hovered_files.is_empty());
    if !hovering {
        return;
    }
    let layer = LayerId::new(Order::Foreground, Id::unique("drop target"));
    let painter = egui_ctx.layer_painter(layer);
    let style = egui_ctx.global_style();
    let tokens = if style.visuals.dark_mode {
        &crate::app::theme::DARK
    } else {
        &crate::app::theme::LIGHT
    };
    let room = egui_ctx.content_rect();
    painter.rect_filled(room, 0.0, tokens.backdrop);
    let target = room.shrink(size::XXL);
    painter.rect(
        target,
        12.0,
        tokens.surface.gamma_multiply(0.94),
        Stroke::new(2.0, tokens.accent),
        egui::StrokeKind::Inside,
    );
    let (first, second) = if ctx.practice().is_some() {
        (
            "Drop to import",
            "Medicare relative values, utilization tables, fee schedules, or a practice file to open",
        )
    } else {
        (
            "Drop a practice file to open it",
            "Its name ends in .practice",
        )
    };
    let icon =
        egui::Rect::from_center_size(target.center() - vec2(0.0, 48.0), egui::Vec2::splat(40.0));
    Icon::Download.paint(&painter, icon, tokens.accent);
    let heading_font = TextStyle::Heading.resolve(&style);
    let body = TextStyle::Body.resolve(&style);
    let center = target.center();
    painter.text(
        center,
        Align2::CENTER_CENTER,
        first,
        heading_font,
        tokens.text,
    );
    let below = center + vec2(0.0, 28.0);
    painter.text(below, Align2::CENTER_CENTER, second, body, tokens.muted);
}
