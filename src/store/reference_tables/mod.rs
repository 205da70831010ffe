//! Medicare's other fee schedules: laboratory, drugs, equipment, anesthesia base units. A table is its
//! family and name; of several imports of it the latest that was not removed is the one in force, so
//! that a corrected file takes the place of the earlier one and undo brings that one back.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;
use rusqlite::{Row, named_params, params};

use super::columns::{
    checked, code, count, date, date_if_any, from_ten_thousandths, modifiers, ten_thousandths,
    text_of,
};
use super::error::{Result, service_words};
use super::{PracticeFile, Transaction};
use crate::domain::{
    ImportId, Invalid, Modifiers, ProcedureCode, ReferenceArea, ReferenceFamily, ReferenceTable,
    ReferenceTableId, ReferenceValue,
};

/// A reference table held by the file, without its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReferenceTableInfo {
    /// Its row. A corrected file of the same table has another.
    pub id: ReferenceTableId,
    /// Which of Medicare's fee schedules.
    pub family: ReferenceFamily,
    /// Its name: "CLFS 2026 Q1".
    pub name: String,
    /// First date of service.
    pub effective_from: Date,
    /// Last date of service; `None`: open.
    pub effective_to: Option<Date>,
    /// Values: one for each code, its modifiers and area.
    pub value_count: u64,
}

impl PracticeFile {
    /// Reads which reference tables the file holds, by family, of each the latest first.
    pub fn reference_tables(&self) -> Result<Vec<StoredReferenceTableInfo>> {
        self.db.rows(include_str!("list.sql"), [], info_from_row)
    }

    /// Reads a whole reference table; `None` when the file does not hold it, or holds it no longer.
    pub fn reference_table(&self, id: ReferenceTableId) -> Result<Option<ReferenceTable>> {
        let found = self
            .db
            .row_if_any(include_str!("get.sql"), [id.0], info_from_row)?;
        let Some(info) = found else {
            return Ok(None);
        };
        let shared = self
            .db
            .rows(include_str!("values.sql"), [id.0], shared_value_from_row)?;
        let mut values: Vec<_> = shared.iter().flat_map(SharedValue::by_area).collect();
        values.sort_unstable_by_key(|value| (value.code, value.modifiers, value.area));
        Ok(Some(ReferenceTable {
            id,
            family: info.family,
            name: info.name,
            effective_from: info.effective_from,
            effective_to: info.effective_to,
            values,
        }))
    }
}

impl Transaction<'_> {
    /// Adds a reference table under an import; the id in it is ignored, the new one returned.
    ///
    /// Once the import is finished it takes the place of an earlier one of the same family and name.
    /// Refused when it is the physicians' fee schedule, has no name or no value, ends before it
    /// begins, or has a value twice, below zero or with more than four decimals.
    pub fn add_reference_table(
        &mut self,
        import: ImportId,
        table: &ReferenceTable,
    ) -> Result<ReferenceTableId> {
        check(table)?;
        let value_count = i64::try_from(table.values.len())
            .map_err(|_error| Invalid::new("A table of so many values cannot be kept"))?;
        let id = self.db.insert(
            include_str!("add.sql"),
            named_params! {
                ":import": import.0,
                ":family": table.family.key(),
                ":name": table.name.trim(),
                ":effective_from": table.effective_from.to_string(),
                ":effective_to": table.effective_to.map(|date| date.to_string()),
                ":value_count": value_count,
            },
        )?;
        for (key, areas) in shared_values(&table.values)? {
            self.db.execute(
                include_str!("add_value.sql"),
                params![
                    id,
                    key.code.as_str(),
                    key.modifiers.to_string(),
                    areas,
                    key.value_e4,
                ],
            )?;
        }
        self.changes.reference_tables = true;
        Ok(ReferenceTableId(id))
    }
}

fn check(table: &ReferenceTable) -> Result<(), Invalid> {
    let name = table.name.trim();
    if name.is_empty() {
        return Err(Invalid::new("A Medicare fee schedule needs a name"));
    }
    if table.family == ReferenceFamily::PhysicianFeeSchedule {
        return Err(Invalid::new(format!(
            "{name}: the physician fee schedule is imported as relative values, not as amounts"
        )));
    }
    if table.values.is_empty() {
        return Err(Invalid::new(format!("{name} has no amount for any code")));
    }
    if let Some(to) = table.effective_to
        && to < table.effective_from
    {
        return Err(Invalid::new(format!(
            "{name} begins on {} and ends before, on {to}",
            table.effective_from
        )));
    }
    let mut seen = HashSet::with_capacity(table.values.len());
    for value in &table.values {
        if value.value.is_sign_negative() && !value.value.is_zero() {
            return Err(Invalid::new(format!(
                "{name}: {} is below zero",
                service_words(value.code, value.modifiers)
            )));
        }
        if !seen.insert((value.code, value.modifiers, value.area)) {
            let place = match value.area {
                ReferenceArea::National => "the whole country".to_owned(),
                area => area.to_string(),
            };
            return Err(Invalid::new(format!(
                "{name}: {} has two amounts for {place}",
                service_words(value.code, value.modifiers)
            )));
        }
    }
    Ok(())
}

/// What rows of the table differ in. Equipment has one value for each state, most of them the
/// same: the states that share one share a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct SharedKey {
    code: ProcedureCode,
    modifiers: Modifiers,
    /// The whole country is no state among others: its areas are empty.
    is_national: bool,
    value_e4: i64,
}

/// Returns the rows to write with their areas, separated by blanks.
fn shared_values(values: &[ReferenceValue]) -> Result<BTreeMap<SharedKey, String>, Invalid> {
    let mut shared: BTreeMap<SharedKey, String> = BTreeMap::new();
    for value in values {
        let value_e4 = ten_thousandths(value.value)
            .map_err(|invalid| Invalid::new(format!("Code {}: {invalid}", value.code)))?;
        let areas = shared
            .entry(SharedKey {
                code: value.code,
                modifiers: value.modifiers,
                is_national: value.area == ReferenceArea::National,
                value_e4,
            })
            .or_default();
        if !areas.is_empty() {
            areas.push(' ');
        }
        areas.push_str(&value.area.to_string());
    }
    Ok(shared)
}

/// A row of the table: one value and the areas that share it.
struct SharedValue {
    /// The value, for no area yet.
    value: ReferenceValue,
    areas: Vec<ReferenceArea>,
}

impl SharedValue {
    fn by_area(&self) -> impl Iterator<Item = ReferenceValue> {
        self.areas.iter().map(|area| ReferenceValue {
            area: *area,
            ..self.value
        })
    }
}

fn shared_value_from_row(row: &Row<'_>) -> rusqlite::Result<SharedValue> {
    let areas = text_of(row, 2)?
        .split(' ')
        .map(ReferenceArea::from_text)
        .collect::<Result<_, _>>();
    Ok(SharedValue {
        value: ReferenceValue {
            code: code(row, 0)?,
            modifiers: modifiers(row, 1)?,
            area: ReferenceArea::National,
            value: from_ten_thousandths(row, 3)?,
        },
        areas: checked(2, areas)?,
    })
}

fn info_from_row(row: &Row<'_>) -> rusqlite::Result<StoredReferenceTableInfo> {
    Ok(StoredReferenceTableInfo {
        id: ReferenceTableId(row.get(0)?),
        family: checked(1, ReferenceFamily::from_key(text_of(row, 1)?))?,
        name: row.get(2)?,
        effective_from: date(row, 3)?,
        effective_to: date_if_any(row, 4)?,
        value_count: count(row, 5)?,
    })
}
