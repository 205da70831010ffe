//! Small tables of every kind: recognised without a question, read, and kept free of patients.

use std::io::Cursor;

use super::super::{
    TableOptions, TablePlan, TablePreview, check_plan, likely_kind, preview, propose_mapping,
};
use super::{RecordsRead, read_records, template_columns};
use crate::domain::{
    AuthorizationOutcome, ExpenseKind, ImportKind, MeasureFamily, ProviderClass, Records, Severity,
};

fn opened(text: &str) -> TablePreview {
    let mut source = Cursor::new(text.as_bytes());
    preview(&mut source, "table.csv", &TableOptions::default()).unwrap()
}

fn plan_of(text: &str, kind: ImportKind) -> TablePlan {
    TablePlan::proposed(&opened(text), kind, None)
}

/// Reads a table that must be recognised as `kind`.
fn read(text: &str, kind: ImportKind) -> RecordsRead {
    assert_eq!(likely_kind(&opened(text)), Some(kind), "{text}");
    read_records(&mut Cursor::new(text.as_bytes()), &plan_of(text, kind)).unwrap()
}

fn texts(records: &Records) -> Vec<String> {
    let cells = records.cells();
    let line = |row: &Vec<crate::domain::RecordCell>| {
        let cells: Vec<String> = row.iter().map(crate::domain::RecordCell::plain).collect();
        cells.join("|")
    };
    cells.iter().map(line).collect()
}

#[test]
fn a_template_filled_in_with_its_examples_is_recognised_and_read_whole() {
    for kind in ImportKind::RECORDS {
        let columns = template_columns(kind);
        let line = |cell: fn(&super::TemplateColumn) -> &'static str| {
            let cells: Vec<String> = columns
                .iter()
                .map(|column| format!("\"{}\"", cell(column)))
                .collect();
            cells.join(",")
        };
        let text = format!(
            "{}\n{}\n",
            line(|column| column.heading),
            line(|column| column.example)
        );
        let read = read(&text, kind);
        assert_eq!((read.rows_kept, read.rejected), (1, Vec::new()), "{kind}");
        assert_eq!(
            propose_mapping(&opened(&text), kind).len(),
            columns.len(),
            "{kind}"
        );
        let blank = read
            .records
            .cells()
            .concat()
            .iter()
            .filter(|cell| **cell == crate::domain::RecordCell::Blank)
            .count();
        assert_eq!(blank, 0, "{kind}");
    }
}

#[test]
fn survey_answers_are_read_with_their_scale() {
    let read = read(
        "Survey date,Question,Rating,Out of\n3/2/2026,Recommend?,9,10\n3/3/2026,Recommend?,10,10\n\
         3/4/2026,Recommend?,,10\n3/5/2026,Recommend?,11,10\n",
        ImportKind::SurveyAnswers,
    );
    assert_eq!(
        texts(&read.records),
        ["2026-03-02|Recommend?|9|10", "2026-03-03|Recommend?|10|10"]
    );
    let reasons: Vec<String> = read
        .rejected
        .iter()
        .map(|row| format!("{} {}: {}", row.line_nr, row.field, row.reason))
        .collect();
    assert_eq!(
        reasons,
        ["4 Rating: is blank", "5 Rating: is above the best score"]
    );
}

#[test]
fn survey_answers_with_a_column_that_could_name_a_patient_are_refused_by_its_heading() {
    for heading in [
        "Name",
        "DOB",
        "MRN",
        "Patient ID",
        "Date of birth",
        "Last name",
    ] {
        let text = format!("Date,{heading},Question,Score\n2026-03-02,secret,Recommend?,9\n");
        let plan = plan_of(&text, ImportKind::SurveyAnswers);
        let error = read_records(&mut Cursor::new(text.as_bytes()), &plan).unwrap_err();
        let words = error.to_string();
        assert!(
            words.contains(&format!("The column {heading} could name a patient")),
            "{words}"
        );
        assert!(!words.contains("secret"), "{words}");
        let check = check_plan(&opened(&text), &plan);
        assert_eq!(check.missing.len(), 1, "{heading}");
    }
}

