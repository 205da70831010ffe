//! Which character a font's code is: by the font's own table, by its encoding, by glyph names.

use std::collections::HashMap;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use hayro_syntax::object::{Array, Dict, Name, Object};

/// Entries of a font's table: two-byte codes.
const MAX_ENTRIES: usize = 0x1_0000;

/// One-byte codes: an encoding and its differences.
pub(super) struct Simple {
    base: &'static Encoding,
    differences: HashMap<u8, char>,
}

impl Simple {
    pub(super) fn of(dict: &Dict<'_>) -> Self {
        let named = |name: &Name<'_>| {
            if name.as_ref() == b"MacRomanEncoding" {
                MACINTOSH
            } else {
                // Standard and Windows encodings agree on letters, digits and all signs of a table.
                WINDOWS_1252
            }
        };
        let key = &b"Encoding"[..];
        if let Some(encoding) = dict.get::<Dict<'_>>(key) {
            let base = encoding.get::<Name<'_>>(&b"BaseEncoding"[..]);
            Self {
                base: base.as_ref().map_or(WINDOWS_1252, named),
                differences: encoding
                    .get::<Array<'_>>(&b"Differences"[..])
                    .map(|array| differences(&array))
                    .unwrap_or_default(),
            }
        } else {
            let base = dict.get::<Name<'_>>(key);
            Self {
                base: base.as_ref().map_or(WINDOWS_1252, named),
                differences: HashMap::new(),
            }
        }
    }

    pub(super) fn character(&self, code: u8) -> Option<char> {
        let known = self.differences.get(&code).copied();
        known.or_else(|| {
            let bytes = [code];
            let (text, _) = self.base.decode_without_bom_handling(&bytes);
            text.chars().next().filter(|letter| !letter.is_control())
        })
    }
}

/// Reads `39 /quotesingle 96 /grave …`: names from a code on.
fn differences(array: &Array<'_>) -> HashMap<u8, char> {
    let mut found = HashMap::new();
    let mut code = 0_u32;
    for object in array.iter::<Object<'_>>() {
        match object {
            Object::Number(number) => code = number.as_f64().clamp(0.0, 255.0) as u32,
            Object::Name(name) => {
                if let (Ok(byte), Some(letter)) = (u8::try_from(code), named(name.as_str())) {
                    found.insert(byte, letter);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    found
}

/// Returns the character of a glyph's name (Adobe Glyph List, the part that tables need).
fn named(name: &str) -> Option<char> {
    const NAMES: [(&str, char); 46] = [
        ("space", ' '),
        ("nbspace", ' '),
        ("zero", '0'),
        ("one", '1'),
        ("two", '2'),
        ("three", '3'),
        ("four", '4'),
        ("five", '5'),
        ("six", '6'),
        ("seven", '7'),
        ("eight", '8'),
        ("nine", '9'),
        ("period", '.'),
        ("comma", ','),
        ("dollar", '$'),
        ("hyphen", '-'),
        ("minus", '-'),
        ("endash", '\u{2013}'),
        ("emdash", '\u{2014}'),
        ("slash", '/'),
        ("parenleft", '('),
        ("parenright", ')'),
        ("bracketleft", '['),
        ("bracketright", ']'),
        ("colon", ':'),
        ("semicolon", ';'),
        ("ampersand", '&'),
        ("percent", '%'),
        ("plus", '+'),
        ("asterisk", '*'),
        ("numbersign", '#'),
        ("equal", '='),
        ("less", '<'),
        ("greater", '>'),
        ("underscore", '_'),
        ("quotesingle", '\''),
        ("quoteright", '\u{2019}'),
        ("quoteleft", '\u{2018}'),
        ("quotedbl", '"'),
        ("exclam", '!'),
        ("question", '?'),
        ("at", '@'),
        ("backslash", '\\'),
        ("bullet", '\u{2022}'),
        ("fi", '\u{fb01}'),
        ("fl", '\u{fb02}'),
    ];
    let name = name.split('.').next().unwrap_or(name);
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter);
    }
    let hex = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'));
    let coded = hex
        .filter(|hex| (4..=6).contains(&hex.len()))
        .and_then(|hex| u32::from_str_radix(hex, 16).ok())
        .and_then(char::from_u32);
    coded.or_else(|| {
        let known = NAMES.iter().find(|(known, _)| *known == name);
        known.map(|(_, letter)| *letter)
    })
}

/// A piece of a character map.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// `<0041>`: its bytes.
    Hex(Vec<u8>),
    Open,
    Close,
    Word(Vec<u8>),
}

