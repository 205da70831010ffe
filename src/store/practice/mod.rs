//! The practice's particulars, its Medicare reference, and the file's own identity.

use jiff::civil::Date;
use rusqlite::{Row, named_params};

use super::columns::{date_if_any, qp, qp_word, setting, setting_word};
use super::connection::Db;
use super::error::{Result, StoreError};
use super::{PracticeFile, Transaction};
use crate::domain::{LocalityKey, MedicareReference, Practice, ReleaseId};

impl PracticeFile {
    /// Reads the practice.
    pub fn practice(&self) -> Result<Practice> {
        self.db.row(include_str!("get.sql"), [], practice_from_row)
    }

    /// Reads the key under which patients are hashed: random, made with the file, in no copy for
    /// sharing.
    pub fn patient_key(&self) -> Result<[u8; 32]> {
        self.db
            .row(include_str!("patient_key.sql"), [], |row| row.get(0))
    }
}

impl Transaction<'_> {
    /// Replaces the practice's particulars, the Medicare reference included.
    ///
    /// Refused when the reference names a release the file does not hold.
    pub fn set_practice(&mut self, practice: &Practice) -> Result<()> {
        write(self.db, practice)?;
        self.changes.practice = true;
        Ok(())
    }

    /// Replaces what rates are measured against.
    ///
    /// Refused when it names a release the file does not hold.
    pub fn set_reference(&mut self, reference: Option<&MedicareReference>) -> Result<()> {
        let practice = self
            .db
            .row(include_str!("get.sql"), [], practice_from_row)?;
        self.set_practice(&Practice {
            reference: reference.cloned(),
            ..practice
        })
    }
}

/// Writes the rows every practice file has exactly once.
pub(super) fn initialise(db: &Db, practice: &Practice, today: Date) -> Result<()> {
    db.execute(include_str!("add_identity.sql"), [today.to_string()])?;
    db.execute(include_str!("add_empty.sql"), [])?;
    write(db, practice)
}

/// Reads one row that every practice file has, so that a damaged one is noticed when it is opened.
pub(super) fn check_present(db: &Db) -> Result<()> {
    db.row_if_any(include_str!("get.sql"), [], practice_from_row)?
        .map(|_practice| ())
        .ok_or_else(|| StoreError::damaged("the practice's own row is missing", db.path()))
}

fn write(db: &Db, practice: &Practice) -> Result<()> {
    let reference = practice.reference.as_ref();
    if let Some(reference) = reference {
        db.row_if_any(
            include_str!("release_is_known.sql"),
            [reference.release.0],
            |_row| Ok(()),
        )?
        .ok_or_else(|| {
            StoreError::refused(
                "This practice file does not hold the Medicare release chosen. Import it first",
            )
        })?;
    }
    db.execute(
        include_str!("set.sql"),
        named_params! {
            ":name": practice.name,
            ":zip": practice.zip,
            ":specialty": practice.specialty,
            ":tin": practice.tin,
            ":npi": practice.npi,
            ":address": practice.address,
            ":contact": practice.contact,
            ":phone": practice.phone,
            ":locality_mac": practice.locality.map(|locality| locality.mac),
            ":locality_number": practice.locality.map(|locality| locality.number),
            ":reference_release": reference.map(|reference| reference.release.0),
            ":reference_mac": reference.map(|reference| reference.locality.mac),
            ":reference_number": reference.map(|reference| reference.locality.number),
            ":reference_qp": reference.map(|reference| qp_word(Some(reference.qp))),
            ":reference_setting": reference.map(|reference| setting_word(reference.setting)),
            ":reference_date": reference
                .and_then(|reference| reference.date)
                .map(|date| date.to_string()),
        },
    )?;
    Ok(())
}

fn practice_from_row(row: &Row<'_>) -> rusqlite::Result<Practice> {
    Ok(Practice {
        name: row.get(0)?,
        zip: row.get(1)?,
        specialty: row.get(2)?,
        tin: row.get(3)?,
        npi: row.get(4)?,
        address: row.get(5)?,
        contact: row.get(6)?,
        phone: row.get(7)?,
        reference: reference_from_row(row)?,
        locality: locality_from_row(row)?,
    })
}

fn reference_from_row(row: &Row<'_>) -> rusqlite::Result<Option<MedicareReference>> {
    let Some(release) = row.get(8)? else {
        return Ok(None);
    };
    Ok(Some(MedicareReference {
        release: ReleaseId(release),
        locality: LocalityKey {
            mac: row.get(9)?,
            number: row.get(10)?,
        },
        qp: qp(row, 11)?.unwrap_or_default(),
        setting: setting(row, 12)?,
        date: date_if_any(row, 13)?,
    }))
}

fn locality_from_row(row: &Row<'_>) -> rusqlite::Result<Option<LocalityKey>> {
    let Some(mac) = row.get(14)? else {
        return Ok(None);
    };
    Ok(Some(LocalityKey {
        mac,
        number: row.get(15)?,
    }))
}
