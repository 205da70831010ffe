//! Localities, indices and the ZIP crosswalk that come with the program: US government facts
//! without any CPT content. `assets/medicare/README.txt` says where they are from.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::number::decimal;
use crate::domain::{Gpci, Locality, LocalityKey};

/// `year,contractor,locality,state,name,work,pe,mp,anesthesia`, oldest year first.
static LOCALITIES: &str = include_str!("../../../assets/medicare/localities.csv");
/// A line for each locality and state: its ZIP codes as runs, `*` where several areas share one.
static ZIP_CODES: &str = include_str!("../../../assets/medicare/zip-localities.txt");

/// Localities of a year.
#[derive(Clone, Copy, Debug)]
pub struct BuiltInLocalities {
    /// The year the indices are of: the one asked for, else the nearest earlier one there is, else
    /// the first. Tell the user when it is another one than asked for.
    pub year: i16,
    /// Every locality, in CMS's order.
    pub localities: &'static [Locality],
    /// Anesthesia conversion factors, dollars per unit, ordered by locality; empty for years
    /// without.
    pub anesthesia: &'static [(LocalityKey, Decimal)],
}

impl BuiltInLocalities {
    /// Finds a locality.
    pub fn locality(&self, key: LocalityKey) -> Option<&'static Locality> {
        self.localities.iter().find(|locality| locality.key == key)
    }
}

/// A ZIP code's locality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZipLocality {
    /// Contractor and locality.
    pub key: LocalityKey,
    /// CMS needs the four-digit extension to tell the area: the user should confirm the locality.
    pub spans_several: bool,
    /// Two-letter state.
    pub state: &'static str,
}

/// Returns the localities and indices of `year`, or of the nearest earlier year built in.
pub fn localities(year: i16) -> BuiltInLocalities {
    let years = &*YEARS;
    let at_or_before = years.iter().rfind(|built_in| built_in.year <= year);
    match at_or_before.or(years.first()) {
        Some(found) => BuiltInLocalities {
            year: found.year,
            localities: &found.localities,
            anesthesia: &found.anesthesia,
        },
        None => BuiltInLocalities {
            year,
            localities: &[],
            anesthesia: &[],
        },
    }
}

/// Returns the locality of a five-digit ZIP code; a four-digit extension may follow.
pub fn locality_for_zip(zip: &str) -> Option<ZipLocality> {
    let digits = zip.trim().get(..5)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let code: u32 = digits.parse().ok()?;
    let runs = &*ZIP_RUNS;
    let run = runs.get(runs.partition_point(|run| run.last < code))?;
    (run.first <= code).then_some(run.locality)
}

struct YearTables {
    year: i16,
    localities: Vec<Locality>,
    anesthesia: Vec<(LocalityKey, Decimal)>,
}

static YEARS: LazyLock<Vec<YearTables>> = LazyLock::new(|| {
    let mut years: Vec<YearTables> = Vec::new();
    let mut reader = csv::Reader::from_reader(LOCALITIES.as_bytes());
    for record in reader.records().flatten() {
        let Some((year, locality, factor)) = locality_of(&record) else {
            continue;
        };
        if years.last().is_none_or(|last| last.year != year) {
            years.push(YearTables {
                year,
                localities: Vec::new(),
                anesthesia: Vec::new(),
            });
        }
        if let Some(last) = years.last_mut() {
            last.anesthesia
                .extend(factor.map(|factor| (locality.key, factor)));
            last.localities.push(locality);
        }
    }
    for year in &mut years {
        year.anesthesia.sort_unstable();
    }
    years
});

fn locality_of(record: &csv::StringRecord) -> Option<(i16, Locality, Option<Decimal>)> {
    let cell = |column_idx| record.get(column_idx).unwrap_or_default();
    let locality = Locality {
        key: LocalityKey::from_parts(cell(1), cell(2)).ok()?,
        state: cell(3).to_owned(),
        name: cell(4).to_owned(),
        gpci: Gpci {
            work: decimal(cell(5))?,
            pe: decimal(cell(6))?,
            mp: decimal(cell(7))?,
        },
    };
    Some((cell(0).parse().ok()?, locality, decimal(cell(8))))
}

