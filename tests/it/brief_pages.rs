//! The two briefs as printed, read back as text: what must be on the pages and what must not.

use allowable::analysis::code_rates::{CodeRates, code_rates};
use allowable::analysis::key_figures::{KeyFigures, key_figures};
use allowable::analysis::payer_mix::{PayerMix, payer_mix};
use allowable::analysis::rate_model::{Projection, RateBaseline, project, rate_baseline};
use allowable::analysis::scenario_comparison::{Contender, ScenarioComparison, compare};
use allowable::analysis::{ReferencePrice, ReferencePrices, ReportInput};
use allowable::brief::{
    BriefError, Cell, CodeLabels, Content, DecisionNotes, Document, InternalBriefInput, LaidOut,
    LayoutNotice, LeakError, LetterTexts, PayerPacketInput, Secret, Secrets,
    compose_internal_brief, compose_payer_packet, fee_exhibit_xlsx, lay_out, leak_check,
};
use allowable::domain::{
    FileFingerprint, Filter, ImportId, ImportKind, ImportReceipt, ImportRecord, ImportTotals,
    Modifier, Modifiers, Money, Month, Payer, PayerClass, PayerId, Percent, Practice,
    ProcedureCode, Proposal, ProposalBasis, ProviderId, RateKey, ServiceTotals, Setting, SiteId,
    TotalRow, UnlistedRule,
};
use jiff::civil::date;
use rust_decimal::Decimal;

