//! The same jobs from a terminal: text for people, `--json` for programs. No logic of its own.

mod args;
mod ask;
mod brief;
mod contract;
mod contract_terms;
mod demo;
mod dry_run;
mod file;
mod import;
mod imports;
mod inspect;
mod model;
mod payers;
mod preview;
mod price;
mod price_text;
mod print;
mod products;
mod profiles;
mod providers;
mod rate_request;
mod records;
mod reference;
mod report;
mod report_payments;
mod report_pricing;
mod table_request;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::jobs::JobError;
pub use args::Arguments;
use args::Command;

/// What the program does after the terminal's part.
#[derive(Debug)]
pub enum Next {
    /// Nothing: the command ran.
    Done(ExitCode),
    /// Opens the window.
    OpenWindow(WindowRequest),
}

/// What the window opens on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WindowRequest {
    /// Practice file; `None`: the welcome screen.
    pub file: Option<PathBuf>,
    /// Name of a panel.
    pub panel: Option<String>,
}

/// A command's text for standard output, or why it failed.
type Printed = Result<String, JobError>;

/// Runs what was typed: exit code 0 on success, 2 on wrong usage, 1 on failure.
pub fn run(typed: impl IntoIterator<Item = OsString>) -> Next {
    let arguments = match Arguments::try_parse_from(typed) {
        Ok(arguments) => arguments,
        Err(usage) => {
            usage.print().ok();
            return Next::Done(ExitCode::from(
                u8::try_from(usage.exit_code()).unwrap_or(WRONG_USAGE),
            ));
        }
    };
    start_log();
    let Some(command) = arguments.command else {
        return window(arguments.file, arguments.panel);
    };
    let printed = match command {
        Command::Demo(demo) => match demo::run(&demo) {
            Ok((text, window)) => {
                print(&text);
                return window.map_or(Next::Done(ExitCode::SUCCESS), Next::OpenWindow);
            }
            Err(error) => Err(error),
        },
        Command::New(new) => file::new(&new),
        Command::Practice(practice) => file::practice(&practice),
        Command::Labels(labels) => file::labels(&labels),
        Command::Import(import) => import::import(&import),
        Command::Inspect(files) => inspect::inspect(&files),
        Command::Imports(imports) => imports::imports(&imports),
        Command::Profiles(profiles) => profiles::profiles(&profiles),
        Command::Payers(payers) => payers::payers(&payers),
        Command::Products(products) => products::products(&products),
        Command::Providers(args) => providers::providers(&args),
        Command::Sites(args) => providers::sites(&args),
        Command::WorkClaims(args) => file::work_claims(&args),
        Command::Reference(reference) => reference::reference(&reference),
        Command::Report(report) => report::report(&report),
        Command::Price(price) => price::price(&price),
        Command::Contract(contract) => contract::contract(&contract),
        Command::RateRequest(request) => rate_request::rate_request(&request),
        Command::Model(model) => model::model(&model),
        Command::Records(args) => records::records(&args),
        Command::Template(template) => records::template(&template),
        Command::Brief(brief) => brief::brief(&brief),
        Command::Check(check) => file::check(&check),
    };
    Next::Done(match printed {
        Ok(text) => {
            print(&text);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("allowable: {error}");
            match error.doing.as_str() {
                ask::READING_COMMAND => ExitCode::from(WRONG_USAGE),
                _ => ExitCode::FAILURE,
            }
        }
    })
}

/// Opens the window, unless what was typed is neither a command nor a file.
fn window(file: Option<PathBuf>, panel: Option<String>) -> Next {
    if let Some(file) = file.as_ref().filter(|file| !file.exists()) {
        eprintln!(
            "allowable: {} is neither a command nor a file. See allowable --help",
            file.display()
        );
        return Next::Done(ExitCode::from(WRONG_USAGE));
    }
    Next::OpenWindow(WindowRequest { file, panel })
}

/// Exit code where what was typed makes no sense.
const WRONG_USAGE: u8 = 2;

/// Returns the manual of all commands, as `docs/cli.md` prints it.
pub fn manual() -> String {
    let mut text = String::new();
    let mut command = Arguments::command();
    for sub in command.get_subcommands_mut() {
        let name = sub.get_name().to_owned();
        let named = sub.clone().bin_name(format!("allowable {name}"));
        let help = named.disable_help_flag(true).render_long_help().to_string();
        text.push_str(&format!("## {name}\n\n```text\n"));
        for line in help.trim_end().lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text.push_str("```\n\n");
    }
    text
}

fn print(text: &str) {
    use std::io::Write as _;
    // A closed pipe (`| head`) is not a failure.
    writeln!(std::io::stdout().lock(), "{}", text.trim_end()).ok();
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("ALLOWABLE_LOG")
        .unwrap_or_else(|_absent| tracing_subscriber::EnvFilter::new("error"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    log.try_init().ok();
}
