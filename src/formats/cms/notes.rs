//! Collects what was odd while one file is read.

use crate::domain::{Issue, Place, Severity};

/// The issues so far, and the file they are about.
#[derive(Debug)]
pub(super) struct Notes {
    file: String,
    pub(super) issues: Vec<Issue>,
}

impl Notes {
    pub(super) fn new(file_name: &str) -> Self {
        Self {
            file: own_name(file_name).to_owned(),
            issues: Vec::new(),
        }
    }

    /// A row, or a part of it, was left out.
    pub(super) fn reject(&mut self, line_nr: u64, odd: Odd) {
        self.add(Severity::Rejected, Some(line_nr), odd);
    }

    /// Something was read with an assumption.
    pub(super) fn warn(&mut self, line_nr: Option<u64>, odd: Odd) {
        self.add(Severity::Warning, line_nr, odd);
    }

    /// Something is worth knowing.
    pub(super) fn note(&mut self, odd: Odd) {
        self.add(Severity::Note, None, odd);
    }

    fn add(&mut self, severity: Severity, line_nr: Option<u64>, odd: Odd) {
        self.issues.push(Issue {
            severity,
            place: Place {
                file: self.file.clone(),
                line_nr,
                field: odd.field.map(Into::into),
            },
            problem: odd.problem,
            remedy: odd.remedy.to_owned(),
        });
    }
}

/// What was odd in a field.
#[derive(Debug)]
pub(super) struct Odd {
    field: Option<&'static str>,
    problem: String,
    remedy: &'static str,
}

impl Odd {
    /// About a field.
    pub(super) fn field(field: &'static str, problem: impl Into<String>) -> Self {
        Self {
            field: Some(field),
            problem: problem.into(),
            remedy: "",
        }
    }

    /// About the row or the file as a whole.
    pub(super) fn whole(problem: impl Into<String>) -> Self {
        Self {
            field: None,
            problem: problem.into(),
            remedy: "",
        }
    }

    /// Adds what a person can do.
    pub(super) fn remedy(mut self, remedy: &'static str) -> Self {
        self.remedy = remedy;
        self
    }
}

/// Returns a file's name without its folders.
pub(super) fn own_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Shortens a cell for a message.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 24;
    format!(
        "\u{201c}{}\u{201d}",
        text.chars().take(LONGEST).collect::<String>()
    )
}
