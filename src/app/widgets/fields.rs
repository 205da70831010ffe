//! What a person types and chooses: text, search, one of a few, one of many, a percentage.

use egui::{
    ComboBox, CornerRadius, DragValue, Frame, Margin, Response, RichText, Role, Slider, Stroke,
    TextEdit, Ui, WidgetInfo, vec2,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use crate::app::theme::{Icon, caption, label, size, tokens};

/// A control under its name; the name is the control's for screen readers too.
pub fn field_ui<R>(ui: &mut Ui, name: &str, control: impl FnOnce(&mut Ui) -> R) -> R {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = size::XS;
        let named = ui.label(label(name));
        ui.label_inputs_by(named.id, control)
    })
    .inner
}

/// A line of text under its name, with a hint inside while it is empty.
pub fn text_field_ui(
    ui: &mut Ui,
    name: &str,
    text: &mut String,
    hint: &str,
    width: f32,
) -> Response {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = size::XS;
        let named = ui.label(label(name));
        let field = TextEdit::singleline(text)
            .hint_text(RichText::new(hint).color(tokens(ui).muted))
            .desired_width(width)
            .min_size(vec2(0.0, size::CONTROL))
            .margin(Margin::symmetric(10, 6));
        // Said outright: a field with a hint would otherwise be known by its hint.
        ui.add(field).labelled_by(named.id)
    })
    .inner
}

/// What is wrong with a field, below it; keeps its place when nothing is.
pub fn problem_ui(ui: &mut Ui, problem: Option<&str>) {
    let text = problem.unwrap_or(" ");
    ui.label(caption(text).color(tokens(ui).negative));
}

/// A field to narrow down a list; `label` is its name and its hint.
pub fn search_field_ui(ui: &mut Ui, label: &str, text: &mut String) -> Response {
    let tokens = tokens(ui);
    Frame::new()
        .fill(tokens.field)
        .stroke(Stroke::new(1.0, tokens.border_strong))
        .corner_radius(CornerRadius::same(size::RADIUS))
        .inner_margin(Margin::symmetric(8, 0))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = size::XS;
                Icon::Search.sized_ui(ui, 16.0, tokens.muted);
                let response = ui.add(
                    TextEdit::singleline(text)
                        .hint_text(RichText::new(label).color(tokens.muted))
                        .frame(Frame::NONE)
                        .align(egui::Align2::LEFT_CENTER)
                        .min_size(vec2(0.0, size::CONTROL - 4.0))
                        .desired_width(180.0),
                );
                ui.ctx()
                    .accesskit_node_builder(response.id, |node| node.set_label(label));
                if clear_button_ui(ui, text) {
                    text.clear();
                }
                response
            })
            .inner
        })
        .inner
}

/// The small cross that empties a search field; keeps its place while there is nothing to empty.
fn clear_button_ui(ui: &mut Ui, text: &str) -> bool {
    let sense = if text.is_empty() {
        egui::Sense::hover()
    } else {
        egui::Sense::click()
    };
    let (rect, response) = ui.allocate_exact_size(vec2(16.0, size::CONTROL - 4.0), sense);
    if text.is_empty() {
        return false;
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Clear the search"));
    Icon::Close.paint(ui.painter(), rect.shrink(3.0), tokens(ui).muted);
    response.clicked()
}

/// One of a few, side by side. Returns whether the choice changed.
pub fn segmented_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    value: &mut T,
    choices: &[(T, &str)],
) -> bool {
    let tokens = tokens(ui);
    let before = *value;
    Frame::new()
        .fill(tokens.sunken)
        .stroke(Stroke::new(1.0, tokens.border))
        .corner_radius(CornerRadius::same(size::RADIUS + 2))
        .inner_margin(Margin::same(2))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                // At a panel's right end rows are laid out from the right: read them from the left.
                let from_right = ui.layout().prefer_right_to_left();
                let count = choices.len();
                let places = (0..count).map(|at| if from_right { count - 1 - at } else { at });
                for (choice, words) in places.filter_map(|place| choices.get(place)) {
                    let segment = Segment {
                        name,
                        words,
                        chosen: *choice == *value,
                    };
                    if segment.ui(ui).clicked() {
                        *value = *choice;
                    }
                }
            });
        });
    *value != before
}

/// One choice of a segmented control.
struct Segment<'a> {
    name: &'a str,
    words: &'a str,
    chosen: bool,
}

