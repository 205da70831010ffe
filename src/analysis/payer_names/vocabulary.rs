//! What words in payers' names mean: abbreviations, wordings of one thing, states, products. Facts
//! about English and about insurance in general; no list of who owns whom.

use crate::domain::{PayerClass, ProductKind};

/// Lines of business that a name can give away. They are never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum LineOfBusiness {
    Medicare,
    MedicareAdvantage,
    Medicaid,
    WorkersComp,
    SelfPay,
    Military,
    Exchange,
    Dental,
    Vision,
}

impl LineOfBusiness {
    /// Returns the class of a payer of this line.
    pub(super) const fn class(self) -> PayerClass {
        match self {
            Self::Medicare => PayerClass::Medicare,
            Self::MedicareAdvantage => PayerClass::MedicareAdvantage,
            Self::Medicaid => PayerClass::Medicaid,
            Self::WorkersComp => PayerClass::WorkersComp,
            Self::SelfPay => PayerClass::SelfPay,
            Self::Exchange | Self::Dental | Self::Vision => PayerClass::Commercial,
            Self::Military => PayerClass::Other,
        }
    }

    /// Returns the line that a word stands for by itself; "medicare" is not among them, because it
    /// depends on the words beside it.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        match word {
            "medicareadvantage" | "mapd" | "senior" => Some(Self::MedicareAdvantage),
            "medicaid" | "chip" => Some(Self::Medicaid),
            "workerscomp" => Some(Self::WorkersComp),
            "selfpay" => Some(Self::SelfPay),
            "tricare" | "champva" | "champus" | "veterans" | "military" | "vaccn" => {
                Some(Self::Military)
            }
            "exchange" => Some(Self::Exchange),
            "dental" => Some(Self::Dental),
            "vision" => Some(Self::Vision),
            _ => None,
        }
    }
}

/// How billing systems cut words short, and words that mean another; sorted.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("adm", "administrators"),
    ("admin", "administrators"),
    ("adv", "advantage"),
    ("advant", "advantage"),
    ("advtg", "advantage"),
    ("ahcccs", "medicaid"),
    ("amer", "american"),
    ("assn", "association"),
    ("assoc", "association"),
    ("badgercare", "medicaid"),
    ("bc", "bluecross"),
    ("behav", "behavioral"),
    ("behavioural", "behavioral"),
    ("bh", "behavioral health"),
    ("bluecrossblueshield", "bcbs"),
    ("cmnty", "community"),
    ("cmty", "community"),
    ("cnty", "county"),
    ("ctr", "center"),
    ("fam", "family"),
    ("fdn", "foundation"),
    ("fed", "federal"),
    ("gen", "general"),
    ("gmc", "medicaid"),
    ("grp", "group"),
    ("healthcare", "health"),
    ("healthplan", "health plan"),
    ("hlt", "health"),
    ("hlth", "health"),
    ("hlthcare", "health"),
    ("ins", "insurance"),
    ("insur", "insurance"),
    ("intl", "international"),
    ("marketplace", "exchange"),
    ("masshealth", "medicaid"),
    ("mcaid", "medicaid"),
    ("mcd", "medicaid"),
    ("mcr", "medicare"),
    ("mcrhmo", "medicareadvantage"),
    ("mcrppo", "medicareadvantage"),
    ("med", "medical"),
    ("mgd", "managed"),
    ("mgmt", "management"),
    ("mut", "mutual"),
    ("natl", "national"),
    ("netwk", "network"),
    ("ntwk", "network"),
    ("peachcare", "medicaid"),
    ("snr", "senior"),
    ("soonercare", "medicaid"),
    ("sr", "senior"),
    ("srvcs", "services"),
    ("svc", "services"),
    ("svcs", "services"),
    ("tenncare", "medicaid"),
    ("unitedhealth", "uhc"),
    ("unitedhealthcare", "uhc"),
    ("univ", "university"),
];

