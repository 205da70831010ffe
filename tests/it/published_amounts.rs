//! Amounts that CMS published, or that others worked out from CMS's files, against ours: to the
//! cent, by locality, and every number counted.

#![expect(clippy::disallowed_methods, reason = "reads CMS's files from disk")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use allowable::analysis::medicare_library::MedicareLibrary;
use allowable::analysis::medicare_price::{MedicarePrice, MedicarePrices, NoReference};
use allowable::analysis::pricing::{Claim, ClaimLine, Detail, MedicareFees, price_claim};
use allowable::domain::{
    CONVERSION_FACTORS, Gpci, LocalityKey, MedicareReference, Modifiers, Money, ProcedureCode,
    QpStatus, RateKey, ReferenceArea, Release, ReleaseId, RvuRow, Setting,
};
use allowable::formats::cms::{self, CmsContent, built_in};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::medicare_files::{bytes_of, cms_folder, content, localities, release};

const OCTOBER_2025: &str = "2025_rvu25d/PPRRVU2025_Oct.csv";
const APRIL_2026: &str = "2026_rvu26b/PPRRVU2026_Apr_nonQPP.txt";

const ATLANTA: LocalityKey = LocalityKey {
    mac: 10_212,
    number: 1,
};
const SOUTH_CAROLINA: LocalityKey = LocalityKey {
    mac: 11_202,
    number: 1,
};
const SAN_FRANCISCO: LocalityKey = LocalityKey {
    mac: 1_112,
    number: 5,
};
const SANTA_CLARA: LocalityKey = LocalityKey {
    mac: 1_112,
    number: 9,
};
const REST_OF_TEXAS: LocalityKey = LocalityKey {
    mac: 4_412,
    number: 99,
};

fn reference() -> MedicareReference {
    MedicareReference {
        release: ReleaseId(1),
        locality: ATLANTA,
        qp: QpStatus::NonQualifying,
        setting: None,
        date: None,
    }
}

fn key(code: &str, modifiers: Modifiers, setting: Setting) -> RateKey {
    RateKey {
        code: ProcedureCode::new(code).unwrap(),
        modifiers,
        setting,
    }
}

fn decimal(text: &str) -> Decimal {
    text.trim().parse().unwrap()
}

#[test]
fn the_third_partys_amounts_of_2026_agree_in_every_locality_it_lists() {
    let Some(folder) = cms_folder() else { return };
    let release = release(&folder.join(APRIL_2026));
    let table = folder.join("2026_partial/thirdparty_99213_2026_by_locality.csv");
    let mut compared = 0;
    for line in fs::read_to_string(table).unwrap().lines().skip(1) {
        let [place, code, amount] = line.split(',').collect::<Vec<_>>()[..] else {
            continue;
        };
        let (state, number) = place.split_once('-').unwrap();
        let locality = built_in::localities(2026)
            .localities
            .iter()
            .find(|found| found.state == state && format!("{:02}", found.key.number) == number)
            .unwrap_or_else(|| panic!("no locality {place}"));
        let prices = MedicarePrices::new(&release, locality.gpci, &reference());
        let found = prices
            .price(key(code, Modifiers::NONE, Setting::NonFacility))
            .amount();
        assert_eq!(found, Some(Money::from_text(amount).unwrap()), "{place}");
        compared += 1;
    }
    println!("{compared} amounts of 2026 by locality compared");
    assert_eq!(compared, 100);
}

/// The table has the relative values of July 2026, and no imaging cap.
#[test]
fn national_amounts_of_july_2026_agree() {
    let Some(folder) = cms_folder() else { return };
    let mut release = release(&folder.join(APRIL_2026));
    let table = fs::read_to_string(folder.join("2026_partial/rvu26c_52_codes.csv")).unwrap();
    let mut published = BTreeMap::new();
    for line in table.lines().skip(1) {
        let [code, work, pe, mp, amount] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let rvus = [work, pe, mp].map(decimal);
        published.insert(code, (rvus, Money::from_text(amount).unwrap()));
    }
    let (mut moved, mut not_paid) = (0, 0);
    for row in release.rows.iter_mut().filter(|row| row.modifier.is_none()) {
        if let Some(([work, pe, mp], _amount)) = published.get(row.code.as_str()) {
            moved += u32::from((row.work, row.pe_nonfacility, row.mp) != (*work, *pe, *mp));
            (row.work, row.pe_nonfacility, row.mp) = (*work, *pe, *mp);
            row.opps = None;
            // CMS copies the other setting's value where a service is not paid outside a facility.
            if row.na_nonfacility {
                row.pe_facility = *pe;
                not_paid += 1;
            }
        }
    }
    let one = Decimal::ONE;
    let national = Gpci {
        work: one,
        pe: one,
        mp: one,
    };
    let prices = MedicarePrices::new(&release, national, &reference());
    for (code, (_rvus, amount)) in &published {
        let price = |setting| prices.price(key(code, Modifiers::NONE, setting)).amount();
        let found = price(Setting::NonFacility).or_else(|| price(Setting::Facility));
        assert_eq!(found, Some(*amount), "{code}");
    }
    println!(
        "{} national amounts of July 2026 compared, {not_paid} of them of services not paid in an \
         office; {moved} codes have other relative values than in April",
        published.len()
    );
    assert_eq!(published.len(), 52);
}

