//! The architecture as a test: who may use whom, what may be named where, how long a file may be,
//! and that documents name files which exist. Every offence is listed at once, with file and line.
//!
//! A scan of the text, not of the syntax: comments and string literals are blanked first. Clippy's
//! fences (`clippy.toml`) and its limit on the length of functions stand beside it.

#![expect(
    clippy::disallowed_methods,
    reason = "this test reads the project's own files"
)]

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use rust_text::{code_only, is_name_char, names, names_crate};

mod rust_text;

/// Each layer, lowest first, with the layers it may use.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("formats", &["domain"]),
    ("analysis", &["domain"]),
    ("store", &["domain"]),
    ("brief", &["domain", "analysis"]),
    ("jobs", &["domain", "formats", "analysis", "store", "brief"]),
    ("app", &["domain", "analysis", "brief", "jobs"]),
    ("cli", &["domain", "analysis", "brief", "jobs"]),
];

/// Crates that only the named layer may name.
const FENCED_CRATES: &[(&str, &str)] = &[
    ("rusqlite", "store"),
    ("csv", "formats"),
    ("calamine", "formats"),
    ("zip", "formats"),
    ("encoding_rs", "formats"),
    ("typst", "brief"),
    ("typst_layout", "brief"),
    ("typst_pdf", "brief"),
    ("typst_render", "brief"),
    ("rust_xlsxwriter", "brief"),
    ("egui", "app"),
    ("egui_extras", "app"),
    ("egui_kittest", "app"),
    ("eframe", "app"),
    ("rfd", "app"),
    ("clap", "cli"),
];

/// Paths that only the named layers may name.
const FENCED_PATHS: &[(&str, &[&str])] = &[
    ("std::fs", &["store", "jobs"]),
    ("std::thread", &["jobs"]),
    ("thread::spawn", &["jobs"]),
    ("SystemTime", &["jobs"]),
    ("Instant::now", &["jobs"]),
    ("Timestamp::now", &["jobs"]),
    ("Zoned::now", &["jobs"]),
];

/// What a layer's tests (files named `tests.rs`) may name all the same.
const ALLOWED_IN_TESTS: &[(&str, &str)] = &[
    // A window's test waits for the worker.
    ("app", "std::thread::sleep"),
    // A reader's test writes the workbook it then reads.
    ("formats", "rust_xlsxwriter"),
];

/// Imports that would hide a layer or a fenced path from this scan.
const HIDING_IMPORTS: &[&str] = &["crate::{", "std::{", "crate::*"];

/// Files in `src/` that belong to no layer.
const ROOT_FILES: &[&str] = &["lib.rs", "main.rs"];

const MAX_FILE_LINES: usize = 600;

/// A file of whole-program tests is a list of cases, read one at a time.
const MAX_TEST_FILE_LINES: usize = 900;

/// Files that may be longer, each with its reason.
const LONGER_FILES: &[(&str, &str)] = &[];

/// Something the architecture does not allow.
#[derive(Debug, PartialEq, Eq)]
struct Offence {
    path: String,
    line_nr: usize,
    what: String,
}

impl fmt::Display for Offence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line_nr, self.what)
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn layers_use_only_what_lies_below_and_fenced_words_stay_where_they_belong() {
    let mut offences = Vec::new();
    for path in files_under("src") {
        let relative = relative(&path);
        if has_extension(&path, "rs") {
            offences.extend(offences_in(&relative, &read(&path)));
        }
        if has_extension(&path, "sql") && !relative.starts_with("src/store/") {
            offences.push(offence(&relative, 1, "SQL lives in `store`"));
        }
    }
    assert_none(&offences);
}

#[test]
fn every_folder_in_src_is_a_layer() {
    let mut offences = Vec::new();
    for path in entries(&root().join("src")) {
        let name = file_name(&path);
        let is_known = LAYERS
            .iter()
            .any(|(layer, _)| *layer == name && path.is_dir())
            || ROOT_FILES.contains(&name.as_str());
        if !is_known {
            let what = "belongs to no layer: put it into one, or argue for a new one in \
                        docs/decisions/ and add it here";
            offences.push(offence(&format!("src/{name}"), 1, what));
        }
    }
    assert_none(&offences);
}

#[test]
fn files_are_short_enough_to_be_read_in_one_go() {
    let mut offences = Vec::new();
    for (folder, max_lines) in [("src", MAX_FILE_LINES), ("tests/it", MAX_TEST_FILE_LINES)] {
        for path in files_under(folder) {
            let relative = relative(&path);
            if !has_extension(&path, "rs") {
                continue;
            }
            let line_count = read(&path).lines().count();
            let is_exempt = LONGER_FILES.iter().any(|(exempt, _)| *exempt == relative);
            if max_lines < line_count && !is_exempt {
                let what =
                    format!("has {line_count} lines: find the noun it hides (at most {max_lines})");
                offences.push(offence(&relative, line_count, &what));
            }
            if line_count <= max_lines && is_exempt {
                let what = "is short now: take it off the exemptions";
                offences.push(offence(&relative, 1, what));
            }
        }
    }
    for (exempt, _reason) in LONGER_FILES {
        if !root().join(exempt).is_file() {
            offences.push(offence(
                exempt,
                1,
                "is exempt from the limit on lines and does not exist",
            ));
        }
    }
    assert_none(&offences);
}

