//! Characters with places become words, and words lines.

use crate::formats::tables::layout::{Line, Word};

use super::content::Glyph;

/// Shares of the font's size: how far characters of a line may lie apart in height, which room
/// parts words, and which parts cells. A blank is about a quarter wide; blanks of justified text
/// grow to half.
const SAME_LINE: f64 = 0.4;
const BETWEEN_WORDS: f64 = 0.15;
const BETWEEN_CELLS: f64 = 0.75;

/// A character on a page turned so that its lines are level.
struct Placed {
    x: f64,
    end: f64,
    y: f64,
    size: f64,
    text: String,
}

/// Appends a page's lines, top to bottom.
pub(super) fn append(glyphs: Vec<Glyph>, lines: &mut Vec<Line>) {
    let mut placed = upright(glyphs);
    placed.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut line: Vec<Placed> = Vec::new();
    for glyph in placed {
        let apart = line
            .first()
            .is_some_and(|first| glyph.y - first.y > SAME_LINE * first.size.min(glyph.size));
        if apart {
            push(std::mem::take(&mut line), lines);
        }
        line.push(glyph);
    }
    push(line, lines);
}

/// Turns a page so that most of its text runs from left to right.
fn upright(glyphs: Vec<Glyph>) -> Vec<Placed> {
    // Right, down, left, up.
    let mut directions = [0_usize; 4];
    let of = |(x, y): (f64, f64)| match (x.abs() >= y.abs(), x >= 0.0, y >= 0.0) {
        (true, true, _) => 0,
        (true, false, _) => 2,
        (false, _, true) => 1,
        (false, _, false) => 3,
    };
    for glyph in &glyphs {
        if let Some(count) = directions.get_mut(of(glyph.advance)) {
            *count += 1;
        }
    }
    let main = (0..4)
        .max_by_key(|at| directions.get(*at).copied())
        .filter(|_| !glyphs.is_empty())
        .unwrap_or(0);
    let turned = |x: f64, y: f64| match main {
        1 => (y, -x),
        2 => (-x, -y),
        3 => (-y, x),
        _ => (x, y),
    };
    glyphs
        .into_iter()
        .filter(|glyph| of(glyph.advance) == main)
        .map(|glyph| {
            let (x, y) = turned(glyph.x, glyph.y);
            let (dx, _) = turned(glyph.advance.0, glyph.advance.1);
            Placed {
                x,
                end: x + dx.max(0.0),
                y,
                size: glyph.size,
                text: glyph.text,
            }
        })
        .collect()
}

/// Joins a line's characters into words.
fn push(mut glyphs: Vec<Placed>, lines: &mut Vec<Line>) {
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let size = glyphs.iter().map(|glyph| glyph.size).fold(0.0, f64::max);
    let mut words: Vec<Word> = Vec::new();
    let mut end: Option<f64> = None;
    let mut before: Option<(f64, String)> = None;
    for glyph in glyphs {
        if glyph.text.chars().all(char::is_whitespace) {
            end = None;
            continue;
        }
        // Bold is sometimes drawn as the same character twice.
        let twice = before
            .as_ref()
            .is_some_and(|(x, text)| *text == glyph.text && glyph.x - x < 0.1 * glyph.size);
        if twice {
            continue;
        }
        let joined = end.is_some_and(|end| glyph.x - end < BETWEEN_WORDS * glyph.size);
        match words.last_mut().filter(|_| joined) {
            Some(word) => {
                word.text.push_str(&glyph.text);
                word.to = glyph.end as f32;
            }
            None => words.push(Word {
                from: glyph.x as f32,
                to: glyph.end as f32,
                text: glyph.text.clone(),
            }),
        }
        end = Some(glyph.end);
        before = Some((glyph.x, glyph.text));
    }
    if !words.is_empty() {
        lines.push(Line {
            nr: lines.len() as u64 + 1,
            gap: (BETWEEN_CELLS * size) as f32,
            words,
        });
    }
}
