//! Paints the products of a payer, and which product each of its names means.

use egui::{Align, Label, Layout, Ui, vec2};

use super::State;
use super::model::{self, NameLine, PayerLine, ProductLine};
use super::view::named;
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::panels::payers::typed_name::{TypedName, typed_name_ui};
use crate::app::theme::{Icon, caption, label, size, tokens};
use crate::app::widgets::{ButtonKind, icon_button, icon_text_button, picker_ui, quiet_button};
use crate::domain::ProductKind;
use crate::jobs::Edit;

/// Width of a product's name.
const NAME_WIDTH: f32 = 220.0;
/// Width of the picker of a product's kind.
const KIND_WIDTH: f32 = 180.0;

/// Paints which product a name means; an empty place where the payer has none.
pub(super) fn of_name_ui(
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    payer: &PayerLine,
    name: &NameLine,
    width: f32,
) {
    ui.allocate_ui_with_layout(
        vec2(width, size::ROW),
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.set_min_width(width);
            if payer.products.is_empty() {
                return;
            }
            let mut choices = vec![(None, "No product".to_owned())];
            choices.extend(payer.products.iter().map(|line| {
                let product = &line.product;
                (Some(product.id), product.name.clone())
            }));
            let mut product = name.product;
            ui.push_id(name.id.0, |ui| {
                if picker_ui(
                    ui,
                    &name.product_label,
                    &mut product,
                    &choices,
                    width - size::S,
                ) {
                    let name = name.id;
                    ctx.send(Command::Edit(Edit::SetProductOfName { name, product }));
                }
            });
        },
    );
}

/// Paints the products of a payer below its names.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, payer: &PayerLine) {
    for line in &payer.products {
        ui.push_id(line.product.id.0, |ui| {
            product_ui(state, ctx, ui, payer, line);
        });
    }
    ui.horizontal(|ui| {
        ui.add_space(size::XXL);
        add_ui(state, ctx, ui, payer);
    });
}

fn product_ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    payer: &PayerLine,
    line: &ProductLine,
) {
    let product = &line.product;
    ui.horizontal(|ui| {
        ui.set_min_height(size::CONTROL);
        ui.add_space(size::XXL);
        ui.label(caption("Product").color(tokens(ui).muted));
        ui.allocate_ui_with_layout(
            vec2(NAME_WIDTH, size::CONTROL),
            Layout::left_to_right(Align::Center),
            |ui| {
                ui.set_min_width(NAME_WIDTH);
                name_ui(state, ctx, ui, line);
            },
        );
        let mut kind = product.kind;
        let picker = format!("Kind of {}", product.name);
        if kind_picker_ui(ui, &picker, &mut kind)
            && let Some(edit) = model::edit_product(product, &product.name, kind)
        {
            ctx.send(Command::Edit(edit));
        }
        ui.label(caption(&line.used_words).color(tokens(ui).muted));
        let remove = quiet_button(ui, "Remove");
        let what = format!("Remove the product {} of {}", product.name, payer.name);
        named(&remove, &what);
        if remove
            .on_hover_text("Its names stay with the payer")
            .clicked()
        {
            ctx.send(Command::Edit(Edit::RemoveProduct(product.id)));
        }
    });
}

fn name_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, line: &ProductLine) {
    let product = &line.product;
    let typed = state
        .renaming_product
        .as_mut()
        .filter(|(id, _)| *id == product.id);
    let Some((_id, typed)) = typed else {
        ui.scope(|ui| {
            ui.set_max_width(NAME_WIDTH - size::CONTROL - size::S);
            ui.add(Label::new(label(&product.name)).truncate());
        });
        let rename = format!("Rename {}", product.name);
        if icon_button(ui, Icon::Pencil, &rename).clicked() {
            state.renaming_product = Some((product.id, product.name.clone()));
        }
        return;
    };
    let width = NAME_WIDTH - 2.0 * (size::CONTROL + size::S);
    let answer = typed_name_ui(ui, &format!("New name of {}", product.name), typed, width);
    match answer {
        TypedName::Open => return,
        TypedName::Left => {}
        TypedName::Entered => {
            if let Some(edit) = model::edit_product(product, typed, product.kind) {
                ctx.send(Command::Edit(edit));
            }
        }
    }
    state.renaming_product = None;
}

fn add_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, payer: &PayerLine) {
    let adding = state
        .adding_product
        .as_mut()
        .filter(|(id, _, _)| *id == payer.id);
    let Some((_id, typed, kind)) = adding else {
        let add = icon_text_button(ui, ButtonKind::Quiet, Icon::Plus, "Add a product");
        named(&add, &format!("Add a product of {}", payer.name));
        if add.clicked() {
            state.adding_product = Some((payer.id, String::new(), ProductKind::default()));
        }
        return;
    };
    kind_picker_ui(ui, "Kind of the new product", kind);
    let name = format!("Name of the new product of {}", payer.name);
    match typed_name_ui(ui, &name, typed, NAME_WIDTH) {
        TypedName::Open => return,
        TypedName::Left => {}
        TypedName::Entered => {
            let Some(edit) = model::add_product(payer.id, typed, *kind) else {
                return;
            };
            ctx.send(Command::Edit(edit));
        }
    }
    state.adding_product = None;
}

fn kind_picker_ui(ui: &mut Ui, name: &str, kind: &mut ProductKind) -> bool {
    let choices = ProductKind::ALL.map(|kind| (kind, kind.label().to_owned()));
    picker_ui(ui, name, kind, &choices, KIND_WIDTH)
}
