//! The built program in a terminal: exit codes, words for people, JSON for programs.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests read what the program wrote"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::import_to_brief::sample_in;

/// What a run of the program came to.
pub(crate) struct Ran {
    pub(crate) code: i32,
    out: String,
    pub(crate) err: String,
}

/// A folder with the sample practice, and the program in it.
pub(crate) struct Terminal {
    folder: TempDir,
}

const FILE: &str = "Sample.practice";

impl Terminal {
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn with_sample() -> Self {
        let terminal = Self::empty();
        sample_in(terminal.folder.path());
        terminal
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_allowable"))
            .args(words)
            .current_dir(self.folder.path())
            .env("ALLOWABLE_CONFIG_DIR", self.path("config"))
            .env_remove("ALLOWABLE_LOG")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .output()
            .expect("the program starts");
        Ran {
            code: output.status.code().expect("it ends by itself"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Runs a command that has to succeed; returns its text.
    pub(crate) fn text(&self, words: &[&str]) -> String {
        let ran = self.run(words);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{words:?}");
        assert!(!ran.out.trim().is_empty(), "{words:?} prints nothing");
        ran.out
    }

    /// Runs a command that has to succeed, with `--json`; returns what it printed.
    pub(crate) fn json(&self, words: &[&str]) -> Value {
        let text = self.text(&[words, &["--json"]].concat());
        let value: Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert!(value["report"].is_string(), "{words:?}: {text}");
        assert!(value["based_on"].is_object(), "{words:?}: {text}");
        value
    }

    /// Runs a command that has to fail; returns its one line.
    pub(crate) fn failure(&self, words: &[&str]) -> String {
        self.refusal(words, 1)
    }

    /// Runs what makes no sense and returns the line that says so.
    pub(crate) fn misuse(&self, words: &[&str]) -> String {
        self.refusal(words, 2)
    }

    fn refusal(&self, words: &[&str], code: i32) -> String {
        let ran = self.run(words);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (code, ""),
            "{words:?}: {}",
            ran.err
        );
        let line = ran.err.strip_suffix('\n').unwrap_or(&ran.err);
        assert!(line.starts_with("allowable: "), "{line}");
        assert!(!line.contains('\n'), "more than one line: {line}");
        line.to_owned()
    }
}

pub(crate) fn assert_says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "does not say {word:?}:\n{text}");
    }
}

/// Dollars are strings: no program rounds them on the way.
pub(crate) fn dollars(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("not a string: {value}"))
}

#[test]
fn the_manual_is_what_the_program_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cli.md");
    let written = fs::read_to_string(path).unwrap();
    let (_introduction, sections) = written
        .split_once("\n## demo\n")
        .expect("the first command");
    assert!(
        format!("## demo\n{sections}").trim_end() == allowable::cli::manual().trim_end(),
        "docs/cli.md differs from the program: put in its place what follows\n\n{}",
        allowable::cli::manual()
    );
}

#[test]
fn the_demo_builds_prints_and_writes_without_a_display() {
    let terminal = Terminal::empty();
    let text = terminal.text(&["demo", "--dir", "here"]);
    assert_says(
        &text,
        &[
            "Alder Creek Family Medicine",
            "4,164,894.57",
            "Southridge Health Plans",
            "RVU25D",
            "Payer packet, ",
            "Internal brief, ",
            "no window was opened",
        ],
    );
    for name in ["Payer packet.pdf", "Internal brief.pdf"] {
        let bytes = fs::read(terminal.path("here").join(name)).unwrap();
        assert!(bytes.starts_with(b"%PDF"), "{name}");
    }
    // The second time it is there already.
    let again = terminal.json(&["demo", "--dir", "here", "--no-window"]);
    assert_eq!(dollars(&again["key_figures"]["allowed"]), "4164894.57");
    assert_eq!(again["written"].as_array().unwrap().len(), 2);
}

