//! Tables: text, workbooks and PDFs, read as everything a table can be.

use std::io::Cursor;

use allowable::domain::ImportKind;
use allowable::formats::FormatError;
use allowable::formats::tables::{
    TableOptions, TablePlan, check_plan, likely_kind, preview, read_fee_schedule, read_records,
    read_utilization,
};

const SECRET: [u8; 32] = [7; 32];

/// Previews the table and reads it by what is proposed, as the kinds most worth trying.
pub fn tables(bytes: &[u8], name: &str) {
    let Ok(preview) = preview(&mut Cursor::new(bytes), name, &TableOptions::default()) else {
        return;
    };
    let likely = likely_kind(&preview);
    for kind in [ImportKind::Utilization, ImportKind::FeeSchedule]
        .into_iter()
        .chain(likely.filter(|kind| !kind.has_service_lines()))
    {
        let plan = TablePlan::proposed(&preview, kind, Some("Example".to_owned()));
        let checked = check_plan(&preview, &plan);
        assert!(checked.missing.len() <= 64, "{checked:?}");
        match kind {
            ImportKind::Utilization => utilization(bytes, &plan),
            ImportKind::FeeSchedule => fee_schedule(bytes, &plan),
            _ => records(bytes, &plan),
        }
    }
}

fn utilization(bytes: &[u8], plan: &TablePlan) {
    let mut lines = 0;
    let read =
        read_utilization::<FormatError>(&mut Cursor::new(bytes), plan, &SECRET, &mut |line| {
            assert_eq!(line.allowed.is_none(), line.no_rate.is_some());
            lines += 1;
            Ok(())
        });
    if let Ok(read) = read {
        assert_eq!(read.rows_read, read.rows_kept + read.rows_rejected);
        assert_eq!(read.lines, lines);
    }
}

fn fee_schedule(bytes: &[u8], plan: &TablePlan) {
    if let Ok(read) = read_fee_schedule(&mut Cursor::new(bytes), plan) {
        assert_eq!(read.rows_read, read.rows_kept + read.rows_rejected);
        assert!(
            read.schedules
                .iter()
                .all(|schedule| !schedule.rates.is_empty())
        );
    }
}

fn records(bytes: &[u8], plan: &TablePlan) {
    if let Ok(read) = read_records(&mut Cursor::new(bytes), plan) {
        assert_eq!(read.rows_read, read.rows_kept + read.rows_rejected);
    }
}
