//! One answer of a patient to one question of a survey, without the patient.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyAnswer {
    /// The day it was given.
    pub date: Date,
    /// The question, as the survey words it.
    pub question: String,
    /// Points given.
    pub score: Decimal,
    /// Most points that can be given; `None` where the table does not say.
    pub scale_max: Option<Decimal>,
}

impl SurveyAnswer {
    /// Whether the best answer was given (*top box*); `None` where the scale is not known.
    pub fn is_top_box(&self) -> Option<bool> {
        self.scale_max.map(|best| self.score == best)
    }
}