impl Segment<'_> {
    fn ui(&self, ui: &mut Ui) -> Response {
        let Self {
            name,
            words,
            chosen,
        } = *self;
        let tokens = tokens(ui);
        let ink = if chosen { tokens.text } else { tokens.muted };
        let galley = ui.painter().layout_no_wrap(
            words.to_owned(),
            egui::TextStyle::Button.resolve(ui.style()),
            ink,
        );
        let desired = vec2(galley.size().x + 2.0 * size::M, size::CONTROL - 4.0);
        let (rect, response) = ui.allocate_exact_size(desired, egui::Sense::click());
        response.widget_info(|| {
            let mut info = WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, words);
            info.hint_text = Some((*name).to_owned());
            info
        });
        let fill = match (chosen, response.hovered()) {
            (true, _) => tokens.control,
            (false, true) => tokens.hover,
            (false, false) => egui::Color32::TRANSPARENT,
        };
        let border = match (chosen, response.has_focus()) {
            (_, true) => tokens.accent,
            (true, false) => tokens.border_strong,
            (false, false) => egui::Color32::TRANSPARENT,
        };
        ui.painter().rect(
            rect,
            CornerRadius::same(size::RADIUS),
            fill,
            Stroke::new(1.0, border),
            egui::StrokeKind::Inside,
        );
        let at = rect.center() - galley.size() / 2.0;
        ui.painter().galley(at, galley, ink);
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }
}

/// One of many, from a list that opens. Returns whether the choice changed.
pub fn picker_ui<T: Clone + PartialEq>(
    ui: &mut Ui,
    name: &str,
    value: &mut T,
    choices: &[(T, String)],
    width: f32,
) -> bool {
    let shown = choices
        .iter()
        .find(|(choice, _words)| choice == value)
        .map_or("Choose\u{2026}", |(_choice, words)| words.as_str());
    let before = value.clone();
    ui.name_inputs(name, |ui| {
        ComboBox::from_id_salt(name)
            .selected_text(shown)
            .width(width)
            .truncate()
            .show_ui(ui, |ui| {
                for (choice, words) in choices {
                    ui.selectable_value(value, choice.clone(), words.as_str());
                }
            })
            .response
    });
    *value != before
}

/// A percentage to be slid or typed.
pub struct PercentSlider<'a> {
    /// Its name.
    pub name: &'a str,
    /// Lowest value.
    pub min: Decimal,
    /// Highest value.
    pub max: Decimal,
    /// Distance of one step, by key or button.
    pub step: Decimal,
    /// Width of the whole control.
    pub width: f32,
}

/// What happened to a slider in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SliderResponse {
    /// The value is another.
    pub changed: bool,
    /// The hand has left it: the moment to keep the value.
    pub settled: bool,
}

/// Paints a slider with buttons for single steps and a field to type in.
pub fn percent_slider_ui(
    ui: &mut Ui,
    slider: &PercentSlider<'_>,
    value: &mut Decimal,
) -> SliderResponse {
    let before = *value;
    let mut settled = false;
    field_ui(ui, slider.name, |ui| {
        ui.horizontal(|ui| {
            let fewer = format!("{}: one step down", slider.name);
            if super::icon_button(ui, Icon::Minus, &fewer).clicked() {
                *value = (*value - slider.step).max(slider.min);
                settled = true;
            }
            let mut points = value.to_f64().unwrap_or_default();
            let range =
                slider.min.to_f64().unwrap_or_default()..=slider.max.to_f64().unwrap_or(100.0);
            let bar = rail_ui(ui, slider, &mut points, range.clone());
            let more = format!("{}: one step up", slider.name);
            let plus = super::icon_button(ui, Icon::Plus, &more).clicked();
            let typed = ui.add(
                DragValue::new(&mut points)
                    .range(range)
                    .speed(slider.step.to_f64().unwrap_or(1.0))
                    .max_decimals(1)
                    .suffix("%"),
            );
            settled |= bar.drag_stopped() || typed.drag_stopped() || typed.lost_focus();
            settled |= bar.changed() && !bar.dragged();
            if bar.changed() || typed.changed() {
                *value = rounded(points, slider);
            }
            if plus {
                *value = (*value + slider.step).min(slider.max);
                settled = true;
            }
        });
    });
    SliderResponse {
        changed: *value != before,
        settled,
    }
}

/// Paints the rail and its handle, so that both stand out from a card.
fn rail_ui(
    ui: &mut Ui,
    slider: &PercentSlider<'_>,
    points: &mut f64,
    range: std::ops::RangeInclusive<f64>,
) -> Response {
    let tokens = tokens(ui);
    ui.scope(|ui| {
        ui.spacing_mut().slider_width = (slider.width - 190.0).max(120.0);
        let visuals = ui.visuals_mut();
        visuals.selection.bg_fill = tokens.accent;
        visuals.widgets.inactive.bg_fill = tokens.border;
        visuals.widgets.inactive.fg_stroke.color = tokens.accent;
        ui.add(
            Slider::new(points, range)
                .step_by(slider.step.to_f64().unwrap_or(1.0))
                .show_value(false),
        )
    })
    .inner
}

/// Brings a slider's position back to an exact tenth of a point within the range.
fn rounded(points: f64, slider: &PercentSlider<'_>) -> Decimal {
    Decimal::from_f64(points)
        .unwrap_or(slider.min)
        .round_dp(1)
        .clamp(slider.min, slider.max)
        .normalize()
}
