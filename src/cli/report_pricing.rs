//! The reports on Medicare and contracts, written for people.

use super::print::{Align, TextTable, count, dollars, dollars_or_none, percent};
use super::report::{based_on_text, service};
use crate::analysis::coverage::Coverage;
use crate::analysis::schedule_differences::ScheduleDifferences;
use crate::analysis::year_lock::YearComparison;
use crate::domain::RateKey;
use crate::jobs::PracticeView;

/// Writes for how much money Medicare has an amount, and why not for the rest.
pub(super) fn coverage_text(report: &Coverage) -> String {
    let mut table = TextTable::new(&[
        ("Medicare\u{2019}s fee schedule", Align::Left),
        ("Codes", Align::Right),
        ("Allowed", Align::Right),
        ("Share", Align::Right),
    ]);
    for family in &report.families {
        table.row(vec![
            family.family.label().to_owned(),
            count(family.codes),
            dollars(family.allowed),
            percent(family.share_of_allowed),
        ]);
    }
    let mut text = format!("{}\n\n{}", report.sentence(), table.text());
    for reason in &report.reasons {
        let codes: Vec<String> = reason.codes.iter().map(|code| service(code.key)).collect();
        text.push_str(&format!(
            "\n{}: {}\n  {}\n",
            reason.reason,
            dollars(reason.allowed),
            codes.join(", ")
        ));
    }
    format!("{text}\n{}", based_on_text(&report.based_on))
}

/// Writes two Medicare years side by side.
pub(super) fn year_lock_text(report: &YearComparison, view: &PracticeView) -> String {
    let [today, offered] = &report.releases;
    let mut table = TextTable::new(&[
        ("Code", Align::Left),
        ("Setting", Align::Left),
        ("Label", Align::Left),
        ("Units", Align::Right),
        (today.name.as_str(), Align::Right),
        (offered.name.as_str(), Align::Right),
        ("Rate", Align::Right),
        ("Offered", Align::Right),
        ("Change", Align::Right),
        ("Today, as % of offered year", Align::Right),
    ]);
    for line in &report.lines {
        table.row(vec![
            service(line.key),
            line.key.setting.label().to_owned(),
            view.code_label(line.key.code).to_owned(),
            line.units.normalize().to_string(),
            dollars(line.medicare_today),
            dollars(line.medicare_offered),
            dollars(line.rate_today),
            dollars(line.rate_offered),
            percent(line.change_percent),
            percent(line.today_as_percent_of_offered),
        ]);
    }
    let mut text = format!(
        "{} (CF {}) against {} (CF {})\n\n{}\nStaying {}, moving {} ({}), the greater of both {}\n\
         {} codes gain, {} lose\nToday\u{2019}s percentage is {} of the offered year, code by code; \
         by conversion factors alone it would be {}\n",
        today.name,
        today.conversion_factor,
        offered.name,
        offered.conversion_factor,
        table.text(),
        dollars(report.totals.stay),
        dollars(report.totals.moved),
        percent(report.change_percent),
        dollars(report.totals.greater_of),
        count(report.winners),
        count(report.losers),
        percent(report.today_as_percent_of_offered),
        percent(report.by_factor.today_as_percent_of_offered),
    );
    for missing in &report.not_compared {
        text.push_str(&format!(
            "{}: not compared. {}\n",
            service(missing.key),
            missing.reason
        ));
    }
    text
}

/// Writes what changes from one fee schedule to another.
pub(super) fn differences_text(report: &ScheduleDifferences, view: &PracticeView) -> String {
    let [old, new] = &report.names;
    let mut table = TextTable::new(&[
        ("Code", Align::Left),
        ("Setting", Align::Left),
        ("Label", Align::Left),
        ("Units", Align::Right),
        ("Old", Align::Right),
        ("New", Align::Right),
        ("Change", Align::Right),
        ("Dollars", Align::Right),
    ]);
    for line in &report.lines {
        let setting = line.setting.map_or("Both", |setting| setting.label());
        table.row(vec![
            service(RateKey {
                code: line.code,
                modifiers: line.modifiers,
                setting: line.setting.unwrap_or(crate::domain::Setting::NonFacility),
            }),
            setting.to_owned(),
            view.code_label(line.code).to_owned(),
            line.units.normalize().to_string(),
            dollars_or_none(line.old),
            dollars_or_none(line.new),
            percent(line.change_percent),
            dollars(line.dollars),
        ]);
    }
    let counts = &report.counts;
    format!(
        "From {old} to {new}, on {}\n\n{}\n{} raised, {} lowered, {} unchanged, {} only in the old, \
         {} only in the new\nServices in both: {} before, {} after ({})\n",
        report.day,
        table.text(),
        count(counts.raised),
        count(counts.lowered),
        count(counts.unchanged),
        count(counts.only_in_old),
        count(counts.only_in_new),
        dollars(report.dollars_old),
        dollars(report.dollars_new),
        percent(report.change_percent),
    )
}
