//! How everything looks: colours with a meaning, sizes on a four-point grid, one type scale, icons.
//! The only module that may name a raw colour.

mod fonts;
mod icons;
mod tokens;

use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, RichText, Stroke, Style, TextStyle,
    Theme, ThemePreference, Ui, Vec2, epaint::Shadow, style::WidgetVisuals,
};

use crate::jobs::ThemeChoice;

pub use icons::{Icon, mark_ui};
pub use tokens::{DARK, LIGHT, Tokens, contrast_ratio};

/// Distances in points, all multiples of four.
pub mod size {
    /// Between a label and what belongs to it.
    pub const XS: f32 = 4.0;
    /// Between controls of a group.
    pub const S: f32 = 8.0;
    /// Inside controls and small cards.
    pub const M: f32 = 12.0;
    /// Between groups; inside cards.
    pub const L: f32 = 16.0;
    /// Between sections; a panel's margin.
    pub const XL: f32 = 24.0;
    /// Around things that stand alone.
    pub const XXL: f32 = 40.0;
    /// Height of buttons and fields.
    pub const CONTROL: f32 = 32.0;
    /// Height of a table row.
    pub const ROW: f32 = 28.0;
    /// Side of an icon beside text.
    pub const ICON: f32 = 18.0;
    /// Corner radius of controls and cards.
    pub const RADIUS: u8 = 6;
}

/// Returns egui's word for the choice of a theme.
pub const fn preference(choice: ThemeChoice) -> ThemePreference {
    match choice {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark => ThemePreference::Dark,
    }
}

/// Returns the tokens of the theme that `ui` is painted in.
pub fn tokens(ui: &Ui) -> &'static Tokens {
    if ui.visuals().dark_mode {
        &DARK
    } else {
        &LIGHT
    }
}

/// Small print: captions, footers, column headings.
pub fn caption(text: impl Into<String>) -> RichText {
    RichText::new(text).text_style(TextStyle::Small)
}

/// Body text that carries weight: the name of a thing.
pub fn label(text: impl Into<String>) -> RichText {
    RichText::new(text).text_style(TextStyle::Button)
}

/// The heading of a section or a card.
pub fn heading(text: impl Into<String>) -> RichText {
    RichText::new(text).text_style(TextStyle::Heading)
}

/// The title of a panel, or a key figure.
pub fn title(text: impl Into<String>) -> RichText {
    RichText::new(text).text_style(title_style())
}

/// The text style of panel titles and key figures.
pub fn title_style() -> TextStyle {
    TextStyle::Name("title".into())
}

/// Installs fonts and both themes; once, before the first frame.
pub fn install(ctx: &Context) {
    fonts::install(ctx);
    ctx.set_style_of(
        Theme::Light,
        style(
            &LIGHT,
            Style {
                visuals: egui::Visuals::light(),
                ..Style::default()
            },
        ),
    );
    ctx.set_style_of(
        Theme::Dark,
        style(
            &DARK,
            Style {
                visuals: egui::Visuals::dark(),
                ..Style::default()
            },
        ),
    );
}

fn style(tokens: &Tokens, mut style: Style) -> Style {
    style.text_styles = [
        (
            TextStyle::Small,
            FontId::new(12.0, FontFamily::Proportional),
        ),
        (TextStyle::Body, FontId::new(14.0, FontFamily::Proportional)),
        (
            TextStyle::Monospace,
            FontId::new(14.0, FontFamily::Monospace),
        ),
        (TextStyle::Button, FontId::new(14.0, fonts::medium())),
        (TextStyle::Heading, FontId::new(17.0, fonts::semibold())),
        (title_style(), FontId::new(24.0, fonts::semibold())),
    ]
    .into();
    spacing(&mut style.spacing);
    visuals(tokens, &mut style.visuals);
    style.animation_time = 0.12;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style
}

fn spacing(spacing: &mut egui::Spacing) {
    spacing.item_spacing = Vec2::splat(size::S);
    spacing.button_padding = Vec2::new(size::M, size::XS + 2.0);
    spacing.interact_size = Vec2::new(size::CONTROL, size::CONTROL);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(24);
    spacing.combo_width = 120.0;
    spacing.combo_height = 360.0;
    spacing.icon_width = size::ICON;
    spacing.icon_width_inner = 10.0;
    spacing.slider_width = 240.0;
    spacing.slider_rail_height = 4.0;
    spacing.tooltip_width = 360.0;
    spacing.scroll = egui::style::ScrollStyle::solid();
    spacing.scroll.bar_width = 8.0;
    spacing.scroll.bar_inner_margin = size::XS;
    spacing.scroll.bar_outer_margin = 0.0;
}

fn visuals(tokens: &Tokens, visuals: &mut egui::Visuals) {
    let radius = CornerRadius::same(size::RADIUS);
    visuals.panel_fill = tokens.background;
    visuals.window_fill = tokens.surface;
    visuals.window_stroke = Stroke::new(1.0, tokens.border);
    visuals.window_corner_radius = CornerRadius::same(10);
    visuals.menu_corner_radius = CornerRadius::same(8);
    let shadow = Shadow {
        offset: [0, 6],
        blur: 24,
        spread: 0,
        color: tokens.shadow,
    };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    visuals.extreme_bg_color = tokens.sunken;
    visuals.text_edit_bg_color = Some(tokens.field);
    visuals.faint_bg_color = tokens.stripe;
    visuals.code_bg_color = tokens.sunken;
    visuals.hyperlink_color = tokens.accent;
    visuals.warn_fg_color = tokens.warning;
    visuals.error_fg_color = tokens.negative;
    visuals.weak_text_color = Some(tokens.muted);
    visuals.selection.bg_fill = tokens.accent_soft;
    visuals.selection.stroke = Stroke::new(1.0, tokens.accent);
    visuals.slider_trailing_fill = true;
    visuals.striped = false;
    visuals.widgets.noninteractive = widget(tokens, tokens.surface, tokens.border);
    visuals.widgets.noninteractive.fg_stroke = Stroke::new(1.0, tokens.text);
    visuals.widgets.inactive = widget(tokens, tokens.control, tokens.border_strong);
    visuals.widgets.hovered = widget(tokens, tokens.hover, tokens.border_strong);
    visuals.widgets.active = widget(tokens, tokens.pressed, tokens.accent);
    visuals.widgets.open = widget(tokens, tokens.hover, tokens.border_strong);
    // The handles of scroll bars, the rails of sliders, the boxes to tick.
    visuals.widgets.inactive.bg_fill = tokens.border;
    visuals.widgets.hovered.bg_fill = tokens.muted;
    visuals.widgets.active.bg_fill = tokens.accent;
    for state in [
        &mut visuals.widgets.noninteractive,
        &mut visuals.widgets.inactive,
        &mut visuals.widgets.hovered,
        &mut visuals.widgets.active,
        &mut visuals.widgets.open,
    ] {
        state.corner_radius = radius;
    }
}

fn widget(tokens: &Tokens, fill: Color32, border: Color32) -> WidgetVisuals {
    WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, border),
        corner_radius: CornerRadius::same(size::RADIUS),
        fg_stroke: Stroke::new(1.5, tokens.text),
        expansion: 0.0,
    }
}
