//! The world a document is typeset in: our templates, our fonts, one data file. No disk, no
//! network, no clock, so the same document gives the same pages on every machine.

use std::sync::OnceLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};

use super::document::Audience;
use super::fonts;

/// What does not differ between documents: built once, shared by all.
struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    payer_packet: Source,
    internal_brief: Source,
    blocks: Source,
    /// Where the templates find the document's data.
    data: FileId,
}

impl Shared {
    fn get() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Shared>> = OnceLock::new();
        SHARED.get_or_init(Self::build).as_ref()
    }

    fn build() -> Option<Self> {
        let file = |path: &str| {
            let path = VirtualPath::new(path).ok()?;
            Some(RootedPath::new(VirtualRoot::Project, path).intern())
        };
        let template = |path, text: &str| Some(Source::new(file(path)?, text.to_owned()));
        Some(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(fonts::all())),
            payer_packet: template(
                "payer_packet.typ",
                include_str!("../../assets/brief/payer_packet.typ"),
            )?,
            internal_brief: template(
                "internal_brief.typ",
                include_str!("../../assets/brief/internal_brief.typ"),
            )?,
            blocks: template("blocks.typ", include_str!("../../assets/brief/blocks.typ"))?,
            data: file("data.json")?,
        })
    }
}

/// One document's world.
pub struct Typesetter {
    shared: &'static Shared,
    audience: Audience,
    data: Bytes,
}

impl Typesetter {
    /// Prepares the template of an audience with a document's data as JSON.
    ///
    /// `None` when a template's name is not a path, which no build of this program can be.
    pub fn new(audience: Audience, data: Vec<u8>) -> Option<Self> {
        Some(Self {
            shared: Shared::get()?,
            audience,
            data: Bytes::new(data),
        })
    }

    fn template(&self) -> &Source {
        match self.audience {
            Audience::Payer => &self.shared.payer_packet,
            Audience::Internal => &self.shared.internal_brief,
        }
    }
}

impl World for Typesetter {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shared.book
    }

    fn main(&self) -> FileId {
        self.template().id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        // Only this audience's template: the other one does not exist in this world.
        [self.template(), &self.shared.blocks]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.shared.data {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts::all().get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
