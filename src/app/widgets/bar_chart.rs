//! Paints the same chart descriptions that are printed: bars with their values beside them, and
//! the exact value when pointed at.

use egui::{
    Align2, Color32, CornerRadius, FontId, Rect, Role, Sense, Shape, Stroke, StrokeKind, TextStyle,
    Ui, Vec2, WidgetInfo, pos2, vec2,
};
use rust_decimal::Decimal;

use crate::app::theme::{Tokens, caption, label, size, tokens};
use crate::brief::{BarChart, BarGroup, Emphasis, Fill};

/// Height of a bar.
const BAR_HEIGHT: f32 = 16.0;
/// Between two groups.
const GROUP_GAP: f32 = 10.0;
/// Most of the width that names may take.
const MAX_LABEL_SHARE: f32 = 0.38;
/// Distance of the lines of a hatched bar.
const HATCH_STEP: f32 = 5.0;

/// Paints a chart as wide as there is room.
pub fn bar_chart_ui(ui: &mut Ui, chart: &BarChart) {
    let tokens = tokens(ui);
    ui.label(label(&chart.title));
    legend_ui(ui, chart, tokens);
    let body = TextStyle::Body.resolve(ui.style());
    let small = TextStyle::Small.resolve(ui.style());
    let plot = Plot {
        chart,
        tokens,
        bar_count: chart.series.len().max(1),
        name_font: body,
        value_font: small,
    };
    plot.ui(ui);
    if !chart.note.is_empty() {
        ui.label(caption(&chart.note).color(tokens.muted));
    }
}

fn legend_ui(ui: &mut Ui, chart: &BarChart, tokens: &'static Tokens) {
    if chart.series.len() < 2 {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        for series in &chart.series {
            let (rect, _response) = ui.allocate_exact_size(Vec2::splat(12.0), Sense::hover());
            paint_bar(ui, rect, series.fill, tokens.series_color(0), tokens);
            ui.label(caption(&series.name).color(tokens.muted));
            ui.add_space(size::S);
        }
    });
}

/// A chart being painted.
struct Plot<'a> {
    chart: &'a BarChart,
    tokens: &'static Tokens,
    bar_count: usize,
    name_font: FontId,
    value_font: FontId,
}

