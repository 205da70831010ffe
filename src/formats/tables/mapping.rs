//! Proposes which column is which field: by headings, checked against values; by values where
//! headings say nothing.

use std::fmt;

use crate::domain::{DateOrder, ImportKind};

use super::beside;
use super::dates;
use super::fields::{fields, key};
use super::patient;
use super::payer_ranks::Turn;
use super::preview::TablePreview;
use super::rate_candidates;
use super::rate_columns::RATES;
use super::records;
use super::rows::{Row, is_blank};
use super::synonyms::{self, Recognised};
use super::transactions::Event;
use super::values::{self, CodeCell, Number};

/// How sure a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The values look like it; the heading says nothing.
    FromValues,
    /// The heading names it among other words.
    Likely,
    /// The heading names it.
    Sure,
}

impl Confidence {
    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::FromValues => "Guessed from values",
            Self::Likely => "Likely",
            Self::Sure => "Recognised",
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// A column and the field it probably is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProposedColumn {
    /// Position, counted from 0.
    pub column_idx: usize,
    /// The field's key.
    pub field: &'static str,
    /// How sure this is.
    pub confidence: Confidence,
}

/// What the sample's values in one column look like, in counts.
struct Looks {
    filled: usize,
    codes: usize,
    strict_codes: usize,
    dates: usize,
    numbers: usize,
    /// Numbers with a point or a dollar sign.
    amounts: usize,
    places: usize,
    /// Names of transactions.
    events: usize,
    /// Names of payers' turns.
    turns: usize,
    /// Cells too short for anything but a sign.
    marks: usize,
    /// Different texts, counted up to one more than [`Looks::MOST_TIERS`].
    distinct: usize,
}

impl Looks {
    /// Most different values of a column of tiers that is proposed.
    const MOST_TIERS: usize = 24;

    fn of(rows: &[Row], idx: usize) -> Self {
        let mut looks = Self {
            filled: 0,
            codes: 0,
            strict_codes: 0,
            dates: 0,
            numbers: 0,
            amounts: 0,
            places: 0,
            events: 0,
            turns: 0,
            marks: 0,
            distinct: 0,
        };
        let mut texts = std::collections::BTreeSet::new();
        for cell in rows
            .iter()
            .map(|row| row.cell(idx))
            .filter(|cell| !is_blank(cell))
        {
            looks.filled += 1;
            looks.codes += usize::from(matches!(values::code(cell), CodeCell::Code(..)));
            looks.strict_codes += usize::from(values::looks_like_code(cell));
            looks.dates += usize::from(
                dates::date(cell, DateOrder::MonthFirst).is_some()
                    || dates::date(cell, DateOrder::DayFirst).is_some(),
            );
            looks.places += usize::from(values::setting(cell).is_ok());
            looks.events += usize::from(Event::of(cell).is_some());
            looks.turns += usize::from(Turn::of(cell).is_some());
            looks.marks += usize::from(cell.trim_ascii().len() <= 2);
            let number = !matches!(values::cents(cell), Number::Unreadable);
            looks.numbers += usize::from(number);
            looks.amounts += usize::from(number && cell.iter().any(|byte| b".$".contains(byte)));
            if texts.len() <= Self::MOST_TIERS {
                texts.insert(cell);
            }
        }
        looks.distinct = texts.len();
        looks
    }

    /// Whether at least so many percent of the filled cells are such.
    const fn share(&self, count: usize, percent: usize) -> bool {
        count * 100 >= self.filled * percent
    }

    /// Whether the values can be the field's at all. Columns that are blank in the sample pass.
    fn allow(&self, field: &str) -> bool {
        match field {
            key::CODE => self.share(self.codes, 30),
            key::CHARGE
            | key::ALLOWED
            | key::PAID
            | key::PATIENT
            | key::ADJUSTMENT
            | key::PAID_SECONDARY
            | key::PAID_TERTIARY
            | key::AMOUNT
            | key::UNITS
            | key::LINES
            | key::VISITS
            | key::YEAR => self.share(self.numbers, 50),
            // Rates are often words, by report; facility columns may say yes or no.
            _ if RATES.contains(&field) => self.share(self.numbers, 30),
            key::DATE | key::EFFECTIVE => self.share(self.dates, 50),
            key::PLACE => self.share(self.places, 50),
            key::TERMINATION => self.share(self.dates, 20),
            key::TIER => self.is_tier(),
            key::PLAN => self.amounts == 0,
            key::TRANSACTION_TYPE => self.share(self.events, 80),
            key::RANK => self.share(self.turns, 80),
            key::SIGN => self.share(self.marks, 90),
            key::PAYER => self.filled == 0 || !self.share(self.numbers, 90),
            _ => records::allows(field, self.filled, self.numbers, self.dates),
        }
    }

    /// Whether the values are a few names that come again and again.
    fn is_tier(&self) -> bool {
        (2..=Self::MOST_TIERS).contains(&self.distinct)
            && self.distinct * 2 <= self.filled
            && self.amounts == 0
            && self.strict_codes == 0
    }

    /// Says what a heading's column is: a tier as heading of amounts is a column of rates, a site
    /// that is no setting tells schedules apart.
    fn settle(&self, found: Recognised) -> Option<Recognised> {
        let as_field = |field| Recognised {
            field,
            rank: usize::MAX,
            ..found
        };
        if self.allow(found.field) {
            return Some(found);
        }
        match found.field {
            key::TIER if self.filled > 0 && self.share(self.amounts, 50) => {
                Some(as_field(key::RATE))
            }
            key::PLACE if self.is_tier() && self.numbers == 0 => Some(as_field(key::TIER)),
            _ => None,
        }
    }
}

