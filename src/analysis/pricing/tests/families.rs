//! Medicare's other fee schedules as sources, and services that none of them prices.

use super::*;

fn with_status(service: &str, status: char) -> RvuRow {
    with(row(service, ["0", "0", "0", "0"]), |row| {
        row.status = StatusCode(status);
    })
}

fn shelf() -> Shelf {
    Shelf::of(
        2026,
        "33.4009",
        ["1", "1", "1"],
        vec![
            with_status("80053", 'X'),
            with_status("36415", 'X'),
            with_status("81002", 'X'),
            with_status("J1100", 'E'),
            with_status("J9999", 'E'),
            with_status("00840", 'J'),
            with_status("0075T", 'C'),
            with_status("99024", 'B'),
            with(row("99396", ["1.90", "1.84", "0.41", "0.12"]), |row| {
                row.status = StatusCode('N');
                row.not_used_for_payment = true;
            }),
            with(row("27447", ["19.60", "15.30", "15.30", "3.98"]), |row| {
                row.na_nonfacility = true;
            }),
        ],
    )
    .with_table(
        ReferenceFamily::ClinicalLaboratory,
        &[
            ("80053", "", "10.56"),
            ("36415", "", "9.34"),
            ("81002", "", "3.48"),
            ("81002-QW", "", "3.50"),
        ],
    )
    .with_table(ReferenceFamily::Drugs, &[("J1100", "", "0.123")])
    .with_table(
        ReferenceFamily::Dmepos,
        &[
            ("E0601-RR", "GA", "80.10"),
            ("E0601-RR", "GA-R", "95.20"),
            ("E0601-NU", "GA", "801.00"),
            ("E0601-NU", "AL", "700.00"),
        ],
    )
    .with_table(ReferenceFamily::Anesthesia, &[("00840", "", "7")])
}

fn price(shelf: &Shelf, asked: ClaimLine) -> PricedLine {
    let library = shelf.library();
    let asked = Claim {
        date: date(2026, 3, 2),
        ..claim(vec![asked])
    };
    let mut priced = price_claim(&MedicareFees::new(&library), &asked, Detail::Steps);
    priced.lines.remove(0)
}

fn check(asked: ClaimLine, family: ReferenceFamily, expected: &str) {
    let name = format!("{}-{}", asked.code, asked.modifiers);
    let priced = price(&shelf(), asked);
    let shown = match &priced.allowed {
        Allowed::Amount(amount) => amount.to_string(),
        Allowed::Unpriced(reason) => reason.label(),
    };
    assert_eq!(
        (shown.as_str(), priced.family),
        (expected, family),
        "{name}"
    );
}

#[test]
fn laboratory_drugs_and_equipment_are_priced_by_their_tables() {
    use ReferenceFamily::{ClinicalLaboratory, Dmepos, Drugs};
    check(line("80053"), ClinicalLaboratory, "10.56");
    check(line("36415"), ClinicalLaboratory, "9.34");
    check(line("81002-QW"), ClinicalLaboratory, "3.50");
    check(line("81002"), ClinicalLaboratory, "3.48");
    let ten = ClaimLine {
        units: number("10"),
        ..line("J1100")
    };
    check(ten, Drugs, "1.23");
    // The rural area's own amount, and the state's where it has none.
    check(line("E0601-RR"), Dmepos, "95.20");
    check(line("E0601-NU"), Dmepos, "801.00");
    check(
        line("E0601"),
        Dmepos,
        "Not in Medicare\u{2019}s table: Equipment and supplies (DMEPOS)",
    );
    check(
        line("J9999"),
        Drugs,
        "Not in Medicare\u{2019}s table: Drugs (ASP)",
    );
}

#[test]
fn a_nurse_practitioners_laboratory_test_is_paid_in_full() {
    let asked = ClaimLine {
        provider_class: ProviderClass::NursePractitioner,
        ..line("80053")
    };
    check(asked, ReferenceFamily::ClinicalLaboratory, "10.56");
}

/// An anesthesia shelf with a factor for each kind of participant.
fn anesthetist(factor: &str) -> Shelf {
    let mut shelf = shelf();
    shelf.release.anesthesia = vec![(HERE, number(factor))];
    shelf
}