/// One published amount.
struct Published {
    locality: LocalityKey,
    code: &'static str,
    modifiers: &'static str,
    setting: Setting,
    dollars: &'static str,
}

const fn office(
    locality: LocalityKey,
    code: &'static str,
    modifiers: &'static str,
    dollars: &'static str,
) -> Published {
    Published {
        locality,
        code,
        modifiers,
        setting: Setting::NonFacility,
        dollars,
    }
}

const fn hospital(
    locality: LocalityKey,
    code: &'static str,
    modifiers: &'static str,
    dollars: &'static str,
) -> Published {
    Published {
        setting: Setting::Facility,
        ..office(locality, code, modifiers, dollars)
    }
}

const OF_2025: &[Published] = &[
    office(ATLANTA, "99213", "", "89.24"),
    hospital(ATLANTA, "99213", "", "64.08"),
    office(ATLANTA, "99214", "", "125.63"),
    hospital(ATLANTA, "99214", "", "94.35"),
    office(ATLANTA, "20610", "", "63.84"),
    hospital(ATLANTA, "20610", "", "44.49"),
    office(ATLANTA, "93000", "", "13.97"),
    office(ATLANTA, "93306", "", "187.81"),
    office(ATLANTA, "93306", "26", "65.46"),
    office(ATLANTA, "93306", "TC", "122.35"),
    office(ATLANTA, "71046", "", "32.68"),
    office(ATLANTA, "71046", "26", "10.06"),
    office(ATLANTA, "71046", "TC", "22.62"),
    office(ATLANTA, "45378", "", "328.83"),
    hospital(ATLANTA, "45378", "", "178.87"),
    office(ATLANTA, "45380", "", "415.78"),
    hospital(ATLANTA, "45380", "", "194.54"),
    office(ATLANTA, "45385", "", "436.89"),
    hospital(ATLANTA, "45385", "", "245.01"),
    hospital(ATLANTA, "27447", "", "1272.63"),
    // Lower than the formula's 272.18 by the imaging cap.
    office(ATLANTA, "70496", "", "257.66"),
    // A line of PFREV25C, which prints the same for a facility, where it is not paid (NA).
    office(SAN_FRANCISCO, "76145", "", "1339.81"),
    hospital(SOUTH_CAROLINA, "93306", "26", "63.64"),
    office(SOUTH_CAROLINA, "93306", "TC", "111.83"),
    office(SOUTH_CAROLINA, "45378", "53", "153.63"),
];

const OF_2026: &[Published] = &[
    office(SAN_FRANCISCO, "99213", "", "117.58"),
    hospital(SAN_FRANCISCO, "99213", "", "64.37"),
    office(SANTA_CLARA, "99213", "", "119.71"),
    hospital(SANTA_CLARA, "99213", "", "65.29"),
    office(SAN_FRANCISCO, "46505", "", "432.49"),
    hospital(SAN_FRANCISCO, "46505", "", "296.85"),
    office(REST_OF_TEXAS, "99203", "", "114.05"),
];

/// Prices lines as one claim by the release of the day, as the program does.
fn claim_dollars(release: &Release, locality: LocalityKey, day: Date, lines: &[RateKey]) -> Money {
    let library = MedicareLibrary {
        releases: vec![release],
        tables: Vec::new(),
        carrier_prices: &[],
        locality,
        area: ReferenceArea::National,
        qp: QpStatus::NonQualifying,
        setting: None,
        pinned: None,
    };
    let lines = lines
        .iter()
        .map(|key| ClaimLine::of(key.code, key.modifiers, key.setting));
    let claim = Claim {
        date: day,
        lines: lines.collect(),
        patient: None,
    };
    price_claim(&MedicareFees::new(&library), &claim, Detail::Amounts).allowed
}

fn with_localities(mut release: Release) -> Release {
    let year = built_in::localities(release.info.year);
    release.localities = year.localities.to_vec();
    release
}

