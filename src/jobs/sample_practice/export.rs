//! The sample's files: what a practice-management system and a payer would have sent.

use std::fmt::Write as _;

use crate::domain::Invalid;

use super::inputs::SampleData;
use super::prices::{amounts_of, base_cents, rate_cents};
use super::visits::Line;

/// The payer whose fee schedule comes with the sample, and the year it is in force.
pub(super) const FEE_SCHEDULE_OF: &str = "Southridge Health Plans";
const FEE_SCHEDULE_YEAR: i16 = 2026;

/// Writes the utilization as a system exports it: one line a service, amounts with two decimals.
pub(super) fn utilization_csv(lines: &[Line<'_>]) -> Vec<u8> {
    let mut csv = String::with_capacity(lines.len() * 128);
    csv.push_str(
        "Claim Number,Patient Account,Date of Service,Rendering Provider,Service Location,\
         Place of Service,Primary Insurance,Procedure Code,Modifier 1,Modifier 2,Units,\
         Billed Amount,Allowed Amount,Insurance Paid,Patient Responsibility\r\n",
    );
    for line in lines {
        let mut modifiers = line.modifiers.iter();
        let first = modifiers
            .next()
            .map_or(String::new(), |modifier| modifier.to_string());
        let second = modifiers
            .next()
            .map_or(String::new(), |modifier| modifier.to_string());
        let amounts = line.answer.map_or_else(
            || ",,".to_owned(),
            |answer| {
                format!(
                    "{},{},{}",
                    dollars(answer.allowed),
                    dollars(answer.paid),
                    dollars(answer.patient)
                )
            },
        );
        // Writing to a string does not fail.
        let _written = write!(
            csv,
            "{},{},{},{},{},{},{},{},{first},{second},{},{},{amounts}\r\n",
            line.claim_nr,
            line.patient_nr,
            line.date,
            line.provider,
            line.site,
            line.service.place.0,
            line.payer_name,
            line.service.code,
            line.units,
            dollars(line.charge),
        );
    }
    csv.into_bytes()
}

/// Writes the fee schedule the payer [`FEE_SCHEDULE_OF`] would have sent.
pub(super) fn fee_schedule_csv(data: &SampleData) -> Result<Vec<u8>, Invalid> {
    let payer = data
        .payers
        .iter()
        .find(|payer| payer.name == FEE_SCHEDULE_OF)
        .ok_or_else(|| Invalid::new(format!("{FEE_SCHEDULE_OF} is not among the payers")))?;
    let amounts = amounts_of(data)?;
    let mut csv =
        String::from("Procedure Code,Modifier,Site of Service,Contracted Rate,Effective Date\r\n");
    for service in &data.codes {
        let rate = rate_cents(
            payer,
            service,
            base_cents(&amounts, service)?,
            FEE_SCHEDULE_YEAR,
        )?;
        let modifier = service
            .modifier
            .map_or(String::new(), |modifier| modifier.to_string());
        let setting = match service.setting() {
            crate::domain::Setting::Facility => "Facility",
            crate::domain::Setting::NonFacility => "Non-facility",
        };
        let _written = write!(
            csv,
            "{},{modifier},{setting},{},01/01/2022\r\n",
            service.code,
            dollars(rate)
        );
    }
    Ok(csv.into_bytes())
}

/// Returns cents as dollars with two decimals: `-12.50`.
pub(super) fn dollars(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_are_written_as_dollars() {
        for (cents, text) in [
            (0, "0.00"),
            (5, "0.05"),
            (-1_250, "-12.50"),
            (123_456, "1234.56"),
        ] {
            assert_eq!(dollars(cents), text);
        }
    }
}
