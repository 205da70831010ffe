//! Medicare's other fee schedules: every layout of each, and what only looks like one.

use jiff::civil::date;

use super::*;
use crate::domain::{Modifiers, ReferenceArea, ReferenceFamily, ReferenceTableId};

fn read_table(bytes: &[u8], name: &str) -> (ReferenceTable, Vec<String>) {
    let parsed = read(bytes, name).unwrap();
    let issues = parsed.issues.iter().map(ToString::to_string).collect();
    match parsed.value {
        CmsContent::ReferenceTable(table) => (table, issues),
        other => panic!("{other:?}"),
    }
}

fn table(bytes: &[u8], name: &str) -> ReferenceTable {
    let table = read_table(bytes, name).0;
    assert_eq!(table.id, ReferenceTableId(0));
    let keys = |value: &crate::domain::ReferenceValue| (value.code, value.modifiers, value.area);
    assert!(
        table
            .values
            .windows(2)
            .all(|pair| keys(&pair[0]) < keys(&pair[1])),
        "values in order"
    );
    table
}

fn check(table: &ReferenceTable, code: &str, area: &str, expected: Option<&str>) {
    let (code, modifiers) = code.split_once('-').unwrap_or((code, ""));
    let found = table.value(
        ProcedureCode::new(code).unwrap(),
        Modifiers::from_text(modifiers).unwrap(),
        ReferenceArea::from_text(area).unwrap(),
    );
    let found = found.map(|value| value.normalize().to_string());
    assert_eq!(found.as_deref(), expected, "{code} {modifiers} {area}");
}

fn check_dates(table: &ReferenceTable, family: ReferenceFamily, name: &str, dates: &str) {
    assert_eq!(table.family, family);
    assert_eq!(table.name, name);
    let to = table
        .effective_to
        .map_or(String::new(), |day| day.to_string());
    assert_eq!(format!("{} {to}", table.effective_from), dates, "{name}");
}

#[test]
fn laboratory_rates_are_the_same_in_every_layout() {
    let family = ReferenceFamily::ClinicalLaboratory;
    let (csv, issues) = read_table(CLFS_CSV, "CLFS_2026_Q1V1.csv");
    check_dates(&csv, family, "CLFS 2026 Q1", "2026-01-01 2026-03-31");
    check(&csv, "80053", "", Some("10.56"));
    check(&csv, "80053-QW", "", Some("10.56"));
    check(&csv, "U0002", "", None);
    check(&csv, "0020M", "", None);
    assert_eq!(csv.values.len(), 5);
    assert_eq!(issues.len(), 1, "{issues:?}");
    assert!(
        issues[0].contains("1 code without a national rate"),
        "{issues:?}"
    );
    assert_eq!(table(CLFS_TXT, "CLFS_2026_Q1V1.txt"), csv);
    assert_eq!(table(&workbook_of(CLFS_CSV), "CLFS_2026_Q1V1.xlsx"), csv);
    let zip = zip_of(&[
        ("CLFS 2026 Q1V1.txt", CLFS_TXT),
        ("CLFS 2026 Q1V1.csv", CLFS_CSV),
        ("CLFS 2026 Q1V1.xlsx", &workbook_of(CLFS_CSV)),
        ("CY2026 Q1 notice.pdf", b"%PDF-1.7"),
    ]);
    assert_eq!(table(&zip, "26CLABQ1.zip"), csv);
    let later = table(CLFS_CSV, "PUF_CLFS_CY2026_Q2V1.csv");
    check_dates(&later, family, "CLFS 2026 Q2", "2026-04-01 2026-06-30");
}

#[test]
fn a_schedule_whose_quarter_nothing_tells_is_used_for_its_year_with_a_warning() {
    let (table, issues) = read_table(CLFS_TXT, "rates.txt");
    let family = ReferenceFamily::ClinicalLaboratory;
    check_dates(&table, family, "CLFS 2026", "2026-01-01 2026-12-31");
    assert!(
        issues
            .iter()
            .any(|issue| issue.contains("which quarter of 2026"))
    );
    let (_table, issues) = read_table(CLFS_TXT, "25CLABQ1.txt");
    assert!(issues.iter().any(|issue| issue.contains("named for 2025")));
    check_refusal(
        BASE_UNITS.get(46..).unwrap(),
        "units.csv",
        "which year it is for",
    );
}

