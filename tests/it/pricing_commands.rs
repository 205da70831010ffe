//! Pricing and contracts in a terminal: releases side by side, claims, contracts by flags and by
//! JSON, years compared, a rate request out and in again. Fixtures are excerpts of our own.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests write the files that are imported and read what was written"
)]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::command_line::{Terminal, assert_says, dollars};

const FILE: &str = "Oak.practice";
/// 2025 Atlanta amounts of domain knowledge: one office, two payers, four services.
const SERVICES: &str = "\
Date,Payer,CPT,Modifier,POS,Units,Charge,Allowed,Paid
2025-01-05,Oak Health,99213,,11,100,15000,9800,8000
2025-01-06,Oak Health,99214,,11,50,11000,6900,5000
2025-02-06,Oak Health,20610,50,11,10,2400,1400,1200
2025-02-07,Oak Health,80053,,11,40,2400,500,500
2025-02-07,Elm Plan,99213,,11,30,4500,3300,3000
";

fn cms(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/cms")
        .join(name)
}

/// The excerpt of 2025 as if it were of another year: names and conversion factor are that year's,
/// relative values stay.
fn release_of(year: &str, factor: &str) -> String {
    let excerpt = fs::read_to_string(cms("PPRRVU2025_Oct.csv")).unwrap();
    excerpt.replace("2025", year).replace("32.3465", factor)
}

/// A practice in Atlanta with RVU25D and its services.
fn office() -> Terminal {
    let terminal = Terminal::empty();
    terminal.text(&[
        "new",
        FILE,
        "--name",
        "Oak Street",
        "--locality",
        "10212-01",
    ]);
    let release = cms("PPRRVU2025_Oct.csv");
    fs::write(terminal.path("services.csv"), SERVICES).unwrap();
    terminal.text(&["import", FILE, release.to_str().unwrap(), "services.csv"]);
    terminal
}

/// The same with a release of 2024.
fn office_with_2024() -> Terminal {
    let terminal = office();
    let text = release_of("2024", "32.7442");
    fs::write(terminal.path("PPRRVU2024_Oct.csv"), text).unwrap();
    terminal.text(&["import", FILE, "PPRRVU2024_Oct.csv"]);
    terminal
}

/// Returns dollars with their cents, however many digits were printed.
fn cents(value: &Value) -> String {
    let exact: rust_decimal::Decimal = dollars(value).parse().unwrap();
    format!("{exact:.2}")
}

fn services(value: &Value) -> &Vec<Value> {
    value["services"].as_array().expect("services")
}

fn amount(service: &Value) -> &str {
    dollars(&service["medicare"]["amount"]["amount"])
}

#[test]
fn a_date_chooses_the_release_of_its_year_and_the_factor_of_the_day() {
    let terminal = office_with_2024();
    let price = |words: &[&str]| {
        let value = terminal.json(&[&["price", FILE, "99213"], words].concat());
        let service = &services(&value)[0];
        let reference = service["reference"].as_str().unwrap().to_owned();
        (reference, amount(service).to_owned())
    };
    for (words, release, factor) in [
        (&["--date", "2024-02-01"][..], "RVU24D", "32.7442"),
        (&["--date", "2024-07-01"], "RVU24D", "33.2875"),
        (&["--date", "2025-07-01"], "RVU25D", "32.3465"),
        (&["--release", "RVU24D"], "RVU24D", "32.7442"),
        (
            &["--release", "RVU24D", "--date", "2024-07-01"],
            "RVU24D",
            "33.2875",
        ),
        (&[], "RVU25D", "32.3465"),
    ] {
        let (reference, _amount) = price(words);
        assert_says(&reference, &[release, &format!("CF {factor}")]);
    }
    assert_eq!(price(&[]).1, "89.24");
}

#[test]
fn a_participants_status_chooses_between_the_two_factors_of_2026() {
    let terminal = office();
    for name in ["PPRRVU2026_Apr_nonQPP.csv", "PPRRVU2026_Apr_QPP.csv"] {
        let release = cms(name);
        terminal.text(&["import", FILE, release.to_str().unwrap()]);
    }
    let price = ["price", FILE, "99213", "--date", "2026-03-01"];
    for (words, label) in [
        (&[][..], "RVU26B, Atlanta 10212-01, non-QP, CF 33.4009"),
        (&["--qp"], "RVU26B, Atlanta 10212-01, QP, CF 33.5675"),
    ] {
        let value = terminal.json(&[&price[..], words].concat());
        assert_eq!(services(&value)[0]["reference"], label);
    }
}

