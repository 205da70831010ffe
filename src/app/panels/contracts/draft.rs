//! A contract being edited: the stored one, what was changed since, and which part is looked at.

use jiff::civil::Date;

use crate::domain::{
    Contract, ContractId, ContractSchedule, ContractTerms, ContractVersion, FeeRule, PayerId,
};

/// A contract as it is stored and as it is edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    stored: Contract,
    /// The contract with all changes.
    pub(super) edited: Contract,
    /// The version looked at.
    pub(super) version: usize,
}

impl Draft {
    /// Begins with a stored contract, at its last version.
    pub(super) fn new(stored: &Contract) -> Self {
        Self {
            stored: stored.clone(),
            edited: stored.clone(),
            version: stored.versions.len().saturating_sub(1),
        }
    }

    /// Whether something is to be saved.
    pub(super) fn is_changed(&self) -> bool {
        self.edited != self.stored
    }

    /// Takes over the contract as it is stored now. What was changed here and not saved stays.
    pub(super) fn follow(&mut self, stored: &Contract) {
        if self.stored == *stored {
            return;
        }
        if !self.is_changed() {
            self.edited = stored.clone();
        }
        self.stored = stored.clone();
        self.keep_version();
    }

    /// Goes back to what is stored.
    pub(super) fn discard(&mut self) {
        self.edited = self.stored.clone();
        self.keep_version();
    }

    /// Returns the version looked at.
    pub(super) fn shown(&self) -> Option<&ContractVersion> {
        self.edited.versions.get(self.version)
    }

    /// Returns the terms looked at, to be changed.
    pub(super) fn terms(&mut self) -> Option<&mut ContractTerms> {
        self.edited
            .versions
            .get_mut(self.version)
            .map(|version| &mut version.terms)
    }

    /// Adds a version that begins as the last one stands, on the next New Year's Day not taken, and
    /// shows it.
    pub(super) fn add_version(&mut self, today: Date) {
        let Some(last) = self.edited.versions.last() else {
            return;
        };
        let newest = last.effective_from.unwrap_or(today).max(today);
        let added = ContractVersion {
            effective_from: Date::new(newest.year().saturating_add(1), 1, 1).ok(),
            ends_on: None,
            terms: last.terms.clone(),
        };
        self.edited.versions.push(added);
        self.version = self.edited.versions.len() - 1;
    }

    /// Removes the version looked at; the only one stays.
    pub(super) fn remove_version(&mut self) {
        if self.edited.versions.len() > 1 && self.version < self.edited.versions.len() {
            self.edited.versions.remove(self.version);
            self.keep_version();
        }
    }

    /// Gives the version looked at other dates; versions stay ordered.
    pub(super) fn date_version(&mut self, from: Option<Date>, ends_on: Option<Date>) {
        let Some(version) = self.edited.versions.get_mut(self.version) else {
            return;
        };
        version.effective_from = from;
        version.ends_on = ends_on;
        self.edited
            .versions
            .sort_by_key(|version| version.effective_from);
        let mut places = self.edited.versions.iter();
        self.version = places
            .position(|version| version.effective_from == from)
            .unwrap_or_default();
    }

    /// Adds a schedule without rules.
    pub(super) fn add_schedule(&mut self) {
        if let Some(terms) = self.terms() {
            let name = format!("Schedule {}", terms.schedules.len() + 1);
            terms.schedules.push(ContractSchedule {
                name,
                ..ContractSchedule::default()
            });
        }
    }

    /// Removes a schedule.
    pub(super) fn remove_schedule(&mut self, schedule_idx: usize) {
        if let Some(terms) = self.terms()
            && schedule_idx < terms.schedules.len()
        {
            terms.schedules.remove(schedule_idx);
        }
    }

    /// Puts a rule in the place of the one with its number, or after the others.
    pub(super) fn put_rule(&mut self, schedule_idx: usize, rule: FeeRule) {
        let Some(schedule) = self.schedule(schedule_idx) else {
            return;
        };
        match schedule.rules.iter_mut().find(|known| known.nr == rule.nr) {
            Some(known) => *known = rule,
            None => schedule.rules.push(rule),
        }
    }

    /// Removes a rule.
    pub(super) fn remove_rule(&mut self, schedule_idx: usize, nr: u32) {
        if let Some(schedule) = self.schedule(schedule_idx) {
            schedule.rules.retain(|rule| rule.nr != nr);
        }
    }

