//! Where payers paid another code, other modifiers or fewer units than were billed, and what it cost.
//! Denials are `adjustments`' business.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::rounding::per_unit;
use super::{BasedOn, ReferencePrices, ReportInput};
use crate::domain::{Modifiers, Money, PayerId, ProcedureCode, RateKey, Recode, Setting};

/// Services paid as something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecodeReport {
    /// What it rests on.
    pub based_on: BasedOn,
    /// One entry a payer, the most dollars at stake first.
    pub payers: Vec<PayerRecodes>,
    /// All payers together.
    pub total: RecodeSums,
}

/// One payer's changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayerRecodes {
    /// The payer.
    pub payer: PayerId,
    /// Its name.
    pub name: String,
    /// Its changes, the most dollars at stake first.
    pub rows: Vec<RecodeRow>,
    /// All of them together.
    pub sums: RecodeSums,
}

/// Changes counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RecodeSums {
    /// Changed lines.
    pub lines: u64,
    /// Of these, lines paid as a service that is worth less.
    pub lines_lowered: u64,
    /// Lines paid for fewer units than billed.
    pub lines_with_fewer_units: u64,
    /// Charges of the changed lines.
    pub charge: Money,
    /// What was allowed for them.
    pub allowed: Money,
    /// What the lowered lines would have brought more, as far as it can be told.
    pub at_stake: Money,
    /// Lowered lines for which it cannot be told.
    pub lines_without_stake: u64,
}

/// One way in which a payer changed services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RecodeRow {
    /// Code as billed.
    pub billed_code: ProcedureCode,
    /// Modifiers as billed.
    pub billed_modifiers: Modifiers,
    /// Code as paid.
    pub paid_code: ProcedureCode,
    /// Modifiers as paid.
    pub paid_modifiers: Modifiers,
    /// What kind of change it is.
    pub change: RecodeChange,
    /// Lines.
    pub lines: u64,
    /// Of these, lines paid for fewer units than billed.
    pub lines_with_fewer_units: u64,
    /// Their charges.
    pub charge: Money,
    /// What was allowed for them.
    pub allowed: Money,
    /// What they would have brought more at the rate of the code that was billed; `None` where the
    /// service was not lowered, or where there is nothing to tell it by.
    pub at_stake: Option<Stake>,
}

/// What kind of change a payer made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecodeChange {
    /// A lower level of the same kind of visit: 99214 paid as 99213.
    LowerLevel,
    /// Another code or other modifiers, worth less by Medicare.
    LowerValue,
    /// The same service, fewer units.
    FewerUnits,
    /// Another code or other modifiers, not known to be worth less.
    Other,
    /// A higher level, or worth more by Medicare.
    Higher,
}

impl RecodeChange {
    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::LowerLevel => "Lower level",
            Self::LowerValue => "Lower value",
            Self::FewerUnits => "Fewer units",
            Self::Other => "Changed",
            Self::Higher => "Higher",
        }
    }

    /// Whether the service was paid as one that is worth less.
    pub const fn is_lowered(self) -> bool {
        matches!(self, Self::LowerLevel | Self::LowerValue)
    }
}

/// Dollars at stake, and how they were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stake {
    /// Dollars, to the cent.
    pub amount: Money,
    /// What the two codes were compared by.
    pub by: StakeBasis,
}

/// What a billed code and a paid code are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StakeBasis {
    /// What this payer allows for a unit of each on average.
    PayersRates,
    /// Medicare's amounts.
    Medicare,
}

impl StakeBasis {
    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::PayersRates => "By this payer's rates",
            Self::Medicare => "By Medicare's amounts",
        }
    }
}

