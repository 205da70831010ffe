//! `model`: proposals, scenarios and their comparison.

use serde_json::json;

use super::args::{ModelArgs, code_and_rate};
use super::print::{Align, TextTable, count, dollars, dollars_or_none, percent};
use super::report::{based_on_text, service};
use super::{Printed, ask, print};
use crate::analysis::rate_model::{Projection, project};
use crate::analysis::scenario_comparison::{Contender, MAX_COMPARED, ScenarioComparison, compare};
use crate::domain::{
    Filter, Payer, PayerId, Percent, Proposal, ProposalBasis, RateFloor, RateKey, RateOverride,
    ReleaseId, Scenario, ScenarioId, Setting, UnlistedRule,
};
use crate::jobs::{BaselineKey, Desk, Edit, JobError, ModelBase, PracticeView};

/// Lists scenarios, compares some, or projects a proposal.
pub(super) fn model(args: &ModelArgs) -> Printed {
    let (mut desk, view) = ask::open(&args.file)?;
    let text = if let Some(name) = &args.delete {
        deleted(&mut desk, &view, args, name)?
    } else if !args.compare.is_empty() {
        compared(&mut desk, &view, args)?
    } else if let Some(proposal) = proposal_of(&view, args)? {
        projected(&mut desk, &view, args, proposal)?
    } else if args.save.is_some() {
        return Err(JobError::new(
            ask::READING_COMMAND,
            "there is nothing to save: the command proposes no rates",
            "Add --percent-of-medicare, --percent-of-current or --rate",
        ));
    } else {
        listed(&view, args)
    };
    desk.close()?;
    Ok(text)
}

fn filter_of(args: &ModelArgs) -> Result<Filter, JobError> {
    let period = ask::period(args.from.as_deref(), args.to.as_deref())?;
    Ok(Filter {
        period,
        ..Filter::default()
    })
}

fn payer_of<'v>(view: &'v PracticeView, args: &ModelArgs) -> Result<&'v Payer, JobError> {
    let name = args.payer.as_deref().ok_or_else(|| {
        JobError::new(
            ask::READING_COMMAND,
            "a proposal is made to a payer",
            "Add --payer NAME",
        )
    })?;
    ask::payer(view, name)
}

fn proposal_of(view: &PracticeView, args: &ModelArgs) -> Result<Option<Proposal>, JobError> {
    let release = args
        .release
        .as_deref()
        .map(|name| ask::release(view, name))
        .transpose()?;
    let basis = match (args.percent_of_medicare, args.percent_of_current) {
        (Some(points), _) => ProposalBasis::PercentOfMedicare {
            percent: Percent::new(points),
            release,
        },
        (None, Some(points)) => ProposalBasis::PercentOfCurrent {
            percent: Percent::new(points),
        },
        (None, None) if args.rates.is_empty() => return Ok(None),
        (None, None) => ProposalBasis::PercentOfCurrent {
            percent: Percent::HUNDRED,
        },
    };
    let mut overrides = Vec::new();
    for text in &args.rates {
        let (code, modifiers, rate) = code_and_rate(text).map_err(ask::invalid)?;
        let modifiers = modifiers.pricing();
        overrides.extend(Setting::ALL.map(|setting| RateOverride {
            key: RateKey {
                code,
                modifiers,
                setting,
            },
            rate,
        }));
    }
    overrides.sort_by_key(|one| one.key);
    overrides.dedup_by_key(|one| one.key);
    let proposal = Proposal {
        basis,
        overrides,
        unlisted: unlisted_rule(&args.unlisted)?,
        floor: if args.never_below_current {
            RateFloor::Current
        } else {
            RateFloor::None
        },
    };
    proposal.check().map_err(ask::invalid)?;
    Ok(Some(proposal))
}

fn unlisted_rule(typed: &str) -> Result<UnlistedRule, JobError> {
    Ok(match typed {
        "keep" => UnlistedRule::KeepCurrent,
        "zero" => UnlistedRule::Zero,
        percent => {
            UnlistedRule::PercentOfCharge(Percent::new(percent.parse().map_err(|_error| {
                JobError::new(
                    ask::READING_COMMAND,
                    format!("{percent} is no rule for codes without a price"),
                    "Write keep, zero, or a percentage of the charge such as 60",
                )
            })?))
        }
    })
}

