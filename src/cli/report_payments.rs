//! The reports on data quality, remittances and claims, written for people.

use super::print::{Align, TextTable, count, counted, dollars, percent};
use super::report::based_on_text;
use crate::analysis::adjustments::{AdjustmentReport, provider_adjustment_label};
use crate::analysis::data_quality::{DataQuality, QualityFinding};
use crate::analysis::payment_clocks::{ClockFigures, PaymentClocks};
use crate::analysis::recodes::RecodeReport;
use crate::brief::{finding_words, subject_words};
use crate::domain::{Modifiers, PayerId, ProcedureCode};
use crate::jobs::{PaymentsReport, PracticeView};

/// Writes what is odd about the data, the most pressing first.
pub(super) fn data_quality_text(report: &DataQuality) -> String {
    let findings: Vec<String> = report.findings.iter().map(finding_text).collect();
    format!(
        "{}\n{}",
        findings.join("\n"),
        based_on_text(&report.based_on)
    )
}

fn finding_text(finding: &QualityFinding) -> String {
    let words = finding_words(finding);
    let mut text = format!("{}: {}\n", finding.level.label(), words.sentence);
    if !words.advice.is_empty() {
        text.push_str(&format!("  {}\n", words.advice));
    }
    if finding.parts.is_empty() {
        return text;
    }
    let mut table = TextTable::new(&[
        (words.part_heading, Align::Left),
        (words.count_heading, Align::Right),
        (words.amount_heading.unwrap_or(""), Align::Right),
    ]);
    for part in &finding.parts {
        table.row(vec![
            subject_words(&part.subject),
            count(part.count),
            part.amount.map_or_else(String::new, dollars),
        ]);
    }
    for line in table.text().lines() {
        text.push_str(&format!("    {line}\n"));
    }
    if finding.parts_left_out > 0 {
        text.push_str(&format!("    … {} more\n", count(finding.parts_left_out)));
    }
    text
}

/// Writes the payments, and what is odd about them.
pub(super) fn payments_text(report: &PaymentsReport, view: &PracticeView) -> String {
    let mut table = TextTable::new(&[
        ("Paid on", Align::Left),
        ("Payer", Align::Left),
        ("Number", Align::Left),
        ("By", Align::Left),
        ("Claims", Align::Right),
        ("Amount", Align::Right),
        ("Interest", Align::Right),
        ("Provider adj.", Align::Right),
        ("Difference", Align::Right),
    ]);
    for payment in &report.payments {
        table.row(vec![
            payment
                .paid_on
                .map_or_else(String::new, |day| day.to_string()),
            payer_name(view, payment.payer),
            payment.trace.clone(),
            payment.method.clone(),
            count(payment.claims),
            dollars(payment.amount),
            dollars(payment.interest),
            dollars(payment.provider_adjustments),
            dollars(payment.difference),
        ]);
    }
    table.rule();
    table.row(vec![
        String::new(),
        counted(report.payments.len() as u64, "payment"),
        String::new(),
        String::new(),
        count(report.payments.iter().map(|payment| payment.claims).sum()),
        dollars(report.amount),
    ]);
    let mut text = format!("{}\n", table.text());
    if report.unbalanced > 0 {
        text.push_str(&format!(
            "{} of them, or claims in them, do not balance\n",
            count(report.unbalanced)
        ));
    }
    if !report.provider_adjustments.is_empty() {
        text.push_str(&format!("\n{}", provider_adjustments_text(report, view)));
    }
    let facts = &report.facts;
    text.push_str(&format!(
        "\nClaims sent {}, unanswered {}\n\n{}",
        count(facts.claims_submitted),
        count(facts.claims_unanswered),
        based_on_text(&report.based_on)
    ));
    text
}

/// Writes the money that belongs to no claim.
fn provider_adjustments_text(report: &PaymentsReport, view: &PracticeView) -> String {
    let mut table = TextTable::new(&[
        ("Payer", Align::Left),
        ("Code", Align::Left),
        ("Provider adjustment", Align::Left),
        ("Times", Align::Right),
        ("Amount", Align::Right),
    ]);
    for sum in &report.provider_adjustments {
        table.row(vec![
            payer_name(view, sum.payer),
            sum.code.to_string(),
            provider_adjustment_label(sum.code)
                .unwrap_or_default()
                .to_owned(),
            count(sum.count),
            dollars(sum.amount),
        ]);
    }
    table.text()
}

