//! Reports in, documents out: a report becomes a [`Document`] (plain data), that becomes laid-out
//! pages, and those become a PDF or a preview. Reads nothing itself: no disk, no clock.
//!
//! A payer packet and an internal brief have a composer and a template each and share only how a
//! table or a chart is drawn. What a payer may not see is refused before layout ([`leak_check`]).

mod chart;
mod contract_words;
mod document;
mod fee_exhibit;
mod fonts;
mod internal_brief;
mod laid_out;
mod leak;
mod letter;
mod method;
mod payer_packet;
mod print_data;
mod quality_words;
mod rate_position;
mod rate_request;
mod template;
mod typesetter;

pub use crate::domain::figures;
pub use chart::{BarChart, BarGroup, BarSpan, ChartUnit, Emphasis, Fill, ReferenceLine, Series};
pub use contract_words::{ContractNames, RuleWords, rules_in_words, version_words};
pub use document::{
    Audience, Block, Cell, Column, ColumnKind, Content, Document, Fact, KeyFigure, Letter,
    LetterPart, Origin, PointMarks, Row, RowKind, Section, SectionStart, Table,
};
pub use fee_exhibit::{FeeExhibitLine, fee_exhibit_xlsx};
pub use internal_brief::{
    ContractReport, DecisionNotes, FixedYear, InternalBriefInput, compose_internal_brief,
};
pub use laid_out::{BriefError, LaidOut, LayoutNotice, PageImage, lay_out};
pub use leak::{LeakError, LeakPlace, Secret, Secrets, leak_check};
pub use letter::LetterTexts;
pub use method::ListedRates;
pub use payer_packet::{PayerPacketInput, compose_payer_packet};
pub use quality_words::{FindingWords, finding_words, mend_label, subject_words};
pub use rate_position::CodeLabels;
pub use rate_request::{
    CurrentRates, RateRequest, RateRequestRow, RateRequestSheet, rate_request_xlsx,
};
pub use template::{Template, TemplateHeading, TypedAs, template_xlsx};
