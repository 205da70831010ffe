//! The practice's details, as its letters print them: typed as a draft, saved as one change.

use egui::Ui;

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{caption, size, tokens};
use crate::app::widgets::{primary_button, problem_ui, text_area_ui, text_field_ui};
use crate::domain::Practice;
use crate::jobs::{Edit, locality_for_zip};

/// The details as typed; `None` until they are touched.
#[derive(Debug, Default)]
pub(super) struct State {
    draft: Option<Practice>,
}

/// What is wrong with what was typed.
#[derive(Debug, Default, PartialEq, Eq)]
struct Problems {
    name: Option<&'static str>,
    zip: Option<&'static str>,
    npi: Option<&'static str>,
}

impl Problems {
    fn of(draft: &Practice) -> Self {
        let digits = |text: &str, count| {
            let text = text.trim();
            text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_odd = |text: &str, count| !text.trim().is_empty() && !digits(text, count);
        Self {
            name: draft
                .name
                .trim()
                .is_empty()
                .then_some("Type the practice's name"),
            zip: is_odd(&draft.zip, 5).then_some("A ZIP code has five digits"),
            npi: is_odd(&draft.npi, 10).then_some("An NPI has ten digits"),
        }
    }
}

/// Paints the form.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, saved: &Practice) {
    let mut draft = state.draft.take().unwrap_or_else(|| saved.clone());
    let about = "As printed on letters and packets; what is left empty is left out";
    ui.label(caption(about).color(tokens(ui).muted));
    ui.add_space(size::S);
    let problems = Problems::of(&draft);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        fields_ui(ui, &mut draft, &problems);
    });
    ui.add_space(size::S);
    let finished = finished(&draft, saved);
    ui.add_enabled_ui(finished.is_some(), |ui| {
        if primary_button(ui, "Save").clicked()
            && let Some(practice) = finished
        {
            ctx.send(Command::Edit(Edit::SetPractice(practice)));
        }
    });
    state.draft = Some(draft);
}

fn fields_ui(ui: &mut Ui, draft: &mut Practice, problems: &Problems) {
    let width = ui.available_width();
    let half = (width - size::M) / 2.0;
    let pair = |ui: &mut Ui, left: Field<'_>, right: Field<'_>| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::M;
            for field in [left, right] {
                ui.vertical(|ui| {
                    ui.set_width(half);
                    field.ui(ui);
                });
            }
        });
    };
    let name = Field {
        name: "Practice name",
        text: &mut draft.name,
        hint: "As on its letters",
        problem: problems.name,
    };
    name.ui(ui);
    pair(
        ui,
        Field {
            name: "ZIP code",
            text: &mut draft.zip,
            hint: "30303",
            problem: problems.zip,
        },
        Field::free("Specialty", &mut draft.specialty, "Family medicine"),
    );
    pair(
        ui,
        Field::free("TIN", &mut draft.tin, "Taxpayer identification number"),
        Field {
            name: "Group NPI",
            text: &mut draft.npi,
            hint: "Ten digits",
            problem: problems.npi,
        },
    );
    let hint = "Street, city and state, a line each";
    text_area_ui(ui, "Address", &mut draft.address, hint, 3);
    ui.add_space(size::S);
    let (contact, phone) = (&mut draft.contact, &mut draft.phone);
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            let hint = "Who signs, and below the title";
            text_area_ui(left, "Contact person", contact, hint, 2);
            let hint = "Telephone, and below the e-mail";
            text_area_ui(right, "Phone and e-mail", phone, hint, 2);
        }
    });
}

/// A line of the form, with what is wrong with it below.
struct Field<'a> {
    name: &'a str,
    text: &'a mut String,
    hint: &'a str,
    problem: Option<&'a str>,
}

impl<'a> Field<'a> {
    /// A line in which anything may stand.
    const fn free(name: &'a str, text: &'a mut String, hint: &'a str) -> Self {
        Self {
            name,
            text,
            hint,
            problem: None,
        }
    }

    fn ui(self, ui: &mut Ui) {
        let width = ui.available_width();
        text_field_ui(ui, self.name, self.text, self.hint, width);
        problem_ui(ui, self.problem);
    }
}

/// Returns what is to be saved; `None` while something is wrong with it or nothing changed.
fn finished(draft: &Practice, saved: &Practice) -> Option<Practice> {
    if Problems::of(draft) != Problems::default() {
        return None;
    }
    let trimmed = |text: &str| text.trim().to_owned();
    let lines = |text: &str| {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        trimmed(&lines.join("\n"))
    };
    let zip = trimmed(&draft.zip);
    // Another ZIP code is another place; a locality chosen by hand stays with the ZIP code it had.
    let moved = (zip != saved.zip)
        .then(|| locality_for_zip(&zip))
        .flatten()
        .map(|found| found.key);
    let practice = Practice {
        name: trimmed(&draft.name),
        specialty: trimmed(&draft.specialty),
        tin: trimmed(&draft.tin),
        npi: trimmed(&draft.npi),
        address: lines(&draft.address),
        contact: lines(&draft.contact),
        phone: lines(&draft.phone),
        locality: moved.or(saved.locality),
        reference: saved.reference.clone(),
        zip,
    };
    (practice != *saved).then_some(practice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LocalityKey;

    fn saved() -> Practice {
        Practice {
            name: "Oak Street Family Medicine".to_owned(),
            zip: "30303".to_owned(),
            locality: LocalityKey::from_text("10212-01").ok(),
            ..Practice::default()
        }
    }

    fn check(change: impl FnOnce(&mut Practice), expected: Option<&str>) {
        let mut draft = saved();
        change(&mut draft);
        let finished = finished(&draft, &saved());
        assert_eq!(
            finished.map(|practice| practice.contact).as_deref(),
            expected
        );
    }

    #[test]
    fn only_a_change_that_is_in_order_can_be_saved() {
        check(|_draft| {}, None);
        check(|draft| draft.name.push(' '), None);
        check(
            |draft| draft.contact = " A. Lee, MD ".to_owned(),
            Some("A. Lee, MD"),
        );
        check(|draft| draft.name = " ".to_owned(), None);
        check(|draft| draft.zip = "3030".to_owned(), None);
        check(|draft| draft.npi = "123".to_owned(), None);
    }

    #[test]
    fn another_zip_code_moves_the_locality_and_none_keeps_it() {
        let moved_to = |zip: &str| {
            let mut draft = saved();
            draft.zip = zip.to_owned();
            finished(&draft, &saved()).and_then(|practice| practice.locality)
        };
        assert_eq!(moved_to(""), saved().locality);
        let elsewhere = locality_for_zip("60601").map(|found| found.key);
        assert!(elsewhere.is_some() && elsewhere != saved().locality);
        assert_eq!(moved_to("60601"), elsewhere);
    }

    #[test]
    fn lines_of_the_address_stay_lines() {
        let mut draft = saved();
        draft.address = " 12 Oak Street \nAtlanta, GA\n\n".to_owned();
        let practice = finished(&draft, &saved()).unwrap();
        assert_eq!(practice.address, "12 Oak Street\nAtlanta, GA");
    }
}
