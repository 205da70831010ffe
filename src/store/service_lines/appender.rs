//! Writes the lines of one import: a prepared insert into a table without further indexes, and the
//! totals beside it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use rusqlite::{CachedStatement, params};

use super::names::{Names, PayerNames};
use super::quick_hash::QuickHash;
use super::totals::{Sums, TotalKey, Totals};
use super::visits::{Event, TakesBack, Visit, Visits};
use crate::domain::{ImportId, Modifiers, Money, Month, NoRate, PayerRank, ServiceLine};
use crate::store::Transaction;
use crate::store::columns::{cents, date_number, thousandths};
use crate::store::connection::Db;
use crate::store::error::Result;
use crate::store::providers_sites::{provider_id, site_id};

/// Writes the lines of one import. [`Appender::finish`] must be called, in the same transaction, or
/// the lines have no totals.
pub struct Appender<'file> {
    db: &'file Db,
    import: ImportId,
    add_line: CachedStatement<'file>,
    payer_names: PayerNames,
    no_plan: Arc<str>,
    providers: Names,
    sites: Names,
    modifiers: HashMap<Modifiers, SeenModifiers, QuickHash>,
    visits: Visits,
    totals: Totals,
    /// Lines by payer's name.
    line_counts: BTreeMap<i64, i64>,
}

/// A set of modifiers in the two forms a line needs.
#[derive(Debug)]
struct SeenModifiers {
    text: Box<str>,
    pricing: Modifiers,
}

impl fmt::Debug for Appender<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Appender")
            .field("import", &self.import)
            .finish_non_exhaustive()
    }
}

impl<'file> Transaction<'file> {
    /// Starts writing lines under an import.
    pub fn utilization_appender(&mut self, import: ImportId) -> Result<Appender<'file>> {
        self.changes.totals = true;
        self.changes.payers = true;
        self.changes.products = true;
        self.changes.providers = true;
        Ok(Appender {
            db: self.db,
            import,
            add_line: self.db.prepare(include_str!("add_line.sql"))?,
            payer_names: PayerNames::default(),
            no_plan: Arc::from(""),
            providers: Names::new(|db, name| provider_id(db, name).map(|id| id.0)),
            sites: Names::new(|db, name| site_id(db, name).map(|id| id.0)),
            modifiers: HashMap::default(),
            visits: Visits::default(),
            totals: Totals::new(import),
            line_counts: BTreeMap::new(),
        })
    }
}

/// The rows a line was written with.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Written {
    /// Its own.
    pub(in crate::store) line: i64,
    /// Its payer's name.
    pub(in crate::store) payer_name: i64,
    /// Its provider.
    pub(in crate::store) provider: i64,
    /// Its site.
    pub(in crate::store) site: i64,
}

