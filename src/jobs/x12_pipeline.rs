//! Reading files of remittances or claims on one core while the practice file takes them on another.
//! Files keep their order; one that cannot be read is told and does not stop the others.

#![expect(clippy::disallowed_types, reason = "jobs read the disk")]

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::thread;

use crossbeam_channel::{Sender, bounded};

use super::inspect::open_for_reading;
use super::open::name_of;
use super::{JobError, ProgressReporter};
use crate::domain::FileFingerprint;
use crate::formats::FormatError;
use crate::formats::x12::X12Options;

/// Claims handed over at once: some 100 kB, large against the cost of handing over.
const BATCH_ITEMS: usize = 128;
/// Batches under way: enough to bridge a pause of either side, small in memory.
const MAX_BATCHES: usize = 16;
/// Files up to this size are read whole before anything of them is handed over, so that a disk that
/// fails in the middle leaves nothing of them. Remittances rarely have more than 2 MB.
const MAX_WHOLE_BYTES: u64 = 16 << 20;

/// What reads one file: [`crate::formats::x12::read_remittances`] or
/// [`crate::formats::x12::read_claims`].
pub(super) type Reader<T, R> = fn(
    &mut dyn Read,
    &str,
    &X12Options,
    &mut dyn FnMut(T) -> Result<(), FormatError>,
) -> Result<R, FormatError>;

/// A part of the files, in their order.
pub(super) enum Part<T, R> {
    /// Payments or claims of the file under way.
    Items(Vec<T>),
    /// That file's end.
    End(FileEnd<R>),
}

/// What became of one file.
pub(super) struct FileEnd<R> {
    /// Its own name.
    pub(super) file_name: String,
    /// What was read, with the file's fingerprint; or why nothing of it was.
    pub(super) read: Result<(R, FileFingerprint), JobError>,
}

/// What to read, and how.
pub(super) struct FilesToRead<'a> {
    /// The files, in order.
    pub(super) paths: &'a [&'a Path],
    /// How numbers of claims are treated.
    pub(super) options: X12Options,
    /// What is being done, for progress.
    pub(super) doing: &'a str,
}

/// Why reading broke off.
#[derive(Debug)]
enum Stopped {
    /// The taking side failed; its error goes before this.
    HungUp,
    /// Cancelled, or a large file broke after a part of it was handed over.
    Failed(JobError),
}

/// Reads all files and gives their parts to `take`, in order.
///
/// Stops at the first error of `take`, which is the answer; when cancelled; and when a file too large
/// to be held breaks in the middle.
pub(super) fn read_files<T, R, E>(
    files: &FilesToRead<'_>,
    reader: Reader<T, R>,
    reporter: &mut ProgressReporter<'_>,
    mut take: impl FnMut(Part<T, R>) -> Result<(), E>,
) -> Result<(), E>
where
    T: Send,
    R: Send,
    E: From<JobError>,
{
    thread::scope(|scope| {
        let (sender, receiver) = bounded(MAX_BATCHES);
        let reading = scope.spawn(move || send_files(files, reader, reporter, &sender));
        let taken = receiver.into_iter().try_for_each(&mut take);
        // The receiver is gone by now, so that a reader still at work stops at its next batch.
        let read = reading
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        taken?;
        match read {
            Ok(()) => Ok(()),
            Err(Stopped::Failed(error)) => Err(error.into()),
            Err(Stopped::HungUp) => Err(JobError::new(files.doing, "it was broken off", "").into()),
        }
    })
}

fn send_files<T, R>(
    files: &FilesToRead<'_>,
    reader: Reader<T, R>,
    reporter: &mut ProgressReporter<'_>,
    parts: &Sender<Part<T, R>>,
) -> Result<(), Stopped> {
    let size_of = |path: &&Path| path.metadata().map_or(0, |metadata| metadata.len());
    let mut progress = Watch {
        doing: files.doing,
        done: 0,
        total: files.paths.iter().map(size_of).sum(),
        reporter,
    };
    for path in files.paths {
        progress.stop_if_cancelled()?;
        let read = send_file(files, reader, path, &mut progress, parts)?;
        let end = Part::End(FileEnd {
            file_name: name_of(path),
            read,
        });
        parts.send(end).map_err(|_gone| Stopped::HungUp)?;
    }
    Ok(())
}