#[test]
fn amounts_of_single_services_agree_as_claims_of_one_line() {
    let Some(folder) = cms_folder() else { return };
    for (file, day, published) in [
        (OCTOBER_2025, date(2025, 12, 1), OF_2025),
        (APRIL_2026, date(2026, 6, 1), OF_2026),
    ] {
        let release = with_localities(release(&folder.join(file)));
        for amount in published {
            let modifiers = Modifiers::from_text(amount.modifiers).unwrap();
            let service = key(amount.code, modifiers, amount.setting);
            let found = claim_dollars(&release, amount.locality, day, &[service]);
            assert_eq!(
                found,
                Money::from_text(amount.dollars).unwrap(),
                "{} {}, {}, {:?}",
                amount.code,
                amount.modifiers,
                amount.locality,
                amount.setting
            );
        }
        println!("{} amounts of {file} compared", published.len());
    }
}

#[test]
fn two_endoscopies_of_a_family_are_paid_as_published() {
    let Some(folder) = cms_folder() else { return };
    let release = with_localities(release(&folder.join(OCTOBER_2025)));
    let scopes = ["45385", "45380"].map(|code| key(code, Modifiers::NONE, Setting::NonFacility));
    let found = claim_dollars(&release, SOUTH_CAROLINA, date(2025, 12, 1), &scopes);
    assert_eq!(found, Money::from_text("488.79").unwrap());
}

#[test]
fn published_capped_prices_agree() {
    let Some(folder) = cms_folder() else { return };
    let release = release(&folder.join(OCTOBER_2025));
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cms");
    let localities = built_in::localities(2025);
    let mut compared = 0;
    for file in ["OPPSCAP_Oct.csv", "OPPSCAP_Oct.txt"] {
        let parsed = cms::read(&fs::read(fixtures.join(file)).unwrap(), file).unwrap();
        let CmsContent::OppsCap(published) = parsed.value else {
            panic!("not capped prices")
        };
        // Contractor-priced rows have no relative values.
        for price in published.iter().filter(|price| price.status.0 == 'A') {
            // CMS lists all of California under one contractor here.
            let southern = LocalityKey {
                mac: 1_182,
                ..price.locality
            };
            let locality = localities
                .locality(price.locality)
                .or(localities.locality(southern));
            let prices = MedicarePrices::new(&release, locality.unwrap().gpci, &reference());
            for (setting, amount) in [
                (Setting::NonFacility, price.nonfacility),
                (Setting::Facility, price.facility),
            ] {
                let modifiers = Modifiers::of(price.modifier);
                let service = key(price.code.as_str(), modifiers, setting);
                match prices.price(service) {
                    MedicarePrice::Amount(found) => {
                        assert_eq!(found.amount, amount, "{price:?}");
                        compared += 1;
                    }
                    // CMS prints a price there too, that of the other setting.
                    MedicarePrice::NoReference(reason) => {
                        assert_eq!(reason, NoReference::NotInThisSetting(setting), "{price:?}");
                    }
                }
            }
        }
    }
    println!("{compared} capped prices compared");
    assert!(compared > 0);
}

#[test]
fn the_imaging_cap_binds_where_it_did_in_2025() {
    let Some(folder) = cms_folder() else { return };
    let release = release(&folder.join(OCTOBER_2025));
    let gpci = built_in::localities(2025).locality(ATLANTA).unwrap().gpci;
    let prices = MedicarePrices::new(&release, gpci, &reference());
    let capped: Vec<&RvuRow> = release
        .rows
        .iter()
        .filter(|row| {
            let modifiers = Modifiers::of(row.modifier);
            let price = prices.price(key(row.code.as_str(), modifiers, Setting::NonFacility));
            matches!(price, MedicarePrice::Amount(found) if found.is_capped())
        })
        .collect();
    assert_eq!(capped.len(), 58);
    assert!(capped.iter().all(|row| row.opps.is_some()));
}

/// Positions of the two totals in the text layout, counted from 0.
const TOTALS: [std::ops::Range<usize>; 2] = [90..96, 96..102];

