//! The sheet's words, as they are read on tables looked at the way the program looks at them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::tests::{practice, removed_import};
use super::draft::{Draft, PayerChoice, TableDraft};
use super::model::{
    CardState, FileCard, ImportButton, asked_words, mapping, reject_words, sample_table,
    sample_words, size_words, unmet,
};
use super::rules::RulesModel;
use super::totals::TotalsModel;
use super::x12::BatchModel;
use super::{State, key_of};
use crate::domain::{
    DateOrder, ImportKind, ImportTotals, Keep, PayerId, RejectedRow, RowShape, SignRule,
};
use crate::jobs::tables::{TablePlan, check_plan, key, propose_mapping};
use crate::jobs::{
    Desk, DryRun, DryRunTotals, InspectedContent, InspectedFile, InspectedTable, InspectedX12,
    JobError, ProgressReporter, SchedulePayer, dry_run, inspect,
};

/// Looks at a table of `tests/fixtures/tables`.
fn looked_at(name: &str) -> (InspectedFile, InspectedTable) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tables");
    let file = inspect(&mut Desk::new(), &folder.join(name), None);
    match &file.content {
        Ok(InspectedContent::Table(table)) => {
            let table = InspectedTable::clone(table);
            (file, table)
        }
        other => panic!("{name} is no table: {other:?}"),
    }
}

fn file(name: &str, content: Result<InspectedContent, JobError>) -> InspectedFile {
    InspectedFile {
        path: PathBuf::from(name),
        file_name: name.to_owned(),
        size_bytes: 3_400_000,
        already: None,
        content,
    }
}

fn card_words(card: &FileCard) -> String {
    let already = card
        .already
        .as_ref()
        .map_or("", |already| already.words.as_str());
    format!(
        "{} | {} | {} | {already}",
        card.name,
        card.detail,
        card.state.label()
    )
}

#[test]
fn a_table_says_of_each_column_what_it_is_read_as_and_how_sure_that_is() {
    let (_file, table) = looked_at("lines_windows1252.csv");
    let draft = TableDraft::new(&table, &practice());
    let rows: Vec<String> = mapping(&table, &draft, &propose_mapping(&table.preview, draft.kind))
        .into_iter()
        .map(|row| {
            let field = row.field.unwrap_or("-");
            format!("{} = {field} ({}) {}", row.heading, row.mark, row.samples)
        })
        .collect();
    assert!(
        rows[0].starts_with("Allowed Amt = allowed (Recognised) $110.00"),
        "{}",
        rows[0]
    );
    let all = rows.join("\n");
    assert!(all.contains("Payor = payer (Recognised)"), "{all}");
    assert!(all.contains("Notes = - ()"), "{all}");
}

#[test]
fn patients_names_are_masked_in_the_sheet() {
    let (_file, table) = looked_at("lines_windows1252.csv");
    let draft = TableDraft::new(&table, &practice());
    let rows = mapping(&table, &draft, &[]);
    let name = rows
        .iter()
        .find(|row| row.heading == "Patient Name")
        .unwrap();
    assert_eq!(name.samples, "\u{2022}\u{2022}\u{2022}");
    assert_eq!(name.field, None);
    let words = format!("{rows:?}");
    assert!(!words.contains("Ada"), "{words}");
}

#[test]
fn taking_the_code_column_away_asks_for_it_again() {
    let (_file, table) = looked_at("lines_windows1252.csv");
    let mut draft = TableDraft::new(&table, &practice());
    assert_eq!(draft.open_questions(&draft.plan(&table)), [""; 0]);
    for field in &mut draft.fields {
        if *field == Some(key::CODE) || *field == Some(key::PAYER) {
            *field = None;
        }
    }
    let needed = |draft: &TableDraft| -> Vec<&str> {
        let rows = unmet(&draft.plan(&table));
        rows.into_iter().map(|row| row.label).collect()
    };
    assert_eq!(needed(&draft), ["Procedure code", "Payer"]);
    assert_eq!(
        draft.open_questions(&draft.plan(&table)),
        [
            "Choose the column with procedure codes",
            "Choose the column with payers, or name one payer for all",
        ]
    );
    draft.payer_name = "Cedar Health".to_owned();
    assert_eq!(needed(&draft), ["Procedure code"]);
    let plan = draft.plan(&table);
    assert_eq!(plan.payer_name.as_deref(), Some("Cedar Health"));
}