/// Wordings of one thing, longest first where one holds another; they are looked for after the
/// abbreviations are written out.
const WORDINGS: &[(&str, &str)] = &[
    ("blue cross and blue shield", "bcbs"),
    ("blue cross blue shield", "bcbs"),
    ("bluecross blueshield", "bcbs"),
    ("bluecross and blueshield", "bcbs"),
    ("bluecross bs", "bcbs"),
    ("blue cross", "bluecross"),
    ("blue shield", "blueshield"),
    ("united health care", "uhc"),
    ("united healthcare", "uhc"),
    ("united health", "uhc"),
    ("health net", "healthnet"),
    ("nat l", "national"),
    ("va ccn", "vaccn"),
    ("va community care", "vaccn"),
    ("medical advantage", "medicareadvantage"),
    ("medicare advantage", "medicareadvantage"),
    ("medicare hmo", "medicareadvantage"),
    ("medicare ppo", "medicareadvantage"),
    ("medicare risk", "medicareadvantage"),
    ("medicare complete", "medicareadvantage"),
    ("senior advantage", "medicareadvantage"),
    ("comm plan", "medicaid"),
    ("community plan", "medicaid"),
    ("managed medicaid", "medicaid"),
    ("medi cal", "medicaid"),
    ("medical assistance", "medicaid"),
    ("workers compensation", "workerscomp"),
    ("workers comp", "workerscomp"),
    ("worker s compensation", "workerscomp"),
    ("worker s comp", "workerscomp"),
    ("work comp", "workerscomp"),
    ("self pay", "selfpay"),
    ("private pay", "selfpay"),
    ("tri care", "tricare"),
    ("market place", "exchange"),
    ("health care", "health"),
    ("new hampshire", "nh"),
    ("new jersey", "nj"),
    ("new mexico", "nm"),
    ("new york", "ny"),
    ("north carolina", "nc"),
    ("north dakota", "nd"),
    ("rhode island", "ri"),
    ("south carolina", "sc"),
    ("south dakota", "sd"),
    ("west va", "wv"),
];

/// States as payers write them in full, those of one word, sorted. Colorado and Idaho are missing:
/// "co" is also a company and "id" a payer's number.
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
    ("ohio", "oh"),
    ("oklahoma", "ok"),
    ("oregon", "or"),
    ("pennsylvania", "pa"),
    ("tennessee", "tn"),
    ("texas", "tx"),
    ("utah", "ut"),
    ("vermont", "vt"),
    ("virginia", "va"),
    ("washington", "wa"),
    ("wisconsin", "wi"),
    ("wyoming", "wy"),
];
/// Words that make a company and not a name.
const LEGAL_FORMS: &[&str] = &[
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
];

/// More words that say nothing about who the payer is.
const IDLE: &[&str] = &[
    "group",
    "insurance",
    "health",
    "plan",
    "plans",
    "benefit",
    "benefits",
    "services",
    "service",
    "life",
    "assurance",
    "commercial",
    "comm",
    "payer",
    "claims",
    "id",
    "affairs",
];

/// Words of products of one payer, each of which may have a contract of its own.
const PRODUCTS: &[(&str, ProductKind)] = &[
    ("hmo", ProductKind::Hmo),
    ("ppo", ProductKind::Ppo),
    ("epo", ProductKind::Epo),
    ("pos", ProductKind::Pos),
    ("indemnity", ProductKind::Indemnity),
    ("gold", ProductKind::Exchange),
    ("silver", ProductKind::Exchange),
    ("bronze", ProductKind::Exchange),
    ("hdhp", ProductKind::Other),
    ("select", ProductKind::Other),
    ("choice", ProductKind::Other),
    ("open", ProductKind::Other),
    ("access", ProductKind::Other),
    ("plus", ProductKind::Other),
    ("premier", ProductKind::Other),
    ("advantage", ProductKind::Other),
    ("federal", ProductKind::Other),
    ("fep", ProductKind::Other),
];

/// Returns the kind of plan that a product's word means; `None` where it is no product's word.
pub(super) fn product_kind(word: &str) -> Option<ProductKind> {
    PRODUCTS
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, kind)| *kind)
}

/// Whether a word makes a company and not a name.
pub(super) fn is_legal_form(word: &str) -> bool {
    LEGAL_FORMS.contains(&word)
}

