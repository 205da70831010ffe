//! Which release a relative-value table is: by its own words, by its conversion factor, and only
//! then by the names of its file and zip.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::notes::{Notes, Odd, quoted};
use crate::domain::{CONVERSION_FACTORS, QpStatus, ReleaseInfo};
use crate::formats::FormatError;

/// First year with a file for qualifying participants and one for the others.
const FIRST_QP_YEAR: i16 = 2026;
/// First day of the factor that the Consolidated Appropriations Act, 2024 set in mid-year.
const FACTOR_OF_MARCH_2024: Date = date(2024, 3, 9);
/// CMS's letter for each release and the month in its title and file names.
const QUARTERS: [(char, &[&str]); 4] = [
    ('A', &["JAN"]),
    ('B', &["APR"]),
    ('C', &["JUL", "V0618"]),
    ('D', &["OCT"]),
];

/// Everything that may tell which release it is.
pub(super) struct Sources<'a> {
    pub(super) preamble: &'a [String],
    pub(super) conversion_factor: Decimal,
    pub(super) file_name: &'a str,
    pub(super) zip_name: &'a str,
}

/// What one source says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Said {
    year: Option<i16>,
    quarter: Option<char>,
    /// The letter has an R: January's release, corrected.
    corrected: bool,
    qp: Option<QpStatus>,
}

/// Names the release.
///
/// # Errors
/// When nothing tells the year.
pub(super) fn info(sources: &Sources<'_>, notes: &mut Notes) -> Result<ReleaseInfo, FormatError> {
    let title = from_title(sources.preamble);
    let file = from_name(sources.file_name);
    let zip = from_name(sources.zip_name);
    let factor = CONVERSION_FACTORS
        .iter()
        .find(|factor| factor.dollars_per_rvu == sources.conversion_factor);
    let Some(year) = title
        .year
        .or_else(|| factor.map(|factor| factor.from.year()))
        .or(file.year)
        .or(zip.year)
    else {
        return Err(FormatError::refuse(
            format!(
                "{} does not say which year it is for",
                quoted(sources.file_name)
            ),
            "Give the file the name CMS gave it, such as PPRRVU2025_Oct.txt",
        ));
    };
    if let Some(named) = file.year.or(zip.year).filter(|named| *named != year) {
        notes.note(Odd::whole(format!(
            "named for {named}, but holds the values of {year}"
        )));
    }
    let quarter = title.quarter.or(file.quarter).or(zip.quarter);
    if quarter.is_none() {
        notes.note(Odd::whole(format!(
            "does not say which of the {year} releases it is"
        )));
    }
    let qp = (year >= FIRST_QP_YEAR).then(|| {
        let by_factor = factor.and_then(|factor| factor.qp);
        by_factor
            .or(title.qp)
            .or(file.qp)
            .unwrap_or(QpStatus::NonQualifying)
    });
    let effective_from = factor
        .filter(|factor| factor.from.year() == year)
        .map(|factor| factor.from)
        .or_else(|| Date::new(year, 1, 1).ok())
        .ok_or_else(|| FormatError::refuse(format!("{year} is not a year"), "Check the file"))?;
    // The correction notice of January 2024 came with the factor of March; of others only the name
    // tells.
    let is_corrected = file.corrected || zip.corrected || effective_from == FACTOR_OF_MARCH_2024;
    let corrected = match quarter {
        Some('A') if is_corrected => "R",
        _ => "",
    };
    let letter = quarter.map(String::from).unwrap_or_default();
    Ok(ReleaseInfo {
        name: format!("RVU{:02}{letter}{corrected}", year.rem_euclid(100)),
        year,
        effective_from,
        released: sources.preamble.iter().find_map(|line| released(line)),
        qp,
        conversion_factor: sources.conversion_factor,
    })
}

/// Reads `2025 National Physician Fee Schedule Relative Value File October Release`.
fn from_title(preamble: &[String]) -> Said {
    let title = preamble
        .iter()
        .map(|line| line.to_ascii_uppercase())
        .find(|line| line.contains("RELATIVE VALUE FILE"));
    title.map_or(Said::default(), |title| Said {
        year: title.split(' ').next().and_then(calendar_year),
        corrected: false,
        quarter: QUARTERS
            .iter()
            .find(|(_letter, months)| {
                title.split(' ').any(|word| {
                    months
                        .iter()
                        .any(|month| word.len() > 3 && word.starts_with(month))
                })
            })
            .map(|(letter, _months)| *letter),
        qp: qp_of(&title),
    })
}

/// Reads `PPRRVU2025_Oct.csv`, `PPRRVU20_v0618.csv`, `PPRRVU2026_Apr_nonQPP.txt`, `RVU25D.zip`.
fn from_name(name: &str) -> Said {
    let name = name.to_ascii_uppercase();
    let mut said = Said {
        qp: qp_of(&name),
        ..Said::default()
    };
    for (start, word) in name.match_indices("RVU") {
        let rest = name.get(start + word.len()..).unwrap_or_default();
        let rest = rest.strip_prefix('_').unwrap_or(rest);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Some(year) = rest.get(..digits).and_then(calendar_year) else {
            continue;
        };
        let after = rest.get(digits..).unwrap_or_default();
        said.year = said.year.or(Some(year));
        let month = after.trim_start_matches('_');
        let by_month = QUARTERS
            .iter()
            .find(|(_letter, months)| months.iter().any(|known| month.starts_with(known)))
            .map(|(letter, _months)| *letter);
        let by_letter = after
            .chars()
            .next()
            .filter(|letter| ('A'..='D').contains(letter));
        said.quarter = said.quarter.or(by_month).or(by_letter);
        said.corrected |= after.starts_with("AR");
    }
    said
}