    /// Returns a number that no rule of the schedule has.
    pub(super) fn next_nr(&self, schedule_idx: usize) -> u32 {
        let schedule = self
            .shown()
            .and_then(|version| version.terms.schedules.get(schedule_idx));
        let highest = schedule
            .iter()
            .flat_map(|schedule| &schedule.rules)
            .map(|rule| rule.nr)
            .max();
        highest.map_or(1, |nr| nr.saturating_add(1))
    }

    fn schedule(&mut self, schedule_idx: usize) -> Option<&mut ContractSchedule> {
        self.terms()?.schedules.get_mut(schedule_idx)
    }

    fn keep_version(&mut self) {
        let last = self.edited.versions.len().saturating_sub(1);
        self.version = self.version.min(last);
    }

    /// Returns the contract to save.
    ///
    /// # Errors
    /// In words, what cannot be meant.
    pub(super) fn checked(&self) -> Result<Contract, String> {
        let mut contract = self.edited.clone();
        contract.name = contract.name.trim().to_owned();
        contract.check().map_err(|invalid| invalid.0)?;
        Ok(contract)
    }

    /// Returns a contract of its own that begins like this one.
    pub(super) fn cloned(&self, payer: PayerId) -> Contract {
        Contract {
            id: ContractId(0),
            payer,
            name: format!("{} (copy)", self.edited.name.trim()),
            versions: self.edited.versions.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{FeeMethod, RuleScope};

    fn contract() -> Contract {
        Contract {
            id: ContractId(1),
            payer: PayerId(1),
            name: "Laurel PPO".to_owned(),
            versions: vec![ContractVersion {
                effective_from: None,
                ends_on: None,
                terms: ContractTerms {
                    schedules: vec![ContractSchedule::default()],
                    ..ContractTerms::default()
                },
            }],
        }
    }

    fn rule(nr: u32) -> FeeRule {
        FeeRule {
            nr,
            scope: RuleScope::AllServices,
            effective_from: None,
            effective_to: None,
            method: FeeMethod::ByReport,
        }
    }

    #[test]
    fn a_new_version_begins_as_the_last_one_stands() {
        let mut draft = Draft::new(&contract());
        draft.put_rule(0, rule(1));
        draft.add_version(date(2026, 11, 23));
        let version = draft.shown().unwrap();
        assert_eq!(version.effective_from, Some(date(2027, 1, 1)));
        assert_eq!(version.terms.schedules[0].rules.len(), 1);
        draft.add_version(date(2026, 11, 23));
        assert_eq!(
            draft.shown().unwrap().effective_from,
            Some(date(2028, 1, 1))
        );
        assert!(draft.checked().is_ok());
    }

    #[test]
    fn the_last_version_stays() {
        let mut draft = Draft::new(&contract());
        draft.remove_version();
        assert_eq!(draft.edited.versions.len(), 1);
        assert!(!draft.is_changed());
    }

    #[test]
    fn versions_stay_in_the_order_of_their_dates() {
        let mut draft = Draft::new(&contract());
        draft.add_version(date(2026, 11, 23));
        draft.version = 0;
        draft.date_version(Some(date(2030, 1, 1)), None);
        assert_eq!(draft.version, 1);
        assert!(draft.checked().is_ok());
        draft.date_version(Some(date(2027, 1, 1)), None);
        let problem = draft.checked().unwrap_err();
        assert!(problem.contains("begin on one day"), "{problem}");
    }

    #[test]
    fn a_rule_takes_the_place_of_the_one_with_its_number() {
        let mut draft = Draft::new(&contract());
        assert_eq!(draft.next_nr(0), 1);
        draft.put_rule(0, rule(1));
        draft.put_rule(0, rule(4));
        draft.put_rule(0, rule(1));
        assert_eq!(draft.next_nr(0), 5);
        draft.remove_rule(0, 4);
        assert_eq!(draft.next_nr(0), 2);
    }

    #[test]
    fn what_is_not_saved_stays_when_the_stored_contract_becomes_another() {
        let mut draft = Draft::new(&contract());
        draft.edited.name = "Laurel PPO 2027".to_owned();
        let mut undone = contract();
        undone.name = "Laurel".to_owned();
        draft.follow(&undone);
        assert_eq!(draft.edited.name, "Laurel PPO 2027");
        draft.discard();
        assert_eq!(draft.edited, undone);
    }

    #[test]
    fn an_untouched_draft_follows_undo() {
        let mut draft = Draft::new(&contract());
        let mut undone = contract();
        undone.name = "Laurel".to_owned();
        draft.follow(&undone);
        assert_eq!(draft.edited, undone);
        assert!(!draft.is_changed());
    }
}