/// Finds a payer's scenario by its name, without regard to case.
fn scenario_of<'v>(
    view: &'v PracticeView,
    payer: Option<PayerId>,
    name: &str,
) -> Result<&'v Scenario, JobError> {
    let of_payer = || {
        let all = view.scenarios.iter();
        all.filter(|known| payer.is_none_or(|payer| payer == known.payer))
    };
    let found = of_payer().find(|known| known.name.eq_ignore_ascii_case(name.trim()));
    found.ok_or_else(|| {
        let names: Vec<&str> = of_payer().map(|known| known.name.as_str()).collect();
        ask::unknown("scenario", name, &names)
    })
}

fn deleted(desk: &mut Desk, view: &PracticeView, args: &ModelArgs, name: &str) -> Printed {
    let payer = payer_of(view, args)?.id;
    let scenario = scenario_of(view, Some(payer), name)?;
    desk.edit(Edit::RemoveScenario(scenario.id))?;
    Ok(listed(desk.view()?.as_ref(), args))
}

fn release_of(proposal: &Proposal) -> Option<ReleaseId> {
    match proposal.basis {
        ProposalBasis::PercentOfMedicare { release, .. } => release,
        ProposalBasis::PercentOfCurrent { .. } => None,
    }
}

fn base_of(
    desk: &mut Desk,
    payer: PayerId,
    proposal: &Proposal,
    filter: Filter,
) -> Result<ModelBase, JobError> {
    desk.model_base(
        BaselineKey {
            payer,
            release: release_of(proposal),
        },
        filter,
    )
}

fn projected(
    desk: &mut Desk,
    view: &PracticeView,
    args: &ModelArgs,
    proposal: Proposal,
) -> Printed {
    let payer = payer_of(view, args)?.id;
    let base = base_of(desk, payer, &proposal, filter_of(args)?)?;
    let projection = project(&base.baseline, &proposal, base.prices.as_deref());
    if let Some(name) = &args.save {
        let known = view
            .scenarios
            .iter()
            .find(|known| known.payer == payer && known.name.eq_ignore_ascii_case(name));
        let scenario = Scenario {
            id: ScenarioId(0),
            name: name.clone(),
            payer,
            proposal,
            effective_from: args.effective,
        };
        let id = known.map(|known| known.id);
        desk.edit(Edit::SaveScenario {
            id,
            scenario: Box::new(scenario),
        })?;
    }
    if args.output.json {
        let based_on = json!(projection.based_on);
        return Ok(print::json("model", &based_on, &projection));
    }
    Ok(projection_text(&projection, view))
}

fn projection_text(projection: &Projection, view: &PracticeView) -> String {
    let mut table = TextTable::new(&[
        ("Code", Align::Left),
        ("Setting", Align::Left),
        ("Label", Align::Left),
        ("Units", Align::Right),
        ("Today", Align::Right),
        ("% of Medicare", Align::Right),
        ("Proposed", Align::Right),
        ("% of Medicare", Align::Right),
        ("Change", Align::Right),
    ]);
    for row in &projection.rows {
        table.row(vec![
            service(row.key),
            row.key.setting.label().to_owned(),
            view.code_label(row.key.code).to_owned(),
            row.units.normalize().to_string(),
            dollars_or_none(row.current),
            percent(row.percent_before),
            dollars_or_none(row.proposed),
            percent(row.percent_after),
            dollars(row.change),
        ]);
    }
    let totals = &projection.totals;
    format!(
        "{}\n{}: {} today, {} proposed, {} ({}) in the period; {} a year\n\
         Weighted, of Medicare: {} today, {} proposed\n{}",
        table.text(),
        projection.name,
        dollars(totals.current),
        dollars(totals.proposed),
        dollars(totals.change),
        percent(totals.change_percent),
        dollars(totals.change_annual),
        percent(totals.weighted_before),
        percent(totals.weighted_after),
        based_on_text(&projection.based_on)
    )
}

