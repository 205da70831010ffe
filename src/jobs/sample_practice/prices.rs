//! What each payer of the sample pays for each service, in cents.
//!
//! The Medicare amount is worked out here once more, in whole numbers and for the sample's one
//! locality only, so that the sample also checks the program's own pricing.

use std::collections::BTreeMap;

use crate::domain::{Invalid, Modifier, PayerClass, ProcedureCode, Setting};

use super::inputs::{RateBasis, SampleCode, SampleData, SamplePayer, decimal_places};
use super::random::Random;

/// Atlanta, 10212-01: work, practice expense and malpractice index in thousandths (CMS, GPCI2025).
const ATLANTA_GPCI: [i64; 3] = [1_000, 997, 1_128];
/// Conversion factor of 2025 in ten-thousandths of a dollar.
const CONVERSION_FACTOR: i64 = 323_465;
/// The first calendar year of the sample; raises count from it.
const FIRST_YEAR: i16 = 2024;
/// Payers' rates of single codes lie up to this many points around the family's percentage.
const VARIETY_POINTS: u32 = 3;
/// A service on both sides is paid as one and a half.
const BILATERAL_PERCENT: i64 = 150;

/// Medicare amounts of the sample's codes.
pub(super) struct MedicareAmounts(BTreeMap<(ProcedureCode, Option<Modifier>), [i64; 2]>);

impl MedicareAmounts {
    /// Reads the relative values and works the amounts out.
    pub(super) fn from_release(csv: &str) -> Result<Self, Invalid> {
        // Columns of the 31-column layout of 2025.
        const CODE: usize = 0;
        const MODIFIER: usize = 1;
        const WORK: usize = 5;
        const PE_NONFACILITY: usize = 6;
        const PE_FACILITY: usize = 8;
        const MALPRACTICE: usize = 10;
        let rows = csv
            .lines()
            .skip_while(|line| !line.starts_with("HCPCS,"))
            .skip(1);
        let mut amounts = BTreeMap::new();
        for row in rows {
            let fields: Vec<&str> = row.split(',').collect();
            let field = |idx: usize| {
                fields
                    .get(idx)
                    .copied()
                    .ok_or_else(|| Invalid::new(format!("short row: {row}")))
            };
            let rvu = |idx: usize| decimal_places(field(idx)?, 2);
            let amount = |pe: usize| -> Result<i64, Invalid> {
                let values = [rvu(WORK)?, rvu(pe)?, rvu(MALPRACTICE)?];
                let adjusted: i64 = values
                    .iter()
                    .zip(ATLANTA_GPCI)
                    .map(|(rvu, gpci)| rvu * gpci)
                    .sum();
                // Hundredths × thousandths × ten-thousandths of a dollar, to cents.
                Ok(divided_half_up(adjusted * CONVERSION_FACTOR, 10_000_000))
            };
            let modifier = field(MODIFIER)?;
            let modifier = (!modifier.is_empty())
                .then(|| Modifier::new(modifier))
                .transpose()?;
            let key = (ProcedureCode::new(field(CODE)?)?, modifier);
            amounts.insert(key, [amount(PE_NONFACILITY)?, amount(PE_FACILITY)?]);
        }
        Ok(Self(amounts))
    }

    /// Returns the amount in cents; `None` where CMS publishes no relative values.
    pub(super) fn cents(
        &self,
        code: ProcedureCode,
        modifier: Option<Modifier>,
        setting: Setting,
    ) -> Option<i64> {
        let [nonfacility, facility] = self.0.get(&(code, modifier))?;
        let cents = match setting {
            Setting::NonFacility => *nonfacility,
            Setting::Facility => *facility,
        };
        (cents > 0).then_some(cents)
    }
}

/// A service's Medicare amount, or the list price that stands for it.
pub(super) fn base_cents(amounts: &MedicareAmounts, code: &SampleCode) -> Result<i64, Invalid> {
    amounts
        .cents(code.code, code.modifier, code.setting())
        .or(code.list_price_cents)
        .ok_or_else(|| Invalid::new(format!("{} has neither amount nor list price", code.code)))
}

