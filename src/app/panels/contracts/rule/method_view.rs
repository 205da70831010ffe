//! Paints how a rate is found: the kind of method, and what belongs to it.

use egui::{Ui, vec2};

use super::form::Facts;
use crate::app::panels::contracts::words::{LockKind, MethodKind};
use crate::app::theme::{caption, size, tokens};
use crate::app::widgets::{
    AMOUNT, NUMBER, PERCENT, ValueKind, field_ui, picker_ui, value_field_ui,
};
use crate::domain::{
    CopiedValues, FeeMethod, Geography, Locality, LocalityKey, MedicareBasis, MedicareYear,
    PhysicalStatus, QpStatus, ReferenceFamily, TimeRounding, YearLock,
};

/// Width of lists of words.
const LIST_WIDTH: f32 = 320.0;
/// Width of figures.
const FIGURE_WIDTH: f32 = 110.0;

/// Days of delay, as typed.
const DAYS: ValueKind<u16> = ValueKind {
    write: u16::to_string,
    read: |text| {
        text.trim()
            .parse()
            .map_err(|_not_a_count| "Type a number of days, as 30".to_owned())
    },
    hint: "",
    align: egui::Align2::RIGHT_CENTER,
};

/// What methods are chosen from.
#[derive(Clone, Copy)]
pub(super) struct Choices<'a> {
    pub(super) facts: &'a Facts,
    pub(super) localities: &'a [Locality],
    /// Before the names of the controls, where two methods stand on one sheet.
    pub(super) prefix: &'a str,
}

impl Choices<'_> {
    fn name(&self, name: &str) -> String {
        if self.prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{}: {}", self.prefix, name.to_lowercase())
        }
    }
}

/// Paints a method.
pub(super) fn ui(ui: &mut Ui, method: &mut FeeMethod, choices: Choices<'_>) {
    kind_ui(ui, method, choices);
    match method {
        FeeMethod::Amount(amount) => {
            value_ui(ui, &choices.name("Dollars a unit"), amount, &AMOUNT);
        }
        FeeMethod::CaseRate(amount) => {
            value_ui(ui, &choices.name("Dollars for the case"), amount, &AMOUNT);
        }
        FeeMethod::Listed(id) => {
            let name = choices.name("Fee schedule");
            field_ui(ui, &name, |ui| {
                picker_ui(ui, &name, id, &choices.facts.schedules, LIST_WIDTH)
            });
        }
        FeeMethod::PercentOfMedicare {
            percent,
            family,
            basis,
        } => {
            ui.horizontal(|ui| {
                value_ui(ui, &choices.name("Percent of Medicare"), percent, &PERCENT);
                family_ui(ui, family, choices);
            });
            basis_ui(ui, basis, choices);
        }
        FeeMethod::ConversionFactor {
            dollars_per_rvu,
            basis,
        } => {
            let name = choices.name("Dollars per relative value unit");
            value_ui(ui, &name, dollars_per_rvu, &NUMBER);
            basis_ui(ui, basis, choices);
        }
        FeeMethod::PercentOfCharge(percent) => {
            value_ui(
                ui,
                &choices.name("Percent of the charge"),
                percent,
                &PERCENT,
            );
        }
        FeeMethod::AnesthesiaFactor {
            dollars_per_unit,
            rounding,
            physical_status,
        } => {
            let name = choices.name("Dollars per anesthesia unit");
            value_ui(ui, &name, dollars_per_unit, &AMOUNT);
            anesthesia_ui(ui, (rounding, physical_status), choices);
        }
        FeeMethod::GreaterOf(one, other) => two_ui(ui, (one, other), choices),
        FeeMethod::Capitation => note_ui(
            ui,
            "The service is covered by what is paid for each member and month",
        ),
        FeeMethod::ByReport => {
            note_ui(ui, "No rate can be expected; the service is listed as such");
        }
    }
}

fn note_ui(ui: &mut Ui, words: &str) {
    ui.label(caption(words).color(tokens(ui).muted));
}

fn value_ui<T>(ui: &mut Ui, name: &str, value: &mut T, kind: &ValueKind<T>) {
    field_ui(ui, name, |ui| {
        value_field_ui(ui, name, value, kind, FIGURE_WIDTH)
    });
}

fn kind_ui(ui: &mut Ui, method: &mut FeeMethod, choices: Choices<'_>) {
    let now = MethodKind::of(method);
    let is_offered = |kind: MethodKind| match kind {
        MethodKind::Listed => !choices.facts.schedules.is_empty() || now == kind,
        // Two of two would be hard to read; a contract that has it keeps it.
        MethodKind::GreaterOf => choices.prefix.is_empty() || now == kind,
        _ => true,
    };
    let kinds: Vec<(MethodKind, String)> = MethodKind::CHOICES
        .into_iter()
        .filter(|(kind, _)| is_offered(*kind))
        .map(|(kind, words)| (kind, words.to_owned()))
        .collect();
    let mut kind = now;
    let name = choices.name("Pays");
    field_ui(ui, &name, |ui| {
        picker_ui(ui, &name, &mut kind, &kinds, LIST_WIDTH)
    });
    if kind != now {
        *method = choices.facts.begin(kind, method);
    }
}

