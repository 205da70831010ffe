//! Changes a person makes to the practice's data, one transaction and one undo step each.

use super::medicare_choice::{ChosenRelease, MedicareChoice, Needs};
use super::{Desk, JobError, Outcome};
use crate::analysis::payer_names::ProductSuggestion;
use crate::domain::{
    CarrierPrice, Contract, ContractId, ImportId, Invalid, MedicareReference, Modifiers,
    PayerClass, PayerId, PayerNameId, Practice, ProcedureCode, Product, ProductId, ProductKind,
    Provider, ProviderId, Scenario, ScenarioId, Setting, Site, SiteId, WorkClaims,
};
use crate::store::{Op, OpOutput, StoreError, Transaction};

/// A change to the practice's data.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Replaces the practice's particulars; its Medicare reference stays.
    SetPractice(Practice),
    /// Chooses what rates are measured against.
    SetReference(Option<MedicareReference>),
    /// Makes one payer of several.
    MergePayers {
        /// Those that go.
        from: Vec<PayerId>,
        /// The one that stays.
        into: PayerId,
    },
    /// Makes a payer of its own from a name found in files.
    SplitPayerName(PayerNameId),
    /// Gives a payer another name.
    RenamePayer {
        /// Which.
        payer: PayerId,
        /// The name.
        name: String,
    },
    /// Gives a payer another class.
    SetPayerClass {
        /// Which.
        payer: PayerId,
        /// The class.
        class: PayerClass,
    },
    /// Saves a scenario: a new one where `id` is `None`, otherwise in its place.
    SaveScenario {
        /// The one to replace.
        id: Option<ScenarioId>,
        /// What is saved; its own `id` is not looked at.
        scenario: Box<Scenario>,
    },
    /// Deletes a scenario.
    RemoveScenario(ScenarioId),
    /// Leaves an import out of every report.
    RemoveImport(ImportId),
    /// Brings a removed import back.
    RestoreImport(ImportId),
    /// Forgets a mapping profile.
    RemoveProfile(String),
    /// Gives codes labels in the practice's words; an empty one takes a label away.
    SetCodeLabels(Vec<(ProcedureCode, String)>),
    /// Saves a contract: a new one where `id` is `None`, otherwise in its place.
    SaveContract {
        /// The one to replace.
        id: Option<ContractId>,
        /// What is saved; its own `id` is not looked at.
        contract: Box<Contract>,
    },
    /// Deletes a contract.
    RemoveContract(ContractId),
    /// Adds a product to a payer.
    AddProduct {
        /// Whose.
        payer: PayerId,
        /// Its name.
        name: String,
        /// Its kind.
        kind: ProductKind,
    },
    /// Makes one payer with products of payers and names that differ in a product only.
    MakeProducts(Box<ProductSuggestion>),
    /// Replaces a product's name and kind.
    EditProduct(Product),
    /// Removes a product; its names stay with the payer.
    RemoveProduct(ProductId),
    /// Makes one product of several of the same payer.
    MergeProducts {
        /// Those that go.
        from: Vec<ProductId>,
        /// The one that stays.
        into: ProductId,
    },
    /// Says which product a payer's name in files means.
    SetProductOfName {
        /// The name.
        name: PayerNameId,
        /// The product; `None`: the payer as such.
        product: Option<ProductId>,
    },
    /// Replaces a provider's name, NPI, class and site.
    EditProvider(Provider),
    /// Makes one provider of several.
    MergeProviders {
        /// Those that go.
        from: Vec<ProviderId>,
        /// The one that stays.
        into: ProviderId,
    },
    /// Makes a provider that was merged one of its own again.
    SplitProvider(ProviderId),
    /// Replaces a site's name and ZIP code.
    EditSite(Site),
    /// Makes one site of several.
    MergeSites {
        /// Those that go.
        from: Vec<SiteId>,
        /// The one that stays.
        into: SiteId,
    },
    /// Makes a site that was merged one of its own again.
    SplitSite(SiteId),
    /// Says whether the practice works its underpaid claims, for which it keeps their numbers.
    SetWorkClaims(WorkClaims),
    /// Types in what the Medicare contractor pays for a service; replaces what was there.
    SetCarrierPrice(CarrierPrice),
    /// Takes a contractor's price away.
    RemoveCarrierPrice {
        /// The code.
        code: ProcedureCode,
        /// Only the modifiers that change the price.
        modifiers: Modifiers,
        /// The setting it was typed in for.
        setting: Option<Setting>,
    },
}

