use jiff::civil::date;

use super::*;
use crate::analysis::medicare_price::{FactorSource, MedicarePrice};
use crate::analysis::medicare_sample::{ATLANTA, medicare_of_years};
use crate::analysis::sample::{decimal, dollars, key};
use crate::domain::{Money, RateKey};

fn code(text: &str) -> ProcedureCode {
    ProcedureCode::new(text).unwrap()
}

fn named(name: &str) -> MedicareYear {
    MedicareYear {
        year: 2024,
        release: Some(name.to_owned()),
    }
}

#[test]
fn the_latest_release_of_the_days_year_counts_whatever_the_quarter() {
    let medicare = medicare_of_years();
    let library = medicare.library();
    let name = |day| {
        library
            .release_on(day, QpStatus::NonQualifying)
            .map(|release| release.info.name.as_str())
    };
    assert_eq!(name(date(2020, 1, 1)), Ok("RVU20D"));
    assert_eq!(name(date(2024, 1, 1)), Ok("RVU24D"));
    assert_eq!(
        name(date(2023, 6, 1)),
        Err(Unpriced::ReleaseMissing("for 2023".into()))
    );
}

#[test]
fn from_2026_on_the_participation_chooses_the_file() {
    let medicare = medicare_of_years();
    let library = medicare.library();
    for qp in [QpStatus::NonQualifying, QpStatus::Qualifying] {
        let release = library.release_on(date(2026, 6, 1), qp).unwrap();
        assert_eq!(release.info.qp, Some(qp));
        let twin = library.twin(release).unwrap();
        assert_ne!(twin.info.qp, Some(qp));
    }
    let only_one = MedicareLibrary {
        releases: medicare
            .releases
            .iter()
            .filter(|release| release.info.qp != Some(QpStatus::Qualifying))
            .collect(),
        qp: QpStatus::Qualifying,
        ..medicare.library()
    };
    // The other file's values with the participant's own factor.
    let prices = only_one.reference_prices(date(2026, 6, 1)).unwrap();
    assert_eq!(prices.conversion_factor(), decimal("33.5675"));
}

#[test]
fn a_release_is_found_by_its_name_in_any_case() {
    let medicare = medicare_of_years();
    let library = medicare.library();
    let factor = |name: &str| {
        library
            .release_of(&named(name), QpStatus::NonQualifying)
            .map(|release| release.info.conversion_factor)
    };
    assert_eq!(factor("RVU24A"), Ok(decimal("32.7442")));
    assert_eq!(factor("rvu24d "), Ok(decimal("33.2875")));
    assert_eq!(
        factor("RVU24B"),
        Err(Unpriced::ReleaseMissing("RVU24B".into()))
    );
}

#[test]
fn a_release_chosen_by_hand_is_the_practices_reference_and_not_the_contracts() {
    let medicare = medicare_of_years();
    let day = date(2026, 6, 1);
    let of_2025 = medicare
        .library()
        .release_on(date(2025, 6, 1), QpStatus::NonQualifying)
        .unwrap();
    let check = |factor, expected: &str, source| {
        let library = MedicareLibrary {
            pinned: Some(PinnedRelease {
                release: of_2025,
                factor,
            }),
            ..medicare.library()
        };
        let own = library.reference_prices(day).unwrap();
        assert_eq!(own.release().info.name, "RVU25D");
        assert_eq!(own.conversion_factor(), decimal(expected));
        assert_eq!(own.factor_source(), source);
        let basis = MedicareBasis {
            lock: YearLock::Floating { lag_days: 0 },
            ..MedicareBasis::default()
        };
        let of_contract = library.prices(&basis, day).unwrap();
        assert_eq!(of_contract.release().info.name, "RVU26B");
    };
    check(PinnedFactor::Printed, "32.3465", FactorSource::Release);
    check(
        PinnedFactor::OfDate(date(2024, 3, 9)),
        "33.2875",
        FactorSource::DateOfService,
    );
    check(
        PinnedFactor::OfService,
        "33.4009",
        FactorSource::DateOfService,
    );
}

#[test]
fn a_locality_that_the_release_lacks_is_named() {
    let medicare = medicare_of_years();
    let library = medicare.library();
    let basis = MedicareBasis {
        locality: Some(LocalityKey {
            mac: 10_212,
            number: 99,
        }),
        ..MedicareBasis::default()
    };
    assert_eq!(
        library.prices(&basis, date(2025, 6, 1)).map(|_prices| ()),
        Err(Unpriced::LocalityMissing("10212-99 (RVU25D)".into()))
    );
}

#[test]
fn a_fixed_setting_is_the_references_and_not_the_contracts() {
    let medicare = medicare_of_years();
    let library = MedicareLibrary {
        setting: Some(Setting::Facility),
        locality: ATLANTA,
        ..medicare.library()
    };
    let day = date(2025, 6, 1);
    let amount = |price: MedicarePrice| price.amount();
    let own = library.reference_prices(day).unwrap();
    assert_eq!(amount(own.price(key("99213"))), Some(dollars("64.08")));
    let of_contract = library.prices(&MedicareBasis::default(), day).unwrap();
    assert_eq!(
        amount(of_contract.price(key("99213"))),
        Some(dollars("89.24"))
    );
}

