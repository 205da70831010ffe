//! What is odd about a contract, the gravest first, each with what to do about it.

use egui::{CollapsingHeader, Ui};

use crate::analysis::contract_flags::{ContractFlag, Severity};
use crate::app::widgets::{BadgeKind, counted_words, flag_kind, notice_line_ui};

/// Returns the badge of a contract's flags: how many there are, as grave as the gravest; `None`
/// where there are none but notes.
pub(super) fn badge(flags: &[ContractFlag]) -> Option<(BadgeKind, String)> {
    let grave = |flag: &&ContractFlag| flag.severity != Severity::Note;
    let worst = flags
        .iter()
        .filter(grave)
        .min_by_key(|flag| flag.severity)?;
    let count = flags.iter().filter(grave).count();
    Some((flag_kind(worst), count.to_string()))
}

/// Paints a contract's flags: the gravest, and the others under a heading that opens them.
pub(super) fn ui(ui: &mut Ui, flags: &[ContractFlag]) {
    let Some((gravest, others)) = flags.split_first() else {
        return;
    };
    notice_line_ui(ui, flag_kind(gravest), &words(gravest));
    if others.is_empty() {
        return;
    }
    let more = counted_words(
        others.len() as u64,
        "more thing to know",
        "more things to know",
    );
    CollapsingHeader::new(more).id_salt("flags").show(ui, |ui| {
        for flag in others {
            notice_line_ui(ui, flag_kind(flag), &words(flag));
        }
    });
}

fn words(flag: &ContractFlag) -> String {
    if flag.remedy.is_empty() {
        flag.sentence.clone()
    } else {
        format!("{}. {}", flag.sentence, flag.remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flag(severity: Severity) -> ContractFlag {
        ContractFlag {
            severity,
            sentence: "Rule 1 names no Medicare year".to_owned(),
            remedy: "Ask the payer which year is meant".to_owned(),
        }
    }

    #[test]
    fn a_badge_counts_what_is_grave_and_looks_like_the_gravest() {
        assert_eq!(badge(&[]), None);
        assert_eq!(badge(&[flag(Severity::Note)]), None);
        let flags = [
            flag(Severity::Warning),
            flag(Severity::Blocking),
            flag(Severity::Note),
        ];
        assert_eq!(badge(&flags), Some((BadgeKind::Bad, "2".to_owned())));
    }

    #[test]
    fn a_flag_says_what_to_do() {
        assert_eq!(
            words(&flag(Severity::Blocking)),
            "Rule 1 names no Medicare year. Ask the payer which year is meant"
        );
    }
}
