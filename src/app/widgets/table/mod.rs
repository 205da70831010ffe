//! The table of the house: as many rows as there are, only those on screen painted; sorted by its
//! headings, narrowed by a search, walked by keyboard, copied and saved with its headings.

mod columns;
mod content;
mod link;
mod of_medicare;
mod order;
mod view;

pub use content::{Cell, Column, Row, TableContent};
pub use order::SortOrder;
pub use view::{TableResponse, TableSpec, TableState, table_ui};