#[test]
fn a_quality_result_is_given_or_made_of_its_counts_and_small_ones_are_warned_of() {
    let read = read(
        "Measure,Family,Period,Numerator,Denominator,Result,Better when,Benchmark\n\
         Blood pressure,HEDIS,2025,412,480,,higher,67.4\n\
         Readmissions,registry,Q2 2025,2,25,8.0%,lower,\n\
         A1c,MIPS,2025,412,480,0.858,,\n\
         No counts,internal,2025,,,,,\n",
        ImportKind::QualityMeasures,
    );
    assert_eq!(
        texts(&read.records),
        [
            "Blood pressure|HEDIS|2025|412|480|85.83|Higher is better|67.4||",
            "Readmissions|Registry|2025-04 to 2025-06|2|25|8|Lower is better|||",
            "A1c|MIPS|2025|412|480|85.8|Higher is better|||",
        ]
    );
    assert_eq!(read.rows_rejected, 1);
    assert_eq!(read.issues.len(), 1);
    assert_eq!(read.issues[0].problem, "Readmissions: fewer than 30 cases");
    assert_eq!(read.issues[0].severity, Severity::Warning);
    let Records::QualityMeasures(measures) = read.records else {
        panic!("measures");
    };
    assert_eq!(measures[0].family, MeasureFamily::Hedis);
}

#[test]
fn an_authorization_log_is_read_without_its_columns_that_name_patients() {
    let text = "Patient name,MRN,Date requested,Decision date,Payer,CPT,Decision,Denial reason\n\
                \"Roe, Jane\",990011,2026-02-03,2026-02-09,Aetna,27447,Denied,No conservative care\n\
                \"Roe, Jane\",990011,2026-02-03,,Cigna,73721,Pended,see MRN 99001122\n\
                \"Roe, Jane\",990011,2026-02-03,2026-02-01,Cigna,73721,Approved,\n";
    let read = read(text, ImportKind::Authorizations);
    assert_eq!(
        texts(&read.records),
        [
            "2026-02-03|2026-02-09|Aetna|27447|Standard|Denied||No conservative care",
            "2026-02-03||Cigna|73721|Standard|Pending||",
        ]
    );
    let issue = read.issues[0].to_string();
    assert!(issue.contains("Patient name, MRN: not read"), "{issue}");
    let told = format!("{read:?}");
    assert!(!told.contains("Roe") && !told.contains("990011"), "{told}");
    let Records::Authorizations(rows) = read.records else {
        panic!("authorizations");
    };
    assert_eq!(rows[0].days(), Some(6));
    assert_eq!(rows[0].outcome, AuthorizationOutcome::Denied);
}

#[test]
fn reasons_in_free_text_are_left_out_of_authorizations_and_told() {
    let text = "Date requested,Payer,CPT,Decision,Denial reason\n\
                2026-02-03,Aetna,27447,Denied,\"Leaklast, Zoe\"\n\
                2026-02-04,Aetna,27447,Denied,Mrs Leakwoman not eligible\n\
                2026-02-05,Aetna,27447,Denied,Not medically necessary\n";
    let read = read(text, ImportKind::Authorizations);
    let Records::Authorizations(rows) = &read.records else {
        panic!("authorizations");
    };
    let reasons: Vec<&str> = rows.iter().map(|row| row.reason.as_str()).collect();
    assert_eq!(reasons, ["", "", "Not medically necessary"]);
    assert_eq!(
        read.issues[0].problem,
        "2 reasons in free text were left out; they may name a patient"
    );
    assert!(!format!("{read:?}").contains("Leak"));
}

