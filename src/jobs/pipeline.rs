//! Reading a utilization table on one core while the practice file takes its lines on another.

use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::domain::ServiceLine;
use crate::formats::FormatError;
use crate::formats::tables::{TablePlan, TableSource, UtilizationRead, read_utilization};

/// Lines handed over at once: some 300 kB, large against the cost of handing over.
const BATCH_LINES: usize = 2_048;
/// Batches under way: enough to bridge a pause of either side, small in memory.
const MAX_BATCHES: usize = 8;

/// Reads all lines of a table and gives each to `take`, in order.
///
/// Stops at the first error of either side. When `take` fails, its error is the answer.
pub(super) fn read_lines<E>(
    source: &mut (dyn TableSource + Send),
    plan: &TablePlan,
    key: &[u8; 32],
    mut take: impl FnMut(&ServiceLine) -> Result<(), E>,
) -> Result<UtilizationRead, E>
where
    E: From<FormatError>,
{
    thread::scope(|scope| {
        let (sender, receiver) = bounded(MAX_BATCHES);
        let reading = scope.spawn(move || send_lines(source, plan, key, &sender));
        let taken = take_lines(receiver, &mut take);
        // The receiver is gone by now, so that a reader still at work stops at its next batch.
        let read = reading
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        taken?;
        read.map_err(E::from)
    })
}

fn take_lines<E>(
    batches: Receiver<Vec<ServiceLine>>,
    take: &mut impl FnMut(&ServiceLine) -> Result<(), E>,
) -> Result<(), E> {
    for batch in batches {
        batch.iter().try_for_each(&mut *take)?;
    }
    Ok(())
}

fn send_lines(
    source: &mut (dyn TableSource + Send),
    plan: &TablePlan,
    key: &[u8; 32],
    batches: &Sender<Vec<ServiceLine>>,
) -> Result<UtilizationRead, FormatError> {
    // Only seen when the taking side failed, whose error goes before this one.
    let hung_up = || FormatError::refuse("the practice file takes no more lines", "");
    let mut batch = Vec::with_capacity(BATCH_LINES);
    let read = read_utilization(&mut &mut *source, plan, key, &mut |line| {
        batch.push(line);
        if batch.len() < BATCH_LINES {
            return Ok(());
        }
        let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH_LINES));
        batches.send(full).map_err(|_gone| hung_up())
    })?;
    batches.send(batch).map_err(|_gone| hung_up())?;
    Ok(read)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::domain::ImportKind;
    use crate::formats::tables::{TableOptions, preview};

    fn table(lines: usize) -> Cursor<Vec<u8>> {
        let mut text = "Payer,CPT,Date of service,Charge\n".to_owned();
        for number in 0..lines {
            text.push_str(&format!(
                "Payer {},99213,2025-01-02,{number}.00\n",
                number % 3
            ));
        }
        Cursor::new(text.into_bytes())
    }

    fn plan(source: &mut Cursor<Vec<u8>>) -> TablePlan {
        let shown = preview(source, "lines.csv", &TableOptions::default()).unwrap();
        TablePlan::proposed(&shown, ImportKind::Utilization, None)
    }

    #[test]
    fn lines_arrive_whole_and_in_order() {
        let count = BATCH_LINES * 3 + 17;
        let mut source = table(count);
        let plan = plan(&mut source);
        let mut next = 0;
        let read = read_lines::<FormatError>(&mut source, &plan, &[0; 32], |line| {
            assert_eq!(line.charge, crate::domain::Money::from_cents(next * 100));
            next += 1;
            Ok(())
        })
        .unwrap();
        assert_eq!((next as usize, read.rows_kept as usize), (count, count));
    }

    #[test]
    fn an_error_of_the_taking_side_ends_the_reading_and_is_the_answer() {
        let mut source = table(BATCH_LINES * 40);
        let plan = plan(&mut source);
        let mut taken = 0;
        let failed = read_lines(&mut source, &plan, &[0; 32], |_line| {
            taken += 1;
            if taken == 10 {
                Err(FormatError::refuse("full", ""))
            } else {
                Ok(())
            }
        });
        assert!(failed.unwrap_err().to_string().starts_with("full"));
        assert_eq!(taken, 10);
    }
}
