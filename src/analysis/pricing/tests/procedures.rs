//! Several lines of one claim: ranks, endoscopy families, imaging, therapy.

use super::*;
use crate::domain::{EndoscopyRule, RateKey};

fn check(shelf: &Shelf, services: &[&str], expected: &[&str]) {
    assert_eq!(
        shown(&shelf.price(lines(services))),
        expected,
        "{services:?}"
    );
}

/// Procedures of 1,000, 600 and 400 dollars and some more, all of one indicator.
fn surgeries(indicator: u8) -> Shelf {
    let amounts = [
        ("EX001", "1000"),
        ("EX002", "600"),
        ("EX003", "400"),
        ("EX004", "300"),
        ("EX005", "200"),
        ("EX006", "100"),
    ];
    let rows = amounts.map(|(service, amount)| {
        with(worth(service, amount), |row| {
            row.multiple_procedure = indicator;
            row.bilateral = 1;
        })
    });
    Shelf::of_dollars(rows.to_vec())
}

#[test]
fn procedures_are_paid_by_rank_whatever_their_order() {
    let shelf = surgeries(2);
    check(
        &shelf,
        &["EX003", "EX001", "EX002"],
        &["200.00", "1000.00", "300.00"],
    );
    assert_eq!(
        shelf.price(lines(&["EX001", "EX002", "EX003"])).allowed,
        dollars("1500")
    );
    let mut terms = ContractTerms::default();
    terms.policies.multiple_procedures.ranks = ["100", "50", "25"].map(percent).to_vec();
    let priced = shelf.price_under(&terms, lines(&["EX001", "EX002", "EX003"]));
    assert_eq!(priced.allowed, dollars("1400"));
    // A modifier 51 that the practice put on the wrong line changes nothing.
    check(&shelf, &["EX001-51", "EX002"], &["1000.00", "300.00"]);
    check(&shelf, &["EX001-51"], &["1000.00"]);
}

/// A line of so many units.
fn units(service: &str, units: u32) -> ClaimLine {
    ClaimLine {
        units: units.into(),
        ..line(service)
    }
}

#[test]
fn units_are_ranked_like_lines() {
    let shelf = Shelf::of_dollars(vec![
        with(worth("11042", "100"), |row| row.multiple_procedure = 2),
        with(worth("11043", "100.01"), |row| row.multiple_procedure = 1),
        with(worth("10060", "150"), |row| row.multiple_procedure = 2),
        with(worth("EX007", "33.35"), |row| row.multiple_procedure = 2),
        with(worth("EX008", "50"), |row| {
            row.multiple_procedure = 2;
            row.global = GlobalPeriod(*b"ZZZ");
        }),
        worth("EX009", "50"),
    ]);
    let check = |lines: Vec<ClaimLine>, expected: &[&str]| {
        assert_eq!(shown(&shelf.price(lines)), expected);
    };
    check(vec![units("11042", 3)], &["200.00"]);
    check(vec![units("11042", 1)], &["100.00"]);
    check(vec![units("11043", 3)], &["175.02"]);
    // 33.35 × 2.5 is 83.375: thirds of percentages would lose the half cent.
    check(vec![units("EX007", 4)], &["83.38"]);
    check(
        vec![units("11042", 2), line("10060")],
        &["100.00", "150.00"],
    );
    check(vec![units("10060", 2), line("11042")], &["225.00", "50.00"]);
    check(
        vec![units("EX008", 3), units("EX009", 3)],
        &["150.00", "150.00"],
    );
    check(
        vec![units("11042", 6)],
        &["Procedures after the first 5 are priced by report"],
    );
    let priced = shelf.price(vec![units("11042", 3), line("10060")]);
    let step = priced.lines[0]
        .steps
        .iter()
        .rfind(|step| step.label.starts_with("Procedures"));
    let step = step.unwrap();
    assert_eq!(step.label, "Procedures 2 to 4 of the session");
    assert_eq!(step.expression, "300.00 \u{f7} 3 units \u{d7} 150 %");
}

