//! Medicare releases. A release is its name and QP status; every import of it is an edition, and the
//! latest edition that was not removed is the one in force. So a corrected file takes the place of
//! the earlier one, what refers to the release stays, and undo brings the earlier one back.

use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Row, named_params, params};

use super::columns::{
    checked, code, count, date, date_if_any, from_ten_thousandths, qp, qp_word, ten_thousandths,
    text_of,
};
use super::connection::Db;
use super::error::{Result, StoreError};
use super::{PracticeFile, Transaction};
use crate::domain::{
    GlobalPeriod, Gpci, ImportId, Invalid, Locality, LocalityKey, Modifier, OppsPe, ProcedureCode,
    Release, ReleaseId, ReleaseInfo, RvuRow, StatusCode,
};

/// A release held by the file, without its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReleaseInfo {
    /// Its row. A corrected file of the same release keeps it.
    pub id: ReleaseId,
    /// What it is.
    pub info: ReleaseInfo,
    /// Rows of relative values.
    pub row_count: u64,
    /// Localities; 0 when only the relative values were given.
    pub locality_count: u64,
}

impl PracticeFile {
    /// Reads which releases the file holds, the latest first.
    pub fn releases(&self) -> Result<Vec<StoredReleaseInfo>> {
        self.db.rows(include_str!("list.sql"), [], |row| {
            Ok(StoredReleaseInfo {
                id: ReleaseId(row.get(0)?),
                info: info_from_row(row)?,
                row_count: count(row, 8)?,
                locality_count: count(row, 9)?,
            })
        })
    }

    /// Reads a whole release; `None` when the file does not hold it, or holds it no longer.
    ///
    /// Localities and anesthesia factors come ordered by contractor and number.
    pub fn release(&self, id: ReleaseId) -> Result<Option<Release>> {
        let found = self.db.row_if_any(include_str!("get.sql"), [id.0], |row| {
            Ok((row.get::<_, i64>(1)?, info_from_row(row)?))
        })?;
        let Some((edition, info)) = found else {
            return Ok(None);
        };
        Ok(Some(Release {
            info,
            rows: self.db.rows(
                include_str!("relative_values.sql"),
                [edition],
                rvu_row_from_row,
            )?,
            localities: self.db.rows(
                include_str!("localities.sql"),
                [edition],
                locality_from_row,
            )?,
            anesthesia: self
                .db
                .rows(include_str!("anesthesia_factors.sql"), [edition], |row| {
                    Ok((key_from_row(row)?, from_ten_thousandths(row, 2)?))
                })?,
        }))
    }
}

impl Transaction<'_> {
    /// Adds a release under an import. One import may hold several: from 2026 on CMS's zip has one
    /// for each QP status.
    ///
    /// Once the import is finished it takes the place of an earlier edition of the same name and QP
    /// status. Refused when a value has more than four decimals, which CMS's never have.
    pub fn add_release(&mut self, import: ImportId, release: &Release) -> Result<ReleaseId> {
        let id = release_id(self.db, &release.info)?;
        let edition = add_edition(self.db, import, id, &release.info)?;
        let mut add_row = self.db.prepare(include_str!("add_relative_value.sql"))?;
        for row in &release.rows {
            let values = RvuValues::of(row)
                .map_err(|invalid| StoreError::refused(format!("Code {}: {invalid}", row.code)))?;
            add_rvu_row(&mut add_row, edition, row, &values)
                .map_err(|error| self.db.error(error))?;
        }
        for locality in &release.localities {
            add_locality(self.db, edition, locality)?;
        }
        for (key, factor) in &release.anesthesia {
            self.db.execute(
                include_str!("add_anesthesia_factor.sql"),
                params![edition, key.mac, key.number, ten_thousandths(*factor)?],
            )?;
        }
        self.changes.releases = true;
        Ok(id)
    }
}

fn release_id(db: &Db, info: &ReleaseInfo) -> Result<ReleaseId> {
    let identity = params![info.name, qp_word(info.qp)];
    let found = db.row_if_any(include_str!("find.sql"), identity, |row| row.get(0))?;
    match found {
        Some(id) => Ok(ReleaseId(id)),
        None => db.insert(include_str!("add.sql"), identity).map(ReleaseId),
    }
}

fn add_edition(db: &Db, import: ImportId, release: ReleaseId, info: &ReleaseInfo) -> Result<i64> {
    db.insert(
        include_str!("add_edition.sql"),
        named_params! {
            ":import": import.0,
            ":release": release.0,
            ":year": info.year,
            ":effective_from": info.effective_from.to_string(),
            ":released": info.released.map(|date| date.to_string()),
            ":conversion_factor_e4": ten_thousandths(info.conversion_factor)?,
        },
    )
}

fn add_locality(db: &Db, edition: i64, locality: &Locality) -> Result<()> {
    db.execute(
        include_str!("add_locality.sql"),
        params![
            edition,
            locality.key.mac,
            locality.key.number,
            locality.state,
            locality.name,
            ten_thousandths(locality.gpci.work)?,
            ten_thousandths(locality.gpci.pe)?,
            ten_thousandths(locality.gpci.mp)?,
        ],
    )?;
    Ok(())
}

