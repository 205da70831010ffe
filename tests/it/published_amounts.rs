//! Amounts published or recomputed by others, against ours: national and by locality.

#![expect(clippy::disallowed_methods, reason = "reads CMS's files from disk")]

use std::fs;

use allowable::analysis::medicare_price::{MedicarePrice, MedicarePrices};
use allowable::domain::{
    Gpci, LocalityKey, MedicareReference, Modifiers, Money, ProcedureCode, QpStatus, RateKey,
    Release, ReleaseId, Setting,
};
use allowable::formats::cms::{self, CmsContent, built_in};
use std::time::Instant;

use super::medicare_files::{cms_folder, release};

fn reference() -> MedicareReference {
    MedicareReference {
        release: ReleaseId(1),
        locality: LocalityKey {
            mac: 10_212,
            number: 1,
        },
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

#[test]
fn the_third_partys_amounts_of_2026_agree_in_every_locality_it_lists() {
    let Some(folder) = cms_folder() else { return };
    let release = release(&folder.join("2026_rvu26b/PPRRVU2026_Apr_nonQPP.txt"));
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
    assert_eq!(compared, 100);
}

#[test]
fn national_amounts_of_2026_agree() {
    let Some(folder) = cms_folder() else { return };
    let release = release(&folder.join("2026_rvu26b/PPRRVU2026_Apr_nonQPP.txt"));
    let one = "1".parse().unwrap();
    let national = MedicarePrices::new(
        &release,
        Gpci {
            work: one,
            pe: one,
            mp: one,
        },
        &reference(),
    );
    let table = folder.join("2026_partial/rvu26c_52_codes.csv");
    let (mut equal, mut compared) = (0, 0);
    for line in fs::read_to_string(table).unwrap().lines().skip(1) {
        let [code, .., amount] = line.split(',').collect::<Vec<_>>()[..] else {
            continue;
        };
        let service = key(code, Modifiers::NONE, Setting::NonFacility);
        let MedicarePrice::Amount(found) = national.price(service) else {
            continue;
        };
        compared += 1;
        // The third party has no imaging cap, and its table is of the July release.
        equal += usize::from(found.uncapped == Money::from_text(amount).unwrap());
    }
    println!("{equal} of {compared} national amounts agree");
    assert!(compared >= 45, "{compared}");
    assert!(equal * 100 >= compared * 95, "{equal} of {compared}");
}

#[test]
fn published_capped_prices_agree_where_they_are_at_hand() {
    let Some(folder) = cms_folder() else { return };
    let folder = folder.join("2025_rvu25d");
    let release = release(&folder.join("PPRRVU2025_Oct.csv"));
    let Some(path) = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| {
            path.to_string_lossy()
                .to_ascii_uppercase()
                .contains("OPPSCAP")
        })
    else {
        println!("skipped: no OPPSCAP file in {}", folder.display());
        return;
    };
    let parsed = cms::read(&fs::read(&path).unwrap(), "OPPSCAP").unwrap();
    let CmsContent::OppsCap(published) = parsed.value else {
        panic!("not capped prices")
    };
    let localities = built_in::localities(2025);
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
        let modifiers = Modifiers::of(price.modifier);
        let service = key(price.code.as_str(), modifiers, Setting::NonFacility);
        assert_eq!(
            prices.price(service).amount(),
            Some(price.nonfacility),
            "{price:?}"
        );
    }
}

#[test]
fn a_whole_release_is_priced_in_every_locality() {
    let Some(folder) = cms_folder() else { return };
    let release: Release = release(&folder.join("2025_rvu25d/PPRRVU2025_Oct.csv"));
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
