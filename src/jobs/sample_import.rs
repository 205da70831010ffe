//! Building the sample practice: its files are written beside it and imported like any others, and
//! the few things an office would then do by hand are done.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::open::write_file;
use super::sample_practice::{SampleData, SampleFiles, generate};
use super::settings::config_dir;
use super::{Desk, Edit, ImportRequest, JobError, ProgressReporter, SchedulePayer};
use crate::domain::{
    Contract, ContractId, ContractSchedule, ContractTerms, ContractVersion, FeeMethod, FeeRule,
    LesserOf, MedicareBasis, MedicareYear, PayerId, Percent, Proposal, ProposalBasis, RateFloor,
    ReferenceFamily, RuleScope, Scenario, ScenarioId, UnlistedRule, YearLock,
};

/// What the job is called in progress and errors.
pub(super) const BUILDING_SAMPLE: &str = "Building the sample practice";

/// The scenarios saved with the sample: name and percentage of Medicare asked.
const SCENARIOS: [(&str, i64); 2] = [("Opening ask", 118), ("Target", 110)];

/// The payer whose contract follows a Medicare year.
const MEDICARE_YEAR_PAYER: &str = "Magnolia Senior Advantage";

/// Generates the sample practice's files.
pub(super) fn sample() -> Result<(SampleData, SampleFiles), JobError> {
    let defect = |error: crate::domain::Invalid| {
        JobError::new(BUILDING_SAMPLE, error.0, "Please report this defect")
    };
    let data = SampleData::built_in().map_err(defect)?;
    let files = generate(&data).map_err(defect)?;
    Ok((data, files))
}

/// Returns the folder the window builds the sample practice in.
pub(super) fn sample_folder() -> PathBuf {
    let documents = directories::UserDirs::new()
        .and_then(|folders| folders.document_dir().map(Path::to_path_buf));
    documents
        .or_else(config_dir)
        .unwrap_or_default()
        .join("Allowable sample")
}

fn sample_contract(
    payer: PayerId,
    name: &str,
    effective_from: Option<Date>,
    method: FeeMethod,
) -> Contract {
    let rule = FeeRule {
        nr: 1,
        scope: RuleScope::AllServices,
        effective_from: None,
        effective_to: None,
        method,
    };
    let schedule = ContractSchedule {
        name: "All products".to_owned(),
        rules: vec![rule],
        ..ContractSchedule::default()
    };
    Contract {
        id: ContractId(0),
        payer,
        name: name.to_owned(),
        versions: vec![ContractVersion {
            effective_from,
            ends_on: None,
            terms: ContractTerms {
                schedules: vec![schedule],
                lesser_of: LesserOf::PerLine,
                ..ContractTerms::default()
            },
        }],
    }
}

impl Desk {
    /// Imports the sample's files and sorts its payers.
    pub(super) fn import_sample(
        &mut self,
        folder: &Path,
        data: &SampleData,
        files: &SampleFiles,
        reporter: &mut ProgressReporter<'_>,
    ) -> Result<(), JobError> {
        let release = folder.join("PPRRVU2025_sample.csv");
        let utilization = folder.join("Services 2024-11 to 2026-10.csv");
        let schedule = folder.join(format!("{} fee schedule.csv", files.fee_schedule_payer));
        for (path, bytes) in [
            (&release, &files.release_csv),
            (&utilization, &files.utilization_csv),
            (&schedule, &files.fee_schedule_csv),
        ] {
            write_file(BUILDING_SAMPLE, path, bytes)?;
        }
        for path in [&release, &utilization] {
            let request = self.request_for(path)?;
            self.import(&request, reporter)?;
        }
        self.sort_sample_payers(data)?;
        let schedule_payer = SchedulePayer::Named(files.fee_schedule_payer.to_owned());
        let request = ImportRequest {
            payer: Some(schedule_payer),
            ..self.request_for(&schedule)?
        };
        self.import(&request, reporter)?;
        self.save_sample_contracts(files.fee_schedule_payer)?;
        self.save_sample_scenarios(files.fee_schedule_payer)?;
        let labels = data
            .codes
            .iter()
            .filter(|code| code.modifier.is_none())
            .map(|code| (code.code, code.label.clone()))
            .collect();
        self.edit(Edit::SetCodeLabels(labels)).map(drop)
    }

    /// Merges the spellings of each payer and gives it its name and class.
    fn sort_sample_payers(&mut self, data: &SampleData) -> Result<(), JobError> {
        for payer in &data.payers {
            let view = self.view()?;
            let mut found: Vec<_> = payer
                .names_in_exports
                .iter()
                .filter_map(|name| view.payer_named(name).map(|known| known.id))
                .collect();
            found.sort_unstable();
            found.dedup();
            let Some((&into, from)) = found.split_first() else {
                continue;
            };
            if !from.is_empty() {
                self.edit(Edit::MergePayers {
                    from: from.to_vec(),
                    into,
                })?;
            }
            let view = self.view()?;
            let Some(known) = view.payer(into) else {
                continue;
            };
            if known.name != payer.name {
                self.edit(Edit::RenamePayer {
                    payer: into,
                    name: payer.name.clone(),
                })?;
            }
            if known.class != payer.class {
                self.edit(Edit::SetPayerClass {
                    payer: into,
                    class: payer.class,
                })?;
            }
        }
        Ok(())
    }

    /// Enters two contracts: one pays by its own list, the other by a Medicare year.
    fn save_sample_contracts(&mut self, list_payer: &str) -> Result<(), JobError> {
        let view = self.view()?;
        let list = view
            .fee_schedules
            .first()
            .map(|list| FeeMethod::Listed(list.id));
        let of_medicare = FeeMethod::PercentOfMedicare {
            percent: Percent::HUNDRED,
            family: ReferenceFamily::PhysicianFeeSchedule,
            basis: MedicareBasis {
                lock: YearLock::FixedYear(MedicareYear {
                    year: 2025,
                    release: None,
                }),
                ..MedicareBasis::default()
            },
        };
        let contracts = [
            (list_payer, "Physician agreement", 2022, list),
            (
                MEDICARE_YEAR_PAYER,
                "Medicare Advantage agreement",
                2024,
                Some(of_medicare),
            ),
        ];
        for (payer, name, year, method) in contracts {
            let (Some(payer), Some(method)) = (view.payer_named(payer), method) else {
                continue;
            };
            let contract = sample_contract(payer.id, name, Date::new(year, 1, 1).ok(), method);
            self.edit(Edit::SaveContract {
                id: None,
                contract: Box::new(contract),
            })?;
        }
        Ok(())
    }

    fn save_sample_scenarios(&mut self, payer: &str) -> Result<(), JobError> {
        let view = self.view()?;
        let Some(payer) = view.payer_named(payer).map(|known| known.id) else {
            return Ok(());
        };
        for (name, percent) in SCENARIOS {
            let scenario = Scenario {
                id: ScenarioId(0),
                name: name.to_owned(),
                payer,
                proposal: Proposal {
                    basis: ProposalBasis::PercentOfMedicare {
                        percent: Percent::new(Decimal::from(percent)),
                        release: None,
                    },
                    overrides: Vec::new(),
                    unlisted: UnlistedRule::KeepCurrent,
                    floor: RateFloor::Current,
                },
                effective_from: jiff::civil::Date::new(2027, 1, 1).ok(),
            };
            self.edit(Edit::SaveScenario {
                id: None,
                scenario: Box::new(scenario),
            })?;
        }
        Ok(())
    }
}