#[test]
fn documents_name_files_that_exist() {
    let mut offences = Vec::new();
    let documents = entries(&root())
        .into_iter()
        .chain(files_under("docs"))
        .chain(files_under("sample-data"))
        .filter(|path| has_extension(path, "md"));
    for path in documents {
        let folder = path.parent().map_or_else(root, Path::to_path_buf);
        for (line_idx, line) in read(&path).lines().enumerate() {
            for named in files_named(line) {
                if !root().join(&named).exists() && !folder.join(&named).exists() {
                    let what = format!("names `{named}`, which does not exist");
                    offences.push(offence(&relative(&path), line_idx + 1, &what));
                }
            }
        }
    }
    assert_none(&offences);
}

/// Lists what a source file of a layer may not say.
fn offences_in(path: &str, source: &str) -> Vec<Offence> {
    let Some((layer, allowed)) = LAYERS
        .iter()
        .find(|(layer, _)| path.starts_with(&format!("src/{layer}/")))
    else {
        return Vec::new();
    };
    let mut offences = Vec::new();
    let mut code = code_only(source);
    if path.ends_with("/tests.rs") {
        for (_, allowed_here) in ALLOWED_IN_TESTS.iter().filter(|(home, _)| home == layer) {
            code = code.replace(allowed_here, "");
        }
    }
    for (line_idx, line) in code.lines().enumerate() {
        let mut refuse = |what: String| offences.push(offence(path, line_idx + 1, &what));
        for (other, _) in LAYERS {
            let is_allowed = other == layer || allowed.contains(other);
            if !is_allowed
                && (names(line, &format!("crate::{other}")) || climbs_to(path, line, other))
            {
                refuse(format!("`{layer}` may not use `{other}`"));
            }
        }
        for (name, home) in FENCED_CRATES {
            if layer != home && names_crate(line, name) {
                refuse(format!("`{name}` is used in `{home}` only"));
            }
        }
        for (fenced, homes) in FENCED_PATHS {
            if !homes.contains(layer) && names(line, fenced) {
                refuse(format!(
                    "`{fenced}` is used in `{}` only",
                    homes.join("` and `")
                ));
            }
        }
        for import in HIDING_IMPORTS {
            if line.contains(import) {
                refuse(format!("`{import}` hides what is used: one line for each"));
            }
        }
        if let Some(panel) = other_panel(path, line) {
            refuse(format!("a panel does not name another panel (`{panel}`)"));
        }
    }
    offences
}

/// Whether a line climbs with `super::` as far as the root and down into `layer`.
fn climbs_to(path: &str, line: &str, layer: &str) -> bool {
    let inner = path
        .trim_start_matches("src/")
        .trim_end_matches(".rs")
        .trim_end_matches("/mod");
    let depth = inner.split('/').count();
    names(line, &format!("{}{layer}", "super::".repeat(depth)))
}

/// Returns another panel's name when a panel's file names it.
fn other_panel(path: &str, line: &str) -> Option<String> {
    let (own, _file) = path.strip_prefix("src/app/panels/")?.split_once('/')?;
    let (_before, after) = line.split_once("panels::")?;
    let named: String = after
        .chars()
        .take_while(|char| is_name_char(*char))
        .collect();
    let is_module = named.chars().next().is_some_and(char::is_lowercase);
    (is_module && named != own).then_some(named)
}

/// Returns the files a line of Markdown names: in code spans that look like a path of this
/// project, and as targets of relative links.
fn files_named(line: &str) -> Vec<String> {
    const FOLDERS: &[&str] = &[
        "src/",
        "docs/",
        "tests/",
        "assets/",
        "benches/",
        "sample-data/",
        ".ci/",
        ".github/",
    ];
    let is_pattern = |text: &str| text.contains(['*', '<', '{', '…', ' ', '$']);
    let spans = line.split('`').skip(1).step_by(2);
    let paths = spans.filter(|span| FOLDERS.iter().any(|folder| span.starts_with(folder)));
    let links = line
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'));
    let links = links.map(|(target, _)| target.split('#').next().unwrap_or(target));
    let links = links.filter(|target| !target.is_empty() && !target.contains(':'));
    paths
        .chain(links)
        .filter(|path| !is_pattern(path))
        .map(str::to_owned)
        .collect()
}

fn offence(path: &str, line_nr: usize, what: &str) -> Offence {
    Offence {
        path: path.to_owned(),
        line_nr,
        what: what.to_owned(),
    }
}

fn assert_none(offences: &[Offence]) {
    let list: Vec<String> = offences.iter().map(ToString::to_string).collect();
    assert!(
        list.is_empty(),
        "{} offences:\n{}",
        list.len(),
        list.join("\n")
    );
}

