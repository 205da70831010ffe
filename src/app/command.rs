//! Everything a person can ask the window to do: one value each, whether it comes from a button, a
//! menu, the palette or a key.

use std::path::PathBuf;

use egui::{Key, KeyboardShortcut, Modifiers};

use super::explain::ExplainQuestion;
use super::notices::NoticeId;
use super::panels::Panel;
use crate::domain::{Filter, ImportKind, LocalityKey, PayerId, Practice, ScenarioId};
use crate::jobs::{BriefSpec, CopyKind, Edit, ImportRequest, ThemeChoice, tables};

/// A wish of the user.
#[derive(Clone, Debug)]
pub enum Command {
    /// Shows a panel.
    GoTo(Panel),
    /// Shows the brief of one payer.
    ShowBrief {
        /// To whom.
        payer: PayerId,
        /// The scenario with the ask; `None` takes the payer's newest.
        scenario: Option<ScenarioId>,
    },
    /// Shows the form for a new practice; closes the open one.
    NewPractice,
    /// Asks where to save a new practice, then makes it.
    CreatePractice {
        /// Name, ZIP and specialty as typed.
        practice: Box<Practice>,
        /// The locality, when chosen by hand.
        locality: Option<LocalityKey>,
    },
    /// Asks for a practice file, then opens it.
    PickPractice,
    /// Opens a practice file.
    OpenPractice {
        /// The file.
        path: PathBuf,
    },
    /// Opens the sample practice.
    OpenSample,
    /// Closes the practice file.
    ClosePractice,
    /// Takes a file out of the recent ones.
    ForgetRecent {
        /// The file.
        path: PathBuf,
    },
    /// Asks where, then saves a copy of the practice file.
    SaveCopy(CopyKind),
    /// Takes back the last change.
    Undo,
    /// Makes it again.
    Redo,
    /// Chooses the part of the practice that is looked at.
    SetFilter(Filter),
    /// Looks at the whole practice again.
    ClearFilter,
    /// Explains an amount, step by step.
    Explain(ExplainQuestion),
    /// Opens the list of what Medicare has an amount for.
    ShowCoverage,
    /// Goes to the names by which files call payers.
    ShowPayerNames,
    /// Asks where, then writes the workbook that asks a payer for its rates.
    RequestRates {
        /// Whose rates.
        payer: PayerId,
    },
    /// Asks where, then writes an empty table to fill in.
    SaveTemplate(ImportKind),
    /// Opens or closes the command palette.
    TogglePalette,
    /// Opens the settings.
    ShowSettings,
    /// Opens the practice's details: name, address, who signs.
    ShowPracticeDetails,
    /// Opens the list of notices.
    ShowNotices,
    /// Closes the dialog over the window.
    CloseSheet,
    /// Takes a notice off the screen; it stays in the list.
    DismissNotice(NoticeId),
    /// Chooses light, dark or the system's theme.
    SetTheme(ThemeChoice),
    /// Makes everything larger.
    ZoomIn,
    /// Makes everything smaller.
    ZoomOut,
    /// Shows everything at its normal size.
    ZoomReset,
    /// Asks for files to import, then looks at them.
    PickImports,
    /// Takes files dropped on the window: a practice file is opened, others are looked at.
    TakeFiles {
        /// The files.
        paths: Vec<PathBuf>,
    },
    /// Looks at files before they are imported.
    InspectFiles {
        /// The files.
        paths: Vec<PathBuf>,
    },
    /// Looks at one table again with other options.
    InspectAgain {
        /// The file.
        path: PathBuf,
        /// How to read it.
        options: tables::TableOptions,
    },
    /// Adds up a table over the whole file, without importing it.
    DryRun {
        /// The file.
        path: PathBuf,
        /// How to read it.
        plan: Box<tables::TablePlan>,
    },
    /// Puts the files that were looked at aside.
    ForgetInspected,
    /// Imports files.
    Import(Vec<ImportRequest>),
    /// Asks where, then saves a remembered layout as a small file.
    ExportLayout {
        /// The layout's name.
        name: String,
    },
    /// Asks for such a file, then remembers its layout.
    PickLayout,
    /// Forgets a layout kept for every practice.
    ForgetLayout {
        /// Its name.
        name: String,
    },
    /// Changes the practice's data.
    Edit(Edit),
    /// Lays out a brief for the preview.
    ComposeBrief {
        /// What to compose.
        spec: Box<BriefSpec>,
        /// Sharpness of the page images.
        pixels_per_point: f32,
    },
    /// Asks where, then writes a brief: PDF, or XLSX by the chosen name's ending.
    ExportBrief {
        /// What to compose.
        spec: Box<BriefSpec>,
        /// The name proposed.
        file_name: String,
    },
    /// Copies text, for a spreadsheet.
    CopyText {
        /// What it is: "24 rows".
        what: String,
        /// The text.
        text: String,
    },
    /// Asks where, then writes a table as CSV.
    SaveTable {
        /// The name proposed.
        file_name: String,
        /// The table.
        text: String,
    },
    /// Opens a file with the program the system has for it.
    OpenFile {
        /// The file.
        path: PathBuf,
    },
    /// Stops the running job.
    CancelJob,
    /// Closes the window.
    Quit,
}