fn family_ui(ui: &mut Ui, family: &mut ReferenceFamily, choices: Choices<'_>) {
    let name = choices.name("Which Medicare fee schedule");
    let families = ReferenceFamily::ALL.map(|family| (family, family.label().to_owned()));
    field_ui(ui, &name, |ui| {
        picker_ui(ui, &name, family, &families, 240.0)
    });
}

/// Which year's Medicare, in which locality.
fn basis_ui(ui: &mut Ui, basis: &mut MedicareBasis, choices: Choices<'_>) {
    let now = LockKind::of(&basis.lock);
    let mut kind = now;
    let kinds = LockKind::CHOICES.map(|(kind, words)| (kind, words.to_owned()));
    let name = choices.name("Medicare year");
    field_ui(ui, &name, |ui| {
        picker_ui(ui, &name, &mut kind, &kinds, LIST_WIDTH)
    });
    if kind != now {
        basis.lock = choices.facts.lock(kind, &basis.lock);
    }
    match &mut basis.lock {
        YearLock::FixedYear(year) | YearLock::FixedRvus(year) => year_ui(ui, year, choices),
        YearLock::FixedFactor(factor) => {
            value_ui(ui, &choices.name("Conversion factor"), factor, &NUMBER);
        }
        YearLock::Floating { lag_days } => {
            let name = choices.name("Days until the payer loads Medicare\u{2019}s change");
            value_ui(ui, &name, lag_days, &DAYS);
        }
        YearLock::NotStated => note_ui(
            ui,
            "Priced as of the date of service, and marked wherever it is used. Ask the payer which \
             year is meant",
        ),
    }
    place_ui(ui, basis, choices);
}

fn year_ui(ui: &mut Ui, year: &mut MedicareYear, choices: Choices<'_>) {
    ui.horizontal(|ui| {
        let before = year.year;
        let name = choices.name("Year");
        let years = choices.facts.year_choices();
        field_ui(ui, &name, |ui| {
            picker_ui(ui, &name, &mut year.year, &years, 150.0)
        });
        if year.year != before {
            year.release = None;
        }
        let name = choices.name("Release");
        let mut releases = choices.facts.release_choices(year.year);
        if let Some(named) = &year.release
            && !releases
                .iter()
                .any(|(known, _)| known.as_ref() == Some(named))
        {
            releases.push((Some(named.clone()), format!("{named} (not imported)")));
        }
        field_ui(ui, &name, |ui| {
            picker_ui(ui, &name, &mut year.release, &releases, 180.0)
        });
    });
}

fn place_ui(ui: &mut Ui, basis: &mut MedicareBasis, choices: Choices<'_>) {
    ui.horizontal(|ui| {
        let name = choices.name("Locality");
        let mut places: Vec<((Geography, Option<LocalityKey>), String)> = vec![
            ((Geography::Local, None), "Our own locality".to_owned()),
            ((Geography::National, None), "National amounts".to_owned()),
        ];
        places.extend(choices.localities.iter().map(|known| {
            (
                (Geography::Local, Some(known.key)),
                format!("{} {} {}", known.state, known.key, known.name),
            )
        }));
        let mut place = (basis.geography, basis.locality);
        field_ui(ui, &name, |ui| {
            picker_ui(ui, &name, &mut place, &places, 220.0)
        });
        (basis.geography, basis.locality) = place;
        let name = choices.name("Conversion factor from 2026");
        let statuses = [
            (QpStatus::NonQualifying, "Usual".to_owned()),
            (QpStatus::Qualifying, "Qualifying participant".to_owned()),
        ];
        field_ui(ui, &name, |ui| {
            picker_ui(ui, &name, &mut basis.qp, &statuses, 180.0)
        });
    });
    let mut is_priced = basis.copied_values == CopiedValues::Priced;
    let words =
        choices.name("Pays settings that CMS marks NA, by the other setting\u{2019}s value");
    if ui.checkbox(&mut is_priced, words).changed() {
        basis.copied_values = if is_priced {
            CopiedValues::Priced
        } else {
            CopiedValues::NotPriced
        };
    }
}

fn anesthesia_ui(
    ui: &mut Ui,
    (rounding, status): (&mut TimeRounding, &mut PhysicalStatus),
    choices: Choices<'_>,
) {
    ui.horizontal(|ui| {
        let name = choices.name("Time units");
        let roundings = [
            (TimeRounding::OneDecimal, "To one decimal".to_owned()),
            (TimeRounding::UpToWholeUnits, "Up to whole units".to_owned()),
        ];
        field_ui(ui, &name, |ui| {
            picker_ui(ui, &name, rounding, &roundings, 180.0)
        });
        let name = choices.name("Physical status P3 to P5");
        let statuses = [
            (PhysicalStatus::AddsNothing, "Adds nothing".to_owned()),
            (
                PhysicalStatus::AddsUnits,
                "Adds 1, 2 and 3 units".to_owned(),
            ),
        ];
        field_ui(ui, &name, |ui| {
            picker_ui(ui, &name, status, &statuses, 180.0)
        });
    });
}

fn two_ui(
    ui: &mut Ui,
    (one, other): (&mut Box<FeeMethod>, &mut Box<FeeMethod>),
    choices: Choices<'_>,
) {
    for (prefix, method) in [("First", one), ("Second", other)] {
        ui.add_space(size::S);
        ui.separator();
        ui.push_id(prefix, |ui| {
            ui.allocate_ui(vec2(ui.available_width(), 0.0), |ui| {
                self::ui(ui, method, Choices { prefix, ..choices });
            });
        });
    }
}
