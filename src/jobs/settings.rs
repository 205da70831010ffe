//! The program's own settings: recent files, theme, window. Never a practice's data.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::JobError;

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Where the window was, in points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowPlace {
    /// Left edge, where the platform tells.
    pub left: Option<f32>,
    /// Top edge, where the platform tells.
    pub top: Option<f32>,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// Settings kept in the platform's config folder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AppSettings {
    /// Practice files opened last, newest first.
    pub recent: Vec<PathBuf>,
    /// Light or dark.
    pub theme: ThemeChoice,
    /// Scale of the window's content; `None`: as the system says.
    pub zoom: Option<f32>,
    /// Where the window was.
    pub window: Option<WindowPlace>,
}

/// Most files remembered: what fits on the welcome screen without scrolling.
const MAX_RECENT: usize = 12;

/// Names another config folder, for tests and for carrying settings on a stick.
const CONFIG_DIR_VARIABLE: &str = "ALLOWABLE_CONFIG_DIR";

impl AppSettings {
    /// Reads the settings; absent or unreadable ones are the defaults.
    #[expect(clippy::disallowed_methods, reason = "jobs read the disk")]
    pub fn read() -> Self {
        settings_path()
            .and_then(|path| std::fs::read(path).ok())
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Writes the settings, whole or not at all.
    #[expect(clippy::disallowed_methods, reason = "jobs write the disk")]
    pub fn keep(&self) -> Result<(), JobError> {
        let doing = "Keeping the settings";
        let Some(path) = settings_path() else {
            return Ok(());
        };
        let failed = |error: &std::io::Error| JobError::from_io(doing, &path, error);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        }
        let text = serde_json::to_vec_pretty(self)
            .map_err(|error| JobError::new(doing, error.to_string(), "Report this as a defect"))?;
        let unfinished = path.with_extension("json.part");
        std::fs::write(&unfinished, text).map_err(|error| failed(&error))?;
        std::fs::rename(&unfinished, &path).map_err(|error| failed(&error))
    }

    /// Puts a file at the top of the recent ones.
    pub fn remember(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
        self.recent.insert(0, path.to_path_buf());
        self.recent.truncate(MAX_RECENT);
    }

    /// Takes a file out of the recent ones.
    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
    }

    /// Returns which recent files are there, in their order.
    pub fn recent_found(&self) -> Vec<(PathBuf, bool)> {
        self.recent
            .iter()
            .map(|path| (path.clone(), path.is_file()))
            .collect()
    }
}

/// Returns the folder for the program's own files, from the environment or the platform.
pub(super) fn config_dir() -> Option<PathBuf> {
    std::env::var_os(CONFIG_DIR_VARIABLE)
        .map(PathBuf::from)
        .or_else(|| {
            directories::ProjectDirs::from("", "", "Allowable")
                .map(|folders| folders.config_dir().to_path_buf())
        })
}

fn settings_path() -> Option<PathBuf> {
    config_dir().map(|folder| folder.join("settings.json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_file_comes_first_and_none_twice() {
        let mut settings = AppSettings::default();
        for name in ["a", "b", "a"] {
            settings.remember(Path::new(name));
        }
        assert_eq!(settings.recent, [PathBuf::from("a"), PathBuf::from("b")]);
        for number in 0..20 {
            settings.remember(&PathBuf::from(number.to_string()));
        }
        assert_eq!(settings.recent.len(), MAX_RECENT);
    }
}