impl Plot<'_> {
    fn ui(&self, ui: &mut Ui) {
        let width = ui.available_width();
        let text_width = |text: &str, font: &FontId| {
            ui.painter()
                .layout_no_wrap(text.to_owned(), font.clone(), Color32::PLACEHOLDER)
                .size()
                .x
        };
        let groups = self.chart.groups.iter();
        let names = groups
            .clone()
            .map(|group| text_width(&group.label, &self.name_font))
            .fold(0.0, f32::max)
            .min(width * MAX_LABEL_SHARE);
        let values = groups
            .flat_map(|group| group.values.iter().flatten())
            .map(|value| text_width(&self.chart.value_label(*value), &self.value_font))
            .fold(24.0, f32::max);
        let reference_height = if self.chart.reference.is_some() {
            18.0
        } else {
            0.0
        };
        let group_height = BAR_HEIGHT * self.bar_count as f32 + GROUP_GAP;
        let height = group_height * self.chart.groups.len() as f32 + reference_height;
        let (rect, _response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let negative = self.chart.axis().0 < Decimal::ZERO;
        let left_room = if negative { values + size::S } else { 0.0 };
        let bars = Rect::from_min_max(
            pos2(
                rect.left() + names + size::M + left_room,
                rect.top() + reference_height,
            ),
            pos2(rect.right() - values - size::S, rect.bottom()),
        );
        self.paint_axis(ui, bars);
        for (group_idx, group) in self.chart.groups.iter().enumerate() {
            let top = bars.top() + group_height * group_idx as f32;
            let line = Rect::from_min_max(
                pos2(rect.left(), top),
                pos2(rect.right(), top + group_height),
            );
            self.group_ui(ui, group, (line, bars), names);
        }
    }

    fn x(&self, bars: Rect, value: Decimal) -> f32 {
        bars.left() + self.chart.position(value) as f32 * bars.width()
    }

    /// The line of zero, and the line to compare with.
    fn paint_axis(&self, ui: &Ui, bars: Rect) {
        let painter = ui.painter();
        let zero = Stroke::new(1.0, self.tokens.border_strong);
        painter.vline(self.x(bars, Decimal::ZERO), bars.y_range(), zero);
        if let Some(reference) = &self.chart.reference {
            let x = self.x(bars, reference.value);
            let ends = [pos2(x, bars.top() - 4.0), pos2(x, bars.bottom())];
            painter.extend(Shape::dashed_line(
                &ends,
                Stroke::new(1.0, self.tokens.muted),
                4.0,
                3.0,
            ));
            painter.text(
                pos2(x, bars.top() - 5.0),
                Align2::CENTER_BOTTOM,
                &reference.label,
                self.value_font.clone(),
                self.tokens.muted,
            );
        }
    }

    fn group_ui(&self, ui: &mut Ui, group: &BarGroup, (line, bars): (Rect, Rect), names: f32) {
        let id = ui.scope_id().with((&self.chart.title, &group.label));
        let response = ui.interact(line, id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.spoken(group)));
        if response.hovered() {
            ui.painter()
                .rect_filled(line, CornerRadius::same(4), self.tokens.stripe);
            let x = self.x(bars, Decimal::ZERO);
            let zero = Stroke::new(1.0, self.tokens.border_strong);
            ui.painter().vline(x, line.y_range(), zero);
        }
        let font = match group.emphasis {
            Emphasis::Normal => self.name_font.clone(),
            Emphasis::Strong => TextStyle::Button.resolve(ui.style()),
        };
        let middle = line.top() + GROUP_GAP / 2.0 + BAR_HEIGHT * self.bar_count as f32 / 2.0;
        let mut job =
            egui::text::LayoutJob::simple_singleline(group.label.clone(), font, self.tokens.text);
        job.wrap = egui::text::TextWrapping::truncate_at_width(names + 1.0);
        let name = ui.painter().layout_job(job);
        let at = pos2(line.left(), middle - name.size().y / 2.0);
        ui.painter().galley(at, name, self.tokens.text);
        for (series_idx, value) in group.values.iter().enumerate() {
            let top = line.top() + GROUP_GAP / 2.0 + BAR_HEIGHT * series_idx as f32;
            self.paint_value(ui, group, (series_idx, *value), bars, top);
        }
        response.on_hover_text_at_pointer(self.spoken(group));
    }

    fn paint_value(
        &self,
        ui: &Ui,
        group: &BarGroup,
        (series_idx, value): (usize, Option<Decimal>),
        bars: Rect,
        top: f32,
    ) {
        let painter = ui.painter();
        let middle = top + BAR_HEIGHT / 2.0;
        let Some(value) = value else {
            painter.text(
                pos2(self.x(bars, Decimal::ZERO) + 6.0, middle),
                Align2::LEFT_CENTER,
                "n/a",
                self.value_font.clone(),
                self.tokens.muted,
            );
            return;
        };
        let span = self.chart.bar(value);
        let at = |fraction: f64| bars.left() + fraction as f32 * bars.width();
        let rect = Rect::from_min_max(
            pos2(at(span.start), top + 1.0),
            pos2(at(span.end), top + BAR_HEIGHT - 1.0),
        );
        let fill = self
            .chart
            .series
            .get(series_idx)
            .map_or(Fill::Strong, |series| self.chart.fill(series, group));
        paint_bar(ui, rect, fill, self.tokens.series_color(0), self.tokens);
        let (x, align) = if value < Decimal::ZERO {
            (rect.left() - 6.0, Align2::RIGHT_CENTER)
        } else {
            (rect.right() + 6.0, Align2::LEFT_CENTER)
        };
        let words = self.chart.value_label(value);
        let galley = painter.layout_no_wrap(words, self.value_font.clone(), self.tokens.text);
        let room = align.anchor_size(pos2(x, middle), galley.size());
        // The line to compare with must not strike the figure through.
        painter.rect_filled(room, CornerRadius::ZERO, self.tokens.surface);
        painter.galley(room.min, galley, self.tokens.text);
    }

    /// The line in words: for screen readers and when pointed at.
    fn spoken(&self, group: &BarGroup) -> String {
        let values: Vec<String> = group
            .values
            .iter()
            .enumerate()
            .map(|(series_idx, value)| {
                let shown = value.map_or_else(
                    || "not available".to_owned(),
                    |value| self.chart.value_label(value),
                );
                match self.chart.series.get(series_idx) {
                    Some(series) if self.bar_count > 1 => format!("{} {shown}", series.name),
                    _ => shown,
                }
            })
            .collect();
        format!("{}: {}", group.label, values.join(", "))
    }
}

/// Paints a bar by lightness and pattern, as on paper, so that series stay apart without colour.
fn paint_bar(ui: &Ui, rect: Rect, fill: Fill, color: Color32, tokens: &Tokens) {
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let radius = CornerRadius::same(2);
    let outline = Stroke::new(1.0, color);
    match fill {
        Fill::Strong => {
            painter.rect_filled(rect, radius, color);
        }
        Fill::Soft => {
            painter.rect_filled(rect, radius, color.gamma_multiply(0.35));
        }
        Fill::Hatched => {
            painter.rect(rect, radius, tokens.surface, outline, StrokeKind::Inside);
            let mut x = rect.left() - rect.height();
            while x < rect.right() {
                let line = [pos2(x, rect.bottom()), pos2(x + rect.height(), rect.top())];
                painter.line_segment(line, outline);
                x += HATCH_STEP;
            }
        }
        Fill::Outlined => {
            painter.rect(rect, radius, tokens.surface, outline, StrokeKind::Inside);
        }
    }
}
