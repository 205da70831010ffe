//! Tables that need rules: transactions, payers side by side, signs, filters.

use std::io::Cursor;

use crate::domain::{
    ColumnMapping, ImportKind, Keep, LineCounts, NoRate, PayerFrom, PayerRank, ReadingRules,
    RowFilter, RowShape, ServiceLine, SignRule,
};
use crate::formats::FormatError;

use super::*;

fn opened(text: &str) -> TablePreview {
    let mut source = Cursor::new(text.as_bytes());
    preview(
        &mut source,
        "Aetna_export_2025.csv",
        &TableOptions::default(),
    )
    .unwrap()
}

fn read(text: &str, plan: &TablePlan) -> (UtilizationRead, Vec<ServiceLine>) {
    let mut lines = Vec::new();
    let sink = &mut |line| {
        lines.push(line);
        Ok::<(), FormatError>(())
    };
    let source = &mut Cursor::new(text.as_bytes());
    let read = read_utilization(source, plan, &[9; 32], sink).unwrap();
    assert_eq!(read.rows_read, read.rows_kept + read.rows_rejected);
    assert_eq!(read.lines, lines.len() as u64);
    (read, lines)
}

fn proposed(text: &str) -> TablePlan {
    TablePlan::proposed(&opened(text), ImportKind::Utilization, None)
}

fn shown(line: &ServiceLine) -> String {
    let amount = |money: Option<crate::domain::Money>| {
        money.map_or("-".to_owned(), |money| money.to_string())
    };
    let why = line.no_rate.map_or("", NoRate::label);
    format!(
        "{} {} {} [{}] x{} {}u {} {} {} {} {why}",
        line.payer_name,
        line.rank.label(),
        line.code,
        line.modifiers,
        line.lines,
        line.units,
        line.charge,
        amount(line.allowed),
        amount(line.paid),
        amount(line.patient),
    )
    .trim_end()
    .to_owned()
}

fn check(text: &str, plan: &TablePlan, expected: &[&str]) -> UtilizationRead {
    let (receipt, lines) = read(text, plan);
    let texts: Vec<String> = lines.iter().map(shown).collect();
    assert_eq!(texts, expected, "{:?}", receipt.rejected);
    receipt
}

const TRANSACTIONS: &str = include_str!("../../../tests/fixtures/tables/transactions.csv");
const RANKS: &str = include_str!("../../../tests/fixtures/tables/payer_ranks.csv");

#[test]
fn transactions_of_a_charge_become_one_line() {
    let plan = proposed(TRANSACTIONS);
    assert_eq!(plan.rules.rows, RowShape::Transactions);
    assert_eq!(plan.rules.signs, SignRule::CreditsNegative);
    let receipt = check(
        TRANSACTIONS,
        &plan,
        &[
            "Aetna Primary 99213 [25] x1 1u 180.00 110.00 90.00 20.00",
            "Aetna Primary 93000 [] x1 1u 60.00 - 0.00 0.00 Denied",
            "Cigna Primary 99214 [] x1 1u 250.00 150.00 120.00 0.00",
            "Aetna Secondary 99214 [] x1 0u 0.00 - 30.00 - Paid after another payer",
            "Cigna Primary 36415 [] x1 1u 15.00 - 0.00 0.00 No allowed amount",
        ],
    );
    assert_eq!((receipt.rows_kept, receipt.rows_rejected), (16, 3));
    let reasons: Vec<&str> = receipt
        .rejected
        .iter()
        .map(|row| row.reason.as_str())
        .collect();
    assert!(reasons.contains(&"belongs to a charge that is not in this table"));
    assert!(reasons.contains(&"is a row of totals, not a transaction"));
    assert!(reasons.contains(&"has no charge number"));
    assert_eq!(receipt.totals.counts.denied, 1);
    assert_eq!(receipt.totals.counts.other_payer_first, 1);
    let checked = check_plan(&opened(TRANSACTIONS), &plan);
    assert_eq!((checked.lines, checked.totals), (5, receipt.totals));
}