/// Whether a word says nothing about who the payer is.
pub(super) fn is_idle(word: &str) -> bool {
    is_legal_form(word) || IDLE.contains(&word) || is_identifier(word)
}

/// Whether a word is a payer number: digits, or letters that end in three digits or more.
pub(super) fn is_identifier(word: &str) -> bool {
    let digits = word.bytes().rev().take_while(u8::is_ascii_digit).count();
    digits == word.len() || 3 <= digits
}

/// Medicare for railroad workers: a payer of its own, with a contractor of its own.
pub(super) const RAILROAD: &str = "railroad";

/// Whether a word beside "Medicare" still means Medicare itself: its parts, a state, and the
/// administrative contractors whose names practice systems put there.
pub(super) fn is_of_medicare_itself(word: &str) -> bool {
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
    ) || is_state(word)
}

/// Lowers the letters and drops punctuation.
pub(super) fn plain_words(name: &str) -> Vec<String> {
    let mut letters = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '&' => letters.push_str(" and "),
            _ if letter.is_alphanumeric() => letters.extend(letter.to_lowercase()),
            _ => letters.push(' '),
        }
    }
    letters.split_whitespace().map(str::to_owned).collect()
}

/// Writes abbreviations out and replaces wordings and states by one word each; the text keeps a
/// blank at each end.
pub(super) fn normalised(words: &[String]) -> String {
    let mut text = String::from(" ");
    for word in words {
        push_written_out(&mut text, word);
        text.push(' ');
    }
    for (wording, meaning) in WORDINGS {
        if text.contains(wording) {
            text = text.replace(&format!(" {wording} "), &format!(" {meaning} "));
        }
    }
    text
}

fn push_written_out(text: &mut String, word: &str) {
    if let Some(meaning) = meaning(ABBREVIATIONS, word).or_else(|| meaning(STATES, word)) {
        text.push_str(meaning);
    } else if let Some(state) = word.strip_prefix("bcbs").filter(|rest| is_state(rest)) {
        text.push_str("bcbs ");
        text.push_str(state);
    } else if let Some(stem) = health_stem(word) {
        text.push_str(stem);
        text.push_str(" health");
    } else {
        text.push_str(word);
    }
}

fn meaning(table: &'static [(&str, &str)], word: &str) -> Option<&'static str> {
    let place = table
        .binary_search_by_key(&word, |(known, _)| *known)
        .ok()?;
    table.get(place).map(|(_, meaning)| *meaning)
}

/// Returns the name in "examplehealth"; names shorter than four letters are words of their own.
fn health_stem(word: &str) -> Option<&str> {
    let stem = word
        .strip_suffix("healthcare")
        .or_else(|| word.strip_suffix("health"))?;
    (4 <= stem.len() && stem != "united").then_some(stem)
}

fn is_state(word: &str) -> bool {
    let is_it = |(_, short): &(&str, &str)| *short == word;
    word.len() == 2 && (matches!(word, "co" | "id") || STATES.iter().chain(WORDINGS).any(is_it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_for_the_search() {
        assert!(ABBREVIATIONS.is_sorted_by(|left, right| left.0 < right.0));
        assert!(STATES.is_sorted_by(|left, right| left.0 < right.0));
    }

    #[test]
    fn cut_and_joined_words_are_written_out() {
        let check = |name: &str, expected: &str| {
            assert_eq!(normalised(&plain_words(name)).trim(), expected, "{name}");
        };
        check("Magnolia Sr Adv.", "magnolia medicareadvantage");
        check("BC/BS of GA", "bcbs of ga");
        check("BCBSGA", "bcbs ga");
        check("Exemplhealth Plans", "exempl health plans");
        check(
            "Nat'l Mut Ins Assn",
            "national mutual insurance association",
        );
        check("Example MCR ADV", "example medicareadvantage");
        check("Example Comm Plan", "example medicaid");
        check("UnitedHealthcare", "uhc");
        check("UHC of West Virginia", "uhc of wv");
        check("Blue Cross of North Carolina", "bluecross of nc");
    }
}
