//! What Medicare pays for one unit of a service by itself, by whichever of its fee schedules lists
//! it. Modifiers beyond components, several procedures and provider classes are the stages'.

use std::cell::Cell;

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::payment::MEDICARE_SEQUESTRATION;
use super::{
    AgreedFor, AnesthesiaUnits, Base, ClaimLine, ComponentFees, Detail, Direction, Extent,
    FeeSource, Unpriced, anesthesia_modifiers, is_anesthesia,
};
use crate::analysis::medicare_library::MedicareLibrary;
use crate::analysis::medicare_price::{
    MedicareAmount, MedicarePrice, MedicarePrices, NoReference, PriceStep, StepKind, StepUnit,
};
use crate::domain::{
    ContractTerms, MedicareBasis, Modifier, ModifierEffect, Modifiers, Money, Percent,
    PhysicalStatus, RateKey, ReferenceFamily, RvuRow, Sequestration, ServiceCategory, StatusCode,
    TimeRounding, YearLock,
};

/// Tables beside the physician fee schedule that list a code by itself, in the order they are asked.
const TABLES: [ReferenceFamily; 3] = [
    ReferenceFamily::ClinicalLaboratory,
    ReferenceFamily::Drugs,
    ReferenceFamily::Dmepos,
];
/// Computed radiography.
const FILMLESS: Modifier = Modifier::literal(*b"FY");
/// Occupational and physical therapy assistants.
const THERAPY_ASSISTANTS: [Modifier; 2] = [Modifier::literal(*b"CO"), Modifier::literal(*b"CQ")];
/// The PC/TC indicator of tests that have a technical and a professional part.
const HAS_PARTS: u8 = 1;
/// Units for presence at induction, which a claim does not say.
const INDUCTION_CAUTION: &str =
    "One more unit is paid where the physician was present at induction";

/// Medicare as a source of fees: at the practice's locality, by its reference or the day's release.
#[derive(Clone, Debug)]
pub struct MedicareFees<'a> {
    library: &'a MedicareLibrary<'a>,
    /// The prices asked for last: claims come by the thousand for one day.
    last: Cell<Option<(Date, MedicarePrices<'a>)>>,
    basis: MedicareBasis,
    /// Medicare's terms and their first dates of service, the latest first.
    terms: [(Date, ContractTerms); 6],
}

impl<'a> MedicareFees<'a> {
    /// Prices by what the practice file holds of Medicare's.
    pub fn new(library: &'a MedicareLibrary<'a>) -> Self {
        Self {
            library,
            last: Cell::new(None),
            basis: MedicareBasis {
                qp: library.qp,
                ..MedicareBasis::default()
            },
            terms: terms_by_date(),
        }
    }

    /// Returns the relative values of a service's row, and whether Medicare pays by them; `None`
    /// where the physician fee schedule has no such row.
    pub fn relative_values(&self, key: RateKey, day: Date) -> Option<RelativeValues> {
        let prices = self.prices(day).ok()?;
        let asked = RateKey {
            modifiers: components_of(&prices, key),
            ..key
        };
        Some(RelativeValues {
            total: prices.total_rvus(asked)?,
            amount: prices.price(asked).amount(),
            is_paid: match prices.price(asked) {
                MedicarePrice::Amount(found) => !found.not_a_medicare_payment,
                MedicarePrice::NoReference(_) => false,
            },
        })
    }

