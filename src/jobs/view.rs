//! The lists of the open practice file, read once after every change and handed out whole.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::{Desk, JobError};
use crate::analysis::contract_flags::ContractFlag;
use crate::analysis::payer_names::{
    MergeSuggestion, ProductSuggestion, suggest_merges, suggest_products,
};
use crate::domain::{
    CarrierPrice, Contract, ContractId, FeeSchedule, FeeScheduleId, Filter, ImportKind,
    ImportRecord, Locality, MappingProfile, Month, Payer, PayerId, PayerName, Practice,
    ProcedureCode, Product, ProductId, Provider, ProviderId, ReferenceFamily, ReferenceTableId,
    ReleaseId, ReleaseInfo, Scenario, Site, SiteId, WorkClaims,
};
use crate::formats::cms::built_in;
use crate::store::StoredReferenceTableInfo;

/// Everything about the open practice file that is small: what lists, menus and forms show.
#[derive(Clone, Debug, Serialize)]
pub struct PracticeView {
    /// The file.
    pub path: PathBuf,
    /// Raised by every change.
    pub revision: u64,
    /// Who the practice is, with its Medicare reference.
    pub practice: Practice,
    /// The Medicare reference in words; `None` until there is one.
    pub reference_label: Option<String>,
    /// Payers, by name.
    pub payers: Vec<Payer>,
    /// Payers' names as files write them, by text.
    pub payer_names: Vec<PayerName>,
    /// Payers that may be one and the same.
    pub merge_suggestions: Vec<MergeSuggestion>,
    /// Payers and names that differ in a product only.
    pub product_suggestions: Vec<ProductSuggestion>,
    /// Rendering providers, by name.
    pub providers: Vec<Provider>,
    /// Sites, by name.
    pub sites: Vec<Site>,
    /// Payers' products, by name.
    pub products: Vec<Product>,
    /// Whether claim numbers are kept.
    pub work_claims: WorkClaims,
    /// Imports, oldest first, removed ones too.
    pub imports: Vec<ImportRecord>,
    /// Medicare releases, newest first.
    pub releases: Vec<ReleaseEntry>,
    /// Localities of the reference's release, or of the latest year built in.
    #[serde(skip)]
    pub localities: Arc<Vec<Locality>>,
    /// Fee schedules, by payer and name.
    pub fee_schedules: Vec<FeeScheduleEntry>,
    /// Contracts, by payer and name.
    pub contracts: Vec<Contract>,
    /// What should be known about each contract, the gravest first; one entry a contract.
    pub contract_flags: Vec<(ContractId, Vec<ContractFlag>)>,
    /// Medicare's fee schedules beside the physicians', by family, newest first.
    pub reference_tables: Vec<ReferenceTableEntry>,
    /// What the Medicare contractor pays for codes without national relative values, by code.
    pub carrier_prices: Vec<CarrierPrice>,
    /// Saved scenarios, in the order they were saved.
    pub scenarios: Vec<Scenario>,
    /// Mapping profiles, by name.
    pub profiles: Vec<MappingProfile>,
    /// The practice's own short words for codes.
    #[serde(skip)]
    pub code_labels: Arc<BTreeMap<ProcedureCode, String>>,
    /// Rows of the small tables beside services and rates, for kinds that have any.
    pub record_counts: Vec<(ImportKind, u64)>,
    /// Billed lines in live imports.
    pub line_count: u64,
    /// First and last month with services.
    pub months: Option<(Month, Month)>,
    /// What Undo would take back, in words.
    pub undo_label: Option<String>,
    /// What Redo would make again, in words.
    pub redo_label: Option<String>,
}

/// A Medicare release held by the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReleaseEntry {
    /// Its row.
    pub id: ReleaseId,
    /// What it is.
    pub info: ReleaseInfo,
    /// Rows of relative values.
    pub row_count: u64,
    /// Localities that came with it; 0: those built into the program are used.
    pub locality_count: u64,
}

/// One of Medicare's fee schedules beside the physicians', held by the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReferenceTableEntry {
    /// Its row.
    pub id: ReferenceTableId,
    /// Which fee schedule.
    pub family: ReferenceFamily,
    /// Its name: "CLFS 2026 Q1".
    pub name: String,
    /// First date of service.
    pub effective_from: Date,
    /// Last date of service, where known.
    pub effective_to: Option<Date>,
    /// Values it lists.
    pub value_count: u64,
}

impl ReferenceTableEntry {
    /// Whether the table is for services on `day`.
    pub fn is_in_effect(&self, day: Date) -> bool {
        self.effective_from <= day && self.effective_to.is_none_or(|to| day <= to)
    }