#[test]
fn a_year_without_a_release_is_priced_with_a_caution() {
    let terminal = office();
    let value = terminal.json(&["price", FILE, "99213", "--date", "2023-07-01"]);
    let caution = services(&value)[0]["caution"].as_str().unwrap();
    assert_says(caution, &["RVU25D", "2025", "2023-07-01"]);
    let unknown = terminal.failure(&["price", FILE, "99213", "--release", "RVU99A"]);
    assert_says(&unknown, &["RVU99A", "RVU25D"]);
}

#[test]
fn a_service_says_its_amount_row_status_and_fee_schedule() {
    let terminal = office();
    let words = ["price", FILE, "70496", "71046-26", "27447", "80053"];
    let value = terminal.json(&[&words[..], &["--setting", "nonfacility"]].concat());
    let [capped, component, not_there, laboratory] = services(&value).as_slice() else {
        panic!("four services");
    };
    let found = &capped["medicare"]["amount"];
    assert_eq!(
        (dollars(&found["amount"]), dollars(&found["uncapped"])),
        ("257.66", "272.18")
    );
    assert_eq!(capped["family"], "physician-fee-schedule");
    assert_eq!(cents(&capped["allowed"]["amount"]), "257.66");
    assert_eq!(component["medicare"]["amount"]["row_modifier"], "26");
    assert_eq!(component["medicare"]["amount"]["status"], "A");
    // The file repeats the facility's value where a service is not done in an office.
    assert!(not_there["medicare"]["amount"].is_null(), "{not_there}");
    assert!(not_there["allowed"]["amount"].is_null(), "{not_there}");
    assert!(
        laboratory["allowed"]["unpriced"].is_object(),
        "{laboratory}"
    );
    for step in capped["steps"].as_array().unwrap() {
        assert!(step["kind"].is_string() && step["source"].is_string());
    }
}

#[test]
fn modifiers_units_classes_and_patients_change_a_price() {
    let terminal = office();
    let allowed = |words: &[&str]| {
        let value = terminal.json(&[&["price", FILE], words].concat());
        services(&value)[0]["allowed"]["amount"]
            .as_str()
            .unwrap_or_else(|| panic!("{value}"))
            .to_owned()
    };
    assert_eq!(allowed(&["20610-50"]), "95.76");
    assert_eq!(allowed(&["27447-80", "--setting", "facility"]), "203.62");
    assert_eq!(allowed(&["27447-AS", "--setting", "facility"]), "173.08");
    assert_eq!(allowed(&["99213", "--units", "3"]), "267.72");
    assert_eq!(allowed(&["99213", "--provider-class", "NP"]), "75.85");
    let value = terminal.json(&[
        "price",
        FILE,
        "99213",
        "--together",
        "--deductible",
        "50",
        "--coinsurance",
        "20",
    ]);
    let payment = &value["claim"]["medicare"]["payment"];
    // (89.24 − 50) × 20 % and the deductible are the patient's.
    assert_eq!(dollars(&payment["patient"]), "57.85");
    let several = terminal.misuse(&[
        "price", FILE, "99213", "99214", "20610", "--units", "1", "--units", "2",
    ]);
    assert_says(&several, &["--units", "2 times for 3 codes"]);
    let none = terminal.misuse(&["price", FILE, "99213", "--units", "0"]);
    assert_says(&none, &["above zero"]);
}

#[test]
fn lines_of_one_claim_are_ranked_together() {
    let terminal = office();
    let words = ["price", FILE, "45385", "45380", "--together"];
    let value = terminal.json(&words);
    let medicare = &value["claim"]["medicare"];
    assert_eq!(dollars(&medicare["allowed"]), "523.84");
    assert_eq!(cents(&medicare["lines"][1]["allowed"]["amount"]), "86.95");
    let text = terminal.text(&words);
    assert_says(
        &text,
        &["family of 45378", "Medicare allows 523.84 for the claim"],
    );
    let apart = terminal.json(&["price", FILE, "45385", "45380"]);
    assert_eq!(amount(&services(&apart)[1]), "415.78");
}

