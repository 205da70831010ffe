//! Briefs composed from a practice file with a contract: what the file holds reaches the pages.

use allowable::brief::{Audience, LetterTexts};
use allowable::domain::{
    Contract, ContractId, ContractSchedule, ContractTerms, ContractVersion, FeeMethod, FeeRule,
    MedicareBasis, MedicareYear, PayerId, Percent, ReferenceFamily, RuleScope, ScenarioId,
    YearLock,
};
use allowable::jobs::{BriefSpec, Desk, Edit};
use jiff::civil::date;
use rust_decimal::Decimal;
use tempfile::TempDir;

use super::import_to_brief::{sample_in, without_contracts};

const PAYER: &str = "Southridge Health Plans";
const NAME: &str = "Southridge agreement";

/// The sample practice with a contract at 112 % of Medicare and 55 % of what it does not price.
fn desk_with(payer: &str, name: &str, lock: YearLock) -> (TempDir, Desk, PayerId) {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new();
    desk.open(&sample_in(folder.path())).unwrap();
    without_contracts(&mut desk);
    let payer = desk.view().unwrap().payer_named(payer).unwrap().id;
    let rule = FeeRule {
        nr: 1,
        scope: RuleScope::AllServices,
        effective_from: None,
        effective_to: None,
        method: FeeMethod::PercentOfMedicare {
            percent: Percent::new(Decimal::from(112)),
            family: ReferenceFamily::PhysicianFeeSchedule,
            basis: MedicareBasis {
                lock,
                ..MedicareBasis::default()
            },
        },
    };
    let schedule = ContractSchedule {
        name: "All products".into(),
        rules: vec![rule],
        default_percent_of_charge: Some(Percent::new(Decimal::from(55))),
        ..ContractSchedule::default()
    };
    let contract = Contract {
        id: ContractId(0),
        payer,
        name: name.into(),
        versions: vec![ContractVersion {
            effective_from: Some(date(2019, 3, 1)),
            ends_on: None,
            terms: ContractTerms {
                schedules: vec![schedule],
                ..ContractTerms::default()
            },
        }],
    };
    desk.edit(Edit::SaveContract {
        id: None,
        contract: Box::new(contract),
    })
    .unwrap();
    (folder, desk, payer)
}

fn pages_for(desk: &mut Desk, audience: Audience, payer: PayerId) -> Vec<String> {
    let view = desk.view().unwrap();
    let of_payer = view.scenarios.iter().find(|known| known.payer == payer);
    let scenario: Option<ScenarioId> = of_payer.map(|known| known.id);
    let spec = BriefSpec {
        scenario,
        ..BriefSpec::new(audience, payer)
    };
    let brief = desk.compose(&spec, 0.1).unwrap();
    brief
        .pages
        .iter()
        .map(|page| page.text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

fn fixed(year: i16) -> YearLock {
    YearLock::FixedYear(MedicareYear {
        year,
        release: None,
    })
}

#[test]
fn a_contract_in_the_file_has_a_section_in_the_internal_brief() {
    let (_folder, mut desk, payer) = desk_with(PAYER, NAME, fixed(2025));
    let pages = pages_for(&mut desk, Audience::Internal, payer);
    assert!(
        pages[0].contains("Contract Southridge agreement, from March 1, 2019, open"),
        "{}",
        pages[0]
    );
    let text = pages.join("\n");
    for words in [
        "Contract: Southridge agreement",
        "All services 112% of Medicare, 2025 fixed",
        "55% of the charge: ",
        "Worked out from the contract, service by service",
        "112% of 2025 is 112% of the current year, which is the same for now: RVU25D.",
    ] {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
}

#[test]
fn a_year_that_the_file_does_not_hold_blocks_on_the_first_page() {
    for lock in [fixed(2020), YearLock::NotStated] {
        let (_folder, mut desk, payer) = desk_with(PAYER, NAME, lock);
        let pages = pages_for(&mut desk, Audience::Internal, payer);
        assert!(pages[0].contains("Settle first"), "{}", pages[0]);
        let text = pages.join("\n");
        assert!(text.contains("To be settled before rates are talked about"));
    }
}

#[test]
fn the_packet_says_which_version_of_this_payers_contract_the_rates_come_from() {
    let (_folder, mut desk, payer) = desk_with(PAYER, NAME, fixed(2025));
    let text = pages_for(&mut desk, Audience::Payer, payer).join("\n");
    for words in [
        "\u{201c}Southridge agreement\u{201d}, from March 1, 2019, open.",
        "Worked out from our contract with you",
    ] {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
}

#[test]
fn another_payers_contract_is_not_named_in_a_packet() {
    let (_folder, mut desk, _laurel) = desk_with("Laurel Mutual", "Steady River", fixed(2025));
    let view = desk.view().unwrap();
    let payer = view.payer_named(PAYER).unwrap().id;
    let scenario = view.scenarios.iter().find(|known| known.payer == payer);
    let spec = BriefSpec {
        scenario: scenario.map(|known| known.id),
        letter: LetterTexts {
            pressure: "Our Steady River terms are from last year".into(),
            ..LetterTexts::default()
        },
        ..BriefSpec::new(Audience::Payer, payer)
    };
    let refused = desk.compose(&spec, 0.1).unwrap_err().to_string();
    assert!(refused.contains("Steady River"), "{refused}");
}
