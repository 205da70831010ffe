//! Medicare in a few rows over several years, for tests: published relative values at Atlanta's
//! indices of 2025 and at none.

use jiff::civil::date;
use rust_decimal::Decimal;

use super::medicare_library::MedicareLibrary;
use super::sample::decimal;
use crate::domain::{
    CarrierPrice, GlobalPeriod, Gpci, Locality, LocalityKey, Modifier, Modifiers, ProcedureCode,
    QpStatus, ReferenceArea, ReferenceFamily, ReferenceTable, ReferenceTableId, ReferenceValue,
    Release, ReleaseInfo, RvuRow, StatusCode,
};

/// Atlanta.
pub const ATLANTA: LocalityKey = LocalityKey {
    mac: 10_212,
    number: 1,
};

/// A place with indices of 1: the national amounts.
pub const NATIONAL: LocalityKey = LocalityKey { mac: 0, number: 0 };

/// What a library borrows.
pub struct MedicareSample {
    pub releases: Vec<Release>,
    pub tables: Vec<ReferenceTable>,
    pub carrier_prices: Vec<CarrierPrice>,
}

impl MedicareSample {
    /// At Atlanta.
    pub fn library(&self) -> MedicareLibrary<'_> {
        MedicareLibrary {
            releases: self.releases.iter().collect(),
            tables: self.tables.iter().collect(),
            carrier_prices: &self.carrier_prices,
            locality: ATLANTA,
            area: ReferenceArea::State(*b"GA"),
            qp: QpStatus::NonQualifying,
            setting: None,
            pinned: None,
        }
    }

    /// At no place in particular.
    pub fn national(&self) -> MedicareLibrary<'_> {
        MedicareLibrary {
            locality: NATIONAL,
            ..self.library()
        }
    }
}

/// Releases of 2020, 2021, 2024 (two factors), 2025 and 2026 (two files), a table of base units and
/// two quarters of drugs.
pub fn medicare_of_years() -> MedicareSample {
    let visit = |units| vec![row("99213", "", 'A', units)];
    MedicareSample {
        releases: vec![
            release(("RVU20A", 2020), "36.0896", None, of_2020("0.97", "1.06")),
            release(("RVU20D", 2020), "36.0896", None, of_2020("0.97", "1.06")),
            release(
                ("RVU21D", 2021),
                "34.8931",
                None,
                visit(["1.30", "1.26", "0.55", "0.09"]),
            ),
            release(
                ("RVU24A", 2024),
                "32.7442",
                None,
                visit(["1.30", "1.33", "0.55", "0.10"]),
            ),
            release(
                ("RVU24D", 2024),
                "33.2875",
                None,
                visit(["1.30", "1.33", "0.55", "0.10"]),
            ),
            release(("RVU25D", 2025), "32.3465", None, of_2025()),
            release(
                ("RVU26B", 2026),
                "33.4009",
                Some(QpStatus::NonQualifying),
                of_2025(),
            ),
            release(
                ("RVU26B", 2026),
                "33.5675",
                Some(QpStatus::Qualifying),
                visit(["1.30", "1.35", "0.57", "0.10"]),
            ),
        ],
        tables: vec![
            table(
                ReferenceFamily::Anesthesia,
                (2026, 1),
                &[("00840", "", "7")],
            ),
            table(ReferenceFamily::Drugs, (2026, 1), &[("J1100", "", "0.10")]),
            table(ReferenceFamily::Drugs, (2026, 4), &[("J1100", "", "0.12")]),
            table(
                ReferenceFamily::Dmepos,
                (2026, 1),
                &[("E0601", "NU", "900"), ("E0601", "RR", "90")],
            ),
        ],
        carrier_prices: Vec::new(),
    }
}

fn of_2020(work: &str, pe: &str) -> Vec<RvuRow> {
    vec![
        row("20610", "", 'A', ["0.79", "1.04", "0.44", "0.13"]),
        row("99213", "", 'A', [work, pe, "0.40", "0.08"]),
    ]
}

