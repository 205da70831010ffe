//! Finds a payer's name in a file's name: `Aetna_charges_2025-Q1.csv` is Aetna's.

/// Words of file names that name no payer.
const OTHER_WORDS: &[&str] = &[
    "EXPORT",
    "EXPORTS",
    "EXPORTED",
    "REPORT",
    "REPORTS",
    "CHARGE",
    "CHARGES",
    "CLAIM",
    "CLAIMS",
    "LINE",
    "LINES",
    "DATA",
    "DETAIL",
    "DETAILS",
    "DETAILED",
    "SUMMARY",
    "UTILIZATION",
    "VOLUME",
    "VOLUMES",
    "PAYMENT",
    "PAYMENTS",
    "PAID",
    "TRANSACTION",
    "TRANSACTIONS",
    "SERVICE",
    "SERVICES",
    "PROCEDURE",
    "PROCEDURES",
    "CPT",
    "CODES",
    "BILLING",
    "PRODUCTION",
    "FINAL",
    "DRAFT",
    "COPY",
    "NEW",
    "OLD",
    "REV",
    "VERSION",
    "ALL",
    "FULL",
    "YTD",
    "MTD",
    "FROM",
    "TO",
    "THRU",
    "THROUGH",
    "FOR",
    "BY",
    "OF",
    "THE",
    "AND",
    "PAYER",
    "PAYOR",
    "FILE",
    "TABLE",
    "SHEET",
    "LIST",
    "EXTRACT",
    "DOWNLOAD",
    "ANALYSIS",
    "QUARTER",
    "QTR",
    "MONTH",
    "MONTHLY",
    "ANNUAL",
    "YEAR",
    "CALENDAR",
    "FISCAL",
    "DOS",
];

/// Longest name taken; longer ones are sentences.
const LONGEST: usize = 60;

/// Returns the payer's name in a file's own name: without extension, dates and words like `export`;
/// `None` when nothing remains.
pub fn payer_from_file_name(name: &str) -> Option<String> {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = without_extensions(stem);
    let words: Vec<&str> = stem
        .split(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '&' | '\'')))
        .flat_map(without_year)
        .filter(|word| names_a_payer(word))
        .collect();
    let found = words.join(" ");
    let letters = found
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .count();
    (letters >= 2 && found.len() <= LONGEST).then_some(found)
}

fn without_extensions(name: &str) -> &str {
    const EXTENSIONS: [&str; 10] = [
        "csv", "tsv", "txt", "tab", "xlsx", "xls", "xlsm", "zip", "gz", "pdf",
    ];
    let mut stem = name;
    while let Some((before, extension)) = stem.rsplit_once('.')
        && EXTENSIONS
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    {
        stem = before;
    }
    stem
}

/// Parts a word from the digits of a year or date written onto it: `Aetna2025`, `2025Aetna`.
fn without_year(word: &str) -> Vec<&str> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let tail = word.trim_end_matches(is_digit);
    let head = word.trim_start_matches(is_digit);
    if word.len() - tail.len() >= 4 {
        vec![tail]
    } else if word.len() - head.len() >= 4 {
        vec![head]
    } else {
        vec![word]
    }
}

fn names_a_payer(word: &str) -> bool {
    let upper = word.to_uppercase();
    let letters = upper.trim_matches(|letter: char| letter.is_ascii_digit());
    // What remains of `Q1`, `v2`, `H1`, `FY25`, `25Q3`.
    let numbered = letters.len() < upper.len() && matches!(letters, "Q" | "V" | "H" | "FY" | "CY");
    !letters.is_empty()
        && !numbered
        && !OTHER_WORDS.contains(&upper.as_str())
        && super::dates::month_named(&upper).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Option<&str>) {
        assert_eq!(payer_from_file_name(name).as_deref(), expected, "{name}");
    }

    #[test]
    fn what_is_left_of_a_file_name_is_the_payer() {
        check("Aetna_charges_2025-Q1.csv", Some("Aetna"));
        check(
            "Blue Cross 01.15.2025 export (final).xlsx",
            Some("Blue Cross"),
        );
        check("UHC2025.csv", Some("UHC"));
        check("2025-03 Cigna report v2.csv", Some("Cigna"));
        check("Tufts & Harvard - Mar 2025.txt", Some("Tufts & Harvard"));
        check("C:\\exports\\Humana FY25.csv", Some("Humana"));
        check("aetna.csv.gz", Some("aetna"));
    }

    #[test]
    fn a_name_of_dates_and_everyday_words_is_no_payer() {
        check("charges_2025.csv", None);
        check("export.csv", None);
        check("2025-01-01.csv", None);
        check("", None);
        check("Q1.csv", None);
    }
}