/// Reads one file; the inner error is the file's own.
fn send_file<T, R>(
    files: &FilesToRead<'_>,
    reader: Reader<T, R>,
    path: &Path,
    progress: &mut Watch<'_, '_>,
    parts: &Sender<Part<T, R>>,
) -> Result<Result<(R, FileFingerprint), JobError>, Stopped> {
    let doing = format!("Reading {}", name_of(path));
    let file = match open_for_reading(&doing, path) {
        Ok(file) => file,
        Err(error) => return Ok(Err(error)),
    };
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    let mut source = Hashing {
        inner: Watched {
            inner: file,
            progress,
        },
        hasher: blake3::Hasher::new(),
        size_bytes: 0,
    };
    let mut handed_over = Handing::new(parts);
    let mut sink = |item: T| handed_over.push(item);
    let read = if size <= MAX_WHOLE_BYTES {
        let mut bytes = Vec::with_capacity(size as usize + 1);
        source
            .read_to_end(&mut bytes)
            .map_err(FormatError::Broken)
            .and_then(|_count| {
                reader(
                    &mut bytes.as_slice(),
                    &name_of(path),
                    &files.options,
                    &mut sink,
                )
            })
    } else {
        reader(&mut source, &name_of(path), &files.options, &mut sink).and_then(|read| {
            source
                .read_rest()
                .map(|()| read)
                .map_err(FormatError::Broken)
        })
    };
    let Handing {
        hung_up,
        began,
        batch,
        ..
    } = handed_over;
    source.inner.progress.stop_if_cancelled()?;
    if hung_up {
        return Err(Stopped::HungUp);
    }
    match read {
        Ok(read) => {
            if !batch.is_empty() {
                parts
                    .send(Part::Items(batch))
                    .map_err(|_gone| Stopped::HungUp)?;
            }
            Ok(Ok((read, source.fingerprint())))
        }
        Err(error) if began => Err(Stopped::Failed(JobError::from_format(doing, error))),
        Err(error) => Ok(Err(JobError::from_format(doing, error))),
    }
}

/// Hands items over in batches.
struct Handing<'a, T, R> {
    parts: &'a Sender<Part<T, R>>,
    batch: Vec<T>,
    /// Whether anything of the file was handed over.
    began: bool,
    hung_up: bool,
}

impl<'a, T, R> Handing<'a, T, R> {
    fn new(parts: &'a Sender<Part<T, R>>) -> Self {
        Self {
            parts,
            batch: Vec::with_capacity(BATCH_ITEMS),
            began: false,
            hung_up: false,
        }
    }

    fn push(&mut self, item: T) -> Result<(), FormatError> {
        self.batch.push(item);
        if self.batch.len() < BATCH_ITEMS {
            return Ok(());
        }
        self.began = true;
        let full = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH_ITEMS));
        self.parts.send(Part::Items(full)).map_err(|_gone| {
            self.hung_up = true;
            FormatError::refuse("the practice file takes no more", "")
        })
    }
}

/// How far all files are.
struct Watch<'r, 'p> {
    doing: &'r str,
    done: u64,
    total: u64,
    reporter: &'r mut ProgressReporter<'p>,
}

impl Watch<'_, '_> {
    fn stop_if_cancelled(&self) -> Result<(), Stopped> {
        if self.reporter.is_cancelled() {
            return Err(Stopped::Failed(JobError::new(self.doing, "cancelled", "")));
        }
        Ok(())
    }
}

/// A reader that counts into the progress of all files and breaks off when the job is cancelled.
struct Watched<'w, 'r, 'p> {
    inner: File,
    progress: &'w mut Watch<'r, 'p>,
}

impl Read for Watched<'_, '_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let progress = &mut *self.progress;
        if progress.reporter.is_cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        let count = self.inner.read(buffer)?;
        progress.done += count as u64;
        progress
            .reporter
            .report(progress.doing, progress.done, Some(progress.total));
        Ok(count)
    }
}

/// A reader that makes the fingerprint of what passes through.
struct Hashing<R> {
    inner: R,
    hasher: blake3::Hasher,
    size_bytes: u64,
}

impl<R: Read> Hashing<R> {
    /// Reads what the format left unread.
    fn read_rest(&mut self) -> io::Result<()> {
        io::copy(self, &mut io::sink()).map(drop)
    }

    fn fingerprint(&self) -> FileFingerprint {
        FileFingerprint {
            hash: self.hasher.finalize().to_hex().to_string(),
            size_bytes: self.size_bytes,
        }
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if let Some(seen) = buffer.get(..count) {
            self.hasher.update(seen);
        }
        self.size_bytes += count as u64;
        Ok(count)
    }
}
