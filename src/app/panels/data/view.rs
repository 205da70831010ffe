//! Paints the imports with their receipts, and what the practice file holds.

use std::sync::Arc;

use egui::{
    Align, Align2, CornerRadius, CursorIcon, Frame, Layout, Margin, Rect, Role, Sense, Shape,
    Stroke, TextStyle, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::receipt::{ResultLine, Went, results};
use super::{Section, Shown, ShownReceipt, State, Tables};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::memo::Same;
use crate::app::panels::Panel;
use crate::app::theme::{Icon, caption, heading, label, size, tokens};
use crate::app::widgets::{
    BadgeKind, ButtonKind, Heading, TableContent, TableSpec, TableState, badge_ui, card_ui,
    command_button, empty_state_ui, icon_button, icon_text_button, panel_frame_ui, quiet_button,
    secondary_button, section_ui, segmented_ui, stat_tiles_ui, table_ui,
};
use crate::domain::ImportId;
use crate::jobs::{Edit, PracticeView};

/// Height of the drop area while there is nothing yet.
const LARGE_DROP: f32 = 200.0;
/// Height of the drop area above a list.
const SMALL_DROP: f32 = 40.0;

/// What can be imported, and what for.
const KINDS: [(Icon, &str, &str); 4] = [
    (
        Icon::Data,
        "Medicare relative values",
        "CMS's zip, such as RVU25D.zip, just as it was downloaded from cms.gov",
    ),
    (
        Icon::Codes,
        "Utilization",
        "A CSV or Excel table of services: payer, code, date, charge, allowed amount",
    ),
    (
        Icon::Payers,
        "Fee schedules",
        "A payer's rates by code, as CSV, Excel, text or PDF",
    ),
    (
        Icon::File,
        "Medicare\u{2019}s other fee schedules",
        "CMS's files for laboratory, drugs, equipment and anesthesia",
    ),
];

/// Paints the panel while no file waits to be imported.
pub(super) fn panel_ui(state: &mut State, shown: &Shown, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    let top = Heading {
        title: Panel::Data.label(),
        subtitle: Panel::Data.purpose(),
    };
    let actions = |ui: &mut Ui| {
        command_button(ui, ctx, ButtonKind::Primary, &Command::PickImports);
    };
    panel_frame_ui(ui, &top, &shown.based_on, actions, |ui| {
        results_ui(state, ctx, ui, practice);
        if !practice.imports.is_empty() {
            sections_ui(ui, &mut state.section, practice);
            ui.add_space(size::XS);
        }
        match state.section {
            Section::Imports => imports_ui(state, shown, ctx, ui, practice),
            Section::Releases => {
                let about =
                    "CMS's relative values held by this file; rates are measured against one";
                let list = (&shown.releases, &mut state.tables.releases);
                held_ui(ctx, ui, "Medicare releases", about, list);
                other_medicare_ui(ctx, ui, shown, &mut state.tables);
            }
            Section::Schedules => {
                let about = "Rates that payers sent, each under its import's file";
                let list = (&shown.schedules, &mut state.tables.schedules);
                held_ui(ctx, ui, "Fee schedules", about, list);
            }
            Section::Layouts => layouts_ui(shown, ctx, ui),
        }
    });
}

fn sections_ui(ui: &mut Ui, section: &mut Section, practice: &PracticeView) {
    let count = |words: &str, count: usize| format!("{words} {count}");
    let words = [
        count("Imports", practice.imports.len()),
        count(
            "Medicare",
            practice.releases.len() + practice.reference_tables.len(),
        ),
        count("Fee schedules", practice.fee_schedules.len()),
        count("Layouts", practice.profiles.len()),
    ];
    let [imports, releases, schedules, layouts] = &words;
    let choices = [
        (Section::Imports, imports.as_str()),
        (Section::Releases, releases.as_str()),
        (Section::Schedules, schedules.as_str()),
        (Section::Layouts, layouts.as_str()),
    ];
    segmented_ui(ui, "Section", section, &choices);
}

/// Paints what became of the files imported last, until it is put away.
fn results_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, practice: &PracticeView) {
    let Some(imported) = &ctx.session.imported else {
        return;
    };
    let key = Same(Arc::clone(imported));
    if state.put_away.as_ref() == Some(&key) {
        return;
    }
    let lines = state
        .results
        .get((Same(Arc::clone(imported)), practice.revision), || {
            results(practice, imported)
        });
    let mut wanted = None;
    let mut put_away = false;
    card_ui(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(heading("Imported just now"));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                put_away = icon_button(ui, Icon::Close, "Put the results away").clicked();
                let failed = lines.iter().any(|line| line.went == Went::Badly);
                if failed && !state.sheet.sent.is_empty() {
                    let again = secondary_button(ui, "Look at the files again");
                    if again.clicked() {
                        ctx.send(Command::InspectFiles {
                            paths: state.sheet.sent.clone(),
                        });
                    }
                }
            });
        });
        for line in lines.iter() {
            wanted = result_ui(ui, line).or(wanted);
        }
    });
    ui.add_space(size::S);
    if wanted.is_some() {
        state.chosen = wanted;
        state.section = Section::Imports;
        state.tables.imports.search.clear();
    }
    if put_away {
        state.put_away = Some(key);
    }
}

