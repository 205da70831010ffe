use jiff::civil::{Date, date};

use super::*;
use crate::domain::{GlobalPeriod, LocalityKey, OppsPe, ReleaseId, ReleaseInfo};

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Work, non-facility PE, facility PE and malpractice, as RVU25D and RVU26B print them.
fn row(code: &str, modifier: &str, status: char, units: [&str; 4]) -> RvuRow {
    let [work, pe_nonfacility, pe_facility, mp] = units.map(number);
    RvuRow {
        code: ProcedureCode::new(code).unwrap(),
        modifier: Modifier::new(modifier).ok(),
        status: StatusCode(status),
        not_used_for_payment: status == 'N',
        work,
        pe_nonfacility,
        pe_facility,
        mp,
        na_nonfacility: false,
        na_facility: false,
        pctc: 0,
        global: GlobalPeriod(*b"XXX"),
        operative_shares: [Decimal::ZERO; 3],
        multiple_procedure: 0,
        bilateral: 0,
        assistant: 0,
        co_surgeon: 0,
        team: 0,
        endoscopy_base: None,
        imaging_family: 99,
        opps: None,
    }
}

fn capped(mut row: RvuRow, pe: &str, mp: &str) -> RvuRow {
    row.na_facility = row.modifier != Some(Modifier::PROFESSIONAL);
    let pe = number(pe);
    row.opps = Some(OppsPe {
        pe_nonfacility: pe,
        pe_facility: pe,
        mp: number(mp),
    });
    row
}

fn release(factor: &str, qp: Option<QpStatus>, mut rows: Vec<RvuRow>) -> Release {
    rows.sort_by_key(|row| (row.code, row.modifier));
    let year = if qp.is_some() { 2026 } else { 2025 };
    Release {
        info: ReleaseInfo {
            name: "RVU".into(),
            year,
            effective_from: date(year, 1, 1),
            released: None,
            qp,
            conversion_factor: number(factor),
        },
        rows,
        localities: Vec::new(),
        anesthesia: Vec::new(),
    }
}

fn release_of_2025() -> Release {
    let mut knee = row("27447", "", 'A', ["19.60", "15.30", "15.30", "3.98"]);
    knee.na_nonfacility = true;
    release(
        "32.3465",
        None,
        vec![
            row("99213", "", 'A', ["1.30", "1.35", "0.57", "0.10"]),
            row("99214", "", 'A', ["1.92", "1.80", "0.83", "0.15"]),
            row("20610", "", 'A', ["0.79", "1.04", "0.44", "0.13"]),
            row("93000", "", 'A', ["0.17", "0.24", "0.24", "0.02"]),
            capped(
                row("93306", "", 'A', ["1.46", "4.28", "4.28", "0.07"]),
                "17.34",
                "0.17",
            ),
            row("93306", "26", 'A', ["1.46", "0.52", "0.52", "0.04"]),
            capped(
                row("93306", "TC", 'A', ["0.00", "3.76", "3.76", "0.03"]),
                "16.82",
                "0.13",
            ),
            capped(
                row("71046", "", 'A', ["0.22", "0.77", "0.77", "0.02"]),
                "2.76",
                "0.05",
            ),
            row("71046", "26", 'A', ["0.22", "0.08", "0.08", "0.01"]),
            capped(
                row("71046", "TC", 'A', ["0.00", "0.69", "0.69", "0.01"]),
                "2.68",
                "0.04",
            ),
            capped(
                row("70496", "", 'A', ["1.75", "6.56", "6.56", "0.11"]),
                "6.11",
                "0.11",
            ),
            row("70496", "26", 'A', ["1.75", "0.63", "0.63", "0.08"]),
            capped(
                row("70496", "TC", 'A', ["0.00", "5.93", "5.93", "0.03"]),
                "5.48",
                "0.03",
            ),
            row("45378", "", 'A', ["3.26", "6.44", "1.79", "0.43"]),
            row("45378", "53", 'A', ["1.63", "3.22", "0.90", "0.22"]),
            row("45380", "", 'A', ["3.56", "8.79", "1.93", "0.47"]),
            row("45385", "", 'A', ["4.57", "8.33", "2.38", "0.56"]),
            knee,
            row("99396", "", 'N', ["1.90", "1.71", "0.75", "0.13"]),
            row("36415", "", 'X', ["0", "0", "0", "0"]),
            row("J1100", "", 'E', ["0", "0", "0", "0"]),
            row("01402", "", 'J', ["0", "0", "0", "0"]),
            row("0075T", "", 'C', ["0", "0", "0", "0"]),
            row("99024", "", 'B', ["0", "0", "0", "0"]),
        ],
    )
}