/// ZIP codes that follow each other and lie in one locality.
struct ZipRun {
    first: u32,
    last: u32,
    locality: ZipLocality,
}

static ZIP_RUNS: LazyLock<Vec<ZipRun>> = LazyLock::new(|| {
    let mut runs: Vec<ZipRun> = ZIP_CODES.lines().flat_map(runs_of_line).collect();
    runs.sort_unstable_by_key(|run| run.first);
    runs
});

fn runs_of_line(line: &'static str) -> Vec<ZipRun> {
    let mut words = line.split(' ');
    let (Some(key), Some(state)) = (words.next(), words.next()) else {
        return Vec::new();
    };
    // The comment at the head has no locality.
    let Ok(key) = LocalityKey::from_text(key) else {
        return Vec::new();
    };
    words
        .filter_map(|word| {
            let zips = word.strip_suffix('*');
            let spans_several = zips.is_some();
            let zips = zips.unwrap_or(word);
            let (first, last) = zips.split_once('-').unwrap_or((zips, zips));
            let locality = ZipLocality {
                key,
                spans_several,
                state,
            };
            Some(ZipRun {
                first: first.parse().ok()?,
                last: last.parse().ok()?,
                locality,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_zip(zip: &str, expected: Option<(&str, &str)>) {
        let found = locality_for_zip(zip);
        let found = found.map(|found| (found.key.to_string(), found.state));
        let expected = expected.map(|(key, state)| (key.to_owned(), state));
        assert_eq!(found, expected, "{zip}");
    }

    #[test]
    fn a_zip_code_leads_to_its_locality() {
        check_zip("30303", Some(("10212-01", "GA")));
        check_zip("30303-1234", Some(("10212-01", "GA")));
        check_zip(" 94110", Some(("01112-05", "CA")));
        check_zip("99501", Some(("02102-01", "AK")));
        check_zip("66101", Some(("05202-00", "KS")));
        for zip in ["00000", "", "1234", "abcde", "3030a", "\u{e9}\u{e9}\u{e9}"] {
            check_zip(zip, None);
        }
    }

    #[test]
    fn every_locality_of_the_crosswalk_has_indices_in_its_year() {
        let latest = localities(2026);
        for run in &*ZIP_RUNS {
            assert!(
                latest.locality(run.locality.key).is_some(),
                "{}",
                run.locality.key
            );
        }
        let several = ZIP_RUNS
            .iter()
            .filter(|run| run.locality.spans_several)
            .count();
        assert!(several > 100, "{several}");
        assert!(ZIP_RUNS.windows(2).all(|pair| pair[0].last < pair[1].first));
    }

    fn check_year(asked: i16, given: i16, count: usize, has_anesthesia: usize) {
        let found = localities(asked);
        assert_eq!(
            (found.year, found.localities.len()),
            (given, count),
            "{asked}"
        );
        assert_eq!(found.anesthesia.len(), has_anesthesia, "{asked}");
    }

    #[test]
    fn a_year_that_is_not_built_in_gets_the_nearest_earlier_one_and_says_so() {
        check_year(2019, 2020, 112, 112);
        check_year(2020, 2020, 112, 112);
        check_year(2022, 2020, 112, 112);
        check_year(2024, 2023, 112, 112);
        check_year(2025, 2025, 109, 109);
        check_year(2026, 2026, 109, 0);
        check_year(2030, 2026, 109, 0);
    }

    #[test]
    fn indices_are_those_with_the_work_floor() {
        let atlanta = LocalityKey {
            mac: 10_212,
            number: 1,
        };
        let found = localities(2025).locality(atlanta).unwrap();
        assert_eq!(
            (found.state.as_str(), found.name.as_str()),
            ("GA", "ATLANTA")
        );
        let alabama = LocalityKey {
            mac: 10_112,
            number: 0,
        };
        assert_eq!(
            localities(2026).locality(alabama).unwrap().gpci.work,
            Decimal::ONE
        );
        assert_eq!(
            localities(2025).anesthesia.first().unwrap().1.to_string(),
            "22.37"
        );
    }
}
