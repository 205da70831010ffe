//! The colours by meaning, once for light and once for dark.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where colours are defined"
)]

use egui::Color32;

/// Every colour the window uses, named for what it means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tokens {
    /// Behind everything.
    pub background: Color32,
    /// The navigation rail and the bottom strip.
    pub rail: Color32,
    /// Cards, tables, dialogs.
    pub surface: Color32,
    /// Table headings, wells, code.
    pub sunken: Color32,
    /// Every second row of a long table.
    pub stripe: Color32,
    /// Inside text fields.
    pub field: Color32,
    /// Buttons at rest.
    pub control: Color32,
    /// Buttons and rows under the pointer.
    pub hover: Color32,
    /// Buttons held down.
    pub pressed: Color32,
    /// Thin lines between things.
    pub border: Color32,
    /// Lines around what can be changed.
    pub border_strong: Color32,
    /// Words and figures.
    pub text: Color32,
    /// Words that explain other words.
    pub muted: Color32,
    /// What can be done next, what is chosen.
    pub accent: Color32,
    /// Words on the accent colour.
    pub on_accent: Color32,
    /// Behind what is chosen.
    pub accent_soft: Color32,
    /// More money for the practice, done.
    pub positive: Color32,
    /// Less money for the practice, failed.
    pub negative: Color32,
    /// To be looked at.
    pub warning: Color32,
    /// Behind a warning.
    pub warning_soft: Color32,
    /// Behind a failure.
    pub negative_soft: Color32,
    /// Behind a success.
    pub positive_soft: Color32,
    /// Under what floats.
    pub shadow: Color32,
    /// Over everything while a dialog is open.
    pub backdrop: Color32,
    /// Series of a chart, distinct in colour and in grayscale neighbour by neighbour.
    pub series: [Color32; 7],
    /// A printed page in a preview: paper is paper in both themes.
    pub paper: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Dark ink on light paper.
pub static LIGHT: Tokens = Tokens {
    background: rgb(0xF6_F7_F5),
    rail: rgb(0xEE_F0_ED),
    surface: rgb(0xFF_FF_FF),
    sunken: rgb(0xF2_F4_F1),
    stripe: rgb(0xFA_FB_F9),
    field: rgb(0xFF_FF_FF),
    control: rgb(0xFF_FF_FF),
    hover: rgb(0xEA_EE_EB),
    pressed: rgb(0xDD_E5_E1),
    border: rgb(0xDE_E3_DF),
    border_strong: rgb(0xA9_B4_AE),
    text: rgb(0x17_21_1F),
    muted: rgb(0x53_60_5C),
    accent: rgb(0x0C_66_60),
    on_accent: rgb(0xFF_FF_FF),
    accent_soft: rgb(0xD9_EC_E8),
    positive: rgb(0x14_6C_43),
    negative: rgb(0xAE_27_22),
    warning: rgb(0x81_50_00),
    warning_soft: rgb(0xFC_F0_D6),
    negative_soft: rgb(0xFB_E6_E3),
    positive_soft: rgb(0xDF_F1_E6),
    shadow: Color32::from_rgba_premultiplied(0, 0, 0, 40),
    backdrop: Color32::from_rgba_premultiplied(8, 12, 11, 110),
    series: [
        rgb(0x0C_66_60),
        rgb(0xD0_93_2A),
        rgb(0x4A_6F_A5),
        rgb(0xB4_5A_3C),
        rgb(0x7A_9A_4B),
        rgb(0x7D_4E_7E),
        rgb(0x8A_95_90),
    ],
    paper: rgb(0xFF_FF_FF),
};

