//! What the service lines hold: allowed amounts, codes that can be measured, units, providers, sites,
//! visits.

use super::QualityFacts;
use super::finding::{FindingKind, FindingLevel, FindingPart, Mend, QualityFinding, Subject};
use crate::analysis::ReportInput;
use crate::analysis::coverage::coverage;
use crate::analysis::medicare_price::NoReference;
use crate::analysis::rounding::percent_of;
use crate::domain::{
    ImportKind, ImportTotals, NoRate, Percent, ProviderId, SiteId, StatusCode, TotalRow,
};
use rust_decimal::Decimal;

/// Lines with an allowed amount of a hundred: denials alone leave five to ten without.
const ALLOWED_AS_USUAL: u32 = 90;

/// Lines with an allowed amount of a hundred below which rates rest on little more than chance.
const ALLOWED_TO_MEND: u32 = 60;

/// Percentage of all allowed dollars without a Medicare amount that changes a weighted percentage by
/// little.
const UNMEASURED_AS_USUAL: u32 = 5;

/// Percentage of secondary lines that a practice with many Medicare supplements may have.
const SECONDARY_AS_USUAL: u32 = 40;

pub(super) fn findings(
    input: &ReportInput<'_>,
    facts: &QualityFacts<'_>,
    imported: &ImportTotals,
) -> Vec<QualityFinding> {
    let lines = Lines::of(input);
    let mut findings = vec![allowed_amounts(&lines, facts, imported), codes(input)];
    findings.extend(secondary(&lines));
    findings.extend(blanks(&lines, facts));
    findings
}

/// Lines counted.
#[derive(Clone, Copy, Debug, Default)]
struct Lines {
    all: u64,
    without_allowed: u64,
    denied: u64,
    secondary: u64,
    without_units: u64,
    without_provider: u64,
    without_site: u64,
    visits: u64,
}

impl Lines {
    fn of(input: &ReportInput<'_>) -> Self {
        let mut lines = Self::default();
        input.rows().for_each(|row| lines.add(row));
        lines
    }

    fn add(&mut self, row: &TotalRow) {
        self.all += row.lines;
        self.without_allowed += row.lines_without_allowed;
        self.denied += row.lines_denied;
        self.secondary += row.lines_secondary;
        self.visits += row.visits;
        if row.units <= Decimal::ZERO {
            self.without_units += row.lines;
        }
        if row.provider == ProviderId(0) {
            self.without_provider += row.lines;
        }
        if row.site == SiteId(0) {
            self.without_site += row.lines;
        }
    }
}

fn share(part: u64, whole: u64) -> Option<Percent> {
    Percent::ratio(Decimal::from(part), Decimal::from(whole)).map(|share| share.rounded(1))
}

fn is_below(share: Option<Percent>, percent: u32) -> bool {
    share.is_some_and(|share| share.points() < Decimal::from(percent))
}

fn allowed_amounts(
    lines: &Lines,
    facts: &QualityFacts<'_>,
    imported: &ImportTotals,
) -> QualityFinding {
    let share_with = share(lines.all.saturating_sub(lines.without_allowed), lines.all);
    let level = match lines.without_allowed {
        0 => FindingLevel::Good,
        _ if is_below(share_with, ALLOWED_TO_MEND) => FindingLevel::Mend,
        _ if is_below(share_with, ALLOWED_AS_USUAL) => FindingLevel::Look,
        _ => FindingLevel::Good,
    };
    let reasons = reasons(lines, imported);
    let unknown = reasons
        .iter()
        .any(|(reason, count)| *reason == NoRate::Unknown && *count * 2 > lines.without_allowed);
    let parts = reasons
        .into_iter()
        .map(|(reason, count)| FindingPart {
            subject: Subject::NoRate(reason),
            count,
            amount: None,
            mend: None,
        })
        .collect();
    let kind = FindingKind::AllowedAmounts {
        lines: lines.all,
        without: lines.without_allowed,
        share_with,
    };
    let finding = QualityFinding::whole(kind, level).with_parts(parts);
    let is_pressing = FindingLevel::Look <= level;
    match worst_table(facts, |totals| totals.lines_without_allowed) {
        Some(mend) if unknown && is_pressing => finding.mended_by(mend),
        _ => finding,
    }
}

