//! Layout: a document becomes finished pages, which are both the preview and the print.

use std::fmt;

use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Label, Smart};
use typst::introspection::Introspector as _;
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::utils::{PicoStr, Scalar};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use typst_render::RenderOptions;

use super::document::{Audience, Document};
use super::leak::{LeakError, leak_check};
use super::print_data::PrintData;
use super::typesetter::Typesetter;

/// Compilations after which typst forgets what it remembered of older documents.
const REMEMBERED_DOCUMENTS: usize = 8;

/// Most pixels a side of a page image may have: a screen, not a poster.
const MAX_PIXELS_PER_POINT: f32 = 8.0;

/// Where the lower half of a US Letter page begins, in points: a letter may end at most there on
/// its second page.
const HALF_PAGE_PT: f64 = 396.0;

/// Why there are no pages.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BriefError {
    /// The packet holds what the payer must not see.
    #[error("{0}")]
    Leak(#[from] LeakError),
    /// The template could not be typeset: an error of this program.
    #[error("the pages could not be typeset: {0}")]
    Layout(String),
    /// The pages could not be written as PDF: an error of this program.
    #[error("the pages could not be written as PDF: {0}")]
    Pdf(String),
    /// The rates could not be written as a workbook.
    #[error("the workbook could not be written: {0}")]
    Workbook(String),
    /// A rate request lists no service.
    #[error("no service is listed, so there is no rate to ask for")]
    NothingToAsk,
}

/// Something a person should know before sending the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayoutNotice {
    /// The letter is longer than a page and a half.
    LetterTooLong {
        /// Pages, begun ones counted.
        page_count: usize,
    },
    /// The document's face cannot show these characters; they print as boxes.
    MissingCharacters(String),
}

impl fmt::Display for LayoutNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LetterTooLong { page_count } => write!(
                f,
                "The letter runs onto page {page_count}; one and a half pages are the most that is read. Shorten it"
            ),
            Self::MissingCharacters(letters) => write!(
                f,
                "These characters cannot be printed and show as boxes: {letters}. Write them in Latin letters"
            ),
        }
    }
}

/// Finished pages.
#[derive(Clone)]
pub struct LaidOut {
    pages: PagedDocument,
    notices: Vec<LayoutNotice>,
}

impl fmt::Debug for LaidOut {
    /// Everything on every page would fill a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LaidOut")
            .field("page_count", &self.page_count())
            .field("notices", &self.notices)
            .finish_non_exhaustive()
    }
}

/// A page as pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageImage {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green, blue, alpha; row by row from the top. Opaque.
    pub rgba: Vec<u8>,
}

/// Lays a document out. A payer's packet is checked for leaks first.
pub fn lay_out(document: &Document) -> Result<LaidOut, BriefError> {
    if document.audience == Audience::Payer {
        let secrets = document.secrets.as_ref().ok_or(LeakError::Unchecked)?;
        leak_check(document, secrets)?;
    }
    let data = PrintData::of(document);
    let missing = data.missing_characters();
    let bytes = data
        .to_json()
        .map_err(|error| BriefError::Layout(error.to_string()))?;
    let typesetter = Typesetter::new(document.audience, bytes)
        .ok_or_else(|| BriefError::Layout("a template has no path".into()))?;
    let compiled = typst::compile::<PagedDocument>(&typesetter);
    comemo::evict(REMEMBERED_DOCUMENTS);
    let pages = compiled
        .output
        .map_err(|errors| BriefError::Layout(sentence(&errors)))?;
    let mut notices = Vec::new();
    notices.extend(letter_notice(&pages));
    if !missing.is_empty() {
        notices.push(LayoutNotice::MissingCharacters(missing));
    }
    Ok(LaidOut { pages, notices })
}

impl LaidOut {
    /// Counts the pages.
    pub fn page_count(&self) -> usize {
        self.pages.pages().len()
    }

    /// Returns what a person should know before sending the pages.
    pub fn notices(&self) -> &[LayoutNotice] {
        &self.notices
    }

