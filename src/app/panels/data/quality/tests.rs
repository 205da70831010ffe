//! The quality of the data in words.

use super::model::{MonthFill, QualityModel, Remedy};
use super::*;
use crate::analysis::BasedOn;
use crate::analysis::MonthSpan;
use crate::analysis::data_quality::{
    FindingKind, FindingLevel, FindingPart, Mend, MonthLines, QualityFinding, Subject,
};
use crate::app::command::Command;
use crate::domain::{ImportTotals, Month};
use crate::jobs::Edit;

const JANUARY: Month = Month(2025 * 12);

fn finding(kind: FindingKind, level: FindingLevel, mend: Option<Mend>) -> QualityFinding {
    QualityFinding {
        kind,
        level,
        parts: Vec::new(),
        parts_left_out: 0,
        mend,
    }
}

fn report(lines: u64, months: &[u64], findings: Vec<QualityFinding>) -> DataQuality {
    let months: Vec<MonthLines> = (JANUARY.0..)
        .zip(months)
        .map(|(month, lines)| MonthLines {
            month: Month(month),
            lines: *lines,
        })
        .collect();
    let span = months.first().zip(months.last());
    DataQuality {
        based_on: BasedOn {
            imports: 2,
            lines,
            lines_without_allowed: 21,
            lines_secondary: 0,
            span: span.map(|(first, last)| MonthSpan {
                first: first.month,
                last: last.month,
            }),
            reference: None,
        },
        imported: ImportTotals::default(),
        months,
        findings,
    }
}

fn tiles(report: &DataQuality) -> Vec<String> {
    QualityModel::new(report)
        .tiles
        .into_iter()
        .map(|tile| format!("{}: {} ({})", tile.label, tile.figure, tile.footnote))
        .collect()
}

#[test]
fn four_figures_say_how_much_there_is_and_how_much_of_it_is_whole() {
    let payments = FindingKind::Payments {
        payments: 40,
        unbalanced: 1,
    };
    let unbalanced = finding(payments, FindingLevel::Look, None);
    assert_eq!(
        tiles(&report(1_000, &[500, 0, 500], vec![unbalanced])),
        [
            "Service lines: 1,000 (From 2 files)",
            "With an allowed amount: 97.9% (21 lines without)",
            "Dates of service: 3 months (Jan 2025 to Mar 2025)",
            "Payments that balance: 97.5% (1 of 40 payments do not)",
        ]
    );
    let without_remittances = tiles(&report(1_000, &[1_000], Vec::new()));
    assert_eq!(
        without_remittances[3],
        "Payments that balance: n/a (No remittances)"
    );
    assert_eq!(tiles(&report(0, &[], Vec::new())), [""; 0]);
}

#[test]
fn months_without_services_are_seen_and_named() {
    let thin = FindingKind::MonthsThin {
        months: 1,
        usual_lines: 500,
    };
    let report = report(
        1_249,
        &[500, 0, 249, 500],
        vec![finding(thin, FindingLevel::Look, None)],
    );
    let months = QualityModel::new(&report).months.unwrap();
    let fills: Vec<MonthFill> = months.columns.iter().map(|column| column.fill).collect();
    assert_eq!(
        fills,
        [
            MonthFill::Usual,
            MonthFill::Missing,
            MonthFill::Thin,
            MonthFill::Usual,
        ]
    );
    assert_eq!(months.columns[1].words, "Feb 2025: 0 lines");
    assert_eq!(months.columns[0].year.as_deref(), Some("2025"));
    assert_eq!(months.columns[1].year, None);
    assert_eq!(months.most, "500");
    assert_eq!(months.note, "Without services: Feb 2025");
}

#[test]
fn gaps_between_months_are_named_by_their_ends() {
    let note = |months: &[u64], first: Month| {
        let mut report = report(9, months, Vec::new());
        if let Some(span) = &mut report.based_on.span {
            span.first = first;
        }
        QualityModel::new(&report).months.unwrap().note
    };
    assert_eq!(note(&[9, 9], JANUARY), "Every month has services");
    assert_eq!(
        note(&[9, 0, 0, 0, 9, 0, 9], JANUARY),
        "Without services: Feb 2025 to Apr 2025, Jun 2025"
    );
    assert_eq!(
        note(&[9, 0, 9, 0, 9, 0, 9, 0, 9, 0, 0, 9], JANUARY),
        "Without services: Feb 2025, Apr 2025, Jun 2025, Aug 2025 and 2 more months"
    );
    assert_eq!(
        note(&[9, 9], Month(JANUARY.0 - 30)),
        "Every month has services; earlier months, from Jul 2022 on, are not shown"
    );
}

#[test]
fn findings_are_grouped_by_how_much_they_matter_and_mended_by_a_button() {
    let repeated = FindingKind::RepeatedRows { rows: 3 };
    let overlap = FindingKind::NegativeLines { lines: 2 };
    let mut first = finding(
        repeated,
        FindingLevel::Look,
        Some(Mend::RemoveImport {
            import: ImportId(2),
        }),
    );
    first.parts.push(FindingPart {
        subject: Subject::Import("march.csv".to_owned()),
        count: 3,
        amount: None,
        mend: Some(Mend::ShowImport {
            import: ImportId(2),
        }),
    });
    first.parts_left_out = 4;
    let report = report(
        10,
        &[10],
        vec![first, finding(overlap, FindingLevel::Note, None)],
    );
    let model = QualityModel::new(&report);
    assert_eq!(model.calm, "");
    let levels: Vec<FindingLevel> = model.groups.iter().map(|group| group.level).collect();
    assert_eq!(levels, [FindingLevel::Look, FindingLevel::Note]);
    let line = &model.groups[0].findings[0];
    assert!(line.title.starts_with("3 rows"), "{}", line.title);
    let mend = line.mend.as_ref().unwrap();
    assert!(matches!(
        &mend.remedy,
        Remedy::Send(command)
            if matches!(**command, Command::Edit(Edit::RemoveImport(ImportId(2))))
    ));
    let parts = line.parts.as_ref().unwrap();
    assert_eq!(
        (parts.lines[0].name.as_str(), parts.lines[0].count.as_str()),
        ("march.csv", "3")
    );
    assert_eq!(parts.note, "and 4 more");
    let mend = parts.lines[0].mend.as_ref().unwrap();
    assert!(matches!(mend.remedy, Remedy::Go(Way::Import(ImportId(2)))));
}

#[test]
fn data_that_are_whole_are_said_to_be() {
    let good = FindingKind::Rows {
        read: 10,
        rejected: 0,
    };
    let report = report(10, &[10], vec![finding(good, FindingLevel::Good, None)]);
    assert_eq!(
        QualityModel::new(&report).calm,
        "Nothing needs mending in 10 service lines"
    );
}
