//! One rule as the sheet holds it: its scope as typed, its method as it is.

use jiff::civil::Date;
use serde::Serialize;

use crate::app::panels::contracts::words::{LockKind, MethodKind};
use crate::domain::{
    FeeMethod, FeeRule, FeeScheduleId, Geography, MedicareBasis, MedicareYear, Modifiers, Money,
    Percent, PhysicalStatus, ProcedureCode, ReferenceFamily, RuleScope, ServiceCategory, Setting,
    TimeRounding, YearLock,
};
use crate::jobs::PracticeView;

/// What a rule is for, as one is chosen from a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::app::panels::contracts) enum ScopeKind {
    /// Everything.
    #[default]
    Everything,
    /// A section of the code set.
    Section,
    /// From one code to another.
    Range,
    /// One code.
    Code,
}

impl ScopeKind {
    /// All, with their words.
    pub(super) const CHOICES: [(Self, &str); 4] = [
        (Self::Everything, "Everything"),
        (Self::Section, "A section"),
        (Self::Range, "A range of codes"),
        (Self::Code, "One code"),
    ];
}

/// A rule being edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app::panels::contracts) struct RuleForm {
    /// Its number, which stays.
    pub(super) nr: u32,
    pub(super) scope: ScopeKind,
    /// As typed.
    pub(super) code: String,
    pub(super) modifiers: String,
    pub(super) setting: Option<Setting>,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) section: ServiceCategory,
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) method: FeeMethod,
}

impl RuleForm {
    /// Begins a rule for everything.
    pub(in crate::app::panels::contracts) fn new(nr: u32, facts: &Facts) -> Self {
        Self {
            nr,
            scope: ScopeKind::default(),
            code: String::new(),
            modifiers: String::new(),
            setting: None,
            first: String::new(),
            last: String::new(),
            section: ServiceCategory::EvaluationAndManagement,
            from: None,
            to: None,
            method: facts.begin(MethodKind::OfMedicare, &FeeMethod::ByReport),
        }
    }

    /// Takes a rule into the form.
    pub(in crate::app::panels::contracts) fn opening(rule: &FeeRule, facts: &Facts) -> Self {
        let mut form = Self {
            from: rule.effective_from,
            to: rule.effective_to,
            method: rule.method.clone(),
            ..Self::new(rule.nr, facts)
        };
        match &rule.scope {
            RuleScope::AllServices => {}
            RuleScope::Category(section) => {
                form.scope = ScopeKind::Section;
                form.section = *section;
            }
            RuleScope::CodeRange { first, last } => {
                form.scope = ScopeKind::Range;
                form.first = first.to_string();
                form.last = last.to_string();
            }
            RuleScope::Code {
                code,
                modifiers,
                setting,
            } => {
                form.scope = ScopeKind::Code;
                form.code = code.to_string();
                form.modifiers = modifiers.to_string();
                form.setting = *setting;
            }
        }
        form
    }

    /// Returns the rule.
    ///
    /// # Errors
    /// What is missing or cannot be read, in words.
    pub(in crate::app::panels::contracts) fn rule(&self) -> Result<FeeRule, String> {
        let code = |name: &str, text: &str| {
            if text.trim().is_empty() {
                return Err(format!("{name}: type a code, as 99213"));
            }
            ProcedureCode::new(text.trim()).map_err(|invalid| format!("{name}: {invalid}"))
        };
        let scope = match self.scope {
            ScopeKind::Everything => RuleScope::AllServices,
            ScopeKind::Section => RuleScope::Category(self.section),
            ScopeKind::Range => {
                let (first, last) = (
                    code("First code", &self.first)?,
                    code("Last code", &self.last)?,
                );
                if last < first {
                    return Err(format!("The range {first}\u{2013}{last} runs backwards"));
                }
                RuleScope::CodeRange { first, last }
            }
            ScopeKind::Code => RuleScope::Code {
                code: code("Code", &self.code)?,
                modifiers: Modifiers::from_text(&self.modifiers)
                    .map_err(|invalid| format!("Modifiers: {invalid}"))?,
                setting: self.setting,
            },
        };
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            return Err(format!("The rule ends on {to}, before it begins on {from}"));
        }
        Ok(FeeRule {
            nr: self.nr,
            scope,
            effective_from: self.from,
            effective_to: self.to,
            method: self.method.clone(),
        })
    }
}