#[test]
fn a_practice_is_made_filled_and_checked() {
    let terminal = Terminal::empty();
    let text = terminal.text(&["new", "oak", "--name", "Oak Street", "--zip", "30030"]);
    assert_says(&text, &["Made oak.practice", "10212-01", "ATLANTA"]);
    let empty = terminal.text(&["report", "key-figures", "oak.practice"]);
    assert_says(&empty, &["No services yet", "allowable import"]);
    assert_says(
        &terminal.text(&["reference", "oak.practice"]),
        &["none yet"],
    );
    fs::write(
        terminal.path("services.csv"),
        "Payer,CPT,DOS,Charge,Allowed\nAcme,99213,2025-03-04,150.00,90.00\nAcme,,2025-03-04,1,1\n",
    )
    .unwrap();
    let preview = terminal.json(&["import", "oak.practice", "services.csv", "--preview"]);
    assert_eq!(preview["files"][0]["kind"], "utilization");
    assert_eq!(preview["files"][0]["columns"][1]["field"], "code");
    assert_eq!(preview["files"][0]["sample_rows_rejected"], 1);
    let preview = terminal.text(&["import", "oak.practice", "services.csv", "--preview"]);
    assert_says(&preview, &["Procedure code", "Recognised", "1 left out"]);
    assert_says(
        &terminal.text(&["imports", "oak.practice", "--json"]),
        &["\"imports\": []"],
    );

    let receipt = terminal.text(&["import", "oak.practice", "services.csv"]);
    assert_says(&receipt, &["rows read 2, kept 1, rejected 1", "line 3"]);
    let second = terminal.failure(&["import", "oak.practice", "services.csv"]);
    assert_says(&second, &["services.csv", "--remove 1", "--again"]);
    let again = terminal.json(&["import", "oak.practice", "services.csv", "--again"]);
    assert_eq!(dollars(&again["receipts"][0]["totals"]["allowed"]), "90.00");
    let list = terminal.text(&["imports", "oak.practice", "--remove", "2"]);
    assert_says(&list, &["services.csv", "removed"]);
    let check = terminal.text(&["check", "oak.practice"]);
    assert_says(&check, &["is whole", "2 imports", "1 service line"]);
    assert_eq!(
        terminal.json(&["check", "oak.practice"])["problems"],
        Value::Array(Vec::new())
    );
}

#[test]
fn columns_named_by_hand_and_kept_as_a_profile_read_the_next_file() {
    let terminal = Terminal::empty();
    terminal.text(&["new", "oak.practice", "--name", "Oak Street"]);
    let table = |day: u8| format!("What,When,Agreed Y\n99213,2025-03-0{day},90.00\n");
    for day in [4, 5] {
        fs::write(terminal.path(&format!("{day}.csv")), table(day)).unwrap();
    }
    let unclear = terminal.failure(&["import", "oak.practice", "4.csv"]);
    assert_says(
        &unclear,
        &["4.csv", "charges, allowed", "--column", "--payer"],
    );
    let wrong = terminal.misuse(&[
        "import",
        "oak.practice",
        "4.csv",
        "--column",
        "code=Nowhere",
    ]);
    assert_says(&wrong, &["Nowhere", "What, When, Agreed Y"]);
    let read = [
        "import",
        "oak.practice",
        "4.csv",
        "--payer",
        "Acme",
        "--profile",
        "Old system",
        "--column",
        "code=What",
        "--column",
        "date=When",
        "--column",
        "allowed=Agreed Y",
    ];
    assert_says(&terminal.text(&read), &["kept 1"]);
    let next = terminal.text(&["import", "oak.practice", "5.csv", "--payer", "Acme"]);
    assert_says(&next, &["kept 1", "allowed 90.00"]);
}

#[test]
fn rules_seen_in_a_table_or_kept_with_a_layout_are_read_by() {
    let terminal = Terminal::empty();
    terminal.text(&["new", "oak.practice", "--name", "Oak Street"]);
    let ledger = include_str!("../fixtures/tables/transactions.csv");
    fs::write(terminal.path("first.csv"), ledger).unwrap();
    let second = ledger.replace("\nC", "\nD");
    fs::write(terminal.path("second.csv"), second).unwrap();
    let read = [
        "import",
        "oak.practice",
        "first.csv",
        "--column",
        "payer=payer_name",
        "--all-but",
        "payer_name=Cigna",
        "--profile",
        "Ledger",
    ];
    let sums = ["charges 240.00, allowed 110.00, paid 90.00, owed by patients 20.00"];
    let first = terminal.text(&read);
    assert_says(&first, &sums);
    assert_says(&first, &["left out by the choice of rows"]);
    let second = terminal.text(&["import", "oak.practice", "second.csv"]);
    assert_says(&second, &sums);
    assert_says(&second, &["left out by the choice of rows"]);
}

