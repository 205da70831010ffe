//! `reference`: what rates are measured against, and what else of Medicare's the file holds.

use serde_json::json;

use super::args::{QpChoice, ReferenceArgs, SettingRule, code_and_modifiers};
use super::print::{Align, TextTable};
use super::report::service;
use super::{Printed, ask, print};
use crate::domain::{CarrierPrice, MedicareReference, Money, QpStatus, RateKey, Setting};
use crate::jobs::{Edit, JobError, PracticeView};

/// Shows or sets the Medicare reference.
pub(super) fn reference(args: &ReferenceArgs) -> Printed {
    let (mut desk, mut view) = ask::open(&args.file)?;
    let changes = args.release.is_some()
        || args.locality.is_some()
        || args.setting.is_some()
        || args.qp.is_some();
    if changes {
        let reference = changed_reference(&view, args)?;
        desk.edit(Edit::SetReference(Some(reference)))?;
    }
    for edit in carrier_price_edits(&view, args)? {
        desk.edit(edit)?;
    }
    view = desk.view()?;
    desk.close()?;
    if args.output.json {
        let value = json!({
            "label": view.reference_label,
            "reference": view.practice.reference,
            "releases": view.releases,
            "tables": view.reference_tables,
            "carrier_prices": view.carrier_prices,
        });
        return Ok(print::json("reference", &json!({}), &value));
    }
    Ok(as_text(&view))
}

/// Reads `93799=84.10`, and `93799=` to take the price away.
fn carrier_price_edits(view: &PracticeView, args: &ReferenceArgs) -> Result<Vec<Edit>, JobError> {
    let mut edits = Vec::with_capacity(args.carrier_prices.len());
    for text in &args.carrier_prices {
        let (key, dollars) = ask::key_and_value(text)?;
        let (code, modifiers) = code_and_modifiers(key).map_err(ask::invalid)?;
        let modifiers = modifiers.pricing();
        if dollars.trim().is_empty() {
            let known = view
                .carrier_prices
                .iter()
                .filter(|known| (known.code, known.modifiers) == (code, modifiers));
            edits.extend(known.map(|known| Edit::RemoveCarrierPrice {
                code,
                modifiers,
                setting: known.setting,
            }));
            continue;
        }
        let source = args.source.clone().ok_or_else(|| {
            JobError::new(
                ask::READING_COMMAND,
                "a contractor\u{2019}s price needs its source",
                "Add where it is from, such as --source \"fee lookup of the contractor, 2026-02-10\"",
            )
        })?;
        edits.push(Edit::SetCarrierPrice(CarrierPrice {
            code,
            modifiers,
            setting: None,
            amount: Money::from_text(dollars).map_err(ask::invalid)?,
            source,
        }));
    }
    Ok(edits)
}

fn as_text(view: &PracticeView) -> String {
    let mut text = format!(
        "Medicare reference: {}\n",
        view.reference_label
            .as_deref()
            .unwrap_or("none yet; import CMS's relative-value zip")
    );
    if !view.reference_tables.is_empty() {
        let mut table = TextTable::new(&[
            ("Fee schedule", Align::Left),
            ("Table", Align::Left),
            ("From", Align::Left),
            ("To", Align::Left),
            ("Values", Align::Right),
        ]);
        for known in &view.reference_tables {
            table.row(vec![
                known.family.label().to_owned(),
                known.name.clone(),
                known.effective_from.to_string(),
                known
                    .effective_to
                    .map_or_else(String::new, |day| day.to_string()),
                print::count(known.value_count),
            ]);
        }
        text.push_str(&format!("\n{}", table.text()));
    }
    if !view.carrier_prices.is_empty() {
        let mut table = TextTable::new(&[
            ("Code", Align::Left),
            ("Contractor pays", Align::Right),
            ("Source", Align::Left),
        ]);
        for known in &view.carrier_prices {
            let key = RateKey {
                code: known.code,
                modifiers: known.modifiers,
                setting: known.setting.unwrap_or(Setting::NonFacility),
            };
            table.row(vec![
                service(key),
                print::dollars(known.amount),
                known.source.clone(),
            ]);
        }
        text.push_str(&format!("\n{}", table.text()));
    }
    text
}

fn changed_reference(
    view: &PracticeView,
    args: &ReferenceArgs,
) -> Result<MedicareReference, JobError> {
    let missing = |what: &str, remedy: &str| {
        JobError::new(
            "Setting the Medicare reference",
            format!("there is no {what} yet"),
            remedy,
        )
    };
    let known = view.practice.reference.clone();
    let release = match &args.release {
        Some(name) => Some(ask::release(view, name)?),
        None => known.as_ref().map(|reference| reference.release),
    };
    let release = release.ok_or_else(|| {
        missing(
            "Medicare release",
            "Import CMS's relative-value zip, or name one with --release",
        )
    })?;
    let home = known
        .as_ref()
        .map(|reference| reference.locality)
        .or(view.practice.locality);
    let locality = args
        .locality
        .or(home)
        .ok_or_else(|| missing("locality", "Name one with --locality, such as 10212-01"))?;
    let setting = match args.setting {
        None => known.as_ref().and_then(|reference| reference.setting),
        Some(SettingRule::PlaceOfService) => None,
        Some(SettingRule::Nonfacility) => Some(Setting::NonFacility),
        Some(SettingRule::Facility) => Some(Setting::Facility),
    };
    let qp = match args.qp {
        None => known
            .as_ref()
            .map_or(QpStatus::NonQualifying, |reference| reference.qp),
        Some(QpChoice::No) => QpStatus::NonQualifying,
        Some(QpChoice::Yes) => QpStatus::Qualifying,
    };
    let date = known.and_then(|reference| reference.date);
    Ok(MedicareReference {
        release,
        locality,
        qp,
        setting,
        date,
    })
}