fn tokens(bytes: &[u8]) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        match byte {
            b'<' => {
                let len = memchr::memchr(b'>', rest).unwrap_or(rest.len());
                found.push(Token::Hex(hex(rest.get(..len).unwrap_or_default())));
                at += len + 2;
            }
            b'[' => {
                found.push(Token::Open);
                at += 1;
            }
            b']' => {
                found.push(Token::Close);
                at += 1;
            }
            _ if byte.is_ascii_alphabetic() => {
                let len = rest
                    .iter()
                    .take_while(|b| b.is_ascii_alphanumeric())
                    .count();
                found.push(Token::Word(
                    bytes.get(at..=at + len).unwrap_or_default().to_vec(),
                ));
                at += len + 1;
            }
            _ => at += 1,
        }
    }
    found
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let values: Vec<u8> = digits
        .iter()
        .filter_map(|digit| (*digit as char).to_digit(16))
        .filter_map(|value| u8::try_from(value).ok())
        .collect();
    values
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => high << 4 | low,
            [high] => high << 4,
            _ => 0,
        })
        .collect()
}

fn code_of(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .fold(0, |code, byte| code << 8 | u32::from(*byte))
}

fn text_of(bytes: &[u8]) -> String {
    let (text, _) = encoding_rs::UTF_16BE.decode_without_bom_handling(bytes);
    text.chars().filter(|letter| *letter != '\0').collect()
}

/// Reads a `ToUnicode` map (ISO 32000-1, 9.10.3): `bfchar` pairs and `bfrange` triples.
pub(super) fn to_unicode(bytes: &[u8]) -> HashMap<u32, String> {
    let mut map = HashMap::new();
    let tokens = tokens(bytes);
    let mut rest = tokens.as_slice();
    let mut ranges = false;
    while map.len() < MAX_ENTRIES {
        rest = match (ranges, rest) {
            (_, []) => break,
            (_, [Token::Word(word), more @ ..]) => {
                ranges = word == b"beginbfrange";
                more
            }
            (true, [Token::Hex(first), Token::Hex(_), Token::Open, more @ ..]) => {
                let texts = more.iter().map_while(|token| match token {
                    Token::Hex(text) => Some(text_of(text)),
                    _ => None,
                });
                map.extend((code_of(first)..).zip(texts));
                more
            }
            (
                true,
                [
                    Token::Hex(first),
                    Token::Hex(last),
                    Token::Hex(text),
                    more @ ..,
                ],
            ) => {
                let (first, last) = (code_of(first), code_of(last).min(0xFFFF));
                map.extend(
                    (first..=last)
                        .zip(0..)
                        .map(|(code, step)| (code, stepped(text, step))),
                );
                more
            }
            (false, [Token::Hex(code), Token::Hex(text), more @ ..]) => {
                map.insert(code_of(code), text_of(text));
                more
            }
            (_, [_, more @ ..]) => more,
        };
    }
    map.retain(|_, text| !text.is_empty());
    map
}

/// Returns the text so many characters after the first of a range: its last unit counts up.
fn stepped(text: &[u8], step: u16) -> String {
    let mut bytes = text.to_vec();
    if let [.., high, low] = bytes.as_mut_slice() {
        let unit = u16::from_be_bytes([*high, *low]).wrapping_add(step);
        [*high, *low] = unit.to_be_bytes();
    }
    text_of(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_s_table_is_read_from_pairs_and_ranges() {
        let map = to_unicode(
            b"1 beginbfchar <01> <0041> endbfchar 2 beginbfrange <0002> <0004> <0030>\n\
              <05> <06> [<0066 0069> <2013>] endbfrange",
        );
        let text = |code: u32| map.get(&code).map_or("", String::as_str);
        let texts: Vec<&str> = (1..=7).map(text).collect();
        assert_eq!(texts, ["A", "0", "1", "2", "fi", "\u{2013}", ""]);
    }

    #[test]
    fn glyphs_are_known_by_name() {
        for (name, letter) in [
            ("A", Some('A')),
            ("seven", Some('7')),
            ("uni0024", Some('$')),
            ("period.tf", Some('.')),
            ("g23", None),
        ] {
            assert_eq!(named(name), letter, "{name}");
        }
    }
}
