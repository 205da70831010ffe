//! From names as typed to the rows they mean.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;

use super::args::FilterArgs;
use crate::domain::{
    FeeScheduleId, Filter, Month, Payer, PayerId, Period, Product, ProductId, Provider, ReleaseId,
    Site,
};
use crate::jobs::{Desk, JobError, PracticeView, Progress, ProgressReporter};

/// What the program was doing when what was typed made no sense: exit code 2.
pub(super) const READING_COMMAND: &str = "Reading the command";

/// Opens a practice file.
pub(super) fn open(path: &Path) -> Result<(Desk, Arc<PracticeView>), JobError> {
    let mut desk = Desk::new();
    let view = desk.open(path)?;
    Ok((desk, view))
}

/// Runs something long, with its progress on standard error when a person is watching.
pub(super) fn with_progress<T>(
    work: impl FnOnce(&mut ProgressReporter<'_>) -> Result<T, JobError>,
) -> Result<T, JobError> {
    use std::io::{IsTerminal as _, Write as _};
    let watched = std::io::stderr().is_terminal();
    let shown = AtomicBool::new(false);
    let publish = |progress: Progress| {
        if watched {
            let percent = progress.fraction().map_or(0.0, |part| part * 100.0);
            write!(
                std::io::stderr(),
                "\r\x1b[K{}: {percent:.0} %",
                progress.doing
            )
            .ok();
            shown.store(true, Ordering::Relaxed);
        }
    };
    let mut reporter = ProgressReporter::new(&publish, Arc::new(AtomicBool::new(false)));
    let result = work(&mut reporter);
    if shown.load(Ordering::Relaxed) {
        write!(std::io::stderr(), "\r\x1b[K").ok();
    }
    result
}

/// Finds a payer by name.
pub(super) fn payer<'v>(view: &'v PracticeView, name: &str) -> Result<&'v Payer, JobError> {
    view.payer_named(name).ok_or_else(|| {
        let known: Vec<&str> = view
            .payers
            .iter()
            .map(|payer| payer.name.as_str())
            .collect();
        unknown("payer", name, &known)
    })
}

/// Finds a release by name.
pub(super) fn release(view: &PracticeView, name: &str) -> Result<ReleaseId, JobError> {
    let found = view
        .releases
        .iter()
        .find(|release| release.info.name.eq_ignore_ascii_case(name));
    found.map(|release| release.id).ok_or_else(|| {
        let known: Vec<&str> = view
            .releases
            .iter()
            .map(|release| release.info.name.as_str())
            .collect();
        unknown("Medicare release", name, &known)
    })
}

/// Finds a payer's fee schedule by name.
pub(super) fn fee_schedule(
    view: &PracticeView,
    payer: PayerId,
    name: &str,
) -> Result<FeeScheduleId, JobError> {
    let of_payer = || view.fee_schedules.iter().filter(|one| one.payer == payer);
    let found = of_payer().find(|one| one.name.trim().eq_ignore_ascii_case(name.trim()));
    found.map(|one| one.id).ok_or_else(|| {
        let names: Vec<&str> = of_payer().map(|one| one.name.as_str()).collect();
        unknown("fee schedule of the payer", name, &names)
    })
}

/// Says that a name means nothing in this file, and which names do.
pub(super) fn unknown(what: &str, name: &str, known: &[&str]) -> JobError {
    let remedy = if known.is_empty() {
        format!("There is no {what} yet: import a file first")
    } else {
        format!("There are: {}", known.join(", "))
    };
    JobError::new(
        READING_COMMAND,
        format!("no {what} is called {name}"),
        remedy,
    )
}

/// Reads `2025-01` or `2025-01-15` as a month.
pub(super) fn month(text: &str) -> Result<Month, JobError> {
    let day = if text.len() == 7 {
        format!("{text}-01")
    } else {
        text.to_owned()
    };
    day.parse::<Date>().map(Month::of).map_err(|_error| {
        JobError::new(
            READING_COMMAND,
            format!("{text} is not a date"),
            "Write it as 2025-01-31, or a month as 2025-01",
        )
    })
}