    fn prices(&self, day: Date) -> Result<MedicarePrices<'a>, Unpriced> {
        if let Some((of, prices)) = self.last.get()
            && of == day
        {
            return Ok(prices);
        }
        let prices = self.library.reference_prices(day)?;
        self.last.set(Some((day, prices)));
        Ok(prices)
    }

    fn by_rvu(
        prices: &MedicarePrices<'_>,
        line: &ClaimLine,
        detail: Detail,
    ) -> Result<Base, NoReference> {
        let asked = RateKey {
            code: line.code,
            modifiers: line.modifiers,
            setting: line.setting,
        };
        let key = RateKey {
            modifiers: components_of(prices, asked),
            ..asked
        };
        let found = match prices.price(key) {
            MedicarePrice::Amount(found) => found,
            MedicarePrice::NoReference(reason) => return Err(reason),
        };
        let row = prices.row(key);
        let (steps, cautions) = match detail {
            Detail::Amounts => (Vec::new(), Vec::new()),
            Detail::Steps => (prices.explain(key), cautions_of(&found)),
        };
        Ok(Base {
            amount: found.amount,
            extent: Extent::Unit,
            family: ReferenceFamily::PhysicianFeeSchedule,
            parts: parts_of(prices, key, row, &found),
            row: row.cloned(),
            consumed: key.modifiers,
            agreed_for: AgreedFor::Physicians,
            rule: None,
            steps,
            cautions,
        })
    }

    /// Looks a code up that the physician fee schedule has no amount for.
    fn elsewhere(
        &self,
        line: &ClaimLine,
        day: Date,
        detail: Detail,
        reason: Unpriced,
    ) -> Result<Base, Unpriced> {
        if !matches!(
            reason,
            Unpriced::NoReference(NoReference::NotInThisSetting(_))
        ) {
            for family in TABLES {
                if let Ok(base) = self.by_table(line, day, family, detail) {
                    return Ok(base);
                }
            }
        }
        if let Some(base) = self.by_carrier_price(line, day, detail) {
            return Ok(base);
        }
        match expected_family(line, &reason) {
            Some(family) => Err(self
                .library
                .has_table(family, &YearLock::NotStated, day)
                .err()
                .unwrap_or(Unpriced::NotInTable(family))),
            None => Err(reason),
        }
    }

    fn by_table(
        &self,
        line: &ClaimLine,
        day: Date,
        family: ReferenceFamily,
        detail: Detail,
    ) -> Result<Base, Unpriced> {
        let service = (line.code, line.modifiers);
        let listed = self
            .library
            .listed(family, &YearLock::NotStated, day, service)?;
        let found = listed.value;
        if found.value <= Decimal::ZERO {
            return Err(Unpriced::NotInTable(family));
        }
        let step = || PriceStep {
            kind: StepKind::Base,
            label: family.label().to_owned(),
            expression: format!("amount for one unit of {}", line.code),
            amount: found.value,
            unit: StepUnit::Dollars,
            source: listed.table.name.clone(),
        };
        let explained = detail == Detail::Steps;
        Ok(Base {
            family,
            consumed: found.modifiers,
            steps: one(detail, step),
            cautions: Vec::from_iter(explained.then(|| listed.caution()).flatten()),
            ..plain(Money::new(found.value))
        })
    }

    fn by_carrier_price(&self, line: &ClaimLine, day: Date, detail: Detail) -> Option<Base> {
        let setting = self.library.setting.unwrap_or(line.setting);
        let component = Modifiers::of(line.modifiers.iter().filter(|one| is_component(*one)));
        let found = [line.modifiers.pricing(), component]
            .into_iter()
            .find_map(|modifiers| self.library.carrier_price(line.code, modifiers, setting))?;
        let step = || PriceStep {
            kind: StepKind::Base,
            label: "Contractor\u{2019}s price".to_owned(),
            expression: format!("amount for one unit of {}", line.code),
            amount: found.amount.dollars(),
            unit: StepUnit::Dollars,
            source: found.source.clone(),
        };
        let caution = || "Priced by the Medicare contractor: typed in by the practice".to_owned();
        let row = self.library.row(
            line.code,
            found.modifiers.iter().find(|one| is_component(*one)),
            day,
        );
        Some(Base {
            row: row.cloned(),
            consumed: found.modifiers,
            steps: one(detail, step),
            cautions: one(detail, caution),
            ..plain(found.amount)
        })
    }

    fn anesthesia(&self, line: &ClaimLine, day: Date, detail: Detail) -> Result<Base, Unpriced> {
        let family = ReferenceFamily::Anesthesia;
        let direction = Direction::of(line.modifiers);
        let (units, percent) = match direction {
            Direction::Supervised(units) => (supervised(units), Percent::HUNDRED),
            Direction::Directed(percent) => (self.anesthesia_units(line, day)?, percent),
            Direction::InFull | Direction::NotStated => {
                (self.anesthesia_units(line, day)?, Percent::HUNDRED)
            }
        };
        let factor = self.anesthesia_factor(day)?;
        let amount = Money::new(factor).times(units.total).percent(percent);
        let caution = match direction {
            Direction::Supervised(_) => Some(INDUCTION_CAUTION),
            Direction::NotStated => Some("No modifier says who gave the anesthesia"),
            Direction::Directed(_) | Direction::InFull => None,
        };
        let explained = detail == Detail::Steps;
        Ok(Base {
            extent: Extent::Line,
            family,
            consumed: anesthesia_modifiers(line.modifiers),
            steps: if explained {
                anesthesia_steps(&units, factor, percent)
            } else {
                Vec::new()
            },
            cautions: caution
                .filter(|_| explained)
                .map(str::to_owned)
                .into_iter()
                .collect(),
            ..plain(amount)
        })
    }

    fn anesthesia_units(&self, line: &ClaimLine, day: Date) -> Result<AnesthesiaUnits, Unpriced> {
        let family = ReferenceFamily::Anesthesia;
        let service = (line.code, Modifiers::NONE);
        let listed = self
            .library
            .listed(family, &YearLock::NotStated, day, service)?;
        let base = listed.value.value;
        let minutes = line.minutes.ok_or(Unpriced::NoMinutes)?;
        Ok(AnesthesiaUnits::of(
            base,
            minutes,
            line.modifiers,
            TimeRounding::OneDecimal,
            PhysicalStatus::AddsNothing,
        ))
    }

    /// Returns the day's factor; a release the practice chose counts for every day.
    fn anesthesia_factor(&self, day: Date) -> Result<Decimal, Unpriced> {
        let year = self
            .library
            .pinned
            .and_then(|pinned| Date::new(pinned.release.info.year, 1, 1).ok());
        self.library
            .anesthesia_factor(&self.basis, year.unwrap_or(day))
    }
}