#[test]
fn payers_side_by_side_give_a_line_each() {
    let plan = proposed(RANKS);
    check(
        RANKS,
        &plan,
        &[
            "Aetna Primary 99213 [25] x1 1u 180.00 110.00 90.00 -",
            "Aetna Primary 99214 [] x1 1u 250.00 150.00 120.00 -",
            "Secondary insurance Secondary 99214 [] x1 0u 0.00 - 30.00 - Paid after another payer",
        ],
    );
}

#[test]
fn signs_are_read_as_a_rule_or_a_column_says() {
    let text = "Payer,CPT,DOS,Billed,Billed Sign,Paid\n\
        A,99213,2025-01-02,100.00,+,-80.00\n\
        A,99214,2025-01-02,50.00,-,-40.00\n\
        A,99215,2025-01-03,10.00,,-8.00\n\
        A,99212,2025-01-03,20.00,,-9.00\n";
    let plan = proposed(text);
    assert_eq!(plan.rules.signs, SignRule::CreditsNegative);
    check(
        text,
        &plan,
        &[
            "A Primary 99213 [] x1 1u 100.00 - 80.00 - No allowed amount",
            "A Primary 99214 [] x-1 -1u -50.00 - -40.00 - No allowed amount",
            "A Primary 99215 [] x1 1u 10.00 - 8.00 - No allowed amount",
            "A Primary 99212 [] x1 1u 20.00 - 9.00 - No allowed amount",
        ],
    );
    let turned = ReadingRules {
        signs: SignRule::Turned,
        ..ReadingRules::default()
    };
    let (_, lines) = read(text, &plan.with_rules(turned));
    assert_eq!(lines[0].charge.to_string(), "-100.00");
}

#[test]
fn a_charge_taken_back_takes_back_what_was_allowed_whatever_its_sign() {
    let text = "Payer,CPT,DOS,Billed,Allowed,Paid\n\
        A,99213,3/4/2025,180.00,110.00,90.00\n\
        A,99214,3/5/2025,(250.00),150.00,(120.00)\n";
    check(
        text,
        &proposed(text),
        &[
            "A Primary 99213 [] x1 1u 180.00 110.00 90.00 -",
            "A Primary 99214 [] x-1 -1u -250.00 -150.00 -120.00 -",
        ],
    );
}

#[test]
fn adjustments_written_as_credits_lower_the_charge() {
    let text = "Payer,CPT,DOS,Charge,Insurance Payment,Contract Adjustment\n\
        A,99213,2025-01-02,200.00,90.00,(90.00)\n\
        A,99213,2025-01-03,200.00,90.00,90.00\n\
        A,99213,2025-01-04,-200.00,-90.00,-90.00\n\
        A,99214,2025-01-05,100.00,105.00,-5.00\n";
    check(
        text,
        &proposed(text),
        &[
            "A Primary 99213 [] x1 1u 200.00 110.00 90.00 -",
            "A Primary 99213 [] x1 1u 200.00 110.00 90.00 -",
            "A Primary 99213 [] x-1 -1u -200.00 -110.00 -90.00 -",
            "A Primary 99214 [] x1 1u 100.00 105.00 105.00 -",
        ],
    );
}

#[test]
fn a_minus_beside_the_charge_alone_takes_the_whole_line_back() {
    let text = "Payer,CPT,DOS,Units,CHARGE_AMT,CHARGE_SIGN,Allowed,Paid,Patient Resp\n\
        A,99213,2025-01-02,1,200.00,+,110.00,80.00,30.00\n\
        A,99213,2025-01-02,1,200.00,-,110.00,80.00,30.00\n";
    check(
        text,
        &proposed(text),
        &[
            "A Primary 99213 [] x1 1u 200.00 110.00 80.00 30.00",
            "A Primary 99213 [] x-1 -1u -200.00 -110.00 -80.00 -30.00",
        ],
    );
}