/// Finds one of a list by a text, without regard to case.
pub(super) fn by_text<'v, T>(
    what: &str,
    text: &str,
    list: impl Iterator<Item = &'v T> + Clone,
    text_of: impl Fn(&'v T) -> &'v str,
) -> Result<&'v T, JobError> {
    let wanted = text.trim();
    list.clone()
        .find(|one| text_of(one).trim().eq_ignore_ascii_case(wanted))
        .ok_or_else(|| {
            let known: Vec<&str> = list.map(text_of).collect();
            unknown(what, text, &known)
        })
}

/// Finds a product of a payer by its name.
pub(super) fn product<'v>(
    view: &'v PracticeView,
    payer: PayerId,
    name: &str,
) -> Result<&'v Product, JobError> {
    let of_payer = view.products.iter().filter(move |one| one.payer == payer);
    by_text("product of the payer", name, of_payer, |one| &one.name)
}

/// Finds a provider by the name shown, or else by its text in files.
pub(super) fn provider<'v>(view: &'v PracticeView, name: &str) -> Result<&'v Provider, JobError> {
    let own = || view.providers.iter().filter(|one| one.same_as.is_none());
    by_text("provider", name, own(), |one| &one.text)
        .or_else(|_unknown| by_text("provider", name, own(), Provider::shown_name))
}

/// Finds a site by the name shown, or else by its text in files.
pub(super) fn site<'v>(view: &'v PracticeView, name: &str) -> Result<&'v Site, JobError> {
    let own = || view.sites.iter().filter(|one| one.same_as.is_none());
    by_text("site", name, own(), |one| &one.text)
        .or_else(|_unknown| by_text("site", name, own(), Site::shown_name))
}

/// Reads what part of the practice is meant.
pub(super) fn filter(view: &PracticeView, typed: &FilterArgs) -> Result<Filter, JobError> {
    let payer = typed.payer.as_deref().map(|name| payer(view, name));
    let payer = payer.transpose()?.map(|payer| payer.id);
    let product = payer.zip(typed.product.as_deref());
    let product = product.map(|(payer, name)| product_id(view, payer, name));
    let provider = typed.provider.as_deref().map(|name| provider(view, name));
    let site = typed.site.as_deref().map(|name| site(view, name));
    Ok(Filter {
        period: period(typed.from.as_deref(), typed.to.as_deref())?,
        payer,
        product: product.transpose()?,
        provider: provider.transpose()?.map(|provider| provider.id),
        site: site.transpose()?.map(|site| site.id),
    })
}

fn product_id(view: &PracticeView, payer: PayerId, name: &str) -> Result<ProductId, JobError> {
    product(view, payer, name).map(|product| product.id)
}

/// Reads a period from its two ends.
pub(super) fn period(from: Option<&str>, to: Option<&str>) -> Result<Period, JobError> {
    let period = Period {
        from: from.map(month).transpose()?,
        to: to.map(month).transpose()?,
    };
    match (period.from, period.to) {
        (Some(first), Some(last)) if last < first => Err(JobError::new(
            READING_COMMAND,
            format!("the period ends in {last}, before it begins in {first}"),
            "Exchange --from and --to",
        )),
        _ => Ok(period),
    }
}

/// Reads a name or a heading given as `KEY=VALUE`.
pub(super) fn key_and_value(text: &str) -> Result<(&str, &str), JobError> {
    text.split_once('=').ok_or_else(|| {
        JobError::new(
            READING_COMMAND,
            format!("{text} is not FIELD=HEADING"),
            "Write for example --column allowed=\"Amt Alwd\"",
        )
    })
}

/// Turns an invalid value into an error of the command.
pub(super) fn invalid(error: crate::domain::Invalid) -> JobError {
    JobError::new(READING_COMMAND, error.0, "See allowable --help")
}
