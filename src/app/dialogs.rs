//! The system's own file dialogs, without making the window wait for them.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, Wake, Waker};

use rfd::AsyncFileDialog;

use super::command::Command;
use crate::jobs::Job;

/// What a dialog's answer leads to.
#[derive(Debug)]
pub enum Next {
    /// A command.
    Send(Command),
    /// A job.
    Submit(Job),
}

type Answer = Pin<Box<dyn Future<Output = Option<Next>>>>;

/// The dialog that is open, if any. Polled once a frame.
#[derive(Default)]
pub struct Dialogs {
    open: Option<Answer>,
}

/// A kind of file, for a dialog's list of endings.
pub struct FileType {
    /// Its name.
    pub name: &'static str,
    /// Its endings, without the point.
    pub endings: &'static [&'static str],
}

/// Practice files.
pub const PRACTICE: FileType = FileType {
    name: "Practice file",
    endings: &["practice"],
};
/// Everything that can be imported.
pub const IMPORTS: FileType = FileType {
    name: "Remittances, claims, tables and Medicare releases",
    endings: &[
        "835", "837", "era", "edi", "x12", "clp", "dat", "csv", "tsv", "txt", "xlsx", "xls", "pdf",
        "zip",
    ],
};
/// Layouts of tables.
pub const LAYOUT: FileType = FileType {
    name: "Layout",
    endings: &["json"],
};
/// Briefs.
pub const BRIEF: FileType = FileType {
    name: "PDF document",
    endings: &["pdf"],
};
/// The fee exhibit as a workbook.
pub const EXHIBIT: FileType = FileType {
    name: "Excel workbook with the fee exhibit",
    endings: &["xlsx"],
};
/// Tables for others to fill in.
pub const WORKBOOK: FileType = FileType {
    name: "Excel workbook",
    endings: &["xlsx"],
};
/// Tables.
pub const TABLE: FileType = FileType {
    name: "CSV table",
    endings: &["csv"],
};

impl Dialogs {
    /// Asks for one file.
    pub fn pick(
        &mut self,
        title: &str,
        file_type: &FileType,
        next: impl FnOnce(PathBuf) -> Next + 'static,
    ) {
        let dialog = AsyncFileDialog::new()
            .set_title(title)
            .add_filter(file_type.name, file_type.endings);
        self.open = Some(Box::pin(async move {
            let file = dialog.pick_file().await?;
            Some(next(file.path().to_path_buf()))
        }));
    }

    /// Asks for several files.
    pub fn pick_many(
        &mut self,
        title: &str,
        file_type: &FileType,
        next: impl FnOnce(Vec<PathBuf>) -> Next + 'static,
    ) {
        let dialog = AsyncFileDialog::new()
            .set_title(title)
            .add_filter(file_type.name, file_type.endings)
            .add_filter("All files", &["*"]);
        self.open = Some(Box::pin(async move {
            let files = dialog.pick_files().await?;
            Some(next(
                files.iter().map(|file| file.path().to_path_buf()).collect(),
            ))
        }));
    }

    /// Asks where to save a file; the first type's ending is added when the name has none.
    pub fn save(
        &mut self,
        title: &str,
        file_name: &str,
        file_types: &[FileType],
        next: impl FnOnce(PathBuf) -> Next + 'static,
    ) {
        let mut dialog = AsyncFileDialog::new()
            .set_title(title)
            .set_file_name(safe_file_name(file_name));
        for file_type in file_types {
            dialog = dialog.add_filter(file_type.name, file_type.endings);
        }
        let ending = file_types
            .first()
            .and_then(|file_type| file_type.endings.first())
            .copied()
            .unwrap_or_default();
        self.open = Some(Box::pin(async move {
            let file = dialog.save_file().await?;
            Some(next(with_ending(file.path(), ending)))
        }));
    }

    /// Returns the answer of the dialog, once there is one.
    pub fn poll(&mut self, ctx: &egui::Context) -> Option<Next> {
        let answer = self.open.as_mut()?;
        let waker = Waker::from(Arc::new(RepaintOnWake(ctx.clone())));
        match answer.as_mut().poll(&mut TaskContext::from_waker(&waker)) {
            Poll::Ready(next) => {
                self.open = None;
                next
            }
            Poll::Pending => None,
        }
    }
}

struct RepaintOnWake(egui::Context);

impl Wake for RepaintOnWake {
    fn wake(self: Arc<Self>) {
        self.0.request_repaint();
    }
}

/// Replaces what some system refuses in a file name.
fn safe_file_name(name: &str) -> String {
    name.chars()
        .map(|letter| {
            if letter.is_control() || "/\\:*?\"<>|".contains(letter) {
                '-'
            } else {
                letter
            }
        })
        .collect()
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    if path.extension().is_some() {
        path.to_path_buf()
    } else {
        path.with_extension(ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposed_file_names_are_accepted_by_every_system() {
        assert_eq!(
            safe_file_name("Oak/Elm: payer mix?.csv"),
            "Oak-Elm- payer mix-.csv"
        );
    }

    #[test]
    fn a_name_without_an_ending_gets_the_first_types() {
        assert_eq!(with_ending(Path::new("a"), "pdf"), PathBuf::from("a.pdf"));
        assert_eq!(
            with_ending(Path::new("a.xlsx"), "pdf"),
            PathBuf::from("a.xlsx")
        );
    }
}