#[test]
fn second_units_of_a_test_lose_some_of_their_technical_part() {
    let test = |indicator| {
        let rows = [("EX201", "100"), ("EX201-26", "40"), ("EX201-TC", "60")];
        let rows = rows.map(|(service, amount)| {
            with(worth(service, amount), |row| {
                row.multiple_procedure = indicator;
                row.pctc = 1;
            })
        });
        Shelf::of_dollars(rows.to_vec())
    };
    let check = |indicator, lines: Vec<ClaimLine>, expected: &[&str]| {
        assert_eq!(
            shown(&test(indicator).price(lines)),
            expected,
            "{indicator}"
        );
    };
    // 200 − 25 %, 20 % of 60, and 50 % of 60 and 5 % of 40.
    check(6, vec![units("EX201", 2)], &["185.00"]);
    check(7, vec![units("EX201", 2)], &["188.00"]);
    check(4, vec![units("EX201", 2)], &["168.00"]);
    check(6, vec![units("EX201-TC", 3)], &["150.00"]);
    check(
        6,
        vec![units("EX201", 2), line("EX201-TC")],
        &["185.00", "45.00"],
    );
    let shelf = Shelf::of_dollars(vec![with(worth("92250-TC", "60"), |row| {
        row.multiple_procedure = 7;
        row.bilateral = 1;
    })]);
    // Both sides of one test are not a second test.
    let both = shelf.price(lines(&["92250-TC RT", "92250-TC LT"]));
    assert_eq!(shown(&both), ["60.00", "30.00"]);
    assert_eq!(shown(&shelf.price(vec![units("92250-TC", 2)])), ["90.00"]);
}

#[test]
fn the_sixth_procedure_is_priced_by_report() {
    check(
        &surgeries(2),
        &["EX001", "EX002", "EX003", "EX004", "EX005", "EX006"],
        &[
            "1000.00",
            "300.00",
            "200.00",
            "150.00",
            "100.00",
            "Procedures after the first 5 are priced by report",
        ],
    );
}

#[test]
fn indicator_1_keeps_the_percentages_of_before_1995_and_0_is_never_reduced() {
    check(
        &surgeries(1),
        &["EX001", "EX002", "EX003", "EX004"],
        &["1000.00", "300.00", "100.00", "75.00"],
    );
    for indicator in [0, 9] {
        check(
            &surgeries(indicator),
            &["EX001", "EX002"],
            &["1000.00", "600.00"],
        );
    }
}

#[test]
fn ranks_follow_the_amount_after_both_sides() {
    // 150 % of 800 would not be first without it.
    let rows = vec![
        with(worth("EX001", "1000"), |row| row.multiple_procedure = 2),
        with(worth("EX002", "800"), |row| {
            row.multiple_procedure = 2;
            row.bilateral = 1;
        }),
    ];
    check(
        &Shelf::of_dollars(rows),
        &["EX001", "EX002-50"],
        &["500.00", "1200.00"],
    );
}

#[test]
fn right_and_left_on_two_lines_are_one_service_on_both_sides() {
    let ranked = |bilateral| {
        move |row: &mut RvuRow| {
            row.multiple_procedure = 2;
            row.bilateral = bilateral;
        }
    };
    let shelf = Shelf::of_dollars(vec![
        with(worth("10060", "124.51"), ranked(0)),
        with(worth("20610", "63.84"), ranked(1)),
        with(worth("70330", "51.38"), |row| row.bilateral = 2),
        with(worth("64484", "100"), |row| {
            row.bilateral = 1;
            row.global = GlobalPeriod(*b"ZZZ");
        }),
        with(worth("73562", "40"), |row| row.bilateral = 3),
    ]);
    check(&shelf, &["70330-RT", "70330-LT"], &["51.38", "0.00"]);
    check(&shelf, &["64484-LT", "64484-RT"], &["50.00", "100.00"]);
    check(&shelf, &["73562-LT", "73562-RT"], &["40.00", "40.00"]);
    check(&shelf, &["20610-RT", "20610-LT 51"], &["63.84", "31.92"]);
    check(&shelf, &["20610-RT", "20610-RT"], &["63.84", "31.92"]);
    // 124.51 and half of 95.76, as with modifier 50.
    let (apart, together) = (["20610-RT", "20610-LT", "10060"], ["20610-50", "10060"]);
    check(&shelf, &apart, &["31.92", "15.96", "124.51"]);
    check(&shelf, &together, &["47.88", "124.51"]);
    let priced = shelf.price(lines(&apart));
    assert_eq!(priced.allowed, dollars("172.39"));
    assert!(
        priced.lines[1]
            .steps
            .iter()
            .any(|step| { step.expression == "63.84 \u{d7} 50 %: both sides are paid 150 %" })
    );
}

#[test]
fn endoscopies_on_both_sides_are_one_member_of_their_family() {
    let scope = |row: &mut RvuRow| {
        row.multiple_procedure = 3;
        row.bilateral = 1;
        row.endoscopy_base = Some(code("31231"));
    };
    let shelf = Shelf::of_dollars(vec![
        with(worth("31231", "100"), |row| row.multiple_procedure = 2),
        with(worth("31255", "300"), scope),
        with(worth("31267", "240"), scope),
    ]);
    // 360 for both sides is the highest; 300 exceeds the base by 200.
    check(
        &shelf,
        &["31267-RT", "31255", "31267-LT"],
        &["240.00", "200.00", "120.00"],
    );
    check(&shelf, &["31267-50", "31255"], &["360.00", "200.00"]);
    check(
        &shelf,
        &["31255-50", "31267-RT", "31267-LT"],
        &["450.00", "140.00", "70.00"],
    );
}