#[test]
fn a_file_that_fails_does_not_keep_the_others_out() {
    let terminal = Terminal::empty();
    terminal.text(&["new", "oak.practice", "--name", "Oak Street"]);
    let csv = "Payer,CPT,DOS,Charge,Allowed\nAcme,99213,2025-03-04,150.00,90.00\n";
    fs::write(terminal.path("good.csv"), csv).unwrap();
    fs::write(terminal.path("next.csv"), csv.replace("04", "05")).unwrap();
    let files = ["good.csv", "gone.csv", "next.csv", "lost.csv"];
    let words = [&["import", "oak.practice"], &files[..]].concat();
    let ran = terminal.run(&words);
    assert_eq!(ran.code, 1);
    assert_says(&ran.out, &["good.csv", "next.csv", "kept 1"]);
    for gone in ["gone.csv", "lost.csv"] {
        let line = ran.err.lines().find(|line| line.contains(gone)).unwrap();
        assert_says(line, &["allowable: ", "not there"]);
    }
}

#[test]
fn counties_beside_relative_values_are_said_not_to_be_needed() {
    let terminal = Terminal::empty();
    terminal.text(&["new", "oak.practice", "--name", "Oak Street"]);
    let cms = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/cms/");
    let files =
        ["PPRRVU2025_Oct.csv", "25LOCCO.csv", "GPCI2025.csv"].map(|name| format!("{cms}{name}"));
    let files = files.iter().map(String::as_str);
    let words: Vec<&str> = ["import", "oak.practice"]
        .into_iter()
        .chain(files)
        .collect();
    let ran = terminal.run(&words);
    assert_eq!(ran.code, 1);
    assert_says(&ran.out, &["PPRRVU2025_Oct.csv", "GPCI2025.csv"]);
    assert_says(&ran.err, &["25LOCCO.csv", "not needed", "can stay"]);
}

#[test]
fn the_reports_are_tables_for_people_and_whole_as_json() {
    let terminal = Terminal::with_sample();
    let southridge = "Southridge Health Plans";
    for (name, more, says) in [
        (
            "key-figures",
            &[][..],
            &["All payers", "4,164,894.57", "1 file,"][..],
        ),
        (
            "payer-mix",
            &[],
            &["33,361", "Laurel Mutual", "Paid/allowed"],
        ),
        (
            "code-rates",
            &[],
            &["99213", "Weighted (ratio of sums)", "Simple mean"],
        ),
        (
            "pareto",
            &["--threshold", "50"],
            &["2 of 47 codes", "Running %"],
        ),
        (
            "headline",
            &["--payer", southridge, "--claimed", "115"],
            &["115.0 %", "\u{2212}11.5 points"],
        ),
        (
            "coverage",
            &[],
            &["Medicare reference for", "Physician fee schedule"],
        ),
    ] {
        let words = [&["report", name, FILE], more].concat();
        assert_says(&terminal.text(&words), says);
        let value = terminal.json(&words);
        assert_eq!(value["report"], name);
        assert_eq!(value["based_on"]["imports"], 1, "{name}");
    }
    let mix = terminal.json(&["report", "payer-mix", FILE]);
    assert_eq!(dollars(&mix["total"]["allowed"]), "4164894.57");
    let one = terminal.json(&[
        "report",
        "payer-mix",
        FILE,
        "--payer",
        "medicare",
        "--from",
        "2025-01",
        "--to",
        "2025-12",
    ]);
    assert_eq!(one["rows"].as_array().unwrap().len(), 1);
}

#[test]
fn payers_the_reference_and_imports_are_changed_from_the_terminal() {
    let terminal = Terminal::with_sample();
    let merged = terminal.text(&[
        "payers",
        FILE,
        "--payer",
        "Laurel Mutual",
        "--merge-into",
        "Southridge Health Plans",
    ]);
    assert!(!merged.contains("\nLaurel Mutual  "), "{merged}");
    terminal.text(&["payers", FILE, "--split", "LAUREL MUTUAL INS CO"]);
    terminal.text(&["payers", FILE, "--payer", "Self-pay", "--class", "other"]);
    let renamed = terminal.json(&[
        "payers", FILE, "--payer", "Self-pay", "--rename", "Patients",
    ]);
    let payers = renamed["payers"].as_array().unwrap();
    let patients = payers
        .iter()
        .find(|payer| payer["name"] == "Patients")
        .unwrap();
    assert_eq!(patients["class"], "other");

    let facility = terminal.text(&["reference", FILE, "--setting", "facility"]);
    assert_says(&facility, &["RVU25D", "10212-01", "all services facility"]);
    let unknown = terminal.failure(&["reference", FILE, "--locality", "99999-99"]);
    assert_says(&unknown, &["99999-99", "locality"]);
    let kept = terminal.json(&["reference", FILE, "--setting", "place-of-service"]);
    assert_says(kept["label"].as_str().unwrap(), &["RVU25D", "10212-01"]);

    let none = terminal.misuse(&["imports", FILE, "--remove", "99"]);
    assert_says(&none, &["99", "1, 2, 3"]);
}

