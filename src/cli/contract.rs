//! `contract`: the terms that payers have agreed to.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::args::ContractArgs;
use super::contract_terms::{has_rates, terms_of};
use super::print::{Align, TextTable};
use super::{Printed, ask, print};
use crate::brief::{ContractNames, rules_in_words, version_words};
use crate::domain::{Contract, ContractId, ContractTerms, ContractVersion, FeeScheduleId, PayerId};
use crate::jobs::{Edit, JobError, PracticeView, today};

/// Lists or shows contracts, after changing one where that is asked.
pub(super) fn contract(args: &ContractArgs) -> Printed {
    let (mut desk, mut view) = ask::open(&args.file)?;
    let payer = args
        .payer
        .as_deref()
        .map(|name| ask::payer(&view, name))
        .transpose()?
        .map(|payer| payer.id);
    let edit = edit_of(&view, args, payer)?;
    let changed = edit.as_ref().and_then(name_after);
    if let Some(edit) = edit {
        desk.edit(edit)?;
        view = desk.view()?;
    }
    desk.close()?;
    let shown = match (&args.show, changed) {
        (Some(name), _) => Some(named(&view, payer, name)?),
        (None, Some((payer, name))) => Some(named(&view, Some(payer), &name)?),
        (None, None) => None,
    };
    Ok(match (shown, args.output.json) {
        (Some(contract), true) => contract_json(&view, contract, args.effective),
        (Some(contract), false) => contract_text(&view, contract),
        (None, true) => list_json("contract", &view, payer),
        (None, false) => list_text(&view, payer),
    })
}

/// Returns the contract that is printed after a change.
fn name_after(edit: &Edit) -> Option<(PayerId, String)> {
    match edit {
        Edit::SaveContract { contract, .. } => Some((contract.payer, contract.name.clone())),
        _ => None,
    }
}

fn edit_of(
    view: &PracticeView,
    args: &ContractArgs,
    payer: Option<PayerId>,
) -> Result<Option<Edit>, JobError> {
    if let Some(name) = &args.remove {
        return Ok(Some(Edit::RemoveContract(named(view, payer, name)?.id)));
    }
    if let (Some(name), Some(copy)) = (&args.clone, &args.clone_as) {
        return copied(view, args, payer, (name, copy)).map(Some);
    }
    match (payer, &args.name) {
        (Some(payer), Some(name)) => saved(view, args, payer, name).map(Some),
        _ => Ok(None),
    }
}

/// Finds a contract by its name, of one payer or of all.
fn named<'v>(
    view: &'v PracticeView,
    payer: Option<PayerId>,
    name: &str,
) -> Result<&'v Contract, JobError> {
    let of_payer = || {
        let all = view.contracts.iter();
        all.filter(|known| payer.is_none_or(|payer| payer == known.payer))
    };
    let same = |known: &&Contract| known.name.trim().eq_ignore_ascii_case(name.trim());
    let mut found = of_payer().filter(same);
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => Err(JobError::new(
            ask::READING_COMMAND,
            format!("several payers have a contract called {name}"),
            "Say whose with --payer NAME",
        )),
        (None, _) => {
            let names: Vec<&str> = of_payer().map(|known| known.name.as_str()).collect();
            Err(match names.as_slice() {
                [] => JobError::new(
                    ask::READING_COMMAND,
                    format!("no contract is called {name}"),
                    "Make one with --payer NAME --name NAME --percent-of-medicare PERCENT --year YEAR",
                ),
                names => ask::unknown("contract", name, names),
            })
        }
    }
}

fn copied(
    view: &PracticeView,
    args: &ContractArgs,
    payer: Option<PayerId>,
    (name, copy): (&str, &str),
) -> Result<Edit, JobError> {
    // With --payer the copy becomes that payer's, and the original may be any payer's.
    let own = payer.filter(|payer| named(view, Some(*payer), name).is_ok());
    let known = named(view, own, name)?;
    let versions = match (args.effective, known.versions.last()) {
        (Some(from), Some(last)) => vec![ContractVersion {
            effective_from: Some(from),
            ends_on: None,
            terms: last.terms.clone(),
        }],
        _ => known.versions.clone(),
    };
    let contract = Contract {
        id: ContractId(0),
        payer: payer.unwrap_or(known.payer),
        name: copy.to_owned(),
        versions,
    };
    refuse_second(view, &contract)?;
    Ok(Edit::SaveContract {
        id: None,
        contract: Box::new(contract),
    })
}

