//! The different values of a column, to choose rows by.

use std::collections::BTreeMap;

use super::preview::TablePreview;

/// A value and how often the sample has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistinctValue {
    /// The value, without blanks around it; empty for blank cells.
    pub text: String,
    /// Rows of the sample.
    pub rows: u64,
}

impl TablePreview {
    /// Counts the different values of a column in the sample, the commonest first; `None` where
    /// there are more than `most`, and where they could identify a patient.
    pub fn distinct_values(&self, column_idx: usize, most: usize) -> Option<Vec<DistinctValue>> {
        if self.masked.get(column_idx).copied().unwrap_or(true) {
            return None;
        }
        let mut rows: BTreeMap<String, u64> = BTreeMap::new();
        let width = self.masked.len();
        // In a row that is shifted, a patient may stand in any column.
        for row in self.sample.0.iter().filter(|row| row.filled_len() <= width) {
            *rows
                .entry(row.text(column_idx).trim().to_owned())
                .or_default() += 1;
            if rows.len() > most {
                return None;
            }
        }
        let mut values: Vec<DistinctValue> = rows
            .into_iter()
            .map(|(text, rows)| DistinctValue { text, rows })
            .collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.rows));
        Some(values)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use crate::formats::tables::{TableOptions, preview};

    const TABLE: &str = "Status,CPT,Charge,Patient Name\n\
                         Posted,99213,110,Ada Oak\n\
                         Void,99213,110,Ida Elm\n\
                         Posted ,99214,150,Ben Fir\n\
                         ,99214,150,Cal Yew\n";

    #[test]
    fn values_are_counted_the_commonest_first_and_patients_are_not_listed() {
        let table = preview(
            &mut Cursor::new(TABLE.as_bytes()),
            "lines.csv",
            &TableOptions::default(),
        )
        .unwrap();
        let values: Vec<(String, u64)> = table
            .distinct_values(0, 10)
            .unwrap()
            .into_iter()
            .map(|value| (value.text, value.rows))
            .collect();
        let expected = [("Posted", 2), ("", 1), ("Void", 1)];
        assert_eq!(values, expected.map(|(text, rows)| (text.to_owned(), rows)));
        assert_eq!(table.distinct_values(0, 2), None);
        assert_eq!(table.distinct_values(3, 10), None);
    }
}
