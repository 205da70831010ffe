//! A first guess of a payer's class from the words of its name. The user corrects it.

use crate::domain::PayerClass;

/// Phrases of a class, in lower case; the first class with a matching phrase wins, so that
/// "Medicare Advantage" is tried before "Medicare".
const PHRASES: &[(PayerClass, &[&str])] = &[
    (
        PayerClass::SelfPay,
        &[
            "self pay",
            "selfpay",
            "private pay",
            "cash",
            "uninsured",
            "patient pay",
            "no insurance",
            "guarantor",
        ],
    ),
    (
        PayerClass::WorkersComp,
        &[
            "workers comp",
            "workers compensation",
            "worker s comp",
            "worker s compensation",
            "workmans comp",
            "workman s comp",
            "work comp",
            "wc",
            "wcomp",
            "auto",
            "mva",
            "no fault",
            "state fund",
        ],
    ),
    (
        PayerClass::Other,
        &[
            "tricare",
            "champva",
            "champus",
            "veterans",
            "va ccn",
            "va community care",
            "triwest",
            "indian health",
            "black lung",
        ],
    ),
    (
        PayerClass::MedicareAdvantage,
        &[
            "medicare advantage",
            "medicare adv",
            "medicare hmo",
            "medicare ppo",
            "medicare complete",
            "medicare replacement",
            "medicare plus",
            "medicare gold",
            "mcr adv",
            "mcr advantage",
            "mapd",
            "part c",
            "ma plan",
            "ma hmo",
            "ma ppo",
            "dual complete",
            "dsnp",
            "d snp",
            "senior advantage",
        ],
    ),
    (
        PayerClass::Medicaid,
        &[
            "medicaid",
            "medi cal",
            "medical assistance",
            "masshealth",
            "tenncare",
            "badgercare",
            "soonercare",
            "ahcccs",
            "peachcare",
            "chip",
            "mcd",
            "managed medicaid",
        ],
    ),
    (
        PayerClass::Medicare,
        &["medicare", "mcr", "part b", "railroad"],
    ),
];

/// Insurers that also sell Medicare plans: with "Medicare" in the name, theirs is a private plan.
const INSURERS: &[&str] = &[
    "aetna",
    "anthem",
    "blue",
    "bcbs",
    "cigna",
    "healthspring",
    "humana",
    "kaiser",
    "molina",
    "scan",
    "uhc",
    "united",
    "unitedhealthcare",
    "wellcare",
    "wellpoint",
];

/// Names that are a class by themselves.
const WHOLE_NAMES: &[(PayerClass, &[&str])] = &[
    (PayerClass::SelfPay, &["", "self", "none", "sp"]),
    (PayerClass::MedicareAdvantage, &["ma"]),
    (PayerClass::Other, &["va"]),
];

/// Guesses a payer's class; [`PayerClass::Commercial`] when no word tells otherwise.
///
/// Whole words are compared, without regard to case and punctuation.
pub fn guess_class(name: &str) -> PayerClass {
    let words = spaced_words(name);
    let has = |phrase: &&str| words.contains(&format!(" {phrase} "));
    let whole = WHOLE_NAMES
        .iter()
        .find(|(_class, names)| names.contains(&words.trim()));
    if let Some((class, _names)) = whole {
        return *class;
    }
    let guessed = PHRASES
        .iter()
        .find(|(_class, phrases)| phrases.iter().any(has))
        .map_or(PayerClass::Commercial, |(class, _phrases)| *class);
    match guessed {
        PayerClass::Medicare if INSURERS.iter().any(has) => PayerClass::MedicareAdvantage,
        other => other,
    }
}

/// Returns the words in lower case, one blank around each.
fn spaced_words(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len() + 2);
    spaced.push(' ');
    for word in name
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        spaced.push_str(&word.to_lowercase());
        spaced.push(' ');
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(class: PayerClass, names: &[&str]) {
        for name in names {
            assert_eq!(guess_class(name), class, "{name}");
        }
    }

    #[test]
    fn a_class_is_guessed_from_whole_words() {
        check(
            PayerClass::Commercial,
            &[
                "Aetna PPO",
                "BCBS of Illinois",
                "Cashmere Health",
                "Autonomy Mutual",
                "Anthem BCBS VA",
            ],
        );
        check(
            PayerClass::Medicare,
            &[
                "MEDICARE PART B",
                "Medicare",
                "Palmetto GBA - Railroad Medicare",
            ],
        );
        check(
            PayerClass::MedicareAdvantage,
            &[
                "Aetna Medicare",
                "UHC Medicare Complete",
                "Humana Medicare HMO",
                "Sunrise Medicare Advantage",
                "Blue Medicare",
            ],
        );
        check(
            PayerClass::Medicaid,
            &[
                "Texas Medicaid",
                "Molina Medicaid",
                "Medi-Cal",
                "TennCare Select",
            ],
        );
        check(
            PayerClass::WorkersComp,
            &[
                "Workers' Comp",
                "Worker's Compensation Fund",
                "State Fund",
                "Auto - Progressive",
            ],
        );
        check(
            PayerClass::SelfPay,
            &["SELF-PAY", "Self Pay", "Cash", "Uninsured", ""],
        );
        check(PayerClass::Other, &["TRICARE East", "CHAMPVA", "VA CCN"]);
    }
}
