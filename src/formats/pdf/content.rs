//! A page's content stream, as far as it places text (ISO 32000-1, 9.4).

#![expect(
    clippy::many_single_char_names,
    reason = "the parts of a matrix are called as in the standard"
)]

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;

use super::font::Font;

/// A 2×3 matrix as PDF writes it: `[a b c d e f]`.
type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// Forms within forms that are followed.
const MAX_DEPTH: u8 = 8;

/// Saved states that are kept; more are damage.
const MAX_SAVED: usize = 512;

/// Operators read of one page with its forms. Pages full of drawings have some 100,000.
const MAX_OPERATORS: usize = 2_000_000;

/// Applies `first`, then `then`.
fn product(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [ta, tb, tc, td, te, tf] = then;
    [
        a * ta + b * tc,
        a * tb + b * td,
        c * ta + d * tc,
        c * tb + d * td,
        e * ta + f * tc + te,
        e * tb + f * td + tf,
    ]
}

/// A character and where it was drawn, in points from the page's upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) x: f64,
    pub(super) y: f64,
    /// How far the next character is: along the line, which need not be level.
    pub(super) advance: (f64, f64),
    /// The font's size on the page.
    pub(super) size: f64,
}

/// The text state (ISO 32000-1, 9.3) and the transformation.
#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character_room: f64,
    word_room: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// What names in a content stream stand for.
#[derive(Clone)]
struct Scope<'a> {
    fonts: Dict<'a>,
    forms: Dict<'a>,
}

/// Reads pages, keeping fonts from page to page.
#[derive(Default)]
pub(super) struct Reader {
    fonts: HashMap<ObjectIdentifier, Rc<Font>>,
}

impl Reader {
    /// Returns a page's characters in the order they are drawn, at most `limit`.
    pub(super) fn glyphs(&mut self, page: &Page<'_>, limit: usize) -> Vec<Glyph> {
        let Some(stream) = page.page_stream() else {
            return Vec::new();
        };
        let resources = page.resources();
        let scope = Scope {
            fonts: resources.fonts.clone(),
            forms: resources.x_objects.clone(),
        };
        let mut text = PageText {
            reader: self,
            page,
            glyphs: Vec::new(),
            limit,
            operators_left: MAX_OPERATORS,
        };
        text.run(stream, &scope, page.initial_transform(true).as_coeffs(), 0);
        text.glyphs
    }
}

struct PageText<'r, 'p, 'a> {
    reader: &'r mut Reader,
    page: &'p Page<'a>,
    glyphs: Vec<Glyph>,
    limit: usize,
    operators_left: usize,
}

/// Where the next character goes.
struct Pen {
    line: Matrix,
    at: Matrix,
}

