//! What the imported files say of themselves: rows, dates, odd lines, rows met twice.

use std::cmp::Reverse;

use super::QualityFacts;
use super::finding::{FindingKind, FindingLevel, FindingPart, Mend, QualityFinding, Subject};
use crate::domain::{ImportId, ImportRecord, ImportTotals, LineCounts};

/// Rows left out of a hundred read, from which on a person should look: fewer are the notes and sums
/// that every export has.
const REJECTED_TO_LOOK_AT: u64 = 1;

/// Rows left out of a hundred read, from which on a column was probably misread.
const REJECTED_TO_MEND: u64 = 10;

/// Adds up the receipts of the imports that count.
pub(super) fn imported(facts: &QualityFacts<'_>) -> ImportTotals {
    let mut sum = ImportTotals::default();
    for import in facts.live_imports() {
        let totals = &import.receipt.totals;
        sum.charge += totals.charge;
        sum.allowed += totals.allowed;
        sum.paid += totals.paid;
        sum.patient += totals.patient;
        sum.lines_without_allowed += totals.lines_without_allowed;
        sum.dates = match (sum.dates, totals.dates) {
            (Some(known), Some(more)) => Some((known.0.min(more.0), known.1.max(more.1))),
            (known, more) => known.or(more),
        };
        add_counts(&mut sum.counts, &totals.counts);
    }
    sum
}

fn add_counts(sum: &mut LineCounts, more: &LineCounts) {
    sum.denied += more.denied;
    sum.unbalanced += more.unbalanced;
    sum.other_payer_first += more.other_payer_first;
    sum.claim_level += more.claim_level;
    sum.negative += more.negative;
    sum.zero_charge += more.zero_charge;
    sum.repeated += more.repeated;
    sum.already_known += more.already_known;
}

pub(super) fn findings(facts: &QualityFacts<'_>, imported: &ImportTotals) -> Vec<QualityFinding> {
    if facts.live_imports().next().is_none() {
        return Vec::new();
    }
    let mut findings = vec![rows(facts)];
    findings.extend(imported.dates.map(|(first, last)| {
        QualityFinding::whole(FindingKind::Dates { first, last }, FindingLevel::Note)
    }));
    findings.push(repeated(facts, imported));
    findings.push(overlaps(facts));
    let counts = &imported.counts;
    findings.extend(counted(
        facts,
        FindingKind::AlreadyKnown {
            lines: counts.already_known,
        },
        |counts| counts.already_known,
    ));
    findings.extend(counted(
        facts,
        FindingKind::NegativeLines {
            lines: counts.negative,
        },
        |counts| counts.negative,
    ));
    findings.extend(counted(
        facts,
        FindingKind::ZeroChargeLines {
            lines: counts.zero_charge,
        },
        |counts| counts.zero_charge,
    ));
    findings
}

fn rows(facts: &QualityFacts<'_>) -> QualityFinding {
    let (mut read, mut rejected) = (0, 0);
    for import in facts.live_imports() {
        read += import.receipt.rows_read;
        rejected += import.receipt.rows_rejected;
    }
    let level = match rejected {
        0 => FindingLevel::Good,
        _ if is_share(rejected, read, REJECTED_TO_MEND) => FindingLevel::Mend,
        _ if is_share(rejected, read, REJECTED_TO_LOOK_AT) => FindingLevel::Look,
        _ => FindingLevel::Note,
    };
    let parts = import_parts(facts, |import| import.receipt.rows_rejected);
    with_first_mend(
        QualityFinding::whole(FindingKind::Rows { read, rejected }, level),
        parts,
    )
}

/// Whether a part is at least so many of a hundred of a whole.
const fn is_share(part: u64, whole: u64, of_hundred: u64) -> bool {
    part.saturating_mul(100) >= whole.saturating_mul(of_hundred)
}

fn repeated(facts: &QualityFacts<'_>, imported: &ImportTotals) -> QualityFinding {
    let rows = imported.counts.repeated;
    let level = match rows {
        0 => FindingLevel::Good,
        _ => FindingLevel::Look,
    };
    let parts = import_parts(facts, |import| import.receipt.totals.counts.repeated);
    with_first_mend(
        QualityFinding::whole(FindingKind::RepeatedRows { rows }, level),
        parts,
    )
}

fn overlaps(facts: &QualityFacts<'_>) -> QualityFinding {
    let (mut lines, mut lines_identical) = (0, 0);
    let mut overlaps: Vec<_> = facts.overlaps.iter().collect();
    overlaps.sort_by_key(|overlap| {
        (
            Reverse(overlap.lines_identical),
            Reverse(overlap.lines),
            overlap.second,
        )
    });
    let mut parts = Vec::with_capacity(overlaps.len());
    for overlap in overlaps {
        lines += overlap.lines;
        lines_identical += overlap.lines_identical;
        parts.push(FindingPart {
            subject: Subject::ImportPair {
                first: file_name(facts, overlap.first),
                second: file_name(facts, overlap.second),
                from: overlap.from,
                to: overlap.to,
            },
            count: if overlap.lines_identical == 0 {
                overlap.lines
            } else {
                overlap.lines_identical
            },
            amount: None,
            mend: Some(if overlap.lines_identical == 0 {
                Mend::ShowImport {
                    import: overlap.second,
                }
            } else {
                Mend::RemoveImport {
                    import: overlap.second,
                }
            }),
        });
    }
    let level = match (lines_identical, parts.is_empty()) {
        (0, true) => FindingLevel::Good,
        // Months may well be shared: one file a site, one a system.
        (0, false) => FindingLevel::Note,
        _ => FindingLevel::Mend,
    };
    let kind = FindingKind::Overlaps {
        pairs: parts.len() as u64,
        lines,
        lines_identical,
    };
    QualityFinding::whole(kind, level).with_parts(parts)
}

/// A finding that only counts lines of imports; none where there are none.
fn counted(
    facts: &QualityFacts<'_>,
    kind: FindingKind,
    count_of: impl Fn(&LineCounts) -> u64,
) -> Option<QualityFinding> {
    let parts = import_parts(facts, |import| count_of(&import.receipt.totals.counts));
    (!parts.is_empty()).then(|| QualityFinding::whole(kind, FindingLevel::Note).with_parts(parts))
}

fn import_parts(
    facts: &QualityFacts<'_>,
    count_of: impl Fn(&ImportRecord) -> u64,
) -> Vec<FindingPart> {
    let mut parts: Vec<FindingPart> = facts
        .live_imports()
        .filter(|import| count_of(import) != 0)
        .map(|import| FindingPart {
            subject: Subject::Import(import.receipt.file_name.clone()),
            count: count_of(import),
            amount: None,
            mend: Some(Mend::ShowImport { import: import.id }),
        })
        .collect();
    parts.sort_by_key(|part| Reverse(part.count));
    parts
}

/// A finding whose first part is the one to begin with.
fn with_first_mend(finding: QualityFinding, parts: Vec<FindingPart>) -> QualityFinding {
    let mend = parts.first().and_then(|part| part.mend);
    let finding = finding.with_parts(parts);
    match mend {
        Some(mend) => finding.mended_by(mend),
        None => finding,
    }
}

fn file_name(facts: &QualityFacts<'_>, id: ImportId) -> String {
    facts
        .imports
        .iter()
        .find(|import| import.id == id)
        .map(|import| import.receipt.file_name.clone())
        .unwrap_or_default()
}