fn refuse_second(view: &PracticeView, contract: &Contract) -> Result<(), JobError> {
    let known = view
        .contracts_of(contract.payer)
        .any(|known| known.name.eq_ignore_ascii_case(&contract.name));
    if known {
        return Err(JobError::new(
            ask::READING_COMMAND,
            format!("the payer has a contract called {} already", contract.name),
            "Give the copy another name with --as",
        ));
    }
    Ok(())
}

/// Makes a contract, or changes one of its versions.
fn saved(
    view: &PracticeView,
    args: &ContractArgs,
    payer: PayerId,
    name: &str,
) -> Result<Edit, JobError> {
    let known = view
        .contracts_of(payer)
        .find(|known| known.name.trim().eq_ignore_ascii_case(name.trim()));
    let contract = match known {
        Some(known) => Contract {
            versions: changed_versions(view, args, known)?,
            ..known.clone()
        },
        None if args.new_version => named(view, Some(payer), name).cloned()?,
        None if args.terms.is_none() && !has_rates(&args.rates) => return Err(nothing_agreed()),
        None => Contract {
            id: ContractId(0),
            payer,
            name: name.trim().to_owned(),
            versions: vec![ContractVersion {
                effective_from: args.effective,
                ends_on: args.ends,
                terms: terms_of(view, args, payer, ContractTerms::default())?,
            }],
        },
    };
    Ok(Edit::SaveContract {
        id: known.map(|known| known.id),
        contract: Box::new(contract),
    })
}

fn nothing_agreed() -> JobError {
    JobError::new(
        ask::READING_COMMAND,
        "the contract says nothing about rates",
        "Add for example --percent-of-medicare 120 --year 2025, or --terms FILE.json",
    )
}

fn changed_versions(
    view: &PracticeView,
    args: &ContractArgs,
    known: &Contract,
) -> Result<Vec<ContractVersion>, JobError> {
    let mut versions = known.versions.clone();
    if args.new_version {
        let before = versions
            .iter()
            .rfind(|version| version.effective_from < args.effective)
            .or_else(|| versions.first());
        let base = before.map_or_else(ContractTerms::default, |version| version.terms.clone());
        versions.push(ContractVersion {
            effective_from: args.effective,
            ends_on: args.ends,
            terms: terms_of(view, args, known.payer, base)?,
        });
        versions.sort_by_key(|version| version.effective_from);
        return Ok(versions);
    }
    let last = versions
        .iter()
        .rposition(|version| args.effective.is_none() || version.effective_from == args.effective);
    let version = last.and_then(|version_idx| versions.get_mut(version_idx));
    let version = version.ok_or_else(|| no_such_version(known, args.effective))?;
    version.terms = terms_of(view, args, known.payer, version.terms.clone())?;
    version.ends_on = args.ends.or(version.ends_on);
    Ok(versions)
}

fn no_such_version(contract: &Contract, from: Option<Date>) -> JobError {
    let from = from.map_or_else(String::new, |day| format!(" that begins on {day}"));
    JobError::new(
        ask::READING_COMMAND,
        format!("{} has no version{from}", contract.name),
        "Add one with --new-version",
    )
}

/// Returns the version that is shown: the one asked for, in force today, or the last.
fn shown_version(contract: &Contract, from: Option<Date>) -> Option<&ContractVersion> {
    let asked = contract
        .versions
        .iter()
        .find(|version| from.is_some() && version.effective_from == from);
    asked
        .or_else(|| contract.version_on(today()))
        .or_else(|| contract.versions.last())
}

fn contract_json(view: &PracticeView, contract: &Contract, from: Option<Date>) -> String {
    let value = json!({
        "contract": contract,
        "terms": shown_version(contract, from).map(|version| &version.terms),
        "flags": view.flags_of(contract.id),
    });
    print::json("contract", &based_on(view), &value)
}

