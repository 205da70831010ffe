//! An invented practice with six payers over two years, and every report a brief is made from.

use allowable::analysis::code_rates::{CodeRates, code_rates};
use allowable::analysis::contract_flags::ContractFlag;
use allowable::analysis::coverage::{Coverage, coverage};
use allowable::analysis::key_figures::{KeyFigures, key_figures};
use allowable::analysis::payer_mix::{PayerMix, payer_mix};
use allowable::analysis::rate_model::{Projection, RateBaseline, project, rate_baseline};
use allowable::analysis::scenario_comparison::{Contender, ScenarioComparison, compare};
use allowable::analysis::{ReferencePrice, ReferencePrices, ReportInput};
use allowable::brief::{
    CodeLabels, ContractNames, ContractReport, DecisionNotes, Document, FixedYear,
    InternalBriefInput, LetterTexts, ListedRates, PayerPacketInput, Secret, Secrets,
    compose_internal_brief, compose_payer_packet,
};
use allowable::domain::{
    Contract, FileFingerprint, Filter, ImportId, ImportKind, ImportReceipt, ImportRecord,
    ImportTotals, Modifier, Modifiers, Money, Month, Payer, PayerClass, PayerId, Percent, Practice,
    ProcedureCode, Proposal, ProposalBasis, ProviderId, RateFloor, RateKey, ReferenceFamily,
    ServiceTotals, Setting, SiteId, TotalRow, UnlistedRule,
};
use jiff::civil::date;
use rust_decimal::Decimal;

/// The practice and its reports.
pub struct Case {
    pub practice: Practice,
    pub payers: Vec<Payer>,
    pub labels: CodeLabels,
    pub mix: PayerMix,
    pub rates: CodeRates,
    pub coverage: Coverage,
    pub key_figures: KeyFigures,
    pub projection: Projection,
    pub comparison: ScenarioComparison,
    pub imports: Vec<ImportRecord>,
    pub letter: LetterTexts,
    pub notes: DecisionNotes,
    pub contract: Option<Contract>,
    pub flags: Vec<ContractFlag>,
    pub fixed_years: Vec<FixedYear>,
}

/// Label, Medicare's amount in cents, yearly units. Codes are invented: X1001, X1002 …
const SERVICES: [(&str, i64, u32); 24] = [
    ("Office visit, established, low", 8_924, 4_200),
    ("Office visit, established, moderate", 12_563, 3_100),
    ("Office visit, new, moderate", 16_432, 610),
    ("Large-joint injection", 6_384, 350),
    ("Electrocardiogram", 1_397, 420),
    ("Chest film, two views", 3_268, 160),
    ("Skin biopsy, first", 9_578, 60),
    ("Destruction of one skin growth", 6_638, 40),
    ("Echocardiogram", 18_781, 290),
    ("Colonoscopy with snare", 43_689, 145),
    ("Colonoscopy with biopsy", 41_578, 120),
    ("Yearly check, 40 to 64", 12_135, 510),
    ("Vaccine given, first", 2_108, 900),
    ("Breathing test", 2_612, 210),
    ("Nail care", 3_340, 130),
    ("Wound repair, simple", 9_417, 44),
    ("Ear wax removal", 4_788, 175),
    ("Allergy shot", 1_149, 1_400),
    ("Holter monitor", 7_702, 66),
    ("Bone density", 3_819, 150),
    ("Stress test", 7_190, 85),
    ("Sleep study at home", 9_322, 38),
    ("Blood draw", 0, 2_600),
    ("Urine test", 0, 1_900),
];

/// Name, class, percentage of Medicare paid, share of the services in percent.
pub const PAYERS: [(&str, PayerClass, i64, u32); 6] = [
    ("Harbor Mutual Health", PayerClass::Commercial, 131, 30),
    ("Blue Mesa Plans", PayerClass::Commercial, 142, 24),
    ("Medicare", PayerClass::Medicare, 100, 22),
    ("Juniper Advantage", PayerClass::MedicareAdvantage, 98, 12),
    ("State Medicaid", PayerClass::Medicaid, 78, 8),
    ("Self-pay", PayerClass::SelfPay, 160, 4),
];

const ADDRESSED: PayerId = PayerId(1);

pub fn code(text: &str) -> ProcedureCode {
    ProcedureCode::new(text).unwrap_or_else(|error| panic!("{error}"))
}

pub fn key(number: usize) -> RateKey {
    let setting = if number % 10 == 9 {
        Setting::Facility
    } else {
        Setting::NonFacility
    };
    RateKey {
        code: code(&format!("X{:04}", 1_001 + number)),
        modifiers: if number % 12 == 8 {
            Modifiers::of([Modifier::PROFESSIONAL])
        } else {
            Modifiers::NONE
        },
        setting,
    }
}

