//! A claim as it is typed, and the question made of it.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::analysis::pricing::PatientShare;
use crate::domain::{Modifiers, Money, PayerId, Percent, ProcedureCode, ProviderClass, Setting};
use crate::jobs::{ClaimQuestion, QuestionLine};

/// What Medicare and most payers leave to the patient.
const USUAL_COINSURANCE: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

/// A claim being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ClaimForm {
    pub(super) lines: Vec<LineForm>,
    pub(super) date: Option<Date>,
    pub(super) class: ProviderClass,
    /// Whether payments are worked out too.
    pub(super) is_divided: bool,
    pub(super) deductible: Money,
    pub(super) coinsurance: Percent,
}

/// A line being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LineForm {
    pub(super) code: String,
    pub(super) modifiers: String,
    /// `None`: the reference's, or else non-facility.
    pub(super) setting: Option<Setting>,
    pub(super) units: Decimal,
    pub(super) charge: Option<Money>,
    pub(super) minutes: Option<Decimal>,
}

impl Default for LineForm {
    fn default() -> Self {
        Self {
            code: String::new(),
            modifiers: String::new(),
            setting: None,
            units: Decimal::ONE,
            charge: None,
            minutes: None,
        }
    }
}

impl Default for ClaimForm {
    fn default() -> Self {
        Self {
            lines: vec![LineForm::default()],
            date: None,
            class: ProviderClass::default(),
            is_divided: false,
            deductible: Money::ZERO,
            coinsurance: Percent::new(USUAL_COINSURANCE),
        }
    }
}

impl ClaimForm {
    /// Returns the question; lines without a code are left out.
    ///
    /// # Errors
    /// What is missing or cannot be read, in words.
    pub(super) fn question(&self, payer: PayerId) -> Result<ClaimQuestion, String> {
        let typed = (1..).zip(&self.lines);
        let lines: Vec<QuestionLine> = typed
            .filter(|(_, line)| !line.code.trim().is_empty())
            .map(|(number, line)| {
                line.question(self.class)
                    .map_err(|problem| format!("Line {number}: {problem}"))
            })
            .collect::<Result<_, String>>()?;
        if lines.is_empty() {
            return Err("Type a code, as 99213".to_owned());
        }
        Ok(ClaimQuestion {
            date: self.date,
            payer: Some(payer),
            patient: self.is_divided.then_some(PatientShare {
                deductible: self.deductible,
                coinsurance: self.coinsurance,
            }),
            ..ClaimQuestion::of(lines)
        })
    }
}

impl LineForm {
    fn question(&self, class: ProviderClass) -> Result<QuestionLine, String> {
        let code = ProcedureCode::new(self.code.trim()).map_err(|invalid| invalid.0)?;
        let modifiers = Modifiers::from_text(&self.modifiers).map_err(|invalid| invalid.0)?;
        if self.units <= Decimal::ZERO {
            return Err("units are above zero".to_owned());
        }
        Ok(QuestionLine {
            units: self.units,
            charge: self.charge,
            minutes: self.minutes,
            provider_class: class,
            ..QuestionLine::of(code, modifiers, self.setting)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(code: &str, modifiers: &str) -> LineForm {
        LineForm {
            code: code.to_owned(),
            modifiers: modifiers.to_owned(),
            ..LineForm::default()
        }
    }

    #[test]
    fn typed_lines_become_a_question_and_empty_ones_are_left_out() {
        let form = ClaimForm {
            lines: vec![line(" 45385 ", ""), line("", ""), line("45380", "59")],
            class: ProviderClass::NursePractitioner,
            ..ClaimForm::default()
        };
        let question = form.question(PayerId(3)).unwrap();
        let codes: Vec<String> = question
            .lines
            .iter()
            .map(|line| format!("{} {}", line.code, line.modifiers))
            .collect();
        assert_eq!(codes, ["45385 ", "45380 59"]);
        assert_eq!(question.payer, Some(PayerId(3)));
        assert_eq!(question.patient, None);
        assert_eq!(
            question.lines[0].provider_class,
            ProviderClass::NursePractitioner
        );
    }

    #[test]
    fn what_cannot_be_read_names_its_line() {
        let mut form = ClaimForm::default();
        assert_eq!(
            form.question(PayerId(1)),
            Err("Type a code, as 99213".to_owned())
        );
        form.lines = vec![line("99213", ""), line("99214", "2!")];
        let problem = form.question(PayerId(1)).unwrap_err();
        assert!(problem.starts_with("Line 2: "), "{problem}");
    }

    #[test]
    fn a_claim_is_divided_only_when_asked_for() {
        let mut form = ClaimForm {
            lines: vec![line("99213", "")],
            ..ClaimForm::default()
        };
        form.is_divided = true;
        let patient = form.question(PayerId(1)).unwrap().patient.unwrap();
        assert_eq!(patient.coinsurance, Percent::new(Decimal::from(20)));
    }
}