/// Makes the report from the lines that the input's filter admits.
///
/// Dollars at stake: what was allowed × (value of the billed code ÷ value of the paid code − 1). The
/// values are what this payer allows for a unit of each on average, over all months of the filter, or
/// else Medicare's amounts; both of one kind. Only services paid as something of less value count.
pub fn recodes(input: &ReportInput<'_>, recodes: &[Recode]) -> RecodeReport {
    let values = Values::of(input);
    let mut by_payer: BTreeMap<PayerId, Vec<RecodeRow>> = BTreeMap::new();
    for recode in recodes {
        let row = values.row(recode);
        by_payer.entry(recode.payer).or_default().push(row);
    }
    let mut payers: Vec<PayerRecodes> = by_payer
        .into_iter()
        .map(|(payer, mut rows)| {
            rows.sort_by_key(|row| {
                let stake = row.at_stake.map(|stake| stake.amount);
                (
                    Reverse(stake),
                    Reverse(row.lines),
                    row.billed_code,
                    row.paid_code,
                )
            });
            let mut sums = RecodeSums::default();
            for row in &rows {
                sums.add_row(row);
            }
            PayerRecodes {
                payer,
                name: input.payer_name(payer).into_owned(),
                rows,
                sums,
            }
        })
        .collect();
    payers.sort_by_key(|payer| (Reverse(payer.sums.at_stake), Reverse(payer.sums.lines)));
    let mut total = RecodeSums::default();
    for row in payers.iter().flat_map(|payer| &payer.rows) {
        total.add_row(row);
    }
    RecodeReport {
        based_on: input.based_on(),
        payers,
        total,
    }
}

impl RecodeSums {
    fn add_row(&mut self, row: &RecodeRow) {
        self.lines += row.lines;
        self.lines_with_fewer_units += row.lines_with_fewer_units;
        self.charge += row.charge;
        self.allowed += row.allowed;
        if row.change.is_lowered() {
            self.lines_lowered += row.lines;
            match row.at_stake {
                Some(stake) => self.at_stake += stake.amount,
                None => self.lines_without_stake += row.lines,
            }
        }
    }
}

/// Code and pricing modifiers: a change is compared without its setting, which claims and remittances
/// give apart.
type Service = (ProcedureCode, Modifiers);

/// What services are worth, to the payers and to Medicare.
struct Values<'a> {
    reference: Option<&'a ReferencePrices>,
    /// Allowed amounts and units of the lines that have one.
    of_payers: BTreeMap<(PayerId, Service), (Money, Decimal)>,
}

impl<'a> Values<'a> {
    fn of(input: &ReportInput<'a>) -> Self {
        let mut of_payers: BTreeMap<(PayerId, Service), (Money, Decimal)> = BTreeMap::new();
        for row in input.rows() {
            let service = (row.key.code, row.key.modifiers);
            let (allowed, units) = of_payers.entry((row.payer, service)).or_default();
            *allowed += row.allowed;
            *units += row.units_allowed;
        }
        Self {
            reference: input.reference,
            of_payers,
        }
    }

    fn row(&self, recode: &Recode) -> RecodeRow {
        let change = self.change(recode);
        RecodeRow {
            billed_code: recode.billed.0,
            billed_modifiers: recode.billed.1,
            paid_code: recode.paid_as.0,
            paid_modifiers: recode.paid_as.1,
            change,
            lines: recode.lines,
            lines_with_fewer_units: recode.lines_with_fewer_units,
            charge: recode.charge,
            allowed: recode.allowed,
            at_stake: change.is_lowered().then(|| self.stake(recode)).flatten(),
        }
    }

    fn change(&self, recode: &Recode) -> RecodeChange {
        let levels = (visit_level(recode.billed.0), visit_level(recode.paid_as.0));
        if let (Some((kind, billed)), Some((paid_kind, paid))) = levels
            && kind == paid_kind
            && billed != paid
        {
            return if paid < billed {
                RecodeChange::LowerLevel
            } else {
                RecodeChange::Higher
            };
        }
        match self.medicare(recode) {
            Some((billed, paid)) if paid < billed => RecodeChange::LowerValue,
            Some((billed, paid)) if billed < paid => RecodeChange::Higher,
            _ if recode.billed == recode.paid_as && recode.lines_with_fewer_units != 0 => {
                RecodeChange::FewerUnits
            }
            _ => RecodeChange::Other,
        }
    }

