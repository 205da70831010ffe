//! Two years of an invented practice's days, visit by visit and line by line.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};

use crate::domain::{Invalid, Modifier, Modifiers, PayerClass, PlaceOfService};

use super::inputs::{CodeRole, Need, SampleCode, SampleData, SamplePayer};
use super::prices::{
    MedicareAmounts, amounts_of, base_cents, bilateral, divided_half_up, rate_cents,
};
use super::random::Random;

/// First and last day of the sample: 24 months.
const PERIOD: (Date, Date) = (date(2024, 11, 1), date(2026, 10, 31));
const SEED: u64 = 0x0041_6c6c_6f77_2030;
/// Visits of an average working day in the first year, all providers together.
const VISITS_A_DAY: u32 = 61;
/// How much busier each later calendar year is.
const GROWTH_PER_MILLE: u32 = 18;
/// How busy each month is, January first.
const SEASON_PER_MILLE: [u32; 12] = [
    1080, 1060, 1030, 990, 980, 930, 870, 950, 1010, 1080, 1030, 960,
];
/// How much more and less often the first vaccine is given in autumn and in the rest of the year.
const VACCINE_PER_MILLE: [u32; 2] = [2100, 550];
/// Claims of the last weeks that no payer has answered yet.
const UNANSWERED_FROM: Date = date(2026, 10, 14);
const UNANSWERED_PER_MILLE: u32 = 620;
/// What a line that is paid short gets of the payer's own rate.
const SHORT_PERCENT: i64 = 93;
/// Lines entered by mistake and taken back.
const REVERSED_PER_MILLE: u32 = 1;
/// Joint injections on both sides.
const BILATERAL_PER_MILLE: u32 = 80;
/// Visits in the provider's other office.
const OTHER_OFFICE_PER_MILLE: u32 = 130;
/// Patients of a payer for each thousandth of the visits: people come two or three times a year.
const PATIENTS_PER_SHARE: u32 = 6;
/// A drug that is billed by tenths of a dose.
const UNITS_OF_A_DRUG: i64 = 4;

/// What a payer answered, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) allowed: i64,
    pub(super) paid: i64,
    pub(super) patient: i64,
}

impl Answer {
    const DENIED: Self = Self {
        allowed: 0,
        paid: 0,
        patient: 0,
    };
}

/// One billed line.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    pub(super) claim_nr: u32,
    pub(super) patient_nr: u32,
    pub(super) date: Date,
    pub(super) provider: &'a str,
    pub(super) site: &'a str,
    pub(super) payer_name: &'a str,
    pub(super) service: &'a SampleCode,
    pub(super) modifiers: Modifiers,
    pub(super) units: i64,
    pub(super) charge: i64,
    /// `None`: not answered yet.
    pub(super) answer: Option<Answer>,
}

impl Line<'_> {
    /// Returns the line that takes this one back.
    fn reversed(&self) -> Self {
        Self {
            units: -self.units,
            charge: -self.charge,
            answer: self.answer.map(|answer| Answer {
                allowed: -answer.allowed,
                paid: -answer.paid,
                patient: -answer.patient,
            }),
            ..self.clone()
        }
    }
}

/// Generates every line, by day.
pub(super) fn lines(data: &SampleData) -> Result<Vec<Line<'_>>, Invalid> {
    let mut practice = Practice {
        data,
        amounts: amounts_of(data)?,
        random: Random::new(SEED),
        next_claim_nr: 200_001,
        lines: Vec::with_capacity(64_000),
    };
    for day in PERIOD.0.series(1.day()).take_while(|day| *day <= PERIOD.1) {
        for _visit in 0..practice.visit_count(day) {
            practice.visit(day)?;
        }
    }
    Ok(practice.lines)
}

struct Practice<'a> {
    data: &'a SampleData,
    amounts: MedicareAmounts,
    random: Random,
    next_claim_nr: u32,
    lines: Vec<Line<'a>>,
}

/// What all lines of a visit share.
struct Visit<'a> {
    claim_nr: u32,
    patient_nr: u32,
    date: Date,
    provider: &'a str,
    site: &'a str,
    payer: &'a SamplePayer,
    payer_name: &'a str,
    is_answered: bool,
}

impl<'a> Practice<'a> {
    fn visit_count(&mut self, day: Date) -> u32 {
        let weekday = match day.weekday() {
            Weekday::Saturday | Weekday::Sunday => return 0,
            Weekday::Monday => 1120,
            Weekday::Friday => 880,
            Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday => 1000,
        };
        if is_holiday(day) {
            return 0;
        }
        let season = SEASON_PER_MILLE[usize::from(day.month().unsigned_abs()) - 1];
        let years = u32::from(day.year().abs_diff(PERIOD.0.year()));
        let growth = 1000 + GROWTH_PER_MILLE * years;
        let usual = u64::from(VISITS_A_DAY) * weekday * u64::from(season) * u64::from(growth)
            / 1_000_000_000;
        u32::try_from(usual).unwrap_or(0) + self.random.below(9)
    }

