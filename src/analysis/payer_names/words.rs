//! A payer's name as words, and how much two names resemble each other.

use super::Confidence;
use super::vocabulary::{
    LineOfBusiness, RAILROAD, is_identifier, is_idle, is_legal_form, is_of_medicare_itself,
    normalised, plain_words, product_kind,
};
use crate::domain::ProductKind;

/// Letters of an abbreviated name: with fewer, two payers share it by chance.
const INITIALS: std::ops::RangeInclusive<usize> = 3..=5;
/// Shortest name that is compared without its blanks.
const MIN_JOINED: usize = 5;
/// Shortest word that may be misspelled: "NY" and "NJ" are two states.
const MIN_MISSPELLED: usize = 5;

/// A name taken apart: what it says about the line of business, the product, and the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// The line of business it names.
    pub(super) line: Option<LineOfBusiness>,
    /// Words of products, in alphabetical order.
    pub(super) products: Vec<String>,
    /// The same in the order of the name.
    pub(super) products_in_order: Vec<String>,
    /// Who the payer is, in alphabetical order.
    pub(super) rest: Vec<String>,
    /// The same in the order of the name.
    rest_in_order: Vec<String>,
    /// All words but legal forms and numbers, without blanks.
    joined: String,
    /// First letters of its words, where there are enough: of all, and of those that count.
    initials: Vec<String>,
}

impl Words {
    /// Takes a name apart.
    pub(super) fn of(name: &str) -> Self {
        let (plain, initials) = without_own_initials(plain_words(name));
        let text = normalised(&plain);
        let mut words = Self {
            line: None,
            products: Vec::new(),
            products_in_order: Vec::new(),
            rest: Vec::new(),
            rest_in_order: Vec::new(),
            joined: String::new(),
            initials,
        };
        let mut takes_medicare = false;
        for token in text.split_whitespace() {
            if !is_legal_form(token) && !is_identifier(token) {
                words.joined.push_str(token);
            }
            if token == "medicare" {
                takes_medicare = true;
            } else if let Some(line) = LineOfBusiness::of_word(token) {
                words.line = Some(line);
            } else if product_kind(token).is_some() {
                words.products_in_order.push(token.to_owned());
            } else if !is_idle(token) {
                words.rest_in_order.push(token.to_owned());
            }
        }
        if takes_medicare && words.line.is_none() {
            words.line = Some(words.line_of_medicare());
        }
        words.products.clone_from(&words.products_in_order);
        words.products.sort_unstable();
        words.products.dedup();
        words.rest.clone_from(&words.rest_in_order);
        words.rest.sort_unstable();
        words.rest.dedup();
        words
    }

    /// "Aetna Medicare" is a private plan; "Medicare Part B" is Medicare itself, of whose name only
    /// the railroad's part is a payer of its own.
    fn line_of_medicare(&mut self) -> LineOfBusiness {
        if self
            .rest_in_order
            .iter()
            .all(|word| is_of_medicare_itself(word))
        {
            self.rest_in_order.retain(|word| word == RAILROAD);
            LineOfBusiness::Medicare
        } else {
            LineOfBusiness::MedicareAdvantage
        }
    }

    /// Returns the kind of plan that the words of products mean, the most telling one.
    pub(super) fn product_kind(&self) -> ProductKind {
        self.products
            .iter()
            .filter_map(|word| product_kind(word))
            .min()
            .unwrap_or_default()
    }

    /// Says how sure it is that two names mean one payer, and why; `None` where nothing says so.
    ///
    /// Names that differ in their products only are none of it: see
    /// [`suggest_products`](super::suggest_products).
    pub(super) fn compare(&self, other: &Self) -> Option<(Confidence, String)> {
        if self.line != other.line {
            return None;
        }
        if MIN_JOINED <= self.joined.len() && self.joined == other.joined {
            return Some((Confidence::Sure, self.same_words(other).to_owned()));
        }
        if self.products != other.products {
            return None;
        }
        if self.rest.is_empty() || other.rest.is_empty() {
            // "Medicare" and "Medicare Part B": nothing but the line of business is left.
            let same = self.rest == other.rest && self.line.is_some();
            return same.then(|| (Confidence::Sure, "The names mean the same".to_owned()));
        }
        if self.rest == other.rest {
            return Some((Confidence::Sure, self.same_words(other).to_owned()));
        }
        self.initials_of(other)
            .or_else(|| other.initials_of(self))
            .or_else(|| self.nearly_same(other))
    }