/// A row's relative values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelativeValues {
    /// Work, practice expense and malpractice, without indices.
    pub total: Decimal,
    /// Medicare's amount for one unit by itself, before any modifier but a component's.
    pub amount: Option<Money>,
    /// Whether Medicare pays by them.
    pub is_paid: bool,
}

impl FeeSource for MedicareFees<'_> {
    fn base(&self, line: &ClaimLine, day: Date, detail: Detail) -> Result<Base, Unpriced> {
        if is_anesthesia(line.code) {
            return self.anesthesia(line, day, detail);
        }
        let by_rvu = match self.prices(day) {
            Ok(prices) => Self::by_rvu(&prices, line, detail).map_err(Unpriced::NoReference),
            Err(reason) => Err(reason),
        };
        by_rvu.or_else(|reason| self.elsewhere(line, day, detail, reason))
    }

    /// Medicare's rules; no charge is asked for; sequestration as the law had it on the day.
    ///
    fn terms(&self, day: Date) -> Result<&ContractTerms, Unpriced> {
        let [later @ .., (_, first)] = &self.terms;
        let of_day = later.iter().find(|(from, _)| *from <= day);
        Ok(of_day.map_or(first, |(_, terms)| terms))
    }
}

/// Returns Medicare's terms and their first dates of service, the latest first.
///
/// Sequestration was suspended from 1 May 2020 and halved from 1 April to 30 June 2022 (CARES Act,
/// section 3709, and the Protecting Medicare and American Farmers from Sequester Cuts Act). Therapy
/// assistants are paid 85 % since 2022 (Bipartisan Budget Act of 2018, section 53107); computed
/// radiography loses 10 % of its technical part since 2023 and lost 7 % before (Consolidated
/// Appropriations Act, 2016, section 502).
fn terms_by_date() -> [(Date, ContractTerms); 6] {
    let whole = Sequestration::PassedOn(MEDICARE_SEQUESTRATION);
    let half = Sequestration::PassedOn(Percent::new(Decimal::ONE));
    let none = Sequestration::NotPassedOn;
    [
        (date(2023, 1, 1), whole),
        (date(2022, 7, 1), whole),
        (date(2022, 4, 1), half),
        (date(2022, 1, 1), none),
        (date(2020, 5, 1), none),
        (Date::MIN, whole),
    ]
    .map(|(from, sequestration)| {
        let mut terms = ContractTerms {
            sequestration,
            ..ContractTerms::default()
        };
        let rules = &mut terms.policies.modifiers;
        if from < date(2023, 1, 1) {
            for rule in rules.iter_mut().filter(|rule| rule.modifier == FILMLESS) {
                let left = Percent::new(Decimal::from(93));
                rule.effect = ModifierEffect::TechnicalPercent(left);
            }
        }
        if from < date(2022, 1, 1) {
            rules.retain(|rule| !THERAPY_ASSISTANTS.contains(&rule.modifier));
        }
        (from, terms)
    })
}

const fn is_component(modifier: Modifier) -> bool {
    matches!(modifier, Modifier::PROFESSIONAL | Modifier::TECHNICAL)
}

/// Returns the modifiers that the release has rows for: 26 and TC, and 53 where the code has one.
fn components_of(prices: &MedicarePrices<'_>, key: RateKey) -> Modifiers {
    let components = Modifiers::of(key.modifiers.iter().filter(|one| is_component(*one)));
    if components.is_empty() && key.modifiers.contains(Modifier::DISCONTINUED) {
        let discontinued = Modifiers::of([Modifier::DISCONTINUED]);
        let asked = RateKey {
            modifiers: discontinued,
            ..key
        };
        if prices.row(asked).is_some() {
            return discontinued;
        }
    }
    components
}