impl Command {
    /// Returns the commands that need no more words: what menus and the palette offer.
    pub fn listed() -> Vec<Self> {
        let mut commands: Vec<Self> = Panel::ALL.into_iter().map(Self::GoTo).collect();
        commands.extend([
            Self::PickImports,
            Self::NewPractice,
            Self::PickPractice,
            Self::OpenSample,
            Self::ClosePractice,
            Self::SaveCopy(CopyKind::Whole),
            Self::SaveCopy(CopyKind::ForSharing),
            Self::Undo,
            Self::Redo,
            Self::ClearFilter,
            Self::TogglePalette,
            Self::ShowSettings,
            Self::ShowPracticeDetails,
            Self::ShowCoverage,
            Self::ShowPayerNames,
            Self::ShowNotices,
            Self::SetTheme(ThemeChoice::Light),
            Self::SetTheme(ThemeChoice::Dark),
            Self::SetTheme(ThemeChoice::System),
            Self::ZoomIn,
            Self::ZoomOut,
            Self::ZoomReset,
            Self::CancelJob,
            Self::Quit,
        ]);
        commands
    }

    /// Returns the words on the button, in the menu and in the palette.
    pub fn label(&self) -> &'static str {
        match self {
            Self::GoTo(panel) => panel.label(),
            Self::ShowBrief { .. } => "Print the brief\u{2026}",
            Self::NewPractice => "New practice\u{2026}",
            Self::CreatePractice { .. } => "Create practice\u{2026}",
            Self::PickPractice => "Open practice\u{2026}",
            Self::OpenPractice { .. } => "Open",
            Self::OpenSample => "Open the sample practice",
            Self::ClosePractice => "Close practice",
            Self::ForgetRecent { .. } => "Remove from this list",
            Self::SaveCopy(CopyKind::Whole) => "Save a copy\u{2026}",
            Self::SaveCopy(CopyKind::ForSharing) => "Save a copy for sharing\u{2026}",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::SetFilter(_) => "Filter",
            Self::ClearFilter => "Show everything",
            Self::Explain(_) => "Explain this amount\u{2026}",
            Self::ShowCoverage => "Medicare coverage",
            Self::ShowPayerNames => "Names of payers",
            Self::RequestRates { .. } => "Request rates\u{2026}",
            Self::SaveTemplate(_) => "Save template\u{2026}",
            Self::TogglePalette => "Find a command\u{2026}",
            Self::ShowSettings => "Settings\u{2026}",
            Self::ShowPracticeDetails => "Practice details\u{2026}",
            Self::ShowNotices => "Notices",
            Self::CloseSheet => "Close",
            Self::DismissNotice(_) => "Dismiss",
            Self::SetTheme(ThemeChoice::System) => "Theme: as the system",
            Self::SetTheme(ThemeChoice::Light) => "Theme: light",
            Self::SetTheme(ThemeChoice::Dark) => "Theme: dark",
            Self::ZoomIn => "Zoom in",
            Self::ZoomOut => "Zoom out",
            Self::ZoomReset => "Normal size",
            Self::PickImports => "Import files\u{2026}",
            Self::TakeFiles { .. } | Self::InspectFiles { .. } => "Look at files",
            Self::InspectAgain { .. } => "Read again",
            Self::DryRun { .. } => "Add up",
            Self::ForgetInspected => "Put aside",
            Self::Import(_) => "Import",
            Self::ExportLayout { .. } => "Save the layout\u{2026}",
            Self::PickLayout => "Import a layout\u{2026}",
            Self::ForgetLayout { .. } => "Forget the layout",
            Self::Edit(_) => "Change",
            Self::ComposeBrief { .. } => "Lay out",
            Self::ExportBrief { .. } => "Save the brief\u{2026}",
            Self::CopyText { .. } => "Copy",
            Self::SaveTable { .. } => "Save as CSV\u{2026}",
            Self::OpenFile { .. } => "Show",
            Self::CancelJob => "Cancel the running job",
            Self::Quit => "Quit",
        }
    }

    /// Returns what it does, where the label alone leaves a question.
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::GoTo(panel) => panel.purpose(),
            Self::NewPractice => "Makes a practice file of its own for another practice",
            Self::OpenSample => "An invented practice with two years of services, to try things on",
            Self::SaveCopy(CopyKind::Whole) => "A complete second file, safe to take away",
            Self::SaveCopy(CopyKind::ForSharing) => {
                "Totals and reports, without single services and without patient counting keys"
            }
            Self::ClearFilter => "All months, payers, providers and sites",
            Self::ShowPracticeDetails => "Name, address and who signs, as letters print them",
            Self::ShowPayerNames => "Which names in files mean one payer",
            Self::ShowCoverage => "What Medicare has an amount for, and the codes without",
            Self::TogglePalette => "Every command, panel and payer by name",
            Self::PickImports => {
                "Medicare\u{2019}s files, utilization tables and fee schedules; several at once"
            }
            _ => "",
        }
    }

    /// Returns the keys that send it.
    pub fn shortcut(&self) -> Option<KeyboardShortcut> {
        let command = |key| Some(KeyboardShortcut::new(Modifiers::COMMAND, key));
        let shifted = |key| {
            Some(KeyboardShortcut::new(
                Modifiers::COMMAND.plus(Modifiers::SHIFT),
                key,
            ))
        };
        match self {
            Self::GoTo(panel) => command(panel.key()),
            Self::NewPractice => command(Key::N),
            Self::PickPractice => command(Key::O),
            Self::ClosePractice => command(Key::W),
            Self::SaveCopy(CopyKind::Whole) => shifted(Key::S),
            Self::Undo => command(Key::Z),
            Self::Redo => shifted(Key::Z),
            Self::TogglePalette => command(Key::K),
            Self::ShowSettings => command(Key::Comma),
            Self::ZoomIn => command(Key::Plus),
            Self::ZoomOut => command(Key::Minus),
            Self::ZoomReset => command(Key::Num0),
            Self::PickImports => command(Key::I),
            Self::Quit => command(Key::Q),
            _ => None,
        }
    }

    /// Whether it makes sense only while a practice is open.
    pub const fn needs_practice(&self) -> bool {
        matches!(
            self,
            Self::GoTo(_)
                | Self::ShowBrief { .. }
                | Self::ClosePractice
                | Self::SaveCopy(_)
                | Self::Undo
                | Self::Redo
                | Self::SetFilter(_)
                | Self::ClearFilter
                | Self::ShowPracticeDetails
                | Self::PickImports
                | Self::Explain(_)
                | Self::ShowCoverage
                | Self::ShowPayerNames
                | Self::RequestRates { .. }
                | Self::SaveTemplate(_)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_a_shortcut() {
        let mut taken: Vec<(KeyboardShortcut, &str)> = Vec::new();
        for command in Command::listed() {
            let Some(shortcut) = command.shortcut() else {
                continue;
            };
            let clash = taken.iter().find(|(known, _label)| *known == shortcut);
            assert_eq!(
                clash.map(|(_shortcut, label)| *label),
                None,
                "{} uses {shortcut:?} too",
                command.label()
            );
            taken.push((shortcut, command.label()));
        }
        assert!(taken.len() > 10);
    }

    #[test]
    fn labels_of_listed_commands_are_distinct_and_in_sentence_case() {
        let labels: Vec<&str> = Command::listed().iter().map(Command::label).collect();
        for (label_idx, label) in labels.iter().enumerate() {
            assert!(!labels[..label_idx].contains(label), "{label} twice");
            assert!(label.starts_with(char::is_uppercase), "{label}");
            assert!(!label.ends_with('.'), "{label}");
        }
    }
}
