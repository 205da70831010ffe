//! Composing, previewing and writing briefs.

mod contract_part;

use std::path::Path;

use self::contract_part::contract_of;
use super::open::{name_of, today, write_file};
use super::report::ModelBase;
use super::{BaselineKey, Desk, JobError, PracticeView};
use crate::analysis::code_rates::{CodeRates, code_rates};
use crate::analysis::coverage::coverage;
use crate::analysis::key_figures::key_figures;
use crate::analysis::pareto::{ParetoBasis, pareto};
use crate::analysis::payer_mix::payer_mix;
use crate::analysis::rate_model::{Projection, project};
use crate::analysis::scenario_comparison::{Contender, MAX_COMPARED, compare};
use crate::brief::{
    Audience, BriefError, DecisionNotes, Document, InternalBriefInput, LaidOut, LetterTexts,
    ListedRates, PageImage, PayerPacketInput, Secret, Secrets, compose_internal_brief,
    compose_payer_packet, fee_exhibit_xlsx, lay_out,
};
use crate::domain::{
    Filter, PayerId, Percent, Proposal, ProposalBasis, RateKey, Scenario, ScenarioId,
};

/// What a brief is composed of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefSpec {
    /// Who will read it.
    pub audience: Audience,
    /// The payer it is about.
    pub payer: PayerId,
    /// The scenario that holds the ask; an internal brief may do without.
    pub scenario: Option<ScenarioId>,
    /// Scenarios compared in an internal brief, up to four; empty: all of the payer's.
    pub compared: Vec<ScenarioId>,
    /// Share of the payer's allowed amounts that the codes listed one by one reach.
    pub negotiation_set: Percent,
    /// What the letter says.
    pub letter: LetterTexts,
    /// What an internal brief says was decided.
    pub notes: DecisionNotes,
    /// Who prepared it; empty leaves the line out.
    pub prepared_by: String,
    /// Period, provider and site.
    pub filter: Filter,
    /// Day printed on it; `None`: today.
    pub date: Option<jiff::civil::Date>,
}

impl BriefSpec {
    /// Makes the plainest brief: the negotiation set reaches 75 % of the payer's allowed amounts.
    pub fn new(audience: Audience, payer: PayerId) -> Self {
        Self {
            audience,
            payer,
            scenario: None,
            compared: Vec::new(),
            negotiation_set: Percent::new(rust_decimal::Decimal::from(75)),
            letter: LetterTexts::default(),
            notes: DecisionNotes::default(),
            prepared_by: String::new(),
            filter: Filter::default(),
            date: None,
        }
    }
}

/// The words of a brief that are not in the practice file, as a JSON file holds them.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BriefTexts {
    /// What the letter says.
    pub letter: LetterTexts,
    /// What an internal brief says was decided.
    pub notes: DecisionNotes,
}

impl BriefTexts {
    /// Reads the texts from a JSON file.
    #[expect(clippy::disallowed_methods, reason = "jobs read the disk")]
    pub fn read(path: &Path) -> Result<Self, JobError> {
        let doing = format!("Reading {}", name_of(path));
        let bytes =
            std::fs::read(path).map_err(|error| JobError::from_io(doing.as_str(), path, &error))?;
        serde_json::from_slice(&bytes).map_err(|error| {
            JobError::new(
                doing,
                format!("its texts are not written as they should be ({error})"),
                "See allowable brief --help for the names",
            )
        })
    }
}

/// A brief laid out, with its pages painted.
#[derive(Clone, Debug)]
pub struct LaidOutBrief {
    /// What it was composed of.
    pub spec: BriefSpec,
    /// Revision of the practice file it was composed from.
    pub revision: u64,
    /// Its pages.
    pub pages: Vec<RenderedPage>,
    /// What a person should know before sending it.
    pub notices: Vec<String>,
}

/// A page as the window shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedPage {
    /// The pixels.
    pub image: PageImage,
    /// The words, for screen readers and for finding.
    pub text: String,
}

const COMPOSING: &str = "Laying out the brief";