fn parts_of(
    prices: &MedicarePrices<'_>,
    key: RateKey,
    row: Option<&RvuRow>,
    found: &MedicareAmount,
) -> ComponentFees {
    let has_parts = key.modifiers.is_empty() && row.is_some_and(|row| row.pctc == HAS_PARTS);
    let part = |modifier| {
        let asked = RateKey {
            modifiers: Modifiers::of([modifier]),
            ..key
        };
        match prices.price(asked) {
            MedicarePrice::Amount(part) if has_parts => Some(part),
            _ => None,
        }
    };
    let technical = part(Modifier::TECHNICAL);
    let whole = technical.unwrap_or(*found);
    ComponentFees {
        technical: technical.map(|part| part.amount),
        technical_before_cap: whole.is_capped().then_some(whole.uncapped),
        professional: part(Modifier::PROFESSIONAL).map(|part| part.amount),
        practice_expense: Some(found.parts.pe),
        work_and_malpractice: Some(found.parts.work + found.parts.mp),
    }
}

fn cautions_of(found: &MedicareAmount) -> Vec<String> {
    let mut cautions = Vec::new();
    if found.not_a_medicare_payment {
        cautions.push(format!(
            "Not a Medicare payment: relative values are published, but the service is {}",
            found.status.meaning()
        ));
    }
    if found.from_fallback_release {
        cautions.push(
            "Missing in the file of the practice\u{2019}s participation and taken from the other one"
                .to_owned(),
        );
    }
    cautions
}

/// Returns the table that a code without relative values belongs in.
fn expected_family(line: &ClaimLine, reason: &Unpriced) -> Option<ReferenceFamily> {
    let category = ServiceCategory::of(line.code);
    match (reason, category) {
        (Unpriced::NoReference(NoReference::NoRelativeValues(StatusCode('C' | 'B' | 'P'))), _) => {
            None
        }
        (
            Unpriced::NoReference(NoReference::NoRelativeValues(_) | NoReference::NotInRelease),
            ServiceCategory::Drugs,
        ) => Some(ReferenceFamily::Drugs),
        (
            Unpriced::NoReference(NoReference::NoRelativeValues(_) | NoReference::NotInRelease),
            ServiceCategory::Equipment,
        ) => Some(ReferenceFamily::Dmepos),
        (
            Unpriced::NoReference(NoReference::NoRelativeValues(StatusCode('X'))),
            ServiceCategory::Laboratory | ServiceCategory::Surgery,
        ) => Some(ReferenceFamily::ClinicalLaboratory),
        _ => None,
    }
}

/// An amount for one unit of which nothing more is known.
fn plain(amount: Money) -> Base {
    Base {
        amount,
        extent: Extent::Unit,
        family: ReferenceFamily::PhysicianFeeSchedule,
        parts: ComponentFees::default(),
        row: None,
        consumed: Modifiers::NONE,
        agreed_for: AgreedFor::Physicians,
        rule: None,
        steps: Vec::new(),
        cautions: Vec::new(),
    }
}

fn one<T>(detail: Detail, make: impl FnOnce() -> T) -> Vec<T> {
    match detail {
        Detail::Amounts => Vec::new(),
        Detail::Steps => vec![make()],
    }
}

const fn supervised(units: Decimal) -> AnesthesiaUnits {
    AnesthesiaUnits {
        base: units,
        time: Decimal::ZERO,
        physical_status: Decimal::ZERO,
        total: units,
    }
}

fn anesthesia_steps(units: &AnesthesiaUnits, factor: Decimal, percent: Percent) -> Vec<PriceStep> {
    let dollars = Money::new(factor).times(units.total);
    let mut steps = vec![
        PriceStep {
            kind: StepKind::Base,
            label: "Base and time units".to_owned(),
            expression: format!("{} + {}", units.base.normalize(), units.time.normalize()),
            amount: units.total,
            unit: StepUnit::TimeUnits,
            source: "Medicare Claims Processing Manual, chapter 12, section 50".to_owned(),
        },
        PriceStep {
            kind: StepKind::Factor,
            label: "Anesthesia conversion factor".to_owned(),
            expression: format!("{} \u{d7} {factor}", units.total.normalize()),
            amount: dollars.dollars(),
            unit: StepUnit::Dollars,
            source: String::new(),
        },
    ];
    if percent != Percent::HUNDRED {
        steps.push(PriceStep {
            kind: StepKind::Modifier,
            label: "Medical direction".to_owned(),
            expression: format!("{dollars} \u{d7} {} %", percent.points().normalize()),
            amount: dollars.percent(percent).dollars(),
            unit: StepUnit::Dollars,
            source: "Medicare Claims Processing Manual, chapter 12, section 50.C".to_owned(),
        });
    }
    steps
}