/// Returns the totals CMS prints beside the relative values, by code and modifier.
fn printed_totals(path: &Path) -> BTreeMap<(String, String), [Decimal; 2]> {
    let bytes = bytes_of(path);
    // One letter for each byte: positions count bytes.
    let letter = |byte: &u8| {
        if byte.is_ascii() {
            char::from(*byte)
        } else {
            '?'
        }
    };
    let text: String = bytes.iter().map(letter).collect();
    let total = |cell: &str| match cell.trim() {
        "" => Decimal::ZERO,
        digits => decimal(digits).round_dp(2),
    };
    if path.extension().is_some_and(|ending| ending == "txt") {
        let lines = text.lines().filter(|line| !line.starts_with("HDR"));
        return lines
            .filter(|line| line.len() > 102)
            .map(|line| {
                let cell = |range: std::ops::Range<usize>| line.get(range).unwrap();
                let place = (cell(0..5).to_owned(), cell(5..7).trim().to_owned());
                (place, TOTALS.map(|range| total(cell(range))))
            })
            .collect();
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    reader
        .records()
        .flatten()
        .filter(|record| {
            let code = record.get(0).unwrap_or_default();
            (1..=5).contains(&code.len()) && !code.eq_ignore_ascii_case("HCPCS")
        })
        .map(|record| {
            // Another program took the zeros off anesthesia codes.
            let place = (format!("{:0>5}", &record[0]), record[1].trim().to_owned());
            (place, [total(&record[11]), total(&record[12])])
        })
        .collect()
}

#[test]
fn relative_values_add_up_to_the_totals_cms_prints() {
    let Some(folder) = cms_folder() else { return };
    let mut compared = 0;
    for file in [
        "arkrvu_history/2020_pprrvu_rvu20d_oct.csv.gz",
        "arkrvu_history/2023_pprrvu_rvu23d_oct.csv.gz",
        "arkrvu_history/2024_pprrvu_rvu24c_jul.csv.gz",
        OCTOBER_2025,
        APRIL_2026,
    ] {
        let path = folder.join(file);
        let printed = printed_totals(&path);
        let release = release(&path);
        assert_eq!(printed.len(), release.rows.len(), "{file}");
        for row in &release.rows {
            let modifier = row.modifier.map_or(String::new(), |one| one.to_string());
            let [nonfacility, facility] = printed[&(row.code.to_string(), modifier)];
            let sums = [row.pe_nonfacility, row.pe_facility].map(|pe| row.work + pe + row.mp);
            assert_eq!(sums, [nonfacility, facility], "{file}, {}", row.code);
            compared += 2;
        }
    }
    println!("{compared} printed totals compared");
    assert!(compared > 180_000, "{compared}");
}

#[test]
fn conversion_factors_are_those_of_the_history() {
    let Some(folder) = cms_folder() else { return };
    let history = folder.join("arkrvu_history/conversion_factor_history.csv");
    let mut compared = 0;
    for line in fs::read_to_string(history).unwrap().lines().skip(1) {
        let [from, to, factor, ..] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let (from, to): (Date, Date) = (from.parse().unwrap(), to.parse().unwrap());
        for ours in CONVERSION_FACTORS.iter().filter(|ours| ours.from == from) {
            assert_eq!(
                (ours.to, ours.dollars_per_rvu),
                (to, decimal(factor)),
                "{from}"
            );
            compared += 1;
        }
    }
    println!("{compared} conversion factors compared");
    assert_eq!(compared, 10);
}

/// CMS works the factor of a locality out from the national one by the indices; the shares of work,
/// practice expense and malpractice that give all of 2025's to the cent are these.
#[test]
fn anesthesia_factors_of_2025_follow_from_the_indices() {
    const SHARES: [&str; 3] = ["0.769", "0.166", "0.065"];
    const NATIONAL: &str = "20.3178";
    let Some(folder) = cms_folder() else { return };
    let CmsContent::AnesthesiaFactors(kinds) = content(&folder.join("2025_rvu25d/ANES2025.csv"))
    else {
        panic!("the factors are read as something else");
    };
    let indices: BTreeMap<LocalityKey, Gpci> = localities(&folder.join("2025_rvu25d/GPCI2025.csv"))
        .into_iter()
        .map(|locality| (locality.key, locality.gpci))
        .collect();
    let [work, pe, mp] = SHARES.map(decimal);
    let factors = &kinds[0].factors;
    for (key, factor) in factors {
        let gpci = indices[key];
        let exact = decimal(NATIONAL) * (work * gpci.work + pe * gpci.pe + mp * gpci.mp);
        assert_eq!(Money::new(exact).rounded(), Money::new(*factor), "{key}");
    }
    println!("{} anesthesia factors compared", factors.len());
    assert_eq!(factors.len(), 109);
}

#[test]
fn a_whole_release_is_priced_in_every_locality() {
    let Some(folder) = cms_folder() else { return };
    let release: Release = release(&folder.join(OCTOBER_2025));
    let started = Instant::now();
    let (mut priced, mut asked) = (0_u32, 0_u32);
    for locality in built_in::localities(2025).localities {
        let prices = MedicarePrices::new(&release, locality.gpci, &reference());
        for row in &release.rows {
            for setting in Setting::ALL {
                let modifiers = Modifiers::of(row.modifier);
                let price = prices.price(RateKey {
                    code: row.code,
                    modifiers,
                    setting,
                });
                asked += 1;
                if let Some(amount) = price.amount() {
                    priced += 1;
                    assert!(amount > Money::ZERO);
                }
            }
        }
    }
    println!(
        "{priced} of {asked} priced in {} ms",
        started.elapsed().as_millis()
    );
    assert_eq!(asked, 19_090 * 109 * 2);
    assert!(priced > 1_000_000, "{priced}");
}
