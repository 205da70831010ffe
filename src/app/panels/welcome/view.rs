//! Paints the first screen.

use std::path::Path;

use egui::{
    Align, Align2, CornerRadius, CursorIcon, Frame, Layout, Margin, Role, ScrollArea, Sense,
    TextStyle, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::model::{Checked, Form};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, caption, heading, mark_ui, size, title, tokens};
use crate::app::widgets::ButtonKind;
use crate::app::widgets::{
    card_ui, field_ui, icon_button, icon_text_button, picker_ui, primary_button, problem_ui,
    text_field_ui,
};
use crate::domain::LocalityKey;
use crate::jobs::localities;

/// Width of both columns together.
const CONTENT_WIDTH: f32 = 940.0;
/// Narrower windows put one column below the other.
const TWO_COLUMNS_FROM: f32 = 780.0;

/// Paints the screen: what it is, the form at the left, files at the right.
pub(super) fn welcome_ui(form: &mut Form, checked: &Checked, ctx: &ViewContext<'_>, ui: &mut Ui) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = (ui.available_width() - 2.0 * size::XL).min(CONTENT_WIDTH);
        let left = (ui.available_width() - width) / 2.0;
        let above = ((ui.available_height() - 520.0) * 0.4).clamp(size::XL, 120.0);
        let margin = Margin {
            left: left as i8,
            right: 0,
            top: above as i8,
            bottom: size::XL as i8,
        };
        let indent = left - f32::from(margin.left);
        Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.add_space(indent);
                ui.vertical(|ui| {
                    ui.set_max_width(width);
                    ui.set_min_width(width);
                    masthead_ui(ui);
                    ui.add_space(size::XL);
                    columns_ui(form, checked, ctx, ui, width);
                });
            });
        });
    });
}

fn masthead_ui(ui: &mut Ui) {
    ui.horizontal(|ui| {
        mark_ui(ui, 52.0);
        ui.add_space(size::S);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(title("Allowable"));
            let purpose = "Know what you are paid, what to ask, and what it is worth";
            ui.label(egui::RichText::new(purpose).color(tokens(ui).muted));
        });
    });
}

fn columns_ui(form: &mut Form, checked: &Checked, ctx: &ViewContext<'_>, ui: &mut Ui, width: f32) {
    if width < TWO_COLUMNS_FROM {
        files_ui(ctx, ui);
        ui.add_space(size::M);
        new_practice_ui(form, checked, ctx, ui);
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::L;
        let half = (width - size::L) / 2.0;
        ui.allocate_ui_with_layout(vec2(half, 0.0), Layout::top_down(Align::Min), |ui| {
            new_practice_ui(form, checked, ctx, ui);
        });
        ui.allocate_ui_with_layout(vec2(half, 0.0), Layout::top_down(Align::Min), |ui| {
            files_ui(ctx, ui);
        });
    });
}

fn new_practice_ui(form: &mut Form, checked: &Checked, ctx: &ViewContext<'_>, ui: &mut Ui) {
    card_ui(ui, |ui| {
        ui.label(heading("New practice"));
        ui.add_space(size::XS);
        let width = ui.available_width();
        ui.spacing_mut().item_spacing.y = 2.0;
        text_field_ui(
            ui,
            "Practice name",
            &mut form.name,
            "As on its letters",
            width,
        );
        problem_ui(ui, checked.name_problem);
        ui.horizontal_top(|ui| {
            let zip_width = 96.0;
            text_field_ui(ui, "ZIP code", &mut form.zip, "30303", zip_width);
            let room = ui.available_width().max(120.0);
            text_field_ui(
                ui,
                "Specialty",
                &mut form.specialty,
                "Family medicine",
                room,
            );
        });
        locality_line_ui(checked, ui);
        ui.add_space(size::S);
        locality_picker_ui(form, checked, ui);
        ui.add_space(size::M);
        if primary_button(ui, "Create practice\u{2026}")
            .on_hover_text("Asks where to save the practice file")
            .clicked()
        {
            form.tried = true;
            if let Some(practice) = &checked.practice {
                ctx.send(Command::CreatePractice {
                    practice: Box::new(practice.clone()),
                    locality: form.locality,
                });
            }
        }
    });
}

/// One line, always there: the problem, or the locality found.
fn locality_line_ui(checked: &Checked, ui: &mut Ui) {
    let muted = tokens(ui).muted;
    match (checked.zip_problem, &checked.locality) {
        (Some(problem), _) => problem_ui(ui, Some(problem)),
        (None, Some(locality)) => {
            ui.label(caption(format!("Medicare locality: {locality}")).color(muted));
        }
        (None, None) => {
            ui.label(caption("The Medicare locality is found from the ZIP code").color(muted));
        }
    }
}

