//! What surrounds the panels: the bar above, the rail at the left, the strip below, and what
//! floats over them.

mod bottom_strip;
mod floating;
mod rail;
mod top_bar;

use egui::{CentralPanel, Frame, Margin, Panel, Stroke, Ui};

use super::context::ViewContext;
use super::notices::Notices;
use super::panels::PanelStates;
use super::session::Session;
use super::theme::{size, tokens};
use crate::jobs::WindowPlace;

pub(super) use floating::notice_list_ui;

/// Height of the bar above.
const TOP_HEIGHT: f32 = 52.0;
/// Height of the strip below.
const BOTTOM_HEIGHT: f32 = 36.0;
/// Width of the rail, and its width where room is short.
const RAIL_WIDTH: (f32, f32) = (184.0, 56.0);
/// Windows narrower than this get the narrow rail.
const NARROW_BELOW: f32 = 1000.0;

/// Paints the whole window.
pub(super) fn ui(ctx: &ViewContext<'_>, notices: &Notices, panels: &mut PanelStates, ui: &mut Ui) {
    let tokens = tokens(ui);
    let plain = Frame::new().fill(tokens.rail);
    Panel::bottom("bottom strip")
        .exact_size(BOTTOM_HEIGHT)
        .resizable(false)
        .show_separator_line(false)
        .frame(plain.inner_margin(Margin::symmetric(16, 0)))
        .show(ui, |ui| bottom_strip::ui(ctx, notices, ui));
    if ctx.practice().is_some() {
        let width = if ui.available_width() < NARROW_BELOW {
            RAIL_WIDTH.1
        } else {
            RAIL_WIDTH.0
        };
        Panel::left("rail")
            .exact_size(width)
            .resizable(false)
            .show_separator_line(false)
            .frame(plain.inner_margin(Margin::symmetric(8, 12)))
            .show(ui, |ui| rail::ui(ctx, ui));
        Panel::top("top bar")
            .exact_size(TOP_HEIGHT)
            .resizable(false)
            .show_separator_line(false)
            .frame(
                Frame::new()
                    .fill(tokens.background)
                    .inner_margin(Margin::symmetric(size::XL as i8, 0)),
            )
            .show(ui, |ui| top_bar::ui(ctx, ui));
    }
    CentralPanel::no_frame()
        .frame(Frame::new().fill(tokens.background))
        .show(ui, |ui| {
            if ctx.practice().is_some() {
                let edge = Stroke::new(1.0, tokens.border);
                let rect = ui.max_rect();
                ui.painter().hline(rect.x_range(), rect.top(), edge);
            }
            panels.show(ctx, ui);
        });
    floating::toasts_ui(ctx, notices, ui.ctx());
    floating::drop_target_ui(ctx, ui.ctx());
}

/// Keeps the window's title and remembers where the window is.
pub(super) fn note_window(session: &mut Session, ctx: &egui::Context) {
    let title = session.practice.as_ref().map_or_else(
        || "Allowable".to_owned(),
        |view| format!("{} \u{2013} Allowable", view.practice.name),
    );
    // Some systems do not tell a window's title, and every command costs a frame: one a change.
    if session.title != title {
        session.title.clone_from(&title);
        ctx.send_viewport_cmd(egui::ViewportCommand::Title(title));
    }
    let place = ctx.input(|input| {
        let viewport = input.viewport();
        let resting = viewport.minimized != Some(true)
            && viewport.maximized != Some(true)
            && viewport.fullscreen != Some(true);
        resting.then_some((viewport.inner_rect, viewport.outer_rect))
    });
    if let Some((Some(inner), outer)) = place {
        // Points of the window are the system's, without our own scale.
        let zoom = ctx.zoom_factor();
        session.settings.window = Some(WindowPlace {
            left: outer.map(|outer| outer.left() * zoom),
            top: outer.map(|outer| outer.top() * zoom),
            width: inner.width() * zoom,
            height: inner.height() * zoom,
        });
    }
}