    fn stake(&self, recode: &Recode) -> Option<Stake> {
        if recode.allowed <= Money::ZERO {
            return None;
        }
        let worth_less = |values: &(Money, Money)| values.1 < values.0;
        let (values, by) = match self.payers_rates(recode).filter(worth_less) {
            Some(values) => (values, StakeBasis::PayersRates),
            None => (
                self.medicare(recode).filter(worth_less)?,
                StakeBasis::Medicare,
            ),
        };
        let (billed, paid) = values;
        let whole = recode.allowed.times(billed.dollars()).per(paid.dollars())?;
        Some(Stake {
            amount: (whole - recode.allowed).rounded(),
            by,
        })
    }

    /// Returns what the payer allows for a unit of the billed and of the paid service.
    fn payers_rates(&self, recode: &Recode) -> Option<(Money, Money)> {
        let rate = |service: (ProcedureCode, Modifiers)| {
            let service = (service.0, service.1.pricing());
            let (allowed, units) = self.of_payers.get(&(recode.payer, service))?;
            per_unit(*allowed, *units).filter(|rate| Money::ZERO < *rate)
        };
        Some((rate(recode.billed)?, rate(recode.paid_as)?))
    }

    /// Returns Medicare's amounts for the billed and the paid service, both in one setting.
    fn medicare(&self, recode: &Recode) -> Option<(Money, Money)> {
        let reference = self.reference?;
        [Setting::NonFacility, Setting::Facility]
            .into_iter()
            .find_map(|setting| {
                let amount = |service: (ProcedureCode, Modifiers)| {
                    reference.amount(RateKey {
                        code: service.0,
                        modifiers: service.1.pricing(),
                        setting,
                    })
                };
                Some((amount(recode.billed)?, amount(recode.paid_as)?))
            })
    }
}

/// Visits whose last digit is their level, by first and last code: office, hospital, consultation,
/// emergency, nursing facility, home. Code numbers alone; no descriptions.
///
/// Not here: preventive visits, whose last digit is the patient's age.
const VISIT_LEVELS: [(u32, u32); 14] = [
    (99202, 99205),
    (99211, 99215),
    (99221, 99223),
    (99231, 99233),
    (99234, 99236),
    (99242, 99245),
    (99252, 99255),
    (99281, 99285),
    (99304, 99306),
    (99307, 99310),
    (99341, 99345),
    (99347, 99350),
    (99238, 99239),
    (99315, 99316),
];

