//! Remittances and claims in a terminal: folders, duplicates, what files hold, reports.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests write what the program reads"
)]

use std::fs;
use std::path::Path;

use crate::command_line::{Terminal, assert_says, dollars};

/// A surname that must not be found in any file the program writes.
const SURNAME: &str = "ZEBRANSKYX";

/// Writes a remittance of one payment: each claim has a visit (charged 150.00, allowed 120.00, of
/// which the patient owes 20.00) and a test (charged 40.00, allowed 10.00).
pub(crate) fn remittance(payment: u32, claims: u32) -> String {
    let paid = claims * 110;
    let mut text = format!(
        "ISA*00*          *00*          *ZZ*EXAMPLEPAYER   *ZZ*OAKSTREET      *250115*1200*^*00501\
         *{payment:09}*0*P*:~\nGS*HP*EXAMPLEPAYER*OAKSTREET*20250115*1200*{payment}*X*005010X221A1~\n\
         ST*835*0001~\nBPR*I*{paid}*C*ACH*CCP*01*999999992*DA*1*1512345678**01*999999992*DA*2*20250115~\n\
         TRN*1*EFT{payment:06}*1512345678~\nDTM*405*20250115~\nN1*PR*EXAMPLE HEALTH PLAN~\n\
         N1*PE*OAK STREET CLINIC*XX*1234567893~\nLX*1~\n"
    );
    for claim in 0..claims {
        text.push_str(&format!(
            "CLP*OAK{payment:05}-{claim:04}*1*190*110*20*12*ICN{payment:05}{claim:04}*11*1~\n\
             NM1*QC*1*{SURNAME}*ANNA****MI*MEMBER{claim:04}~\nDTM*050*20250108~\n\
             SVC*HC:99213*150*100**1~\nDTM*472*20250102~\nCAS*CO*45*30~\nCAS*PR*3*20~\nAMT*B6*120~\n\
             SVC*HC:81002*40*10**1~\nDTM*472*20250102~\nCAS*CO*45*30~\nAMT*B6*10~\n"
        ));
    }
    text.push_str(&format!(
        "SE*{}*0001~\nGE*1*{payment}~\nIEA*1*{payment:09}~\n",
        8 + claims * 12
    ));
    text
}

/// Writes the claim that the first of [`remittance`] answers.
fn submitted(payment: u32) -> String {
    format!(
        "ISA*00*          *00*          *ZZ*OAKSTREET      *ZZ*EXAMPLEPAYER   *250103*1200*^*00501\
         *000000001*0*P*:~\nGS*HC*OAKSTREET*EXAMPLEPAYER*20250103*1200*1*X*005010X222A1~\n\
         ST*837*0001*005010X222A1~\nBHT*0019*00*1*20250103*1200*CH~\nNM1*41*2*OAK STREET*****46*1~\n\
         NM1*40*2*EXAMPLE HEALTH PLAN*****46*2~\nHL*1**20*1~\n\
         NM1*85*2*OAK STREET CLINIC*****XX*1234567893~\nHL*2*1*22*0~\nSBR*P*18*******12~\n\
         NM1*IL*1*{SURNAME}*ANNA****MI*MEMBER0000~\nNM1*PR*2*EXAMPLE HEALTH PLAN*****PI*87726~\n\
         CLM*OAK{payment:05}-0000*190***11:B:1*Y*A*Y*Y~\nHI*ABK:Z0000~\n\
         LX*1~\nSV1*HC:99214*150*UN*1***1~\nDTP*472*D8*20250102~\n\
         LX*2~\nSV1*HC:81002*40*UN*1***1~\nDTP*472*D8*20250102~\n\
         SE*19*0001~\nGE*1*1~\nIEA*1*000000001~\n"
    )
}

/// Puts remittances into a folder: `payments` files of `claims` claims each.
pub(crate) fn write_remittances(folder: &Path, payments: u32, claims: u32) {
    fs::create_dir_all(folder).unwrap();
    for payment in 1..=payments {
        let path = folder.join(format!("{payment:05}.835"));
        fs::write(path, remittance(payment, claims)).unwrap();
    }
}