#[test]
fn the_first_rows_are_shown_as_read_with_their_sums() {
    let (_file, table) = looked_at("summed_by_month.csv");
    let draft = TableDraft::new(&table, &practice());
    let plan = draft.plan(&table);
    let check = check_plan(&table.preview, &plan);
    let words = sample_words(&check, plan.kind);
    assert!(
        words.starts_with("Of the first 4 rows: 3 kept, 1 rejected"),
        "{words}"
    );
    assert!(words.contains("charges $3,160.00"), "{words}");
    let content = sample_table(&check, &plan);
    let line = |row_idx: usize| {
        let cells = content.rows[row_idx].cells.iter();
        cells
            .map(|cell| cell.shown().into_owned())
            .collect::<Vec<_>>()
            .join(" | ")
    };
    assert!(line(0).contains("Kept | Aetna | 99213"), "{}", line(0));
    assert!(line(3).contains("| Rejected |"), "{}", line(3));
    let rejects = reject_words(&check);
    assert_eq!(rejects.len(), 1);
    assert!(rejects[0].starts_with("Line 5, "), "{rejects:?}");
    assert!(content.rows[3].faded);
}

#[test]
fn a_fee_schedule_asks_whose_it_is_and_finds_it_in_the_files_name() {
    let (_file, mut table) = looked_at("rates_by_place.csv");
    let practice = practice();
    let mut draft = TableDraft::new(&table, &practice);
    assert_eq!(draft.kind, ImportKind::FeeSchedule);
    assert_eq!(draft.payer, PayerChoice::Unchosen);
    let open = draft.open_questions(&draft.plan(&table));
    assert_eq!(open, ["Choose the payer whose rates these are"]);
    draft.payer = PayerChoice::New;
    draft.effective = "7/1/25".to_owned();
    assert_eq!(
        draft.open_questions(&draft.plan(&table)),
        [
            "Type the name of the payer whose rates these are",
            "Type the date as 12/31/2026",
        ]
    );
    table.preview.file_name = "2025_cedar-health_rates.xlsx".to_owned();
    let draft = TableDraft::new(&table, &practice);
    assert_eq!(draft.payer, PayerChoice::Known(PayerId(1)));
    assert_eq!(draft.schedule_name, "2025_cedar-health_rates");
}

#[test]
fn a_request_says_what_was_decided() {
    let (file, table) = looked_at("rates_by_place.csv");
    let mut decided = TableDraft::new(&table, &practice());
    decided.payer = PayerChoice::New;
    decided.new_payer = " Birch Plan ".to_owned();
    decided.effective = "2025-07-01".to_owned();
    decided.remember = true;
    decided.profile_name = "Birch rates".to_owned();
    let plan = decided.plan(&table);
    let draft = Draft {
        table: Some(decided),
        again: true,
        ..Draft::default()
    };
    let request = draft.request(&file.path, Some(plan));
    assert_eq!(
        request.payer,
        Some(SchedulePayer::Named("Birch Plan".to_owned()))
    );
    assert_eq!(request.effective_from, Some(jiff::civil::date(2025, 7, 1)));
    assert_eq!(request.schedule_name.as_deref(), Some("rates_by_place"));
    assert_eq!(
        request.profile.map(|profile| profile.name).as_deref(),
        Some("Birch rates")
    );
    assert!(request.again);
}

#[test]
fn a_kind_chosen_by_hand_proposes_its_own_columns() {
    let (_file, table) = looked_at("rates_by_place.csv");
    let mut draft = TableDraft::new(&table, &practice());
    draft.set_kind(&table, ImportKind::Utilization);
    assert_eq!(draft.kind, ImportKind::Utilization);
    assert!(draft.has(key::CODE));
    assert!(!draft.has(key::RATE));
    draft.set_kind(&table, ImportKind::FeeSchedule);
    assert_eq!(draft, TableDraft::new(&table, &practice()));
}

#[test]
fn cards_say_what_each_file_is_and_whether_it_will_be_imported() {
    let practice = practice();
    let refused = file(
        "scan.pdf",
        Err(JobError::new("Looking", "it is no table", "Ask for CSV")),
    );
    let whole = file("Oak.practice", Ok(InspectedContent::PracticeFile));
    let (mut table, _) = looked_at("lines_windows1252.csv");
    table.size_bytes = 312_400;
    let mut known = table.clone();
    known.already = Some(removed_import(2, "services.csv"));
    let draft = Draft::default();
    let again = Draft {
        again: true,
        ..Draft::default()
    };
    let open = ["Choose the column with rates".to_owned()];
    let card = |file: &InspectedFile, draft: &Draft, open: &[String]| {
        card_words(&FileCard::new(&practice, file, draft, open))
    };
    assert_eq!(
        card(&refused, &draft, &[]),
        "scan.pdf | Not recognised, 3.4 MB | Cannot be read | "
    );
    assert_eq!(
        card(&whole, &draft, &[]),
        "Oak.practice | Practice file, 3.4 MB | Practice file | "
    );
    assert!(card(&table, &draft, &[]).contains("312 KB | Ready"));
    assert!(card(&table, &draft, &open).contains("| To complete |"));
    let words = card(&known, &draft, &[]);
    assert!(words.contains("Imported before"), "{words}");
    assert!(
        words.contains("imported on 2026-01-05 as services.csv and then removed"),
        "{words}"
    );
    assert!(card(&known, &again, &[]).contains("| Ready |"));
}