    /// Writes the pages as a tagged PDF with embedded fonts: the same pages, the same bytes.
    pub fn pdf(&self) -> Result<Vec<u8>, BriefError> {
        let options = PdfOptions {
            ident: Smart::Auto,
            creator: Smart::Custom(Some("Allowable".into())),
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&self.pages, &options).map_err(|errors| BriefError::Pdf(sentence(&errors)))
    }

    /// Paints a page; `None` beyond the last one. A point is 1/72 inch: 1.0 gives 612 × 792 pixels.
    pub fn page_image(&self, page_idx: usize, pixels_per_point: f32) -> Option<PageImage> {
        let page = self.pages.pages().get(page_idx)?;
        let scale = if pixels_per_point.is_finite() {
            pixels_per_point.clamp(0.05, MAX_PIXELS_PER_POINT)
        } else {
            1.0
        };
        let options = RenderOptions {
            pixel_per_pt: Scalar::new(f64::from(scale)),
            ..RenderOptions::default()
        };
        let pixmap = typst_render::render(page, &options);
        Some(PageImage {
            width: pixmap.width(),
            height: pixmap.height(),
            // Pages have a white ground, so that premultiplied and plain alpha are the same.
            rgba: pixmap.take(),
        })
    }

    /// Returns a page's words, line by line from the top; `None` beyond the last page.
    pub fn page_text(&self, page_idx: usize) -> Option<String> {
        let page = self.pages.pages().get(page_idx)?;
        let mut runs = Vec::new();
        collect_runs(&page.frame, Transform::identity(), &mut runs);
        Some(lines_of(runs))
    }

    /// Returns the words of all pages, a form feed between two.
    pub fn text(&self) -> String {
        (0..self.page_count())
            .filter_map(|page_idx| self.page_text(page_idx))
            .collect::<Vec<_>>()
            .join("\u{c}")
    }
}

/// A piece of text and where it stands on its page.
struct TextRun {
    at: Point,
    width: Abs,
    text: String,
}

fn collect_runs(frame: &Frame, transform: Transform, runs: &mut Vec<TextRun>) {
    for (place, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                let inner = transform
                    .pre_concat(Transform::translate(place.x, place.y))
                    .pre_concat(group.transform);
                collect_runs(&group.frame, inner, runs);
            }
            FrameItem::Text(text) => runs.push(TextRun {
                at: place.transform(transform),
                width: text.width(),
                text: text.text.to_string(),
            }),
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => {}
        }
    }
}

fn lines_of(mut runs: Vec<TextRun>) -> String {
    /// Runs whose baselines differ by less stand on one line.
    const SAME_LINE_PT: f64 = 2.0;
    /// A wider gap between two runs is a blank.
    const BLANK_PT: f64 = 1.0;
    runs.sort_by_key(|run| run.at.y);
    let mut lines: Vec<Vec<TextRun>> = Vec::new();
    for run in runs {
        match lines.last_mut() {
            Some(line)
                if line
                    .first()
                    .is_some_and(|first| (run.at.y - first.at.y).to_pt() < SAME_LINE_PT) =>
            {
                line.push(run);
            }
            _ => lines.push(vec![run]),
        }
    }
    let mut text = String::new();
    for mut line in lines {
        line.sort_by_key(|run| run.at.x);
        let mut end: Option<Abs> = None;
        for run in line {
            if end.is_some_and(|end| BLANK_PT < (run.at.x - end).to_pt()) {
                text.push(' ');
            }
            text.push_str(&run.text);
            end = Some(run.at.x + run.width);
        }
        text.push('\n');
    }
    text
}

/// Finds where the letter ends by the mark its template leaves there.
fn letter_notice(pages: &PagedDocument) -> Option<LayoutNotice> {
    let label = Label::new(PicoStr::intern("letter-end"))?;
    let introspector = pages.introspector();
    let location = introspector.query_label(label).ok()?.location()?;
    let end = introspector.as_ref().position(location)?;
    let page_count = end.page.get();
    let too_long = 2 < page_count || (page_count == 2 && HALF_PAGE_PT < end.point.y.to_pt());
    too_long.then_some(LayoutNotice::LetterTooLong { page_count })
}

fn sentence(errors: &[SourceDiagnostic]) -> String {
    errors
        .iter()
        .map(|error| error.message.as_str())
        .collect::<Vec<_>>()
        .join("; ")
}