#[test]
fn drug_limits_are_dollars_for_a_unit_of_the_code() {
    let (csv, issues) = read_table(ASP_CSV, "payment limits.csv");
    check_dates(
        &csv,
        ReferenceFamily::Drugs,
        "ASP 2025 Q1",
        "2025-01-01 2025-03-31",
    );
    check(&csv, "J1100", "", Some("0.108"));
    check(&csv, "A9589", "", Some("1378.71"));
    check(&csv, "A9606", "", None);
    assert_eq!(csv.values.len(), 4);
    assert_eq!(issues.len(), 1, "{issues:?}");
    assert!(
        issues[0].contains("2 codes without a payment limit"),
        "{issues:?}"
    );
    assert_eq!(csv.effective_to, Some(date(2025, 3, 31)));
    let zip = zip_of(&[
        (
            "section 508 version of Jan 2025 ASP Pricing File.csv",
            ASP_CSV,
        ),
        (
            "Jan 2025 ASP Pricing File.xls",
            &[0xD0, 0xCF, 0x11, 0xE0, 0],
        ),
    ]);
    assert_eq!(table(&zip, "january-2025-asp-pricing-file.zip"), csv);
}

#[test]
fn equipment_has_a_price_by_state_and_a_rural_one_where_it_differs() {
    let (csv, issues) = read_table(DMEPOS_CSV, "DMEPOS26_JAN.csv");
    let family = ReferenceFamily::Dmepos;
    check_dates(&csv, family, "DMEPOS 2026 Q1", "2026-01-01 2026-03-31");
    check(&csv, "A4221", "AL", Some("25.19"));
    check(&csv, "A4221", "AL-R", Some("28.41"));
    check(&csv, "A4221", "AK", Some("28.39"));
    check(&csv, "A4221", "AK-R", None);
    check(&csv, "A4217-AU", "AZ", Some("4.38"));
    check(&csv, "A4217", "AZ", None);
    // The same price in rural areas is not kept twice.
    check(&csv, "A7000-NU KG", "AL-R", None);
    check(&csv, "A7000-KG NU", "AZ-R", Some("11.02"));
    assert_eq!(csv.values.len(), 16 + 4);
    assert_eq!(issues.len(), 1, "{issues:?}");
    assert!(issues[0].contains("1 code without a price"), "{issues:?}");
    assert_eq!(table(DMEPOS_TXT, "DMEPOS26_JAN.txt"), csv);
    assert_eq!(table(&workbook_of(DMEPOS_CSV), "DMEPOS.xlsx"), csv);
}

#[test]
fn the_nutrition_file_joins_the_equipments_in_their_zip() {
    let pen = table(PEN_CSV, "DMEPEN26_JAN.csv");
    let family = ReferenceFamily::Dmepos;
    check_dates(&pen, family, "PEN 2026 Q1", "2026-01-01 2026-03-31");
    check(&pen, "B4034", "AL-R", Some("6.03"));
    check(&pen, "B4034", "AK-R", None);
    assert_eq!(table(PEN_TXT, "DMEPEN26_JAN.txt"), pen);
    let former = b"HCPCS,Mod,Mod2,Mod3,CATG,\"Akron, OH\",\"Albany, NY\",Description\r\n\
        A4557,KG,,,SU,11.85,16.52,-\r\n";
    let zip = zip_of(&[
        ("DMEPEN_JAN.csv", PEN_CSV),
        ("DMEPOS_JAN.csv", DMEPOS_CSV),
        ("DMEPOS_JAN.txt", DMEPOS_TXT),
        ("Mail order.csv", former),
        (
            "DME Rural ZIP Code Quarter 1, 2026.csv",
            b"STATE,ZIP\r\nAL,35004\r\n",
        ),
    ]);
    let (both, issues) = read_table(&zip, "dme26-a.zip");
    check_dates(&both, family, "DMEPOS 2026 Q1", "2026-01-01 2026-03-31");
    check(&both, "B4034", "AL", Some("3.84"));
    check(&both, "A4221", "GA", Some("25.19"));
    assert_eq!(both.values.len(), 20 + 11);
    assert_eq!(issues.len(), 1, "{issues:?}");
}