/// What there is to choose from while a rule is edited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::app::panels::contracts) struct Facts {
    /// The payer's fee schedules.
    pub(in crate::app::panels::contracts) schedules: Vec<(FeeScheduleId, String)>,
    /// Medicare years, newest first, each with the releases that the file holds.
    pub(in crate::app::panels::contracts) years: Vec<(i16, Vec<String>)>,
}

/// First year of Medicare that contracts still name: relative values from then on are imported.
const FIRST_YEAR: i16 = 2015;

impl Facts {
    /// Gathers what the practice holds for a payer.
    pub(in crate::app::panels::contracts) fn new(
        practice: &PracticeView,
        payer: crate::domain::PayerId,
        this_year: i16,
    ) -> Self {
        let of_payer = practice
            .fee_schedules
            .iter()
            .filter(|schedule| schedule.payer == payer);
        let newest = practice.releases.iter().map(|known| known.info.year).max();
        let newest = newest.unwrap_or(this_year).max(this_year);
        let releases_of = |year: i16| {
            let mut names: Vec<String> = practice
                .releases
                .iter()
                .filter(|known| known.info.year == year)
                .map(|known| known.info.name.clone())
                .collect();
            names.sort();
            names.dedup();
            names
        };
        Self {
            schedules: of_payer
                .map(|schedule| (schedule.id, schedule.name.clone()))
                .collect(),
            years: (FIRST_YEAR..=newest)
                .rev()
                .map(|year| (year, releases_of(year)))
                .collect(),
        }
    }

    /// Returns the latest year whose release the file holds, or else the newest.
    pub(in crate::app::panels::contracts) fn usual_year(&self) -> i16 {
        let held = self.years.iter().find(|(_, releases)| !releases.is_empty());
        held.or(self.years.first())
            .map_or(FIRST_YEAR, |(year, _)| *year)
    }

    /// Returns the years for a list; those the file holds no release of say so.
    pub(in crate::app::panels::contracts) fn year_choices(&self) -> Vec<(i16, String)> {
        let words = |(year, releases): &(i16, Vec<String>)| {
            let words = if releases.is_empty() {
                format!("{year} (not imported)")
            } else {
                year.to_string()
            };
            (*year, words)
        };
        self.years.iter().map(words).collect()
    }

    /// Returns the releases of a year for a list.
    pub(super) fn release_choices(&self, year: i16) -> Vec<(Option<String>, String)> {
        let of_year = self.years.iter().filter(|(known, _)| *known == year);
        let named = of_year
            .flat_map(|(_, releases)| releases)
            .map(|name| (Some(name.clone()), name.clone()));
        std::iter::once((None, "Latest of the year".to_owned()))
            .chain(named)
            .collect()
    }

    /// Begins a method of another kind; what it has in common with the present one stays.
    pub(super) fn begin(&self, kind: MethodKind, now: &FeeMethod) -> FeeMethod {
        match kind {
            MethodKind::OfMedicare => FeeMethod::PercentOfMedicare {
                percent: Percent::HUNDRED,
                family: ReferenceFamily::default(),
                basis: self.basis_of(now),
            },
            MethodKind::Factor => FeeMethod::ConversionFactor {
                dollars_per_rvu: rust_decimal::Decimal::ZERO,
                basis: MedicareBasis {
                    geography: Geography::National,
                    ..self.basis_of(now)
                },
            },
            MethodKind::Listed => self
                .schedules
                .first()
                .map_or_else(|| now.clone(), |(id, _)| FeeMethod::Listed(*id)),
            MethodKind::Amount => FeeMethod::Amount(Money::ZERO),
            MethodKind::Case => FeeMethod::CaseRate(Money::ZERO),
            MethodKind::OfCharge => FeeMethod::PercentOfCharge(Percent::HUNDRED),
            MethodKind::Anesthesia => FeeMethod::AnesthesiaFactor {
                dollars_per_unit: Money::ZERO,
                rounding: TimeRounding::default(),
                physical_status: PhysicalStatus::default(),
            },
            MethodKind::GreaterOf => FeeMethod::GreaterOf(
                Box::new(now.clone()),
                Box::new(self.begin(MethodKind::OfMedicare, now)),
            ),
            MethodKind::Capitation => FeeMethod::Capitation,
            MethodKind::ByReport => FeeMethod::ByReport,
        }
    }