/// Returns the reasons with their lines, the most lines first. The files' own counts are before
/// reversals were netted: a reason never has more lines than are left.
fn reasons(lines: &Lines, imported: &ImportTotals) -> Vec<(NoRate, u64)> {
    let counts = &imported.counts;
    let mut left = lines.without_allowed;
    let mut reasons: Vec<(NoRate, u64)> = [
        (NoRate::Denied, lines.denied),
        (NoRate::Unbalanced, counts.unbalanced),
        (
            NoRate::OtherPayerFirst,
            // Secondary lines are in no total but their own.
            counts.other_payer_first.saturating_sub(lines.secondary),
        ),
        (NoRate::ClaimLevel, counts.claim_level),
        (NoRate::Unknown, u64::MAX),
    ]
    .into_iter()
    .map(|(reason, count)| {
        let count = count.min(left);
        left -= count;
        (reason, count)
    })
    .filter(|(_, count)| *count != 0)
    .collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    reasons
}

/// Returns what mends the table that has the most of something: its columns.
fn worst_table(facts: &QualityFacts<'_>, count_of: impl Fn(&ImportTotals) -> u64) -> Option<Mend> {
    facts
        .live_imports()
        .filter(|import| import.receipt.kind == ImportKind::Utilization)
        .max_by_key(|import| count_of(&import.receipt.totals))
        .filter(|import| count_of(&import.receipt.totals) != 0)
        .map(|import| Mend::MapColumns { import: import.id })
}

fn codes(input: &ReportInput<'_>) -> QualityFinding {
    if input.reference.is_none() {
        return QualityFinding::whole(FindingKind::NoReference, FindingLevel::Mend)
            .mended_by(Mend::ImportMedicare);
    }
    let coverage = coverage(input);
    let carrier_priced = NoReference::NoRelativeValues(StatusCode('C')).label();
    let mut codes: Vec<(&str, _)> = coverage
        .reasons
        .iter()
        .flat_map(|reason| {
            reason
                .codes
                .iter()
                .map(|code| (reason.reason.as_str(), *code))
        })
        .collect();
    codes.sort_by_key(|(_, code)| (std::cmp::Reverse(code.allowed), code.key));
    let allowed = codes.iter().map(|(_, code)| code.allowed).sum();
    let share_of_allowed = percent_of(allowed, coverage.allowed).map(|share| share.rounded(1));
    let level = match codes.len() {
        0 => FindingLevel::Good,
        _ if is_below(share_of_allowed, UNMEASURED_AS_USUAL) => FindingLevel::Note,
        _ => FindingLevel::Look,
    };
    let kind = FindingKind::CodesWithoutReference {
        codes: coverage.codes_without,
        codes_with: coverage.codes_covered,
        lines: codes.iter().map(|(_, code)| code.lines).sum(),
        allowed,
        share_of_allowed,
    };
    let parts = codes
        .iter()
        .map(|(reason, code)| FindingPart {
            subject: Subject::Code {
                key: code.key,
                reason: (*reason).to_owned(),
            },
            count: code.lines,
            amount: Some(code.allowed),
            mend: (*reason == carrier_priced).then_some(Mend::SetCarrierPrice {
                code: code.key.code,
            }),
        })
        .collect();
    let finding = QualityFinding::whole(kind, level).with_parts(parts);
    if level == FindingLevel::Good {
        return finding;
    }
    finding.mended_by(Mend::ShowCodes)
}

fn secondary(lines: &Lines) -> Option<QualityFinding> {
    if lines.secondary == 0 {
        return None;
    }
    let all = lines.all + lines.secondary;
    let share = share(lines.secondary, all);
    let level = if is_below(share, SECONDARY_AS_USUAL) {
        FindingLevel::Note
    } else {
        FindingLevel::Look
    };
    let kind = FindingKind::SecondaryLines {
        lines: all,
        secondary: lines.secondary,
        share,
    };
    Some(QualityFinding::whole(kind, level))
}

/// What lines leave blank.
fn blanks(lines: &Lines, facts: &QualityFacts<'_>) -> Vec<QualityFinding> {
    let of = lines.all;
    let table = worst_table(facts, |totals| u64::from(totals.dates.is_some()));
    let mut findings = Vec::new();
    let mut add = |count: u64, kind: FindingKind, level: FindingLevel| {
        if count == 0 {
            return;
        }
        let finding = QualityFinding::whole(kind, level);
        findings.push(match table {
            Some(mend) => finding.mended_by(mend),
            None => finding,
        });
    };
    add(
        lines.without_units,
        FindingKind::WithoutUnits {
            lines: lines.without_units,
        },
        FindingLevel::Look,
    );
    add(
        lines.without_provider,
        FindingKind::WithoutProvider {
            lines: lines.without_provider,
            of,
        },
        FindingLevel::Note,
    );
    add(
        lines.without_site,
        FindingKind::WithoutSite {
            lines: lines.without_site,
            of,
        },
        FindingLevel::Note,
    );
    add(
        u64::from(lines.visits == 0),
        FindingKind::NoVisits,
        FindingLevel::Note,
    );
    findings
}