fn of_2025() -> Vec<RvuRow> {
    let mut echo = ["", "26", "TC"].map(|modifier| match modifier {
        "26" => row("93306", modifier, 'A', ["1.46", "0.52", "0.52", "0.04"]),
        "TC" => row("93306", modifier, 'A', ["0.00", "3.76", "3.76", "0.03"]),
        _ => row("93306", modifier, 'A', ["1.46", "4.28", "4.28", "0.07"]),
    });
    for row in &mut echo {
        row.multiple_procedure = 6;
        row.pctc = 1;
    }
    let mut surgeries = ["11400", "11401", "11402"].map(|code| {
        let units = ["0.90", "2.00", "1.00", "0.10"];
        row(code, "", 'A', units)
    });
    for row in &mut surgeries {
        row.multiple_procedure = 2;
        row.bilateral = 1;
        row.operative_shares = ["0.10", "0.80", "0.10"].map(decimal);
        row.assistant = 2;
    }
    let mut knee = row("27447", "", 'A', ["19.60", "15.30", "15.30", "3.98"]);
    knee.na_nonfacility = true;
    let mut injection = row("20610", "", 'A', ["0.79", "1.04", "0.44", "0.13"]);
    injection.bilateral = 1;
    let mut rows = vec![
        injection,
        knee,
        row("99213", "", 'A', ["1.30", "1.35", "0.57", "0.10"]),
        row("99214", "", 'A', ["1.92", "1.80", "0.83", "0.15"]),
        row("99396", "", 'N', ["1.90", "1.71", "0.75", "0.13"]),
        row("00840", "", 'J', ["0", "0", "0", "0"]),
        row("80053", "", 'X', ["0", "0", "0", "0"]),
        row("J1100", "", 'E', ["0", "0", "0", "0"]),
        row("76499", "", 'C', ["0", "0", "0", "0"]),
    ];
    rows.extend(echo);
    rows.extend(surgeries);
    rows
}

/// A row with work, non-facility and facility practice expense, and malpractice.
pub fn row(code: &str, modifier: &str, status: char, units: [&str; 4]) -> RvuRow {
    let [work, pe_nonfacility, pe_facility, mp] = units.map(decimal);
    RvuRow {
        code: ProcedureCode::new(code).unwrap(),
        modifier: Modifier::new(modifier).ok(),
        status: StatusCode(status),
        not_used_for_payment: status == 'N',
        work,
        pe_nonfacility,
        pe_facility,
        mp,
        na_nonfacility: false,
        na_facility: false,
        pctc: 0,
        global: GlobalPeriod(*b"XXX"),
        operative_shares: [Decimal::ZERO; 3],
        multiple_procedure: 0,
        bilateral: 0,
        assistant: 0,
        co_surgeon: 0,
        team: 0,
        endoscopy_base: None,
        imaging_family: 99,
        opps: None,
    }
}

fn release(
    (name, year): (&str, i16),
    factor: &str,
    qp: Option<QpStatus>,
    mut rows: Vec<RvuRow>,
) -> Release {
    rows.sort_by_key(|row| (row.code, row.modifier));
    let effective_from = match name {
        "RVU24D" => date(2024, 3, 9),
        _ => date(year, 1, 1),
    };
    Release {
        info: ReleaseInfo {
            name: name.to_owned(),
            year,
            effective_from,
            released: None,
            qp,
            conversion_factor: decimal(factor),
        },
        rows,
        localities: vec![
            locality(ATLANTA, "GA", ["1.000", "0.997", "1.128"]),
            locality(NATIONAL, "", ["1", "1", "1"]),
        ],
        anesthesia: vec![(NATIONAL, decimal("20.4976"))],
    }
}

fn locality(key: LocalityKey, state: &str, indices: [&str; 3]) -> Locality {
    let [work, pe, mp] = indices.map(decimal);
    Locality {
        key,
        state: state.to_owned(),
        name: key.to_string(),
        gpci: Gpci { work, pe, mp },
    }
}

fn table(
    family: ReferenceFamily,
    (year, month): (i16, i8),
    values: &[(&str, &str, &str)],
) -> ReferenceTable {
    let area = match family {
        ReferenceFamily::Dmepos => ReferenceArea::State(*b"GA"),
        _ => ReferenceArea::National,
    };
    ReferenceTable {
        id: ReferenceTableId(i64::from(month)),
        family,
        name: format!("{} {year}-{month:02}", family.key()),
        effective_from: date(year, month, 1),
        effective_to: (family == ReferenceFamily::Drugs)
            .then(|| date(year, month + 2, 1).last_of_month()),
        values: values
            .iter()
            .map(|(code, modifiers, value)| ReferenceValue {
                code: ProcedureCode::new(code).unwrap(),
                modifiers: Modifiers::from_text(modifiers).unwrap(),
                area,
                value: decimal(value),
            })
            .collect(),
    }
}