/// Prints contracts with what should be known about them, under a report's name.
pub(super) fn list_json(report: &str, view: &PracticeView, payer: Option<PayerId>) -> String {
    let contracts: Vec<Value> = contracts_of(view, payer)
        .map(|contract| {
            json!({
                "contract": contract,
                "payer_name": payer_name(view, contract.payer),
                "flags": view.flags_of(contract.id),
            })
        })
        .collect();
    let value = json!({ "contracts": contracts });
    print::json(report, &based_on(view), &value)
}

fn based_on(view: &PracticeView) -> Value {
    json!({ "reference": view.reference_label })
}

fn contracts_of(view: &PracticeView, payer: Option<PayerId>) -> impl Iterator<Item = &Contract> {
    view.contracts
        .iter()
        .filter(move |known| payer.is_none_or(|payer| payer == known.payer))
}

fn payer_name(view: &PracticeView, payer: PayerId) -> String {
    view.payer(payer)
        .map_or_else(|| format!("Payer {}", payer.0), |payer| payer.name.clone())
}

fn list_text(view: &PracticeView, payer: Option<PayerId>) -> String {
    if contracts_of(view, payer).next().is_none() {
        return "No contracts yet (allowable contract FILE --payer NAME --name NAME \
                --percent-of-medicare 120 --year 2025)"
            .to_owned();
    }
    let mut table = TextTable::new(&[
        ("Contract", Align::Left),
        ("Payer", Align::Left),
        ("Version", Align::Left),
        ("In force", Align::Left),
        ("Flags", Align::Right),
    ]);
    for contract in contracts_of(view, payer) {
        let in_force = contract.version_on(today());
        for version in &contract.versions {
            let is_in_force = in_force.is_some_and(|known| known == version);
            table.row(vec![
                contract.name.clone(),
                payer_name(view, contract.payer),
                version_words(version),
                if is_in_force { "today" } else { "" }.to_owned(),
                view.flags_of(contract.id).len().to_string(),
            ]);
        }
    }
    let mut text = table.text();
    for contract in contracts_of(view, payer) {
        push_flags(&mut text, view, contract);
    }
    text
}

fn contract_text(view: &PracticeView, contract: &Contract) -> String {
    let mut text = format!("{}, {}\n", contract.name, payer_name(view, contract.payer));
    let fee_schedules: Vec<(FeeScheduleId, String)> = view
        .fee_schedules
        .iter()
        .map(|known| (known.id, known.name.clone()))
        .collect();
    let names = ContractNames {
        fee_schedules: &fee_schedules,
        sites: &view.site_names(),
    };
    for version in &contract.versions {
        text.push_str(&format!("\nVersion {}\n", version_words(version)));
        let day = version.effective_from.unwrap_or_else(today);
        for schedule in &version.terms.schedules {
            let mut table =
                TextTable::new(&[(schedule.name.as_str(), Align::Left), ("Pays", Align::Left)]);
            for rule in rules_in_words(schedule, names, day) {
                table.row(vec![rule.services, rule.method]);
            }
            text.push_str(&table.text());
        }
        text.push_str(&format!("{}\n", version.terms.lesser_of.label()));
    }
    push_flags(&mut text, view, contract);
    text
}

/// Writes what should be known about contracts.
pub(super) fn flags_text(view: &PracticeView, payer: Option<PayerId>) -> String {
    let mut text = String::new();
    for contract in contracts_of(view, payer) {
        push_flags(&mut text, view, contract);
    }
    if text.is_empty() {
        return match contracts_of(view, payer).count() {
            0 => "No contracts yet".to_owned(),
            _ => "Nothing is odd about the contracts".to_owned(),
        };
    }
    text
}

fn push_flags(text: &mut String, view: &PracticeView, contract: &Contract) {
    for flag in view.flags_of(contract.id) {
        text.push_str(&format!(
            "{}: {}. {}. {}\n",
            flag.severity.label(),
            contract.name,
            flag.sentence,
            flag.remedy
        ));
    }
}
