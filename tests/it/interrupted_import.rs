//! Imports that break off, by kill, by a full disk, by the user: nothing of them remains.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use allowable::jobs::{Desk, ImportRequest, Job, Outcome, Progress, ProgressReporter, inspect_all};

use crate::command_line::{Terminal, assert_says};
use crate::x12_commands::{FILE, write_remittances};

/// A practice with one import, and a folder that holds the same payment among so many others that its
/// import takes long enough to be broken off.
fn with_large_folder() -> Terminal {
    let terminal = Terminal::empty();
    terminal.text(&["new", FILE, "--name", "Oak Street Clinic"]);
    write_remittances(&terminal.path("small"), 1, 150);
    terminal.text(&["import", FILE, "small"]);
    write_remittances(&terminal.path("large"), 150, 150);
    terminal
}

/// Asserts that the file is whole and has the imports it had, or one more that is whole.
fn assert_whole(terminal: &Terminal) -> usize {
    terminal.text(&["check", FILE]);
    let imports = terminal.json(&["imports", FILE]);
    let count = imports["imports"].as_array().unwrap().len();
    let mix = terminal.json(&["report", "payer-mix", FILE]);
    let expected = match count {
        1 => format!("{}.00", 190 * 150),
        2 => format!("{}.00", 190 * 150 * 150),
        _ => panic!("{count} imports"),
    };
    assert_eq!(mix["total"]["charge"], expected.as_str());
    count
}

#[test]
fn a_program_killed_in_an_import_leaves_the_file_as_it_was() {
    let terminal = with_large_folder();
    let mut broken_off = 0;
    for milliseconds in [60, 250, 600] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_allowable"))
            .args(["import", FILE, "large"])
            .current_dir(terminal.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        if assert_whole(&terminal) == 2 {
            break;
        }
        broken_off += 1;
    }
    assert!(broken_off > 0, "the import was faster than every kill");
    if assert_whole(&terminal) == 1 {
        terminal.text(&["import", FILE, "large"]);
        assert_eq!(assert_whole(&terminal), 2);
    }
}

#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_in_an_import_leaves_the_file_as_it_was() {
    let terminal = with_large_folder();
    let size = std::fs::metadata(terminal.path(FILE)).unwrap().len();
    // Blocks of 512 bytes, as POSIX counts them; a shell that counts in 1,024 allows twice as much.
    let blocks = size / 512 + 200;
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" import {FILE} large");
    let output = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_allowable")])
        .current_dir(terminal.path(""))
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert_says(&told, &["allowable: Importing large (150 files)"]);
    assert_eq!(assert_whole(&terminal), 1);
}

fn request_for(desk: &mut Desk, folder: PathBuf) -> ImportRequest {
    let publish = |_progress: Progress| {};
    let mut reporter = ProgressReporter::new(&publish, Arc::default());
    let found = inspect_all(desk, &[folder], &mut reporter).unwrap();
    match found[0].content.as_ref().unwrap() {
        allowable::jobs::InspectedContent::Remittances(found) => ImportRequest::of_x12(found),
        other => panic!("{other:?}"),
    }
}

/// Runs an import that is cancelled once so many bytes are read.
fn cancelled_after(desk: &mut Desk, request: &ImportRequest, bytes: u64) -> Outcome {
    let cancelled = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancelled);
    let publish = move |progress: Progress| {
        if progress.doing.starts_with("Importing") && progress.done >= bytes {
            flag.store(true, Ordering::Relaxed);
        }
    };
    let mut reporter = ProgressReporter::new(&publish, cancelled);
    let requests = vec![request.clone()];
    desk.run(Job::Import { requests }, &mut reporter)
}

#[test]
fn a_cancelled_import_leaves_nothing_behind() {
    let terminal = with_large_folder();
    let mut desk = Desk::new();
    let before = desk.open(Path::new(&terminal.path(FILE))).unwrap();
    let request = request_for(&mut desk, terminal.path("large"));
    for bytes in [0, 500_000] {
        let outcome = cancelled_after(&mut desk, &request, bytes);
        assert!(matches!(outcome, Outcome::Cancelled { .. }), "{outcome:?}");
        let after = desk.view().unwrap();
        assert_eq!(after.imports, before.imports);
        assert_eq!(after.line_count, before.line_count);
        assert_eq!(after.revision, before.revision);
    }
    desk.close().unwrap();
    assert_eq!(assert_whole(&terminal), 1);
}

#[test]
fn looking_at_a_large_folder_can_be_cancelled() {
    let terminal = with_large_folder();
    let publish = |_progress: Progress| {};
    let cancelled = Arc::new(AtomicBool::new(true));
    let mut reporter = ProgressReporter::new(&publish, cancelled);
    let paths = vec![terminal.path("large")];
    let outcome = Desk::new().run(Job::Inspect { paths }, &mut reporter);
    assert!(matches!(outcome, Outcome::Cancelled { .. }), "{outcome:?}");
}
