//! Saved scenarios. The proposal is kept as JSON: it is read and written whole.

use rusqlite::{Row, named_params};

use super::columns::{date_if_any, json, json_text};
use super::error::{Result, StoreError};
use super::{PracticeFile, Transaction};
use crate::domain::{PayerId, Scenario, ScenarioId};

/// What an edit of a scenario that is gone answers.
const GONE: &str = "This scenario is no longer in the practice file";

impl PracticeFile {
    /// Reads all scenarios, in the order they were saved.
    pub fn scenarios(&self) -> Result<Vec<Scenario>> {
        self.db
            .rows(include_str!("list.sql"), [], scenario_from_row)
    }
}

impl Transaction<'_> {
    /// Saves a new scenario; the id in it is ignored, the new one returned.
    ///
    /// Refused when it has no name or its payer is not in the file.
    pub fn add_scenario(&mut self, scenario: &Scenario) -> Result<ScenarioId> {
        self.check(scenario)?;
        let id = self.db.insert(
            include_str!("add.sql"),
            named_params! {
                ":name": scenario.name.trim(),
                ":payer": scenario.payer.0,
                ":proposal": json_text(&scenario.proposal)?,
                ":effective_from": scenario.effective_from.map(|date| date.to_string()),
            },
        )?;
        self.mark_scenarios();
        Ok(ScenarioId(id))
    }

    /// Replaces the scenario of the same id. Refused as [`Transaction::add_scenario`] is.
    pub fn edit_scenario(&mut self, scenario: &Scenario) -> Result<()> {
        self.check(scenario)?;
        let edited = self.db.execute(
            include_str!("edit.sql"),
            named_params! {
                ":id": scenario.id.0,
                ":name": scenario.name.trim(),
                ":payer": scenario.payer.0,
                ":proposal": json_text(&scenario.proposal)?,
                ":effective_from": scenario.effective_from.map(|date| date.to_string()),
            },
        )?;
        if edited == 0 {
            return Err(StoreError::refused(GONE));
        }
        self.mark_scenarios();
        Ok(())
    }

    /// Removes a scenario.
    pub fn remove_scenario(&mut self, id: ScenarioId) -> Result<()> {
        if self.db.execute(include_str!("remove.sql"), [id.0])? == 0 {
            return Err(StoreError::refused(GONE));
        }
        self.mark_scenarios();
        Ok(())
    }

    /// A payer is in use while a scenario is for it, so payers may have changed as well.
    fn mark_scenarios(&mut self) {
        self.changes.scenarios = true;
        self.changes.payers = true;
    }

    fn check(&self, scenario: &Scenario) -> Result<()> {
        if scenario.name.trim().is_empty() {
            return Err(StoreError::refused("A scenario needs a name"));
        }
        if self.is_known_payer(scenario.payer)? {
            return Ok(());
        }
        Err(StoreError::refused(format!(
            "The payer of scenario \u{201c}{}\u{201d} is no longer in the practice file. Choose \
             another one",
            scenario.name.trim()
        )))
    }
}

fn scenario_from_row(row: &Row<'_>) -> rusqlite::Result<Scenario> {
    Ok(Scenario {
        id: ScenarioId(row.get(0)?),
        name: row.get(1)?,
        payer: PayerId(row.get(2)?),
        proposal: json(row, 3)?,
        effective_from: date_if_any(row, 4)?,
    })
}
