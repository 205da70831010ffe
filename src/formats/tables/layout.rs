//! Rows and columns of text that is placed, not delimited: a text file's by character positions, a
//! page's by points. Cells lie where the lines that hold codes leave room between them.

use super::lead;
use super::rows::Row;
use super::values::{self, Number};

/// A word and where it stands on its line.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::formats) struct Word {
    pub(in crate::formats) from: f32,
    pub(in crate::formats) to: f32,
    pub(in crate::formats) text: String,
}

/// A line of words from left to right.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::formats) struct Line {
    /// Counted from 1 over the whole file.
    pub(in crate::formats) nr: u64,
    /// The room between two words from which on they are two cells.
    pub(in crate::formats) gap: f32,
    pub(in crate::formats) words: Vec<Word>,
}

/// Lines above the first code that are searched for headings.
const HEADING_LINES: usize = 12;

/// Widest line looked at, in characters or points; a page of A0 is 3,370 points.
const WIDEST: f32 = 16_384.0;

/// Lines of which so few reach into a gap do not close it: one in so many.
const STRAY: usize = 50;

/// Cuts lines into rows. Lines below the first code without a code are dropped when they hold no
/// amount (wrapped descriptions, footers) or repeat the headings.
pub(super) fn rows(mut lines: Vec<Line>) -> Vec<Row> {
    lines.iter_mut().for_each(join_dollars);
    lines.retain(|line| !is_ruled(line) && !is_page_number(line));
    let Some(first) = first_of_data(&lines) else {
        return lines.iter().map(row_of).collect();
    };
    let above: Vec<String> = lines.iter().take(first).map(text_of_line).collect();
    let mut at = 0;
    lines.retain(|line| {
        at += 1;
        at <= first
            || holds_code(line)
            || (holds_amount(line) && !above.contains(&text_of_line(line)))
    });
    lines.drain(..first.saturating_sub(HEADING_LINES));
    let first = first.min(HEADING_LINES);
    let (usual, share) = usual_pieces(&lines);
    if usual <= 1 && share >= 50 {
        return super::dump::rows(&lines);
    }
    let columns = columns(&lines, first);
    // Pasted text: the same cells on every line, but not below each other.
    let rows = if share >= 90 && columns.len() < usual {
        lines.iter().map(row_of).collect()
    } else {
        lines.iter().map(|line| aligned(line, &columns)).collect()
    };
    lead::split(rows)
}

/// A row of the line's own pieces.
fn row_of(line: &Line) -> Row {
    let texts: Vec<String> = pieces(line).into_iter().map(|piece| piece.text).collect();
    Row::of(line.nr, &texts)
}

/// A dollar sign that stands apart belongs to the number behind it.
fn join_dollars(line: &mut Line) {
    let mut joined: Vec<Word> = Vec::with_capacity(line.words.len());
    for word in line.words.drain(..) {
        match joined.last_mut().filter(|last| last.text == "$") {
            Some(dollar)
                if word
                    .text
                    .starts_with(|letter: char| letter == '.' || letter.is_ascii_digit()) =>
            {
                dollar.text.push_str(&word.text);
                dollar.to = word.to;
            }
            _ => joined.push(word),
        }
    }
    line.words = joined;
}

/// Whether a line is blank or drawn: `----- ----`.
fn is_ruled(line: &Line) -> bool {
    let mut letters = line.words.iter().flat_map(|word| word.text.chars());
    letters.all(|letter| matches!(letter, '-' | '=' | '_' | '*' | '+' | '|' | '\u{2500}'))
}

fn is_page_number(line: &Line) -> bool {
    let text = text_of_line(line).to_ascii_lowercase();
    let rest = text.strip_prefix("page").unwrap_or(&text);
    let mut numbers = rest
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && *word != "of");
    let is_number = |word: &str| word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(page), None, None) => is_number(page),
        (Some(page), Some(of), None) => {
            is_number(page) && is_number(of) && text.contains(['o', '/'])
        }
        _ => false,
    }
}

fn text_of_line(line: &Line) -> String {
    let words: Vec<&str> = line.words.iter().map(|word| word.text.as_str()).collect();
    words.join(" ")
}

/// Whether a word is a code, maybe with modifiers behind it: `99213`, `99213-26`.
pub(super) fn is_code(text: &str) -> bool {
    let (code, rest) = text.split_at_checked(5).unwrap_or((text, ""));
    let ends = rest.is_empty() || rest.starts_with(['-', '/', '.', ',', '*', ':']);
    ends && values::looks_like_code(code.as_bytes())
}

fn holds_code(line: &Line) -> bool {
    line.words.iter().any(|word| is_code(&word.text))
}

/// Whether a line begins with a code that lost its zeros (`100` for `00100`) and ends with an
/// amount.
pub(super) fn starts_short(line: &Line) -> bool {
    let [first, .., last] = line.words.as_slice() else {
        return false;
    };
    let is_short = (3..=4).contains(&first.text.len());
    is_short && first.text.bytes().all(|byte| byte.is_ascii_digit()) && is_amount(&last.text)
}

/// Whether a line holds a code, maybe without its zeros.
fn is_data(line: &Line) -> bool {
    holds_code(line) || starts_short(line)
}