/// An invented practice with six payers over two years, and every report a brief is made from.
pub struct Case {
    practice: Practice,
    payers: Vec<Payer>,
    labels: CodeLabels,
    mix: PayerMix,
    rates: CodeRates,
    key_figures: KeyFigures,
    projection: Projection,
    comparison: ScenarioComparison,
    imports: Vec<ImportRecord>,
    letter: LetterTexts,
    notes: DecisionNotes,
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
const PAYERS: [(&str, PayerClass, i64, u32); 6] = [
    ("Harbor Mutual Health", PayerClass::Commercial, 131, 30),
    ("Blue Mesa Plans", PayerClass::Commercial, 142, 24),
    ("Medicare", PayerClass::Medicare, 100, 22),
    ("Juniper Advantage", PayerClass::MedicareAdvantage, 98, 12),
    ("State Medicaid", PayerClass::Medicaid, 78, 8),
    ("Self-pay", PayerClass::SelfPay, 160, 4),
];

const ADDRESSED: PayerId = PayerId(1);

fn code(text: &str) -> ProcedureCode {
    ProcedureCode::new(text).unwrap_or_else(|error| panic!("{error}"))
}

fn key(number: usize) -> RateKey {
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

fn reference() -> ReferencePrices {
    ReferencePrices::new(
        "RVU25D, Atlanta 10212-01, non-QP, CF 32.3465",
        SERVICES.iter().enumerate().map(|(number, (_, cents, _))| {
            let price = if *cents == 0 {
                ReferencePrice {
                    amount: Err("outside the physician fee schedule by law".into()),
                    rvus: None,
                    is_paid_by_medicare: false,
                }
            } else {
                ReferencePrice {
                    amount: Ok(Money::from_cents(*cents)),
                    rvus: Some(Decimal::new(*cents, 2) / Decimal::new(323_465, 4)),
                    is_paid_by_medicare: true,
                }
            };
            (key(number), price)
        }),
    )
}

fn proposal(percent: i64) -> Proposal {
    Proposal {
        basis: ProposalBasis::PercentOfMedicare {
            percent: Percent::new(Decimal::from(percent)),
            release: None,
        },
        overrides: Vec::new(),
        unlisted: UnlistedRule::KeepCurrent,
    }
}

fn import(number: i64, name: &str, kind: ImportKind, rows: u64) -> ImportRecord {
    ImportRecord {
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
        payers: &payers,
        filter: &filter,
        reference: Some(&reference),
        fee_schedules: &[],
        import_count: 2,
    };
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
        key_figures,
        projection,
        comparison,
        imports: vec![
            import(1, "RVU25D.zip", ImportKind::MedicareRelease, 19_090),
            import(2, "visits.csv", ImportKind::Utilization, 128_411),
        ],
        letter: letter(),
        notes: notes(),
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
        compose_payer_packet(&PayerPacketInput {
            practice: &self.practice,
            payer: &self.payers[0],
            projection: &self.projection,
            fee_schedule: None,
            negotiation_set: &[],
            labels: &self.labels,
            letter: &self.letter,
            effective_from: Some(date(2026, 7, 1)),
            secrets: self.secrets(),
            prepared_by: "Dana Whitfield",
            date: date(2026, 1, 30),
        })
    }

    /// Composes the internal brief about the first payer.
    pub fn internal(&self) -> Document {
        compose_internal_brief(&InternalBriefInput {
            practice: &self.practice,
            payer: &self.payers[0],
            key_figures: &self.key_figures,
            mix: &self.mix,
            code_rates: &self.rates,
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

fn pages(document: &Document) -> LaidOut {
    lay_out(document).unwrap_or_else(|error| panic!("{error}"))
}

fn check_holds(text: &str, wanted: &[&str]) {
    // A line may be broken anywhere.
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in wanted {
        assert!(flat.contains(words), "{words} is not on the page:\n{text}");
    }
}

#[test]
fn the_letter_says_what_is_asked_from_which_basis_and_by_when() {
    let case = case();
    let letter = pages(&case.packet()).page_text(0).unwrap();
    check_holds(
        &letter,
        &[
            "Live Oak Internal Medicine, P.A.",
            "Morgan Ellis, Director of Network Contracting",
            "Proposed rates from July 1, 2026",
            "We ask for three things:",
            "150.0% of Medicare in place of 133.6% today",
            "March 2, 2026",
            "Page 1 of 5",
            "Not legal advice.",
        ],
    );
}

#[test]
fn the_rate_table_prints_the_reports_own_totals() {
    let case = case();
    let text = pages(&case.packet()).text();
    let totals = &case.projection.totals;
    check_holds(&text, &["X1009-26", "Echocardiogram", "Facility"]);
    assert_eq!(totals.change_annual.rounded().to_string(), "61541.88");
    check_holds(&text, &["+$61,542"]);
    let table = table_of(&case.packet(), "Change a year");
    let printed: Vec<Decimal> = table
        .rows
        .iter()
        .filter_map(|row| match row.cells.last() {
            Some(Cell::DollarChange(amount)) => Some(amount.dollars()),
            _ => None,
        })
        .collect();
    let (total, rows) = printed.split_last().unwrap();
    assert_eq!(rows.iter().sum::<Decimal>(), *total);
}

fn table_of(document: &Document, heading: &str) -> allowable::brief::Table {
    document
        .blocks
        .iter()
        .find_map(|block| match &block.content {
            Content::Table(table)
                if table.columns.iter().any(|column| column.heading == heading) =>
            {
                Some(table.clone())
            }
            _ => None,
        })
        .unwrap_or_else(|| panic!("no table with {heading}"))
}

#[test]
fn every_page_of_the_internal_brief_says_that_it_stays_here() {
    let laid_out = pages(&case().internal());
    assert!(4 < laid_out.page_count());
    for page_idx in 0..laid_out.page_count() {
        let text = laid_out.page_text(page_idx).unwrap();
        assert!(
            text.contains("CONFIDENTIAL \u{2013} INTERNAL \u{2013} DO NOT SEND"),
            "page {page_idx}"
        );
    }
}

#[test]
fn the_internal_brief_shows_three_measures_all_payers_and_where_the_data_come_from() {
    let text = pages(&case().internal()).text();
    check_holds(
        &text,
        &[
            "Decision sheet: Harbor Mutual Health",
            "133.6% of Medicare, number 3 of 6 payers",
            "Least we accept",
            "Ratio of sums",
            "Mean by volume",
            "Mean by code",
            "Blue Mesa Plans",
            "Opening ask",
            "visits.csv",
            "RVU25D, Atlanta 10212-01, non-QP, CF 32.3465",
            "Medicare amounts are known for 98.9% of allowed dollars.",
        ],
    );
}

#[test]
fn shares_of_the_payer_mix_add_up_to_one_hundred_as_printed() {
    let table = table_of(&case().internal(), "Payments");
    for column_idx in 2..6 {
        let column: Vec<Decimal> = table
            .rows
            .iter()
            .filter_map(|row| match row.cells.get(column_idx) {
                Some(Cell::Percent(percent)) => Some(percent.points()),
                _ => None,
            })
            .collect();
        let (total, rows) = column.split_last().unwrap();
        assert_eq!(rows.iter().sum::<Decimal>(), *total);
        assert_eq!(*total, Decimal::ONE_HUNDRED);
    }
}

#[test]
fn no_page_for_the_payer_names_another_payer() {
    let text = pages(&case().packet()).text();
    for (name, class, ..) in &PAYERS[1..] {
        if !matches!(class, PayerClass::Medicare) {
            assert!(!text.contains(name), "{name}");
        }
    }
    assert!(!text.contains("CONFIDENTIAL"));
}

#[test]
fn what_must_not_leave_is_refused_wherever_it_is_written() {
    for (leaked, expected) in [
        (
            "Blue Mesa Plans pays us more",
            "another payer, Blue Mesa Plans",
        ),
        (
            "unlike BLUE\u{a0}MESA   PLANS\u{2019} rates",
            "another payer, Blue Mesa Plans",
        ),
        (
            "we need $61,234 more a year",
            "the least you accept (61,234)",
        ),
        ("we would settle at 139%", "the least you accept (139)"),
        (
            "a visit costs us $48.17",
            "what a service costs you (48.17)",
        ),
        (
            "others pay us 126.72 for it",
            "what another payer pays (126.72)",
        ),
        (
            "our BATNA is strong",
            "your own limits (\u{201c}batna\u{201d})",
        ),
        (
            "below our walk-away",
            "your own limits (\u{201c}walk away\u{201d})",
        ),
    ] {
        let mut case = case();
        case.letter.pressure = leaked.into();
        let error = lay_out(&case.packet()).unwrap_err();
        assert!(matches!(error, BriefError::Leak(_)), "{leaked}");
        assert!(error.to_string().contains(expected), "{leaked}: {error}");
        case.letter.pressure.clear();
        case.letter.strengths = leaked.into();
        assert!(lay_out(&case.packet()).is_err(), "{leaked} among strengths");
        case.letter.strengths.clear();
        case.labels.insert(key(0).code, leaked.into());
        assert!(lay_out(&case.packet()).is_err(), "{leaked} as a label");
    }
}

#[test]
fn words_and_numbers_that_betray_nothing_pass() {
    for harmless in [
        "Our doctors answer within 48 hours and 139 families joined this year",
        "A large part of our patients have Medicare, Medicaid or pay themselves",
        "You paid us 169.60 for the second of these services",
    ] {
        let mut case = case();
        case.letter.pressure = harmless.into();
        assert!(lay_out(&case.packet()).is_ok(), "{harmless}");
    }
}

#[test]
fn a_table_of_the_internal_brief_is_refused_in_a_packet() {
    let case = case();
    for block in case.internal().blocks {
        let mut packet = case.packet();
        let is_harmless = block.origin.is_for(packet.audience);
        packet.blocks.push(block);
        let secrets = packet.secrets.clone().unwrap();
        let refused = matches!(
            leak_check(&packet, &secrets),
            Err(LeakError::InternalBlock { .. })
        );
        assert_eq!(refused, !is_harmless);
    }
}

#[test]
fn a_packet_that_came_from_elsewhere_is_not_laid_out() {
    let mut packet = case().packet();
    packet.secrets = None;
    assert_eq!(
        lay_out(&packet).unwrap_err(),
        BriefError::Leak(LeakError::Unchecked)
    );
}

#[test]
fn a_payer_whose_name_holds_anothers_can_be_written_to() {
    let mut case = case();
    case.payers[0].name = "Blue Mesa Plans of Georgia".into();
    assert!(lay_out(&case.packet()).is_ok());
    case.letter.pressure = "Blue Mesa Plans of Georgia pays less than Blue Mesa Plans".into();
    assert!(lay_out(&case.packet()).is_err());
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let case = case();
    for compose in [Case::packet, Case::internal] {
        let first = pages(&compose(&case)).pdf().unwrap();
        // A fresh case: nothing may depend on what is remembered between two layouts.
        let second = pages(&compose(&self::case())).pdf().unwrap();
        assert!(first == second, "two exports differ");
        assert!(first.starts_with(b"%PDF-1.7"));
    }
    let workbook = || fee_exhibit_xlsx(&case.projection, date(2026, 1, 30)).unwrap();
    assert!(workbook() == workbook(), "two workbooks differ");
}

#[test]
fn what_people_type_is_printed_and_never_obeyed() {
    let hostile =
        "#pagebreak() $x^2$ *bold* _it_ <label> @ref `raw` \\ \"quoted\" 'single' // c /* c */ = h";
    let mut case = case();
    case.practice.name = hostile.into();
    case.letter.opening = hostile.into();
    case.labels.insert(key(1).code, hostile.into());
    let text = pages(&case.packet()).text();
    // Typography may turn straight quotes into curly ones.
    let straight = text
        .replace(['\u{201c}', '\u{201d}'], "\"")
        .replace(['\u{2018}', '\u{2019}'], "'");
    let flat = straight.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("#pagebreak() $x^2$ *bold* _it_ <label> @ref `raw` \\"),
        "{flat}"
    );
}

#[test]
fn names_of_three_hundred_letters_stay_on_the_page() {
    for name in ["Health ".repeat(43), "H".repeat(300)] {
        let mut case = case();
        case.payers[0].name.clone_from(&name);
        case.practice.name.clone_from(&name);
        case.labels.insert(key(0).code, name.clone());
        for document in [case.packet(), case.internal()] {
            let laid_out = pages(&document);
            assert!(laid_out.page_count() < 16, "{}", laid_out.page_count());
        }
    }
}

#[test]
fn characters_that_cannot_be_printed_are_named() {
    let mut case = case();
    case.letter.opening = "We care \u{1f600} for \u{6f22}\u{5b57} and \u{e9}\u{2192}".into();
    let laid_out = pages(&case.packet());
    assert_eq!(
        laid_out.notices(),
        [LayoutNotice::MissingCharacters(
            "\u{5b57}\u{6f22}\u{1f600}".into()
        )]
    );
}

#[test]
fn a_letter_beyond_a_page_and_a_half_is_reported() {
    let mut case = case();
    assert_eq!(pages(&case.packet()).notices(), []);
    case.letter.pressure = "Wages have risen and so has the rent of both our sites. ".repeat(60);
    let laid_out = pages(&case.packet());
    assert!(
        matches!(
            laid_out.notices(),
            [LayoutNotice::LetterTooLong { page_count: 2 }]
        ),
        "{:?}",
        laid_out.notices()
    );
}

#[test]
fn four_hundred_rates_repeat_their_headings_on_every_page() {
    let mut case = case();
    let row = case.projection.rows[0];
    case.projection.rows = (0..400)
        .map(|number| {
            let mut row = row;
            row.key = RateKey {
                code: code(&format!("Y{number:04}")),
                ..row.key
            };
            row
        })
        .collect();
    let laid_out = pages(&case.packet());
    let mut listed = 0;
    let mut exhibit_pages = 0;
    for page_idx in 0..laid_out.page_count() {
        let text = laid_out.page_text(page_idx).unwrap();
        let rows = text
            .lines()
            .filter(|line| line.starts_with('Y') && line.contains("Non-facility"))
            .count();
        if rows != 0 {
            exhibit_pages += 1;
            assert!(
                text.contains("Modifier"),
                "no heading on page {page_idx}:\n{text}"
            );
        }
        listed += rows;
    }
    assert_eq!(listed, 400);
    assert!(8 < exhibit_pages);
}

#[test]
fn sections_without_data_are_left_out() {
    let case = case();
    let empty_comparison = ScenarioComparison {
        scenarios: Vec::new(),
        ..case.comparison.clone()
    };
    let document = compose_internal_brief(&InternalBriefInput {
        practice: &case.practice,
        payer: &case.payers[0],
        key_figures: &case.key_figures,
        mix: &case.mix,
        code_rates: &case.rates,
        projection: None,
        comparison: Some(&empty_comparison),
        negotiation_set: &[],
        labels: &case.labels,
        imports: &[],
        effective_from: None,
        notes: &DecisionNotes::default(),
        prepared_by: "",
        date: date(2026, 1, 30),
    });
    let text = pages(&document).text();
    for words in [
        "Scenarios",
        "The proposal by code",
        "Files",
        "Next step",
        "Risks",
        "Least we accept",
        "Prepared by",
    ] {
        assert!(!text.contains(words), "{words}");
    }
    check_holds(&text, &["Payer mix", "Rate position"]);
}

#[test]
fn a_proposal_of_nothing_still_makes_a_packet() {
    let mut case = case();
    case.projection.rows.clear();
    case.projection.totals = allowable::analysis::rate_model::ProjectionTotals::default();
    case.letter = LetterTexts::default();
    let text = pages(&case.packet()).text();
    check_holds(
        &text,
        &["To the contracting department:", "Method and definitions"],
    );
    assert!(!text.contains("Proposed fee schedule\n"));
}

#[test]
fn the_preview_is_the_page() {
    let laid_out = pages(&case().packet());
    let image = laid_out.page_image(0, 1.5).unwrap();
    assert_eq!((image.width, image.height), (918, 1_188));
    assert_eq!(image.rgba.len(), 918 * 1_188 * 4);
    assert!(image.rgba.chunks_exact(4).all(|pixel| pixel[3] == 255));
    assert!(image.rgba.chunks_exact(4).any(|pixel| pixel[0] < 100));
    assert!(laid_out.page_image(laid_out.page_count(), 1.0).is_none());
}

#[test]
fn a_document_survives_being_written_and_read() {
    let packet = case().packet();
    let text = serde_json::to_string(&packet).unwrap();
    assert!(!text.contains("Blue Mesa"), "secrets are written to disk");
    let mut read: Document = serde_json::from_str(&text).unwrap();
    read.secrets.clone_from(&packet.secrets);
    assert_eq!(read, packet);
}
