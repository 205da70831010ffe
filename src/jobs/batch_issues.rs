//! The issues of a batch of files: what is odd in the same way in hundreds of them is told once.

use std::collections::HashMap;

use super::import::shown_count;
use crate::domain::{ImportReceipt, Issue, Place, Severity};

/// Issues met so far, one of each kind.
#[derive(Debug, Default)]
pub(super) struct BatchIssues {
    kinds: Vec<Kind>,
    idx_by_key: HashMap<String, usize>,
}

/// Issues that differ only in their file, place and counts.
#[derive(Debug)]
struct Kind {
    first: Issue,
    last_file: String,
    files: u64,
}

impl BatchIssues {
    /// Adds an issue. Those of one file must come together.
    pub(super) fn add(&mut self, issue: Issue) {
        let next = self.kinds.len();
        let idx = *self.idx_by_key.entry(key(&issue)).or_insert(next);
        match self.kinds.get_mut(idx) {
            Some(kind) if kind.last_file == issue.place.file => {}
            Some(kind) => {
                kind.files += 1;
                kind.last_file = issue.place.file;
            }
            None => self.kinds.push(Kind {
                last_file: issue.place.file.clone(),
                first: issue,
                files: 1,
            }),
        }
    }

    /// Returns one issue of each kind, with the number of files it was met in; those beyond the limit
    /// of a receipt are counted at the batch's name.
    pub(super) fn told(self, batch_name: &str) -> Vec<Issue> {
        let unlisted = match self.kinds.len() {
            kinds if kinds > ImportReceipt::MAX_LISTED => kinds + 1 - ImportReceipt::MAX_LISTED,
            _ => 0,
        };
        let listed = self.kinds.len() - unlisted;
        let mut issues: Vec<Issue> = self.kinds.into_iter().take(listed).map(told).collect();
        if unlisted > 0 {
            issues.push(Issue {
                severity: Severity::Note,
                place: Place {
                    file: batch_name.to_owned(),
                    ..Place::default()
                },
                problem: format!(
                    "{} more oddities are not listed",
                    shown_count(unlisted as u64)
                ),
                remedy: String::new(),
            });
        }
        issues
    }
}

fn told(kind: Kind) -> Issue {
    let mut issue = kind.first;
    match kind.files - 1 {
        0 => {}
        1 => issue.problem.push_str(" (the like in 1 more file)"),
        more => {
            let more = format!(" (the like in {} more files)", shown_count(more));
            issue.problem.push_str(&more);
        }
    }
    issue
}

/// Returns what issues of one kind have in common: counts are left out, and the plural with them.
fn key(issue: &Issue) -> String {
    let problem = issue.problem.replace(&issue.place.file, "");
    let words = problem
        .split_whitespace()
        .filter(|word| !word.starts_with(|first: char| first.is_ascii_digit()))
        .map(|word| match word {
            "is" | "are" | "was" | "were" | "has" | "have" => "",
            word => word.trim_end_matches('s'),
        });
    let words: Vec<&str> = words.collect();
    format!(
        "{:?}|{}|{}|{}",
        issue.severity,
        issue.place.field.as_deref().unwrap_or_default(),
        words.join(" "),
        issue.remedy
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(file: &str, problem: &str) -> Issue {
        Issue {
            severity: Severity::Warning,
            place: Place {
                file: file.to_owned(),
                line_nr: Some(12),
                field: Some("CLP".to_owned()),
            },
            problem: problem.to_owned(),
            remedy: "Ask the payer".to_owned(),
        }
    }

    fn check(issues: &[(&str, &str)], expected: &[&str]) {
        let mut batch = BatchIssues::default();
        for (file, problem) in issues {
            batch.add(issue(file, problem));
        }
        let told: Vec<String> = batch.told("in").iter().map(Issue::to_string).collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn issues_of_one_kind_are_told_once_with_the_number_of_files() {
        check(
            &[
                ("a.835", "2 claims do not balance"),
                ("a.835", "1 line without a date"),
                ("b.835", "1 claim do not balance"),
                ("c.835", "14 claims do not balance"),
                ("c.835", "3 claims do not balance"),
            ],
            &[
                "a.835, line 12, CLP: 2 claims do not balance (the like in 2 more files). Ask the payer",
                "a.835, line 12, CLP: 1 line without a date. Ask the payer",
            ],
        );
        check(
            &[
                ("a.835", "a.835 is no remittance"),
                ("b.835", "b.835 is no remittance"),
            ],
            &[
                "a.835, line 12, CLP: a.835 is no remittance (the like in 1 more file). Ask the payer",
            ],
        );
    }

    #[test]
    fn kinds_beyond_the_limit_are_counted() {
        let told = |kinds: usize| {
            let mut batch = BatchIssues::default();
            for nr in 0..kinds {
                batch.add(issue("a.835", &format!("odd{nr}x")));
            }
            batch.told("in")
        };
        let most = ImportReceipt::MAX_LISTED;
        assert_eq!(told(most).len(), most);
        assert_eq!(told(most)[most - 1].problem, format!("odd{}x", most - 1));
        let beyond = told(most + 2);
        assert_eq!(beyond.len(), most);
        assert_eq!(beyond[most - 1].problem, "3 more oddities are not listed");
        assert_eq!(beyond[most - 1].place.file, "in");
    }
}
