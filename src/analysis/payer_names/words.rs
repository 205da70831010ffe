//! A payer's name as words, and how much two names resemble each other.

use super::Confidence;
use crate::domain::PayerClass;

/// A name taken apart: what it says about the line of business, the product, and the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The line of business it names.
    pub line: Option<LineOfBusiness>,
    products: Vec<String>,
    rest: Vec<String>,
    sorted_rest: Vec<String>,
}

/// Lines of business that a name can give away. They are never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineOfBusiness {
    Medicare,
    MedicareAdvantage,
    Medicaid,
    WorkersComp,
    SelfPay,
    Military,
    Exchange,
}

/// Wordings of one thing, longest first where one holds another; the right side is what the rest of
/// this file knows.
const SYNONYMS: &[(&str, &str)] = &[
    ("blue cross and blue shield", "bcbs"),
    ("blue cross blue shield", "bcbs"),
    ("bluecross blueshield", "bcbs"),
    ("bluecross and blueshield", "bcbs"),
    ("blue cross", "bluecross"),
    ("blue shield", "blueshield"),
    ("bc bs", "bcbs"),
    ("united health care", "uhc"),
    ("united healthcare", "uhc"),
    ("unitedhealthcare", "uhc"),
    ("united hlthcare", "uhc"),
    ("unitedhealth", "uhc"),
    ("united health", "uhc"),
    ("health net", "healthnet"),
    ("mcr", "medicare"),
    ("mcaid", "medicaid"),
    ("medicare advantage", "medicareadvantage"),
    ("medicare adv", "medicareadvantage"),
    ("medicare hmo", "medicareadvantage"),
    ("medicare ppo", "medicareadvantage"),
    ("medicare complete", "medicareadvantage"),
    ("community plan", "medicaid"),
    ("managed medicaid", "medicaid"),
    ("workers compensation", "workerscomp"),
    ("workers comp", "workerscomp"),
    ("worker s compensation", "workerscomp"),
    ("worker s comp", "workerscomp"),
    ("work comp", "workerscomp"),
    ("self pay", "selfpay"),
    ("private pay", "selfpay"),
    ("tri care", "tricare"),
    ("market place", "exchange"),
    ("marketplace", "exchange"),
    ("behavioural", "behavioral"),
    ("healthcare", "health"),
    ("health care", "health"),
];

/// States as payers write them in full. Colorado and Idaho are missing: "co" is also a company and
/// "id" a payer's number.
const STATES: &[(&str, &str)] = &[
    ("alabama", "al"),
    ("alaska", "ak"),
    ("arizona", "az"),
    ("arkansas", "ar"),
    ("california", "ca"),
    ("connecticut", "ct"),
    ("delaware", "de"),
    ("florida", "fl"),
    ("georgia", "ga"),
    ("hawaii", "hi"),
    ("illinois", "il"),
    ("indiana", "in"),
    ("iowa", "ia"),
    ("kansas", "ks"),
    ("kentucky", "ky"),
    ("louisiana", "la"),
    ("maine", "me"),
    ("maryland", "md"),
    ("massachusetts", "ma"),
    ("michigan", "mi"),
    ("minnesota", "mn"),
    ("mississippi", "ms"),
    ("missouri", "mo"),
    ("montana", "mt"),
    ("nebraska", "ne"),
    ("nevada", "nv"),
    ("new hampshire", "nh"),
    ("new jersey", "nj"),
    ("new mexico", "nm"),
    ("new york", "ny"),
    ("north carolina", "nc"),
    ("north dakota", "nd"),
    ("ohio", "oh"),
    ("oklahoma", "ok"),
    ("oregon", "or"),
    ("pennsylvania", "pa"),
    ("rhode island", "ri"),
    ("south carolina", "sc"),
    ("south dakota", "sd"),
    ("tennessee", "tn"),
    ("texas", "tx"),
    ("utah", "ut"),
    ("vermont", "vt"),
    ("west virginia", "wv"),
    ("virginia", "va"),
    ("washington", "wa"),
    ("wisconsin", "wi"),
    ("wyoming", "wy"),
];