#[test]
fn transactions_without_a_stated_amount_are_utilization_whatever_was_expected() {
    let text = "charge_id,transaction_type,amount,transaction_reason,payer_name,procedure_code,\
        charge_from_date,expected_allowed_amount\n\
        1,CHARGE,200.00,,AETNA,99213,2025-01-02,110.00\n\
        1,ADJUSTMENT,-100.00,CONTRACTUAL,AETNA,99213,2025-01-02,110.00\n\
        1,PAYMENT,-80.00,,AETNA,99213,2025-01-02,110.00\n\
        1,PAYMENT,-20.00,COPAY,AETNA,99213,2025-01-02,110.00\n\
        2,CHARGE,90.00,,AETNA,99212,2025-01-03,60.00\n\
        2,PAYMENT,-50.00,,AETNA,99212,2025-01-03,60.00\n";
    let bare = text.replace(",expected_allowed_amount", "");
    let bare = bare.replace(",110.00\n", "\n").replace(",60.00\n", "\n");
    for text in [text, &bare] {
        assert_eq!(likely_kind(&opened(text)), Some(ImportKind::Utilization));
        let plan = proposed(text);
        assert_eq!(plan.rules.rows, RowShape::Transactions);
        check(
            text,
            &plan,
            &[
                "AETNA Primary 99213 [] x1 1u 200.00 100.00 80.00 20.00",
                "AETNA Primary 99212 [] x1 1u 90.00 - 50.00 0.00 No allowed amount",
            ],
        );
    }
}

#[test]
fn filters_that_may_name_a_person_are_obeyed_but_not_remembered() {
    let text = "Payer,CPT,DOS,Billed,Pt Name,Status\n\
        A,99213,2025-01-02,100.00,\"Leakname, Zoe\",Posted\n\
        A,99214,2025-01-02,50.00,\"Roe, Jane\",Posted\n\
        A,99215,2025-01-02,50.00,\"Roe, Jane\",Void\n";
    let all_but = |column_idx, value: &str| RowFilter {
        column_idx,
        keep: Keep::AllBut,
        values: vec![value.to_owned()],
    };
    let rules = ReadingRules {
        filters: vec![all_but(4, "Leakname, Zoe"), all_but(5, "Void")],
        ..ReadingRules::default()
    };
    let plan = proposed(text).with_rules(rules);
    check(
        text,
        &plan,
        &["A Primary 99214 [] x1 1u 50.00 - - - No allowed amount"],
    );
    let remembered = plan.profile("Layout").rules.filters;
    assert_eq!(remembered, [all_but(5, "Void")]);
}

#[test]
fn cents_without_a_point_are_proposed_only_in_padded_columns() {
    let padded = "Payer,CPT,DOS,Billed,Paid\n\
        A,99213,2025-01-02,00010000,00008050\n\
        A,99214,2025-01-02,00005000,00004000\n";
    let plan = proposed(padded);
    assert_eq!(plan.rules.implied_decimals, 2);
    let (receipt, _) = read(padded, &plan);
    assert_eq!(receipt.totals.charge.to_string(), "150.00");
    assert_eq!(receipt.totals.paid.to_string(), "120.50");
    let whole = "Payer,CPT,DOS,Billed,Paid\nA,99213,2025-01-02,100,80\nA,99214,2025-01-02,50,40\n";
    assert_eq!(proposed(whole).rules.implied_decimals, 0);
}

#[test]
fn rows_are_filtered_and_odd_lines_counted() {
    let text = "Payer,CPT,DOS,Billed,Allowed,Paid,State\n\
        A,99213,2025-01-02,100.00,60.00,60.00,Posted\n\
        A,99213,2025-01-02,100.00,60.00,60.00,Posted\n\
        A,99214,2025-01-02,100.00,0.00,0.00,Posted\n\
        A,3008F,2025-01-02,0.00,0.00,0.00,Posted\n\
        A,99213,2025-01-02,-100.00,-60.00,-60.00,Posted\n\
        A,99215,2025-01-02,100.00,60.00,60.00,Hold\n";
    let rules = ReadingRules {
        filters: vec![RowFilter {
            column_idx: 6,
            keep: Keep::AllBut,
            values: vec!["hold".to_owned()],
        }],
        ..ReadingRules::default()
    };
    let plan = proposed(text).with_rules(rules);
    let (receipt, _) = read(text, &plan);
    assert_eq!((receipt.rows_read, receipt.lines), (5, 5));
    assert_eq!(
        receipt.totals.counts,
        LineCounts {
            denied: 1,
            negative: 1,
            zero_charge: 1,
            repeated: 1,
            ..LineCounts::default()
        }
    );
    assert_eq!(
        receipt.issues[0].problem,
        "1 row left out by the choice of rows"
    );
    let checked = check_plan(&opened(text), &plan);
    assert_eq!((checked.rows_filtered, checked.totals), (1, receipt.totals));
    assert_eq!(checked.rows[5].outcome, RowOutcome::Filtered);
    let profile = plan.profile("Layout");
    let again = TablePlan::from_profile(&opened(text), &profile, None);
    assert_eq!(again.rules, plan.rules);
}

