//! A version's fee schedules: whom each is for, its rules, and what is paid where none applies.

mod model;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::memo::Memo;
use crate::app::widgets::{TableContent, TableState};
use crate::domain::ContractSchedule;

/// What the rates remember, schedule by schedule.
#[derive(Default)]
pub(super) struct State {
    schedules: BTreeMap<usize, ScheduleState>,
}

#[derive(Default)]
struct ScheduleState {
    table: TableState,
    /// The products as they are typed, and what they were made of.
    products: Option<(Vec<String>, String)>,
    shown: Memo<(ContractSchedule, u64), Shown>,
}

struct Shown {
    table: Arc<TableContent>,
    numbers: Vec<u32>,
    scope: String,
}

pub(super) use view::ui;
