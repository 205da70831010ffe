//! Months and periods of service dates.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Invalid;

/// A calendar month, counted from January of year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Month(pub i32);

impl Month {
    /// Returns the month a date lies in.
    pub fn of(date: Date) -> Self {
        Self(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
    }

    /// Returns the calendar year.
    pub const fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// Returns the month of the year, 1 to 12.
    pub const fn month_of_year(self) -> i32 {
        self.0.rem_euclid(12) + 1
    }

    /// Returns the first day.
    ///
    /// # Errors
    /// When the year is outside −9999 to 9999.
    pub fn first_day(self) -> Result<Date, Invalid> {
        i16::try_from(self.year())
            .ok()
            .zip(i8::try_from(self.month_of_year()).ok())
            .and_then(|(year, month)| Date::new(year, month, 1).ok())
            .ok_or_else(|| Invalid::new(format!("month number {} is not in a calendar", self.0)))
    }
}

impl fmt::Display for Month {
    /// ISO year and month: `2025-03`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month_of_year())
    }
}

/// A span of months, both ends included; an absent end is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First month of service, or open.
    pub from: Option<Month>,
    /// Last month of service, or open.
    pub to: Option<Month>,
}

impl Period {
    /// Whether the month lies inside.
    pub fn contains(self, month: Month) -> bool {
        self.from.is_none_or(|from| from <= month) && self.to.is_none_or(|to| month <= to)
    }
}
