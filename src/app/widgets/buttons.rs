//! Buttons: with or without an icon, in three weights.

use egui::{
    Align2, CornerRadius, CursorIcon, Rect, Response, Role, Sense, Stroke, StrokeKind, TextStyle,
    Ui, Vec2, WidgetInfo, vec2,
};

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, size, tokens};

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ButtonKind {
    /// The next step: at most one on a panel.
    Primary,
    /// Anything else worth a frame.
    Secondary,
    /// Without a frame until the pointer is over it.
    Quiet,
}

/// The button for the next step.
pub fn primary_button(ui: &mut Ui, text: &str) -> Response {
    button_ui(ui, ButtonKind::Primary, None, text)
}

/// An ordinary button.
pub fn secondary_button(ui: &mut Ui, text: &str) -> Response {
    button_ui(ui, ButtonKind::Secondary, None, text)
}

/// A button without a frame, for what is done rarely.
pub fn quiet_button(ui: &mut Ui, text: &str) -> Response {
    button_ui(ui, ButtonKind::Quiet, None, text)
}

/// A button with an icon before its words.
pub fn icon_text_button(ui: &mut Ui, kind: ButtonKind, icon: Icon, text: &str) -> Response {
    button_ui(ui, kind, Some(icon), text)
}

/// A square button with an icon; `label` names it for screen readers and in the tooltip.
pub fn icon_button(ui: &mut Ui, icon: Icon, label: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), label));
    let look = Look::of(ui, ButtonKind::Quiet, &response);
    look.paint_frame(ui, rect);
    let icon_rect = Rect::from_center_size(rect.center(), Vec2::splat(size::ICON));
    icon.paint(ui.painter(), icon_rect, look.ink);
    response
        .on_hover_cursor(CursorIcon::PointingHand)
        .on_hover_text(label)
}

/// A button that sends a command, with the command's words, tooltip and keys.
pub fn command_button(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    kind: ButtonKind,
    command: &Command,
) -> Response {
    let mut tip = command.tooltip().to_owned();
    if let Some(shortcut) = command.shortcut() {
        let keys = ui.ctx().format_shortcut(&shortcut);
        tip = if tip.is_empty() {
            keys
        } else {
            format!("{tip} ({keys})")
        };
    }
    let mut response = button_ui(ui, kind, None, command.label());
    if !tip.is_empty() {
        response = response.on_hover_text(tip);
    }
    if response.clicked() {
        ctx.send(command.clone());
    }
    response
}

fn button_ui(ui: &mut Ui, kind: ButtonKind, icon: Option<Icon>, text: &str) -> Response {
    let font = TextStyle::Button.resolve(ui.style());
    let galley = ui
        .painter()
        .layout_no_wrap(text.to_owned(), font, tokens(ui).text);
    let icon_width = if icon.is_some() {
        size::ICON + size::S
    } else {
        0.0
    };
    let padding = match kind {
        ButtonKind::Primary | ButtonKind::Secondary => size::M + 2.0,
        ButtonKind::Quiet => size::S,
    };
    let desired = vec2(
        galley.size().x + icon_width + 2.0 * padding,
        size::CONTROL.max(galley.size().y + size::S),
    );
    let (rect, response) = ui.allocate_exact_size(desired, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), text));
    if ui.is_rect_visible(rect) {
        let look = Look::of(ui, kind, &response);
        look.paint_frame(ui, rect);
        let mut left = rect.left() + padding;
        if let Some(icon) = icon {
            let center = egui::pos2(left + size::ICON / 2.0, rect.center().y);
            let icon_rect = Rect::from_center_size(center, Vec2::splat(size::ICON));
            icon.paint(ui.painter(), icon_rect, look.ink);
            left += icon_width;
        }
        let at = Align2::LEFT_CENTER
            .align_size_within_rect(
                galley.size(),
                Rect::from_min_max(egui::pos2(left, rect.top()), rect.max),
            )
            .min;
        ui.painter()
            .galley_with_override_text_color(at, galley, look.ink);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// The colours of a button in its present state.
struct Look {
    fill: egui::Color32,
    border: egui::Color32,
    ink: egui::Color32,
}

impl Look {
    fn of(ui: &Ui, kind: ButtonKind, response: &Response) -> Self {
        let tokens = tokens(ui);
        let pressed = response.is_pointer_button_down_on();
        let hovered = response.hovered();
        let mut look = match kind {
            ButtonKind::Primary => Self {
                fill: match (pressed, hovered) {
                    (true, _) => tokens.accent.gamma_multiply(0.8),
                    (false, true) => tokens.accent.gamma_multiply(0.9),
                    (false, false) => tokens.accent,
                },
                border: egui::Color32::TRANSPARENT,
                ink: tokens.on_accent,
            },
            ButtonKind::Secondary => Self {
                fill: match (pressed, hovered) {
                    (true, _) => tokens.pressed,
                    (false, true) => tokens.hover,
                    (false, false) => tokens.control,
                },
                border: tokens.border_strong,
                ink: tokens.text,
            },
            ButtonKind::Quiet => Self {
                fill: match (pressed, hovered) {
                    (true, _) => tokens.pressed,
                    (false, true) => tokens.hover,
                    (false, false) => egui::Color32::TRANSPARENT,
                },
                border: egui::Color32::TRANSPARENT,
                ink: tokens.text,
            },
        };
        if response.has_focus() {
            look.border = match kind {
                ButtonKind::Primary => tokens.text,
                ButtonKind::Secondary | ButtonKind::Quiet => tokens.accent,
            };
        }
        look
    }

    fn paint_frame(&self, ui: &Ui, rect: Rect) {
        ui.painter().rect(
            rect,
            CornerRadius::same(size::RADIUS),
            self.fill,
            Stroke::new(1.0, self.border),
            StrokeKind::Inside,
        );
    }
}