    /// Counts the days from a day to the nearest one that the table is for; 0 when it is one.
    pub fn days_from(&self, day: Date) -> i32 {
        let too_early = (self.effective_from - day).get_days();
        let too_late = self.effective_to.map_or(0, |to| (day - to).get_days());
        too_early.max(too_late).max(0)
    }
}

impl From<StoredReferenceTableInfo> for ReferenceTableEntry {
    fn from(stored: StoredReferenceTableInfo) -> Self {
        Self {
            id: stored.id,
            family: stored.family,
            name: stored.name,
            effective_from: stored.effective_from,
            effective_to: stored.effective_to,
            value_count: stored.value_count,
        }
    }
}

/// A fee schedule held by the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeeScheduleEntry {
    /// Its row.
    pub id: FeeScheduleId,
    /// Whose it is.
    pub payer: PayerId,
    /// Its name.
    pub name: String,
    /// First date of service, where known.
    pub effective_from: Option<Date>,
    /// Rates it lists.
    pub rate_count: u64,
}

impl PracticeView {
    /// Finds a payer by its row.
    pub fn payer(&self, id: PayerId) -> Option<&Payer> {
        self.payers.iter().find(|payer| payer.id == id)
    }

    /// Finds a payer by its name or by a name a file wrote, without regard to case.
    pub fn payer_named(&self, name: &str) -> Option<&Payer> {
        let wanted = name.trim();
        let same = |text: &str| text.trim().eq_ignore_ascii_case(wanted);
        self.payers
            .iter()
            .find(|payer| same(&payer.name))
            .or_else(|| {
                let known = self.payer_names.iter().find(|known| same(&known.text))?;
                self.payer(known.payer)
            })
    }

    /// Returns the sites that mean themselves, with the names to show.
    pub fn site_names(&self) -> Vec<(SiteId, String)> {
        let own = self.sites.iter().filter(|site| site.same_as.is_none());
        own.map(|site| (site.id, site.shown_name().to_owned()))
            .collect()
    }

    /// Returns the providers that mean themselves, with the names to show.
    pub fn provider_names(&self) -> Vec<(ProviderId, String)> {
        let own = self
            .providers
            .iter()
            .filter(|provider| provider.same_as.is_none());
        own.map(|provider| (provider.id, provider.shown_name().to_owned()))
            .collect()
    }

    /// Returns a filter that chooses nothing that is gone: what was merged is followed, and what was
    /// removed is let go.
    pub fn filter_in_file(&self, filter: Filter) -> Filter {
        let payer = filter.payer.filter(|id| self.payer(*id).is_some());
        let is_there = |id: &ProductId| {
            let mut products = self.products.iter();
            products.any(|product| product.id == *id && Some(product.payer) == payer)
        };
        let provider = filter.provider.and_then(|id| {
            let found = self.providers.iter().find(|provider| provider.id == id)?;
            Some(found.same_as.unwrap_or(found.id))
        });
        let site = filter.site.and_then(|id| {
            let found = self.sites.iter().find(|site| site.id == id)?;
            Some(found.same_as.unwrap_or(found.id))
        });
        Filter {
            payer,
            product: filter.product.filter(is_there),
            provider,
            site,
            ..filter
        }
    }

    /// Finds a scenario by its name, without regard to case.
    pub fn scenario_named(&self, name: &str) -> Option<&Scenario> {
        self.scenarios
            .iter()
            .find(|scenario| scenario.name.eq_ignore_ascii_case(name.trim()))
    }

    /// Finds a payer's contracts.
    pub fn contracts_of(&self, payer: PayerId) -> impl Iterator<Item = &Contract> {
        self.contracts
            .iter()
            .filter(move |contract| contract.payer == payer)
    }

    /// Returns what is odd about a contract.
    pub fn flags_of(&self, contract: ContractId) -> &[ContractFlag] {
        self.contract_flags
            .iter()
            .find(|(id, _flags)| *id == contract)
            .map_or(&[], |(_id, flags)| flags.as_slice())
    }

    /// Returns the practice's words for a code; empty where it has none.
    pub fn code_label(&self, code: ProcedureCode) -> &str {
        self.code_labels.get(&code).map_or("", String::as_str)
    }

    /// Counts the rows of one of the small tables beside services and rates.
    pub fn record_count(&self, kind: ImportKind) -> u64 {
        let counted = self.record_counts.iter().find(|(known, _)| *known == kind);
        counted.map_or(0, |(_, count)| *count)
    }