#[test]
fn a_price_comes_with_its_steps() {
    let terminal = Terminal::with_sample();
    let words = [
        "price",
        FILE,
        "99213",
        "36415",
        "--payer",
        "Southridge Health Plans",
    ];
    let text = terminal.text(&words);
    assert_says(
        &text,
        &[
            "1.35 RVU × 0.997 GPCI",
            "Medicare allows 89.24",
            "Fee schedule of Southridge Health Plans: 88.35",
            "No Medicare amount: ",
            "Clinical laboratory",
        ],
    );
    let value = terminal.json(&words);
    assert_eq!(dollars(&value["services"][0]["fee_schedule_rate"]), "88.35");
    let short = terminal.misuse(&["price", FILE, "9921"]);
    assert_says(&short, &["9921"]);
}

const LAUREL: [&str; 2] = ["--payer", "Laurel Mutual"];
const SOUTHRIDGE: [&str; 2] = ["--payer", "Southridge Health Plans"];

#[test]
fn a_proposal_is_projected_saved_and_compared() {
    let terminal = Terminal::with_sample();
    let five = [
        "model",
        FILE,
        "--percent-of-current",
        "105",
        "--rate",
        "99213=150",
        "--save",
        "Five",
    ];
    assert_says(
        &terminal.text(&[&five[..], &LAUREL].concat()),
        &[
            "Laurel Mutual: 963,498.31 today",
            "150.00",
            "Weighted, of Medicare",
        ],
    );
    assert_says(
        &terminal.text(&["model", FILE]),
        &["Five", "105.0 % of today", "Target"],
    );
    let compared = terminal.json(&[
        "model",
        FILE,
        "--compare",
        "Opening ask",
        "--compare",
        "Target",
    ]);
    assert_eq!(compared["scenarios"].as_array().unwrap().len(), 2);
    let mixed = terminal.failure(&["model", FILE, "--compare", "Five", "--compare", "Target"]);
    assert_says(&mixed, &["different payers"]);
}

#[test]
fn a_brief_is_written_once_it_is_clear_what_is_asked() {
    let terminal = Terminal::with_sample();
    let brief = |audience: &'static str, out: &'static str| {
        ["brief", FILE, "--audience", audience, "--out", out]
    };
    let packet = brief("payer", "packet.pdf");
    let none = terminal.misuse(&[&packet[..], &LAUREL].concat());
    assert_says(&none, &["scenario", "--save"]);
    let several = terminal.misuse(&[&packet[..], &SOUTHRIDGE].concat());
    assert_says(&several, &["Opening ask, Target"]);
    let ask = ["--scenario", "target", "--date", "2026-11-16"];
    let ending = [&brief("payer", "packet.doc")[..], &SOUTHRIDGE, &ask].concat();
    assert_says(&terminal.failure(&ending), &[".pdf", ".xlsx"]);
    let nowhere = [&brief("payer", "nowhere/packet.pdf")[..], &SOUTHRIDGE, &ask].concat();
    assert_says(&terminal.failure(&nowhere), &["no such folder"]);
    for name in ["packet.pdf", "packet.doc"] {
        assert!(!terminal.path(name).exists(), "{name}");
    }
    for (audience, out, magic) in [
        ("payer", "packet.pdf", "%PDF"),
        ("internal", "brief.pdf", "%PDF"),
        ("payer", "exhibit.xlsx", "PK"),
    ] {
        let value = terminal.json(&[&brief(audience, out)[..], &SOUTHRIDGE, &ask].concat());
        assert_eq!(value["written"], out);
        let bytes = fs::read(terminal.path(out)).unwrap();
        assert!(bytes.starts_with(magic.as_bytes()), "{out}");
    }
}

