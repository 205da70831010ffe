//! The small tables in a terminal: a template is written, filled in, imported without a question and
//! listed; a patient named in one of them is nowhere in the practice file.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests write tables and read what the program wrote"
)]

use std::fs;

use allowable::domain::{ImportKind, record_columns};
use allowable::jobs::template_kinds;

use crate::command_line::Terminal;

/// A row of values for the columns of a kind's template, in their order.
fn filled_in(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::SurveyAnswers => "2026-03-02,Would you recommend us?,9,10",
        ImportKind::QualityMeasures => {
            "Blood pressure,HEDIS,2025,412,480,,higher,67.4,NCQA,2026-01-15"
        }
        ImportKind::Authorizations => {
            "2026-02-03,2026-02-09,Aetna,27447,standard,denied,approved,No conservative care"
        }
        ImportKind::Expenses => "2025,Office rent,,120000",
        ImportKind::Providers => "\"Reyes, Carla\",1234567893,MD,Midtown",
        ImportKind::Sites => "MIDTOWN OFC,Midtown,30308",
        ImportKind::Contacts => {
            "Aetna,Ada Moss,Contract manager,404-555-0142,ada@payer.example,Recommends,Prefers mail"
        }
        ImportKind::FeeSchedule => "99213,,102.40,71.15,2026-01-01",
        _ => "2026-03-02,Aetna,99213,25,11,1,180.00,102.40,82.40,20.00,Dr. Osei,Midtown",
    }
}

fn with_practice() -> Terminal {
    let terminal = Terminal::empty();
    terminal.text(&["new", "p.practice", "--name", "Oak", "--zip", "30308"]);
    terminal
}

#[test]
fn every_template_filled_in_is_imported_without_a_question() {
    let terminal = with_practice();
    for kind in template_kinds() {
        let name = format!("{}.csv", kind.key());
        terminal.text(&["template", kind.key(), "--out", &name]);
        let path = terminal.path(&name);
        let headings = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{headings}{}\r\n", filled_in(kind))).unwrap();
        let mut words = vec!["import", "p.practice", name.as_str()];
        if kind == ImportKind::FeeSchedule {
            words.extend(["--payer", "Aetna"]);
        }
        let receipt = &terminal.json(&words)["receipts"][0];
        assert_eq!(receipt["kind"], kind.key());
        assert_eq!(receipt["rows_kept"], 1, "{receipt}");
        assert_eq!(receipt["rows_rejected"], 0, "{receipt}");
    }
    for kind in ImportKind::RECORDS {
        let rows = terminal.json(&["records", "p.practice", kind.key()]);
        assert_eq!(rows["kind"], kind.key(), "{rows}");
        assert!(!rows["rows"].as_array().unwrap().is_empty());
    }
    let shown = terminal.text(&["records", "p.practice", "authorizations"]);
    assert!(
        shown.contains("Outcome after appeal") && shown.contains("Aetna"),
        "{shown}"
    );
    let counts = terminal.text(&["records", "p.practice"]);
    assert!(counts.contains("survey-answers"), "{counts}");
}

#[test]
fn a_workbook_template_explains_its_columns_on_a_second_sheet() {
    let terminal = with_practice();
    for kind in template_kinds() {
        let name = format!("{}.xlsx", kind.key());
        let said = terminal.text(&["template", kind.key(), "--out", &name]);
        assert!(said.starts_with("Template for "), "{said}");
        let bytes = fs::read(terminal.path(&name)).unwrap();
        assert!(bytes.starts_with(b"PK"), "{kind}");
    }
    let refused = terminal.run(&["template", "remittances", "--out", "r.xlsx"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("imported as they come"),
        "{}",
        refused.err
    );
}

#[test]
fn a_workbook_filled_in_is_read_from_its_first_sheet() {
    let terminal = with_practice();
    for kind in ImportKind::RECORDS {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let rows = workbook.add_worksheet();
        // A comma inside quotation marks is no end of a cell here: the name goes without.
        let line = filled_in(kind).replace("\"Reyes, Carla\"", "Carla Reyes");
        for (place, (heading, value)) in
            (0_u16..).zip(record_columns(kind).iter().zip(line.split(',')))
        {
            rows.write_string(0, place, *heading).unwrap();
            rows.write_string(1, place, value).unwrap();
        }
        let columns = workbook.add_worksheet();
        for (place, title) in (0_u16..).zip(["Column", "What it holds", "Needed", "For example"]) {
            columns.write_string(0, place, title).unwrap();
        }
        for (row, heading) in (1_u32..).zip(record_columns(kind)) {
            columns.write_string(row, 0, *heading).unwrap();
            columns.write_string(row, 1, "What stands here").unwrap();
        }
        let name = format!("{}.xlsx", kind.key());
        workbook.save(terminal.path(&name)).unwrap();
        let receipt = &terminal.json(&["import", "p.practice", &name])["receipts"][0];
        assert_eq!(receipt["kind"], kind.key());
        assert_eq!(receipt["rows_kept"], 1, "{receipt}");
    }
}

#[test]
fn a_survey_that_could_name_patients_is_refused_by_its_heading() {
    let terminal = with_practice();
    let table = "Date,Patient name,Question,Score\n2026-03-02,Jane Roe,Recommend?,9\n";
    fs::write(terminal.path("survey.csv"), table).unwrap();
    let refused = terminal.run(&["import", "p.practice", "survey.csv"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused
            .err
            .contains("The column Patient name could name a patient"),
        "{}",
        refused.err
    );
    assert!(!refused.err.contains("Jane Roe"), "{}", refused.err);
}

#[test]
fn a_patient_named_in_an_authorization_log_is_nowhere_in_the_practice_file() {
    let terminal = with_practice();
    let table = "Patient name,MRN,DOB,Requested on,Payer,CPT,Outcome\n\
                 Zebulon Quackenbush,77001234,1/2/1960,2026-02-03,Aetna,27447,approved\n";
    fs::write(terminal.path("log.csv"), table).unwrap();
    let said = terminal.text(&["import", "p.practice", "log.csv"]);
    assert!(said.contains("Patient name, MRN, DOB: not read"), "{said}");
    let bytes = fs::read(terminal.path("p.practice")).unwrap();
    for secret in ["Zebulon", "Quackenbush", "77001234"] {
        let found = bytes
            .windows(secret.len())
            .any(|window| window == secret.as_bytes());
        assert!(!found && !said.contains(secret), "{secret}");
    }
}