fn locality_picker_ui(form: &mut Form, checked: &Checked, ui: &mut Ui) {
    let by_zip = match &checked.locality {
        Some(locality) => format!("By ZIP code: {locality}"),
        None => "By ZIP code".to_owned(),
    };
    let mut choices: Vec<(Option<LocalityKey>, String)> = vec![(None, by_zip)];
    let known = localities(i16::MAX).iter();
    choices.extend(known.map(|locality| {
        let words = format!("{} {} ({})", locality.state, locality.name, locality.key);
        (Some(locality.key), words)
    }));
    let width = ui.available_width();
    field_ui(ui, "Medicare locality", |ui| {
        picker_ui(ui, "Medicare locality", &mut form.locality, &choices, width);
    });
}

fn files_ui(ctx: &ViewContext<'_>, ui: &mut Ui) {
    card_ui(ui, |ui| {
        ui.label(heading("Open"));
        ui.add_space(size::XS);
        ui.horizontal_wrapped(|ui| {
            let open = Command::PickPractice;
            if icon_text_button(ui, ButtonKind::Secondary, Icon::Folder, open.label()).clicked() {
                ctx.send(open);
            }
            let sample = Command::OpenSample;
            if icon_text_button(ui, ButtonKind::Secondary, Icon::Sample, sample.label())
                .on_hover_text(sample.tooltip())
                .clicked()
            {
                ctx.send(sample);
            }
        });
        ui.add_space(size::S);
        ui.label(caption("Recent").color(tokens(ui).muted));
        if ctx.session.recent.is_empty() {
            ui.label("Practice files you open are listed here");
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        for (path, found) in &ctx.session.recent {
            let presence = if *found {
                Presence::Found
            } else {
                Presence::Missing
            };
            recent_ui(ctx, ui, path, presence);
        }
        ui.add_space(size::S);
        let hint = "You can also drop a .practice file anywhere on this window";
        ui.label(caption(hint).color(tokens(ui).muted));
    });
}

/// Whether a recent file is still where it was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Found,
    Missing,
}

fn recent_ui(ctx: &ViewContext<'_>, ui: &mut Ui, path: &Path, presence: Presence) {
    let tokens = tokens(ui);
    let name = path
        .file_stem()
        .unwrap_or(path.as_os_str())
        .to_string_lossy();
    ui.horizontal(|ui| {
        let width = ui.available_width() - size::CONTROL - size::S;
        let sense = match presence {
            Presence::Found => Sense::click(),
            Presence::Missing => Sense::hover(),
        };
        let (rect, response) = ui.allocate_exact_size(vec2(width, 44.0), sense);
        response.widget_info(|| {
            WidgetInfo::labeled(
                Role::Button,
                presence == Presence::Found,
                format!("Open {name}"),
            )
        });
        let painter = ui.painter().with_clip_rect(rect);
        if response.hovered() && presence == Presence::Found {
            painter.rect_filled(rect, CornerRadius::same(size::RADIUS), tokens.hover);
        }
        let (ink, folder) = match presence {
            Presence::Found => (
                tokens.text,
                path.parent().unwrap_or(path).display().to_string(),
            ),
            Presence::Missing => (
                tokens.muted,
                format!("Not there any more: {}", path.display()),
            ),
        };
        let icon = egui::Rect::from_center_size(
            pos2(rect.left() + 20.0, rect.center().y),
            Vec2::splat(size::ICON),
        );
        Icon::File.paint(&painter, icon, ink);
        let left = rect.left() + size::XXL;
        let line = |offset, text: &str, style: TextStyle, ink| {
            let at = pos2(left, rect.center().y + offset);
            painter.text(
                at,
                Align2::LEFT_CENTER,
                text,
                style.resolve(ui.style()),
                ink,
            );
        };
        line(-8.0, &name, TextStyle::Button, ink);
        line(10.0, &folder, TextStyle::Small, tokens.muted);
        let response = match presence {
            Presence::Found => response.on_hover_cursor(CursorIcon::PointingHand),
            Presence::Missing => response,
        };
        if response.clicked() {
            ctx.send(Command::OpenPractice {
                path: path.to_path_buf(),
            });
        }
        let remove = format!("Remove {name} from this list");
        if presence == Presence::Missing && icon_button(ui, Icon::Close, &remove).clicked() {
            ctx.send(Command::ForgetRecent {
                path: path.to_path_buf(),
            });
        }
    });
}