fn release_of_2026(qp: QpStatus) -> Release {
    let factor = match qp {
        QpStatus::NonQualifying => "33.4009",
        QpStatus::Qualifying => "33.5675",
    };
    let mut rows = vec![
        row("99213", "", 'A', ["1.30", "1.46", "0.33", "0.09"]),
        row("99203", "", 'A', ["1.60", "1.76", "0.38", "0.16"]),
        row("46505", "", 'A', ["3.10", "6.61", "3.73", "0.55"]),
    ];
    if qp == QpStatus::NonQualifying {
        rows.push(row("99396", "", 'N', ["1.90", "1.84", "0.41", "0.12"]));
    }
    release(factor, Some(qp), rows)
}

fn gpci(work: &str, pe: &str, mp: &str) -> Gpci {
    Gpci {
        work: number(work),
        pe: number(pe),
        mp: number(mp),
    }
}

/// 10212-01 in 2025.
fn atlanta() -> Gpci {
    gpci("1.000", "0.997", "1.128")
}

/// 11202-01 in 2025.
fn south_carolina() -> Gpci {
    gpci("1.000", "0.913", "0.817")
}

fn reference() -> MedicareReference {
    MedicareReference {
        release: ReleaseId(1),
        locality: LocalityKey {
            mac: 10_212,
            number: 1,
        },
        qp: QpStatus::NonQualifying,
        setting: None,
        date: None,
    }
}

fn key(service: &str, setting: Setting) -> RateKey {
    let (code, modifiers) = service.split_once('-').unwrap_or((service, ""));
    RateKey {
        code: ProcedureCode::new(code).unwrap(),
        modifiers: Modifiers::from_text(modifiers).unwrap(),
        setting,
    }
}

fn check(prices: &MedicarePrices<'_>, service: &str, nonfacility: &str, facility: &str) {
    for (setting, expected) in [
        (Setting::NonFacility, nonfacility),
        (Setting::Facility, facility),
    ] {
        let shown = match prices.price(key(service, setting)) {
            MedicarePrice::Amount(found) => found.amount.to_string(),
            MedicarePrice::NoReference(reason) => reason.label(),
        };
        assert_eq!(shown, expected, "{service} {setting}");
    }
}

const NA_FACILITY: &str = "Medicare has no facility price (NA)";
const NA_OFFICE: &str = "Medicare has no non-facility price (NA)";

#[test]
fn published_amounts_of_atlanta_2025_come_out_to_the_cent() {
    let release = release_of_2025();
    let prices = MedicarePrices::new(&release, atlanta(), &reference());
    check(&prices, "99213", "89.24", "64.08");
    check(&prices, "99214", "125.63", "94.35");
    check(&prices, "20610", "63.84", "44.49");
    check(&prices, "93000", "13.97", "13.97");
    check(&prices, "93306", "187.81", NA_FACILITY);
    check(&prices, "93306-26", "65.46", "65.46");
    check(&prices, "93306-TC", "122.35", NA_FACILITY);
    check(&prices, "71046", "32.68", NA_FACILITY);
    check(&prices, "71046-26", "10.06", "10.06");
    check(&prices, "71046-TC", "22.62", NA_FACILITY);
    check(&prices, "45378", "328.83", "178.87");
    check(&prices, "45380", "415.78", "194.54");
    check(&prices, "45385", "436.89", "245.01");
    check(&prices, "27447", NA_OFFICE, "1272.63");
}