/// Words that say nothing about who the payer is.
const IDLE: &[&str] = &[
    "of",
    "the",
    "and",
    "inc",
    "llc",
    "ltd",
    "co",
    "corp",
    "corporation",
    "company",
    "companies",
    "group",
    "insurance",
    "ins",
    "health",
    "plan",
    "plans",
    "hlth",
    "benefit",
    "benefits",
    "services",
    "service",
    "life",
    "assurance",
    "commercial",
    "payer",
    "claims",
    "id",
    "hlthcare",
    "affairs",
];

/// Products of one payer: each may have a contract of its own.
const PRODUCTS: &[&str] = &[
    "hmo",
    "ppo",
    "epo",
    "pos",
    "hdhp",
    "indemnity",
    "select",
    "choice",
    "open",
    "access",
    "plus",
    "premier",
    "advantage",
    "gold",
    "silver",
    "bronze",
    "federal",
    "fep",
];

impl Words {
    /// Takes a name apart.
    pub fn of(name: &str) -> Self {
        let text = normalised(name);
        let mut words = Self {
            line: None,
            products: Vec::new(),
            rest: Vec::new(),
            sorted_rest: Vec::new(),
        };
        let tokens: Vec<&str> = text.split_whitespace().collect();
        let mut takes_medicare = false;
        for token in &tokens {
            match *token {
                "medicareadvantage" | "mapd" => {
                    words.line = Some(LineOfBusiness::MedicareAdvantage);
                }
                "medicare" => takes_medicare = true,
                "medicaid" | "chip" => words.line = Some(LineOfBusiness::Medicaid),
                "workerscomp" => words.line = Some(LineOfBusiness::WorkersComp),
                "selfpay" => words.line = Some(LineOfBusiness::SelfPay),
                "tricare" | "champva" | "veterans" => words.line = Some(LineOfBusiness::Military),
                "exchange" => words.line = Some(LineOfBusiness::Exchange),
                _ if IDLE.contains(token) || is_identifier(token) => {}
                _ if PRODUCTS.contains(token) => words.products.push((*token).to_owned()),
                _ => words.rest.push((*token).to_owned()),
            }
        }
        if takes_medicare && words.line.is_none() {
            // "Aetna Medicare" is a private plan; "Medicare Part B" is Medicare itself.
            words.line = if words.rest.iter().all(|word| is_of_medicare_itself(word)) {
                words.rest.retain(|word| word == RAILROAD);
                Some(LineOfBusiness::Medicare)
            } else {
                Some(LineOfBusiness::MedicareAdvantage)
            };
        }
        words.products.sort_unstable();
        words.products.dedup();
        words.sorted_rest.clone_from(&words.rest);
        words.sorted_rest.sort_unstable();
        words
    }

    /// Returns the class that the name tells; commercial where it tells none.
    pub const fn class(&self) -> PayerClass {
        match self.line {
            None | Some(LineOfBusiness::Exchange) => PayerClass::Commercial,
            Some(LineOfBusiness::Medicare) => PayerClass::Medicare,
            Some(LineOfBusiness::MedicareAdvantage) => PayerClass::MedicareAdvantage,
            Some(LineOfBusiness::Medicaid) => PayerClass::Medicaid,
            Some(LineOfBusiness::WorkersComp) => PayerClass::WorkersComp,
            Some(LineOfBusiness::SelfPay) => PayerClass::SelfPay,
            Some(LineOfBusiness::Military) => PayerClass::Other,
        }
    }

    /// Whether a payer of this class may go by the name. A name that tells no line of business may
    /// still be a car insurer's or a grant's, never that of a government plan.
    pub fn fits(&self, class: PayerClass) -> bool {
        let told = self.class();
        told == class
            || (told == PayerClass::Commercial
                && matches!(class, PayerClass::WorkersComp | PayerClass::Other))
    }

