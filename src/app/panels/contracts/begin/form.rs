//! The beginnings of a contract as the form holds them, and the contract made of them.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::app::panels::contracts::rule::Facts;
use crate::domain::{
    Contract, ContractId, ContractSchedule, ContractTerms, ContractVersion, FeeMethod, FeeRule,
    FeeScheduleId, LesserOf, MedicareBasis, MedicareYear, Payer, PayerId, Percent, ReferenceFamily,
    RuleScope, YearLock,
};

/// What most commercial contracts are written around.
const USUAL_PERCENT: Decimal = Decimal::from_parts(120, 0, 0, false, 0);
/// What contracts often say of codes that no rule prices.
const USUAL_OF_CHARGE: Decimal = Decimal::from_parts(55, 0, 0, false, 0);

/// How a contract begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beginning {
    /// A percentage of Medicare.
    OfMedicare,
    /// A fee schedule of the file.
    Listed,
    /// Without a rule.
    Empty,
}

impl Beginning {
    /// All, with their words.
    pub(super) const CHOICES: [(Self, &str); 3] = [
        (Self::OfMedicare, "A percentage of Medicare"),
        (Self::Listed, "A fee schedule of this file"),
        (Self::Empty, "Without a rule"),
    ];
}

/// A contract about to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app::panels::contracts) struct BeginForm {
    pub(in crate::app::panels::contracts) payer: PayerId,
    pub(super) name: String,
    pub(super) beginning: Beginning,
    pub(super) percent: Percent,
    /// `None`: moves on with Medicare.
    pub(super) year: Option<i16>,
    pub(super) schedule: Option<FeeScheduleId>,
    pub(super) of_charge: Option<Percent>,
    pub(super) lesser_of: LesserOf,
    pub(super) from: Option<Date>,
    pub(super) problem: Option<String>,
}

impl BeginForm {
    /// Begins with a payer's fee schedule where the file holds one, else with a percentage of
    /// Medicare.
    pub(in crate::app::panels::contracts) fn new(payer: &Payer, facts: &Facts) -> Self {
        let schedule = facts.schedules.last().map(|(id, _)| *id);
        Self {
            payer: payer.id,
            name: payer.name.clone(),
            beginning: if schedule.is_some() {
                Beginning::Listed
            } else {
                Beginning::OfMedicare
            },
            percent: Percent::new(USUAL_PERCENT),
            year: Some(facts.usual_year()),
            schedule,
            of_charge: Some(Percent::new(USUAL_OF_CHARGE)),
            lesser_of: LesserOf::PerLine,
            from: None,
            problem: None,
        }
    }

    /// Returns the contract.
    ///
    /// # Errors
    /// In words, what cannot be meant.
    pub(super) fn contract(&self) -> Result<Contract, String> {
        let method = match self.beginning {
            Beginning::OfMedicare => Some(FeeMethod::PercentOfMedicare {
                percent: self.percent,
                family: ReferenceFamily::default(),
                basis: MedicareBasis {
                    lock: self.lock(),
                    ..MedicareBasis::default()
                },
            }),
            Beginning::Listed => Some(FeeMethod::Listed(
                self.schedule.ok_or("Choose a fee schedule")?,
            )),
            Beginning::Empty => None,
        };
        let rules = method.map(|method| FeeRule {
            nr: 1,
            scope: RuleScope::AllServices,
            effective_from: None,
            effective_to: None,
            method,
        });
        let schedule = ContractSchedule {
            name: "All services".to_owned(),
            rules: rules.into_iter().collect(),
            default_percent_of_charge: self.of_charge,
            ..ContractSchedule::default()
        };
        let contract = Contract {
            id: ContractId(0),
            payer: self.payer,
            name: self.name.trim().to_owned(),
            versions: vec![ContractVersion {
                effective_from: self.from,
                ends_on: None,
                terms: ContractTerms {
                    schedules: vec![schedule],
                    lesser_of: self.lesser_of,
                    ..ContractTerms::default()
                },
            }],
        };
        contract.check().map_err(|invalid| invalid.0)?;
        Ok(contract)
    }

    fn lock(&self) -> YearLock {
        self.year
            .map_or(YearLock::Floating { lag_days: 0 }, |year| {
                YearLock::FixedYear(MedicareYear {
                    year,
                    release: None,
                })
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PayerClass;

    fn payer() -> Payer {
        Payer {
            id: PayerId(4),
            name: "Laurel Mutual".to_owned(),
            class: PayerClass::Commercial,
        }
    }

    fn facts(schedules: &[i64]) -> Facts {
        Facts {
            schedules: schedules
                .iter()
                .map(|id| (FeeScheduleId(*id), format!("List {id}")))
                .collect(),
            years: vec![(2025, vec!["RVU25D".to_owned()])],
        }
    }

    #[test]
    fn a_percentage_of_the_latest_year_is_ready_to_be_created() {
        let form = BeginForm::new(&payer(), &facts(&[]));
        assert_eq!(form.beginning, Beginning::OfMedicare);
        let contract = form.contract().unwrap();
        let schedule = &contract.versions[0].terms.schedules[0];
        let FeeMethod::PercentOfMedicare { percent, basis, .. } = &schedule.rules[0].method else {
            panic!("{schedule:?}");
        };
        assert_eq!(*percent, Percent::new(Decimal::from(120)));
        assert_eq!(basis.lock.label(), "2025 fixed");
    }

    #[test]
    fn a_fee_schedule_of_the_file_comes_with_a_percentage_of_the_charge() {
        let form = BeginForm::new(&payer(), &facts(&[2, 5]));
        let contract = form.contract().unwrap();
        let schedule = &contract.versions[0].terms.schedules[0];
        assert_eq!(
            schedule.rules[0].method,
            FeeMethod::Listed(FeeScheduleId(5))
        );
        assert_eq!(
            schedule.default_percent_of_charge,
            Some(Percent::new(Decimal::from(55)))
        );
    }

    #[test]
    fn a_contract_without_a_name_or_a_schedule_is_refused_in_words() {
        let mut form = BeginForm::new(&payer(), &facts(&[]));
        form.beginning = Beginning::Listed;
        assert_eq!(form.contract(), Err("Choose a fee schedule".to_owned()));
        form.beginning = Beginning::Empty;
        form.name = "  ".to_owned();
        assert_eq!(form.contract(), Err("A contract needs a name".to_owned()));
    }
}