/// The first line with a code. One that lost its zeros counts where another line of data follows:
/// a year above the headings stands alone.
fn first_of_data(lines: &[Line]) -> Option<usize> {
    let whole = lines.iter().position(holds_code);
    let short = lines.windows(2).position(|pair| match pair {
        [line, next] => starts_short(line) && is_data(next),
        _ => false,
    });
    whole.into_iter().chain(short).min()
}

fn holds_amount(line: &Line) -> bool {
    line.words.iter().any(|word| is_amount(&word.text))
}

/// Whether a word is an amount of money: it has a point or a dollar sign.
pub(super) fn is_amount(text: &str) -> bool {
    text.contains(['.', '$'])
        && matches!(
            values::ten_thousandths(text.as_bytes()),
            Number::Value { .. }
        )
}

/// Joins words that stand closer than the gap.
fn pieces(line: &Line) -> Vec<Word> {
    let mut pieces: Vec<Word> = Vec::new();
    for word in &line.words {
        match pieces.last_mut() {
            Some(last) if word.from - last.to < line.gap => {
                last.text.push(' ');
                last.text.push_str(&word.text);
                last.to = last.to.max(word.to);
            }
            _ => pieces.push(word.clone()),
        }
    }
    pieces
}

/// The commonest number of pieces of lines with codes, and how many percent of them have it.
fn usual_pieces(lines: &[Line]) -> (usize, usize) {
    let mut counts: Vec<usize> = lines
        .iter()
        .filter(|line| is_data(line))
        .map(|line| pieces(line).len())
        .collect();
    counts.sort_unstable();
    counts
        .chunk_by(|a, b| a == b)
        .max_by_key(|same| same.len())
        .and_then(|same| Some((*same.first()?, same.len() * 100 / counts.len())))
        .unwrap_or((0, 0))
}

/// A column's left and right edge.
type Span = (f32, f32);

/// Finds the columns: what lines with codes cover, and headings above nothing.
fn columns(lines: &[Line], first: usize) -> Vec<Span> {
    let data: Vec<Vec<Word>> = lines
        .iter()
        .skip(first)
        .filter(|line| is_data(line))
        .map(pieces)
        .collect();
    let cell = |at: f32| at.clamp(0.0, WIDEST) as usize;
    let mut cover = vec![0_i32; WIDEST as usize + 2];
    for piece in data.iter().flatten() {
        if let Some(start) = cover.get_mut(cell(piece.from)) {
            *start += 1;
        }
        if let Some(end) = cover.get_mut(cell(piece.to).max(cell(piece.from) + 1)) {
            *end -= 1;
        }
    }
    let stray = i32::try_from(data.len() / STRAY).unwrap_or(i32::MAX);
    let mut columns: Vec<Span> = Vec::new();
    let mut depth = 0;
    let mut open: Option<usize> = None;
    for (at, change) in cover.iter().enumerate() {
        depth += change;
        match open {
            None if depth > stray => open = Some(at),
            Some(from) if depth <= stray => {
                columns.push((from as f32, at as f32));
                open = None;
            }
            _ => {}
        }
    }
    for line in lines.iter().take(first) {
        let pieces = pieces(line);
        if pieces.len() > columns.len() && columns.len() > 1 {
            let alone: Vec<Span> = pieces
                .iter()
                .filter(|piece| columns.iter().all(|column| overlap(piece, *column) <= 0.0))
                .map(|piece| (piece.from, piece.to))
                .take(pieces.len() - columns.len())
                .collect();
            columns.extend(alone);
            columns.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
    }
    columns
}

/// How far a word reaches into a column; below zero, how far it is from it.
fn overlap(word: &Word, (from, to): Span) -> f32 {
    word.to.min(to) - word.from.max(from)
}

/// Puts a line's pieces into columns. A line with as many pieces as columns fills them in order;
/// a piece over several columns is taken apart into words.
fn aligned(line: &Line, columns: &[Span]) -> Row {
    let mut cells = vec![String::new(); columns.len()];
    let mut put = |idx: usize, text: &str| {
        if let Some(cell) = cells.get_mut(idx) {
            if !cell.is_empty() {
                cell.push(' ');
            }
            cell.push_str(text);
        }
    };
    let pieces = pieces(line);
    if pieces.len() == columns.len() {
        for (idx, piece) in pieces.iter().enumerate() {
            put(idx, &piece.text);
        }
    } else {
        for piece in &pieces {
            let reached = columns
                .iter()
                .filter(|column| overlap(piece, **column) > 0.0)
                .count();
            if reached <= 1 {
                put(nearest(piece, columns), &piece.text);
                continue;
            }
            let inside = |word: &&Word| word.from >= piece.from && word.to <= piece.to;
            for word in line.words.iter().filter(inside) {
                put(nearest(word, columns), &word.text);
            }
        }
    }
    Row::of(line.nr, &cells)
}

fn nearest(word: &Word, columns: &[Span]) -> usize {
    columns
        .iter()
        .enumerate()
        .max_by(|(_, a), (_, b)| overlap(word, **a).total_cmp(&overlap(word, **b)))
        .map_or(0, |(idx, _)| idx)
}