fn files_under(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn relative(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod scanner {
    use super::*;

    /// Checks what the scan says about a one-file source.
    fn check(path: &str, source: &str, expected: &[&str]) {
        let found: Vec<String> = offences_in(path, source)
            .iter()
            .map(|offence| format!("{}: {}", offence.line_nr, offence.what))
            .collect();
        assert_eq!(found, expected, "{path}: {source}");
    }

    #[test]
    fn a_layer_beside_or_above_is_refused() {
        let store = &["1: `analysis` may not use `store`"];
        check(
            "src/analysis/payer_mix.rs",
            "use crate::store::PracticeFile;",
            store,
        );
        check(
            "src/analysis/payer_mix.rs",
            "use super::super::store::PracticeFile;",
            store,
        );
        check(
            "src/analysis/pricing/cap.rs",
            "let x = super::super::super::store::open();",
            store,
        );
        check(
            "src/app/mod.rs",
            "\nuse crate::formats::sniff;",
            &["2: `app` may not use `formats`"],
        );
        check(
            "src/domain/money.rs",
            "use crate::jobs;",
            &["1: `domain` may not use `jobs`"],
        );
        check(
            "src/cli/mod.rs",
            "use crate::app::App;",
            &["1: `cli` may not use `app`"],
        );
    }

    #[test]
    fn a_layer_below_is_fine_and_so_is_a_module_that_shares_a_layers_name() {
        check(
            "src/jobs/import.rs",
            "use crate::store::PracticeFile;\nuse crate::formats::sniff;",
            &[],
        );
        check(
            "src/app/panels/brief/view.rs",
            "use super::brief_model;\nuse crate::app::theme;",
            &[],
        );
        check("src/analysis/x.rs", "use crate::storekeeper;", &[]);
        check("src/formats/tables/rows.rs", "use super::store;", &[]);
    }

    #[test]
    fn fenced_crates_stay_in_their_layer() {
        check(
            "src/jobs/import.rs",
            "let c = rusqlite::Connection::open(p);",
            &["1: `rusqlite` is used in `store` only"],
        );
        check(
            "src/brief/mod.rs",
            "use egui;",
            &["1: `egui` is used in `app` only"],
        );
        check(
            "src/jobs/read.rs",
            "use csv::Reader;",
            &["1: `csv` is used in `formats` only"],
        );
        check(
            "src/analysis/x.rs",
            "typst_pdf::pdf(&d)",
            &["1: `typst_pdf` is used in `brief` only"],
        );
        check(
            "src/jobs/x.rs",
            "csv.push(1); a.iter().zip(b); tables::csv::read()",
            &[],
        );
        check("src/store/x.rs", "use rusqlite::Connection;", &[]);
    }

    #[test]
    fn disk_threads_and_the_clock_are_refused_in_a_panel() {
        check(
            "src/app/panels/data/mod.rs",
            "std::fs::read(path)",
            &["1: `std::fs` is used in `store` and `jobs` only"],
        );
        check(
            "src/store/open.rs",
            "use std::thread;",
            &["1: `std::thread` is used in `jobs` only"],
        );
        check(
            "src/brief/compose.rs",
            "let now = Zoned::now();",
            &["1: `Zoned::now` is used in `jobs` only"],
        );
        check(
            "src/jobs/worker.rs",
            "std::thread::spawn(run); Instant::now()",
            &[],
        );
        let spawn = &["1: `std::thread` is used in `jobs` only"];
        check("src/app/tests.rs", "std::thread::sleep(pause)", &[]);
        check("src/app/mod.rs", "std::thread::sleep(pause)", spawn);
        check("src/app/tests.rs", "std::thread::Builder::new()", spawn);
    }

    #[test]
    fn imports_that_hide_what_they_use_are_refused() {
        check(
            "src/analysis/x.rs",
            "use crate::{domain::Money, store::Tx};",
            &["1: `crate::{` hides what is used: one line for each"],
        );
        check(
            "src/app/x.rs",
            "use std::{fs, thread};",
            &["1: `std::{` hides what is used: one line for each"],
        );
    }

    #[test]
    fn a_panel_names_no_other_panel() {
        let other = "use crate::app::panels::payers::Row;";
        check(
            "src/app/panels/codes/view.rs",
            other,
            &["1: a panel does not name another panel (`payers`)"],
        );
        check("src/app/panels/payers/view.rs", other, &[]);
        check("src/app/panels/mod.rs", other, &[]);
    }

    #[test]
    fn comments_and_strings_are_not_code() {
        check(
            "src/analysis/x.rs",
            "// crate::store\n/* egui:: /* std::fs */ crate::app */",
            &[],
        );
        check(
            "src/analysis/x.rs",
            r##"let s = "crate::store \" egui::"; let r = r#"std::fs "x" "#;"##,
            &[],
        );
        check(
            "src/analysis/x.rs",
            "let q = '\"'; use crate::store; let s: &'a str = '\\'';",
            &["1: `analysis` may not use `store`"],
        );
    }

    #[test]
    fn files_are_found_in_code_spans_and_links() {
        let line = "See `src/lib.rs`, `cargo test`, [why](decisions/0010-x.md#a), [web](https://a.b) and `src/*/x.rs`.";
        assert_eq!(files_named(line), ["src/lib.rs", "decisions/0010-x.md"]);
    }
}
