//! The ground behind a percentage of Medicare: warm below 100 %, cool above, and a bar that leaves
//! the cell's middle to the left or to the right, so that it can be read in grayscale too.

use egui::{CornerRadius, Painter, Rect, pos2};
use rust_decimal::prelude::ToPrimitive as _;

use crate::app::theme::Tokens;
use crate::domain::Percent;

/// Points from 100 % that count as the same as Medicare.
const SAME_WITHIN: f32 = 2.0;
/// Points from 100 % at which ground and bar are at their fullest.
const FULL_AT: f32 = 60.0;
/// Height of the bar.
const BAR: f32 = 2.0;

/// How a percentage stands to 100 %: −1 far below, 0 the same, 1 far above.
fn distance(percent: Percent) -> f32 {
    let points = percent.points().to_f32().unwrap_or(100.0) - 100.0;
    if points.abs() <= SAME_WITHIN {
        return 0.0;
    }
    (points / FULL_AT).clamp(-1.0, 1.0)
}

/// Paints the ground of one cell.
pub(super) fn ground_ui(painter: &Painter, tokens: &Tokens, cell: Rect, percent: Percent) {
    let distance = distance(percent);
    if distance == 0.0 {
        return;
    }
    let (soft, strong) = if distance < 0.0 {
        (tokens.negative_soft, tokens.negative)
    } else {
        (tokens.positive_soft, tokens.positive)
    };
    let strength = 0.35 + 0.65 * distance.abs();
    let inside = cell.shrink2(egui::vec2(2.0, 1.0));
    painter.rect_filled(inside, CornerRadius::same(3), soft.gamma_multiply(strength));
    let middle = inside.center().x;
    let end = middle + distance * (inside.width() / 2.0 - 3.0);
    let bar = Rect::from_two_pos(
        pos2(middle, inside.bottom() - BAR),
        pos2(end, inside.bottom()),
    );
    painter.rect_filled(bar, CornerRadius::ZERO, strong.gamma_multiply(0.75));
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn check(points: i64, expected: f32) {
        let found = distance(Percent::new(Decimal::from(points)));
        assert!((found - expected).abs() < 1e-6, "{points}: {found}");
    }

    #[test]
    fn a_percentage_is_below_at_or_above_medicare() {
        check(100, 0.0);
        check(102, 0.0);
        check(70, -0.5);
        check(130, 0.5);
        check(0, -1.0);
        check(400, 1.0);
    }
}
