//! Where the fields of a utilization table stand in its rows.

use super::fields::key;
use super::plan::TablePlan;
use super::signs::Amounts;

/// Positions of the fields in a row.
pub(super) struct Columns {
    pub(super) payer: Option<usize>,
    pub(super) plan: Option<usize>,
    pub(super) payer_code: Option<usize>,
    pub(super) rank: Option<usize>,
    pub(super) code: Option<usize>,
    pub(super) modifiers: Vec<usize>,
    pub(super) place: Option<usize>,
    pub(super) units: Option<usize>,
    pub(super) date: Option<usize>,
    pub(super) month: Option<usize>,
    pub(super) quarter: Option<usize>,
    pub(super) year: Option<usize>,
    pub(super) lines: Option<usize>,
    pub(super) visits: Option<usize>,
    pub(super) patient_id: Option<usize>,
    pub(super) claim: Option<usize>,
    pub(super) provider: Option<usize>,
    pub(super) site: Option<usize>,
    pub(super) denied: Option<usize>,
    pub(super) voided: Option<usize>,
    pub(super) reason: Option<usize>,
}

impl Columns {
    pub(super) fn of(plan: &TablePlan) -> Self {
        let one = |key| plan.columns_of(key).next();
        Self {
            payer: one(key::PAYER),
            plan: one(key::PLAN),
            payer_code: one(key::PAYER_CODE),
            rank: one(key::RANK),
            code: one(key::CODE),
            modifiers: plan.columns_of(key::MODIFIER).collect(),
            place: one(key::PLACE),
            units: one(key::UNITS),
            date: one(key::DATE),
            month: one(key::MONTH),
            quarter: one(key::QUARTER),
            year: one(key::YEAR),
            lines: one(key::LINES),
            visits: one(key::VISITS),
            patient_id: one(key::PATIENT_ID),
            claim: one(key::CLAIM),
            provider: one(key::PROVIDER),
            site: one(key::SITE),
            denied: one(key::DENIED),
            voided: one(key::VOIDED),
            reason: one(key::REASON),
        }
    }
}

/// The columns with amounts.
pub(super) struct AmountColumns {
    pub(super) charge: Amounts,
    pub(super) allowed: Amounts,
    pub(super) adjustment: Amounts,
    pub(super) paid: Amounts,
    pub(super) patient: Amounts,
}

impl AmountColumns {
    pub(super) fn of(plan: &TablePlan) -> Self {
        let amounts = |field| Amounts::of(plan, field);
        Self {
            charge: amounts(key::CHARGE),
            allowed: amounts(key::ALLOWED),
            adjustment: amounts(key::ADJUSTMENT),
            paid: amounts(key::PAID),
            patient: amounts(key::PATIENT),
        }
    }
}
