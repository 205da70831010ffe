//! The program: a window, or a command in a terminal.

use std::process::ExitCode;

use allowable::cli::{self, Next};

fn main() -> ExitCode {
    let next = match cli::run(std::env::args_os()) {
        Next::Done(code) => return code,
        Next::OpenWindow(request) => request,
    };
    // A console opened only for this program would stand behind the window.
    #[cfg(windows)]
    hide_console::hide_console();
    match allowable::app::open_window(next.file, next.panel.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("allowable: {problem}");
            ExitCode::FAILURE
        }
    }
}
