//! `brief`: writes one.

use serde_json::json;

use super::args::{AudienceChoice, BriefArgs};
use super::{Printed, ask, print};
use crate::brief::Audience;
use crate::domain::{Filter, PayerId, Percent, ScenarioId};
use crate::jobs::{BriefSpec, BriefTexts, JobError, PracticeView};

/// Writes a brief.
pub(super) fn brief(args: &BriefArgs) -> Printed {
    let (mut desk, view) = ask::open(&args.file)?;
    let payer = ask::payer(&view, &args.payer)?.id;
    let audience = match args.audience {
        AudienceChoice::Payer => Audience::Payer,
        AudienceChoice::Internal => Audience::Internal,
    };
    let of_payer = || {
        view.scenarios
            .iter()
            .filter(|scenario| scenario.payer == payer)
    };
    let scenario = ask_of(&view, args, payer, audience)?;
    let period = ask::period(args.from.as_deref(), args.to.as_deref())?;
    let compared = args
        .compare
        .iter()
        .map(|name| {
            let names: Vec<&str> = of_payer().map(|scenario| scenario.name.as_str()).collect();
            let found = of_payer().find(|scenario| scenario.name.eq_ignore_ascii_case(name));
            let found = found.ok_or_else(|| ask::unknown("scenario of this payer", name, &names));
            found.map(|scenario| scenario.id)
        })
        .collect::<Result<_, _>>()?;
    let texts = match &args.texts {
        Some(path) => BriefTexts::read(path)?,
        None => BriefTexts::default(),
    };
    let spec = BriefSpec {
        scenario,
        compared,
        negotiation_set: Percent::new(args.negotiation_set),
        letter: texts.letter,
        notes: texts.notes,
        prepared_by: args.prepared_by.clone(),
        filter: Filter {
            period,
            ..Filter::default()
        },
        date: args.date,
        ..BriefSpec::new(audience, payer)
    };
    let what = desk.export_brief(&spec, &args.out)?;
    desk.close()?;
    let out = args.out.display().to_string();
    if args.output.json {
        return Ok(print::json(
            "brief",
            &json!({}),
            &json!({ "written": out, "what": what }),
        ));
    }
    Ok(format!("{what}: {out}"))
}

/// Finds the scenario that holds the ask.
fn ask_of(
    view: &PracticeView,
    args: &BriefArgs,
    payer: PayerId,
    audience: Audience,
) -> Result<Option<ScenarioId>, JobError> {
    let of_payer = || {
        view.scenarios
            .iter()
            .filter(|scenario| scenario.payer == payer)
    };
    match &args.scenario {
        Some(name) => {
            let names: Vec<&str> = of_payer().map(|scenario| scenario.name.as_str()).collect();
            let found = of_payer().find(|scenario| scenario.name.eq_ignore_ascii_case(name));
            let found =
                found.ok_or_else(|| ask::unknown("scenario of this payer", name, &names))?;
            Ok(Some(found.id))
        }
        // One scenario needs no naming; of several the user says which is the ask.
        None => match of_payer().collect::<Vec<_>>().as_slice() {
            [] if audience == Audience::Payer => Err(JobError::new(
                ask::READING_COMMAND,
                "a payer packet needs an ask, and the payer has no scenario yet",
                "Save one first: allowable model FILE --payer NAME --percent-of-medicare 120 \
                     --save NAME",
            )),
            [] => Ok(None),
            [only] => Ok(Some(only.id)),
            several => {
                let names: Vec<&str> = several.iter().map(|one| one.name.as_str()).collect();
                Err(JobError::new(
                    ask::READING_COMMAND,
                    "the payer has several scenarios",
                    format!("Say which is the ask with --scenario: {}", names.join(", ")),
                ))
            }
        },
    }
}