#[test]
fn a_contract_made_by_flags_prices_by_its_version_of_the_day() {
    let terminal = office_with_2024();
    let contract = ["contract", FILE, "--payer", "Oak Health", "--name", "PPO"];
    let with = |words: &[&str]| terminal.text(&[&contract[..], words].concat());
    with(&[
        "--percent-of-medicare",
        "120",
        "--release",
        "RVU24D",
        "--lesser-of",
        "line",
        "--effective",
        "2024-01-01",
    ]);
    let shown = with(&[
        "--new-version",
        "--effective",
        "2026-01-01",
        "--percent-of-medicare",
        "110",
        "--year",
        "2025",
        "--carve-out",
        "80000-89999=60%",
        "--carve-out",
        "93306-26=70.00",
        "--default-percent-of-charge",
        "50",
    ]);
    assert_says(
        &shown,
        &[
            "120% of Medicare, RVU24D fixed",
            "110% of Medicare",
            "60% of the charge",
        ],
    );
    let pays = |words: &[&str]| {
        let asked = [&["price", FILE], words, &["--payer", "Oak Health"]].concat();
        let value = terminal.json(&asked);
        let contract = services(&value)[0]["contract"].clone();
        (
            contract["version"].as_str().unwrap_or_default().to_owned(),
            contract["priced"]["lines"][0].clone(),
        )
    };
    let (version, line) = pays(&["99213", "--date", "2026-03-01"]);
    assert_eq!(version, "2026-01-01");
    // 110 % of 89.24.
    assert_eq!(cents(&line["allowed"]["amount"]), "98.16");
    let (version, line) = pays(&["99213", "--date", "2025-03-01", "--charge", "80"]);
    assert_eq!(version, "2024-01-01");
    assert_eq!(cents(&line["allowed"]["amount"]), "80.00");
    let (_version, line) = pays(&["80053", "--date", "2026-03-01", "--charge", "60"]);
    assert_eq!(cents(&line["allowed"]["amount"]), "36.00");
    assert_eq!(line["rule"]["specificity"], "code-range");
    let (_version, line) = pays(&["93306-26", "--date", "2026-03-01"]);
    assert_eq!(cents(&line["allowed"]["amount"]), "70.00");
    let (_version, line) = pays(&["J1100", "--date", "2026-03-01", "--charge", "210"]);
    assert_eq!(cents(&line["allowed"]["amount"]), "105.00");
}

#[test]
fn a_contract_goes_out_as_json_and_comes_in_again() {
    let terminal = office();
    let contract = ["contract", FILE, "--payer", "Oak Health"];
    terminal.text(
        &[
            &contract[..],
            &[
                "--name",
                "HMO",
                "--conversion-factor",
                "evaluation-and-management=40",
                "--conversion-factor",
                "surgery=50",
                "--year",
                "2025",
            ],
        ]
        .concat(),
    );
    let shown = terminal.json(&["contract", FILE, "--show", "HMO"]);
    fs::write(
        terminal.path("terms.json"),
        shown["terms"].to_string().replace("\"40\"", "\"41\""),
    )
    .unwrap();
    terminal.text(&[&contract[..], &["--name", "HMO 2", "--terms", "terms.json"]].concat());
    let again = terminal.json(&["contract", FILE, "--show", "HMO 2"]);
    let rule = &again["terms"]["schedules"][0]["rules"][0];
    assert_eq!(rule["method"]["conversion-factor"]["dollars_per_rvu"], "41");
    fs::write(terminal.path("broken.json"), "{\"schedulez\": []}").unwrap();
    let broken =
        terminal.failure(&[&contract[..], &["--name", "X", "--terms", "broken.json"]].concat());
    assert_says(&broken, &["broken.json", "schedulez"]);
}

