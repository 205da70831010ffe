//! What payers pay today: a contract in force worked out for the services billed, or else a fee
//! schedule.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::medicare_choice::{MedicareChoice, Needs};
use super::medicare_shelf::library_of;
use super::open::today;
use super::{Desk, JobError};
use crate::analysis::pricing::contract_rates;
use crate::analysis::service_mix::{BilledUnits, Renderers, ServiceMix};
use crate::analysis::service_volume::service_volumes;
use crate::domain::{
    Contract, ContractId, ContractSchedule, ContractTerms, ContractVersion, FeeMethod, FeeRule,
    FeeSchedule, PayerId, RuleScope,
};

impl Desk {
    /// Returns one fee schedule a payer with today's rates: those of its contract in force, worked
    /// out for the services billed; for a payer without, those of its fee schedules in effect.
    pub(super) fn fee_schedules_in_effect(&mut self) -> Result<Arc<Vec<FeeSchedule>>, JobError> {
        let today = today();
        if let Some((_day, known)) = self
            .cache
            .in_effect
            .as_ref()
            .filter(|(day, _)| *day == today)
        {
            return Ok(Arc::clone(known));
        }
        let contracts = self.contracts_in_force(today)?;
        let has_contract = |payer: PayerId| contracts.iter().any(|known| known.payer == payer);
        let all = self.fee_schedules()?;
        let mut in_effect: Vec<FeeSchedule> = all
            .iter()
            .filter(|schedule| schedule.is_in_effect(today) && !has_contract(schedule.payer))
            .map(|schedule| schedule.on(today))
            .collect();
        in_effect.extend(self.rates_of_contracts(&contracts, &all, today)?);
        let in_effect = Arc::new(in_effect);
        self.cache.in_effect = Some((today, Arc::clone(&in_effect)));
        Ok(in_effect)
    }

    /// Works contracts out for the services billed.
    fn rates_of_contracts(
        &mut self,
        contracts: &[Contract],
        lists: &[FeeSchedule],
        day: Date,
    ) -> Result<Vec<FeeSchedule>, JobError> {
        if contracts.is_empty() {
            return Ok(Vec::new());
        }
        let mut needs = Needs::default();
        for version in contracts.iter().filter_map(|one| one.version_on(day)) {
            needs.extend(Needs::of_terms(&version.terms, day));
        }
        // Without a reference only what rests on Medicare has no rate.
        let shelf = self.medicare_shelf(&MedicareChoice::default(), &needs)?;
        let library = library_of(shelf.as_ref());
        let totals = self.totals()?;
        let volumes = service_volumes(totals.rows.iter());
        let renderers = self.renderers()?;
        let billed = BilledUnits::new(totals.rows.iter(), &renderers);
        let rates = contracts.iter().map(|contract| {
            let version = contract.version_on(day);
            let mix = version.map(|version| billed.mix(contract.payer, &version.terms));
            let mix = mix.unwrap_or_default();
            contract_rates(contract, lists, &library, day, &volumes, &mix)
        });
        Ok(rates.collect())
    }

    /// Returns what the practice said of its providers and its payers' products.
    pub(super) fn renderers(&mut self) -> Result<Renderers, JobError> {
        const DOING: &str = "Reading providers and products";
        let failed = |error| JobError::from_store(DOING, &error);
        let file = self.file(DOING)?;
        let providers = file.providers().map_err(failed)?;
        let products = file.products().map_err(failed)?;
        Ok(Renderers::new(&providers, &products))
    }

    /// Divides services as they were billed by what a contract's terms of a day tell apart.
    pub(super) fn service_mix(
        &mut self,
        contract: &Contract,
        day: Date,
    ) -> Result<ServiceMix, JobError> {
        let Some(version) = contract.version_on(day) else {
            return Ok(ServiceMix::default());
        };
        let totals = self.totals()?;
        let renderers = self.renderers()?;
        let billed = BilledUnits::new(totals.rows.iter(), &renderers);
        Ok(billed.mix(contract.payer, &version.terms))
    }

    /// Returns the contract of each payer that has one in force on a day.
    pub(super) fn contracts_in_force(&mut self, day: Date) -> Result<Vec<Contract>, JobError> {
        let contracts = self.contracts()?;
        let mut by_payer: BTreeMap<PayerId, &Contract> = BTreeMap::new();
        let since = |contract: &Contract| {
            let version = contract.version_on(day);
            (version.and_then(|known| known.effective_from), contract.id)
        };
        for contract in contracts.iter().filter(|one| one.version_on(day).is_some()) {
            let known = by_payer.entry(contract.payer).or_insert(contract);
            if since(known) < since(contract) {
                *known = contract;
            }
        }
        Ok(by_payer.into_values().cloned().collect())
    }

    /// Returns a payer's contract in force on a day; of several that which took effect last.
    pub(super) fn contract_in_force(
        &mut self,
        payer: PayerId,
        day: Date,
    ) -> Result<Option<Contract>, JobError> {
        let known = self.contracts_in_force(day)?;
        Ok(known.into_iter().find(|contract| contract.payer == payer))
    }
}

/// Returns a contract that pays by a fee schedule and by Medicare's policies, for payers whose
/// contract is not in the file.
pub(super) fn contract_of_list(schedule: &FeeSchedule) -> Contract {
    let rule = FeeRule {
        nr: 1,
        scope: RuleScope::AllServices,
        effective_from: None,
        effective_to: None,
        method: FeeMethod::Listed(schedule.id),
    };
    Contract {
        id: ContractId(0),
        payer: schedule.payer,
        name: schedule.name.clone(),
        versions: vec![ContractVersion {
            effective_from: schedule.effective_from,
            ends_on: None,
            terms: ContractTerms {
                schedules: vec![ContractSchedule {
                    name: schedule.name.clone(),
                    rules: vec![rule],
                    ..ContractSchedule::default()
                }],
                ..ContractTerms::default()
            },
        }],
    }
}