#[test]
fn add_ons_are_untouched() {
    let rows = vec![
        with(worth("EX001", "1000"), |row| row.multiple_procedure = 2),
        with(worth("EX002", "800"), |row| {
            row.multiple_procedure = 2;
            row.global = GlobalPeriod(*b"ZZZ");
        }),
    ];
    check(
        &Shelf::of_dollars(rows),
        &["EX001", "EX002"],
        &["1000.00", "800.00"],
    );
}

#[test]
fn endoscopies_of_a_family_are_paid_what_they_exceed_its_base_by() {
    let shelf = atlanta();
    check(&shelf, &["45385", "45380"], &["436.89", "86.95"]);
    let priced = shelf.price(lines(&["45380", "45385"]));
    assert_eq!(priced.allowed, dollars("523.84"));
    // The base is in the others.
    check(
        &shelf,
        &["45378", "45385", "45380"],
        &["0.00", "436.89", "86.95"],
    );
    let base = shelf.price(lines(&["45378", "45385"]));
    assert_eq!(
        base.lines[0].steps.last().unwrap().label,
        "Base of the endoscopy family"
    );
    check(&shelf, &["45378"], &["328.83"]);
    check(&shelf, &["45378", "99213"], &["328.83", "89.24"]);
}

#[test]
fn south_carolinas_endoscopies_come_out_too() {
    let mut shelf = atlanta();
    shelf.release.localities[0].gpci = Gpci {
        work: number("1.000"),
        pe: number("0.913"),
        mp: number("0.817"),
    };
    let priced = shelf.price(lines(&["45385", "45380"]));
    assert_eq!(priced.allowed, dollars("488.79"));
    check(&shelf, &["45378-53"], &["153.63"]);
}

#[test]
fn a_family_is_ranked_as_one_procedure() {
    let scope = |base: &'static str| {
        move |row: &mut RvuRow| {
            row.multiple_procedure = 3;
            row.endoscopy_base = Some(code(base));
        }
    };
    let shelf = Shelf::of_dollars(vec![
        with(worth("EX100", "300"), |row| row.multiple_procedure = 2),
        with(worth("EX101", "400"), scope("EX100")),
        with(worth("EX102", "350"), scope("EX100")),
        with(worth("EX200", "100"), |row| row.multiple_procedure = 2),
        with(worth("EX201", "160"), scope("EX200")),
        with(worth("EX300", "420"), |row| row.multiple_procedure = 2),
    ]);
    // The family of EX100 comes to 400 + 50 and is first, though 420 exceeds each of its members.
    check(
        &shelf,
        &["EX300", "EX102", "EX101", "EX201"],
        &["210.00", "50.00", "400.00", "80.00"],
    );
    let mut terms = ContractTerms::default();
    terms.policies.endoscopy = EndoscopyRule::AsMultipleProcedures;
    let priced = shelf.price_under(&terms, lines(&["EX101", "EX102"]));
    assert_eq!(shown(&priced), ["400.00", "175.00"]);
    terms.policies.endoscopy = EndoscopyRule::InFull;
    let priced = shelf.price_under(&terms, lines(&["EX101", "EX102"]));
    assert_eq!(shown(&priced), ["400.00", "350.00"]);
}

#[test]
fn endoscopies_whose_base_has_no_amount_are_ranked_like_other_procedures() {
    let mut shelf = atlanta();
    shelf.release.rows.retain(|row| row.code != code("45378"));
    let priced = shelf.price(lines(&["45385", "45380"]));
    assert_eq!(shown(&priced), ["436.89", "207.89"]);
    for line in &priced.lines {
        assert_eq!(line.cautions.len(), 1);
    }
    assert!(shelf.price(lines(&["45385"])).lines[0].cautions.is_empty());
}

#[test]
fn the_indicator_decides_about_imaging_and_never_the_codes_family() {
    let mut shelf = atlanta();
    check(&shelf, &["71046", "71046"], &["32.68", "32.68"]);
    for row in &mut shelf.release.rows {
        if row.code == code("71046") {
            row.multiple_procedure = 4;
        }
    }
    // 22.62 × 50 % + 10.06 × 95 %.
    check(&shelf, &["71046", "71046"], &["32.68", "20.87"]);
    // Parts are ranked by themselves: the lone professional part is the second.
    check(&shelf, &["71046-26", "71046"], &["9.56", "32.68"]);
    check(&shelf, &["71046-TC", "71046-26"], &["22.62", "10.06"]);
}

