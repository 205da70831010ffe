//! Fonts, as far as they say which character a code is and how wide it is drawn. Their outlines are
//! not looked at.

use std::collections::HashMap;

use hayro_syntax::object::{Array, Dict, Name, Object, Stream};

use super::characters::{self, Simple};

/// A font's codes.
pub(super) struct Font {
    /// Bytes of a code: two for composite fonts.
    code_bytes: usize,
    /// From the font's own table, which goes before everything else.
    to_unicode: HashMap<u32, String>,
    /// Characters of one-byte codes; `None` for a composite font.
    simple: Option<Simple>,
    /// In thousandths of the size.
    widths: HashMap<u32, f64>,
    other_width: f64,
}

impl Font {
    pub(super) fn of(dict: &Dict<'_>) -> Self {
        let to_unicode = dict
            .get::<Stream<'_>>(&b"ToUnicode"[..])
            .and_then(|stream| Some(characters::to_unicode(&stream.decoded().ok()?)))
            .unwrap_or_default();
        let composite = dict
            .get::<Name<'_>>(&b"Subtype"[..])
            .is_some_and(|kind| kind.as_ref() == b"Type0");
        if composite {
            let descendant = dict
                .get::<Array<'_>>(&b"DescendantFonts"[..])
                .and_then(|fonts| fonts.iter::<Dict<'_>>().next())
                .unwrap_or_else(Dict::empty);
            Self {
                code_bytes: 2,
                to_unicode,
                simple: None,
                widths: descendant
                    .get::<Array<'_>>(&b"W"[..])
                    .map(|array| composite_widths(&array))
                    .unwrap_or_default(),
                other_width: descendant.get::<f64>(&b"DW"[..]).unwrap_or(1000.0),
            }
        } else {
            Self {
                code_bytes: 1,
                to_unicode,
                simple: Some(Simple::of(dict)),
                widths: simple_widths(dict),
                other_width: missing_width(dict),
            }
        }
    }

    /// Cuts a string into codes.
    pub(super) fn codes<'s>(&self, string: &'s [u8]) -> impl Iterator<Item = u32> + use<'s> {
        string.chunks(self.code_bytes).map(|bytes| {
            bytes
                .iter()
                .fold(0, |code, byte| code << 8 | u32::from(*byte))
        })
    }

    /// Returns a code's text, where the font says it.
    pub(super) fn text(&self, code: u32) -> Option<String> {
        if let Some(text) = self.to_unicode.get(&code) {
            return Some(text.clone());
        }
        let letter = self.simple.as_ref()?.character(u8::try_from(code).ok()?)?;
        Some(letter.to_string())
    }

    /// Returns a code's width as a share of the font's size.
    pub(super) fn width(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.other_width) / 1000.0
    }

    /// Whether a code gets the room between words: byte 32 (ISO 32000-1, 9.3.3).
    pub(super) fn is_blank(&self, code: u32) -> bool {
        self.code_bytes == 1 && code == 32
    }
}

fn simple_widths(dict: &Dict<'_>) -> HashMap<u32, f64> {
    let first = dict.get::<i32>(&b"FirstChar"[..]).unwrap_or(0).max(0);
    // A Type 3 font measures in units of its own.
    let unit = dict
        .get::<Array<'_>>(&b"FontMatrix"[..])
        .and_then(|matrix| matrix.iter::<f64>().next())
        .map_or(1.0, |scale| scale * 1000.0);
    let Some(widths) = dict.get::<Array<'_>>(&b"Widths"[..]) else {
        // Fonts every reader knows come without widths; Helvetica's blank and point are half as
        // wide as its digits, and no column hangs on the rest.
        return [(32, 278.0), (44, 278.0), (46, 278.0)].into();
    };
    (first.unsigned_abs()..=255)
        .zip(widths.iter::<f64>())
        .map(|(code, width)| (code, width * unit))
        .collect()
}

fn missing_width(dict: &Dict<'_>) -> f64 {
    let name = dict.get::<Name<'_>>(&b"BaseFont"[..]);
    let monospaced = name.is_some_and(|name| name.as_str().contains("Courier"));
    dict.get::<Dict<'_>>(&b"FontDescriptor"[..])
        .and_then(|about| about.get::<f64>(&b"MissingWidth"[..]))
        .filter(|width| *width > 0.0)
        .unwrap_or(if monospaced { 600.0 } else { 556.0 })
}

/// Reads `c [w w w]` and `first last w` (ISO 32000-1, 9.7.4.3).
fn composite_widths(array: &Array<'_>) -> HashMap<u32, f64> {
    /// Codes of two bytes.
    const MAX_CODE: u32 = 0xFFFF;
    let mut widths = HashMap::new();
    let mut pending: Vec<f64> = Vec::new();
    for object in array.iter::<Object<'_>>() {
        match object {
            Object::Number(number) => pending.push(number.as_f64()),
            Object::Array(list) => {
                let first = pending.pop().unwrap_or(0.0).max(0.0) as u32;
                widths.extend((first..=MAX_CODE).zip(list.iter::<f64>()));
                pending.clear();
            }
            _ => pending.clear(),
        }
        if let [first, last, width] = *pending.as_slice() {
            let last = (last.max(0.0) as u32).min(MAX_CODE);
            widths.extend((first.max(0.0) as u32..=last).map(|code| (code, width)));
            pending.clear();
        }
    }
    widths
}
