//! Counts the transaction sets of a file without reading their content.

use std::collections::BTreeMap;
use std::io::Read;

use crate::formats::FormatError;

use super::envelope::{Envelope, Guide, Part, SetKind, set_number};
use super::segments::Segments;
use super::tally::Tally;
use super::{X12Look, not_x12};

/// Most kinds of other sets listed; real files have one or two.
const MAX_OTHERS: usize = 50;

/// Counts a file's sets.
pub(super) fn look(source: &mut dyn Read, file_name: &str) -> Result<X12Look, FormatError> {
    let mut segments = Segments::open(source)?.ok_or_else(|| not_x12(file_name))?;
    let mut envelope = Envelope::default();
    let mut unused = Tally::default();
    let mut look = Counted::default();
    while let Some(segment) = segments.next()? {
        match envelope.enter(&segment, &mut unused) {
            Part::Start(kind) => {
                look.close();
                match kind {
                    SetKind::Remittance => look.remittances += 1,
                    SetKind::Claim(guide) => look.open = Some(guide),
                    SetKind::Other => look.other(&set_number(&segment)),
                }
            }
            Part::Inside => look.judge(segment.name()),
            Part::End | Part::Outside => look.close(),
        }
    }
    look.close();
    Ok(X12Look {
        remittances: look.remittances,
        claims: look.claims,
        others: look.others.into_iter().collect(),
    })
}

#[derive(Default)]
struct Counted {
    remittances: u64,
    claims: u64,
    others: BTreeMap<String, u64>,
    /// The open set of claims.
    open: Option<Guide>,
}

impl Counted {
    /// Services say what a claim is where its guide is wrong or masked.
    fn judge(&mut self, name: &[u8]) {
        let Some(guide) = &mut self.open else {
            return;
        };
        if *guide == Guide::Predetermination {
            return;
        }
        match name {
            b"SV1" => *guide = Guide::Professional,
            b"SV2" => *guide = Guide::Institutional,
            b"SV3" => *guide = Guide::Dental,
            _ => {}
        }
    }

    fn close(&mut self) {
        match self.open.take() {
            None => {}
            Some(Guide::Professional | Guide::Unknown) => self.claims += 1,
            Some(Guide::Institutional) => self.other("837I"),
            Some(Guide::Dental) => self.other("837D"),
            Some(Guide::Predetermination) => self.other("837 predetermination"),
        }
    }

    fn other(&mut self, name: &str) {
        if let Some(count) = self.others.get_mut(name) {
            *count += 1;
        } else if self.others.len() < MAX_OTHERS {
            self.others.insert(name.to_owned(), 1);
        }
    }
}