fn compared(desk: &mut Desk, view: &PracticeView, args: &ModelArgs) -> Printed {
    let payer = args
        .payer
        .as_deref()
        .map(|name| ask::payer(view, name))
        .transpose()?;
    let chosen: Vec<&Scenario> = args
        .compare
        .iter()
        .map(|name| scenario_of(view, payer.map(|payer| payer.id), name))
        .collect::<Result<_, _>>()?;
    let refuse = |cause: &str, remedy: &str| {
        Err(JobError::new(
            "Comparing scenarios",
            cause.to_owned(),
            remedy,
        ))
    };
    if MAX_COMPARED < chosen.len() {
        return refuse("more than four do not fit side by side", "Name up to four");
    }
    let Some(payer) = chosen.first().map(|scenario| scenario.payer) else {
        return refuse("none was named", "Add --compare NAME");
    };
    if chosen.iter().any(|scenario| scenario.payer != payer) {
        return refuse(
            "they are of different payers",
            "Name scenarios of one payer, or say whose with --payer",
        );
    }
    let filter = filter_of(args)?;
    let bases: Vec<ModelBase> = chosen
        .iter()
        .map(|scenario| base_of(desk, payer, &scenario.proposal, filter))
        .collect::<Result<_, _>>()?;
    let contenders: Vec<Contender<'_>> = chosen
        .iter()
        .zip(&bases)
        .map(|(scenario, base)| Contender {
            name: &scenario.name,
            proposal: &scenario.proposal,
            prices: base.prices.as_deref(),
        })
        .collect();
    let Some(base) = bases.first() else {
        return refuse("none was named", "Add --compare NAME");
    };
    let comparison = compare(&base.baseline, &contenders);
    if args.output.json {
        return Ok(print::json(
            "model",
            &json!(comparison.based_on),
            &comparison,
        ));
    }
    Ok(comparison_text(&comparison))
}

fn comparison_text(comparison: &ScenarioComparison) -> String {
    let mut table = TextTable::new(&[
        ("Scenario", Align::Left),
        ("Today a year", Align::Right),
        ("Proposed a year", Align::Right),
        ("Change a year", Align::Right),
        ("%", Align::Right),
        ("% of Medicare", Align::Right),
    ]);
    for scenario in &comparison.scenarios {
        table.row(vec![
            scenario.name.clone(),
            dollars(scenario.totals.current_annual),
            dollars(scenario.totals.proposed_annual),
            dollars(scenario.totals.change_annual),
            percent(scenario.totals.change_percent),
            percent(scenario.totals.weighted_after),
        ]);
    }
    format!(
        "{}\n{}\n{}",
        comparison.name,
        table.text(),
        based_on_text(&comparison.based_on)
    )
}

fn listed(view: &PracticeView, args: &ModelArgs) -> String {
    if args.output.json {
        let value = json!({ "scenarios": view.scenarios });
        return print::json("model", &json!({ "lines": view.line_count }), &value);
    }
    if view.scenarios.is_empty() {
        return "No scenarios yet (allowable model FILE --payer NAME --percent-of-medicare 120 --save NAME)"
            .to_owned();
    }
    let mut table = TextTable::new(&[
        ("Scenario", Align::Left),
        ("Payer", Align::Left),
        ("Proposal", Align::Left),
        ("Codes by hand", Align::Right),
        ("From", Align::Left),
    ]);
    for scenario in &view.scenarios {
        let basis = match scenario.proposal.basis {
            ProposalBasis::PercentOfMedicare { percent, .. } => format!("{percent} % of Medicare"),
            ProposalBasis::PercentOfCurrent { percent } => format!("{percent} % of today"),
        };
        table.row(vec![
            scenario.name.clone(),
            view.payer(scenario.payer)
                .map_or_else(String::new, |payer| payer.name.clone()),
            basis,
            count(scenario.proposal.overrides.len() as u64),
            scenario
                .effective_from
                .map_or_else(String::new, |date| date.to_string()),
        ]);
    }
    table.text()
}