fn totals() -> ServiceTotals {
    let mut rows = Vec::new();
    for (payer, (_, _, percent, share)) in (1..).zip(PAYERS) {
        for (number, (_, medicare_cents, yearly)) in SERVICES.iter().enumerate() {
            for month in 0..24 {
                let lines = (yearly * share).div_ceil(1_200);
                let units = Decimal::from(lines);
                // Percentages differ by code, as contracts do.
                let tilt = [0, 4, -3, 12, 16, 9, -6, 7][number % 8];
                let cents = if *medicare_cents == 0 {
                    310
                } else {
                    *medicare_cents
                };
                let rate = Money::from_cents(cents)
                    .percent(Percent::new(Decimal::from(percent + tilt)))
                    .rounded();
                let charge = Money::from_cents(cents * 2).times(units);
                let allowed = rate.times(units);
                let paid = allowed.percent(Percent::new(Decimal::from(84))).rounded();
                rows.push(TotalRow {
                    product: allowable::domain::ProductId(0),
                    lines_denied: 0,
                    lines_secondary: 0,
                    payer: PayerId(payer),
                    provider: ProviderId(1),
                    site: SiteId(1),
                    key: key(number),
                    month: Month(2_024 * 12 + month),
                    lines: u64::from(lines),
                    units,
                    visits: if number < 3 { u64::from(lines) } else { 0 },
                    charge,
                    units_allowed: units,
                    charge_allowed: charge,
                    allowed,
                    paid,
                    patient: allowed - paid,
                    lines_without_allowed: 0,
                });
            }
        }
    }
    ServiceTotals { rows }
}

/// The one service of the laboratory's fee schedule, and its amount in cents.
const LABORATORY: (usize, i64) = (23, 317);

fn reference() -> ReferencePrices {
    ReferencePrices::new(
        "RVU25D, Atlanta 10212-01, non-QP, CF 32.3465",
        SERVICES
            .iter()
            .enumerate()
            .map(|(number, (_, cents, _))| (key(number), reference_price(number, *cents))),
    )
}

fn reference_price(number: usize, cents: i64) -> ReferencePrice {
    let unpaid = ReferencePrice {
        amount: Err("outside the physician fee schedule by law".into()),
        family: ReferenceFamily::PhysicianFeeSchedule,
        rvus: None,
        is_paid_by_medicare: false,
    };
    if cents != 0 {
        return ReferencePrice {
            amount: Ok(Money::from_cents(cents)),
            rvus: Some(Decimal::new(cents, 2) / Decimal::new(323_465, 4)),
            is_paid_by_medicare: true,
            ..unpaid
        };
    }
    let (laboratory, cents) = LABORATORY;
    if number == laboratory {
        return ReferencePrice {
            amount: Ok(Money::from_cents(cents)),
            family: ReferenceFamily::ClinicalLaboratory,
            is_paid_by_medicare: true,
            ..unpaid
        };
    }
    unpaid
}

fn proposal(percent: i64) -> Proposal {
    Proposal {
        basis: ProposalBasis::PercentOfMedicare {
            percent: Percent::new(Decimal::from(percent)),
            release: None,
        },
        overrides: Vec::new(),
        unlisted: UnlistedRule::KeepCurrent,
        floor: RateFloor::None,
    }
}

fn import(number: i64, name: &str, kind: ImportKind, rows: u64) -> ImportRecord {
    ImportRecord {
        files: 1,
        id: ImportId(number),
        fingerprint: FileFingerprint {
            hash: format!("{number}f3a09c2d417").repeat(5),
            size_bytes: 1_000,
        },
        imported_on: date(2026, 1, 12),
        payer: None,
        removed: false,
        receipt: ImportReceipt {
            file_name: name.into(),
            kind,
            rows_read: rows,
            rows_kept: rows - 3,
            rows_rejected: 3,
            rejected: Vec::new(),
            issues: Vec::new(),
            totals: ImportTotals {
                dates: (kind == ImportKind::Utilization)
                    .then(|| (date(2024, 1, 2), date(2025, 12, 31))),
                ..ImportTotals::default()
            },
            summary: String::new(),
        },
    }
}

fn practice() -> Practice {
    Practice {
        name: "Live Oak Internal Medicine, P.A.".into(),
        zip: "30303".into(),
        specialty: "Internal medicine".into(),
        tin: "00-0000000".into(),
        npi: "0000000000".into(),
        address: "210 Courtland Row, Suite 400\nAtlanta, Georgia 30303".into(),
        contact: "Dana Whitfield, Practice Administrator".into(),
        phone: "404 555 0134, dana@liveoak.example".into(),
        ..Practice::default()
    }
}

fn letter() -> LetterTexts {
    LetterTexts {
            addressee: "Morgan Ellis, Director of Network Contracting\nHarbor Mutual Health\n18 Wharf Street\nSavannah, Georgia 31401".into(),
            salutation: "Dear Morgan Ellis:".into(),
            opening: "Live Oak Internal Medicine has cared for members of Harbor Mutual Health since 2011. Four physicians and two nurse practitioners see them at two sites in downtown Atlanta; our last agreement on rates is from 2019.".into(),
            strengths: "Same-day appointments: 38 percent of visits are booked and seen on one day\nOpen until eight on three evenings, and on Saturdays\nNo other internal medicine group within six miles takes new members".into(),
            pressure: "Since 2019 wages and supplies have risen far faster than the rates of our agreement, which carry no yearly adjustment.".into(),
            term_requests: "A yearly adjustment of 3 percent for a term of three years.\nPayment of clean claims within 30 days of receipt.".into(),
            respond_by: Some(date(2026, 3, 2)),
        }
}

