//! What follows from a finding, and the headings of its parts.

use crate::analysis::data_quality::FindingKind;

/// Headings of a finding's parts: what, how many, how much.
pub(super) const fn headings(
    kind: &FindingKind,
) -> (&'static str, &'static str, Option<&'static str>) {
    match kind {
        FindingKind::Rows { .. } => ("File", "Rows left out", None),
        FindingKind::RepeatedRows { .. } => ("File", "Rows", None),
        FindingKind::Overlaps { .. } => ("Imports and months", "Lines", None),
        FindingKind::AllowedAmounts { .. } => ("Reason", "Lines", None),
        FindingKind::PayersToMerge { .. } => ("Payers", "Lines", None),
        FindingKind::PayerClasses { .. } => ("Payer", "Lines", Some("Allowed")),
        FindingKind::CodesWithoutReference { .. } => ("Code", "Lines", Some("Allowed")),
        FindingKind::MonthsMissing { .. } | FindingKind::MonthsThin { .. } => {
            ("Month", "Lines", None)
        }
        FindingKind::PayerMonths { .. } => ("Payer and month", "Lines", None),
        FindingKind::Payments { .. } => ("Payment", "Claims", Some("Difference")),
        _ => ("File", "Lines", None),
    }
}

/// Says what follows and what to do.
#[expect(clippy::too_many_lines, reason = "one text for each kind")]
pub(super) const fn advice(kind: &FindingKind) -> &'static str {
    match kind {
        FindingKind::NoServices => {
            "Import an export of your practice-management system, or remittances"
        }
        FindingKind::Rows { .. } => {
            "Sums, notes and blank lines may go; rows of services may not. The import lists each row \
             with its reason"
        }
        FindingKind::Dates { .. } => "Compare them with the period you exported",
        FindingKind::AllowedAmounts { .. } => {
            "Lines without an allowed amount have no part in any rate. Denials have none by nature; \
             others may lack a column"
        }
        FindingKind::BlankPayer { .. } => {
            "Their charges and payments belong to nobody. Say whose they are by merging the blank \
             payer into one"
        }
        FindingKind::PayersToMerge { .. } => {
            "As long as they are apart, each has half of its rates. Merging can be undone"
        }
        FindingKind::PayerClasses { .. } => {
            "The class decides with whom a payer is compared. Set it, or rename the payer"
        }
        FindingKind::NoReference => {
            "Percentages of Medicare need a release of CMS\u{2019}s relative values and a locality"
        }
        FindingKind::CodesWithoutReference { .. } => {
            "They have no part in a percentage of Medicare. Set carrier prices where your contractor \
             publishes them, and import Medicare\u{2019}s other fee schedules"
        }
        FindingKind::NegativeLines { .. } => {
            "Credits and lines taken back are netted with the lines they belong to"
        }
        FindingKind::ZeroChargeLines { .. } => {
            "Codes that report quality often charge nothing; others were perhaps exported without \
             their charge"
        }
        FindingKind::RepeatedRows { .. } => {
            "They were kept: two equal injections on a day are two rows. Where the export repeats \
             itself, export again"
        }
        FindingKind::Overlaps { .. } => {
            "An export and remittances of the same services count them twice. Remove one; it can be \
             restored"
        }
        FindingKind::AlreadyKnown { .. } => "Nothing needs doing: each payment counts once",
        FindingKind::MonthsMissing { .. } | FindingKind::MonthsThin { .. } => {
            "Yearly figures count these months in full. Import what is missing, or choose a period \
             without them"
        }
        FindingKind::PayerMonths { .. } => {
            "Remittances may be missing, or the payer goes by another name in these months"
        }
        FindingKind::Payments { .. } => {
            "The amount paid is not the sum of its claims and adjustments. Compare it with the \
             bank\u{2019}s statement"
        }
        FindingKind::Claims { .. } | FindingKind::Lines { .. } => {
            "Charge, adjustments and payment do not add up. Lines that do not balance have no part in \
             any rate"
        }
        FindingKind::SecondaryLines { .. } => {
            "They count in payments only: what a second payer allows says nothing about its rates"
        }
        FindingKind::Reversals { .. } => {
            "Their amounts were taken off without ever being counted. Import the earlier remittances"
        }
        FindingKind::ClaimsWithoutLines { .. } => {
            "Their payment belongs to no code. Ask the payer to report by line"
        }
        FindingKind::UnansweredClaims { .. } => {
            "Import the remittances that answer them, or ask the payer"
        }
        FindingKind::NoSubmittedClaims => {
            "With them, changed codes and the days from sending to payment can be seen"
        }
        FindingKind::WithoutUnits { .. } => "A rate is an amount for a unit: they have none",
        FindingKind::WithoutProvider { .. } => {
            "They are missing where a provider is chosen, and are priced as a physician\u{2019}s"
        }
        FindingKind::WithoutSite { .. } => "They are missing where a site is chosen",
        FindingKind::NoVisits => {
            "Visits need a column that tells patients or claims apart; it is kept only as a hash"
        }
    }
}