#[test]
fn base_units_hold_until_a_later_list() {
    let (units, issues) = read_table(BASE_UNITS, "units.csv");
    let family = ReferenceFamily::Anesthesia;
    check_dates(&units, family, "Anesthesia base units 2022", "2022-01-01 ");
    check(&units, "00100", "", Some("5"));
    check(&units, "01402", "", Some("7"));
    check(&units, "01999", "", None);
    assert_eq!(issues.len(), 1, "{issues:?}");
    assert!(units.is_in_effect(date(2026, 6, 1)));
    let renamed = String::from_utf8(BASE_UNITS.to_vec())
        .unwrap()
        .replace("CODE,BASE UNIT", "CPT Code,Anesthesia Base Units");
    assert_eq!(table(renamed.as_bytes(), "u.csv"), units);
    assert_eq!(table(&workbook_of(BASE_UNITS), "u.xlsx"), units);
    let zip = zip_of(&[("base units.csv", renamed.as_bytes())]);
    assert_eq!(
        table(&zip, "2022-anesthesia-base-units-cpt-code.zip"),
        units
    );
}

fn factors(bytes: &[u8], name: &str) -> Vec<AnesthesiaFactors> {
    match read(bytes, name).unwrap().value {
        CmsContent::AnesthesiaFactors(factors) => factors,
        other => panic!("{other:?}"),
    }
}

#[test]
fn anesthesia_factors_of_2026_come_for_both_kinds_of_participant() {
    let csv = factors(ANES_2026, "ANES2026.csv");
    let kinds: Vec<_> = csv
        .iter()
        .map(|kind| (kind.year, kind.qp.unwrap()))
        .collect();
    assert_eq!(
        kinds,
        [
            (Some(2026), QpStatus::NonQualifying),
            (Some(2026), QpStatus::Qualifying)
        ]
    );
    let alabama: Vec<_> = csv
        .iter()
        .map(|kind| kind.factors[1].1.to_string())
        .collect();
    assert_eq!(alabama, ["19.53", "19.63"]);
    let txt = "10112       00    ALABAMA                     1963    1953\r\n\
        02102       01    ALASKA                      2829    2815\r\n";
    assert_eq!(factors(txt.as_bytes(), "ANES2026.txt"), csv);
    // The list of the anesthesiologists' page has indices before the factors.
    let with_indices = "Contractor,Locality,Locality Name,Work GPCI,PE GPCI,MP GPCI,\
        Qualifying APM National Anes CF of 20.5998,Non-Qualifying APM National Anes CF of 20.4975\n\
        10112,00,ALABAMA,1.000,0.875,0.543,19.63,19.53\n\
        02102,01,ALASKA,1.500,1.081,0.615,28.29,28.15\n";
    let zip = zip_of(&[("factors.csv", with_indices.as_bytes())]);
    assert_eq!(factors(&zip, "2026-anesthesia-conversion-factors.zip"), csv);
    let zip = zip_of(&[
        ("PPRRVU2026_Apr_QPP.csv", RVU_2026_QPP),
        ("PPRRVU2026_Apr_nonQPP.csv", RVU_2026),
        ("ANES2026.csv", ANES_2026),
    ]);
    let (releases, _issues) = releases(&zip, "rvu26b.zip");
    let alabama: Vec<_> = releases
        .iter()
        .map(|release| release.anesthesia[1].1.to_string())
        .collect();
    assert_eq!(alabama, ["19.53", "19.63"]);
}

fn check_not_needed(text: &str, name: &str, expected: &str) {
    let error = read(text.as_bytes(), name).unwrap_err();
    assert!(matches!(error, FormatError::NotNeeded { .. }), "{error}");
    assert!(error.to_string().contains(expected), "{error}");
}