#[test]
fn failures_are_one_line_and_wrong_usage_is_told_apart() {
    let terminal = Terminal::with_sample();
    for (words, says) in [
        (&["report", "pareto", "gone.practice"][..], "gone.practice"),
        (&["check", "."], "not a practice file"),
        (&["import", FILE, "gone.csv"], "gone.csv"),
        (&["new", FILE, "--name", "Second"], "already there"),
    ] {
        assert_says(&terminal.failure(words), &[says]);
    }
    for (words, says) in [
        (
            &["report", "payer-mix", FILE, "--payer", "Nobody"][..],
            "Laurel Mutual",
        ),
        (
            &["report", "payer-mix", FILE, "--from", "soon"],
            "2025-01-31",
        ),
        (
            &[
                "report",
                "payer-mix",
                FILE,
                "--from",
                "2026-01",
                "--to",
                "2025-01",
            ],
            "before it begins",
        ),
        (&["report", "headline", FILE], "--payer"),
        (&["model", FILE, "--percent-of-medicare", "120"], "--payer"),
        (&["model", FILE, "--save", "Nothing"], "--rate"),
        (
            &[
                "model",
                FILE,
                "--payer",
                "Laurel Mutual",
                "--percent-of-medicare",
                "9999999999999999999999999",
            ],
            "1,000",
        ),
    ] {
        let ran = terminal.run(words);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words:?}");
        assert_says(&ran.err, &[says]);
        assert_eq!(ran.err.trim_end().lines().count(), 1, "{}", ran.err);
    }
    for words in [
        &["report", "weather", FILE][..],
        &["payers", FILE, "--rename", "X"],
        &["price", FILE],
        &["price", FILE, "99213", "--date", "2025-13-01"],
        &["import", FILE],
        &["frobnicate"],
    ] {
        let ran = terminal.run(words);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words:?}");
        assert!(!ran.err.is_empty(), "{words:?}");
    }
    assert_says(&terminal.text(&["--version"]), &[env!("CARGO_PKG_VERSION")]);
    assert_says(&terminal.text(&["--help"]), &["demo", "import", "brief"]);
}

#[test]
fn the_letterhead_and_the_words_for_codes_are_the_practices_own() {
    let terminal = Terminal::with_sample();
    let address = [
        "practice",
        FILE,
        "--address",
        "1 Oak Street; Decatur GA 30030",
    ];
    assert_says(
        &terminal.text(&address),
        &["1 Oak Street; Decatur GA 30030"],
    );
    let shown = terminal.json(&["practice", FILE]);
    assert_eq!(shown["address"], "1 Oak Street\nDecatur GA 30030");
    assert_eq!(shown["name"], "Alder Creek Family Medicine");
    let labels = terminal.json(&["labels", FILE, "--set", "99213=Seen again"]);
    assert_eq!(labels["labels"]["99213"], "Seen again");
    let gone = terminal.json(&["labels", FILE, "--set", "99213="]);
    assert!(gone["labels"].get("99213").is_none());
}

#[test]
fn a_scenario_of_a_name_two_payers_have_is_found_by_its_payer() {
    let terminal = Terminal::with_sample();
    let save = |payer| {
        let ask = ["--percent-of-current", "103", "--save", "Opening ask"];
        terminal.text(&[&["model", FILE, "--payer", payer][..], &ask].concat())
    };
    save("Laurel Mutual");
    let compare = [
        "model",
        FILE,
        "--payer",
        "Laurel Mutual",
        "--compare",
        "opening ASK",
    ];
    assert_says(&terminal.text(&compare), &["Laurel Mutual"]);
    let delete = [
        "model",
        FILE,
        "--payer",
        "Laurel Mutual",
        "--delete",
        "Opening ask",
    ];
    terminal.text(&delete);
    assert_eq!(terminal.run(&compare).code, 2);
}

#[test]
fn a_service_medicare_does_not_pay_is_never_said_to_be_allowed() {
    let terminal = Terminal::with_sample();
    let text = terminal.text(&["price", FILE, "99396", "--setting", "nonfacility"]);
    assert_says(&text, &["121.35, but not a Medicare payment", "(status N)"]);
    assert!(!text.contains("Medicare allows"), "{text}");
    assert!(!text.contains("all services"), "{text}");
    let value = terminal.json(&["price", FILE, "99396"]);
    assert_eq!(
        value["services"][0]["medicare"]["amount"]["not_a_medicare_payment"],
        true
    );
}
