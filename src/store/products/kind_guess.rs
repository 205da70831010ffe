//! A first guess of a product's kind from the words of its name. The user corrects it.

use crate::domain::ProductKind;

/// Words of a kind, in lower case; the first kind with a matching word wins: a "Medicare Advantage
/// PPO" is priced as Medicare Advantage.
const WORDS: &[(ProductKind, &[&str])] = &[
    (
        ProductKind::MedicareAdvantage,
        &["medicare", "advantage", "ma", "mapd"],
    ),
    (ProductKind::MedicaidMco, &["medicaid", "chip", "mco"]),
    (
        ProductKind::Exchange,
        &["exchange", "marketplace", "aca", "qhp", "hix"],
    ),
    (ProductKind::Ppo, &["ppo"]),
    (ProductKind::Hmo, &["hmo"]),
    (ProductKind::Epo, &["epo"]),
    (ProductKind::Pos, &["pos"]),
    (ProductKind::Indemnity, &["indemnity"]),
];

/// Guesses what kind of plan a name means.
pub fn guess_kind(name: &str) -> ProductKind {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .collect();
    WORDS
        .iter()
        .find(|(_kind, known)| known.iter().any(|word| words.contains(word)))
        .map_or(ProductKind::Other, |(kind, _known)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: ProductKind) {
        assert_eq!(guess_kind(name), expected, "{name}");
    }

    #[test]
    fn a_kind_is_guessed_from_whole_words_without_regard_to_case() {
        check("Choice Plus PPO", ProductKind::Ppo);
        check("hmo-blue", ProductKind::Hmo);
        check("Medicare Advantage PPO", ProductKind::MedicareAdvantage);
        check("MA Gold", ProductKind::MedicareAdvantage);
        check("Medicaid HMO", ProductKind::MedicaidMco);
        check("Silver Marketplace EPO", ProductKind::Exchange);
        check("Open Access POS II", ProductKind::Pos);
        check("Traditional Indemnity", ProductKind::Indemnity);
        check("Imagine", ProductKind::Other);
        check("", ProductKind::Other);
    }
}