/// The figures of a row, in ten-thousandths.
struct RvuValues {
    work: i64,
    pe_nonfacility: i64,
    pe_facility: i64,
    mp: i64,
    operative_shares: [i64; 3],
    /// Non-facility practice expense, facility practice expense, malpractice.
    opps: [Option<i64>; 3],
}

impl RvuValues {
    fn of(row: &RvuRow) -> Result<Self, Invalid> {
        let [preoperative, intraoperative, postoperative] = row.operative_shares;
        let opps = match &row.opps {
            None => [None; 3],
            Some(opps) => [
                Some(ten_thousandths(opps.pe_nonfacility)?),
                Some(ten_thousandths(opps.pe_facility)?),
                Some(ten_thousandths(opps.mp)?),
            ],
        };
        Ok(Self {
            work: ten_thousandths(row.work)?,
            pe_nonfacility: ten_thousandths(row.pe_nonfacility)?,
            pe_facility: ten_thousandths(row.pe_facility)?,
            mp: ten_thousandths(row.mp)?,
            operative_shares: [
                ten_thousandths(preoperative)?,
                ten_thousandths(intraoperative)?,
                ten_thousandths(postoperative)?,
            ],
            opps,
        })
    }
}

/// Binds by position, in the order of `add_relative_value.sql`: 19,000 rows go through here.
fn add_rvu_row(
    statement: &mut CachedStatement<'_>,
    edition: i64,
    row: &RvuRow,
    values: &RvuValues,
) -> rusqlite::Result<usize> {
    statement.execute(params![
        edition,
        row.code.as_str(),
        row.modifier.as_ref().map_or("", Modifier::as_str),
        row.status.0.to_string(),
        row.not_used_for_payment,
        values.work,
        values.pe_nonfacility,
        values.pe_facility,
        values.mp,
        row.na_nonfacility,
        row.na_facility,
        row.pctc,
        row.global.as_str(),
        values.operative_shares[0],
        values.operative_shares[1],
        values.operative_shares[2],
        row.multiple_procedure,
        row.bilateral,
        row.assistant,
        row.co_surgeon,
        row.team,
        row.endoscopy_base.as_ref().map(ProcedureCode::as_str),
        row.imaging_family,
        values.opps[0],
        values.opps[1],
        values.opps[2],
    ])
}

/// Columns 2 to 7 of `list.sql` and `get.sql`.
fn info_from_row(row: &Row<'_>) -> rusqlite::Result<ReleaseInfo> {
    Ok(ReleaseInfo {
        name: row.get(2)?,
        qp: qp(row, 3)?,
        year: row.get(4)?,
        effective_from: date(row, 5)?,
        released: date_if_any(row, 6)?,
        conversion_factor: from_ten_thousandths(row, 7)?,
    })
}

fn rvu_row_from_row(row: &Row<'_>) -> rusqlite::Result<RvuRow> {
    let modifier = text_of(row, 1)?;
    let global: String = row.get(11)?;
    let endoscopy_base: Option<String> = row.get(20)?;
    Ok(RvuRow {
        code: code(row, 0)?,
        modifier: match modifier {
            "" => None,
            text => Some(checked(1, Modifier::new(text))?),
        },
        status: StatusCode(text_of(row, 2)?.chars().next().unwrap_or(' ')),
        not_used_for_payment: row.get(3)?,
        work: from_ten_thousandths(row, 4)?,
        pe_nonfacility: from_ten_thousandths(row, 5)?,
        pe_facility: from_ten_thousandths(row, 6)?,
        mp: from_ten_thousandths(row, 7)?,
        na_nonfacility: row.get(8)?,
        na_facility: row.get(9)?,
        pctc: row.get(10)?,
        global: checked(11, GlobalPeriod::try_from(global))?,
        operative_shares: [
            from_ten_thousandths(row, 12)?,
            from_ten_thousandths(row, 13)?,
            from_ten_thousandths(row, 14)?,
        ],
        multiple_procedure: row.get(15)?,
        bilateral: row.get(16)?,
        assistant: row.get(17)?,
        co_surgeon: row.get(18)?,
        team: row.get(19)?,
        endoscopy_base: checked(
            20,
            endoscopy_base
                .as_deref()
                .map(ProcedureCode::new)
                .transpose(),
        )?,
        imaging_family: row.get(21)?,
        opps: opps_from_row(row)?,
    })
}

fn opps_from_row(row: &Row<'_>) -> rusqlite::Result<Option<OppsPe>> {
    if row.get_ref(22)? == ValueRef::Null {
        return Ok(None);
    }
    Ok(Some(OppsPe {
        pe_nonfacility: from_ten_thousandths(row, 22)?,
        pe_facility: from_ten_thousandths(row, 23)?,
        mp: from_ten_thousandths(row, 24)?,
    }))
}

fn key_from_row(row: &Row<'_>) -> rusqlite::Result<LocalityKey> {
    Ok(LocalityKey {
        mac: row.get(0)?,
        number: row.get(1)?,
    })
}

fn locality_from_row(row: &Row<'_>) -> rusqlite::Result<Locality> {
    Ok(Locality {
        key: key_from_row(row)?,
        state: row.get(2)?,
        name: row.get(3)?,
        gpci: Gpci {
            work: from_ten_thousandths(row, 4)?,
            pe: from_ten_thousandths(row, 5)?,
            mp: from_ten_thousandths(row, 6)?,
        },
    })
}