#[test]
fn the_payer_may_stand_in_the_files_name() {
    let text = "CPT,DOS,Billed\n99213,2025-01-02,100.00\n";
    let plan = proposed(text);
    let unmet: Vec<&str> = plan.unmet().iter().map(|need| need.fields[0]).collect();
    assert_eq!(unmet, [key::PAYER]);
    let rules = ReadingRules {
        payer_from: PayerFrom::FileName,
        ..ReadingRules::default()
    };
    let (_, lines) = read(text, &plan.with_rules(rules));
    assert_eq!(&*lines[0].payer_name, "Aetna");
}

#[test]
fn control_names_are_mapped_by_values_and_remembered() {
    let text = "Textbox80,StartDate2,Textbox39,PatientName1,Textbox7\n\
        Aetna,2/3/2021 0:00,9921325,\"Sample, Ada\",$110.00\n\
        Aetna,03-Feb-21,99213 25 59,\"Sample, Bo\",(20.00)\n\
        Aetna,\"Feb 3, 2021\",99214,\"Sample, Cy\",20.00-\n\
        Aetna,44230,99214,\"Sample, Di\",1.00\n";
    let shown = opened(text);
    let fields: Vec<(usize, &str)> = propose_mapping(&shown, ImportKind::Utilization)
        .iter()
        .map(|column| (column.column_idx, column.field))
        .collect();
    assert!(fields.contains(&(1, key::DATE)), "{fields:?}");
    let column = |column_idx, field: &str| ColumnMapping {
        column_idx,
        field: field.to_owned(),
    };
    let columns = vec![
        column(0, key::PAYER),
        column(1, key::DATE),
        column(2, key::CODE),
        column(4, key::CHARGE),
    ];
    let plan = TablePlan::new(&shown, ImportKind::Utilization, columns, None);
    assert!(matches(&plan.profile("Charges"), &shown));
    let (_, lines) = read(text, &plan);
    let codes: Vec<String> = lines
        .iter()
        .map(|line| {
            format!(
                "{} {} {} {}",
                line.date, line.code, line.modifiers, line.charge
            )
        })
        .collect();
    assert_eq!(
        codes,
        [
            "2021-02-03 99213 25 110.00",
            "2021-02-03 99213 25 59 -20.00",
            "2021-02-03 99214  -20.00",
            "2021-02-03 99214  1.00",
        ]
    );
}

#[test]
fn no_beginning_or_damage_of_a_table_is_a_panic() {
    let read_any = |bytes: &[u8]| {
        let options = TableOptions::default();
        let Ok(shown) = preview(&mut Cursor::new(bytes), "a.csv", &options) else {
            return;
        };
        for rows in [RowShape::Lines, RowShape::Transactions] {
            let plan = TablePlan::proposed(&shown, ImportKind::Utilization, Some("A".to_owned()));
            let rules = ReadingRules {
                rows,
                ..plan.rules.clone()
            };
            let plan = plan.with_rules(rules);
            check_plan(&shown, &plan);
            let sink = &mut |_line| Ok::<(), FormatError>(());
            if let Ok(read) = read_utilization(&mut Cursor::new(bytes), &plan, &[1; 32], sink) {
                assert_eq!(read.rows_read, read.rows_kept + read.rows_rejected);
            }
        }
    };
    for text in [TRANSACTIONS, RANKS] {
        let bytes = text.as_bytes();
        (0..bytes.len())
            .step_by(2)
            .for_each(|len| read_any(&bytes[..len]));
        for at in (0..bytes.len()).step_by(3) {
            let mut damaged = bytes.to_vec();
            damaged[at] ^= 1 << (at % 8);
            read_any(&damaged);
        }
    }
}