fn check_anesthesia(modifiers: &str, minutes: Option<&str>, expected: &str) {
    let shelf = anesthetist("20.4976");
    let asked = ClaimLine {
        minutes: minutes.map(number),
        ..line(&format!("00840-{modifiers}"))
    };
    let priced = price(&shelf, asked);
    let shown = match &priced.allowed {
        Allowed::Amount(amount) => amount.to_string(),
        Allowed::Unpriced(reason) => reason.label(),
    };
    assert_eq!(shown, expected, "{modifiers}");
    assert_eq!(priced.family, ReferenceFamily::Anesthesia);
}

#[test]
fn anesthesia_is_paid_by_base_and_time_units() {
    check_anesthesia("AA", Some("129"), "319.76");
    check_anesthesia("QZ P4", Some("129"), "319.76");
    check_anesthesia("QK", Some("129"), "159.88");
    check_anesthesia("QX QS", Some("129"), "159.88");
    check_anesthesia("QY", Some("129"), "159.88");
    check_anesthesia("AD", None, "61.49");
    check_anesthesia(
        "AA",
        None,
        "Anesthesia is paid by time, and no minutes are known",
    );
    let qualifying = ClaimLine {
        minutes: Some(number("129")),
        ..line("00840-AA")
    };
    let priced = price(&anesthetist("20.5998"), qualifying);
    assert_eq!(priced.allowed.amount(), Some(dollars("321.36")));
    let supervised = price(&anesthetist("20.4976"), line("00840-AD"));
    assert_eq!(supervised.cautions.len(), 1);
}

#[test]
fn anesthesia_without_a_factor_or_base_units_says_so() {
    let minutes = |service| ClaimLine {
        minutes: Some(number("30")),
        ..line(service)
    };
    let reason = |shelf: &Shelf, asked| price(shelf, asked).allowed;
    assert!(matches!(
        reason(&shelf(), minutes("00840")),
        Allowed::Unpriced(Unpriced::LocalityMissing(_))
    ));
    assert_eq!(
        reason(&anesthetist("20"), minutes("01999")),
        Allowed::Unpriced(Unpriced::NotInTable(ReferenceFamily::Anesthesia))
    );
    let mut bare = anesthetist("20");
    bare.tables.clear();
    assert!(matches!(
        reason(&bare, minutes("00840")),
        Allowed::Unpriced(Unpriced::NoTable(ReferenceFamily::Anesthesia, _))
    ));
}

#[test]
fn what_no_table_prices_takes_the_contractors_price_or_says_why_not() {
    let family = ReferenceFamily::PhysicianFeeSchedule;
    check(
        line("0075T"),
        family,
        "No relative values: priced by the Medicare contractor (status C)",
    );
    check(
        line("99024"),
        family,
        "No relative values: bundled into other services (status B)",
    );
    check(
        line("27447"),
        family,
        "Medicare has no non-facility price (NA)",
    );
    check(line("99999"), family, "Not in the Medicare release");
    let mut typed = shelf();
    typed.carrier_prices = vec![CarrierPrice {
        code: code("0075T"),
        modifiers: Modifiers::NONE,
        setting: None,
        amount: dollars("812.50"),
        source: "Contractor\u{2019}s fee lookup, 2026-02-10".to_owned(),
    }];
    let priced = price(&typed, line("0075T"));
    assert_eq!(priced.allowed.amount(), Some(dollars("812.50")));
    assert_eq!(priced.cautions.len(), 1);
    assert_eq!(
        priced.steps[0].source,
        "Contractor\u{2019}s fee lookup, 2026-02-10"
    );
}

#[test]
fn relative_values_that_medicare_does_not_pay_by_are_tagged() {
    let priced = price(&shelf(), line("99396"));
    assert_eq!(priced.allowed.amount(), Some(dollars("128.93")));
    assert!(priced.cautions[0].starts_with("Not a Medicare payment"));
}

#[test]
fn a_table_that_was_never_imported_is_named() {
    let mut bare = shelf();
    bare.tables.clear();
    let missing = |asked| match price(&bare, asked).allowed {
        Allowed::Unpriced(Unpriced::NoTable(family, _)) => Some(family),
        _ => None,
    };
    assert_eq!(
        missing(line("80053")),
        Some(ReferenceFamily::ClinicalLaboratory)
    );
    assert_eq!(missing(line("J1100")), Some(ReferenceFamily::Drugs));
    assert_eq!(missing(line("E0601")), Some(ReferenceFamily::Dmepos));
}