#[test]
fn components_have_prices_of_their_own() {
    let release = release_of_2025();
    let prices = MedicarePrices::new(&release, south_carolina(), &reference());
    check(&prices, "93306-26", "63.64", "63.64");
    check(&prices, "93306-TC", "111.83", NA_FACILITY);
    let discontinued = prices.price(key("45378-53", Setting::NonFacility));
    assert_eq!(discontinued.amount(), Some(Money::from_cents(15_363)));
}

#[test]
fn imaging_is_paid_at_the_lower_of_formula_and_outpatient_amount() {
    let release = release_of_2025();
    let prices = MedicarePrices::new(&release, atlanta(), &reference());
    let MedicarePrice::Amount(found) = prices.price(key("70496", Setting::NonFacility)) else {
        panic!("the scan has a price");
    };
    assert_eq!(found.uncapped, Money::from_cents(27_218));
    assert_eq!(found.amount, Money::from_cents(25_766));
    assert!(found.is_capped());
    let MedicarePrice::Amount(echo) = prices.price(key("93306", Setting::NonFacility)) else {
        panic!("the ultrasound has a price");
    };
    assert!(!echo.is_capped());
}

#[test]
fn values_that_medicare_does_not_pay_by_are_tagged() {
    let release = release_of_2025();
    let prices = MedicarePrices::new(&release, atlanta(), &reference());
    let MedicarePrice::Amount(found) = prices.price(key("99396", Setting::NonFacility)) else {
        panic!("the checkup has relative values");
    };
    assert_eq!(found.amount, Money::from_cents(12_135));
    assert!(found.not_a_medicare_payment);
}

#[test]
fn a_service_without_an_amount_says_why_and_is_never_zero() {
    let release = release_of_2025();
    let prices = MedicarePrices::new(&release, atlanta(), &reference());
    let both = |service, reason: &str| check(&prices, service, reason, reason);
    both("E0601", "Not in the Medicare release");
    both("E0601-NU", "Not in the Medicare release");
    both(
        "36415",
        "No relative values: outside the physician fee schedule by law (status X)",
    );
    both(
        "J1100",
        "No relative values: excluded by regulation (status E)",
    );
    both(
        "01402",
        "No relative values: anesthesia, paid by base units and time (status J)",
    );
    both(
        "0075T",
        "No relative values: priced by the Medicare contractor (status C)",
    );
    both(
        "99024",
        "No relative values: bundled into other services (status B)",
    );
    both("99213-TC", "Medicare lists no TC part of this code");
    both(
        "20610-50",
        "Modifier 50 changes the price and Medicare lists no amount for it",
    );
    both(
        "93306-26 51",
        "Modifier 51 changes the price and Medicare lists no amount for it",
    );
}

#[test]
fn modifiers_that_only_inform_leave_the_price_alone() {
    let release = release_of_2025();
    let prices = MedicarePrices::new(&release, atlanta(), &reference());
    check(&prices, "99213-25 GT", "89.24", "64.08");
}

#[test]
fn amounts_of_2026_come_out_to_the_cent() {
    let release = release_of_2026(QpStatus::NonQualifying);
    let san_francisco =
        MedicarePrices::new(&release, gpci("1.095", "1.410", "0.425"), &reference());
    check(&san_francisco, "99213", "117.58", "64.37");
    check(&san_francisco, "46505", "432.49", "296.85");
    let santa_clara = MedicarePrices::new(&release, gpci("1.110", "1.442", "0.397"), &reference());
    check(&santa_clara, "99213", "119.71", "65.29");
    let texas = MedicarePrices::new(&release, gpci("1.000", "0.949", "0.903"), &reference());
    let new_patient = texas.price(key("99203", Setting::NonFacility));
    assert_eq!(new_patient.amount(), Some(Money::from_cents(11_405)));
}