impl Appender<'_> {
    /// Writes one line and adds it to the totals.
    ///
    /// Amounts are kept in whole cents and units in thousandths, rounded half away from zero;
    /// refused is what does not fit 64 bits of them.
    pub fn append(&mut self, line: &ServiceLine) -> Result<()> {
        self.write(line, Event::Line).map(|_written| ())
    }

    /// Writes one line of a claim, given by its number in the import.
    pub(in crate::store) fn append_of_claim(
        &mut self,
        line: &ServiceLine,
        claim: u32,
    ) -> Result<Written> {
        self.write(line, Event::OfClaim(claim))
    }

    /// Returns the row of a payer's name, and has it listed with the import even without a line.
    pub(in crate::store) fn payer_name(&mut self, text: &Arc<str>, code: &Arc<str>) -> Result<i64> {
        let name = self
            .payer_names
            .id(self.db, text, &Arc::clone(&self.no_plan), code)?;
        self.line_counts.entry(name).or_default();
        Ok(name)
    }

    fn write(&mut self, line: &ServiceLine, event: Event) -> Result<Written> {
        let payer_name =
            self.payer_names
                .id(self.db, &line.payer_name, &line.plan, &line.payer_code)?;
        let provider = self.providers.id(self.db, &line.provider)?;
        let site = self.sites.id(self.db, &line.site)?;
        let modifiers = self
            .modifiers
            .entry(line.modifiers)
            .or_insert_with(|| SeenModifiers {
                text: line.modifiers.to_string().into(),
                pricing: line.modifiers.pricing(),
            });
        let figures = Figures::of(line)?;
        let is_primary = line.rank == PayerRank::Primary;
        let row = params![
            self.import.0,
            line.line_nr.cast_signed(),
            payer_name,
            provider,
            site,
            line.code.as_str(),
            &*modifiers.text,
            line.place.map(|place| place.0),
            date_number(line.date),
            line.lines,
            figures.units_thousandths,
            line.visits,
            figures.charge_cents,
            figures.allowed_cents,
            figures.paid_cents,
            figures.patient_cents,
            (!is_primary).then(|| line.rank.number()),
            line.no_rate.map(NoRate::key),
        ];
        let written = Written {
            line: self
                .add_line
                .insert(row)
                .map_err(|error| self.db.error(error))?,
            payer_name,
            provider,
            site,
        };
        let key = TotalKey {
            payer_name,
            provider,
            site,
            code: line.code,
            modifiers: modifiers.pricing,
            setting: line.setting(),
            month: Month::of(line.date),
        };
        let visits = if is_primary {
            self.visits_of(line, event, written)
        } else {
            0
        };
        *self.line_counts.entry(payer_name).or_default() += 1;
        self.totals.add(self.db, key, &figures.sums(line, visits))?;
        Ok(written)
    }

    fn visits_of(&mut self, line: &ServiceLine, event: Event, written: Written) -> i64 {
        let takes_back = if line.lines < 0 {
            TakesBack::Yes
        } else {
            TakesBack::No
        };
        match (line.visits, line.visit_key) {
            (Some(visits), _) => i64::from(visits),
            (None, Some(patient)) => {
                let visit = Visit {
                    patient,
                    date: line.date,
                    provider: written.provider,
                    payer_name: written.payer_name,
                };
                self.visits.count(visit, event, takes_back)
            }
            (None, None) => 0,
        }
    }

    /// Writes the totals.
    pub fn finish(mut self) -> Result<()> {
        self.totals.write(self.db)?;
        for (payer_name, line_count) in self.line_counts {
            self.db.execute(
                include_str!("add_line_count.sql"),
                [self.import.0, payer_name, line_count],
            )?;
        }
        Ok(())
    }
}

/// A line's figures in the units of their columns.
#[derive(Clone, Copy)]
struct Figures {
    units_thousandths: i64,
    charge_cents: i64,
    allowed_cents: Option<i64>,
    paid_cents: Option<i64>,
    patient_cents: Option<i64>,
}

impl Figures {
    fn of(line: &ServiceLine) -> Result<Self> {
        let cents_if_any = |amount: Option<Money>| amount.map(cents).transpose();
        Ok(Self {
            units_thousandths: thousandths(line.units)?,
            charge_cents: cents(line.charge)?,
            allowed_cents: cents_if_any(line.allowed)?,
            paid_cents: cents_if_any(line.paid)?,
            patient_cents: cents_if_any(line.patient)?,
        })
    }

    /// Returns what the line adds to its total: of a secondary payer's only the payment.
    fn sums(self, line: &ServiceLine, visits: i64) -> Sums {
        let lines = i64::from(line.lines);
        let paid_cents = self.paid_cents.unwrap_or_default();
        if line.rank != PayerRank::Primary {
            return Sums {
                paid_cents,
                lines_secondary: lines,
                ..Sums::default()
            };
        }
        let all = Sums {
            lines,
            units_thousandths: self.units_thousandths,
            visits,
            charge_cents: self.charge_cents,
            paid_cents,
            patient_cents: self.patient_cents.unwrap_or_default(),
            ..Sums::default()
        };
        match self.allowed_cents {
            None => Sums {
                lines_without_allowed: lines,
                lines_denied: if line.no_rate == Some(NoRate::Denied) {
                    lines
                } else {
                    0
                },
                ..all
            },
            Some(allowed_cents) => Sums {
                units_allowed_thousandths: self.units_thousandths,
                charge_allowed_cents: self.charge_cents,
                allowed_cents,
                ..all
            },
        }
    }
}
