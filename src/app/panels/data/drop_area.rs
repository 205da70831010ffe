//! The area that takes dropped files, and what can be dropped there.

use egui::{
    Align, Align2, CornerRadius, CursorIcon, Rect, Role, Sense, Shape, Stroke, TextStyle, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, caption, label, size, tokens};
use crate::app::widgets::card_ui;

/// How large the area is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DropSize {
    /// While there is nothing yet.
    Large,
    /// Above a list.
    Small,
}

impl DropSize {
    const fn height(self) -> f32 {
        match self {
            Self::Large => 200.0,
            Self::Small => 40.0,
        }
    }
}

/// What can be imported, and what for.
const KINDS: [(Icon, &str, &str); 6] = [
    (
        Icon::Calendar,
        "Remittances",
        "835 files from payers or the clearinghouse, whole folders of them at once",
    ),
    (
        Icon::Brief,
        "Claims",
        "837 professional files as they were sent: what was billed, beside what was paid",
    ),
    (
        Icon::Codes,
        "Exports of your practice system",
        "CSV or Excel: payer, code, date, charge and what was allowed or paid, in any layout",
    ),
    (
        Icon::Payers,
        "Fee schedules",
        "A payer's rates by code, as CSV, Excel, text or PDF",
    ),
    (
        Icon::Data,
        "Medicare relative values",
        "CMS's zip, such as RVU25D.zip, just as it was downloaded from cms.gov",
    ),
    (
        Icon::File,
        "Medicare\u{2019}s other fee schedules",
        "CMS's files for laboratory, drugs, equipment and anesthesia",
    ),
];

/// Paints the area that takes dropped files; a click asks for files.
pub(super) fn drop_area_ui(ctx: &ViewContext<'_>, ui: &mut Ui, drop: DropSize) {
    let tokens = tokens(ui);
    let is_over = ui.input(|input| !input.raw.hovered_files.is_empty());
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), drop.height()), Sense::click());
    let words = "Drop files or folders here, or click to choose files";
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
    let active = is_over || response.hovered() || response.has_focus();
    let (fill, line) = if active {
        (tokens.accent_soft, tokens.accent)
    } else {
        (tokens.surface, tokens.border_strong)
    };
    let radius = CornerRadius::same(8);
    ui.painter().rect_filled(rect, radius, fill);
    let edge = rect.shrink(0.5);
    let corners = [
        edge.left_top(),
        edge.right_top(),
        edge.right_bottom(),
        edge.left_bottom(),
        edge.left_top(),
    ];
    ui.painter().extend(Shape::dashed_line(
        &corners,
        Stroke::new(1.0, line),
        6.0,
        4.0,
    ));
    let ink = if active { tokens.accent } else { tokens.muted };
    let font = TextStyle::Button.resolve(ui.style());
    if drop == DropSize::Small {
        let galley = ui.painter().layout_no_wrap(words.to_owned(), font, ink);
        let left = rect.center().x - galley.size().x / 2.0;
        let icon_at = pos2(left - size::L, rect.center().y);
        Icon::Upload.paint(ui.painter(), square(icon_at, size::ICON), ink);
        let at = pos2(left, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, ink);
    } else {
        let center = rect.center();
        ui.painter()
            .circle_filled(center - vec2(0.0, 30.0), 32.0, tokens.accent_soft);
        let icon_rect = square(center - vec2(0.0, 30.0), 30.0);
        Icon::Upload.paint(ui.painter(), icon_rect, tokens.accent);
        let at = center + vec2(0.0, 28.0);
        ui.painter()
            .text(at, Align2::CENTER_CENTER, words, font, tokens.text);
        let note =
            "Several at once, as they are; nothing is imported before you have seen how it is read";
        let small = TextStyle::Small.resolve(ui.style());
        let at = center + vec2(0.0, 50.0);
        ui.painter()
            .text(at, Align2::CENTER_CENTER, note, small, tokens.muted);
    }
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        ctx.send(Command::PickImports);
    }
}

fn square(center: egui::Pos2, side: f32) -> Rect {
    Rect::from_center_size(center, Vec2::splat(side))
}

/// Paints what can be imported, three side by side.
pub(super) fn kinds_ui(ui: &mut Ui) {
    for row in KINDS.chunks(3) {
        ui.columns(row.len(), |columns| {
            for (ui, (icon, name, what)) in columns.iter_mut().zip(row) {
                card_ui(ui, |ui| {
                    ui.set_min_height(76.0);
                    ui.horizontal(|ui| {
                        icon.ui(ui, tokens(ui).accent);
                        ui.label(label(*name));
                    });
                    // Columns justify their lines; words are read better as they come.
                    let words = caption(*what).color(tokens(ui).muted);
                    ui.add(egui::Label::new(words).halign(Align::Min));
                });
            }
        });
    }
}
