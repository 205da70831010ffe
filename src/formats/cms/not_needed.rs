//! Names the files of CMS that look like a fee schedule and are none a practice is paid by.

use super::grid::Row;
use super::notes::own_name;
use crate::formats::FormatError;

/// What a file is, and why it can stay where it is.
struct Known {
    is: &'static str,
    why: &'static str,
}

/// Returns the refusal for a file whose row of headings, or first row, gives it away.
pub(super) fn refusal(row: Row<'_>, headings: &[String], file_name: &str) -> Option<FormatError> {
    let known = by_heading(headings).or_else(|| is_amount_by_locality(row).then_some(PFALL))?;
    Some(FormatError::NotNeeded {
        problem: format!("{} {}", own_name(file_name), known.is),
        remedy: format!("It is not needed: {}", known.why),
    })
}

const PFALL: Known = Known {
    is: "lists the physician fee schedule\u{2019}s amounts by locality (PFALL, PFREV)",
    why: "the program works the amounts out from the relative value zip, such as RVU26D.zip",
};

fn by_heading(headings: &[String]) -> Option<Known> {
    let has = |wanted: &str| headings.iter().any(|heading| heading == wanted);
    if has("APC") && (has("SI") || has("RELATIVEWEIGHT") || has("PAYMENTRATE")) {
        return Some(Known {
            is: "is an addendum of the hospital outpatient system (OPPS)",
            why: "Medicare pays hospitals by it, not practices",
        });
    }
    let is_indicator = |heading: &String| heading.ends_with("PAYMENTINDICATOR");
    if headings.iter().any(is_indicator) && (has("HCPCSCODE") || has("HCPCS")) {
        return Some(Known {
            is: "is an addendum of the ambulatory surgical center system (ASC)",
            why: "Medicare pays surgical centers by it, not practices",
        });
    }
    if has("HCPCS") && has("MOD3") && has("CATG") {
        return Some(Known {
            is: "lists equipment prices of former competitive bidding areas",
            why: "DMEPOS prices go by state here, from the file named DMEPOS",
        });
    }
    if has("DRUGGENERICNAMETRADENAME") && has("PAYMENTLIMIT") {
        return Some(Known {
            is: "prices drugs without a code of their own, by name (NOC)",
            why: "services are priced by code; enter such a drug as a carrier price",
        });
    }
    if has("LABELERNAME") && has("BILLUNITSPKG") {
        return Some(Known {
            is: "lists the package codes (NDC) of drugs by HCPCS code",
            why: "the payment limits go by HCPCS code alone",
        });
    }
    None
}

/// Whether a row has the shape `"2025","01112","05","76145","  ","0001339.81",…`.
fn is_amount_by_locality(row: Row<'_>) -> bool {
    let digits = |column_idx: usize, len: usize| {
        let cell = row.cell(column_idx);
        cell.len() == len && cell.bytes().all(|byte| byte.is_ascii_digit())
    };
    let has_point = |column_idx: usize| {
        let cell = row.cell(column_idx).as_bytes();
        cell.len() == 10 && cell.get(7) == Some(&b'.')
    };
    row.cells().count() == 16 && digits(0, 4) && digits(1, 5) && has_point(5) && has_point(6)
}
