//! The ground behind a percentage of Medicare: warm below 100 %, cool above, the stronger the farther,
//! and a mark that points down or up, so that it can be read in grayscale too.

use egui::{CornerRadius, Painter, Rect, Shape, Stroke, pos2, vec2};
use rust_decimal::prelude::ToPrimitive as _;

use crate::app::theme::Tokens;
use crate::domain::Percent;

/// Points from 100 % that count as the same as Medicare.
const SAME_WITHIN: f32 = 2.0;
/// Points from 100 % at which the ground is at its strongest.
const FULL_AT: f32 = 50.0;
/// Half the width of the mark.
const MARK: f32 = 3.0;

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
    let inside = cell.shrink2(vec2(2.0, 1.0));
    let ground = soft.gamma_multiply(0.4 + 0.6 * distance.abs());
    painter.rect_filled(inside, CornerRadius::same(3), ground);
    let middle = pos2(inside.left() + 10.0, inside.center().y);
    let tip = -MARK * distance.signum();
    painter.add(Shape::convex_polygon(
        vec![
            middle + vec2(0.0, tip),
            middle + vec2(MARK, -tip * 0.7),
            middle + vec2(-MARK, -tip * 0.7),
        ],
        strong.gamma_multiply(0.8),
        Stroke::NONE,
    ));
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
        check(75, -0.5);
        check(125, 0.5);
        check(0, -1.0);
        check(400, 1.0);
    }
}