impl Desk {
    /// Lays a brief out and paints its pages.
    pub fn compose(
        &mut self,
        spec: &BriefSpec,
        pixels_per_point: f32,
    ) -> Result<LaidOutBrief, JobError> {
        let laid_out = self.lay_out(spec)?;
        let pages = (0..laid_out.page_count())
            .filter_map(|page_idx| {
                let image = laid_out.page_image(page_idx, pixels_per_point)?;
                Some(RenderedPage {
                    image,
                    text: laid_out.page_text(page_idx)?,
                })
            })
            .collect();
        Ok(LaidOutBrief {
            spec: spec.clone(),
            revision: self.view()?.revision,
            pages,
            notices: laid_out.notices().iter().map(ToString::to_string).collect(),
        })
    }

    /// Writes a brief as PDF, or its fee exhibit when the name ends in `.xlsx`; says what it wrote.
    pub fn export_brief(&mut self, spec: &BriefSpec, path: &Path) -> Result<String, JobError> {
        let doing = format!("Writing {}", name_of(path));
        let is = |extension: &str| {
            path.extension()
                .is_some_and(|known| known.eq_ignore_ascii_case(extension))
        };
        let (bytes, what) = if is("xlsx") {
            check_period(spec)?;
            let proposed = self.proposed(spec)?.ok_or_else(no_ask)?;
            check_has_rates(&proposed.projection)?;
            let bytes = fee_exhibit_xlsx(&proposed.projection, date_of(spec));
            (
                bytes.map_err(|error| refused(&error))?,
                "Fee exhibit".to_owned(),
            )
        } else if is("pdf") {
            let laid_out = self.lay_out(spec)?;
            let pages = laid_out.page_count();
            let bytes = laid_out.pdf().map_err(|error| refused(&error))?;
            (bytes, format!("{}, {pages} pages", spec.audience.label()))
        } else {
            return Err(JobError::new(
                doing,
                "a brief is written as .pdf, its fee exhibit as .xlsx",
                "Choose a name with one of these endings",
            ));
        };
        write_file(&doing, path, &bytes)?;
        Ok(what)
    }

    fn lay_out(&mut self, spec: &BriefSpec) -> Result<LaidOut, JobError> {
        check_period(spec)?;
        let document = match spec.audience {
            Audience::Payer => self.payer_packet(spec)?,
            Audience::Internal => self.internal_brief(spec)?,
        };
        lay_out(&document).map_err(|error| refused(&error))
    }

    fn payer_packet(&mut self, spec: &BriefSpec) -> Result<Document, JobError> {
        let proposed = self.proposed(spec)?.ok_or_else(no_ask)?;
        check_has_rates(&proposed.projection)?;
        let view = self.view()?;
        let payer = payer_of(&view, spec.payer)?;
        let set = self.negotiation_set(spec)?;
        let rates = self.all_code_rates(spec)?;
        let walk_away = spec.notes.walk_away.map(Secret::WalkAway);
        let secrets = secrets_of(&view, spec.payer, &rates).with_figures(walk_away);
        Ok(compose_payer_packet(&PayerPacketInput {
            practice: &view.practice,
            payer,
            projection: &proposed.projection,
            listed_rates: listed_rates(&view, spec, &proposed.base),
            negotiation_set: &set,
            labels: &view.code_labels,
            letter: &spec.letter,
            effective_from: proposed.scenario.effective_from,
            secrets,
            prepared_by: &spec.prepared_by,
            date: date_of(spec),
        }))
    }

