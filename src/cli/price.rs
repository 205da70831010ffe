//! `price`: what Medicare allows and what a payer pays, with the steps.

use rust_decimal::Decimal;
use serde_json::json;

use super::args::{PriceArgs, SettingChoice, code_and_modifiers};
use super::price_text::{claim_text, service_text};
use super::{Printed, ask, print};
use crate::analysis::pricing::PatientShare;
use crate::domain::{LocalityKey, Money, Payer, Percent, QpStatus, ReferenceArea, Setting};
use crate::jobs::{
    ClaimQuestion, Desk, JobError, PracticeView, PricedService, QuestionLine, localities,
};

/// Prices codes, each by itself or as one claim.
pub(super) fn price(args: &PriceArgs) -> Printed {
    let (mut desk, view) = ask::open(&args.file)?;
    let payer = args
        .payer
        .as_deref()
        .map(|name| ask::payer(&view, name))
        .transpose()?;
    let question = question(&view, args, payer)?;
    let text = if args.together {
        together(&mut desk, args, &question, payer)?
    } else {
        one_by_one(&mut desk, args, &question, payer)?
    };
    desk.close()?;
    Ok(text)
}

fn one_by_one(
    desk: &mut Desk,
    args: &PriceArgs,
    question: &ClaimQuestion,
    payer: Option<&Payer>,
) -> Printed {
    let mut priced = Vec::with_capacity(question.lines.len());
    for line in &question.lines {
        priced.push(desk.price(&ClaimQuestion {
            lines: vec![line.clone()],
            ..question.clone()
        })?);
    }
    if args.output.json {
        let reference = priced.first().map(|service| service.reference.clone());
        let based_on = json!({ "reference": reference });
        let value = json!({ "services": priced });
        return Ok(print::json("price", &based_on, &value));
    }
    let name = payer.map(|payer| payer.name.as_str());
    let texts: Vec<String> = priced
        .iter()
        .map(|service: &PricedService| service_text(service, name))
        .collect();
    Ok(texts.join("\n"))
}

fn together(
    desk: &mut Desk,
    args: &PriceArgs,
    question: &ClaimQuestion,
    payer: Option<&Payer>,
) -> Printed {
    let answer = desk.claim(question)?;
    if args.output.json {
        let based_on = json!({ "reference": answer.reference });
        let value = json!({ "claim": answer });
        return Ok(print::json("price", &based_on, &value));
    }
    Ok(claim_text(&answer, payer.map(|payer| payer.name.as_str())))
}

fn question(
    view: &PracticeView,
    args: &PriceArgs,
    payer: Option<&Payer>,
) -> Result<ClaimQuestion, JobError> {
    let setting = args.setting.map(|setting| match setting {
        SettingChoice::Nonfacility => Setting::NonFacility,
        SettingChoice::Facility => Setting::Facility,
    });
    let charges: Vec<Money> = args
        .charge
        .iter()
        .map(|text| Money::from_text(text).map_err(ask::invalid))
        .collect::<Result<_, _>>()?;
    let mut lines = Vec::with_capacity(args.codes.len());
    for (line_idx, text) in args.codes.iter().enumerate() {
        let (code, modifiers) = code_and_modifiers(text).map_err(ask::invalid)?;
        let units = for_line("--units", &args.units, line_idx, args.codes.len())?;
        let minutes = for_line("--minutes", &args.minutes, line_idx, args.codes.len())?;
        lines.push(QuestionLine {
            units: units.unwrap_or(Decimal::ONE),
            charge: for_line("--charge", &charges, line_idx, args.codes.len())?,
            minutes,
            provider_class: args.provider_class,
            ..QuestionLine::of(code, modifiers, setting)
        });
    }
    if lines.iter().any(|line| line.units <= Decimal::ZERO) {
        return Err(JobError::new(
            ask::READING_COMMAND,
            "units of service are above zero",
            "Write --units 1, or more",
        ));
    }
    Ok(ClaimQuestion {
        date: args.date,
        release: args.release.clone(),
        locality: args.locality,
        qp: args.qp.then_some(QpStatus::Qualifying),
        area: if args.rural {
            Some(rural_area(view, args.locality)?)
        } else {
            None
        },
        payer: payer.map(|payer| payer.id),
        patient: patient_share(args)?,
        ..ClaimQuestion::of(lines)
    })
}

/// Returns what was typed once for all lines, or once for each.
fn for_line<T: Copy>(
    option: &str,
    typed: &[T],
    line_idx: usize,
    line_count: usize,
) -> Result<Option<T>, JobError> {
    match typed {
        [] => Ok(None),
        [for_all] => Ok(Some(*for_all)),
        several if several.len() == line_count => Ok(several.get(line_idx).copied()),
        several => Err(JobError::new(
            ask::READING_COMMAND,
            format!(
                "{option} is there {} times for {line_count} codes",
                several.len()
            ),
            "Give it once, or once for each code",
        )),
    }
}

fn patient_share(args: &PriceArgs) -> Result<Option<PatientShare>, JobError> {
    if args.deductible.is_none() && args.coinsurance.is_none() {
        return Ok(None);
    }
    let deductible = args.deductible.as_deref().map(Money::from_text);
    Ok(Some(PatientShare {
        deductible: deductible
            .transpose()
            .map_err(ask::invalid)?
            .unwrap_or_default(),
        coinsurance: args.coinsurance.map_or_else(Percent::default, Percent::new),
    }))
}

/// Returns the rural parts of a locality's state.
fn rural_area(
    view: &PracticeView,
    locality: Option<LocalityKey>,
) -> Result<ReferenceArea, JobError> {
    let home = view.practice.reference.as_ref().map(|known| known.locality);
    let key = locality.or(home).or(view.practice.locality);
    let of_latest_year = localities(i16::MAX);
    let state = view
        .localities
        .iter()
        .chain(of_latest_year)
        .find(|known| Some(known.key) == key && !known.state.is_empty())
        .map(|known| format!("{}-R", known.state));
    state
        .and_then(|text| ReferenceArea::from_text(&text).ok())
        .ok_or_else(|| {
            JobError::new(
                ask::READING_COMMAND,
                "the state of the locality is not known",
                "Name a locality that CMS lists with --locality",
            )
        })
}