    /// Counts live imports of one kind.
    pub fn import_count(&self, kind: ImportKind) -> usize {
        self.imports
            .iter()
            .filter(|import| !import.removed && import.receipt.kind == kind)
            .count()
    }

    /// Counts the files of live imports that bring service lines.
    pub fn service_file_count(&self) -> u64 {
        self.imports
            .iter()
            .filter(|import| !import.removed && import.receipt.kind.has_service_lines())
            .map(|import| import.files)
            .sum()
    }

    /// Returns the file's own name without its extension.
    pub fn file_stem(&self) -> String {
        self.path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    }

    /// Returns the folder the file lies in.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or_else(|| Path::new(""))
    }
}

/// Returns a fee schedule's entry.
fn entry_of(schedule: &FeeSchedule) -> FeeScheduleEntry {
    FeeScheduleEntry {
        id: schedule.id,
        payer: schedule.payer,
        name: schedule.name.clone(),
        effective_from: schedule.effective_from,
        rate_count: schedule.rates.len() as u64,
    }
}

impl Desk {
    /// Reads the lists of the open file; the same value again while nothing changed.
    pub fn view(&mut self) -> Result<Arc<PracticeView>, JobError> {
        const DOING: &str = "Reading the practice";
        let revision = self.file(DOING)?.revision();
        if let Some(view) = self
            .cache
            .view
            .as_ref()
            .filter(|view| view.revision == revision)
        {
            return Ok(Arc::clone(view));
        }
        let totals = self.totals()?;
        let fee_schedules = self.fee_schedules()?;
        // A reference that cannot price fails its reports, which say why; the file opens all the
        // same, so that it can be mended.
        let prices = self.reference_prices().ok().flatten();
        let reference_label = prices.map(|prices| prices.label.clone());
        let localities = self.localities()?;
        let contracts = self.contracts()?;
        let contract_flags = self.contract_flags(&contracts)?;
        let reference_tables = self.reference_table_entries()?;
        let carrier_prices = self.carrier_prices()?;
        let failed = |error| JobError::from_store(DOING, &error);
        let file = self.file(DOING)?;
        let payers = file.payers().map_err(failed)?;
        let payer_names = file.payer_names().map_err(failed)?;
        let view = PracticeView {
            path: file.path().to_path_buf(),
            revision,
            practice: file.practice().map_err(failed)?,
            reference_label,
            merge_suggestions: suggest_merges(&payers, &payer_names),
            product_suggestions: suggest_products(&payers, &payer_names),
            payers,
            payer_names,
            providers: file.providers().map_err(failed)?,
            sites: file.sites().map_err(failed)?,
            products: file.products().map_err(failed)?,
            work_claims: file.work_claims().map_err(failed)?,
            imports: file.imports().map_err(failed)?,
            releases: pairs(file.releases().map_err(failed)?, |release| ReleaseEntry {
                id: release.id,
                info: release.info,
                row_count: release.row_count,
                locality_count: release.locality_count,
            }),
            localities,
            fee_schedules: fee_schedules.iter().map(entry_of).collect(),
            contracts: contracts.to_vec(),
            contract_flags,
            reference_tables: reference_tables.to_vec(),
            carrier_prices: carrier_prices.to_vec(),
            scenarios: file.scenarios().map_err(failed)?,
            profiles: file.mapping_profiles().map_err(failed)?,
            code_labels: Arc::new(file.code_labels().map_err(failed)?),
            record_counts: file.record_counts().map_err(failed)?,
            line_count: totals.rows.iter().map(|row| row.lines).sum(),
            months: months_of(&totals),
            undo_label: file.undo_label().map(str::to_owned),
            redo_label: file.redo_label().map(str::to_owned),
        };
        let view = Arc::new(view);
        self.cache.view = Some(Arc::clone(&view));
        Ok(view)
    }

    /// Returns the localities a person may choose from.
    fn localities(&mut self) -> Result<Arc<Vec<Locality>>, JobError> {
        let release = match self.reference()? {
            Some(reference) => self.release(reference.release)?,
            None => None,
        };
        Ok(Arc::new(match release {
            Some(release) => release.localities.clone(),
            None => built_in::localities(i16::MAX).localities.to_vec(),
        }))
    }
}

fn pairs<T, U>(rows: Vec<T>, pair: impl FnMut(T) -> U) -> Vec<U> {
    rows.into_iter().map(pair).collect()
}

fn months_of(totals: &crate::domain::ServiceTotals) -> Option<(Month, Month)> {
    let months = || totals.rows.iter().map(|row| row.month);
    months().min().zip(months().max())
}