/// Proposes columns for the fields of a kind, in column order. Every field gets at most the
/// columns it can have; what is doubtful is left to the person.
pub fn propose_mapping(preview: &TablePreview, kind: ImportKind) -> Vec<ProposedColumn> {
    let rows = &preview.sample.0;
    let looks: Vec<Looks> = (0..preview.headings.len())
        .map(|idx| Looks::of(rows, idx))
        .collect();
    let candidates: Vec<(usize, Recognised)> = preview
        .headings
        .iter()
        .zip(&looks)
        .enumerate()
        .filter_map(|(idx, (heading, looks))| {
            let found = looks.settle(synonyms::recognise(heading, kind)?)?;
            Some((idx, found))
        })
        .collect();
    let candidates = match kind {
        ImportKind::FeeSchedule => rate_candidates::chosen(&preview.headings, candidates),
        _ => beside::in_company(&preview.headings, candidates),
    };
    let mut proposed: Vec<ProposedColumn> = fields(kind)
        .iter()
        .flat_map(|field| chosen(field.key, field.max_columns, &candidates))
        .collect();
    for (field, is) in [
        (
            key::CODE,
            (|looks| looks.share(looks.strict_codes, 80)) as fn(&Looks) -> bool,
        ),
        (key::DATE, |looks| looks.share(looks.dates, 80)),
    ] {
        let dated = [key::DATE, key::MONTH, key::QUARTER, key::YEAR];
        let known = proposed.iter().any(|column| {
            column.field == field || (field == key::DATE && dated.contains(&column.field))
        });
        let offered = fields(kind).iter().any(|offered| offered.key == field);
        if known || !offered {
            continue;
        }
        let column = looks.iter().enumerate().find(|(idx, looks)| {
            let heading = preview.headings.get(*idx).map_or("", String::as_str);
            looks.filled > 0
                && is(looks)
                && synonyms::meanings(heading)
                    .iter()
                    .all(|word| matches!(*word, "?" | "#" | "CODE"))
                && !patient::names_a_person(heading)
                && !preview.masked.get(*idx).copied().unwrap_or(true)
                && proposed.iter().all(|column| column.column_idx != *idx)
        });
        proposed.extend(column.map(|(column_idx, _)| ProposedColumn {
            column_idx,
            field,
            confidence: Confidence::FromValues,
        }));
    }
    proposed.sort_by_key(|column| column.column_idx);
    proposed
}

/// Chooses the columns of one field among those whose headings name it.
fn chosen(
    field: &'static str,
    max_columns: usize,
    candidates: &[(usize, Recognised)],
) -> Vec<ProposedColumn> {
    let mut mine: Vec<&(usize, Recognised)> = candidates
        .iter()
        .filter(|(_, found)| found.field == field)
        .collect();
    if field != key::MODIFIER {
        mine.sort_by_key(|(idx, found)| (!found.whole, found.rank, *idx));
    }
    let best_rank = mine.first().map_or(0, |(_, found)| found.rank);
    match field {
        // Responsibility already holds deductible, coinsurance and copay; of these, one column each.
        key::PATIENT if best_rank < PATIENT_PARTS => mine.truncate(1),
        key::PATIENT => mine.dedup_by_key(|(_, found)| found.rank),
        // A total of payments holds those of each insurer.
        key::PAID if best_rank == 0 => mine.truncate(1),
        key::MODIFIER | key::PAID | key::SIGN => {}
        _ if RATES.contains(&field) => mine.retain(|(_, found)| found.rank == best_rank),
        _ => mine.truncate(1),
    }
    mine.into_iter()
        .take(max_columns)
        .map(|(column_idx, found)| ProposedColumn {
            column_idx: *column_idx,
            field,
            confidence: if found.whole {
                Confidence::Sure
            } else {
                Confidence::Likely
            },
        })
        .collect()
}

/// From this alternative on, headings of the patient's share are parts of it (`synonyms`).
const PATIENT_PARTS: usize = 3;

/// Says what a table most likely is, from its headings and values; `None` when it could be
/// anything.
pub fn likely_kind(preview: &TablePreview) -> Option<ImportKind> {
    let heads = |word: &str| {
        preview
            .signature
            .iter()
            .any(|heading| heading.contains(word))
    };
    if heads("WORKRVU") || heads("CONVFACTOR") || heads("GPCI") || heads("MPRVU") {
        return Some(ImportKind::MedicareRelease);
    }
    let used = propose_mapping(preview, ImportKind::Utilization);
    let has = |key: &str| used.iter().any(|column| column.field == key);
    // Proposed only beside charge numbers and amounts.
    if has(key::TRANSACTION_TYPE) {
        return Some(ImportKind::Utilization);
    }
    if let Some(kind) = records::likely(preview) {
        return Some(kind);
    }
    let signs = [
        key::PAYER,
        key::UNITS,
        key::CHARGE,
        key::PAID,
        key::PATIENT,
        key::DATE,
        key::MONTH,
        key::QUARTER,
        key::LINES,
        key::VISITS,
        key::PATIENT_ID,
        key::CLAIM,
    ]
    .into_iter()
    .filter(|key| has(key))
    .count();
    let rates = propose_mapping(preview, ImportKind::FeeSchedule);
    let priced = rates.iter().any(|column| RATES.contains(&column.field));
    let amounts = has(key::CHARGE) || has(key::PAID) || has(key::ALLOWED);
    if has(key::CODE) && amounts && signs >= 3 {
        Some(ImportKind::Utilization)
    } else if rates.iter().any(|column| column.field == key::CODE) && priced {
        Some(ImportKind::FeeSchedule)
    } else if signs >= 2 && (amounts || has(key::CODE)) {
        Some(ImportKind::Utilization)
    } else {
        None
    }
}