    /// Says how sure it is that two names mean one payer, and why; `None` where nothing says so.
    pub fn compare(&self, other: &Self) -> Option<(Confidence, String)> {
        if self.line != other.line {
            return None;
        }
        if self.rest.is_empty() || other.rest.is_empty() {
            // "Medicare" and "Medicare Part B": nothing but the line of business is left.
            let same = self.rest == other.rest && self.line.is_some();
            return (same && self.products == other.products)
                .then(|| (Confidence::Sure, "The names mean the same".to_owned()));
        }
        let same_products = self.products == other.products;
        let one_has_no_product = self.products.is_empty() || other.products.is_empty();
        if !same_products && !one_has_no_product {
            return None;
        }
        let resemblance = self.rest_resemblance(other)?;
        if same_products {
            return Some(resemblance);
        }
        let product = self.products.first().or_else(|| other.products.first())?;
        let (confidence, _) = resemblance;
        (confidence != Confidence::Possible).then(|| {
            let reason = format!(
                "The same but for \u{201c}{product}\u{201d}: merge them only if they share a contract"
            );
            (Confidence::Possible, reason)
        })
    }

    /// Compares what is left without line of business and product; `None` also where nothing is.
    fn rest_resemblance(&self, other: &Self) -> Option<(Confidence, String)> {
        let (one, two) = (&self.sorted_rest, &other.sorted_rest);
        if one == two {
            let reason = if self.rest == other.rest {
                "The same but for spelling, legal form or numbers"
            } else {
                "The same words in another order"
            };
            return Some((Confidence::Sure, reason.to_owned()));
        }
        if one.len() == two.len() {
            let mut differing = one.iter().zip(two).filter(|(left, right)| left != right);
            let (left, right) = differing.next()?;
            return match differing.next() {
                None => word_resemblance(left, right),
                Some(_) => None,
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

/// Lowers the letters, drops punctuation and replaces synonyms; the text keeps a blank at each end.
fn normalised(name: &str) -> String {
    let mut letters = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '&' => letters.push_str(" and "),
            _ if letter.is_alphanumeric() => letters.extend(letter.to_lowercase()),
            _ => letters.push(' '),
        }
    }
    let mut text = String::from(" ");
    for word in letters.split_whitespace() {
        text.push_str(word);
        text.push(' ');
    }
    for (wording, meaning) in SYNONYMS.iter().chain(STATES) {
        if text.contains(wording) {
            text = text.replace(&format!(" {wording} "), &format!(" {meaning} "));
        }
    }
    text
}

/// Whether a word is a payer number: digits, or letters that end in three digits or more.
fn is_identifier(word: &str) -> bool {
    let digits = word.bytes().rev().take_while(u8::is_ascii_digit).count();
    digits == word.len() || 3 <= digits
}

/// Medicare for railroad workers: a payer of its own, with a contractor of its own.
const RAILROAD: &str = "railroad";

/// Whether a word beside "Medicare" still means Medicare itself: its parts, a state, and the
/// administrative contractors whose names practice systems put there.
fn is_of_medicare_itself(word: &str) -> bool {
    matches!(
        word,
        RAILROAD
            | "part"
            | "a"
            | "b"
            | "traditional"
            | "original"
            | "ffs"
            | "palmetto"
            | "gba"
            | "novitas"
            | "noridian"
            | "ngs"
            | "cgs"
            | "wps"
            | "fcso"
    ) || STATES.iter().any(|(_, short)| *short == word)
}

/// Whether one word is the joint plan and the other only one half of its name. The two halves alone
/// are not: in California and elsewhere they are two companies.
fn is_blue_plan(left: &str, right: &str) -> bool {
    let is_half = |word| matches!(word, "bluecross" | "blueshield");
    (left == "bcbs" && is_half(right)) || (right == "bcbs" && is_half(left))
}

/// Whether two words differ by one letter changed, missing or doubled. Short words do not qualify:
/// "NY" and "NJ" are two states.
fn is_misspelling(left: &str, right: &str) -> bool {
    if left.len().min(right.len()) < 5 || 1 < left.len().abs_diff(right.len()) {
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