    fn basis_of(&self, method: &FeeMethod) -> MedicareBasis {
        match method {
            FeeMethod::PercentOfMedicare { basis, .. }
            | FeeMethod::ConversionFactor { basis, .. } => basis.clone(),
            _ => MedicareBasis {
                lock: YearLock::FixedYear(self.latest()),
                ..MedicareBasis::default()
            },
        }
    }

    fn latest(&self) -> MedicareYear {
        MedicareYear {
            year: self.usual_year(),
            release: None,
        }
    }

    /// Begins a lock of another kind; the year stays.
    pub(super) fn lock(&self, kind: LockKind, now: &YearLock) -> YearLock {
        let year = match now {
            YearLock::FixedYear(year) | YearLock::FixedRvus(year) => year.clone(),
            _ => self.latest(),
        };
        match kind {
            LockKind::FixedYear => YearLock::FixedYear(year),
            LockKind::FixedRvus => YearLock::FixedRvus(year),
            LockKind::FixedFactor => YearLock::FixedFactor(rust_decimal::Decimal::ZERO),
            LockKind::Floating => YearLock::Floating { lag_days: 0 },
            LockKind::NotStated => YearLock::NotStated,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            schedules: vec![(FeeScheduleId(3), "PPO".to_owned())],
            years: vec![
                (2026, Vec::new()),
                (2025, vec!["RVU25A".to_owned(), "RVU25D".to_owned()]),
            ],
        }
    }

    fn check(scope: RuleScope) {
        let rule = FeeRule {
            nr: 4,
            scope,
            effective_from: None,
            effective_to: Some(jiff::civil::date(2026, 12, 31)),
            method: FeeMethod::Listed(FeeScheduleId(3)),
        };
        let form = RuleForm::opening(&rule, &facts());
        assert_eq!(form.rule(), Ok(rule));
    }

    #[test]
    fn a_rule_comes_back_as_it_was() {
        let code = |text: &str| ProcedureCode::new(text).unwrap();
        check(RuleScope::AllServices);
        check(RuleScope::Category(ServiceCategory::Laboratory));
        check(RuleScope::CodeRange {
            first: code("99202"),
            last: code("99215"),
        });
        check(RuleScope::Code {
            code: code("73030"),
            modifiers: Modifiers::from_text("26").unwrap(),
            setting: Some(Setting::Facility),
        });
    }

    #[test]
    fn what_is_missing_is_said() {
        let mut form = RuleForm::new(1, &facts());
        form.scope = ScopeKind::Code;
        assert_eq!(form.rule(), Err("Code: type a code, as 99213".to_owned()));
        form.scope = ScopeKind::Range;
        form.first = "99215".to_owned();
        form.last = "99202".to_owned();
        let problem = form.rule().unwrap_err();
        assert!(problem.ends_with("runs backwards"), "{problem}");
    }

    #[test]
    fn a_new_rule_means_the_latest_year_in_the_file() {
        let form = RuleForm::new(1, &facts());
        let FeeMethod::PercentOfMedicare { basis, .. } = &form.method else {
            panic!("{:?}", form.method);
        };
        assert_eq!(basis.lock.label(), "2025 fixed");
        let choices = facts().year_choices();
        assert_eq!(choices[0].1, "2026 (not imported)");
        assert_eq!(facts().release_choices(2025).len(), 3);
    }

    #[test]
    fn the_higher_of_two_begins_with_what_there_was() {
        let listed = FeeMethod::Listed(FeeScheduleId(3));
        let method = facts().begin(MethodKind::GreaterOf, &listed);
        let FeeMethod::GreaterOf(one, _) = method else {
            panic!("{method:?}");
        };
        assert_eq!(*one, listed);
    }

    #[test]
    fn another_lock_keeps_the_year() {
        let fixed = YearLock::FixedYear(MedicareYear {
            year: 2020,
            release: Some("RVU20A".to_owned()),
        });
        let lock = facts().lock(LockKind::FixedRvus, &fixed);
        assert_eq!(
            lock.label(),
            "relative values of RVU20A fixed, conversion factor current"
        );
    }
}