/// Paints one result; returns the import whose receipt is asked for.
fn result_ui(ui: &mut Ui, line: &ResultLine) -> Option<ImportId> {
    let tokens = tokens(ui);
    let (icon, ink) = match line.went.badge() {
        BadgeKind::Good => (Icon::Check, tokens.positive),
        BadgeKind::Bad => (Icon::Warning, tokens.negative),
        BadgeKind::Neutral | BadgeKind::Warning => (Icon::Warning, tokens.warning),
    };
    ui.horizontal(|ui| {
        icon.ui(ui, ink);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let asked = line.import.filter(|_| quiet_button(ui, "Show").clicked());
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(&line.words).wrap());
            });
            asked
        })
        .inner
    })
    .inner
}

fn imports_ui(
    state: &mut State,
    shown: &Shown,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    practice: &PracticeView,
) {
    if practice.imports.is_empty() {
        drop_area_ui(ctx, ui, LARGE_DROP);
        ui.add_space(size::M);
        kinds_ui(ui);
        return;
    }
    if !shown.tiles.is_empty() {
        stat_tiles_ui(ui, &shown.tiles);
        ui.add_space(size::XS);
    }
    drop_area_ui(ctx, ui, SMALL_DROP);
    ui.add_space(size::S);
    let current = state
        .chosen
        .filter(|id| shown.import_ids.contains(id))
        .or(shown.first);
    let place = current.and_then(|id| shown.import_ids.iter().position(|known| *known == id));
    state.tables.imports.selected = place;
    let spec = TableSpec {
        name: "Imports",
        max_height: 300.0,
    };
    let response = table_ui(ui, ctx, &spec, &mut state.tables.imports, &shown.imports);
    let chosen = response
        .selected
        .and_then(|row_idx| shown.import_ids.get(row_idx).copied());
    state.chosen = chosen.or(current);
    let Some(import) = state.chosen else { return };
    let receipt = state.receipt.get((practice.revision, import), || {
        ShownReceipt::new(practice, import)
    });
    if let Some(receipt) = receipt {
        ui.add_space(size::S);
        receipt_ui(ctx, ui, receipt);
        let lists = [
            (
                "Rejected rows",
                &receipt.rejected,
                &mut state.tables.rejected,
            ),
            ("What was odd", &receipt.issues, &mut state.tables.issues),
        ];
        for ((name, content, table), about) in lists
            .into_iter()
            .zip([receipt.words.rejected_note.as_str(), ""])
        {
            if !content.rows.is_empty() {
                held_ui(ctx, ui, name, about, (content, table));
            }
        }
    }
}

fn receipt_ui(ctx: &ViewContext<'_>, ui: &mut Ui, receipt: &ShownReceipt) {
    let words = &receipt.words;
    let tokens = tokens(ui);
    card_ui(ui, |ui| {
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.label(heading(&words.title));
                ui.label(caption(&words.subtitle).color(tokens.muted));
                if words.removed {
                    badge_ui(ui, BadgeKind::Neutral, "Removed: its rows count nowhere");
                }
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_enabled_ui(!ctx.session.work.is_changing(), |ui| {
                    removal_ui(ctx, ui, receipt);
                });
            });
        });
        ui.add_space(size::XS);
        ui.label(&words.count);
        if !words.summary.is_empty() {
            ui.label(caption(&words.summary).color(tokens.muted));
        }
        if !words.sums.is_empty() {
            ui.add_space(size::S);
            sums_ui(ui, &words.sums);
        }
    });
}

fn removal_ui(ctx: &ViewContext<'_>, ui: &mut Ui, receipt: &ShownReceipt) {
    if receipt.words.removed {
        let restore = icon_text_button(ui, ButtonKind::Secondary, Icon::Undo, "Restore");
        if restore
            .on_hover_text("Its rows count again in every report")
            .clicked()
        {
            ctx.send(Command::Edit(Edit::RestoreImport(receipt.import)));
        }
    } else {
        let remove = icon_text_button(ui, ButtonKind::Secondary, Icon::Trash, "Remove");
        let tip = "Leaves its rows out of every report; it can be restored";
        if remove.on_hover_text(tip).clicked() {
            ctx.send(Command::Edit(Edit::RemoveImport(receipt.import)));
        }
    }
}