#[test]
fn the_button_says_how_many_files_it_imports_and_what_is_in_its_way() {
    let practice = practice();
    let refused = file(
        "scan.pdf",
        Err(JobError::new("Looking", "it is no table", "Ask for CSV")),
    );
    let (table, _) = looked_at("lines_windows1252.csv");
    let ready = FileCard::new(&practice, &table, &Draft::default(), &[]);
    let open = ["Choose the column with rates".to_owned()];
    let incomplete = FileCard::new(&practice, &table, &Draft::default(), &open);
    let refused = FileCard::new(&practice, &refused, &Draft::default(), &[]);
    let check = |cards: &[FileCard], label: &str, blocked: &str| {
        let button = ImportButton::new(cards);
        assert_eq!(
            (button.label.as_str(), button.blocked.as_str()),
            (label, blocked)
        );
    };
    check(std::slice::from_ref(&ready), "Import", "");
    check(&[ready.clone(), ready.clone()], "Import 2 files", "");
    check(&[ready.clone(), refused.clone()], "Import 1 of 2 files", "");
    check(&[refused], "Import", "There is nothing to import");
    check(
        &[ready, incomplete],
        "Import 1 of 2 files",
        "Complete lines_windows1252.csv first, or leave it out",
    );
}

#[test]
fn sizes_are_written_in_the_unit_that_fits() {
    let check = |bytes: u64, expected: &str| assert_eq!(size_words(bytes), expected);
    check(1, "1 byte");
    check(999, "999 bytes");
    check(312_400, "312 KB");
    check(3_440_000, "3.4 MB");
    check(128_000_000, "128 MB");
}

#[test]
fn rules_are_explained_by_values_of_the_sample() {
    let (_file, table) = looked_at("lines_windows1252.csv");
    let mut draft = TableDraft::new(&table, &practice());
    let model = |draft: &TableDraft| RulesModel::new(&table, draft, &draft.plan(&table));
    assert_eq!(model(&draft).payer_column.as_deref(), Some("Payor"));
    let month_first = model(&draft).dates;
    draft.rules.date_order = Some(DateOrder::DayFirst);
    let day_first = model(&draft).dates;
    assert_ne!(month_first, day_first, "{month_first}");
    let named = model(&draft).columns;
    assert!(
        named.iter().all(|column| column.heading != "Patient Name"),
        "{named:?}"
    );
}

#[test]
fn a_rule_for_rows_counts_only_once_a_value_is_chosen() {
    let (_file, table) = looked_at("lines_windows1252.csv");
    let mut draft = TableDraft::new(&table, &practice());
    draft.add_filter(0);
    assert!(draft.plan(&table).rules.filters.is_empty());
    draft.rules.filters[0].values.push("Aetna".to_owned());
    let filters = draft.plan(&table).rules.filters;
    assert_eq!((filters.len(), filters[0].keep), (1, Keep::AllBut));
}

#[test]
fn rules_seen_in_the_table_or_remembered_with_its_layout_are_kept() {
    let (_file, table) = looked_at("transactions.csv");
    assert_eq!(table.plan.rules.rows, RowShape::Transactions);
    let draft = TableDraft::new(&table, &practice());
    assert_eq!(draft.plan(&table).rules, table.plan.rules);

    let mut remembered = table.plan.profile("Ledger");
    remembered.rules.signs = SignRule::Turned;
    remembered.rules.date_order = Some(DateOrder::DayFirst);
    let known = InspectedTable {
        plan: TablePlan::from_profile(&table.preview, &remembered, None),
        ..table
    };
    let mut draft = TableDraft::new(&known, &practice());
    assert_eq!(draft.plan(&known).rules, remembered.rules);
    draft.set_kind(&known, ImportKind::FeeSchedule);
    draft.set_kind(&known, ImportKind::Utilization);
    assert_eq!(draft.plan(&known).rules, remembered.rules);
}

