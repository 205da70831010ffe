//! Figures that can be followed to how they come about: by a click on the figure, or from the menu of
//! its cell.

use egui::{Align2, Color32, CursorIcon, Rect, Response, Stroke, Ui, vec2};

use crate::app::theme::size;

/// The words of the menu.
const FOLLOW: &str = "Explain this amount\u{2026}";

/// A linked cell under the pointer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Linked {
    column_idx: usize,
    /// Whether the pointer is on the figure itself, not only in its cell.
    is_on_figure: bool,
}

impl Linked {
    /// Underlines the figure while the pointer is on it.
    pub(super) fn ui(ui: &Ui, (column_idx, cell, width): (usize, Rect, f32), ink: Color32) -> Self {
        let room = cell.shrink2(vec2(size::M, size::XS));
        let figure = Align2::RIGHT_CENTER.align_size_within_rect(vec2(width, size::L), room);
        let is_on_figure = ui.rect_contains_pointer(figure.expand(size::XS));
        if is_on_figure {
            let line = Stroke::new(1.0, ink);
            ui.painter().hline(figure.x_range(), figure.bottom(), line);
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
        Self {
            column_idx,
            is_on_figure,
        }
    }
}

/// Returns the column whose figure was followed in this frame.
pub(super) fn followed(response: &Response, linked: Option<Linked>) -> Option<usize> {
    if response.clicked()
        && let Some(linked) = linked.filter(|linked| linked.is_on_figure)
    {
        return Some(linked.column_idx);
    }
    // The pointer is elsewhere while the menu is open: the cell it was opened on is kept.
    let key = response.id.with("menu");
    if response.secondary_clicked() {
        response.ctx.data_mut(|data| {
            data.remove_temp::<usize>(key);
            if let Some(linked) = linked {
                data.insert_temp(key, linked.column_idx);
            }
        });
    }
    let opened_on = response.ctx.data(|data| data.get_temp::<usize>(key))?;
    let mut chosen = None;
    response.context_menu(|ui| {
        if ui.button(FOLLOW).clicked() {
            chosen = Some(opened_on);
            ui.close();
        }
    });
    chosen
}