    fn internal_brief(&mut self, spec: &BriefSpec) -> Result<Document, JobError> {
        let proposed = self.proposed(spec)?;
        let view = self.view()?;
        let payer = payer_of(&view, spec.payer)?;
        let set = self.negotiation_set(spec)?;
        let code_rates = self.all_code_rates(spec)?;
        if code_rates.rows.is_empty() {
            return Err(no_services("no services of any payer"));
        }
        let mix = self.with_input(all_payers(spec), payer_mix)?;
        let key_figures = key_figures(&mix, &code_rates);
        let coverage = self.with_input(spec.filter.for_payer(spec.payer), coverage)?;
        let compared = compared(spec, &view)?;
        let bases = self.bases_of(spec, &compared)?;
        let contenders: Vec<Contender<'_>> = compared
            .iter()
            .zip(&bases)
            .map(|(scenario, base)| Contender {
                name: &scenario.name,
                proposal: &scenario.proposal,
                prices: base.prices.as_deref(),
            })
            .collect();
        let comparison = bases
            .first()
            .map(|base| compare(&base.baseline, &contenders));
        let contract = self.contract_part(spec)?;
        let sites = view.site_names();
        Ok(compose_internal_brief(&InternalBriefInput {
            practice: &view.practice,
            payer,
            key_figures: &key_figures,
            mix: &mix,
            contract: contract.as_ref().map(|part| part.report(&sites)),
            code_rates: &code_rates,
            coverage: &coverage,
            projection: proposed.as_ref().map(|proposed| &proposed.projection),
            comparison: comparison.as_ref(),
            negotiation_set: &set,
            labels: &view.code_labels,
            imports: &view.imports,
            effective_from: proposed
                .as_ref()
                .and_then(|one| one.scenario.effective_from),
            notes: &spec.notes,
            prepared_by: &spec.prepared_by,
            date: date_of(spec),
        }))
    }

    /// Projects the scenario that holds the ask.
    fn proposed(&mut self, spec: &BriefSpec) -> Result<Option<Proposed>, JobError> {
        let Some(id) = spec.scenario else {
            return Ok(None);
        };
        let view = self.view()?;
        let found = view.scenarios.iter().find(|scenario| scenario.id == id);
        let scenario = found
            .filter(|scenario| scenario.payer == spec.payer)
            .ok_or_else(|| {
                JobError::new(
                    COMPOSING,
                    "the scenario is of another payer, or was deleted",
                    "Choose one of this payer's scenarios",
                )
            })?;
        let base = self.base_for(spec, &scenario.proposal)?;
        let projection = project(&base.baseline, &scenario.proposal, base.prices.as_deref());
        Ok(Some(Proposed {
            scenario: scenario.clone(),
            base,
            projection,
        }))
    }

    fn base_for(&mut self, spec: &BriefSpec, proposal: &Proposal) -> Result<ModelBase, JobError> {
        let release = match proposal.basis {
            ProposalBasis::PercentOfMedicare { release, .. } => release,
            ProposalBasis::PercentOfCurrent { .. } => None,
        };
        self.model_base(
            BaselineKey {
                payer: spec.payer,
                release,
            },
            spec.filter,
        )
    }

    fn bases_of(
        &mut self,
        spec: &BriefSpec,
        scenarios: &[Scenario],
    ) -> Result<Vec<ModelBase>, JobError> {
        scenarios
            .iter()
            .map(|scenario| self.base_for(spec, &scenario.proposal))
            .collect()
    }

    /// Returns the payer's codes that reach the share to be listed one by one.
    fn negotiation_set(&mut self, spec: &BriefSpec) -> Result<Vec<RateKey>, JobError> {
        let filter = spec.filter.for_payer(spec.payer);
        let ranked = self.with_input(filter, |input| {
            pareto(input, ParetoBasis::Allowed, spec.negotiation_set)
        })?;
        Ok(ranked
            .rows
            .iter()
            .filter(|row| row.is_selected)
            .map(|row| row.key)
            .collect())
    }

    fn all_code_rates(&mut self, spec: &BriefSpec) -> Result<CodeRates, JobError> {
        self.with_input(all_payers(spec), code_rates)
    }
}

/// Returns what a payer must not read: the others, their names in files and their rates.
pub(super) fn secrets_of(view: &PracticeView, payer: PayerId, rates: &CodeRates) -> Secrets {
    let spellings = view.payer_names.iter();
    let spellings = spellings.map(|name| (name.payer, name.text.as_str()));
    let schedules = view.fee_schedules.iter();
    let schedules = schedules.map(|schedule| (schedule.payer, schedule.name.as_str()));
    let contracts = view.contracts.iter();
    let contracts = contracts.map(|contract| (contract.payer, contract.name.as_str()));
    let names = spellings.chain(schedules).chain(contracts);
    Secrets::of_other_payers(&view.payers, payer)
        .with_names_in_files(&view.payers, payer, names)
        .with_rates_of_others(rates, payer)
}

