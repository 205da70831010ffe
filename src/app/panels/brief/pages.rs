//! Paints the finished pages: fitted to the width or enlarged, sharp, scrolled from page to page.

use std::sync::Arc;

use egui::{
    Align, ColorImage, CornerRadius, Layout, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind,
    TextureHandle, TextureOptions, Ui, WidgetInfo, pos2, vec2,
};

use super::model::PreviewState;
use crate::app::theme::{Icon, caption, tokens};
use crate::app::widgets::{icon_button, quiet_button};
use crate::jobs::{LaidOutBrief, RenderedPage};

/// Width of a US Letter page, in points.
const PAGE_WIDTH_PT: f32 = 612.0;
/// Height of a US Letter page, in points.
const PAGE_HEIGHT_PT: f32 = 792.0;
/// Between pages.
const GAP: f32 = 16.0;
/// Width below which the words about the pages stand under the buttons.
const NARROW: f32 = 520.0;
/// Room for the scroll bar beside the pages.
const BAR: f32 = 14.0;
/// Enlargements offered, in percent of a page at 72 points an inch.
const ZOOMS: [u16; 6] = [50, 75, 100, 125, 150, 200];
/// Steps in which sharpness changes, so that a window being resized is not painted anew each frame.
const SHARPNESS_STEP: f32 = 0.25;

/// What is remembered of the pages.
#[derive(Default)]
pub(super) struct State {
    zoom: Zoom,
    /// The brief whose pages the textures show; a page's texture is made when it is first seen.
    shown: Option<Arc<LaidOutBrief>>,
    textures: Vec<Option<TextureHandle>>,
    /// The page at the top.
    page_idx: usize,
    /// The page to scroll to.
    jump: Option<usize>,
}

/// How large pages are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Zoom {
    /// As wide as there is room.
    #[default]
    FitWidth,
    /// So many percent.
    Percent(u16),
}

impl State {
    /// Returns the width of a page on screen, in points.
    fn page_width(&self, room: f32) -> f32 {
        match self.zoom {
            Zoom::FitWidth => (room - 2.0 * GAP - BAR).clamp(200.0, 1_200.0),
            Zoom::Percent(percent) => PAGE_WIDTH_PT * f32::from(percent) / 100.0,
        }
    }

    /// Returns the sharpness at which page images fill the screen's pixels, in pixels a point.
    pub(super) fn sharpness(&self, ui: &Ui, room: f32) -> f32 {
        let scale = self.page_width(room) / PAGE_WIDTH_PT * ui.ctx().pixels_per_point();
        ((scale / SHARPNESS_STEP).ceil() * SHARPNESS_STEP).clamp(0.5, 4.0)
    }

    /// Takes over a brief; textures of another are let go.
    fn follow(&mut self, brief: &Arc<LaidOutBrief>) {
        let same = self
            .shown
            .as_ref()
            .is_some_and(|shown| Arc::ptr_eq(shown, brief));
        if !same {
            self.shown = Some(Arc::clone(brief));
            self.textures = vec![None; brief.pages.len()];
        }
    }

    fn texture(&mut self, ui: &Ui, page_idx: usize, page: &RenderedPage) -> Option<&TextureHandle> {
        let slot = self.textures.get_mut(page_idx)?;
        if slot.is_none() {
            let side = [page.image.width as usize, page.image.height as usize];
            let [width, height] = side;
            if width * height * 4 != page.image.rgba.len() {
                return None;
            }
            // Pages are opaque.
            let image = ColorImage::from_rgba_premultiplied(side, &page.image.rgba);
            let name = format!("page {page_idx}");
            *slot = Some(ui.ctx().load_texture(name, image, TextureOptions::LINEAR));
        }
        slot.as_ref()
    }
}

/// Paints the line above the pages: which page, how large, and whether they are up to date.
pub(super) fn tools_ui(state: &mut State, ui: &mut Ui, page_count: usize, preview: &PreviewState) {
    let zoom = |state: &mut State, ui: &mut Ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            zoom_ui(state, ui);
        });
    };
    if ui.available_width() < NARROW {
        ui.horizontal(|ui| {
            turning_ui(state, ui, page_count);
            zoom(state, ui);
        });
        ui.horizontal_wrapped(|ui| preview_words_ui(ui, preview));
    } else {
        ui.horizontal(|ui| {
            turning_ui(state, ui, page_count);
            preview_words_ui(ui, preview);
            zoom(state, ui);
        });
    }
}