pub(crate) const FILE: &str = "Oak.practice";

fn practice() -> Terminal {
    let terminal = Terminal::empty();
    terminal.text(&["new", FILE, "--name", "Oak Street Clinic"]);
    terminal
}

#[test]
fn a_folder_of_remittances_is_one_import_and_one_receipt() {
    let terminal = practice();
    write_remittances(&terminal.path("in/2025"), 3, 2);
    fs::write(terminal.path("in/read me.txt"), "These are remittances.\n").unwrap();
    let notes = "Call the payer, ask for Ann\nThen write a letter, with the contract\n";
    fs::write(terminal.path("in/to do.txt"), notes).unwrap();
    let json = terminal.json(&["import", FILE, "in"]);
    let receipts = json["receipts"].as_array().unwrap();
    assert_eq!(receipts.len(), 1);
    assert_eq!(receipts[0]["file_name"], "2025 (3 files)");
    assert_eq!(receipts[0]["kind"], "remittances");
    assert_eq!(receipts[0]["rows_kept"], 12);
    assert_eq!(dollars(&receipts[0]["totals"]["charge"]), "1140.00");
    assert_eq!(dollars(&receipts[0]["totals"]["allowed"]), "780.00");
    assert_eq!(dollars(&receipts[0]["totals"]["paid"]), "660.00");
    assert_says(
        receipts[0]["summary"].as_str().unwrap(),
        &["3 payments, 6 claims, 12 service lines"],
    );
    assert_eq!(json["left_out"].as_array().unwrap().len(), 2);
    let files = terminal.json(&["imports", FILE, "--files", "1"]);
    assert_eq!(files["files"].as_array().unwrap().len(), 3);
    terminal.text(&["check", FILE]);
}

#[test]
fn payments_that_are_there_already_are_left_out_and_a_drop_without_new_ones_is_refused() {
    let terminal = practice();
    write_remittances(&terminal.path("in"), 3, 2);
    terminal.text(&["import", FILE, "in/00001.835", "in/00002.835"]);
    let text = terminal.text(&["import", FILE, "in"]);
    assert_says(
        &text,
        &[
            "1 payment, 2 claims",
            "2 payments were repeated or already here",
        ],
    );
    let line = terminal.failure(&["import", FILE, "in"]);
    assert_says(&line, &["nothing in it is new", "3 payments"]);
    let mix = terminal.json(&["report", "payer-mix", FILE]);
    assert_eq!(dollars(&mix["total"]["charge"]), "1140.00");
    terminal.text(&["check", FILE]);
}

#[test]
fn an_unreadable_file_among_good_ones_is_told_and_does_not_keep_them_out() {
    let terminal = practice();
    write_remittances(&terminal.path("in"), 2, 1);
    let broken = remittance(9, 1);
    fs::write(terminal.path("in/00003.835"), &broken[..60]).unwrap();
    let json = terminal.json(&["import", FILE, "in"]);
    assert_eq!(json["receipts"][0]["rows_kept"], 4);
    let told = json["left_out"].to_string() + &json["receipts"][0]["issues"].to_string();
    assert_says(&told, &["00003.835"]);
}

