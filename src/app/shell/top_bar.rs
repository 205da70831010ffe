//! The bar above: the practice, what part of it is looked at, and what is always at hand.

use egui::scroll_area::ScrollBarVisibility;
use egui::{Align, Layout, Popup, PopupCloseBehavior, ScrollArea, Ui, vec2};

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, caption, size, tokens};
use crate::app::widgets::{ButtonKind, icon_button, icon_text_button, month_words, picker_ui};
use crate::domain::{Filter, Month, Period, Product};
use crate::jobs::{CopyKind, PracticeView, ThemeChoice};

/// Bars narrower than this shorten the filter's fields.
const WIDE_FROM: f32 = 980.0;

/// Paints the bar.
pub(super) fn ui(ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    let (name_chars, width) = if ui.available_width() >= WIDE_FROM {
        (28, 128.0)
    } else {
        (14, 84.0)
    };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        at_hand_ui(ctx, ui, practice);
        // What does not fit in a narrow window is reached by scrolling sideways.
        let room = vec2(ui.available_width(), size::CONTROL);
        ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
            ScrollArea::horizontal()
                .auto_shrink(false)
                .scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden)
                .show(ui, |ui| {
                    practice_menu_ui(ctx, ui, practice, name_chars);
                    ui.add_space(size::S);
                    filter_ui(ctx, ui, practice, width);
                });
        });
    });
}

fn practice_menu_ui(
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    practice: &PracticeView,
    name_chars: usize,
) {
    let name = shortened(&practice.practice.name, name_chars);
    let button = icon_text_button(ui, ButtonKind::Quiet, Icon::ChevronDown, &name)
        .on_hover_text(practice.path.display().to_string());
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(220.0);
        for command in [
            Command::NewPractice,
            Command::PickPractice,
            Command::SaveCopy(CopyKind::Whole),
            Command::SaveCopy(CopyKind::ForSharing),
            Command::ShowPracticeDetails,
            Command::ShowSettings,
            Command::ClosePractice,
        ] {
            menu_entry_ui(ctx, ui, &command);
        }
    });
}

fn menu_entry_ui(ctx: &ViewContext<'_>, ui: &mut Ui, command: &Command) {
    let mut button = egui::Button::new(command.label()).frame_when_inactive(false);
    if let Some(shortcut) = command.shortcut() {
        button = button.shortcut_text(ui.ctx().format_shortcut(&shortcut));
    }
    let mut response = ui.add_sized([ui.available_width(), size::CONTROL], button);
    if !command.tooltip().is_empty() {
        response = response.on_hover_text(command.tooltip());
    }
    if response.clicked() {
        ctx.send(command.clone());
        ui.close();
    }
}

fn filter_ui(ctx: &ViewContext<'_>, ui: &mut Ui, practice: &PracticeView, width: f32) {
    let mut filter = ctx.filter();
    period_ui(ctx, ui, practice, &mut filter);
    let payers = choices("All payers", &practice.payers, |payer| {
        (payer.id, payer.name.clone())
    });
    if picker_ui(ui, "Payer", &mut filter.payer, &payers, width) {
        // A product belongs to one payer.
        filter.product = None;
    }
    let products = products_of(practice, &filter);
    if !products.is_empty() {
        let products = choices("All products", &products, |product| {
            (product.id, product.name.clone())
        });
        picker_ui(ui, "Product", &mut filter.product, &products, width);
    }
    let named = practice.provider_names();
    if named.len() > 1 {
        let providers = choices("All providers", &named, Clone::clone);
        picker_ui(ui, "Provider", &mut filter.provider, &providers, width);
    }
    let named = practice.site_names();
    if named.len() > 1 {
        let sites = choices("All sites", &named, Clone::clone);
        picker_ui(ui, "Site", &mut filter.site, &sites, width);
    }
    if filter != ctx.filter() {
        ctx.send(Command::SetFilter(filter));
    }
    if ctx.filter() != Filter::default()
        && icon_button(ui, Icon::Close, "Show everything").clicked()
    {
        ctx.send(Command::ClearFilter);
    }
}

/// Returns the products of the chosen payer; none while all payers are looked at.
fn products_of<'a>(practice: &'a PracticeView, filter: &Filter) -> Vec<&'a Product> {
    let products = practice.products.iter();
    products
        .filter(|product| Some(product.payer) == filter.payer)
        .collect()
}

fn choices<T, Id>(
    all: &str,
    rows: &[T],
    pair: impl Fn(&T) -> (Id, String),
) -> Vec<(Option<Id>, String)> {
    let each = rows.iter().map(|row| {
        let (id, name) = pair(row);
        let name = if name.trim().is_empty() {
            "Not given".to_owned()
        } else {
            name
        };
        (Some(id), name)
    });
    std::iter::once((None, all.to_owned()))
        .chain(each)
        .collect()
}