#[test]
fn names_cut_in_two_by_a_comma_become_no_payer_and_no_code() {
    let head = "CPT,DOS,Charge,Paid,Patient Name,Payer,Code 2,Provider\n";
    let good = "99213,2025-01-02,100.00,80.00,\"Oak, Ada\",Aetna,x,Elm\n";
    let shifted = "99213,2025-01-02,100.00,80.00,Oak, ZEBEDIAH,Aetna,x,Elm\n";
    // The shifted row among many good ones, first of all, and alone.
    for (before, after) in [(3, 3), (0, 3), (0, 0)] {
        let text = [head, &good.repeat(before), shifted, &good.repeat(after)].concat();
        let shown = opened(&text);
        let cells: Vec<&String> = shown.rows.iter().flat_map(|row| &row.cells).collect();
        assert!(
            !cells.iter().any(|cell| cell.contains("ZEBEDIAH")),
            "{cells:?}"
        );
        let plan = TablePlan::proposed(&shown, ImportKind::Utilization, None);
        let (receipt, lines) = read(&text, &plan);
        assert!(lines.iter().all(|line| &*line.payer_name == "Aetna"));
        assert_eq!(lines.len(), before + after);
        if before + after > 0 {
            let reason = &receipt.rejected[0].reason;
            assert!(reason.contains("more cells than headings"), "{reason}");
        }
    }
    let words = "Payer,CPT,DOS,Charge\nA,ZEBEDIAH,2025-01-02,1.00\nA,99213,2025-01-02,1.00\n\
        A,LOCAL7,2025-01-02,1.00\n";
    let (receipt, lines) = read(words, &proposed(words));
    assert_eq!((lines.len(), receipt.rows_rejected), (2, 1));
    assert_eq!(
        receipt.rejected[0].reason,
        "the value is not a procedure code"
    );
}

#[test]
fn a_row_is_denied_by_a_reason_or_an_allowed_amount_of_zero() {
    let text = "Payer,CPT,DOS,Billed,Contractual Adj,Paid,Reason Code\n\
        A,99213,2025-01-02,100.00,100.00,0.00,CO-45\n\
        A,99213,2025-01-02,100.00,100.00,0.00,CO-97\n\
        A,99213,2025-01-02,100.00,40.00,60.00,CO-45\n";
    let mut plan = proposed(text);
    plan.columns.push(ColumnMapping {
        column_idx: 6,
        field: key::REASON.to_owned(),
    });
    check(
        text,
        &plan,
        &[
            "A Primary 99213 [] x1 1u 100.00 - 0.00 - No allowed amount",
            "A Primary 99213 [] x1 1u 100.00 - 0.00 - Denied",
            "A Primary 99213 [] x1 1u 100.00 60.00 60.00 -",
        ],
    );
    let text = "Charge ID,Transaction Type,Amount,Reason,Payer,CPT,DOS\n\
        1,Charge,100.00,,A,99213,2025-01-02\n\
        1,Adjustment,-100.00,CO-45,A,,\n\
        2,Charge,100.00,,A,99214,2025-01-02\n\
        2,Adjustment,-100.00,CO-97,A,,\n\
        3,Charge,100.00,,A,99215,2025-01-02\n\
        3,Payment,-100.00,,A,,\n";
    let mut plan = proposed(text);
    plan.rules.signs = SignRule::CreditsNegative;
    check(
        text,
        &plan,
        &[
            "A Primary 99213 [] x1 1u 100.00 - 0.00 0.00 No allowed amount",
            "A Primary 99214 [] x1 1u 100.00 - 0.00 0.00 Denied",
            "A Primary 99215 [] x1 1u 100.00 100.00 100.00 0.00",
        ],
    );
}

#[test]
fn ranks_in_a_column_keep_other_payers_out_of_rates() {
    let text = "Payer,Insurance Sequence,CPT,DOS,Billed,Allowed,Paid\n\
        A,1,99213,2025-01-02,100.00,60.00,50.00\n\
        B,2,99213,2025-01-02,100.00,100.00,10.00\n";
    let (receipt, lines) = read(text, &proposed(text));
    assert_eq!(lines[1].rank, PayerRank::Secondary);
    assert_eq!(lines[1].no_rate, Some(NoRate::OtherPayerFirst));
    assert_eq!(receipt.totals.allowed.to_string(), "60.00");
    assert_eq!(receipt.totals.paid.to_string(), "60.00");
}