fn check_factor(
    release: &Release,
    qp: QpStatus,
    day: Option<Date>,
    expected: (&str, FactorSource),
) {
    let reference = MedicareReference {
        qp,
        date: day,
        ..reference()
    };
    let prices = MedicarePrices::new(release, atlanta(), &reference);
    let found = (
        prices.conversion_factor().to_string(),
        prices.factor_source(),
    );
    assert_eq!((found.0.as_str(), found.1), expected);
}

#[test]
fn the_conversion_factor_is_the_dates_else_the_releases() {
    use QpStatus::{NonQualifying, Qualifying};
    let old = release_of_2025();
    check_factor(
        &old,
        NonQualifying,
        None,
        ("32.3465", FactorSource::Release),
    );
    let march = Some(date(2024, 3, 9));
    check_factor(
        &old,
        Qualifying,
        march,
        ("33.2875", FactorSource::DateOfService),
    );
    let unknown = Some(date(1999, 1, 1));
    check_factor(
        &old,
        Qualifying,
        unknown,
        ("32.3465", FactorSource::ReleaseForUnknownDate),
    );
    let new = release_of_2026(NonQualifying);
    check_factor(
        &new,
        NonQualifying,
        None,
        ("33.4009", FactorSource::Release),
    );
    check_factor(&new, Qualifying, None, ("33.5675", FactorSource::QpStatus));
}

#[test]
fn rows_missing_for_qualifying_participants_come_from_the_other_file_and_say_so() {
    let qualifying = release_of_2026(QpStatus::Qualifying);
    let others = release_of_2026(QpStatus::NonQualifying);
    let reference = MedicareReference {
        qp: QpStatus::Qualifying,
        ..reference()
    };
    let alone = MedicarePrices::new(&qualifying, atlanta(), &reference);
    let checkup = key("99396", Setting::NonFacility);
    assert_eq!(
        alone.price(checkup).reason(),
        Some(NoReference::NotInRelease)
    );
    let MedicarePrice::Amount(found) = alone.with_fallback(&others).price(checkup) else {
        panic!("the other file has the row");
    };
    assert!(found.from_fallback_release);
    assert_eq!(
        alone.with_fallback(&others).conversion_factor(),
        number("33.5675")
    );
}

#[test]
fn a_fixed_setting_prices_every_line_in_it() {
    let release = release_of_2025();
    let reference = MedicareReference {
        setting: Some(Setting::Facility),
        ..reference()
    };
    let prices = MedicarePrices::new(&release, atlanta(), &reference);
    check(&prices, "99213", "64.08", "64.08");
    assert_eq!(
        prices.total_rvus(key("99213", Setting::NonFacility)),
        Some(number("1.97"))
    );
    assert_eq!(prices.total_rvus(key("99024", Setting::Facility)), None);
}

#[test]
fn the_steps_lead_to_the_amount() {
    let release = release_of_2025();
    let prices = MedicarePrices::new(&release, atlanta(), &reference());
    let shown: Vec<String> = prices
        .explain(key("99213", Setting::NonFacility))
        .iter()
        .map(|step| format!("{}: {} = {}", step.label, step.expression, step.amount))
        .collect();
    assert_eq!(
        shown,
        [
            "Work: 1.30 RVU \u{d7} 1.000 GPCI = 1.30000",
            "Non-facility practice expense: 1.35 RVU \u{d7} 0.997 GPCI = 1.34595",
            "Malpractice: 0.10 RVU \u{d7} 1.128 GPCI = 0.11280",
            "Adjusted units: 1.30000 + 1.34595 + 0.11280 = 2.75875",
            "Conversion factor: 2.75875 \u{d7} 32.3465 (printed in the release) = 89.235906875",
            "Formula amount: rounded to the cent, half up = 89.24",
        ]
    );
    let capped = prices.explain(key("70496", Setting::NonFacility));
    assert_eq!(
        capped.last().unwrap().expression,
        "lower of 272.18 and 257.66"
    );
    assert_eq!(capped.last().unwrap().amount, number("257.66"));
    assert!(
        prices
            .explain(key("36415", Setting::NonFacility))
            .is_empty()
    );
}