/// Returns what today's rates come from: this payer's contract in force, or else its fee schedule.
fn listed_rates<'a>(
    view: &'a PracticeView,
    spec: &BriefSpec,
    base: &'a ModelBase,
) -> Option<ListedRates<'a>> {
    let day = today();
    let of_contract = contract_of(view, spec.payer, day).and_then(|contract| {
        Some(ListedRates::Contract {
            name: &contract.name,
            version: contract.version_on(day)?,
        })
    });
    let fee_schedule = base.baseline.fee_schedule.as_deref();
    of_contract.or_else(|| fee_schedule.map(ListedRates::FeeSchedule))
}

/// A scenario and what it comes to.
struct Proposed {
    scenario: Scenario,
    base: ModelBase,
    projection: Projection,
}

/// Returns the scenarios to compare; one alone is no comparison.
fn compared(spec: &BriefSpec, view: &PracticeView) -> Result<Vec<Scenario>, JobError> {
    if MAX_COMPARED < spec.compared.len() {
        return Err(JobError::new(
            COMPOSING,
            format!("{} scenarios do not fit side by side", spec.compared.len()),
            "Choose up to four",
        ));
    }
    let chosen: Vec<Scenario> = view
        .scenarios
        .iter()
        .filter(|scenario| scenario.payer == spec.payer)
        .filter(|scenario| spec.compared.is_empty() || spec.compared.contains(&scenario.id))
        .take(MAX_COMPARED)
        .cloned()
        .collect();
    Ok(if 1 < chosen.len() { chosen } else { Vec::new() })
}

fn all_payers(spec: &BriefSpec) -> Filter {
    Filter {
        payer: None,
        ..spec.filter
    }
}

fn date_of(spec: &BriefSpec) -> jiff::civil::Date {
    spec.date.unwrap_or_else(today)
}

fn payer_of(view: &PracticeView, id: PayerId) -> Result<&crate::domain::Payer, JobError> {
    view.payer(id).ok_or_else(|| {
        JobError::new(
            COMPOSING,
            "the payer was merged into another",
            "Choose a payer",
        )
    })
}

/// Refuses a period that ends before it begins.
fn check_period(spec: &BriefSpec) -> Result<(), JobError> {
    let period = spec.filter.period;
    match (period.from, period.to) {
        (Some(from), Some(to)) if to < from => Err(JobError::new(
            COMPOSING,
            format!("the period ends ({to}) before it begins ({from})"),
            "Choose another period",
        )),
        _ => Ok(()),
    }
}

/// Refuses a packet that asks for nothing.
fn check_has_rates(projection: &Projection) -> Result<(), JobError> {
    if projection.rows.is_empty() {
        return Err(no_services("no services of this payer"));
    }
    if projection.rows.iter().all(|row| row.proposed.is_none()) {
        return Err(JobError::new(
            COMPOSING,
            "the scenario proposes no rate for any service of the period",
            "Choose another scenario, or set rates under Model",
        ));
    }
    Ok(())
}

fn no_services(which: &str) -> JobError {
    JobError::new(
        COMPOSING,
        format!("the file holds {which} in the period, with the provider and site chosen"),
        "Choose another period, provider or site",
    )
}

fn no_ask() -> JobError {
    JobError::new(
        COMPOSING,
        "a payer packet needs an ask, and no scenario was chosen",
        "Save a scenario under Model, or name one with --scenario",
    )
}

pub(super) fn refused(error: &BriefError) -> JobError {
    let remedy = match error {
        BriefError::Leak(leak) => leak.remedy(),
        BriefError::NothingToAsk => "Choose a payer whose patients were seen in the period",
        BriefError::Layout(_) | BriefError::Pdf(_) | BriefError::Workbook(_) => {
            "Please report this defect"
        }
    };
    JobError::new(
        COMPOSING,
        error.to_string(),
        format!("Nothing was written. {remedy}"),
    )
}
