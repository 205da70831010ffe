//! Bytes in, domain values and issues out. Never fails on content: what cannot be used is listed.

pub mod cms;
mod pdf;
pub mod tables;
pub mod x12;

mod sniff;

pub use sniff::{FileShape, HEAD_BYTES, TextEncoding, sniff};

use crate::domain::Issue;

/// What was read, and what was odd about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed<T> {
    /// The values that could be read.
    pub value: T,
    /// What was odd, in the order it was met.
    pub issues: Vec<Issue>,
}

/// Why a file as a whole could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The bytes are not of this format at all, or nothing in them is of use.
    #[error("{problem}. {remedy}")]
    NotThisFormat {
        /// What is wrong, naming what was found instead.
        problem: String,
        /// What a person can do.
        remedy: String,
    },
    /// The file is known, and is of no use here.
    #[error("{problem}. {remedy}")]
    NotNeeded {
        /// What the file is.
        problem: String,
        /// Why it is not needed, and what to import instead.
        remedy: String,
    },
    /// The stream broke, or was cancelled.
    #[error("the file could not be read to its end: {0}")]
    Broken(#[from] std::io::Error),
}

impl FormatError {
    /// Builds a refusal from its two sentences (no full stop at their ends).
    pub fn refuse(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::NotThisFormat {
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }
}
