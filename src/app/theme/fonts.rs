//! The bundled typeface: Inter, whose figures are set to one width so that columns line up.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily};

/// The family of buttons and labels.
pub(super) fn medium() -> FontFamily {
    FontFamily::Name("medium".into())
}

/// The family of headings and figures.
pub(super) fn semibold() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// Replaces egui's fonts by the bundled ones.
pub(super) fn install(ctx: &Context) {
    let mut fonts = FontDefinitions::empty();
    let faces: [(&str, &'static [u8]); 3] = [
        (
            "regular",
            include_bytes!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/assets/fonts/Inter-Regular.ttf"
            )),
        ),
        (
            "medium",
            include_bytes!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/assets/fonts/Inter-Medium.ttf"
            )),
        ),
        (
            "semibold",
            include_bytes!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/assets/fonts/Inter-SemiBold.ttf"
            )),
        ),
    ];
    for (name, bytes) in faces {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    for (family, face) in [
        (FontFamily::Proportional, "regular"),
        (FontFamily::Monospace, "regular"),
        (medium(), "medium"),
        (semibold(), "semibold"),
    ] {
        fonts.families.insert(family, vec![face.to_owned()]);
    }
    ctx.set_fonts(fonts);
}
