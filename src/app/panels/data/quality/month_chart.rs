//! Lines by month, a column each, so that a month without services is seen at once.

use egui::{
    Align2, CornerRadius, Rect, Role, Sense, Stroke, TextStyle, Ui, WidgetInfo, pos2, vec2,
};

use super::model::{MonthColumn, MonthFill, MonthsModel};
use crate::app::theme::{caption, label, size, tokens};

/// Height of the highest column.
const PLOT_HEIGHT: f32 = 72.0;
/// Room above the plot, and below it for the names of months.
const NAMES_HEIGHT: f32 = 20.0;
/// Room at the left for the figure of the highest column.
const SCALE_WIDTH: f32 = 56.0;
/// Widest a column grows.
const MAX_COLUMN: f32 = 44.0;
/// Width from which every month has its name.
const NAMED_COLUMN: f32 = 30.0;

/// Paints the chart as wide as there is room.
pub(super) fn months_ui(ui: &mut Ui, months: &MonthsModel) {
    ui.label(label("Service lines by month"));
    let width = ui.available_width();
    let (rect, _response) =
        ui.allocate_exact_size(vec2(width, PLOT_HEIGHT + NAMES_HEIGHT), Sense::hover());
    let plot = Rect::from_min_max(
        pos2(rect.left() + SCALE_WIDTH, rect.top()),
        pos2(rect.right(), rect.top() + PLOT_HEIGHT),
    );
    paint_scale(ui, months, plot);
    let step = (plot.width() / months.columns.len().max(1) as f32).min(MAX_COLUMN);
    for (column_idx, column) in months.columns.iter().enumerate() {
        let left = plot.left() + step * column_idx as f32;
        let slot = Rect::from_min_max(pos2(left, plot.top()), pos2(left + step, plot.bottom()));
        column_ui(ui, column, slot);
    }
    ui.label(caption(&months.note).color(tokens(ui).muted));
}

fn paint_scale(ui: &Ui, months: &MonthsModel, plot: Rect) {
    let tokens = tokens(ui);
    let font = TextStyle::Small.resolve(ui.style());
    let right = plot.left() - size::S;
    let painter = ui.painter();
    let figures = [
        (plot.top(), Align2::RIGHT_TOP, months.most.as_str()),
        (plot.bottom(), Align2::RIGHT_BOTTOM, "0"),
    ];
    for (y, align, words) in figures {
        painter.text(pos2(right, y), align, words, font.clone(), tokens.muted);
    }
    painter.hline(
        plot.x_range(),
        plot.bottom(),
        Stroke::new(1.0, tokens.border_strong),
    );
}

fn column_ui(ui: &mut Ui, column: &MonthColumn, slot: Rect) {
    let tokens = tokens(ui);
    let id = ui.scope_id().with(("month", &column.words));
    let response = ui.interact(slot, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &column.words));
    let gap = if slot.width() > 12.0 { 2.0 } else { 0.5 };
    let bar = slot.shrink2(vec2(gap, 0.0));
    let top = slot.bottom() - slot.height() * column.height;
    let radius = CornerRadius::same(2);
    let painter = ui.painter();
    match column.fill {
        MonthFill::Usual | MonthFill::Thin => {
            let ink = if column.fill == MonthFill::Thin {
                tokens.warning
            } else {
                tokens.accent
            };
            let ink = if response.hovered() {
                ink
            } else {
                ink.gamma_multiply(0.8)
            };
            painter.rect_filled(bar.with_min_y(top), radius, ink);
        }
        // Months without services lie side by side as one band, marked at its foot.
        MonthFill::Missing => {
            let foot = slot.with_min_y(slot.bottom() - 3.0);
            painter.rect_filled(slot, CornerRadius::ZERO, tokens.warning_soft);
            painter.rect_filled(foot, CornerRadius::ZERO, tokens.warning);
        }
    }
    let named = if slot.width() >= NAMED_COLUMN {
        Some(&column.month)
    } else {
        column.year.as_ref()
    };
    if let Some(name) = named {
        let font = TextStyle::Small.resolve(ui.style());
        let at = pos2(bar.left(), slot.bottom() + size::XS);
        ui.painter()
            .text(at, Align2::LEFT_TOP, name, font, tokens.muted);
    }
    response.on_hover_text_at_pointer(&column.words);
}
