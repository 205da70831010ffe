//! The files CMS publishes for the Medicare Physician Fee Schedule and the fee schedules beside it:
//! the zips as they are downloaded, and each of their tables alone as CSV, text or XLSX.
//!
//! Descriptions are the AMA's and are dropped while reading.

use rust_decimal::Decimal;

use super::{FormatError, Parsed};
use crate::domain::{
    Locality, LocalityKey, Modifier, Money, ProcedureCode, QpStatus, ReferenceTable, Release,
    StatusCode,
};
use container::Container;
use notes::Notes;
use table::Table;

pub mod built_in;

mod anesthesia_factors;
mod area_tables;
mod container;
mod grid;
mod locality_table;
mod not_needed;
mod notes;
mod number;
mod reference_table;
mod relative_values;
mod release_name;
mod release_zip;
mod table;
mod workbook;

/// What a CMS file held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CmsContent {
    /// Relative values. Two releases from 2026 on: one for qualifying participants, one for others.
    Releases(Vec<Release>),
    /// Geographic indices (`GPCI2025.csv`).
    Localities {
        /// Calendar year in the title or headings; `None` where the file does not say.
        year: Option<i16>,
        /// In the file's order.
        localities: Vec<Locality>,
    },
    /// Anesthesia conversion factors by locality (`ANES2025.csv`). Two from 2026 on: for qualifying
    /// participants and for others.
    AnesthesiaFactors(Vec<AnesthesiaFactors>),
    /// Counties of each locality (`25LOCCO.csv`).
    Counties(Vec<CountyArea>),
    /// Services and localities where the imaging cap binds (`OPPSCAP_Oct.csv`).
    OppsCap(Vec<OppsCapPrice>),
    /// The locality of each ZIP code (`ZIP5_OCT2025.xlsx`).
    ZipLocalities(Vec<ZipRow>),
    /// Another of CMS's fee schedules: laboratory, drugs, equipment, anesthesia base units. Its
    /// number is 0 until the practice file gives it one.
    ReferenceTable(ReferenceTable),
}

/// Anesthesia conversion factors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnesthesiaFactors {
    /// Calendar year in the file's name; `None` where it does not say.
    pub year: Option<i16>,
    /// Whom they are for, where the file says (from 2026 on).
    pub qp: Option<QpStatus>,
    /// Dollars per unit, in the file's order.
    pub factors: Vec<(LocalityKey, Decimal)>,
}

/// The counties a locality covers, in CMS's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountyArea {
    /// Contractor and locality.
    pub key: LocalityKey,
    /// State name, upper case.
    pub state: String,
    /// Name of the area.
    pub area: String,
    /// Free text: `ALL COUNTIES`, or names separated by commas, slashes and AND.
    pub counties: String,
}

/// A published amount that the imaging cap lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OppsCapPrice {
    /// The code.
    pub code: ProcedureCode,
    /// TC, or none for the whole service.
    pub modifier: Option<Modifier>,
    /// Status code.
    pub status: StatusCode,
    /// CMS puts all of California under contractor 01112 here.
    pub locality: LocalityKey,
    /// Facility amount.
    pub facility: Money,
    /// Non-facility amount.
    pub nonfacility: Money,
}

/// A ZIP code's Medicare locality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZipRow {
    /// Five digits.
    pub zip: u32,
    /// Two letters; CMS writes EK, WK, EM, WM for halves of Kansas and Missouri.
    pub state: [u8; 2],
    /// Contractor and locality.
    pub locality: LocalityKey,
    /// The ZIP code lies in more than one pricing area; its four-digit extension decides.
    pub spans_several: bool,
}

/// Reads a CMS file. The content decides what it is; the name only helps where the content is
/// silent (the text files name neither year nor quarter).
///
/// # Errors
/// When it is none of the tables, is damaged or protected, or a zip has none of them;
/// [`FormatError::NotNeeded`] when it is a file of CMS that no practice is paid by.
pub fn read(bytes: &[u8], file_name: &str) -> Result<Parsed<CmsContent>, FormatError> {
    let mut notes = Notes::new(file_name);
    let value = match container::sniff(bytes, file_name)? {
        Container::Zip => release_zip::read(bytes, file_name, &mut notes)?,
        container @ (Container::Workbook | Container::Text) => {
            match table::read(bytes, container, file_name, &mut notes)? {
                Table::RelativeValues(values) => {
                    CmsContent::Releases(vec![values.into_release(file_name, "", &mut notes)?])
                }
                Table::Localities { year, localities } => {
                    CmsContent::Localities { year, localities }
                }
                Table::Anesthesia(factors) => CmsContent::AnesthesiaFactors(factors),
                Table::Counties(areas) => CmsContent::Counties(areas),
                Table::OppsCap(prices) => CmsContent::OppsCap(prices),
                Table::ZipLocalities(zips) => CmsContent::ZipLocalities(zips),
                Table::Reference(values) => {
                    CmsContent::ReferenceTable(values.into_table(file_name, "", &mut notes)?)
                }
            }
        }
    };
    Ok(Parsed {
        value,
        issues: notes.issues,
    })
}

#[cfg(test)]
mod tests;