impl Pen {
    fn next_line(&mut self, x: f64, y: f64) {
        self.line = product([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.at = self.line;
    }
}

impl<'a> PageText<'_, '_, 'a> {
    fn run(&mut self, stream: &[u8], scope: &Scope<'a>, ctm: Matrix, depth: u8) {
        let mut state = State {
            ctm,
            font: None,
            size: 0.0,
            character_room: 0.0,
            word_room: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut saved: Vec<State> = Vec::new();
        let mut pen = Pen {
            line: IDENTITY,
            at: IDENTITY,
        };
        let mut operators = UntypedIter::new(stream);
        while let Some(instruction) = operators.next() {
            if self.operators_left == 0 || self.glyphs.len() >= self.limit {
                return;
            }
            self.operators_left -= 1;
            let operands: Vec<&Object<'_>> = instruction.operands().collect();
            let operator: &[u8] = instruction.operator;
            match operator {
                b"q" if saved.len() < MAX_SAVED => saved.push(state.clone()),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => {
                    if let Some(matrix) = matrix_of(&operands) {
                        state.ctm = product(matrix, state.ctm);
                    }
                }
                b"Do" => {
                    if let [Object::Name(name)] = operands.as_slice() {
                        self.form(name, scope, state.ctm, depth);
                    }
                }
                b"Tf" => {
                    if let [Object::Name(name), size] = operands.as_slice() {
                        state.font = self.font(name, scope);
                        state.size = number(size);
                    }
                }
                b"Tj" | b"TJ" | b"'" | b"\"" => {
                    self.show(operator, &operands, &mut state, &mut pen);
                }
                _ => set(operator, &operands, &mut state, &mut pen),
            }
        }
    }

    /// Draws strings: `Tj`, `TJ`, and the two that go to the next line first.
    fn show(
        &mut self,
        operator: &[u8],
        operands: &[&Object<'_>],
        state: &mut State,
        pen: &mut Pen,
    ) {
        if operator == b"\""
            && let [words, characters, _] = operands
        {
            state.word_room = number(words);
            state.character_room = number(characters);
        }
        if matches!(operator, b"'" | b"\"") {
            pen.next_line(0.0, -state.leading);
        }
        match operands.last() {
            Some(Object::String(string)) => self.draw(string.as_bytes(), state, pen),
            Some(Object::Array(pieces)) => {
                for piece in pieces.iter::<Object<'_>>() {
                    match piece {
                        Object::String(string) => self.draw(string.as_bytes(), state, pen),
                        Object::Number(back) => {
                            let x = -back.as_f64() / 1000.0 * state.size * state.stretch;
                            pen.at = product([1.0, 0.0, 0.0, 1.0, x, 0.0], pen.at);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn draw(&mut self, string: &[u8], state: &State, pen: &mut Pen) {
        let Some(font) = &state.font else { return };
        let scale = [
            state.size * state.stretch,
            0.0,
            0.0,
            state.size,
            0.0,
            state.rise,
        ];
        for code in font.codes(string) {
            if self.glyphs.len() >= self.limit {
                return;
            }
            let place = product(product(scale, pen.at), state.ctm);
            let width = font.width(code);
            let [a, b, c, d, x, y] = place;
            if let Some(text) = font.text(code)
                && [a, b, c, d, x, y].iter().all(|part| part.is_finite())
            {
                self.glyphs.push(Glyph {
                    text,
                    x,
                    y,
                    advance: (a * width, b * width),
                    size: c.hypot(d),
                });
            }
            let mut step = width * state.size + state.character_room;
            if font.is_blank(code) {
                step += state.word_room;
            }
            pen.at = product([1.0, 0.0, 0.0, 1.0, step * state.stretch, 0.0], pen.at);
        }
    }

    fn font(&mut self, name: &Name<'_>, scope: &Scope<'a>) -> Option<Rc<Font>> {
        let dict = scope
            .fonts
            .get::<Dict<'_>>(name.as_ref())
            .or_else(|| self.page.resources().get_font(name))?;
        let Some(id) = dict.obj_id() else {
            return Some(Rc::new(Font::of(&dict)));
        };
        let font = self
            .reader
            .fonts
            .entry(id)
            .or_insert_with(|| Rc::new(Font::of(&dict)));
        Some(Rc::clone(font))
    }

    /// Draws a form: a content stream of its own that pages share.
    fn form(&mut self, name: &Name<'_>, scope: &Scope<'a>, ctm: Matrix, depth: u8) {
        if depth >= MAX_DEPTH {
            return;
        }
        let form = scope
            .forms
            .get::<Stream<'_>>(name.as_ref())
            .or_else(|| self.page.resources().get_x_object(name));
        let Some(form) = form else { return };
        let dict = form.dict();
        let is_form = dict
            .get::<Name<'_>>(&b"Subtype"[..])
            .is_some_and(|kind| kind.as_ref() == b"Form");
        let Some(stream) = form.decoded().ok().filter(|_| is_form) else {
            return;
        };
        let matrix = dict
            .get::<Array<'_>>(&b"Matrix"[..])
            .map(|array| array.iter::<Object<'_>>().collect::<Vec<_>>())
            .and_then(|parts| matrix_of(&parts.iter().collect::<Vec<_>>()))
            .unwrap_or(IDENTITY);
        let own = dict.get::<Dict<'_>>(&b"Resources"[..]);
        let scope = own.map_or_else(
            || scope.clone(),
            |own| Scope {
                fonts: own.get(&b"Font"[..]).unwrap_or_else(Dict::empty),
                forms: own.get(&b"XObject"[..]).unwrap_or_else(Dict::empty),
            },
        );
        self.run(&stream, &scope, product(matrix, ctm), depth + 1);
    }
}

/// Runs an operator that only changes the state or the pen.
fn set(operator: &[u8], operands: &[&Object<'_>], state: &mut State, pen: &mut Pen) {
    let numbers: Vec<f64> = operands.iter().map(|operand| number(operand)).collect();
    match (operator, numbers.as_slice()) {
        (b"BT", _) => {
            pen.line = IDENTITY;
            pen.at = IDENTITY;
        }
        (b"Tm", _) => {
            if let Some(matrix) = matrix_of(operands) {
                pen.line = matrix;
                pen.at = matrix;
            }
        }
        (b"Td", [x, y]) => pen.next_line(*x, *y),
        (b"TD", [x, y]) => {
            state.leading = -y;
            pen.next_line(*x, *y);
        }
        (b"T*", _) => pen.next_line(0.0, -state.leading),
        (b"Tc", [room]) => state.character_room = *room,
        (b"Tw", [room]) => state.word_room = *room,
        (b"Tz", [percent]) => state.stretch = percent / 100.0,
        (b"TL", [leading]) => state.leading = *leading,
        (b"Ts", [rise]) => state.rise = *rise,
        _ => {}
    }
}

fn number(object: &Object<'_>) -> f64 {
    match object {
        Object::Number(number) => number.as_f64(),
        _ => 0.0,
    }
}

fn matrix_of(operands: &[&Object<'_>]) -> Option<Matrix> {
    let numbers: Vec<f64> = operands.iter().map(|operand| number(operand)).collect();
    numbers.try_into().ok()
}
