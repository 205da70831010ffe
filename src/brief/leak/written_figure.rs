//! Numbers as they stand in running text, and whether one gives a secret away.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Secret;

/// A number in a text, and what its marks say it is.
pub struct WrittenFigure {
    /// As written, without its marks.
    pub text: String,
    /// Its value.
    pub value: Decimal,
    unit: FigureUnit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FigureUnit {
    Dollars,
    Percent,
    Unmarked,
}

impl WrittenFigure {
    /// Whether a reader would recognise the secret. "24 hours" is not a rate of $24.13, but
    /// "$178,500" is a floor of $178,500.40.
    pub fn gives_away(&self, secret: Secret) -> bool {
        let places = self.value.scale();
        let exact = secret.value().abs();
        let same = exact.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
            == self.value;
        let is_amount = self.unit == FigureUnit::Dollars || 2 <= places;
        match secret {
            Secret::OtherRate(_) => same && is_amount && 2 <= places,
            Secret::WalkAway(_) | Secret::Cost(_) => {
                same && (is_amount || Decimal::ONE_THOUSAND <= self.value)
            }
            Secret::WalkAwayPercent(_) => same && self.unit == FigureUnit::Percent,
            // Whole percentages are everywhere; one with a decimal is a payer's.
            Secret::OtherPercent(_) => same && self.unit == FigureUnit::Percent && 1 <= places,
        }
    }
}

/// Finds numbers as people write them: `1,059,110.20`, `$33.33`, `118 %`, `118 percent`.
pub fn figures_in(text: &str) -> Vec<WrittenFigure> {
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, ',' | '.');
    let mut figures = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (lead, tail) = rest.split_at(start);
        let end = tail.find(|letter| !is_part(letter)).unwrap_or(tail.len());
        let (piece, after) = tail.split_at(end);
        let piece = piece.trim_end_matches([',', '.']);
        let digits: String = piece.chars().filter(|letter| *letter != ',').collect();
        if let Ok(value) = digits.parse() {
            let after = after.trim_start();
            let unit = if lead.trim_end().ends_with('$') {
                FigureUnit::Dollars
            } else if after.starts_with('%') || after.starts_with("percent") {
                FigureUnit::Percent
            } else {
                FigureUnit::Unmarked
            };
            figures.push(WrittenFigure {
                text: piece.to_owned(),
                value,
                unit,
            });
        }
        rest = tail.get(end..).unwrap_or_default();
    }
    figures
}