/// Returns a payer's rate for one unit in cents, for services in `year`.
pub(super) fn rate_cents(
    payer: &SamplePayer,
    code: &SampleCode,
    base_cents: i64,
    year: i16,
) -> Result<i64, Invalid> {
    let percent = payer
        .percent_by_family
        .get(&code.family)
        .ok_or_else(|| Invalid::new(format!("{} has no rate for {}", payer.name, code.family)))?;
    let (basis, percent) = match payer.basis {
        RateBasis::Medicare => (base_cents, percent + variety_points(payer, code)),
        RateBasis::Charge => (code.charge_cents, *percent),
    };
    let mut rate = divided_half_up(basis * percent, 100);
    for _january in FIRST_YEAR..year {
        rate = divided_half_up(rate * (1_000 + payer.raise_per_mille), 1_000);
    }
    Ok(rate)
}

/// Returns the amount for a service on both sides.
pub(super) fn bilateral(cents: i64) -> i64 {
    divided_half_up(cents * BILATERAL_PERCENT, 100)
}

/// Returns how far a contract's rate of this code lies from its family's; public payers' do not.
fn variety_points(payer: &SamplePayer, code: &SampleCode) -> i64 {
    if !matches!(
        payer.class,
        PayerClass::Commercial | PayerClass::MedicareAdvantage
    ) {
        return 0;
    }
    let seed = payer
        .name
        .bytes()
        .chain(code.code.as_str().bytes())
        .fold(17_u64, |seed, byte| {
            seed.wrapping_mul(31).wrapping_add(u64::from(byte))
        });
    i64::from(Random::new(seed).below(2 * VARIETY_POINTS + 1)) - i64::from(VARIETY_POINTS)
}

/// Divides and rounds half away from zero.
pub(super) fn divided_half_up(amount: i64, divisor: i64) -> i64 {
    let half = divisor / 2;
    (amount + if amount < 0 { -half } else { half }) / divisor
}

/// Reads the release that is part of the sample.
pub(super) fn amounts_of(data: &SampleData) -> Result<MedicareAmounts, Invalid> {
    MedicareAmounts::from_release(data.release_csv)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, modifier: &str, setting: Setting, cents: i64) {
        let data = SampleData::built_in().unwrap();
        let amounts = amounts_of(&data).unwrap();
        let modifier = (!modifier.is_empty()).then(|| Modifier::new(modifier).unwrap());
        let found = amounts.cents(ProcedureCode::new(code).unwrap(), modifier, setting);
        assert_eq!(found, Some(cents), "{code} {modifier:?}");
    }

    #[test]
    fn medicare_amounts_are_those_of_atlanta_in_2025() {
        check("99213", "", Setting::NonFacility, 8_924);
        check("99214", "", Setting::NonFacility, 12_563);
        check("99214", "", Setting::Facility, 9_435);
        check("20610", "", Setting::NonFacility, 6_384);
        check("93000", "", Setting::NonFacility, 1_397);
        check("71046", "26", Setting::Facility, 1_006);
        check("71046", "TC", Setting::NonFacility, 2_262);
        check("11102", "", Setting::NonFacility, 9_578);
        check("17000", "", Setting::NonFacility, 6_638);
    }

    #[test]
    fn a_service_outside_the_fee_schedule_has_no_medicare_amount() {
        let data = SampleData::built_in().unwrap();
        let amounts = amounts_of(&data).unwrap();
        let code = ProcedureCode::new("36415").unwrap();
        assert_eq!(amounts.cents(code, None, Setting::NonFacility), None);
    }

    #[test]
    fn raises_compound_each_january() {
        let data = SampleData::built_in().unwrap();
        let payer = data
            .payers
            .iter()
            .find(|payer| payer.raise_per_mille == 20)
            .unwrap();
        let code = data.codes.first().unwrap();
        let rate = |year| rate_cents(payer, code, 10_000, year).unwrap();
        assert_eq!(rate(2025), divided_half_up(rate(2024) * 102, 100));
        assert_eq!(rate(2026), divided_half_up(rate(2025) * 102, 100));
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!(divided_half_up(5, 10), 1);
        assert_eq!(divided_half_up(4, 10), 0);
        assert_eq!(divided_half_up(-5, 10), -1);
    }
}