#[test]
fn what_files_hold_is_told_without_a_practice_file() {
    let terminal = Terminal::empty();
    write_remittances(&terminal.path("in"), 2, 3);
    fs::write(terminal.path("in/sent.837"), submitted(1)).unwrap();
    fs::write(
        terminal.path("in/services.csv"),
        "Payer,CPT,Date of service,Charge,Allowed\nOne,99213,2025-01-02,150.00,100.00\n",
    )
    .unwrap();
    fs::write(
        terminal.path("in/to do.txt"),
        "Call the payer, ask for Ann\nThen write a letter, with the contract\n",
    )
    .unwrap();
    let json = terminal.json(&["inspect", "in"]);
    let files = json["files"].as_array().unwrap();
    let kinds: Vec<&str> = files
        .iter()
        .map(|file| file["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["claims", "remittances", "remittances", "utilization", ""]
    );
    assert_eq!(dollars(&files[0]["totals"]["charge"]), "190.00");
    assert_eq!(files[1]["lines"], 6);
    assert_eq!(dollars(&files[1]["totals"]["allowed"]), "390.00");
    assert_eq!(dollars(&files[3]["totals"]["charge"]), "150.00");
    let text = terminal.text(&["inspect", "in", "--issues"]);
    assert_says(
        &text,
        &[
            "00001.835",
            "Remittances",
            "Claims",
            "Utilization",
            "Not recognised",
            "no heading names a code, an amount or a record",
        ],
    );
    assert!(!text.contains(SURNAME), "{text}");
}

#[test]
fn claims_of_a_drop_are_imported_before_the_payments_that_may_need_them() {
    let terminal = practice();
    write_remittances(&terminal.path("in"), 1, 1);
    fs::write(terminal.path("in/sent.837"), submitted(1)).unwrap();
    let json = terminal.json(&["import", FILE, "in"]);
    let receipts = json["receipts"].as_array().unwrap();
    let kinds: Vec<&str> = receipts
        .iter()
        .map(|receipt| receipt["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["claims", "remittances"]);
}

#[test]
fn only_remittances_or_only_claims_of_a_folder_can_be_imported() {
    let terminal = practice();
    write_remittances(&terminal.path("in"), 1, 1);
    fs::write(terminal.path("in/sent.837"), submitted(1)).unwrap();
    let json = terminal.json(&["import", FILE, "in", "--as", "claims"]);
    assert_eq!(json["receipts"].as_array().unwrap().len(), 1);
    assert_eq!(json["receipts"][0]["kind"], "claims");
    let line = terminal.failure(&["import", FILE, "in/00001.835", "--as", "claims"]);
    assert_says(&line, &["none of the files holds claims"]);
}

#[test]
fn remittances_and_claims_make_the_reports_on_payments() {
    let terminal = practice();
    write_remittances(&terminal.path("in"), 2, 2);
    fs::write(terminal.path("in/sent.837"), submitted(1)).unwrap();
    terminal.text(&["import", FILE, "in"]);
    let payments = terminal.json(&["report", "payments", FILE]);
    assert_eq!(payments["payments"].as_array().unwrap().len(), 2);
    assert_eq!(dollars(&payments["amount"]), "440.00");
    assert_eq!(payments["unbalanced"], 0);
    let clocks = terminal.json(&["report", "payment-clocks", FILE]);
    let median = |clock: &str| {
        let all = clocks["all"].as_array().unwrap();
        let found = all.iter().find(|figures| figures["clock"] == clock);
        found.map(|figures| figures["median_days"].clone())
    };
    assert_eq!(median("service-to-payment").unwrap(), "13");
    assert_eq!(median("submission-to-payment").unwrap(), "12");
    let recodes = terminal.json(&["report", "recodes", FILE]);
    let row = &recodes["payers"][0]["rows"][0];
    assert_eq!(
        (&row["billed_code"], &row["paid_code"]),
        (&"99214".into(), &"99213".into())
    );
    let adjustments = terminal.json(&["report", "adjustments", FILE]);
    assert_eq!(adjustments["payers"].as_array().unwrap().len(), 1);
    for report in [
        "data-quality",
        "payments",
        "payment-clocks",
        "recodes",
        "adjustments",
    ] {
        let text = terminal.text(&["report", report, FILE]);
        assert_says(&text, &["Based on"]);
        assert!(!text.contains(SURNAME), "{text}");
    }
}

#[test]
fn no_name_and_no_number_of_a_patient_reaches_the_practice_file() {
    let terminal = practice();
    write_remittances(&terminal.path("in"), 2, 2);
    fs::write(terminal.path("in/sent.837"), submitted(1)).unwrap();
    terminal.text(&["import", FILE, "in"]);
    let bytes = fs::read(terminal.path(FILE)).unwrap();
    let holds = |text: &str| {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    for text in [SURNAME, "MEMBER0000", "OAK00001-0000", "ICN000010000"] {
        assert!(!holds(text), "{text} is in the file");
    }
}

#[test]
fn claim_numbers_are_kept_only_while_underpaid_claims_are_worked() {
    let terminal = practice();
    write_remittances(&terminal.path("in"), 1, 1);
    assert_says(&terminal.text(&["work-claims", FILE]), &["Off"]);
    assert_says(&terminal.text(&["work-claims", FILE, "on"]), &["On"]);
    terminal.text(&["import", FILE, "in"]);
    let holds = || {
        let bytes = fs::read(terminal.path(FILE)).unwrap();
        bytes.windows(13).any(|part| part == b"OAK00001-0000")
    };
    assert!(holds());
    let json = terminal.json(&["work-claims", FILE, "off"]);
    assert_eq!(json["work_claims"], "off");
    let view = terminal.json(&["work-claims", FILE]);
    assert_eq!(view["work_claims"], "off");
}

#[test]
fn a_dry_run_adds_up_the_whole_file_and_imports_nothing() {
    let terminal = practice();
    let mut table = "Payer,CPT,Date of service,Charge\n".to_owned();
    for _row in 0..3_000 {
        table.push_str("One,99213,2025-01-02,10.00\n");
    }
    fs::write(terminal.path("services.csv"), table).unwrap();
    let json = terminal.json(&["import", FILE, "services.csv", "--dry-run"]);
    assert_eq!(json["files"][0]["rows_kept"], 3_000);
    assert_eq!(dollars(&json["files"][0]["totals"]["charge"]), "30000.00");
    let text = terminal.text(&["import", FILE, "services.csv", "--preview"]);
    assert_says(&text, &["Of its first ", " rows, "]);
    let imports = terminal.json(&["imports", FILE]);
    assert_eq!(imports["imports"].as_array().unwrap().len(), 0);
}

#[test]
fn rules_typed_change_how_a_table_is_read() {
    let terminal = practice();
    let table = "Location,Payer,CPT,Date of service,Charge,Paid\n\
                 North,One,99213,03/04/2025,15000,-10000\nSouth,One,99213,03/04/2025,15000,-10000\n\
                 ,One,99213,03/04/2025,15000,-10000\n";
    fs::write(terminal.path("services.csv"), table).unwrap();
    let words = [
        "import",
        FILE,
        "services.csv",
        "--dry-run",
        "--implied-decimals",
        "2",
        "--signs",
        "credits-negative",
        "--date-order",
        "day-first",
        "--keep-only",
        "Location=North",
        "--keep-only",
        "Location=South",
    ];
    let totals = &terminal.json(&words)["files"][0]["totals"];
    assert_eq!(dollars(&totals["charge"]), "300.00");
    assert_eq!(dollars(&totals["paid"]), "200.00");
    assert_eq!(totals["dates"][0], "2025-04-03");
    let words = [
        "import",
        FILE,
        "services.csv",
        "--dry-run",
        "--all-but",
        "Location=",
    ];
    assert_eq!(terminal.json(&words)["files"][0]["rows_kept"], 2);
    let line = terminal.misuse(&["import", FILE, "services.csv", "--keep-only", "Room=1"]);
    assert_says(&line, &["no column is called Room", "Location"]);
}

#[test]
fn a_layout_is_kept_for_every_practice_handed_on_and_removed() {
    let terminal = practice();
    terminal.text(&["new", "Elm.practice", "--name", "Elm"]);
    let table = "Who pays,Proc,When,Billed\nOne,99213,2025-01-02,150.00\n";
    fs::write(terminal.path("a.csv"), table).unwrap();
    let mut words = vec!["import", FILE, "a.csv", "--profile", "Our export"];
    for column in ["payer=Who pays", "code=Proc", "date=When", "charge=Billed"] {
        words.extend(["--column", column]);
    }
    terminal.text(&words);
    // Another practice's file is recognised by it.
    terminal.text(&["import", "Elm.practice", "a.csv"]);
    terminal.text(&["profiles", "export", "our export", "--out", "o.layout.json"]);
    let text = fs::read_to_string(terminal.path("o.layout.json")).unwrap();
    assert_says(&text, &["allowable layout", "Our export", "WHOPAYS"]);
    terminal.text(&["profiles", "remove", "Our export"]);
    let listed = terminal.json(&["profiles", "list"]);
    assert_eq!(listed["every_practice"].as_array().unwrap().len(), 0);
    terminal.text(&[
        "profiles",
        "import",
        "o.layout.json",
        "--file",
        "Elm.practice",
    ]);
    let listed = terminal.json(&["profiles", "list", "Elm.practice"]);
    assert_eq!(listed["every_practice"][0]["name"], "Our export");
    assert_eq!(listed["this_practice"][0]["name"], "Our export");
}

#[test]
fn a_file_that_is_no_layout_is_refused_with_the_reason() {
    let terminal = Terminal::empty();
    let check = |text: &str, words: &str| {
        fs::write(terminal.path("x.layout.json"), text).unwrap();
        let line = terminal.failure(&["profiles", "import", "x.layout.json"]);
        assert_says(&line, &[words]);
    };
    check("no json", "it is not a layout");
    check("{}", "it is not a layout");
    check(r#"{"format":"allowable layout"}"#, "version");
    check(
        r#"{"format":"allowable layout","version":99,"layout":{}}"#,
        "newer version",
    );
    let whole = r#"{"format":"allowable layout","version":1,"layout":{"name":"A","kind":"utilization",
        "headings":["a"],"columns":[{"column_idx":COLUMN,"field":"FIELD"}],"payer_name":nullMORE}}"#;
    let with = |column: &str, field: &str, more: &str| {
        whole
            .replace("COLUMN", column)
            .replace("FIELD", field)
            .replace("MORE", more)
    };
    check(
        &with("7", "charge", ""),
        "a column that its table does not have",
    );
    check(&with("0", "salary", ""), "salary, unknown here");
    check(
        &with("0", "charge", r#","extra":1"#),
        "something unknown, extra",
    );
}

#[test]
fn products_providers_and_sites_are_listed_and_changed() {
    let terminal = practice();
    let table = "Payer,CPT,Date of service,Charge,Provider,Site\n\
                 One,99213,2025-01-02,150.00,Dr A,North\nOne,99213,2025-01-02,150.00,A. Doctor,South\n";
    fs::write(terminal.path("a.csv"), table).unwrap();
    let words = ["provider=Provider", "site=Site"].map(|column| ["--column", column]);
    terminal.text(&[&["import", FILE, "a.csv"][..], &words.concat()].concat());
    terminal.text(&[
        "products", FILE, "--payer", "One", "--add", "Gold", "--kind", "hmo",
    ]);
    terminal.text(&[
        "products",
        FILE,
        "--payer",
        "One",
        "--product",
        "Gold",
        "--name-in-files",
        "One",
    ]);
    let products = terminal.json(&["products", FILE]);
    assert_eq!(products["products"][0]["kind"], "hmo");
    let figures = |words: &[&str]| {
        let json = terminal.json(&[&["report", "key-figures", FILE][..], words].concat());
        json["charge"].as_str().unwrap().to_owned()
    };
    assert_eq!(figures(&["--payer", "One", "--product", "Gold"]), "300.00");
    terminal.text(&[
        "providers",
        FILE,
        "--provider",
        "A. Doctor",
        "--merge-into",
        "Dr A",
    ]);
    assert_eq!(figures(&["--provider", "Dr A"]), "300.00");
    terminal.text(&["providers", FILE, "--split", "A. Doctor"]);
    assert_eq!(figures(&["--provider", "Dr A"]), "150.00");
    terminal.text(&[
        "providers",
        FILE,
        "--provider",
        "Dr A",
        "--class",
        "np",
        "--rename",
        "Ann A",
    ]);
    let text = terminal.text(&["providers", FILE]);
    assert_says(&text, &["Ann A", "Nurse practitioner"]);
    terminal.text(&[
        "sites",
        FILE,
        "--site",
        "South",
        "--rename",
        "Elm Street",
        "--zip",
        "30303",
    ]);
    assert_says(&terminal.text(&["sites", FILE]), &["Elm Street", "30303"]);
    assert_eq!(figures(&["--site", "Elm Street"]), "150.00");
}
