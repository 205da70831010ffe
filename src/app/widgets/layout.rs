//! How things are laid out: a panel's frame, cards, key figures, dialogs, and what to say when
//! there is nothing to show.

use egui::{
    Align, Color32, CornerRadius, Frame, Id, Layout, Margin, Modal, Response, Role, ScrollArea,
    Sense, Stroke, Ui, WidgetInfo, vec2,
};

use super::buttons::{ButtonKind, command_button};
use super::icon_button;
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, Tokens, caption, heading, size, title, tokens};

/// What stands at the top of a panel.
pub struct Heading<'a> {
    /// The panel's name.
    pub title: &'a str,
    /// One sentence about what it shows.
    pub subtitle: &'a str,
}

/// Width below which a panel's buttons stand under its heading.
const NARROW_HEADING: f32 = 780.0;

/// A panel's frame: title, actions at its right, contents that scroll, and a footer that stays.
///
/// `actions` are laid out from right to left. `footer` is what the figures are based on; empty
/// leaves its line blank, so that nothing moves when it arrives.
pub fn panel_frame_ui<R>(
    ui: &mut Ui,
    top: &Heading<'_>,
    footer: &str,
    actions: impl FnOnce(&mut Ui),
    contents: impl FnOnce(&mut Ui) -> R,
) -> R {
    let margin = Margin::symmetric(size::XL as i8, size::L as i8);
    Frame::new()
        .inner_margin(margin)
        .show(ui, |ui| {
            let words_ui = |ui: &mut Ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.label(title(top.title));
                ui.label(caption(top.subtitle).color(tokens(ui).muted));
            };
            if ui.available_width() < NARROW_HEADING {
                ui.vertical(words_ui);
                ui.vertical(actions);
            } else {
                ui.horizontal(|ui| {
                    ui.vertical(words_ui);
                    ui.with_layout(Layout::right_to_left(Align::Center), actions);
                });
            }
            ui.add_space(size::S);
            let footer_height = size::XL;
            let body_height = (ui.available_height() - footer_height).max(0.0);
            let result = ui
                .allocate_ui(vec2(ui.available_width(), body_height), |ui| {
                    ui.set_min_height(body_height);
                    ScrollArea::vertical()
                        .id_salt(top.title)
                        .auto_shrink(false)
                        .show(ui, contents)
                        .inner
                })
                .inner;
            based_on_ui(ui, footer);
            result
        })
        .inner
}

/// The line that says what figures rest on.
pub fn based_on_ui(ui: &mut Ui, text: &str) -> Response {
    let words = if text.is_empty() {
        " ".to_owned()
    } else {
        format!("Based on: {text}")
    };
    ui.add(egui::Label::new(caption(words).color(tokens(ui).muted)).truncate())
}

/// A white card with a thin border, as wide as there is room.
pub fn card_ui<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    card_frame(tokens(ui))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            contents(ui)
        })
        .inner
}

fn card_frame(tokens: &Tokens) -> Frame {
    Frame::new()
        .fill(tokens.surface)
        .stroke(Stroke::new(1.0, tokens.border))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::same(size::L as i8))
}

/// A section: a heading, a line about it (may be empty), and its contents.
pub fn section_ui<R>(
    ui: &mut Ui,
    name: &str,
    about: &str,
    contents: impl FnOnce(&mut Ui) -> R,
) -> R {
    ui.add_space(size::S);
    ui.label(heading(name));
    if !about.is_empty() {
        ui.label(caption(about).color(tokens(ui).muted));
    }
    let result = contents(ui);
    ui.add_space(size::S);
    result
}

/// A key figure.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Tile {
    /// What it is.
    pub label: String,
    /// The figure, finished.
    pub figure: String,
    /// What it is made of or compared with.
    pub footnote: String,
}

/// Key figures side by side, all of one size, in as many rows as it takes.
pub fn stat_tiles_ui(ui: &mut Ui, tiles: &[Tile]) {
    if tiles.is_empty() {
        return;
    }
    let least_width = 200.0;
    let width = ui.available_width();
    let fitting = ((width + size::M) / (least_width + size::M))
        .floor()
        .max(1.0) as usize;
    let per_row = fitting.min(tiles.len());
    let tile_width = (width - size::M * (per_row - 1) as f32) / per_row as f32;
    for row in tiles.chunks(per_row) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = size::M;
            for tile in row {
                stat_tile_ui(ui, tile, tile_width);
            }
        });
    }
}