#[test]
fn contracts_are_copied_ended_and_removed() {
    let terminal = office();
    let contract = ["contract", FILE, "--payer", "Oak Health", "--name", "PPO"];
    let nothing = terminal.misuse(&contract);
    assert_says(&nothing, &["rates"]);
    terminal.text(
        &[
            &contract[..],
            &["--percent-of-medicare", "118", "--floating"],
        ]
        .concat(),
    );
    terminal.text(&[
        "contract",
        FILE,
        "--clone",
        "PPO",
        "--as",
        "PPO 2027",
        "--effective",
        "2027-01-01",
    ]);
    terminal.text(&[
        "contract", FILE, "--clone", "PPO", "--as", "Elm PPO", "--payer", "Elm Plan",
    ]);
    let twice = terminal.misuse(&["contract", FILE, "--clone", "PPO", "--as", "PPO 2027"]);
    assert_says(&twice, &["PPO 2027 already"]);
    let ended = terminal.text(&[&contract[..], &["--ends", "2026-12-31"]].concat());
    assert_says(&ended, &["December 31, 2026"]);
    let value = terminal.json(&["contract", FILE]);
    let names: Vec<&str> = value["contracts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|known| known["contract"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
    terminal.text(&["contract", FILE, "--remove", "PPO 2027"]);
    let gone = terminal.misuse(&["contract", FILE, "--show", "PPO 2027"]);
    assert_says(&gone, &["PPO 2027", "There are: "]);
}

#[test]
fn a_contract_overtaken_by_another_of_its_payer_says_so() {
    let terminal = office();
    let contract = |name: &str, effective: &str| {
        terminal.text(&[
            "contract",
            FILE,
            "--payer",
            "Oak Health",
            "--name",
            name,
            "--percent-of-charge",
            "60",
            "--effective",
            effective,
        ])
    };
    let words = "Reports and models go by HMO";
    assert!(!contract("PPO", "2024-01-01").contains(words));
    assert!(!contract("HMO", "2025-01-01").contains(words));
    let flags = terminal.text(&["report", "contract-flags", FILE]);
    assert_says(&flags, &["PPO", words]);
    assert_eq!(flags.matches("Reports and models go by").count(), 1);
}

#[test]
fn a_contract_without_a_year_is_flagged_everywhere() {
    let terminal = office();
    let made = terminal.text(&[
        "contract",
        FILE,
        "--payer",
        "Oak Health",
        "--name",
        "PPO",
        "--percent-of-medicare",
        "120",
    ]);
    let flags = terminal.text(&["report", "contract-flags", FILE]);
    for text in [&made, &flags, &terminal.text(&["contract", FILE])] {
        assert_says(text, &["no Medicare year is stated"]);
    }
    let value = terminal.json(&["report", "contract-flags", FILE]);
    assert_eq!(value["report"], "contract-flags");
    assert!(value["contracts"][0]["flags"][0]["sentence"].is_string());
    let price = ["price", FILE, "99213", "--payer", "Oak Health"];
    assert_says(&terminal.text(&price), &["release for 2026", "No amount"]);
    let priced = terminal.text(&[&price[..], &["--date", "2025-03-01"]].concat());
    // Priced as if it floated: 120 % of 89.24.
    assert_says(&priced, &["no year stated", "107.09", "Caution: "]);
}

#[test]
fn todays_rates_are_the_contracts_where_one_is_in_force() {
    let terminal = office();
    let schedule = "Code,Rate\n99213,95.00\n99214,130.00\n";
    fs::write(terminal.path("rates.csv"), schedule).unwrap();
    terminal.text(&["import", FILE, "rates.csv", "--payer", "Oak Health"]);
    let rate = |terminal: &Terminal| {
        let value = terminal.json(&["report", "code-rates", FILE, "--payer", "Oak Health"]);
        let rows = value["rows"].as_array().unwrap().clone();
        let row = rows.iter().find(|row| row["code"] == "99213").unwrap();
        cents(&row["payers"][0]["fee_schedule"])
    };
    assert_eq!(rate(&terminal), "95.00");
    contract_at_120_percent(&terminal);
    // 120 % of 89.24.
    assert_eq!(rate(&terminal), "107.09");
    terminal.text(&[
        "contract",
        FILE,
        "--payer",
        "Oak Health",
        "--name",
        "PPO",
        "--schedule",
        "rates",
    ]);
    assert_eq!(rate(&terminal), "95.00");
}

#[test]
fn two_years_are_compared_for_the_services_billed() {
    let terminal = office_with_2024();
    let words = [
        "report",
        "year-lock",
        FILE,
        "--payer",
        "Oak Health",
        "--percent",
        "118",
        "--from-year",
        "2024",
        "--to-year",
        "2025",
        "--to-percent",
        "125",
    ];
    let value = terminal.json(&words);
    assert_eq!(value["releases"][0]["name"], "RVU24D");
    assert_eq!(value["releases"][1]["name"], "RVU25D");
    // 118 % of 32.7442 is 119.45 % of 32.3465.
    let by_factor = value["by_factor"]["today_as_percent_of_offered"].as_str();
    assert!(by_factor.unwrap().starts_with("119.4"), "{by_factor:?}");
    let line = value["lines"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["code"] == "99213")
        .unwrap();
    // 125 % of 89.24.
    assert_eq!(dollars(&line["rate_offered"]), "111.55");
    let text = terminal.text(&words);
    assert_says(
        &text,
        &[
            "RVU24D (CF 32.7442) against RVU25D (CF 32.3465)",
            "codes gain",
        ],
    );
    let missing = terminal.failure(&[
        "report",
        "year-lock",
        FILE,
        "--payer",
        "Oak Health",
        "--from-year",
        "2020",
    ]);
    assert_says(&missing, &["2020"]);
}

#[test]
fn a_reply_is_compared_with_what_was_allowed_where_nothing_else_is_known() {
    let terminal = office();
    let payer = ["--payer", "Oak Health"];
    let request = ["rate-request", FILE, "--out", "request.xlsx"];
    terminal.text(&[&request[..], &payer].concat());
    fill_in(&terminal, "request.xlsx", "filled.xlsx");
    terminal.text(
        &[
            &["import", FILE, "filled.xlsx", "--as", "fee-schedule"][..],
            &payer,
        ]
        .concat(),
    );
    let value = terminal.json(&[&["report", "schedule-differences", FILE][..], &payer].concat());
    assert_eq!(value["names"][0], "Average allowed");
    let lines = value["lines"].as_array().unwrap();
    let line = lines.iter().find(|line| line["code"] == "99213").unwrap();
    assert_eq!(cents(&line["new"]), "99.50");
    assert!(line["old"].is_string(), "{line}");
}

#[test]
fn a_rate_request_goes_out_comes_back_filled_and_is_compared() {
    let terminal = office();
    contract_at_120_percent(&terminal);
    let written = terminal.text(&[
        "rate-request",
        FILE,
        "--payer",
        "Oak Health",
        "--out",
        "request.xlsx",
        "--return-by",
        "2027-01-31",
    ]);
    assert_says(&written, &["request.xlsx", "4 services"]);
    let bytes = fs::read(terminal.path("request.xlsx")).unwrap();
    assert!(bytes.starts_with(b"PK"), "a workbook");
    let wrong = terminal.failure(&[
        "rate-request",
        FILE,
        "--payer",
        "Oak Health",
        "--out",
        "request.pdf",
    ]);
    assert_says(&wrong, &[".xlsx"]);
    fill_in(&terminal, "request.xlsx", "filled.xlsx");
    terminal.text(&[
        "import",
        FILE,
        "filled.xlsx",
        "--payer",
        "Oak Health",
        "--as",
        "fee-schedule",
    ]);
    let differences = [
        "report",
        "schedule-differences",
        FILE,
        "--payer",
        "Oak Health",
    ];
    let value = terminal.json(&differences);
    assert_eq!(value["names"][0], "PPO");
    let line = value["lines"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["code"] == "99213")
        .unwrap();
    assert_eq!(
        (cents(&line["old"]), cents(&line["new"])),
        ("107.09".to_owned(), "99.50".to_owned())
    );
    let text = terminal.text(&differences);
    assert_says(&text, &["From PPO to filled", "lowered"]);
}

#[test]
fn medicares_other_fee_schedules_cover_what_the_physicians_leaves_open() {
    let terminal = office();
    let percent = |terminal: &Terminal| {
        let value = terminal.json(&["report", "coverage", FILE]);
        value["percent"].as_str().unwrap().to_owned()
    };
    let before = percent(&terminal);
    let laboratory = cms("CLFS_2026_Q1V1.csv");
    let receipt = terminal.json(&["import", FILE, laboratory.to_str().unwrap()]);
    assert_eq!(receipt["receipts"][0]["kind"], "medicare-table");
    assert_says(&terminal.text(&["reference", FILE]), &["CLFS 2026 Q1"]);
    let after = percent(&terminal);
    assert_ne!(before, after);
    assert_eq!(after, "100");
    let text = terminal.text(&["report", "coverage", FILE]);
    assert_says(
        &text,
        &["Clinical laboratory", "100.0 % of allowed dollars"],
    );
    let value = terminal.json(&["price", FILE, "80053", "--date", "2026-02-01"]);
    let service = &services(&value)[0];
    assert_eq!(service["family"], "clinical-laboratory");
    assert_eq!(cents(&service["allowed"]["amount"]), "10.56");
    // The reference's day has no table: the one of another quarter stands in, with a word.
    let value = terminal.json(&["price", FILE, "80053"]);
    let caution = services(&value)[0]["caution"].as_str().unwrap();
    assert_says(caution, &["CLFS 2026 Q1 is for services from 2026-01-01"]);
}

#[test]
fn equipment_is_priced_by_state_and_for_rural_areas() {
    let terminal = office();
    let equipment = cms("DMEPOS26_JAN.csv");
    terminal.text(&["import", FILE, equipment.to_str().unwrap()]);
    let value = terminal.json(&["price", FILE, "A4221", "--date", "2026-02-01"]);
    assert_eq!(services(&value)[0]["family"], "dmepos");
    let rural = terminal.json(&["price", FILE, "A4221", "--date", "2026-02-01", "--rural"]);
    assert_ne!(
        services(&value)[0]["allowed"],
        services(&rural)[0]["allowed"],
        "Georgia and rural Georgia"
    );
}

#[test]
fn a_contractors_price_is_typed_in_and_taken_away() {
    let terminal = office();
    let price = ["price", FILE, "0075T"];
    let before = terminal.json(&price);
    assert!(services(&before)[0]["allowed"]["unpriced"].is_object());
    let unsaid = terminal.misuse(&["reference", FILE, "--carrier-price", "0075T=1200"]);
    assert_says(&unsaid, &["--source"]);
    let listed = terminal.text(&[
        "reference",
        FILE,
        "--carrier-price",
        "0075T=1200",
        "--source",
        "fee lookup 2026-02-10",
    ]);
    assert_says(&listed, &["0075T", "1,200.00", "fee lookup 2026-02-10"]);
    let value = terminal.json(&price);
    assert_eq!(cents(&services(&value)[0]["allowed"]["amount"]), "1200.00");
    let gone = terminal.text(&["reference", FILE, "--carrier-price", "0075T="]);
    assert!(!gone.contains("0075T"), "{gone}");
}

/// Makes Oak Health's contract: 120 % of Medicare of 2025.
fn contract_at_120_percent(terminal: &Terminal) {
    terminal.text(&[
        "contract",
        FILE,
        "--payer",
        "Oak Health",
        "--name",
        "PPO",
        "--percent-of-medicare",
        "120",
        "--year",
        "2025",
    ]);
}

/// Fills the contracted rates in as a payer's spreadsheet program would.
fn fill_in(terminal: &Terminal, request: &str, filled: &str) {
    let mut read = calamine_rows(&terminal.path(request));
    let heading = read.remove(0);
    let rate_idx = heading
        .iter()
        .position(|text| text == "Contracted rate")
        .unwrap();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row_nr, row) in std::iter::once(&heading).chain(&read).enumerate() {
        let row_nr = u32::try_from(row_nr).unwrap();
        for (column_nr, text) in row.iter().enumerate() {
            let column_nr = u16::try_from(column_nr).unwrap();
            sheet.write_string(row_nr, column_nr, text).unwrap();
        }
        if 0 < row_nr {
            let column_nr = u16::try_from(rate_idx).unwrap();
            sheet.write_number(row_nr, column_nr, 99.5).unwrap();
        }
    }
    fs::write(terminal.path(filled), workbook.save_to_buffer().unwrap()).unwrap();
}

/// Reads the sheet of rates.
fn calamine_rows(path: &Path) -> Vec<Vec<String>> {
    use calamine::Reader as _;
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let name = workbook.sheet_names()[1].clone();
    let range = workbook.worksheet_range(&name).unwrap();
    range
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}