    fn visit(&mut self, day: Date) -> Result<(), Invalid> {
        let payer = self
            .random
            .pick(&self.data.payers, |payer| payer.visits_per_mille);
        let payer = payer.ok_or_else(|| Invalid::new("no payer has visits"))?;
        let reason = self.random.pick(&self.data.codes, |code| match code.role {
            CodeRole::Visit if is_for(code, payer) => code.per_mille,
            CodeRole::Visit | CodeRole::Extra => 0,
        });
        let reason = reason.ok_or_else(|| Invalid::new("no code is a visit"))?;
        let services = self.services(reason, payer, day);
        let visit = self.begin(reason, payer, day)?;
        let has_procedure = services.iter().any(|service| is_procedure(service));
        for service in services {
            let mut modifiers = Modifiers::of(service.modifier);
            if has_procedure && is_office_visit(service) {
                modifiers.insert(Modifier::new("25")?);
            }
            if service.code.as_str() == "20610" && self.random.happens(BILATERAL_PER_MILLE) {
                modifiers.insert(Modifier::new("50")?);
            }
            self.line(&visit, service, modifiers)?;
        }
        Ok(())
    }

    /// Returns the visit's reason and what is done besides.
    fn services(
        &mut self,
        reason: &'a SampleCode,
        payer: &SamplePayer,
        day: Date,
    ) -> Vec<&'a SampleCode> {
        let mut services = vec![reason];
        if !is_office_visit(reason) {
            return services;
        }
        let data = self.data;
        for extra in &data.codes {
            if extra.role != CodeRole::Extra || !is_for(extra, payer) {
                continue;
            }
            let fits = match extra.need {
                Need::Nothing => true,
                Need::Code(code) => services.iter().any(|service| service.code == code),
                Need::NoProcedure => !services.iter().any(|service| is_procedure(service)),
            };
            let is_known = services.iter().any(|service| service.code == extra.code);
            let per_mille = extra.per_mille * vaccine_season(extra, day) / 1000;
            if fits && !is_known && self.random.happens(per_mille) {
                services.push(extra);
            }
        }
        services
    }

    fn begin(
        &mut self,
        reason: &SampleCode,
        payer: &'a SamplePayer,
        day: Date,
    ) -> Result<Visit<'a>, Invalid> {
        let data = self.data;
        let is_in_hospital = reason.place != PlaceOfService::OFFICE;
        let provider = self.random.pick(&data.providers, |provider| {
            if is_in_hospital && !provider.rounds_in_hospital {
                0
            } else {
                provider.visits_per_mille
            }
        });
        let provider = provider.ok_or_else(|| Invalid::new("no provider has visits"))?;
        let is_elsewhere = self.random.happens(OTHER_OFFICE_PER_MILLE);
        let site = data.sites.iter().find(|site| {
            site.is_hospital == is_in_hospital
                && (is_in_hospital || (site.name == provider.home_site) != is_elsewhere)
        });
        let site = site.ok_or_else(|| Invalid::new("the provider has no site"))?;
        let panel = payer.visits_per_mille * PATIENTS_PER_SHARE;
        let payer_idx = data
            .payers
            .iter()
            .position(|other| other.name == payer.name)
            .unwrap_or(0);
        let patient_nr =
            100_000 * (u32::try_from(payer_idx).unwrap_or(0) + 1) + self.random.below(panel);
        let claim_nr = self.next_claim_nr;
        self.next_claim_nr += 1;
        let supervisor = provider
            .supervisor
            .as_deref()
            .filter(|_| payer.bills_under_supervisor);
        let payer_name = self.random.pick(&payer.names_in_exports, |_name| 1);
        Ok(Visit {
            claim_nr,
            patient_nr,
            date: day,
            provider: supervisor.unwrap_or(&provider.name),
            site: &site.name,
            payer,
            payer_name: payer_name.ok_or_else(|| Invalid::new("the payer has no name"))?,
            is_answered: day < UNANSWERED_FROM || !self.random.happens(UNANSWERED_PER_MILLE),
        })
    }

    fn line(
        &mut self,
        visit: &Visit<'a>,
        service: &'a SampleCode,
        modifiers: Modifiers,
    ) -> Result<(), Invalid> {
        let base = base_cents(&self.amounts, service)?;
        let mut rate = rate_cents(visit.payer, service, base, visit.date.year())?;
        let mut charge = service.charge_cents;
        if modifiers.contains(Modifier::new("50")?) {
            rate = bilateral(rate);
            charge *= 2;
        }
        let units = if service.family == "drug" {
            UNITS_OF_A_DRUG
        } else {
            1
        };
        let is_denied = self.random.happens(visit.payer.denied_per_mille);
        let is_short = self.random.happens(visit.payer.short_paid_per_mille);
        let allowed = match (is_denied, is_short) {
            (true, _) => None,
            (false, true) => Some(divided_half_up(rate * units * SHORT_PERCENT, 100)),
            (false, false) => Some(rate * units),
        };
        let answer = allowed.map_or(Answer::DENIED, |allowed| {
            answer(visit.payer, service, allowed)
        });
        let line = Line {
            claim_nr: visit.claim_nr,
            patient_nr: visit.patient_nr,
            date: visit.date,
            provider: visit.provider,
            site: visit.site,
            payer_name: visit.payer_name,
            service,
            modifiers,
            units,
            charge: charge * units,
            answer: visit.is_answered.then_some(answer),
        };
        if self.random.happens(REVERSED_PER_MILLE) {
            self.lines.push(line.clone());
            self.lines.push(line.reversed());
        }
        self.lines.push(line);
        Ok(())
    }
}

