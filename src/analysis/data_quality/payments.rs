//! What remittances and submitted claims say of themselves: balances, reversals, claims without lines
//! and without answers.

use std::cmp::Reverse;

use super::QualityFacts;
use super::finding::{FindingKind, FindingLevel, FindingPart, Mend, QualityFinding, Subject};
use crate::analysis::ReportInput;
use crate::domain::{ImportKind, ImportTotals, Money, PaymentFacts};

pub(super) fn findings(
    input: &ReportInput<'_>,
    facts: &QualityFacts<'_>,
    imported: &ImportTotals,
) -> Vec<QualityFinding> {
    let mut findings = Vec::new();
    let of_payments = &facts.payment_facts;
    if of_payments.payments != 0 {
        findings.push(payments(input, facts));
        findings.extend(balances(facts, imported));
        findings.extend(reversals(of_payments));
        findings.extend(without_lines(of_payments));
    }
    findings.extend(unanswered(of_payments));
    if of_payments.payments != 0 && of_payments.claims_submitted == 0 {
        findings.push(
            QualityFinding::whole(FindingKind::NoSubmittedClaims, FindingLevel::Note)
                .mended_by(Mend::ImportClaims),
        );
    }
    findings
}

const fn good_without(count: u64, otherwise: FindingLevel) -> FindingLevel {
    match count {
        0 => FindingLevel::Good,
        _ => otherwise,
    }
}

/// A payment's difference changes no rate, but money that is not accounted for.
fn payments(input: &ReportInput<'_>, facts: &QualityFacts<'_>) -> QualityFinding {
    let of_payments = &facts.payment_facts;
    let unbalanced = of_payments.payments_unbalanced;
    let kind = FindingKind::Payments {
        payments: of_payments.payments,
        unbalanced,
    };
    let level = good_without(unbalanced, FindingLevel::Look);
    let mut records: Vec<_> = facts
        .payments
        .iter()
        .filter(|payment| !payment.difference.is_zero())
        .collect();
    records.sort_by_key(|payment| Reverse(Money::new(payment.difference.dollars().abs())));
    let parts = records
        .into_iter()
        .map(|payment| FindingPart {
            subject: Subject::Payment {
                payer: input.payer_name(payment.payer).into_owned(),
                trace: payment.trace.clone(),
                paid_on: payment.paid_on,
            },
            count: payment.claims,
            amount: Some(payment.difference),
            mend: None,
        })
        .collect();
    let finding = QualityFinding::whole(kind, level).with_parts(parts);
    match unbalanced {
        0 => finding,
        _ => finding.mended_by(Mend::ShowPayments),
    }
}

fn balances(facts: &QualityFacts<'_>, imported: &ImportTotals) -> [QualityFinding; 2] {
    let of_payments = &facts.payment_facts;
    let claims = FindingKind::Claims {
        claims: of_payments.claims,
        unbalanced: of_payments.claims_unbalanced,
    };
    let remitted = facts
        .live_imports()
        .filter(|import| import.receipt.kind == ImportKind::Remittances)
        .map(|import| import.receipt.rows_kept)
        .sum();
    let lines = FindingKind::Lines {
        lines: remitted,
        unbalanced: imported.counts.unbalanced,
    };
    [
        (claims, of_payments.claims_unbalanced),
        (lines, imported.counts.unbalanced),
    ]
    .map(|(kind, unbalanced)| {
        let finding = QualityFinding::whole(kind, good_without(unbalanced, FindingLevel::Look));
        match unbalanced {
            0 => finding,
            _ => finding.mended_by(Mend::ShowPayments),
        }
    })
}

fn reversals(facts: &PaymentFacts) -> Option<QualityFinding> {
    let without_original = facts.reversals_without_original;
    let kind = FindingKind::Reversals {
        reversals: facts.reversals,
        without_original,
    };
    if facts.reversals == 0 {
        return None;
    }
    let finding = QualityFinding::whole(kind, good_without(without_original, FindingLevel::Look));
    Some(match without_original {
        0 => finding,
        _ => finding.mended_by(Mend::ImportRemittances),
    })
}

fn without_lines(facts: &PaymentFacts) -> Option<QualityFinding> {
    let kind = FindingKind::ClaimsWithoutLines {
        claims: facts.claims_without_lines,
        paid: facts.paid_without_lines,
    };
    (facts.claims_without_lines != 0)
        .then(|| QualityFinding::whole(kind, FindingLevel::Look).mended_by(Mend::ShowPayments))
}

fn unanswered(facts: &PaymentFacts) -> Option<QualityFinding> {
    let unanswered = facts.claims_unanswered;
    let kind = FindingKind::UnansweredClaims {
        submitted: facts.claims_submitted,
        unanswered,
        oldest: facts.oldest_unanswered,
    };
    if facts.claims_submitted == 0 {
        return None;
    }
    let finding = QualityFinding::whole(kind, good_without(unanswered, FindingLevel::Look));
    Some(match unanswered {
        0 => finding,
        _ => finding.mended_by(Mend::ImportRemittances),
    })
}
