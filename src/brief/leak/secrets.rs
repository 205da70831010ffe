//! What must not reach a payer: other payers' names and rates, and the practice's own limits.

use rust_decimal::Decimal;

use crate::analysis::code_rates::CodeRates;
use crate::domain::{Money, Payer, PayerClass, PayerId, Percent};

use super::words_of;

/// A figure that must not stand in a text for a payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// The least the practice accepts, in dollars.
    WalkAway(Money),
    /// The least the practice accepts, as a percentage of Medicare or of today.
    WalkAwayPercent(Percent),
    /// What a service or an RVU costs the practice.
    Cost(Money),
    /// A rate another payer pays.
    OtherRate(Money),
    /// What another payer pays as a percentage of Medicare.
    OtherPercent(Percent),
}

impl Secret {
    /// Returns what the figure is, for people.
    pub(super) const fn what(self) -> &'static str {
        match self {
            Self::WalkAway(_) | Self::WalkAwayPercent(_) => "the least you accept",
            Self::Cost(_) => "what a service costs you",
            Self::OtherRate(_) | Self::OtherPercent(_) => "what another payer pays",
        }
    }

    /// Returns the figure.
    pub(super) const fn value(self) -> Decimal {
        match self {
            Self::WalkAway(amount) | Self::Cost(amount) | Self::OtherRate(amount) => {
                amount.dollars()
            }
            Self::WalkAwayPercent(percent) | Self::OtherPercent(percent) => percent.points(),
        }
    }
}

/// What must not be in a document for one payer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secrets {
    /// Names of other payers.
    pub names: Vec<String>,
    /// Figures.
    pub figures: Vec<Secret>,
}

impl Secrets {
    /// Collects the names of all payers but the one addressed. Names that say what kind of
    /// coverage it is and no more ("Medicare", "Self-pay") are in every packet and betray nobody.
    pub fn of_other_payers(payers: &[Payer], addressed: PayerId) -> Self {
        let names = payers
            .iter()
            .filter(|payer| payer.id != addressed && can_be_betrayed(payer.class))
            .map(|payer| payer.name.clone())
            .filter(|name| !is_generic(name))
            .collect();
        Self {
            names,
            figures: Vec::new(),
        }
    }

    /// Adds what files and fee schedules call the other payers; each name comes with its payer.
    ///
    /// Names the addressed payer has too, and names of common words only ("Commercial PPO",
    /// "Fee schedule 2025"), are left out: they would refuse every packet and betray nobody.
    #[must_use]
    pub fn with_names_in_files<'a>(
        mut self,
        payers: &[Payer],
        addressed: PayerId,
        names: impl IntoIterator<Item = (PayerId, &'a str)>,
    ) -> Self {
        let (own, others): (Vec<_>, Vec<_>) = names
            .into_iter()
            .partition(|(payer, _)| *payer == addressed);
        let own: Vec<Vec<String>> = own.into_iter().map(|(_, name)| words_of(name)).collect();
        for (payer, name) in others {
            let known = payers.iter().find(|known| known.id == payer);
            let matters = known.is_some_and(|known| can_be_betrayed(known.class))
                && !is_common(name)
                && !own.contains(&words_of(name));
            if matters {
                self.names.push(name.to_owned());
            }
        }
        self
    }

    /// Adds every rate that the report knows of other payers, and what they pay of Medicare.
    #[must_use]
    pub fn with_rates_of_others(mut self, rates: &CodeRates, addressed: PayerId) -> Self {
        let others = rates
            .rows
            .iter()
            .flat_map(|row| &row.payers)
            .filter(|rate| rate.payer != addressed);
        for rate in others {
            self.figures.extend(
                [rate.observed, rate.fee_schedule]
                    .into_iter()
                    .flatten()
                    .map(|amount| Secret::OtherRate(amount.rounded())),
            );
        }
        let percents = rates
            .payers
            .iter()
            .filter(|payer| payer.payer != addressed && can_be_betrayed(payer.class))
            .filter_map(|payer| payer.summary.weighted_percent);
        self.figures.extend(percents.map(Secret::OtherPercent));
        self
    }

    /// Adds figures.
    #[must_use]
    pub fn with_figures(mut self, figures: impl IntoIterator<Item = Secret>) -> Self {
        self.figures.extend(figures);
        self
    }
}

/// Whether a payer of this class has a name and rates of its own to keep.
const fn can_be_betrayed(class: PayerClass) -> bool {
    !matches!(class, PayerClass::Medicare | PayerClass::SelfPay)
}

/// Whether a payer's name says what kind of coverage it is and no more.
fn is_generic(name: &str) -> bool {
    const KINDS: [&str; 11] = [
        "medicare",
        "medicaid",
        "self pay",
        "cash",
        "other",
        "commercial",
        "unknown",
        "none",
        "health plan",
        "workers comp",
        "workers compensation",
    ];
    let words = words_of(name).join(" ");
    words.is_empty()
        || KINDS.contains(&words.as_str())
        || PayerClass::ALL
            .iter()
            .any(|class| words_of(class.label()).join(" ") == words)
}

/// Whether a name found in a file is too common to say whose it is: no word of its own, or fewer
/// letters than the shortest names people know payers by.
fn is_common(name: &str) -> bool {
    const MIN_LETTERS: usize = 3;
    const COMMON: &str = "medicare medicaid commercial private self pay cash other unknown none \
        patient patients insurance uninsured advantage ppo hmo pos epo plan plans payer payers \
        workers compensation comp auto fee fees schedule schedules rate rates price prices list \
        sheet contract contracted agreement current new old standard default proposed allowed \
        amount amounts final draft copy version professional facility office code codes service \
        services medical network effective from to the of and for in all year csv xlsx xls txt \
        january february march april may june july august september october november december \
        jan feb mar apr jun jul aug sep sept oct nov dec";
    let has_letter = |word: &String| word.chars().any(char::is_alphabetic);
    let words = words_of(name);
    let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
    let mut own = words.iter().filter(|word| has_letter(word));
    letters < MIN_LETTERS
        || is_generic(name)
        || own.all(|word| COMMON.split_whitespace().any(|common| common == word))
}
