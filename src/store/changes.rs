//! What a write touched, so that a view can tell whether it must be read again.

/// The subjects a write touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a set of subjects, each asked for by name"
)]
pub struct Changes {
    /// The practice's own particulars or its Medicare reference.
    pub practice: bool,
    /// Payers, their names or classes.
    pub payers: bool,
    /// Payers' products.
    pub products: bool,
    /// Rendering providers and sites.
    pub providers: bool,
    /// Remittances and submitted claims.
    pub payments: bool,
    /// Survey answers, quality measures and the other small tables.
    pub records: bool,
    /// The list of imports.
    pub imports: bool,
    /// Service lines and their totals.
    pub totals: bool,
    /// Medicare releases.
    pub releases: bool,
    /// Medicare's other fee schedules.
    pub reference_tables: bool,
    /// Amounts that the Medicare contractor set.
    pub carrier_prices: bool,
    /// Payers' fee schedules.
    pub fee_schedules: bool,
    /// Payers' contracts.
    pub contracts: bool,
    /// Scenarios.
    pub scenarios: bool,
    /// Mapping profiles.
    pub profiles: bool,
    /// Labels of codes.
    pub code_labels: bool,
}

impl Changes {
    /// Nothing was touched.
    pub const NONE: Self = Self {
        practice: false,
        payers: false,
        products: false,
        providers: false,
        payments: false,
        records: false,
        imports: false,
        totals: false,
        releases: false,
        reference_tables: false,
        carrier_prices: false,
        fee_schedules: false,
        contracts: false,
        scenarios: false,
        profiles: false,
        code_labels: false,
    };

    /// Whether anything was touched.
    pub fn any(self) -> bool {
        self != Self::NONE
    }

    /// Returns the subjects of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            practice: self.practice || other.practice,
            payers: self.payers || other.payers,
            products: self.products || other.products,
            providers: self.providers || other.providers,
            payments: self.payments || other.payments,
            records: self.records || other.records,
            imports: self.imports || other.imports,
            totals: self.totals || other.totals,
            releases: self.releases || other.releases,
            reference_tables: self.reference_tables || other.reference_tables,
            carrier_prices: self.carrier_prices || other.carrier_prices,
            fee_schedules: self.fee_schedules || other.fee_schedules,
            contracts: self.contracts || other.contracts,
            scenarios: self.scenarios || other.scenarios,
            profiles: self.profiles || other.profiles,
            code_labels: self.code_labels || other.code_labels,
        }
    }
}