fn period_ui(ctx: &ViewContext<'_>, ui: &mut Ui, practice: &PracticeView, filter: &mut Filter) {
    let words = ctx.session.period_label();
    let button = icon_text_button(ui, ButtonKind::Secondary, Icon::Calendar, &words)
        .on_hover_text("Months of service");
    Popup::menu(&button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_min_width(240.0);
            let Some((first, last)) = practice.months else {
                ui.label(
                    caption("Import a utilization table to choose months").color(tokens(ui).muted),
                );
                return;
            };
            for (words, period) in presets(first, last) {
                let chosen = filter.period == period;
                if ui.selectable_label(chosen, words).clicked() {
                    filter.period = period;
                    ui.close();
                }
            }
            ui.separator();
            let months: Vec<(Option<Month>, String)> = (first.0..=last.0)
                .map(|month| (Some(Month(month)), month_words(Month(month))))
                .collect();
            let open_end = |words: &str| vec![(None, words.to_owned())];
            let mut from = open_end("First month");
            from.extend(months.iter().cloned());
            let mut to = open_end("Last month");
            to.extend(months);
            ui.horizontal(|ui| {
                picker_ui(ui, "From month", &mut filter.period.from, &from, 108.0);
                picker_ui(ui, "To month", &mut filter.period.to, &to, 108.0);
            });
        });
}

/// Returns the periods offered by name: everything, the last year or two, and each calendar year.
fn presets(first: Month, last: Month) -> Vec<(String, Period)> {
    let mut presets = vec![("All months".to_owned(), Period::default())];
    for (words, count) in [("Last 12 months", 12), ("Last 24 months", 24)] {
        if last.0 - first.0 >= count {
            let period = Period {
                from: Some(Month(last.0 - count + 1)),
                to: Some(last),
            };
            presets.push((words.to_owned(), period));
        }
    }
    for year in (first.year()..=last.year()).rev() {
        let period = Period {
            from: Some(Month(year * 12)),
            to: Some(Month(year * 12 + 11)),
        };
        presets.push((format!("Year {year}"), period));
    }
    presets
}

/// From right to left: theme, settings, palette, redo, undo.
fn at_hand_ui(ctx: &ViewContext<'_>, ui: &mut Ui, practice: &PracticeView) {
    let (icon, words, choice) = if ui.visuals().dark_mode {
        (Icon::Sun, "Switch to light", ThemeChoice::Light)
    } else {
        (Icon::Moon, "Switch to dark", ThemeChoice::Dark)
    };
    if icon_button(ui, icon, words).clicked() {
        ctx.send(Command::SetTheme(choice));
    }
    if icon_button(ui, Icon::Settings, "Settings").clicked() {
        ctx.send(Command::ShowSettings);
    }
    if icon_button(ui, Icon::Search, "Find a command").clicked() {
        ctx.send(Command::TogglePalette);
    }
    for (icon, verb, what, command) in [
        (Icon::Redo, "Redo", &practice.redo_label, Command::Redo),
        (Icon::Undo, "Undo", &practice.undo_label, Command::Undo),
    ] {
        let words = match what {
            Some(what) => format!("{verb} {what}"),
            None => format!("Nothing to {}", verb.to_lowercase()),
        };
        ui.add_enabled_ui(what.is_some(), |ui| {
            if icon_button(ui, icon, &words).clicked() {
                ctx.send(command);
            }
        });
    }
}

fn shortened(text: &str, max_chars: usize) -> String {
    if text.chars().count() <= max_chars {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max_chars - 1).collect();
    format!("{}\u{2026}", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_offered_by_name_lie_within_the_practices_years() {
        let names: Vec<String> = presets(Month(2023 * 12 + 6), Month(2025 * 12 + 2))
            .into_iter()
            .map(|(words, _period)| words)
            .collect();
        assert_eq!(
            names,
            [
                "All months",
                "Last 12 months",
                "Year 2025",
                "Year 2024",
                "Year 2023"
            ]
        );
    }

    #[test]
    fn the_last_twelve_months_end_with_the_last_month_there_is() {
        let (_words, period) = presets(Month(0), Month(30)).swap_remove(1);
        assert_eq!((period.from, period.to), (Some(Month(19)), Some(Month(30))));
    }

    #[test]
    fn long_names_are_shortened_with_an_ellipsis() {
        assert_eq!(
            shortened("Oak Street Family Medicine", 12),
            "Oak Street\u{2026}"
        );
        assert_eq!(shortened("Oak", 12), "Oak");
    }
}
