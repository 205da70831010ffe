//! What the practice measures its rates against: a release, a locality, and two rules.

use egui::Ui;
use jiff::civil::Date;

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{caption, heading, label, size, tokens};
use crate::app::widgets::{
    ButtonKind, command_button, field_ui, picker_ui, primary_button, segmented_ui,
};
use crate::domain::{Locality, LocalityKey, MedicareReference, QpStatus, ReleaseId, Setting};
use crate::jobs::{Edit, PracticeView, localities};

/// The reference as it is being chosen; `None` until it is touched.
#[derive(Debug, Default)]
pub(super) struct State {
    draft: Option<Draft>,
}

/// A reference whose locality may still have to be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    release: ReleaseId,
    locality: Option<LocalityKey>,
    qp: QpStatus,
    setting: Option<Setting>,
    date: Option<Date>,
}

impl Draft {
    /// Returns the reference in use, or the newest release at the practice's own locality; `None`
    /// without a release.
    fn of(practice: &PracticeView) -> Option<Self> {
        if let Some(reference) = practice.practice.reference.clone() {
            return Some(Self {
                release: reference.release,
                locality: Some(reference.locality),
                qp: reference.qp,
                setting: reference.setting,
                date: reference.date,
            });
        }
        let mut draft = Self {
            release: practice.releases.first()?.id,
            locality: practice.practice.locality,
            qp: QpStatus::default(),
            setting: None,
            date: None,
        };
        draft.keep_known(localities_of(practice, draft.release));
        Some(draft)
    }

    /// Drops a locality that the release does not have: Medicare redraws them.
    fn keep_known(&mut self, known: &[Locality]) {
        let is_known = |key: &LocalityKey| known.iter().any(|locality| locality.key == *key);
        self.locality = self.locality.filter(is_known);
    }

    /// Returns the reference; `None` while its locality is to be chosen.
    fn finished(&self) -> Option<MedicareReference> {
        Some(MedicareReference {
            release: self.release,
            locality: self.locality?,
            qp: self.qp,
            setting: self.setting,
            date: self.date,
        })
    }
}

/// Lists the localities of a release: its own while it is the reference, otherwise those built in
/// for its year.
fn localities_of(practice: &PracticeView, release: ReleaseId) -> &[Locality] {
    let in_use = practice.practice.reference.as_ref();
    if in_use.is_some_and(|reference| reference.release == release) {
        return &practice.localities;
    }
    practice
        .releases
        .iter()
        .find(|known| known.id == release)
        .map_or(&[], |known| localities(known.info.year))
}

/// Paints the choice.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, practice: &PracticeView) {
    ui.label(heading("Medicare reference"));
    let about = "What every percentage of Medicare is measured against, on screen and on paper";
    ui.label(caption(about).color(tokens(ui).muted));
    ui.add_space(size::S);
    let Some(mut draft) = state.draft.take().or_else(|| Draft::of(practice)) else {
        ui.label("Import a Medicare release to choose a reference");
        command_button(ui, ctx, ButtonKind::Primary, &Command::PickImports);
        return;
    };
    fields_ui(ui, practice, &mut draft);
    ui.add_space(size::M);
    let finished = draft.finished();
    let is_new = finished.is_some() && finished != practice.practice.reference;
    ui.horizontal(|ui| {
        ui.add_enabled_ui(is_new, |ui| {
            if primary_button(ui, "Use this reference").clicked() {
                ctx.send(Command::Edit(Edit::SetReference(finished.clone())));
            }
        });
        let words = match (&finished, &practice.reference_label) {
            (None, _) => "Choose a locality of this release".to_owned(),
            (Some(_), Some(label)) => format!("In use: {label}"),
            (Some(_), None) => String::new(),
        };
        ui.label(caption(words).color(tokens(ui).muted));
    });
    state.draft = Some(draft);
}

fn fields_ui(ui: &mut Ui, practice: &PracticeView, draft: &mut Draft) {
    let width = ui.available_width();
    let releases: Vec<(ReleaseId, String)> = practice
        .releases
        .iter()
        .map(|release| {
            let name = format!(
                "{} (conversion factor {})",
                release.info.name, release.info.conversion_factor
            );
            (release.id, name)
        })
        .collect();
    field_ui(ui, "Release", |ui| {
        if picker_ui(ui, "Release", &mut draft.release, &releases, width) {
            draft.keep_known(localities_of(practice, draft.release));
        }
    });
    let known: Vec<(Option<LocalityKey>, String)> = localities_of(practice, draft.release)
        .iter()
        .map(|locality| {
            let words = format!("{} {} ({})", locality.state, locality.name, locality.key);
            (Some(locality.key), words.trim().to_owned())
        })
        .collect();
    field_ui(ui, "Locality", |ui| {
        picker_ui(ui, "Locality", &mut draft.locality, &known, width);
    });
    ui.label(label("Participation"));
    let statuses = [
        (QpStatus::NonQualifying, "Not a qualifying participant"),
        (QpStatus::Qualifying, "Qualifying participant"),
    ];
    segmented_ui(ui, "Participation", &mut draft.qp, &statuses);
    ui.label(label("Facility or office"));
    let rules = [
        (None, "By place of service"),
        (Some(Setting::NonFacility), "Always non-facility"),
        (Some(Setting::Facility), "Always facility"),
    ];
    segmented_ui(ui, "Facility or office", &mut draft.setting, &rules);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(locality: &str) -> Draft {
        Draft {
            release: ReleaseId(1),
            locality: LocalityKey::from_text(locality).ok(),
            qp: QpStatus::default(),
            setting: None,
            date: None,
        }
    }

    #[test]
    fn a_locality_the_release_has_is_kept() {
        let mut draft = at("10212-01");
        draft.keep_known(localities(2026));
        assert_eq!(draft, at("10212-01"));
        assert!(draft.finished().is_some());
    }

    #[test]
    fn a_locality_the_release_does_not_have_must_be_chosen_anew() {
        let mut draft = at("99999-99");
        assert!(draft.finished().is_some());
        draft.keep_known(localities(2026));
        assert_eq!(draft.locality, None);
        assert_eq!(draft.finished(), None);
    }
}