#[test]
fn tables_are_those_of_the_day_or_the_last_of_a_fixed_year_and_else_the_nearest() {
    let medicare = medicare_of_years();
    let library = medicare.library();
    let service = (ProcedureCode::new("J1100").unwrap(), Modifiers::NONE);
    let found = |lock, day| {
        let listed = library.listed(ReferenceFamily::Drugs, &lock, day, service)?;
        Ok((listed.table.name.as_str(), listed.caution().is_some()))
    };
    let floating = YearLock::Floating { lag_days: 0 };
    assert_eq!(
        found(floating, date(2026, 2, 1)),
        Ok(("drugs 2026-01", false))
    );
    let late = YearLock::Floating { lag_days: 45 };
    assert_eq!(found(late, date(2026, 5, 1)), Ok(("drugs 2026-01", false)));
    let fixed = |year| {
        YearLock::FixedYear(MedicareYear {
            year,
            release: None,
        })
    };
    assert_eq!(
        found(fixed(2026), date(2030, 1, 1)),
        Ok(("drugs 2026-04", false))
    );
    assert_eq!(
        found(fixed(2020), date(2026, 2, 1)),
        Err(Unpriced::NoTable(
            ReferenceFamily::Drugs,
            date(2020, 12, 31)
        ))
    );
    let current = || YearLock::NotStated;
    assert_eq!(
        found(current(), date(2026, 9, 1)),
        Ok(("drugs 2026-04", true))
    );
    assert_eq!(
        found(current(), date(2025, 9, 1)),
        Ok(("drugs 2026-01", true))
    );
}

#[test]
fn a_rural_practice_takes_its_own_value_then_its_states_then_the_countrys() {
    let mut medicare = medicare_of_years();
    let table = medicare
        .tables
        .iter_mut()
        .find(|table| table.family == ReferenceFamily::Dmepos)
        .unwrap();
    let of = |area, value| ReferenceValue {
        code: code("E0601"),
        modifiers: Modifiers::from_text("NU").unwrap(),
        area,
        value: decimal(value),
    };
    let (georgia, rural) = (
        ReferenceArea::State(*b"GA"),
        ReferenceArea::RuralState(*b"GA"),
    );
    table.values = vec![
        of(ReferenceArea::National, "800"),
        of(georgia, "900"),
        of(rural, "950"),
    ];
    let table = table.clone();
    let check = |area, billed: &str, expected: Option<&str>| {
        let library = MedicareLibrary {
            area,
            ..medicare.library()
        };
        let modifiers = Modifiers::from_text(billed).unwrap();
        let found = library.value(&table, code("E0601"), modifiers);
        assert_eq!(
            found.map(|found| found.value).ok(),
            expected.map(decimal),
            "{area} {billed}"
        );
    };
    check(rural, "NU", Some("950"));
    check(georgia, "KX NU", Some("900"));
    check(ReferenceArea::RuralState(*b"AL"), "NU", Some("800"));
    check(georgia, "RR", None);
    check(georgia, "26 NU", None);
}

#[test]
fn a_contractors_price_of_the_setting_comes_before_one_for_both() {
    let mut medicare = medicare_of_years();
    let price = |setting, cents| CarrierPrice {
        code: code("76499"),
        modifiers: Modifiers::NONE,
        setting,
        amount: Money::from_cents(cents),
        source: "fee lookup".to_owned(),
    };
    medicare.carrier_prices = vec![price(None, 5_000), price(Some(Setting::Facility), 4_000)];
    let library = medicare.library();
    let found = |setting| {
        library
            .carrier_price(code("76499"), Modifiers::NONE, setting)
            .map(|price| price.amount)
    };
    assert_eq!(found(Setting::Facility), Some(dollars("40")));
    assert_eq!(found(Setting::NonFacility), Some(dollars("50")));
}

#[test]
fn indicators_are_those_of_the_day_unless_a_release_was_chosen() {
    let medicare = medicare_of_years();
    let library = medicare.library();
    let key = RateKey {
        setting: Setting::Facility,
        ..key("93306")
    };
    let row = library.row(key.code, None, date(2026, 1, 1)).unwrap();
    assert_eq!(row.multiple_procedure, 6);
    let early = date(2021, 1, 1);
    assert!(library.row(key.code, None, early).is_none());
    let chosen = MedicareLibrary {
        pinned: Some(PinnedRelease {
            release: library
                .release_on(date(2025, 1, 1), QpStatus::NonQualifying)
                .unwrap(),
            factor: PinnedFactor::OfService,
        }),
        ..medicare.library()
    };
    assert!(chosen.row(key.code, None, early).is_some());
}
