//! `price`: what Medicare allows, with the steps.

use serde_json::json;

use super::args::{PriceArgs, SettingChoice, code_and_modifiers};
use super::{Printed, ask, print};
use crate::analysis::medicare_price::{MedicarePrice, PriceStep, StepUnit};
use crate::domain::{QpStatus, Setting};
use crate::jobs::{PriceQuestion, PricedService};

/// Prices codes by Medicare.
pub(super) fn price(args: &PriceArgs) -> Printed {
    let (mut desk, view) = ask::open(&args.file)?;
    let payer = args
        .payer
        .as_deref()
        .map(|name| ask::payer(&view, name))
        .transpose()?;
    let mut priced = Vec::with_capacity(args.codes.len());
    for text in &args.codes {
        let (code, modifiers) = code_and_modifiers(text).map_err(ask::invalid)?;
        let question = PriceQuestion {
            code,
            modifiers,
            setting: args.setting.map(|setting| match setting {
                SettingChoice::Nonfacility => Setting::NonFacility,
                SettingChoice::Facility => Setting::Facility,
            }),
            date: args.date,
            locality: args.locality,
            qp: args.qp.then_some(QpStatus::Qualifying),
            payer: payer.map(|payer| payer.id),
        };
        priced.push(desk.price(&question)?);
    }
    desk.close()?;
    if args.output.json {
        let reference = priced.first().map(|service| service.reference.clone());
        let based_on = json!({ "reference": reference });
        return Ok(print::json(
            "price",
            &based_on,
            &json!({ "services": priced }),
        ));
    }
    let texts: Vec<String> = priced
        .iter()
        .map(|service| as_text(service, payer.map(|payer| payer.name.as_str())))
        .collect();
    Ok(texts.join("\n"))
}

/// Writes a price and its steps.
pub(super) fn as_text(service: &PricedService, payer: Option<&str>) -> String {
    let modifiers = service.key.modifiers.to_string();
    let hyphen = if modifiers.is_empty() { "" } else { "-" };
    let mut text = format!(
        "{}{hyphen}{modifiers}, {}, by {}\n",
        service.key.code,
        service.key.setting.label().to_lowercase(),
        service.reference
    );
    let width = |of: &dyn Fn(&PriceStep) -> usize| service.steps.iter().map(of).max().unwrap_or(0);
    let label_width = width(&|step| step.label.chars().count());
    let expression_width = width(&|step| step.expression.chars().count());
    for step in &service.steps {
        let unit = match step.unit {
            StepUnit::Rvu => " RVU",
            StepUnit::Dollars => " dollars",
            StepUnit::TimeUnits => " units",
            StepUnit::Percent => " %",
        };
        text.push_str(&format!(
            "  {:<label_width$}  {:<expression_width$}  {:>12}{unit}\n",
            step.label,
            step.expression,
            step.amount.normalize()
        ));
    }
    text.push_str(&match &service.medicare {
        MedicarePrice::Amount(found) if found.not_a_medicare_payment => format!(
            "  By its relative values {}, but not a Medicare payment: {} (status {})\n",
            print::dollars(found.amount),
            found.status.meaning(),
            found.status.0
        ),
        MedicarePrice::Amount(found) => {
            format!("  Medicare allows {}\n", print::dollars(found.amount))
        }
        MedicarePrice::NoReference(reason) => format!("  No Medicare amount: {reason}\n"),
    });
    if let Some(caution) = &service.caution {
        text.push_str(&format!("  Caution: {caution}\n"));
    }
    if let Some(payer) = payer {
        text.push_str(&match service.fee_schedule_rate {
            Some(rate) => format!("  Fee schedule of {payer}: {}\n", print::dollars(rate)),
            None => format!("  Fee schedule of {payer}: does not list it\n"),
        });
    }
    text
}