/// Splits an allowed amount between patient and payer.
fn answer(payer: &SamplePayer, service: &SampleCode, allowed: i64) -> Answer {
    // Check-ups and vaccines cost an insured patient nothing.
    let is_free = matches!(service.family.as_str(), "preventive" | "injection");
    let patient = if is_free && payer.class != PayerClass::SelfPay {
        0
    } else {
        divided_half_up(allowed * payer.patient_per_mille, 1000)
    };
    let held_back = divided_half_up((allowed - patient) * payer.sequestration_per_mille, 1000);
    Answer {
        allowed,
        paid: allowed - patient - held_back,
        patient,
    }
}

fn is_for(code: &SampleCode, payer: &SamplePayer) -> bool {
    let is_medicare = matches!(
        payer.class,
        PayerClass::Medicare | PayerClass::MedicareAdvantage
    );
    code.for_medicare.is_none_or(|only| only == is_medicare)
}

fn is_procedure(code: &SampleCode) -> bool {
    matches!(code.family.as_str(), "procedure" | "injection")
}

fn is_office_visit(code: &SampleCode) -> bool {
    matches!(code.family.as_str(), "office-visit" | "preventive")
}

fn vaccine_season(code: &SampleCode, day: Date) -> u32 {
    let [autumn, other] = VACCINE_PER_MILLE;
    match (code.code.as_str(), day.month()) {
        ("90471", 9..=11) => autumn,
        ("90471", _) => other,
        _ => 1000,
    }
}

/// The days the office is closed besides weekends.
fn is_holiday(day: Date) -> bool {
    let week_of_month = (day.day() - 1) / 7 + 1;
    match (day.month(), day.day()) {
        (1, 1) | (7, 4) | (12, 24 | 25) => true,
        (5, 25..=31) | (9, 1..=7) => day.weekday() == Weekday::Monday,
        (11, _) => day.weekday() == Weekday::Thursday && week_of_month == 4,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_office_is_closed_on_thanksgiving_and_memorial_day() {
        for day in [
            date(2024, 11, 28),
            date(2025, 5, 26),
            date(2025, 9, 1),
            date(2026, 1, 1),
        ] {
            assert!(is_holiday(day), "{day}");
        }
        for day in [date(2024, 11, 21), date(2025, 5, 19), date(2025, 9, 8)] {
            assert!(!is_holiday(day), "{day}");
        }
    }

    #[test]
    fn what_is_taken_back_adds_up_to_nothing() {
        let data = SampleData::built_in().unwrap();
        let lines = lines(&data).unwrap();
        let line = lines.iter().find(|line| line.answer.is_some()).unwrap();
        let back = line.reversed();
        assert_eq!(line.charge + back.charge, 0);
        assert_eq!(
            line.answer.unwrap().allowed + back.answer.unwrap().allowed,
            0
        );
        assert!(lines.iter().filter(|line| line.units < 0).count() > 20);
    }

    #[test]
    fn nurse_practitioners_never_appear_under_medicare() {
        let data = SampleData::built_in().unwrap();
        for line in lines(&data).unwrap() {
            let is_medicare = line.payer_name.to_uppercase().starts_with("MEDICARE");
            assert!(!(is_medicare && line.provider == "Tara Whitfield"));
        }
    }
}