#[test]
fn files_of_cms_that_no_practice_is_paid_by_are_named_as_what_they_are() {
    let addendum = ",Addendum B.-- Payment by Code,,,,\n\
        HCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate\n\
        0001F,-,E1,,, \n99281,-,J2,5021,1.0,$94.57\n";
    check_not_needed(
        addendum,
        "b.csv",
        "b.csv is an addendum of the hospital outpatient",
    );
    check_not_needed(
        addendum,
        "b.csv",
        "It is not needed: Medicare pays hospitals by it",
    );
    let surgical = "HCPCS Code,Short Descriptor,January 2026 Payment Indicator,Payment Rate\n";
    check_not_needed(surgical, "aa.csv", "ambulatory surgical center");
    let unnamed = "Drug Generic Name (Trade Name),Dosage,Payment Limit,Notes,\nX,1 MG,1.00,,\n";
    check_not_needed(unnamed, "noc.csv", "by name (NOC)");
    let crosswalk = "_2026_CODE,Short Description,LABELER NAME,NDC2,Drug Name,HCPCS dosage,\
        PKG SIZE,PKG QTY,BILLUNITS,BILLUNITSPKG\n";
    check_not_needed(crosswalk, "x.csv", "package codes (NDC)");
    let amounts = "\"2025\",\"01112\",\"05\",\"76145\",\"  \",\"0001339.81\",\"0001339.81\",\" \",\
        \"3\",\"A\",\"0\",\"0000000.00\",\"0000000.00\",\"9\",\"0000000.00\",\"0000000.00\"\n";
    check_not_needed(amounts, "PFALL25A.TXT", "works the amounts out");
    let zip = zip_of(&[("july_2026_addendum_b.csv", addendum.as_bytes())]);
    let error = read(&zip, "opps.zip").unwrap_err();
    assert!(matches!(error, FormatError::NotNeeded { .. }), "{error}");
}

#[test]
fn a_payers_table_with_such_columns_is_left_to_the_other_readers() {
    for text in [
        "Proc Code,Description,Base Units,Per Unit,Base Value\n00100,-,5,42.90,214.50\n",
        "HCPCS,Modifier,Rate,Start\n99213,,92.01,2026-01-01\n",
        "Code,Fee\n99213,92.01\n",
        "HCPCS Code,NDC,Units,Charge,Payment Limit %\nJ1100,00000-0000-00,1,5.00,100\n",
    ] {
        let error = read(text.as_bytes(), "fees.csv").unwrap_err();
        assert!(
            matches!(error, FormatError::NotThisFormat { .. }),
            "{error}"
        );
    }
}

#[test]
fn rows_that_cannot_be_used_are_listed_with_line_and_field() {
    let text = String::from_utf8(CLFS_CSV.to_vec()).unwrap()
        + "2026,80053,,20260101,N,11,-,-,-\r\n2026,8005,,20260101,N,-1,-,-,-\r\n\
           2026,X,,20260101,N,1,-,-,-\r\n2026,85027,QWX,20260101,N,1,-,-,-\r\n\
           * a note below the table,,,,,,,,\r\n";
    let (table, issues) = read_table(text.as_bytes(), "CLFS_2026_Q1V1.csv");
    assert_eq!(table.values.len(), 5);
    let expected = [
        "line 12, HCPCS: 80053 is already on line 8",
        "line 13, RATE: \u{201c}-1\u{201d} is not an amount",
        "line 14, HCPCS: \u{201c}X\u{201d}",
        "line 15, MOD",
    ];
    for (issue, expected) in issues.iter().zip(expected) {
        assert!(issue.contains(expected), "{issue}");
    }
    assert_eq!(issues.len(), 5, "{issues:?}");
    let lacking = "YEAR,HCPCS,INDICATOR,RATE,X\n2026,80053,N,1,2\n";
    check_refusal(lacking.as_bytes(), "CLFS.csv", "lacks the column MOD");
    let empty = "YEAR,HCPCS,MOD,EFF_DATE,INDICATOR,RATE\n2026,0020M,,20260101,L,0\n";
    check_refusal(empty.as_bytes(), "CLFS.csv", "has no usable row");
    let text = String::from_utf8(DMEPOS_TXT.to_vec()).unwrap();
    let twice = text.clone() + text.lines().next().unwrap() + "\r\n2026~A4216~cut";
    let (_table, issues) = read_table(twice.as_bytes(), "DMEPOS26_JAN.txt");
    assert!(
        issues[0].contains("A4216 is listed twice for AL"),
        "{issues:?}"
    );
    assert!(issues[1].contains("it was cut off"), "{issues:?}");
}

#[test]
fn a_zip_of_two_schedules_keeps_the_first_and_says_so() {
    let zip = zip_of(&[("26CLABQ1.csv", CLFS_CSV), ("asp.csv", ASP_CSV)]);
    let (table, issues) = read_table(&zip, "both.zip");
    assert_eq!(table.name, "CLFS 2026 Q1");
    assert!(
        issues
            .iter()
            .any(|issue| issue.contains("holds ASP 2025 Q1 too")),
        "{issues:?}"
    );
}