/// Returns which kind of visit a code is and its level.
fn visit_level(code: ProcedureCode) -> Option<(u32, u32)> {
    let number: u32 = code.as_str().parse().ok()?;
    VISIT_LEVELS
        .iter()
        .find(|(first, last)| (*first..=*last).contains(&number))
        .map(|(first, _)| (*first, number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::{Sample, dollars, total};

    fn recode(billed: &str, paid_as: &str, lines: u64, allowed: &str) -> Recode {
        let service = |text: &str| {
            let (code, modifiers) = text.split_once('-').unwrap_or((text, ""));
            (
                ProcedureCode::new(code).unwrap(),
                Modifiers::from_text(modifiers).unwrap(),
            )
        };
        Recode {
            payer: PayerId(1),
            billed: service(billed),
            paid_as: service(paid_as),
            lines,
            lines_with_fewer_units: 0,
            charge: dollars("100"),
            allowed: dollars(allowed),
        }
    }

    /// The payer allows 130 for the higher and 90 for the lower visit; Medicare 125 and 100.
    fn practice() -> Sample {
        Sample::new(
            &["One", "Two"],
            vec![
                total(1, "99214", "10", "3000", "1300"),
                total(1, "99213", "10", "2000", "900"),
            ],
        )
        .priced(&[
            ("99214", "125"),
            ("99213", "100"),
            ("EX001", "80"),
            ("EX002", "60"),
        ])
    }

    fn change_of(billed: &str, paid_as: &str) -> RecodeChange {
        let report = recodes(&practice().input(), &[recode(billed, paid_as, 1, "90")]);
        report.payers[0].rows[0].change
    }

    #[test]
    fn a_lower_level_of_the_same_kind_of_visit_is_lower_whatever_it_is_worth() {
        assert_eq!(change_of("99214", "99213"), RecodeChange::LowerLevel);
        assert_eq!(change_of("99223", "99221"), RecodeChange::LowerLevel);
        assert_eq!(change_of("99212", "99213"), RecodeChange::Higher);
        // A new patient's visit paid as an established patient's: another kind, of unknown value.
        assert_eq!(change_of("99204", "99214"), RecodeChange::Other);
    }

    #[test]
    fn other_services_are_compared_by_medicares_amounts() {
        assert_eq!(change_of("EX001", "EX002"), RecodeChange::LowerValue);
        assert_eq!(change_of("EX002", "EX001"), RecodeChange::Higher);
        assert_eq!(change_of("EX001", "EX009"), RecodeChange::Other);
        assert_eq!(change_of("EX001-25", "EX001"), RecodeChange::Other);
    }

    #[test]
    fn the_same_service_with_fewer_units_is_no_other_code() {
        let fewer = Recode {
            lines_with_fewer_units: 3,
            ..recode("EX001", "EX001", 3, "240")
        };
        let report = recodes(&practice().input(), &[fewer]);
        let row = report.payers[0].rows[0];
        assert_eq!((row.change, row.at_stake), (RecodeChange::FewerUnits, None));
        assert_eq!(report.total.lines_with_fewer_units, 3);
        assert_eq!(report.total.lines_lowered, 0);
    }

    #[test]
    fn dollars_at_stake_follow_the_payers_own_rates_and_else_medicare() {
        // 5 lines for 450: at 130 instead of 90 a unit, 650.
        let own = recode("99214", "99213", 5, "450");
        // 2 lines for 90: at 80 to 60 by Medicare, 120.
        let medicare = recode("EX001", "EX002", 2, "90");
        let report = recodes(&practice().input(), &[medicare, own]);
        let rows = &report.payers[0].rows;
        let stakes: Vec<_> = rows.iter().map(|row| row.at_stake.unwrap()).collect();
        assert_eq!(
            stakes,
            [
                Stake {
                    amount: dollars("200"),
                    by: StakeBasis::PayersRates
                },
                Stake {
                    amount: dollars("30"),
                    by: StakeBasis::Medicare
                }
            ]
        );
        assert_eq!(report.total.at_stake, dollars("230"));
        assert_eq!(report.total.lines_lowered, 7);
    }

    #[test]
    fn what_nothing_can_be_told_of_is_counted_and_not_zero() {
        let denied = recode("99214", "99213", 4, "0");
        let unknown = recode("99223", "99221", 2, "90");
        let report = recodes(&practice().input(), &[denied, unknown]);
        assert_eq!(report.total.at_stake, Money::ZERO);
        assert_eq!(report.total.lines_without_stake, 6);
        assert!(
            report.payers[0]
                .rows
                .iter()
                .all(|row| row.at_stake.is_none())
        );
    }

    #[test]
    fn the_payer_with_the_most_at_stake_comes_first() {
        let of = |payer, recode: Recode| Recode {
            payer: PayerId(payer),
            ..recode
        };
        let report = recodes(
            &practice().input(),
            &[
                of(1, recode("EX009", "EX008", 50, "90")),
                of(2, recode("EX001", "EX002", 1, "60")),
            ],
        );
        let order: Vec<_> = report
            .payers
            .iter()
            .map(|payer| payer.name.as_str())
            .collect();
        assert_eq!(order, ["Two", "One"]);
        assert_eq!(report.payers[0].sums.at_stake, dollars("20"));
    }
}
