//! Months without services, and months with far fewer than usual: of the practice, and of the payers
//! with the most lines.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::finding::{FindingKind, FindingLevel, FindingPart, Mend, QualityFinding, Subject};
use crate::analysis::{MonthSpan, ReportInput};
use crate::domain::{Month, PayerId};

/// Payers looked at: those that reports are mostly about.
const PAYERS_LOOKED_AT: usize = 8;

/// Lines a month below which a payer's missing month is chance.
const FEWEST_LINES_OF_PAYER: u64 = 10;

/// Months below which nothing is usual yet.
const FEWEST_MONTHS: usize = 3;

type Months = BTreeMap<Month, u64>;

pub(super) fn findings(input: &ReportInput<'_>) -> Vec<QualityFinding> {
    let Some(span) = input.span() else {
        return Vec::new();
    };
    let mut practice = Months::new();
    let mut payers: BTreeMap<PayerId, Months> = BTreeMap::new();
    for row in input.rows() {
        *practice.entry(row.month).or_default() += row.lines;
        let months = payers.entry(row.payer).or_default();
        *months.entry(row.month).or_default() += row.lines;
    }
    practice.retain(|_, lines| *lines != 0);
    let missing: Vec<Month> = months_of(span)
        .filter(|month| !practice.contains_key(month))
        .collect();
    let usual = median(&practice);
    let thin = thin(&practice, usual);
    let mut findings = vec![missing_finding(span, &missing)];
    findings.extend(thin_finding(&practice, &thin, usual));
    let odd = |month: &Month| missing.contains(month) || thin.contains(month);
    findings.extend(payer_finding(input, span, payers, odd));
    findings
}

fn months_of(span: MonthSpan) -> impl Iterator<Item = Month> {
    (span.first.0..=span.last.0).map(Month)
}

/// Returns the lines of a usual month: the middle of the months that have any, of an even number the
/// lower of the middle two.
fn median(months: &Months) -> u64 {
    let mut lines: Vec<u64> = months
        .values()
        .copied()
        .filter(|lines| *lines != 0)
        .collect();
    lines.sort_unstable();
    lines
        .get(lines.len().saturating_sub(1) / 2)
        .copied()
        .unwrap_or(0)
}

/// Returns the months with less than half of the usual lines.
fn thin(months: &Months, usual: u64) -> Vec<Month> {
    if months.len() < FEWEST_MONTHS {
        return Vec::new();
    }
    months
        .iter()
        .filter(|(_, lines)| **lines != 0 && **lines * 2 < usual)
        .map(|(month, _)| *month)
        .collect()
}

fn missing_finding(span: MonthSpan, missing: &[Month]) -> QualityFinding {
    let kind = FindingKind::MonthsMissing {
        months: missing.len() as u64,
        of: u64::from(span.months()),
    };
    if missing.is_empty() {
        return QualityFinding::whole(kind, FindingLevel::Good);
    }
    let parts = missing.iter().map(|month| month_part(*month, 0)).collect();
    QualityFinding::whole(kind, FindingLevel::Mend)
        .with_parts(parts)
        .mended_by(Mend::ImportServices)
}

fn thin_finding(months: &Months, thin: &[Month], usual_lines: u64) -> Option<QualityFinding> {
    if thin.is_empty() {
        return None;
    }
    let kind = FindingKind::MonthsThin {
        months: thin.len() as u64,
        usual_lines,
    };
    let parts = thin
        .iter()
        .map(|month| month_part(*month, months.get(month).copied().unwrap_or(0)))
        .collect();
    Some(
        QualityFinding::whole(kind, FindingLevel::Look)
            .with_parts(parts)
            .mended_by(Mend::ImportServices),
    )
}

fn month_part(month: Month, count: u64) -> FindingPart {
    FindingPart {
        subject: Subject::Month(month),
        count,
        amount: None,
        mend: None,
    }
}

/// Looks at the payers with the most lines. Months that are odd for the whole practice are not said
/// again for each of them.
fn payer_finding(
    input: &ReportInput<'_>,
    span: MonthSpan,
    payers: BTreeMap<PayerId, Months>,
    is_said: impl Fn(&Month) -> bool,
) -> Option<QualityFinding> {
    if (span.months() as usize) < FEWEST_MONTHS {
        return None;
    }
    let mut payers: Vec<(PayerId, Months)> = payers
        .into_iter()
        .filter(|(_, months)| FEWEST_LINES_OF_PAYER <= median(months))
        .collect();
    payers.sort_by_key(|(_, months)| Reverse(months.values().sum::<u64>()));
    payers.truncate(PAYERS_LOOKED_AT);
    let mut parts = Vec::new();
    let mut with_gaps = 0;
    for (payer, months) in &payers {
        let thin = thin(months, median(months));
        let before = parts.len();
        for month in months_of(span).filter(|month| !is_said(month)) {
            let lines = months.get(&month).copied().unwrap_or(0);
            if lines == 0 || thin.contains(&month) {
                parts.push(FindingPart {
                    subject: Subject::PayerMonth {
                        payer: input.payer_name(*payer).into_owned(),
                        month,
                    },
                    count: lines,
                    amount: None,
                    mend: Some(Mend::ShowPayer { payer: *payer }),
                });
            }
        }
        with_gaps += u64::from(before != parts.len());
    }
    if payers.is_empty() {
        return None;
    }
    let kind = FindingKind::PayerMonths {
        payers: with_gaps,
        of: payers.len() as u64,
    };
    let level = match with_gaps {
        0 => FindingLevel::Good,
        _ => FindingLevel::Look,
    };
    Some(QualityFinding::whole(kind, level).with_parts(parts))
}