#[test]
fn what_is_still_to_be_chosen_is_said_once() {
    let (_file, table) = looked_at("rates_by_place.csv");
    let mut draft = TableDraft::new(&table, &practice());
    draft.fields.fill(None);
    let plan = draft.plan(&table);
    let (open, unmet) = (draft.open_questions(&plan), unmet(&plan));
    assert_eq!(
        asked_words(&open, &unmet),
        "2 fields still need a column. Choose the payer whose rates these are"
    );
}

fn batch(kind: ImportKind) -> InspectedX12 {
    InspectedX12 {
        kind,
        files: Vec::new(),
        payments: 240,
        payments_known: 12,
        claims: 3_120,
        lines: 9_000,
        rejected: 0,
        totals: ImportTotals::default(),
        issues: Vec::new(),
        issue_count: 0,
    }
}

#[test]
fn remittances_and_claims_of_one_file_are_decided_about_apart() {
    let paid = InspectedContent::Remittances(Box::new(batch(ImportKind::Remittances)));
    let sent = InspectedContent::Claims(Box::new(batch(ImportKind::Claims)));
    let files = Arc::new(vec![file("both.edi", Ok(paid)), file("both.edi", Ok(sent))]);
    let mut state = State::default();
    state.follow(&files, &practice());
    let claims = state.files.get_mut(&key_of(&files[1])).unwrap();
    claims.draft.left_out = true;
    let cards = state.cards(&files, &practice());
    let states: Vec<CardState> = cards.iter().map(|card| card.state).collect();
    assert_eq!(states, [CardState::Ready, CardState::LeftOut]);
}

#[test]
fn a_batch_says_what_is_in_it_and_what_is_here_already() {
    let mut found = batch(ImportKind::Remittances);
    let notices = |found: &InspectedX12| -> Vec<String> {
        let notices = BatchModel::new(found).notices;
        notices.into_iter().map(|(_kind, words)| words).collect()
    };
    assert_eq!(
        notices(&found),
        ["12 of the 240 payments are in this practice already and will be left out"]
    );
    assert!(!found.is_known());
    let tiles = BatchModel::new(&found).tiles;
    assert_eq!(
        (tiles[0].label.as_str(), tiles[0].figure.as_str()),
        ("Payments", "240")
    );
    found.payments_known = 240;
    found.rejected = 3;
    found.totals.counts.unbalanced = 2;
    assert!(found.is_known());
    assert_eq!(
        notices(&found),
        ["Nothing is new: all of the 240 payments are in this practice already"]
    );
    (found.payments, found.payments_known) = (1, 1);
    assert_eq!(
        notices(&found),
        ["Nothing is new: its payment is in this practice already"]
    );
}

#[test]
fn the_whole_files_totals_name_the_first_rejected_rows() {
    let (file, table) = looked_at("summed_by_month.csv");
    let plan = TableDraft::new(&table, &practice()).plan(&table);
    let rejected = |line_nr| RejectedRow {
        line_nr,
        field: "DOS".to_owned(),
        reason: "this is not a date".to_owned(),
    };
    let totals = DryRunTotals {
        rows_read: 59_824,
        rows_kept: 59_812,
        rows_rejected: 12,
        rejected: (1..=12).map(rejected).collect(),
        issues: Vec::new(),
        totals: ImportTotals::default(),
    };
    let model = TotalsModel::new(&DryRun {
        path: file.path,
        plan,
        result: Ok(totals),
    });
    assert_eq!(model.figures[0], ("Rows kept", "59,812".to_owned()));
    assert_eq!(model.rejects[0], "Line 1, DOS: this is not a date");
    assert_eq!(model.rejects.last().unwrap(), "and 8 rows more");
}

#[test]
fn the_totals_of_a_fee_schedule_are_its_rows() {
    let (file, table) = looked_at("rates_by_place.csv");
    let plan = TableDraft::new(&table, &practice()).plan(&table);
    let publish = |_progress| {};
    let mut reporter = ProgressReporter::new(&publish, Arc::default());
    let result = dry_run(&file.path, &plan, &mut reporter);
    let kept = result.as_ref().unwrap().rows_kept;
    let model = TotalsModel::new(&DryRun {
        path: file.path,
        plan,
        result,
    });
    assert_eq!(
        model.figures,
        [
            ("Rows kept", kept.to_string()),
            ("Rows rejected", "1".to_owned())
        ]
    );
    assert!(kept > 0);
}