impl Edit {
    const fn op(&self) -> Op {
        match self {
            Self::SetPractice(_) => Op::EditPractice,
            Self::SetReference(_) => Op::SetReference,
            Self::MergePayers { .. } => Op::MergePayers,
            Self::SplitPayerName(_) => Op::SplitPayer,
            Self::RenamePayer { .. } => Op::RenamePayer,
            Self::SetPayerClass { .. } => Op::SetPayerClass,
            Self::SaveScenario { id: None, .. } => Op::AddScenario,
            Self::SaveScenario { id: Some(_), .. } => Op::EditScenario,
            Self::RemoveScenario(_) => Op::RemoveScenario,
            Self::RemoveImport(_) => Op::RemoveImport,
            Self::RestoreImport(_) => Op::RestoreImport,
            Self::RemoveProfile(_) => Op::RemoveMappingProfile,
            Self::SetCodeLabels(_) => Op::SetCodeLabels,
            Self::SaveContract { id: None, .. } => Op::AddContract,
            Self::SaveContract { id: Some(_), .. } => Op::EditContract,
            Self::RemoveContract(_) => Op::RemoveContract,
            Self::AddProduct { .. } | Self::MakeProducts(_) => Op::AddProduct,
            Self::EditProduct(_) => Op::EditProduct,
            Self::RemoveProduct(_) => Op::RemoveProduct,
            Self::MergeProducts { .. } => Op::MergeProducts,
            Self::SetProductOfName { .. } => Op::SetProductOfName,
            Self::EditProvider(_) => Op::EditProvider,
            Self::MergeProviders { .. } => Op::MergeProviders,
            Self::SplitProvider(_) => Op::SplitProvider,
            Self::EditSite(_) => Op::EditSite,
            Self::MergeSites { .. } => Op::MergeSites,
            Self::SplitSite(_) => Op::SplitSite,
            Self::SetWorkClaims(_) => Op::SetWorkClaims,
            Self::SetCarrierPrice(_) => Op::SetCarrierPrice,
            Self::RemoveCarrierPrice { .. } => Op::RemoveCarrierPrice,
        }
    }

    fn write(&self, tx: &mut Transaction<'_>) -> Result<(), StoreError> {
        match self {
            Self::SetPractice(practice) => tx.set_practice(practice),
            Self::SetReference(reference) => tx.set_reference(reference.as_ref()),
            Self::MergePayers { from, into } => tx.merge_payers(*into, from),
            Self::SplitPayerName(name) => tx.split_payer_name(*name).map(drop),
            Self::RenamePayer { payer, name } => tx.rename_payer(*payer, name),
            Self::SetPayerClass { payer, class } => tx.set_payer_class(*payer, *class),
            Self::SaveScenario { id: None, scenario } => tx.add_scenario(scenario).map(drop),
            Self::SaveScenario {
                id: Some(id),
                scenario,
            } => tx.edit_scenario(&Scenario {
                id: *id,
                ..(**scenario).clone()
            }),
            Self::RemoveScenario(id) => tx.remove_scenario(*id),
            Self::RemoveImport(id) => tx.remove_import(*id),
            Self::RestoreImport(id) => tx.restore_import(*id),
            Self::RemoveProfile(name) => tx.remove_mapping_profile(name),
            Self::SetCodeLabels(labels) => labels
                .iter()
                .try_for_each(|(code, label)| tx.set_code_label(*code, label)),
            Self::SaveContract { id: None, contract } => tx.add_contract(contract).map(drop),
            Self::SaveContract {
                id: Some(id),
                contract,
            } => tx.edit_contract(&Contract {
                id: *id,
                ..(**contract).clone()
            }),
            Self::RemoveContract(id) => tx.remove_contract(*id),
            Self::AddProduct { payer, name, kind } => tx.add_product(*payer, name, *kind).map(drop),
            Self::MakeProducts(suggestion) => make_products(tx, suggestion),
            Self::EditProduct(product) => tx.edit_product(product),
            Self::RemoveProduct(product) => tx.remove_product(*product),
            Self::MergeProducts { from, into } => tx.merge_products(*into, from),
            Self::SetProductOfName { name, product } => tx.set_product_of_name(*name, *product),
            Self::EditProvider(provider) => tx.edit_provider(provider),
            Self::MergeProviders { from, into } => tx.merge_providers(*into, from),
            Self::SplitProvider(provider) => tx.split_provider(*provider),
            Self::EditSite(site) => tx.edit_site(site),
            Self::MergeSites { from, into } => tx.merge_sites(*into, from),
            Self::SplitSite(site) => tx.split_site(*site),
            Self::SetWorkClaims(work_claims) => tx.set_work_claims(*work_claims),
            Self::SetCarrierPrice(price) => tx.set_carrier_price(price),
            Self::RemoveCarrierPrice {
                code,
                modifiers,
                setting,
            } => tx.remove_carrier_price(*code, *modifiers, *setting),
        }
    }
}

