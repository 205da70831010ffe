//! Words that several panels share: what figures rest on, what a rate is for, months and counts.

use rust_decimal::Decimal;

use crate::analysis::BasedOn;
use crate::brief::figures;
use crate::domain::{Month, RateKey, Setting};

/// Writes what figures rest on, for the foot of a panel.
pub fn based_on_words(based_on: &BasedOn) -> String {
    let mut words = vec![
        counted_words(based_on.imports, "file", "files"),
        counted_words(based_on.lines, "line", "lines"),
    ];
    if based_on.lines_without_allowed > 0 {
        let without = figures::count(Decimal::from(based_on.lines_without_allowed));
        words.push(format!("{without} without an allowed amount"));
    }
    if based_on.lines_secondary > 0 {
        let secondary = figures::count(Decimal::from(based_on.lines_secondary));
        words.push(format!("payments of {secondary} secondary"));
    }
    if let Some(span) = based_on.span {
        words.push(if span.first == span.last {
            month_words(span.first)
        } else {
            format!("{} to {}", month_words(span.first), month_words(span.last))
        });
    }
    words.push(match &based_on.reference {
        Some(reference) => format!("Medicare {reference}"),
        None => "no Medicare reference".to_owned(),
    });
    words.join(" \u{b7} ")
}

/// Writes a count with its noun: "1 file", "1,204 lines".
pub fn counted_words(count: u64, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{} {noun}", figures::count(Decimal::from(count)))
}

/// Writes a month: "Mar 2025".
pub fn month_words(month: Month) -> String {
    month.first_day().map_or_else(
        |_out_of_calendar| month.to_string(),
        |day| day.strftime("%b %Y").to_string(),
    )
}

/// Writes what a rate is for: `73030 26, facility`; the usual setting is not said.
pub fn service_words(key: RateKey) -> String {
    let mut words = key.code.to_string();
    if !key.modifiers.is_empty() {
        words.push(' ');
        words.push_str(&key.modifiers.to_string());
    }
    if key.setting == Setting::Facility {
        words.push_str(", facility");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::MonthSpan;
    use crate::domain::{Modifiers, ProcedureCode};

    #[test]
    fn a_footer_names_files_lines_months_and_the_reference() {
        let mut based_on = BasedOn {
            imports: 2,
            lines: 59_210,
            lines_secondary: 0,
            lines_without_allowed: 1_204,
            span: Some(MonthSpan {
                first: Month(2024 * 12),
                last: Month(2025 * 12 + 11),
            }),
            reference: Some("RVU25D, Atlanta 10212-01".to_owned()),
        };
        assert_eq!(
            based_on_words(&based_on),
            "2 files \u{b7} 59,210 lines \u{b7} 1,204 without an allowed amount \u{b7} \
             Jan 2024 to Dec 2025 \u{b7} Medicare RVU25D, Atlanta 10212-01"
        );
        based_on = BasedOn::default();
        assert_eq!(
            based_on_words(&based_on),
            "0 files \u{b7} 0 lines \u{b7} no Medicare reference"
        );
    }

    #[test]
    fn a_service_says_what_differs_from_the_usual() {
        let mut key = RateKey {
            code: ProcedureCode::new("73030").unwrap(),
            modifiers: Modifiers::NONE,
            setting: Setting::NonFacility,
        };
        assert_eq!(service_words(key), "73030");
        key.modifiers = Modifiers::from_text("26").unwrap();
        key.setting = Setting::Facility;
        assert_eq!(service_words(key), "73030 26, facility");
    }
}