/// One key figure of a given width.
pub fn stat_tile_ui(ui: &mut Ui, tile: &Tile, width: f32) -> Response {
    let tokens = tokens(ui);
    let inner_width = width - 2.0 * size::L - 2.0;
    let response = card_frame(tokens)
        .show(ui, |ui| {
            ui.set_width(inner_width);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = size::XS;
                let line = |text| egui::Label::new(text).truncate();
                ui.add(line(caption(&tile.label).color(tokens.muted)));
                ui.add(line(title(&tile.figure)));
                let note = if tile.footnote.is_empty() {
                    " "
                } else {
                    &tile.footnote
                };
                ui.add(line(caption(note).color(tokens.muted)));
            });
        })
        .response;
    response.widget_info(|| {
        let words = format!("{}: {}. {}", tile.label, tile.figure, tile.footnote);
        WidgetInfo::labeled(Role::Group, true, words)
    });
    response
}

/// What a panel says when it has nothing to show: a picture, a sentence, and the way out.
pub fn empty_state_ui(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    icon: Icon,
    sentence: &str,
    way_out: Option<&Command>,
) {
    let tokens = tokens(ui);
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.22).clamp(size::XL, 160.0));
        let (rect, _response) = ui.allocate_exact_size(vec2(72.0, 72.0), Sense::hover());
        ui.painter()
            .circle_filled(rect.center(), 36.0, tokens.accent_soft);
        icon.paint(ui.painter(), rect.shrink(20.0), tokens.accent);
        ui.add_space(size::M);
        ui.scope(|ui| {
            ui.set_max_width(440.0);
            ui.label(sentence);
        });
        if let Some(command) = way_out {
            ui.add_space(size::S);
            command_button(ui, ctx, ButtonKind::Primary, command);
        }
    });
}

/// What a panel shows until its first report is there.
pub fn loading_ui(ui: &mut Ui, what: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.3).clamp(size::XL, 200.0));
        ui.spinner();
        ui.label(caption(what).color(tokens(ui).muted));
    });
}

/// What a badge says about its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadgeKind {
    /// Neither good nor bad.
    Neutral,
    /// Done, in order.
    Good,
    /// To be looked at.
    Warning,
    /// Failed, left out.
    Bad,
}

impl BadgeKind {
    const fn colors(self, tokens: &Tokens) -> (Color32, Color32) {
        match self {
            Self::Neutral => (tokens.muted, tokens.sunken),
            Self::Good => (tokens.positive, tokens.positive_soft),
            Self::Warning => (tokens.warning, tokens.warning_soft),
            Self::Bad => (tokens.negative, tokens.negative_soft),
        }
    }
}

/// A word or two on a coloured ground.
pub fn badge_ui(ui: &mut Ui, kind: BadgeKind, text: &str) -> Response {
    let (ink, ground) = kind.colors(tokens(ui));
    Frame::new()
        .fill(ground)
        .corner_radius(CornerRadius::same(10))
        .inner_margin(Margin::symmetric(8, 2))
        .show(ui, |ui| ui.label(caption(text).color(ink)))
        .inner
}

/// A line across the panel that says something is odd, or in order.
pub fn notice_line_ui(ui: &mut Ui, kind: BadgeKind, text: &str) {
    let (ink, ground) = kind.colors(tokens(ui));
    let icon = match kind {
        BadgeKind::Neutral => Icon::Info,
        BadgeKind::Good => Icon::Check,
        BadgeKind::Warning | BadgeKind::Bad => Icon::Warning,
    };
    Frame::new()
        .fill(ground)
        .corner_radius(CornerRadius::same(size::RADIUS))
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                icon.ui(ui, ink);
                let words = egui::RichText::new(text).color(tokens(ui).text);
                ui.add(egui::Label::new(words).wrap());
            });
        });
}

/// A dialog over the window. Returns whether it was closed: by its cross, by Escape, or by a click
/// beside it.
pub fn sheet_ui(
    ctx: &egui::Context,
    name: &str,
    width: f32,
    contents: impl FnOnce(&mut Ui),
) -> bool {
    let room = ctx.content_rect();
    let style = ctx.global_style();
    let frame = Frame::window(&style).inner_margin(Margin::same(size::XL as i8));
    let modal = Modal::new(Id::unique(name)).frame(frame);
    let response = modal.show(ctx, |ui| {
        ui.set_width(width.min(room.width() - 2.0 * size::XXL));
        let closed = ui
            .horizontal(|ui| {
                ui.label(heading(name));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    icon_button(ui, Icon::Close, "Close").clicked()
                })
                .inner
            })
            .inner;
        ui.add_space(size::S);
        ScrollArea::vertical()
            .max_height(room.height() - 180.0)
            .min_scrolled_height(room.height() - 180.0)
            .auto_shrink([false, true])
            .show(ui, contents);
        closed
    });
    response.inner || response.should_close()
}
