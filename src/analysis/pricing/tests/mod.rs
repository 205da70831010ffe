use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::*;
use crate::analysis::medicare_library::{MedicareLibrary, PinnedFactor, PinnedRelease};
use crate::domain::{
    CarrierPrice, ContractTerms, GlobalPeriod, Gpci, Locality, LocalityKey, Modifier, OppsPe,
    QpStatus, ReferenceArea, ReferenceTable, ReferenceTableId, ReferenceValue, Release,
    ReleaseInfo, StatusCode,
};

mod families;
mod procedures;
mod properties;
mod single_lines;

const DAY: Date = date(2025, 6, 2);
const HERE: LocalityKey = LocalityKey {
    mac: 10_212,
    number: 1,
};

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn dollars(text: &str) -> Money {
    Money::new(number(text))
}

fn percent(text: &str) -> Percent {
    Percent::new(number(text))
}

fn code(text: &str) -> ProcedureCode {
    ProcedureCode::new(text).unwrap()
}

/// A line from `20610-50`, at the office.
fn line(service: &str) -> ClaimLine {
    let (text, modifiers) = service.split_once('-').unwrap_or((service, ""));
    ClaimLine::of(
        code(text),
        Modifiers::from_text(modifiers).unwrap(),
        Setting::NonFacility,
    )
}

/// Work, non-facility PE, facility PE and malpractice.
fn row(service: &str, units: [&str; 4]) -> RvuRow {
    let (text, modifier) = service.split_once('-').unwrap_or((service, ""));
    let [work, pe_nonfacility, pe_facility, mp] = units.map(number);
    RvuRow {
        code: code(text),
        modifier: Modifier::new(modifier).ok(),
        status: StatusCode('A'),
        not_used_for_payment: false,
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

/// A procedure of so many dollars where a unit is a dollar.
fn worth(service: &str, amount: &str) -> RvuRow {
    row(service, [amount, "0", "0", "0"])
}

fn with(mut row: RvuRow, change: impl FnOnce(&mut RvuRow)) -> RvuRow {
    change(&mut row);
    row
}

/// What a practice file holds of Medicare's.
struct Shelf {
    release: Release,
    tables: Vec<ReferenceTable>,
    carrier_prices: Vec<CarrierPrice>,
    qp: QpStatus,
}

impl Shelf {
    fn of(year: i16, factor: &str, gpci: [&str; 3], mut rows: Vec<RvuRow>) -> Self {
        rows.sort_by_key(|row| (row.code, row.modifier));
        let [work, pe, mp] = gpci.map(number);
        Self {
            release: Release {
                info: ReleaseInfo {
                    name: "RVU".into(),
                    year,
                    effective_from: date(year, 1, 1),
                    released: None,
                    qp: None,
                    conversion_factor: number(factor),
                },
                rows,
                localities: vec![Locality {
                    key: HERE,
                    state: "GA".into(),
                    name: "Atlanta".into(),
                    gpci: Gpci { work, pe, mp },
                }],
                anesthesia: Vec::new(),
            },
            tables: Vec::new(),
            carrier_prices: Vec::new(),
            qp: QpStatus::NonQualifying,
        }
    }

    /// A relative value unit is a dollar, everywhere.
    fn of_dollars(rows: Vec<RvuRow>) -> Self {
        Self::of(2025, "1", ["1", "1", "1"], rows)
    }

    fn with_table(mut self, family: ReferenceFamily, values: &[(&str, &str, &str)]) -> Self {
        let mut values: Vec<ReferenceValue> = values
            .iter()
            .map(|(service, area, value)| ReferenceValue {
                code: line(service).code,
                modifiers: line(service).modifiers,
                area: ReferenceArea::from_text(area).unwrap(),
                value: number(value),
            })
            .collect();
        values.sort_by_key(|value| (value.code, value.modifiers, value.area));
        let year = self.release.info.year;
        self.tables.push(ReferenceTable {
            id: ReferenceTableId(1),
            family,
            name: format!("{} {year}", family.label()),
            effective_from: date(year, 1, 1),
            effective_to: Some(date(year, 12, 31)),
            values,
        });
        self
    }

    fn library(&self) -> MedicareLibrary<'_> {
        MedicareLibrary {
            releases: vec![&self.release],
            tables: self.tables.iter().collect(),
            carrier_prices: &self.carrier_prices,
            locality: HERE,
            area: ReferenceArea::from_text("GA-R").unwrap(),
            qp: self.qp,
            setting: None,
            pinned: Some(PinnedRelease {
                release: &self.release,
                factor: PinnedFactor::Printed,
            }),
        }
    }

    /// Prices a claim by Medicare.
    fn price(&self, lines: Vec<ClaimLine>) -> PricedClaim {
        let library = self.library();
        price_claim(&MedicareFees::new(&library), &claim(lines), Detail::Steps)
    }

    /// Prices a claim at Medicare's amounts under other terms.
    fn price_under(&self, terms: &ContractTerms, lines: Vec<ClaimLine>) -> PricedClaim {
        let library = self.library();
        let payer = Payer {
            fees: MedicareFees::new(&library),
            terms,
        };
        price_claim(&payer, &claim(lines), Detail::Steps)
    }
}

/// A payer that pays Medicare's amounts by terms of its own.
struct Payer<'a> {
    fees: MedicareFees<'a>,
    terms: &'a ContractTerms,
}