    fn same_words(&self, other: &Self) -> &'static str {
        if self.rest == other.rest && self.rest_in_order != other.rest_in_order {
            "The same words in another order"
        } else {
            "The same but for spelling, legal form or numbers"
        }
    }

    /// Whether the name is nothing but the other's initials.
    fn initials_of(&self, other: &Self) -> Option<(Confidence, String)> {
        let [word] = self.rest.as_slice() else {
            return None;
        };
        let are_initials = self.products.is_empty() && other.initials.contains(word);
        are_initials.then(|| {
            let confidence = match word.len() {
                ..=3 => Confidence::Possible,
                _ => Confidence::Likely,
            };
            let letters = word.to_uppercase();
            let reason = format!("\u{201c}{letters}\u{201d} are the initials of the other");
            (confidence, reason)
        })
    }

    /// One word misspelled, or one word more.
    fn nearly_same(&self, other: &Self) -> Option<(Confidence, String)> {
        let (one, two) = (&self.rest, &other.rest);
        if one.len() == two.len() {
            let mut left_only = one.iter().filter(|word| !two.contains(word));
            let mut right_only = two.iter().filter(|word| !one.contains(word));
            return match (
                left_only.next()?,
                right_only.next()?,
                left_only.next(),
                right_only.next(),
            ) {
                (left, right, None, None) => word_resemblance(left, right),
                _ => None,
            };
        }
        let (short, long) = if one.len() < two.len() {
            (one, two)
        } else {
            (two, one)
        };
        if long.len() != short.len() + 1 || !short.iter().all(|word| long.contains(word)) {
            return None;
        }
        // A word more may be a region or a sister company: worth a look, no more.
        let extra = long.iter().find(|word| !short.contains(word))?;
        let reason = format!("The same but for \u{201c}{extra}\u{201d}");
        Some((Confidence::Possible, reason))
    }

    /// Calls back with keys, of which any two names that [`Words::compare`] finds alike have one in
    /// common, and at least one of the two as a whole.
    pub(super) fn each_key(&self, mut call: impl FnMut(Key<'_>, Role)) {
        if MIN_JOINED <= self.joined.len() {
            call(Key::Joined(&self.joined), Role::Whole);
        }
        call(Key::Rest(&self.rest, ""), Role::Whole);
        for initials in &self.initials {
            call(Key::Initials(initials), Role::Part);
        }
        if let [word] = self.rest.as_slice()
            && INITIALS.contains(&word.len())
        {
            call(Key::Initials(word), Role::Whole);
        }
        for place in 0..self.rest.len() {
            let mut others = self.rest.clone();
            let word = others.remove(place);
            // One word more than another name; nothing in common is no resemblance.
            if !others.is_empty() {
                call(Key::Rest(&others, ""), Role::Part);
            }
            if matches!(word.as_str(), "bcbs" | "bluecross" | "blueshield") {
                call(Key::Rest(&others, "blue"), Role::Whole);
            }
            each_misspelling(&word, |misspelled| {
                call(Key::Rest(&others, misspelled), Role::Whole);
            });
        }
    }
}

/// How a name comes by a key. Names that have it by a part only do not resemble each other for it:
/// hundreds are "Mutual" with a word more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Whole,
    Part,
}

/// What names that resemble each other have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key<'w> {
    /// The name without blanks.
    Joined(&'w str),
    /// A name's initials, or a name that may be some.
    Initials(&'w str),
    /// All words but one, and what that one has in common with its misspellings.
    Rest(&'w [String], &'w str),
}

/// Calls back with the word and with it less each of its letters: two words that differ by one
/// letter changed, missing or doubled have one of these in common.
fn each_misspelling(word: &str, mut call: impl FnMut(&str)) {
    if word.len() < MIN_MISSPELLED {
        return;
    }
    call(word);
    let mut less = String::with_capacity(word.len());
    for (place, letter) in word.char_indices() {
        less.clear();
        less.push_str(&word[..place]);
        less.push_str(&word[place + letter.len_utf8()..]);
        call(&less);
    }
}

/// Takes a name's own initials off it ("Example Medical Resource (EMR)") and returns the initials of
/// what is left: of all its words, and of those that are no legal form.
fn without_own_initials(mut words: Vec<String>) -> (Vec<String>, Vec<String>) {
    let (first, last) = (words.first().cloned(), words.last().cloned());
    if let Some((first, last)) = first.zip(last)
        && 3 < words.len()
    {
        if initials_of(&words[1..]).contains(&first) {
            words.remove(0);
        } else if initials_of(&words[..words.len() - 1]).contains(&last) {
            words.pop();
        }
    }
    let initials = initials_of(&words);
    (words, initials)
}

fn initials_of(words: &[String]) -> Vec<String> {
    let first_letters = |is_counted: fn(&str) -> bool| -> String {
        words
            .iter()
            .filter(|word| is_counted(word))
            .filter_map(|word| word.chars().next())
            .collect()
    };
    let mut all = vec![
        first_letters(|_word| true),
        first_letters(|word| !is_legal_form(word)),
    ];
    all.dedup();
    all.retain(|letters| INITIALS.contains(&letters.len()));
    all
}

fn word_resemblance(left: &str, right: &str) -> Option<(Confidence, String)> {
    let reason = if is_blue_plan(left, right) {
        "Blue Cross and Blue Shield are one plan in most states, two in some".to_owned()
    } else if is_misspelling(left, right) {
        format!("\u{201c}{left}\u{201d} and \u{201c}{right}\u{201d} are nearly the same")
    } else {
        return None;
    };
    Some((Confidence::Likely, reason))
}

/// Whether one word is the joint plan and the other only one half of its name. The two halves alone
/// are not: in California and elsewhere they are two companies.
fn is_blue_plan(left: &str, right: &str) -> bool {
    let is_half = |word| matches!(word, "bluecross" | "blueshield");
    (left == "bcbs" && is_half(right)) || (right == "bcbs" && is_half(left))
}

/// Whether two words differ by one letter changed, missing or doubled.
fn is_misspelling(left: &str, right: &str) -> bool {
    if left.len().min(right.len()) < MIN_MISSPELLED || 1 < left.len().abs_diff(right.len()) {
        return false;
    }
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let same_start = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[same_start..], &right[same_start..]);
    let same_end = left
        .iter()
        .rev()
        .zip(right.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    left.len() - same_end <= 1 && right.len() - same_end <= 1
}
