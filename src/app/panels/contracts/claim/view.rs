//! Paints the claim as it is typed, and what it brings.

use std::sync::Arc;

use egui::{Align, Key, Layout, TextEdit, Ui, vec2};

use super::form::{ClaimForm, LineForm};
use super::model::ClaimModel;
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, caption, heading, label, size, tokens};
use crate::app::widgets::{
    AMOUNT, BadgeKind, ButtonKind, NUMBER, OPTIONAL_AMOUNT, OPTIONAL_DATE, OPTIONAL_NUMBER,
    PERCENT, TableContent, TableSpec, TableState, card_ui, explained_side_by_side_ui, field_ui,
    icon_button, icon_text_button, notice_line_ui, picker_ui, primary_button, problem_ui,
    stat_tiles_ui, step_ui, table_ui, value_field_ui,
};
use crate::domain::{ProviderClass, Setting};

/// Names of a line's fields and their widths.
const FIELDS: [(&str, f32); 6] = [
    ("Code", 92.0),
    ("Modifiers", 92.0),
    ("Setting", 140.0),
    ("Units", 64.0),
    ("Charge ($)", 100.0),
    ("Minutes", 80.0),
];
/// Height of the table of lines.
const TABLE_HEIGHT: f32 = 280.0;

/// Paints the claim; returns whether it is to be priced.
pub(super) fn form_ui(ui: &mut Ui, form: &mut ClaimForm, problem: Option<&str>) -> bool {
    let mut is_asked = false;
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::XS;
        headings_ui(ui);
        let count = form.lines.len();
        let mut removed = None;
        for (line_idx, line) in form.lines.iter_mut().enumerate() {
            ui.push_id(line_idx, |ui| {
                let happened = line_ui(ui, line, (line_idx + 1, count));
                is_asked |= happened.is_entered;
                if happened.is_removed {
                    removed = Some(line_idx);
                }
            });
        }
        if let Some(line_idx) = removed {
            form.lines.remove(line_idx);
        }
        if icon_text_button(ui, ButtonKind::Quiet, Icon::Plus, "Another line").clicked() {
            form.lines.push(LineForm::default());
        }
        ui.add_space(size::S);
        ui.horizontal(|ui| rest_ui(ui, form));
        payment_ui(ui, form);
        problem_ui(ui, problem);
        is_asked |= primary_button(ui, "Price the claim").clicked();
    });
    is_asked
}

fn headings_ui(ui: &mut Ui) {
    ui.horizontal(|ui| {
        for (name, width) in FIELDS {
            let room = vec2(width, size::L);
            ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_size(room);
                ui.label(caption(name).color(tokens(ui).muted));
            });
        }
    });
}

/// What happened to a line.
struct LineResponse {
    /// Enter was pressed in it.
    is_entered: bool,
    is_removed: bool,
}

fn line_ui(ui: &mut Ui, line: &mut LineForm, (number, count): (usize, usize)) -> LineResponse {
    let name = |field: &str| format!("{field}, line {number}");
    let [code, modifiers, setting, units, charge, minutes] = FIELDS.map(|(_, width)| width);
    let mut fields = Vec::new();
    let mut is_removed = false;
    ui.horizontal(|ui| {
        fields.push(text_ui(ui, &name("Code"), &mut line.code, code));
        fields.push(text_ui(
            ui,
            &name("Modifiers"),
            &mut line.modifiers,
            modifiers,
        ));
        let settings = [
            (None, "Usual".to_owned()),
            (
                Some(Setting::NonFacility),
                Setting::NonFacility.label().to_owned(),
            ),
            (
                Some(Setting::Facility),
                Setting::Facility.label().to_owned(),
            ),
        ];
        picker_ui(ui, &name("Setting"), &mut line.setting, &settings, setting);
        let units_name = name("Units");
        fields.push(value_field_ui(
            ui,
            &units_name,
            &mut line.units,
            &NUMBER,
            units,
        ));
        let charge_name = name("Charge");
        fields.push(value_field_ui(
            ui,
            &charge_name,
            &mut line.charge,
            &OPTIONAL_AMOUNT,
            charge,
        ));
        let minutes_name = name("Minutes");
        fields.push(value_field_ui(
            ui,
            &minutes_name,
            &mut line.minutes,
            &OPTIONAL_NUMBER,
            minutes,
        ));
        is_removed =
            count > 1 && icon_button(ui, Icon::Trash, &format!("Remove line {number}")).clicked();
    });
    let enter = ui.input(|input| input.key_pressed(Key::Enter));
    LineResponse {
        is_entered: enter && fields.iter().any(egui::Response::lost_focus),
        is_removed,
    }
}

fn text_ui(ui: &mut Ui, name: &str, text: &mut String, width: f32) -> egui::Response {
    ui.name_inputs(name, |ui| {
        ui.add(
            TextEdit::singleline(text)
                .desired_width(width)
                .min_size(vec2(0.0, size::CONTROL))
                .margin(egui::Margin::symmetric(10, 6)),
        )
    })
}

fn rest_ui(ui: &mut Ui, form: &mut ClaimForm) {
    field_ui(ui, "Date of service", |ui| {
        value_field_ui(ui, "Date of service", &mut form.date, &OPTIONAL_DATE, 120.0)
    });
    let classes = ProviderClass::ALL.map(|class| (class, class.label().to_owned()));
    field_ui(ui, "Rendered by", |ui| {
        picker_ui(ui, "Rendered by", &mut form.class, &classes, 200.0)
    });
}

fn payment_ui(ui: &mut Ui, form: &mut ClaimForm) {
    ui.horizontal(|ui| {
        let words = "Divide it between patient and payer";
        ui.checkbox(&mut form.is_divided, words);
        if form.is_divided {
            ui.label("Deductible left, $");
            value_field_ui(ui, "Deductible left", &mut form.deductible, &AMOUNT, 72.0);
            ui.label("Coinsurance, %");
            value_field_ui(ui, "Coinsurance", &mut form.coinsurance, &PERCENT, 48.0);
        }
    });
}

/// Paints the answer.
pub(super) fn answer_ui(
    table: &mut TableState,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (model, content): (&ClaimModel, &Arc<TableContent>),
) {
    ui.spacing_mut().item_spacing.y = size::S;
    for caution in &model.cautions {
        notice_line_ui(ui, BadgeKind::Warning, caution);
    }
    stat_tiles_ui(ui, &model.tiles);
    let spec = TableSpec {
        name: "Claim lines",
        max_height: TABLE_HEIGHT,
    };
    table_ui(ui, ctx, &spec, table, content);
    let chosen = table.selected.unwrap_or_default();
    if let Some(amounts) = model.lines.get(chosen) {
        card_ui(ui, |ui| {
            ui.label(heading(format!("Steps of line {}", chosen + 1)));
            explained_side_by_side_ui(ui, amounts);
        });
    }
    for (whose, steps) in &model.claim_steps {
        card_ui(ui, |ui| {
            ui.label(label(whose));
            for step in steps {
                step_ui(ui, step);
            }
        });
    }
}