/// Paints the sums in columns, each figure under its name.
fn sums_ui(ui: &mut Ui, sums: &[(&'static str, String)]) {
    let tokens = tokens(ui);
    ui.label(caption("Compare these with the totals of the source").color(tokens.muted));
    Frame::new()
        .fill(tokens.sunken)
        .corner_radius(CornerRadius::same(size::RADIUS))
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = size::XL;
                for (name, figure) in sums {
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 2.0;
                        ui.label(caption(*name).color(tokens.muted));
                        ui.label(label(figure));
                    });
                }
            });
        });
}

/// Paints a list of the file's contents, or says that there is none.
fn held_ui(
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    name: &str,
    about: &str,
    (content, table): (&Arc<TableContent>, &mut TableState),
) {
    if content.rows.is_empty() {
        let sentence = match name {
            "Fee schedules" => {
                "No payer's fee schedule is here yet: import the rates a payer sent, as CSV, \
                 Excel, text or PDF"
            }
            _ => "No Medicare release is here yet: import CMS's zip of relative values",
        };
        empty_state_ui(ui, ctx, Icon::Data, sentence, Some(&Command::PickImports));
        return;
    }
    section_ui(ui, name, about, |ui| {
        let spec = TableSpec {
            name,
            max_height: 420.0,
        };
        table_ui(ui, ctx, &spec, table, content);
    });
}

/// Medicare's fee schedules beside the physicians', and the amounts a person typed in.
fn other_medicare_ui(ctx: &ViewContext<'_>, ui: &mut Ui, shown: &Shown, tables: &mut Tables) {
    let name = "Medicare\u{2019}s other fee schedules";
    if shown.others.rows.is_empty() {
        let about = "None yet: import CMS\u{2019}s files for laboratory (CLFS), drugs (ASP), \
                     equipment (DMEPOS) or anesthesia base units, just as they were downloaded";
        section_ui(ui, name, about, |_ui| {});
    } else {
        let about = "Laboratory, drugs, equipment and anesthesia, each for its dates of service";
        held_ui(ctx, ui, name, about, (&shown.others, &mut tables.others));
    }
    if !shown.typed_in.rows.is_empty() {
        let name = "The contractor\u{2019}s amounts";
        let about = "For codes without national relative values, as you typed them in";
        let list = (&shown.typed_in, &mut tables.typed_in);
        held_ui(ctx, ui, name, about, list);
    }
}

fn layouts_ui(shown: &Shown, ctx: &ViewContext<'_>, ui: &mut Ui) {
    if shown.layouts.is_empty() {
        let sentence = "No layout is remembered yet: while a table is imported, tick \
                        \u{201c}Remember this layout\u{201d}, and the next file with the same \
                        headings is read the same way";
        empty_state_ui(ui, ctx, Icon::File, sentence, Some(&Command::PickImports));
        return;
    }
    let about = "Tables with the same headings are read the same way";
    section_ui(ui, "Remembered layouts", about, |ui| {
        card_ui(ui, |ui| {
            for (line_idx, line) in shown.layouts.iter().enumerate() {
                if line_idx > 0 {
                    ui.separator();
                }
                ui.horizontal(|ui| {
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 2.0;
                        ui.label(label(&line.name));
                        ui.label(caption(&line.detail).color(tokens(ui).muted));
                    });
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let forget = format!("Forget the layout {}", line.name);
                        if icon_button(ui, Icon::Trash, &forget).clicked() {
                            ctx.send(Command::Edit(Edit::RemoveProfile(line.name.clone())));
                        }
                    });
                });
            }
        });
    });
}

/// Paints the area that takes dropped files; a click asks for files.
fn drop_area_ui(ctx: &ViewContext<'_>, ui: &mut Ui, height: f32) {
    let tokens = tokens(ui);
    let is_over = ui.input(|input| !input.raw.hovered_files.is_empty());
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let words = "Drop files here, or click to choose them";
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
    if height < LARGE_DROP {
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

fn kinds_ui(ui: &mut Ui) {
    ui.columns(KINDS.len(), |columns| {
        for (ui, (icon, name, what)) in columns.iter_mut().zip(KINDS) {
            card_ui(ui, |ui| {
                ui.set_min_height(84.0);
                ui.horizontal(|ui| {
                    icon.ui(ui, tokens(ui).accent);
                    ui.label(label(name));
                });
                // Columns justify their lines; words are read better as they come.
                let words = caption(what).color(tokens(ui).muted);
                ui.add(egui::Label::new(words).halign(Align::Min));
            });
        }
    });
}
