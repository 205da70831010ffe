//! Paints the panel's frame, the imports with their receipts, and what else the practice file holds.

use std::sync::Arc;

use egui::{
    Align, CornerRadius, Frame, Layout, Margin, RichText, TextStyle, TextWrapMode, Ui, WidgetText,
    vec2,
};

use super::drop_area::{DropSize, drop_area_ui, kinds_ui};
use super::quality::Way;
use super::receipt::{ResultLine, Went, files_table, results};
use super::{
    FilesMemo, Section, Shown, ShownReceipt, State, Tables, layouts, quality, records, remittances,
};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::memo::Same;
use crate::app::panels::Panel;
use crate::app::theme::{Icon, caption, heading, label, size, tokens};
use crate::app::widgets::{
    BadgeKind, ButtonKind, Heading, TableContent, TableSpec, TableState, badge_ui, card_ui,
    command_button, empty_state_ui, icon_button, icon_text_button, panel_frame_ui, picker_ui,
    quiet_button, secondary_button, section_ui, segmented_ui, table_ui,
};
use crate::domain::{Filter, ImportId};
use crate::jobs::{Edit, PracticeView, ReportKind, ReportValue};

/// Width from which all sections fit side by side.
const ROOMY: f32 = 860.0;

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
            sections_ui(ui, state, shown, practice);
            ui.add_space(size::XS);
        }
        match state.section.unwrap_or_else(|| Section::first(practice)) {
            Section::Quality => quality_ui(state, ctx, ui),
            Section::Imports => imports_ui(state, shown, ctx, ui, practice),
            Section::Remittances => remittances::ui(&mut state.remittances, ctx, ui),
            Section::Medicare => {
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
            Section::Records => records::ui(&mut state.records, ctx, ui),
            Section::Layouts => layouts::ui(&mut state.layouts, ctx, ui),
        }
    });
}

/// Paints the choice of a section: side by side where there is room, else as a list that opens.
fn sections_ui(ui: &mut Ui, state: &mut State, shown: &Shown, practice: &PracticeView) {
    let mut section = state.section.unwrap_or_else(|| Section::first(practice));
    let changed = if ui.available_width() < ROOMY {
        picker_ui(ui, "Section", &mut section, &shown.sections, 240.0)
    } else {
        let choices: Vec<(Section, &str)> = shown
            .sections
            .iter()
            .map(|(section, words)| (*section, words.as_str()))
            .collect();
        segmented_ui(ui, "Section", &mut section, &choices)
    };
    if changed {
        state.section = Some(section);
    }
}

/// Paints how good the data are, and goes where a finding is mended within the panel.
fn quality_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    match quality::ui(&mut state.quality, ctx, ui) {
        Some(Way::Import(import)) => {
            state.chosen = Some(import);
            state.section = Some(Section::Imports);
            state.tables.imports.search.clear();
        }
        Some(Way::Remittances) => state.section = Some(Section::Remittances),
        None => {}
    }
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
        state.section = Some(Section::Imports);
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
        drop_area_ui(ctx, ui, DropSize::Large);
        ui.add_space(size::M);
        kinds_ui(ui);
        return;
    }
    drop_area_ui(ctx, ui, DropSize::Small);
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
        if receipt.words.of_several {
            files_ui(ctx, ui, import, (&mut state.files, &mut state.tables.files));
        }
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

/// Paints the files that an import was made from.
fn files_ui(
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    import: ImportId,
    (memo, table): (&mut FilesMemo, &mut TableState),
) {
    // Which files they were depends on no filter.
    let kind = ReportKind::ImportFiles(import);
    let report = ctx.reports.get(kind, Filter::default());
    let Some(ReportValue::ImportFiles(files)) = report.value() else {
        return;
    };
    // A file of its own needs no list: the receipt names it.
    if files.len() < 2 {
        return;
    }
    let content = memo.get(Same(Arc::clone(files)), || Arc::new(files_table(files)));
    held_ui(
        ctx,
        ui,
        "Files",
        "All of them are one import",
        (content, table),
    );
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
                ui.spacing_mut().item_spacing = vec2(size::XL, size::S);
                for (name, figure) in sums {
                    // A column that does not fit begins the next line instead of breaking its words.
                    let width = width_of(ui, caption(*name)).max(width_of(ui, label(figure)));
                    if width > ui.available_size_before_wrap().x {
                        ui.end_row();
                    }
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 2.0;
                        ui.label(caption(*name).color(tokens.muted));
                        ui.label(label(figure));
                    });
                }
            });
        });
}

/// Returns how wide words are on one line.
fn width_of(ui: &Ui, words: RichText) -> f32 {
    let words = WidgetText::from(words);
    let extend = Some(TextWrapMode::Extend);
    let galley = words.into_galley(ui, extend, f32::INFINITY, TextStyle::Body);
    galley.size().x.ceil()
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