fn notes() -> DecisionNotes {
    DecisionNotes {
        walk_away: Some(Money::from_cents(6_123_400)),
        owner: "Dana Whitfield".into(),
        next_step: "Send the packet and call Morgan Ellis".into(),
        next_step_by: Some(date(2026, 2, 9)),
        risks: "Harbor Mutual opens its own clinic nearby\nTwo physicians retire in 2027".into(),
        assumptions: "Volumes stay as in 2024 and 2025\nNo change in the mix of plans".into(),
    }
}

fn comparison(baseline: &RateBaseline) -> ScenarioComparison {
    let (low, high) = (proposal(140), proposal(160));
    let raise = Proposal {
        basis: ProposalBasis::PercentOfCurrent {
            percent: Percent::new(Decimal::from(103)),
        },
        ..proposal(100)
    };
    let asked = proposal(150);
    let contender = |name, proposal| Contender {
        name,
        proposal,
        prices: None,
    };
    compare(
        baseline,
        &[
            contender("Opening ask", &high),
            contender("Target", &asked),
            contender("Fallback", &low),
            contender("Their offer, +3%", &raise),
        ],
    )
}

/// Builds the case.
pub fn case() -> Case {
    let totals = totals();
    let reference = reference();
    let payers: Vec<Payer> = (1..)
        .zip(PAYERS)
        .map(|(id, (name, class, ..))| Payer {
            id: PayerId(id),
            name: name.into(),
            class,
        })
        .collect();
    let filter = Filter::default();
    let input = ReportInput {
        totals: &totals,
        products: &[],
        payers: &payers,
        filter: &filter,
        reference: Some(&reference),
        fee_schedules: &[],
        import_count: 2,
    };
    let addressed = filter.for_payer(ADDRESSED);
    let coverage = coverage(&input.with_filter(&addressed));
    let mix = payer_mix(&input);
    let rates = code_rates(&input);
    let key_figures = key_figures(&mix, &rates);
    let baseline = rate_baseline(&input, ADDRESSED);
    let projection = project(&baseline, &proposal(150), None);
    let comparison = comparison(&baseline);
    Case {
        practice: practice(),
        payers,
        labels: SERVICES
            .iter()
            .enumerate()
            .map(|(number, (label, ..))| (key(number).code, (*label).to_owned()))
            .collect(),
        mix,
        rates,
        coverage,
        key_figures,
        projection,
        comparison,
        imports: vec![
            import(1, "RVU25D.zip", ImportKind::MedicareRelease, 19_090),
            import(2, "visits.csv", ImportKind::Utilization, 128_411),
        ],
        letter: letter(),
        notes: notes(),
        contract: None,
        flags: Vec::new(),
        fixed_years: Vec::new(),
    }
}

impl Case {
    fn secrets(&self) -> Secrets {
        Secrets::of_other_payers(&self.payers, ADDRESSED)
            .with_rates_of_others(&self.rates, ADDRESSED)
            .with_figures(self.notes.walk_away.map(Secret::WalkAway))
            .with_figures([
                Secret::Cost(Money::from_cents(4_817)),
                Secret::WalkAwayPercent(Percent::new(Decimal::from(139))),
            ])
    }

    /// Composes the packet for the first payer.
    pub fn packet(&self) -> Document {
        self.packet_with_rates(None)
    }

    /// The same, with today's rates listed by the payer.
    pub fn packet_with_rates(&self, listed_rates: Option<ListedRates<'_>>) -> Document {
        compose_payer_packet(&PayerPacketInput {
            practice: &self.practice,
            payer: &self.payers[0],
            projection: &self.projection,
            listed_rates,
            negotiation_set: &[],
            labels: &self.labels,
            letter: &self.letter,
            effective_from: Some(date(2026, 7, 1)),
            secrets: self.secrets(),
            prepared_by: "Dana Whitfield",
            date: date(2026, 1, 30),
        })
    }

    fn contract_report(&self) -> Option<ContractReport<'_>> {
        self.contract.as_ref().map(|contract| ContractReport {
            contract,
            day: date(2026, 1, 30),
            names: ContractNames::default(),
            default_share: Some(Percent::new(Decimal::new(312, 2))),
            flags: &self.flags,
            fixed_years: &self.fixed_years,
        })
    }

    /// Composes the internal brief about the first payer.
    pub fn internal(&self) -> Document {
        compose_internal_brief(&InternalBriefInput {
            practice: &self.practice,
            payer: &self.payers[0],
            key_figures: &self.key_figures,
            mix: &self.mix,
            contract: self.contract_report(),
            code_rates: &self.rates,
            coverage: &self.coverage,
            projection: Some(&self.projection),
            comparison: Some(&self.comparison),
            negotiation_set: &[],
            labels: &self.labels,
            imports: &self.imports,
            effective_from: Some(date(2026, 7, 1)),
            notes: &self.notes,
            prepared_by: "Dana Whitfield",
            date: date(2026, 1, 30),
        })
    }
}