fn payer_name(view: &PracticeView, payer: PayerId) -> String {
    view.payer(payer)
        .map_or_else(String::new, |payer| payer.name.clone())
}

/// Writes how long payers take.
pub(super) fn payment_clocks_text(report: &PaymentClocks) -> String {
    let mut table = TextTable::new(&[
        ("Payer", Align::Left),
        ("Clock", Align::Left),
        ("Claims", Align::Right),
        ("Median days", Align::Right),
        ("90th percentile", Align::Right),
        ("Over 30", Align::Right),
        ("Over 45", Align::Right),
        ("Over 60", Align::Right),
    ]);
    let cells = |name: &str, figures: &ClockFigures| {
        vec![
            name.to_owned(),
            figures.clock.label().to_owned(),
            count(figures.claims),
            figures
                .median_days
                .map_or_else(|| "n/a".to_owned(), |days| days.normalize().to_string()),
            figures
                .ninetieth_percentile_days
                .map_or_else(|| "n/a".to_owned(), |days| days.to_string()),
            percent(figures.over_30.percent),
            percent(figures.over_45.percent),
            percent(figures.over_60.percent),
        ]
    };
    for payer in &report.payers {
        for figures in &payer.clocks {
            table.row(cells(&payer.name, figures));
        }
    }
    table.rule();
    for figures in &report.all {
        table.row(cells("All payers", figures));
    }
    format!("{}\n{}", table.text(), based_on_text(&report.based_on))
}

fn coded(code: ProcedureCode, modifiers: Modifiers) -> String {
    let modifiers = modifiers.to_string();
    let hyphen = if modifiers.is_empty() { "" } else { "-" };
    format!("{code}{hyphen}{modifiers}")
}

/// Writes which services payers paid as others.
pub(super) fn recodes_text(report: &RecodeReport) -> String {
    let mut table = TextTable::new(&[
        ("Payer", Align::Left),
        ("Billed", Align::Left),
        ("Paid as", Align::Left),
        ("Change", Align::Left),
        ("Lines", Align::Right),
        ("Fewer units", Align::Right),
        ("Charge", Align::Right),
        ("Allowed", Align::Right),
        ("At stake", Align::Right),
    ]);
    for payer in &report.payers {
        for row in &payer.rows {
            table.row(vec![
                payer.name.clone(),
                coded(row.billed_code, row.billed_modifiers),
                coded(row.paid_code, row.paid_modifiers),
                row.change.label().to_owned(),
                count(row.lines),
                count(row.lines_with_fewer_units),
                dollars(row.charge),
                dollars(row.allowed),
                row.at_stake
                    .map_or_else(String::new, |stake| dollars(stake.amount)),
            ]);
        }
    }
    table.rule();
    let total = &report.total;
    table.row(vec![
        "All payers".to_owned(),
        String::new(),
        String::new(),
        String::new(),
        count(total.lines),
        count(total.lines_with_fewer_units),
        dollars(total.charge),
        dollars(total.allowed),
        dollars(total.at_stake),
    ]);
    format!("{}\n{}", table.text(), based_on_text(&report.based_on))
}

/// Writes why less than the charge was paid.
pub(super) fn adjustments_text(report: &AdjustmentReport) -> String {
    let mut table = TextTable::new(&[
        ("Payer", Align::Left),
        ("Group", Align::Left),
        ("CARC", Align::Left),
        ("Reason", Align::Left),
        ("Times", Align::Right),
        ("Amount", Align::Right),
        ("%", Align::Right),
        ("Denial", Align::Left),
    ]);
    let sums = report
        .payers
        .iter()
        .map(|payer| (payer.name.as_str(), &payer.sums))
        .chain(std::iter::once(("All payers", &report.all)));
    for (name, sums) in sums {
        if name == "All payers" {
            table.rule();
        }
        for row in &sums.rows {
            table.row(vec![
                name.to_owned(),
                row.group.code().to_owned(),
                row.reason.to_string(),
                row.label.unwrap_or_default().to_owned(),
                row.count.to_string(),
                dollars(row.amount),
                percent(row.share),
                if row.is_denial { "denial" } else { "" }.to_owned(),
            ]);
        }
    }
    format!(
        "{}\nDenied {}, in {} adjustments\n\n{}",
        table.text(),
        dollars(report.all.denied),
        report.all.denials,
        based_on_text(&report.based_on)
    )
}
