//! A brief before layout: plain, serializable data. Holds values, not formatted text, so that a
//! test or a leak check can read what will be printed.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::{Money, Percent};

use super::chart::BarChart;
use super::leak::Secrets;

/// Who will read a document. Decides the template; the two are never merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// The payer's contracting staff.
    Payer,
    /// The practice's own negotiators.
    Internal,
}

impl Audience {
    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Payer => "Payer packet",
            Self::Internal => "Internal brief",
        }
    }
}

/// Whose figures a block holds: what a payer packet may show is decided here, not by reading
/// numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The practice itself, Medicare's published amounts, and definitions.
    Public,
    /// Rates, volumes and proposals between the practice and the addressed payer.
    ThisPayer,
    /// Figures of several payers.
    AllPayers,
    /// Costs, floors, walk-aways and what was weighed before choosing the ask.
    Internal,
}

impl Origin {
    /// Whether an audience may see such a block.
    pub const fn is_for(self, audience: Audience) -> bool {
        match audience {
            Audience::Internal => true,
            Audience::Payer => matches!(self, Self::Public | Self::ThisPayer),
        }
    }
}

/// A whole brief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// For whom.
    pub audience: Audience,
    /// The PDF's title and the words of the running header.
    pub title: String,
    /// Practice named in the running header.
    pub practice: String,
    /// Payer named in the running header.
    pub payer: String,
    /// "As of", printed on every page and written into the PDF's metadata.
    pub date: Date,
    /// Who prepared it; empty leaves the line out.
    pub prepared_by: String,
    /// What is printed, in order.
    pub blocks: Vec<Block>,
    /// What must not be in it; a payer's document without this is not laid out. Never written to
    /// disk or handed to a template.
    #[serde(skip)]
    pub secrets: Option<Secrets>,
}

/// One piece of a document and whose figures it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Whose figures.
    pub origin: Origin,
    /// What.
    pub content: Content,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Content {
    /// The title of a section, on a new page or on the running one.
    Section(Section),
    /// The letter, on pages of its own.
    Letter(Letter),
    /// Running text.
    Paragraph {
        /// The words.
        text: String,
    },
    /// A few large figures in a row.
    KeyFigures {
        /// At most four a row are set side by side.
        figures: Vec<KeyFigure>,
    },
    /// Names and values in two columns: a definition list or a form that was filled in.
    Facts {
        /// The pairs; an empty list is not printed.
        facts: Vec<Fact>,
    },
    /// A table.
    Table(Table),
    /// A bar chart.
    Chart(BarChart),
    /// Small print under what comes before it.
    Note {
        /// The words.
        text: String,
    },
}

/// A section's title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The title.
    pub title: String,
    /// One sentence that says what the section shows; empty leaves it out.
    pub lead: String,
    /// Where it begins.
    pub begins: SectionStart,
}

/// Where a section begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionStart {
    /// On a new page.
    NewPage,
    /// After what stands before it.
    RunOn,
}

/// A business letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The sender's name and address, a line each.
    pub sender: Vec<String>,
    /// The addressee, a line each.
    pub addressee: Vec<String>,
    /// Subject line.
    pub subject: String,
    /// "Dear …".
    pub salutation: String,
    /// What the letter says, in order.
    pub body: Vec<LetterPart>,
    /// "Sincerely,".
    pub closing: String,
    /// Who signs, a line each.
    pub signature: Vec<String>,
    /// What is enclosed; empty leaves the line out.
    pub enclosures: Vec<String>,
}

/// A part of a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "part")]
pub enum LetterPart {
    /// Running text.
    Paragraph {
        /// The words.
        text: String,
    },
    /// Short points, numbered when they are requests.
    Points {
        /// How they are marked.
        marks: PointMarks,
        /// The points; an empty list is not printed.
        points: Vec<String>,
    },
}

/// How the points of a list are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PointMarks {
    /// With a dash.
    Dashes,
    /// 1, 2, 3.
    Numbers,
}

/// A large figure with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyFigure {
    /// What it is.
    pub label: String,
    /// The figure.
    pub value: Cell,
    /// A few words below; empty leaves them out.
    pub note: String,
}

/// A name and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The name.
    pub name: String,
    /// The value in words.
    pub text: String,
}

impl Fact {
    /// Builds a fact.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }
}

/// A table. One without rows is not printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its title; empty leaves it out.
    pub title: String,
    /// Columns, left to right.
    pub columns: Vec<Column>,
    /// Rows; each has as many cells as there are columns.
    pub rows: Vec<Row>,
    /// Small print below; empty leaves it out.
    pub note: String,
}

/// A column's heading and how its cells are set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Heading, with the unit.
    pub heading: String,
    /// A heading over this and the neighbouring columns that carry the same words; empty for none.
    pub group: String,
    /// What stands in it.
    pub kind: ColumnKind,
}

impl Column {
    /// Builds a column without a group heading.
    pub fn new(heading: impl Into<String>, kind: ColumnKind) -> Self {
        Self {
            heading: heading.into(),
            group: String::new(),
            kind,
        }
    }

    /// Puts the column under a group heading.
    #[must_use]
    pub fn under(mut self, group: impl Into<String>) -> Self {
        self.group = group.into();
        self
    }
}

/// What stands in a column: decides alignment and width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnKind {
    /// Words, taking the width that is left.
    Text,
    /// A few letters or digits: a code, a date.
    Code,
    /// Figures, right-aligned.
    Figure,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its weight.
    pub kind: RowKind,
    /// Its cells, as many as there are columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// Builds an ordinary row.
    pub const fn plain(cells: Vec<Cell>) -> Self {
        Self {
            kind: RowKind::Plain,
            cells,
        }
    }
}

/// A row's weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// One of many.
    Plain,
    /// The one the page is about.
    Emphasis,
    /// What is left besides the rows above.
    Rest,
    /// The sum.
    Total,
}

/// A value in a table or a key figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "type", content = "value")]
pub enum Cell {
    /// Nothing belongs here.
    Empty,
    /// Unknown or undefined; printed as a dash, never as zero.
    NotAvailable,
    /// Words.
    Text(String),
    /// A count or a number of units, to at most three decimals.
    Count(Decimal),
    /// Dollars and cents of one unit.
    Rate(Money),
    /// Whole dollars of a sum.
    Dollars(Money),
    /// Dollars and cents of a sum that must tie.
    Money(Money),
    /// Whole dollars with a sign: what changes.
    DollarChange(Money),
    /// One decimal.
    Percent(Percent),
    /// One decimal with a sign: what changes.
    PercentChange(Percent),
}

impl Cell {
    /// Builds a cell of words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Builds a rate, or the mark for an unknown one.
    pub fn rate(rate: Option<Money>) -> Self {
        rate.map_or(Self::NotAvailable, Self::Rate)
    }

    /// Builds a percentage, or the mark for an unknown one.
    pub fn percent(percent: Option<Percent>) -> Self {
        percent.map_or(Self::NotAvailable, Self::Percent)
    }
}
