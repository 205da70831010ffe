//! What payers pay today: a contract in force worked out for the services billed, or else a fee
//! schedule.

use std::sync::Arc;

use super::open::today;
use super::{Desk, JobError};
use crate::domain::FeeSchedule;

impl Desk {
    /// Returns the fee schedules whose rates are paid today, not those agreed for later.
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
        let all = self.fee_schedules()?;
        let in_effect = all
            .iter()
            .filter(|schedule| schedule.is_in_effect(today))
            .cloned();
        let in_effect = Arc::new(in_effect.collect::<Vec<_>>());
        self.cache.in_effect = Some((today, Arc::clone(&in_effect)));
        Ok(in_effect)
    }
}