impl FeeSource for Payer<'_> {
    fn base(&self, line: &ClaimLine, day: Date, detail: Detail) -> Result<Base, Unpriced> {
        self.fees.base(line, day, detail)
    }

    fn terms(&self, _day: Date) -> Result<&ContractTerms, Unpriced> {
        Ok(self.terms)
    }
}

fn claim(lines: Vec<ClaimLine>) -> Claim {
    Claim {
        date: DAY,
        lines,
        patient: None,
    }
}

fn lines(services: &[&str]) -> Vec<ClaimLine> {
    services.iter().map(|service| line(service)).collect()
}

/// Returns each line's amount, or why there is none.
fn shown(priced: &PricedClaim) -> Vec<String> {
    priced
        .lines
        .iter()
        .map(|line| match &line.allowed {
            Allowed::Amount(amount) => amount.to_string(),
            Allowed::Unpriced(reason) => reason.label(),
        })
        .collect()
}

/// The worked services at Atlanta in 2025, as RVU25D prints them.
fn atlanta() -> Shelf {
    let surgical = |row: &mut RvuRow| {
        row.global = GlobalPeriod(*b"090");
        row.multiple_procedure = 2;
        row.operative_shares = ["0.10", "0.69", "0.21"].map(number);
    };
    let scope = |row: &mut RvuRow| {
        row.multiple_procedure = 3;
        row.endoscopy_base = Some(code("45378"));
    };
    let film = |row: &mut RvuRow| row.pctc = 1;
    let capped = |pe: &'static str, mp: &'static str| {
        move |row: &mut RvuRow| {
            row.pctc = 1;
            row.opps = Some(OppsPe {
                pe_nonfacility: number(pe),
                pe_facility: number(pe),
                mp: number(mp),
            });
        }
    };
    let knee = with(row("27447", ["19.60", "15.30", "15.30", "3.98"]), |row| {
        surgical(row);
        row.na_nonfacility = true;
        row.bilateral = 1;
        row.assistant = 2;
        row.co_surgeon = 1;
    });
    let joint = with(row("20610", ["0.79", "1.04", "0.44", "0.13"]), |row| {
        row.multiple_procedure = 2;
        row.bilateral = 1;
        row.assistant = 1;
    });
    let rows = vec![
        row("99213", ["1.30", "1.35", "0.57", "0.10"]),
        knee,
        joint,
        with(row("45378", ["3.26", "6.44", "1.79", "0.43"]), |row| {
            row.multiple_procedure = 2;
        }),
        with(row("45378-53", ["1.63", "3.22", "0.90", "0.22"]), |row| {
            row.multiple_procedure = 2;
        }),
        with(row("45380", ["3.56", "8.79", "1.93", "0.47"]), scope),
        with(row("45385", ["4.57", "8.33", "2.38", "0.56"]), scope),
        with(
            row("71046", ["0.22", "0.77", "0.77", "0.02"]),
            capped("2.76", "0.05"),
        ),
        with(row("71046-26", ["0.22", "0.08", "0.08", "0.01"]), film),
        with(
            row("71046-TC", ["0.00", "0.69", "0.69", "0.01"]),
            capped("2.68", "0.04"),
        ),
        with(row("97110", ["0.45", "0.43", "0.43", "0.01"]), |row| {
            row.multiple_procedure = 5;
            row.pctc = 7;
        }),
        with(row("97140", ["0.43", "0.41", "0.41", "0.01"]), |row| {
            row.multiple_procedure = 5;
            row.pctc = 7;
        }),
    ];
    Shelf::of(2025, "32.3465", ["1.000", "0.997", "1.128"], rows)
}