#[test]
fn a_patients_column_cannot_be_mapped_in_an_authorization_log() {
    let text = "Requested on,Patient name,Payer,Outcome\n2026-02-03,Jane Roe,Aetna,approved\n";
    let mut plan = plan_of(text, ImportKind::Authorizations);
    plan.columns.push(crate::domain::ColumnMapping {
        column_idx: 1,
        field: "reason".to_owned(),
    });
    let error = read_records(&mut Cursor::new(text.as_bytes()), &plan).unwrap_err();
    assert!(
        error.to_string().contains("Patient name could name"),
        "{error}"
    );
}

#[test]
fn expenses_get_a_kind_and_rows_of_sums_are_left_out() {
    let read = read(
        "Year,Category,Amount\n2025,Physician compensation,\"$850,000.00\"\n2025,Office rent,120000\n\
         2025,Total expenses,970000\n",
        ImportKind::Expenses,
    );
    assert_eq!(
        texts(&read.records),
        [
            "2025|Physician compensation|Physician pay|850000.00",
            "2025|Office rent|Rent|120000.00",
        ]
    );
    assert_eq!(read.rejected[0].reason, "is a row of sums");
    let Records::Expenses(rows) = read.records else {
        panic!("expenses");
    };
    assert_eq!(rows[0].kind, ExpenseKind::PhysicianPay);
}

#[test]
fn providers_sites_and_contacts_are_read_and_wrong_numbers_are_told() {
    let providers = read(
        "Name,NPI,Credentials,Location\n\"Reyes, Carla\",1234567893,M.D.,Midtown\nAda Moss,,PA-C,\n\
         Bo Lind,1234567890,NP,\n",
        ImportKind::Providers,
    );
    assert_eq!(
        texts(&providers.records),
        [
            "Reyes, Carla|1234567893|Physician|Midtown",
            "Ada Moss||Physician assistant|",
        ]
    );
    assert!(providers.rejected[0].reason.contains("not an NPI"));
    let Records::Providers(rows) = providers.records else {
        panic!("providers");
    };
    assert_eq!(rows[1].class, Some(ProviderClass::PhysicianAssistant));
    let sites = read(
        "Site,Name to show,Zip\nMIDTOWN OFC,Midtown,30308-1101\n",
        ImportKind::Sites,
    );
    assert_eq!(texts(&sites.records), ["MIDTOWN OFC|Midtown|30308"]);
    let contacts = read(
        "Payer,Contact,Title,Phone,Email\nAetna,Ada Moss,Contract manager,404-555-0142,a@b.example\n",
        ImportKind::Contacts,
    );
    assert_eq!(
        texts(&contacts.records),
        ["Aetna|Ada Moss|Contract manager|404-555-0142|a@b.example||"]
    );
}

#[test]
fn people_at_payers_are_shown_in_a_preview_and_patients_are_not() {
    let contacts = opened("Payer,Name,Role,Phone\nAetna,Ada Moss,Manager,404-555-0142\n");
    assert_eq!(contacts.rows[0].cells[1], "Ada Moss");
    let patients = opened("Payer,Name,Role,Phone,DOB\nAetna,Ada Moss,Self,404-555-0142,1/2/1960\n");
    assert_eq!(likely_kind(&patients), None);
    assert_ne!(patients.rows[0].cells[1], "Ada Moss");
}

#[test]
fn claims_fee_schedules_and_patient_lists_are_none_of_these() {
    for text in [
        "Date of service,Payer,CPT,Status,Charge\n2026-01-02,Aetna,99213,Paid,180.00\n",
        "Payer,CPT,Allowed,Requested,Decision\nAetna,99213,10.00,2026-01-02,approved\n",
        "CPT,Rate\n99213,101.00\n99214,140.00\n",
        "Name,DOB,Payer,Phone\nJane Roe,1/2/1960,Aetna,404-555-0142\n",
        "Year,Payer,CPT,Amount,Category\n2025,Aetna,99213,10.00,E/M\n",
        "Provider,NPI,Credential,Date of service,CPT,Units\nReyes,1234567893,MD,2026-01-02,99213,1\n",
    ] {
        let kind = likely_kind(&opened(text));
        assert!(
            !kind.is_some_and(ImportKind::has_records),
            "{text} {kind:?}"
        );
    }
}