/// Light ink on dark paper.
pub static DARK: Tokens = Tokens {
    background: rgb(0x14_19_18),
    rail: rgb(0x0F_13_12),
    surface: rgb(0x1C_22_21),
    sunken: rgb(0x17_1C_1B),
    stripe: rgb(0x1F_26_25),
    field: rgb(0x14_19_18),
    control: rgb(0x25_2D_2B),
    hover: rgb(0x2E_38_36),
    pressed: rgb(0x38_44_41),
    border: rgb(0x30_3A_38),
    border_strong: rgb(0x56_64_61),
    text: rgb(0xE9_EF_EC),
    muted: rgb(0xA6_B3_AE),
    accent: rgb(0x5C_C4_B6),
    on_accent: rgb(0x06_22_1F),
    accent_soft: rgb(0x1B_3D_39),
    positive: rgb(0x6C_CF_96),
    negative: rgb(0xFF_97_8C),
    warning: rgb(0xEB_B9_5B),
    warning_soft: rgb(0x3A_2E_15),
    negative_soft: rgb(0x40_22_1F),
    positive_soft: rgb(0x1B_37_27),
    shadow: Color32::from_rgba_premultiplied(0, 0, 0, 120),
    backdrop: Color32::from_rgba_premultiplied(0, 0, 0, 150),
    series: [
        rgb(0x5C_C4_B6),
        rgb(0xE0_A8_48),
        rgb(0x7F_A6_DB),
        rgb(0xDD_85_66),
        rgb(0xA6_C4_77),
        rgb(0xB9_8A_BB),
        rgb(0x8D_99_94),
    ],
    paper: rgb(0xFF_FF_FF),
};

impl Tokens {
    /// Returns the colour of the `series_idx`-th series, counting on from the start after the last.
    pub fn series_color(&self, series_idx: usize) -> Color32 {
        self.series
            .get(series_idx % self.series.len())
            .copied()
            .unwrap_or(self.accent)
    }
}

/// Returns the contrast of two opaque colours, 1 to 21.
///
/// Web Content Accessibility Guidelines 2.2, definitions of contrast ratio and relative luminance.
pub fn contrast_ratio(first: Color32, second: Color32) -> f32 {
    let (first, second) = (luminance(first), luminance(second));
    (first.max(second) + 0.05) / (first.min(second) + 0.05)
}

fn luminance(color: Color32) -> f32 {
    let linear = |channel: u8| {
        let value = f32::from(channel) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least contrast for text of any size, WCAG 2.2 success criterion 1.4.3.
    const LEGIBLE: f32 = 4.5;
    /// The least contrast for marks that carry meaning, WCAG 2.2 success criterion 1.4.11.
    const VISIBLE: f32 = 3.0;

    #[test]
    fn every_text_colour_is_legible_on_every_surface() {
        for (name, tokens) in [("light", &LIGHT), ("dark", &DARK)] {
            let grounds = [
                ("background", tokens.background),
                ("rail", tokens.rail),
                ("surface", tokens.surface),
                ("sunken", tokens.sunken),
                ("stripe", tokens.stripe),
                ("field", tokens.field),
                ("control", tokens.control),
                ("hover", tokens.hover),
                ("accent_soft", tokens.accent_soft),
            ];
            let inks = [
                ("text", tokens.text),
                ("muted", tokens.muted),
                ("accent", tokens.accent),
                ("positive", tokens.positive),
                ("negative", tokens.negative),
                ("warning", tokens.warning),
            ];
            for (ground_name, ground) in grounds {
                for (ink_name, ink) in inks {
                    let contrast = contrast_ratio(ink, ground);
                    assert!(
                        contrast >= LEGIBLE,
                        "{name}: {ink_name} on {ground_name} is {contrast:.2}"
                    );
                }
            }
            for (ink, ground) in [
                (tokens.on_accent, tokens.accent),
                (tokens.warning, tokens.warning_soft),
                (tokens.negative, tokens.negative_soft),
                (tokens.positive, tokens.positive_soft),
            ] {
                assert!(contrast_ratio(ink, ground) >= LEGIBLE, "{name}");
            }
        }
    }

    #[test]
    fn the_first_chart_series_stand_out_from_a_card() {
        for tokens in [&LIGHT, &DARK] {
            for series_idx in [0, 2, 3, 5] {
                let contrast = contrast_ratio(tokens.series_color(series_idx), tokens.surface);
                assert!(contrast >= VISIBLE, "series {series_idx}: {contrast:.2}");
            }
        }
    }

    #[test]
    fn contrast_of_black_on_white_is_twenty_one() {
        assert!((contrast_ratio(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
    }
}