fn turning_ui(state: &mut State, ui: &mut Ui, page_count: usize) {
    let words = match page_count {
        0 => "No pages yet".to_owned(),
        count => format!("Page {} of {count}", (state.page_idx + 1).min(count)),
    };
    ui.label(caption(words));
    let is_first = state.page_idx == 0;
    ui.add_enabled_ui(!is_first, |ui| {
        if icon_button(ui, Icon::ChevronUp, "Previous page").clicked() {
            state.jump = Some(state.page_idx.saturating_sub(1));
        }
    });
    ui.add_enabled_ui(state.page_idx + 1 < page_count, |ui| {
        if icon_button(ui, Icon::ChevronDown, "Next page").clicked() {
            state.jump = Some(state.page_idx + 1);
        }
    });
}

fn preview_words_ui(ui: &mut Ui, preview: &PreviewState) {
    let tokens = tokens(ui);
    let ink = match preview {
        PreviewState::Current | PreviewState::Updating => tokens.muted,
        PreviewState::ToMend(_) | PreviewState::Failed => tokens.negative,
    };
    if *preview == PreviewState::Updating {
        ui.add(egui::Spinner::new().size(12.0).color(tokens.muted));
    }
    ui.label(caption(preview.words()).color(ink));
}

fn zoom_ui(state: &mut State, ui: &mut Ui) {
    if icon_button(ui, Icon::Plus, "Enlarge the pages").clicked() {
        let current = state.percent();
        let larger = ZOOMS.into_iter().find(|percent| *percent > current);
        state.set(larger);
    }
    let words = match state.zoom {
        Zoom::FitWidth => "Fit width".to_owned(),
        Zoom::Percent(percent) => format!("{percent}%"),
    };
    ui.label(caption(words).color(tokens(ui).muted));
    if icon_button(ui, Icon::Minus, "Shrink the pages").clicked() {
        let current = state.percent();
        let smaller = ZOOMS.into_iter().rev().find(|percent| *percent < current);
        state.set(smaller);
    }
    if state.zoom != Zoom::FitWidth && quiet_button(ui, "Fit width").clicked() {
        state.zoom = Zoom::FitWidth;
        state.jump = Some(state.page_idx);
    }
}

impl State {
    const fn percent(&self) -> u16 {
        match self.zoom {
            Zoom::FitWidth => 100,
            Zoom::Percent(percent) => percent,
        }
    }

    fn set(&mut self, percent: Option<u16>) {
        if let Some(percent) = percent {
            self.zoom = Zoom::Percent(percent);
            self.jump = Some(self.page_idx);
        }
    }
}

/// Paints the pages below one another.
pub(super) fn pages_ui(state: &mut State, ui: &mut Ui, brief: &Arc<LaidOutBrief>, height: f32) {
    state.follow(brief);
    let room = ui.available_width();
    let width = state.page_width(room);
    let page = vec2(width, width * PAGE_HEIGHT_PT / PAGE_WIDTH_PT);
    let step = page.y + GAP;
    let mut area = ScrollArea::both()
        .id_salt("pages")
        .auto_shrink(false)
        .max_height(height);
    if let Some(page_idx) = state.jump.take() {
        area = area.vertical_scroll_offset(page_idx as f32 * step);
    }
    let content = vec2(
        (width + 2.0 * GAP).max(room - BAR),
        step * brief.pages.len() as f32 + GAP,
    );
    let output = area.show_viewport(ui, |ui, viewport| {
        let (rect, _response) = ui.allocate_exact_size(content, Sense::hover());
        let left = rect.left() + (content.x - width) / 2.0;
        for (page_idx, rendered) in brief.pages.iter().enumerate() {
            let top = GAP + step * page_idx as f32;
            if top + page.y < viewport.top() || viewport.bottom() < top {
                continue;
            }
            let at = Rect::from_min_size(pos2(left, rect.top() + top), page);
            page_ui(state, ui, at, (page_idx, rendered, brief.pages.len()));
        }
    });
    let middle = output.state.clamped_offset().y + page.y * 0.4;
    state.page_idx = (middle / step).floor().max(0.0) as usize;
}

fn page_ui(
    state: &mut State,
    ui: &Ui,
    at: Rect,
    (page_idx, page, page_count): (usize, &RenderedPage, usize),
) {
    let tokens = tokens(ui);
    let id = ui.scope_id().with(("page", page_idx));
    let response = ui.interact(at, id, Sense::hover());
    response.widget_info(|| {
        let words = format!("Page {} of {page_count}: {}", page_idx + 1, page.text);
        WidgetInfo::labeled(Role::Image, true, words)
    });
    let shadow = at.translate(vec2(0.0, 2.0)).expand(1.0);
    ui.painter()
        .rect_filled(shadow, CornerRadius::same(2), tokens.shadow);
    ui.painter()
        .rect_filled(at, CornerRadius::ZERO, tokens.paper);
    if let Some(texture) = state.texture(ui, page_idx, page) {
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        ui.painter().image(texture.id(), at, whole, tokens.paper);
    }
    ui.painter().rect_stroke(
        at,
        CornerRadius::ZERO,
        Stroke::new(1.0, tokens.border),
        StrokeKind::Outside,
    );
}