#[test]
fn imaging_is_reduced_before_it_is_held_down_to_the_outpatient_cap() {
    let films = |cap: &'static str| {
        let film = |service: &str, work: &str, expense: &str| {
            with(row(service, [work, expense, expense, "0"]), |row| {
                row.multiple_procedure = 4;
                row.pctc = 1;
                row.opps = (expense != "0").then(|| OppsPe {
                    pe_nonfacility: number(cap),
                    pe_facility: number(cap),
                    mp: number("0"),
                });
            })
        };
        Shelf::of_dollars(vec![
            film("EX001", "20", "80"),
            film("EX001-TC", "0", "80"),
            film("EX001-26", "20", "0"),
        ])
    };
    // The second: 80 × 50 % = 40, which is below the cap of 50, and 20 × 95 %.
    check(&films("50"), &["EX001", "EX001"], &["70.00", "59.00"]);
    check(&films("50"), &["EX001-TC", "EX001-TC"], &["50.00", "40.00"]);
    // With a cap of 30 the second is held down like the first.
    check(&films("30"), &["EX001", "EX001"], &["50.00", "49.00"]);
}

#[test]
fn second_tests_of_heart_and_eye_lose_some_of_their_technical_part() {
    let tests = |indicator: u8| {
        let test = |service: &str, whole: &str, technical: &str, professional: &str| {
            [("", whole), ("-TC", technical), ("-26", professional)].map(|(part, amount)| {
                with(worth(&format!("{service}{part}"), amount), |row| {
                    row.multiple_procedure = indicator;
                    row.pctc = 1;
                })
            })
        };
        let rows = [
            test("EX001", "100", "60", "40"),
            test("EX002", "90", "80", "10"),
        ];
        Shelf::of_dollars(rows.concat())
    };
    // The higher technical part is whole: 90; of the other 60 × 75 % + 40.
    check(&tests(6), &["EX001", "EX002"], &["85.00", "90.00"]);
    check(&tests(7), &["EX001", "EX002"], &["88.00", "90.00"]);
}

#[test]
fn all_therapy_units_but_the_first_lose_half_their_practice_expense() {
    let shelf = atlanta();
    // (0.45 + 0.43 × 0.997 × 50 % + 0.01 × 1.128) × 32.3465 = 21.854….
    check(&shelf, &["97110"], &["28.79"]);
    let units = |service, units| ClaimLine {
        units: number(units),
        ..line(service)
    };
    let reduced = dollars("28.79") + dollars("21.85").times(number("2"));
    assert_eq!(
        shelf.price(vec![units("97110", "3")]).allowed,
        reduced,
        "one unit whole, two reduced"
    );
    let priced = shelf.price(vec![units("97140", "2"), units("97110", "2")]);
    let [manual, exercise] = priced.lines.as_slice() else {
        panic!("two lines")
    };
    assert_eq!(exercise.allowed.amount(), Some(dollars("50.64")));
    // Neither unit of the lower one is the first: work and malpractice, half the practice expense.
    let exact = (number("0.43")
        + number("0.41") * number("0.997") / number("2")
        + number("0.01") * number("1.128"))
        * number("32.3465");
    let unit = Money::new(exact).rounded();
    assert_eq!(manual.allowed.amount(), Some(unit.times(number("2"))));
}

#[test]
fn one_service_of_a_total_counts_as_second_by_its_modifier_51() {
    let shelf = atlanta();
    let library = shelf.library();
    let fees = MedicareFees::new(&library);
    let alone = |service: &str| {
        let asked = line(service);
        let key = RateKey {
            code: asked.code,
            modifiers: asked.modifiers,
            setting: asked.setting,
        };
        price_alone(&fees, &ClaimLine::of_service(key), DAY, Detail::Amounts).allowed
    };
    assert_eq!(alone("20610"), Allowed::Amount(dollars("63.84")));
    assert_eq!(alone("20610-51"), Allowed::Amount(dollars("31.92")));
    assert_eq!(alone("20610-50 51"), Allowed::Amount(dollars("47.88")));
    assert_eq!(alone("99213-51"), Allowed::Amount(dollars("89.24")));
    assert_eq!(
        alone("45385-51"),
        Allowed::Unpriced(Unpriced::OtherProcedureUnknown(
            Modifier::new("51").unwrap()
        ))
    );
}