/// Reads the participation status in a name, title or heading: `nonQPP`, which holds `QPP` too, or
/// `Non-Qualifying APM National Anes CF`.
pub(super) fn qp_of(name: &str) -> Option<QpStatus> {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    let name: String = letters
        .map(|letter| char::from(letter.to_ascii_uppercase()))
        .collect();
    if name.contains("NONQPP") || name.contains("NONQUALIFYING") {
        Some(QpStatus::NonQualifying)
    } else if name.contains("QPP") || name.contains("QUALIFYING") {
        Some(QpStatus::Qualifying)
    } else {
        None
    }
}

/// Reads the year in `ANES2026.csv` or `2026-anesthesia-conversion-factors.zip`.
pub(super) fn year_of(name: &str) -> Option<i16> {
    name.split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .find_map(calendar_year)
}

/// Reads `2025` or `25`.
fn calendar_year(digits: &str) -> Option<i16> {
    let number: i16 = digits.parse().ok()?;
    match digits.len() {
        2 => Some(2000 + number),
        4 if (1992..2100).contains(&number) => Some(number),
        _ => None,
    }
}

/// Reads `RELEASED 09/11/2025`.
fn released(line: &str) -> Option<Date> {
    let day = line.to_ascii_uppercase();
    let mut parts = day.trim().strip_prefix("RELEASED")?.trim().split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(
        year.trim().parse().ok()?,
        month.parse().ok()?,
        day.parse().ok()?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, year: i16, quarter: Option<char>, qp: Option<QpStatus>) {
        assert_eq!(
            from_name(name),
            Said {
                year: Some(year),
                quarter,
                corrected: name.contains("AR."),
                qp
            },
            "{name}"
        );
    }

    #[test]
    fn releases_are_told_by_the_names_cms_has_used() {
        check("PPRRVU20_JAN.csv", 2020, Some('A'), None);
        check("PPRRVU20_v0618.xlsx", 2020, Some('C'), None);
        check("PPRRVU2025_Oct.txt", 2025, Some('D'), None);
        check(
            "PPRRVU2026_Apr_nonQPP.txt",
            2026,
            Some('B'),
            Some(QpStatus::NonQualifying),
        );
        check(
            "PPRRVU2026_Jul_QPP.txt",
            2026,
            Some('C'),
            Some(QpStatus::Qualifying),
        );
        check("rvu25d.zip", 2025, Some('D'), None);
        check("RVU24AR.zip", 2024, Some('A'), None);
        check("rvu25a-updated-01_10_2025.zip", 2025, Some('A'), None);
        check("PPRRVU25_JAN.csv", 2025, Some('A'), None);
        assert_eq!(from_name("ANES2025.csv"), Said::default());
    }

    fn check_name(factor: i64, file_name: &str, zip_name: &str, expected: &str) {
        let sources = Sources {
            preamble: &[],
            conversion_factor: Decimal::new(factor, 4),
            file_name,
            zip_name,
        };
        let info = info(&sources, &mut Notes::new(file_name)).unwrap();
        assert_eq!(info.name, expected, "{file_name} {zip_name}");
    }

    #[test]
    fn corrected_january_releases_have_names_of_their_own() {
        check_name(327_442, "PPRRVU24_JAN.csv", "rvu24a.zip", "RVU24A");
        check_name(332_875, "PPRRVU24_JAN.csv", "rvu24ar.zip", "RVU24AR");
        check_name(332_875, "PPRRVU24_JAN.csv", "", "RVU24AR");
        check_name(332_875, "PPRRVU24_JUL.csv", "rvu24c.zip", "RVU24C");
        check_name(334_009, "PPRRVU2026_Jan_nonQPP.txt", "rvu26a.zip", "RVU26A");
        check_name(
            334_009,
            "PPRRVU2026_Jan_nonQPP.txt",
            "rvu26ar.zip",
            "RVU26AR",
        );
        check_name(348_931, "PPRRVU21_OCT.csv", "rvu21d.zip", "RVU21D");
        check_name(346_062, "PPRRVU22_APR.csv", "rvu22b.zip", "RVU22B");
    }

    #[test]
    fn titles_and_release_dates_are_read() {
        let lines =
            ["2026 National Physician Fee Schedule Relative Value File July Release".to_owned()];
        let expected = Said {
            year: Some(2026),
            quarter: Some('C'),
            corrected: false,
            qp: None,
        };
        assert_eq!(from_title(&lines), expected);
        assert_eq!(released("RELEASED 09/11/2025"), Some(date(2025, 9, 11)));
        assert_eq!(released("RELEASED 31/31/2025"), None);
    }
}