fn make_products(
    tx: &mut Transaction<'_>,
    suggestion: &ProductSuggestion,
) -> Result<(), StoreError> {
    let payer = suggestion.payer;
    if !suggestion.from.is_empty() {
        tx.merge_payers(payer, &suggestion.from)?;
    }
    tx.rename_payer(payer, &suggestion.payer_name)?;
    suggestion.products.iter().try_for_each(|of| {
        let product = tx.product_named(payer, &of.product, of.kind)?;
        tx.set_product_of_name(of.name, Some(product))
    })
}

impl Desk {
    /// Makes a change; returns what it was, in the words of the Undo menu.
    pub fn edit(&mut self, edit: Edit) -> Result<String, JobError> {
        const DOING: &str = "Saving the change";
        let refused = |error: Invalid| JobError::new(DOING, error.0, "Correct it and save again");
        let op = edit.op();
        let edit = match edit {
            Edit::SetPractice(practice) => {
                let reference = self.reference()?;
                Edit::SetPractice(Practice {
                    reference,
                    ..practice
                })
            }
            Edit::SetReference(Some(reference)) => {
                // Refused before it is written: every report would fail with it.
                self.refuse_unpriceable(&reference)?;
                Edit::SetReference(Some(reference))
            }
            Edit::SaveScenario { id, scenario } => {
                scenario.proposal.check().map_err(refused)?;
                Edit::SaveScenario { id, scenario }
            }
            Edit::SaveContract { id, contract } => {
                contract.check().map_err(refused)?;
                Edit::SaveContract { id, contract }
            }
            other => other,
        };
        let written = self.file(DOING)?.transact(op, |tx| edit.write(tx));
        let OpOutput { changes, .. } =
            written.map_err(|error: StoreError| JobError::from_store(DOING, &error))?;
        self.note(changes);
        Ok(op.label().to_owned())
    }

    /// Refuses a reference whose release has no such locality.
    fn refuse_unpriceable(&mut self, reference: &MedicareReference) -> Result<(), JobError> {
        let choice = MedicareChoice {
            release: Some(ChosenRelease::Row(reference.release)),
            locality: Some(reference.locality),
            ..MedicareChoice::default()
        };
        self.medicare_shelf(&choice, &Needs::default()).map(drop)
    }

    /// Takes back the last change.
    pub fn undo(&mut self) -> Result<Outcome, JobError> {
        let label = self
            .file("Undoing")?
            .undo_label()
            .map(|what| format!("Undo {what}"));
        let undone = self.file("Undoing")?.undo();
        self.changed("Undoing", label, undone)
    }

    /// Makes the change taken back again.
    pub fn redo(&mut self) -> Result<Outcome, JobError> {
        let label = self
            .file("Redoing")?
            .redo_label()
            .map(|what| format!("Redo {what}"));
        let redone = self.file("Redoing")?.redo();
        self.changed("Redoing", label, redone)
    }

    fn changed(
        &mut self,
        doing: &str,
        label: Option<String>,
        written: Result<Option<OpOutput<()>>, StoreError>,
    ) -> Result<Outcome, JobError> {
        let Some(output) = written.map_err(|error| JobError::from_store(doing, &error))? else {
            return Ok(Outcome::NothingChanged);
        };
        self.note(output.changes);
        Ok(Outcome::Changed {
            label: label.unwrap_or_default(),
            view: self.view()?,
        })
    }
}
