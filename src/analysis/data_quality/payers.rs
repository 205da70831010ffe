//! Payers that nobody sorted yet: blank names, names that mean one payer, classes that contradict a
//! name.

use std::cmp::Reverse;

use super::QualityFacts;
use super::finding::{FindingKind, FindingLevel, FindingPart, Mend, QualityFinding, Subject};
use crate::analysis::ReportInput;
use crate::analysis::payer_names::suggest_class;
use crate::analysis::service_sums::sums_by;
use crate::domain::PayerClass;

pub(super) fn findings(input: &ReportInput<'_>, facts: &QualityFacts<'_>) -> Vec<QualityFinding> {
    let mut findings = vec![to_merge(input, facts)];
    findings.extend(blank(facts));
    findings.extend(classes(input));
    findings
}

fn blank(facts: &QualityFacts<'_>) -> Option<QualityFinding> {
    let names: Vec<_> = facts
        .payer_names
        .iter()
        .filter(|name| name.text.trim().is_empty() && name.line_count != 0)
        .collect();
    let lines = names.iter().map(|name| name.line_count).sum();
    let first = names.first()?;
    let kind = FindingKind::BlankPayer { lines };
    Some(
        QualityFinding::whole(kind, FindingLevel::Mend)
            .mended_by(Mend::ShowPayer { payer: first.payer }),
    )
}

fn to_merge(input: &ReportInput<'_>, facts: &QualityFacts<'_>) -> QualityFinding {
    let parts: Vec<FindingPart> = facts
        .suggestions
        .iter()
        .map(|suggestion| FindingPart {
            subject: Subject::PayerPair {
                from: suggestion.from_name.clone(),
                into: suggestion.into_name.clone(),
                reason: suggestion.reason.clone(),
            },
            count: suggestion.lines,
            amount: None,
            mend: Some(Mend::MergePayers {
                from: suggestion.from,
                into: suggestion.into,
            }),
        })
        .collect();
    let kind = FindingKind::PayersToMerge {
        pairs: parts.len() as u64,
        lines: parts.iter().map(|part| part.count).sum(),
        payers: input.payers.len() as u64,
    };
    if parts.is_empty() {
        return QualityFinding::whole(kind, FindingLevel::Good);
    }
    QualityFinding::whole(kind, FindingLevel::Look)
        .with_parts(parts)
        .mended_by(Mend::ShowPayers)
}

/// A name without a line of business ("Acme Health") tells nothing; one with it is taken at its word.
fn classes(input: &ReportInput<'_>) -> Option<QualityFinding> {
    let mut parts: Vec<FindingPart> = sums_by(input.rows(), |row| row.payer)
        .into_iter()
        .filter_map(|(id, sums)| {
            let payer = input.payers.iter().find(|payer| payer.id == id)?;
            let told = suggest_class(&payer.name);
            (told != PayerClass::Commercial && told != payer.class).then(|| FindingPart {
                subject: Subject::PayerClass {
                    payer: payer.name.clone(),
                    class: payer.class,
                    told,
                },
                count: sums.lines,
                amount: Some(sums.allowed),
                mend: Some(Mend::ShowPayer { payer: id }),
            })
        })
        .collect();
    parts.sort_by_key(|part| Reverse(part.count));
    let kind = FindingKind::PayerClasses {
        payers: parts.len() as u64,
        lines: parts.iter().map(|part| part.count).sum(),
    };
    (!parts.is_empty()).then(|| QualityFinding::whole(kind, FindingLevel::Look).with_parts(parts))
}
