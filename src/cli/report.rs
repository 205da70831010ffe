//! `report`: one report as a table, or whole as JSON.

use serde::Serialize;
use serde_json::Value;

use super::args::{Output, ReportArgs, ReportName};
use super::price_text::claim_text;
use super::print::{Align, TextTable, count, counted, dollars, dollars_or_none, percent, points};
use super::report_payments::{
    adjustments_text, data_quality_text, payment_clocks_text, payments_text, recodes_text,
};
use super::report_pricing::{coverage_text, differences_text, year_lock_text};
use super::{Printed, ask, contract, print, records};
use crate::analysis::BasedOn;
use crate::analysis::code_rates::CodeRates;
use crate::analysis::headline::Headline;
use crate::analysis::key_figures::KeyFigures;
use crate::analysis::pareto::{Pareto, ParetoBasis};
use crate::analysis::payer_mix::{PayerFigures, PayerMix, PayerShares};
use crate::domain::{PayerId, Percent, RateKey};
use crate::jobs::{JobError, PracticeView, ReportKind, ReportValue, YearLockQuestion};

/// Prints a report.
pub(super) fn report(args: &ReportArgs) -> Printed {
    let (mut desk, view) = ask::open(&args.file)?;
    let filter = ask::filter(&view, &args.filter)?;
    let Some(kind) = kind_of(&view, args)? else {
        desk.close()?;
        return Ok(flags(&view, args.output, filter.payer));
    };
    let value = desk.report(&kind, filter)?;
    desk.close()?;
    Ok(if args.output.json {
        as_json(&value)
    } else {
        as_text(&value, &view)
    })
}

/// Returns the report asked for; `None` for what the lists of the file already say.
fn kind_of(view: &PracticeView, args: &ReportArgs) -> Result<Option<ReportKind>, JobError> {
    Ok(Some(match args.name {
        ReportName::KeyFigures => ReportKind::KeyFigures,
        ReportName::PayerMix => ReportKind::PayerMix,
        ReportName::CodeRates => ReportKind::CodeRates,
        ReportName::Pareto => ReportKind::Pareto {
            basis: ParetoBasis::Allowed,
            threshold: Percent::new(args.threshold),
        },
        ReportName::Headline => ReportKind::Headline {
            payer: payer_of(view, args, "headline")?,
            claimed: Percent::new(args.claimed.ok_or_else(|| {
                needs(
                    "headline",
                    "the percentage the payer claims",
                    "Add it, such as --claimed 120",
                )
            })?),
        },
        ReportName::Coverage => ReportKind::Coverage,
        ReportName::ContractFlags => return Ok(None),
        ReportName::DataQuality => ReportKind::DataQuality,
        ReportName::Payments => ReportKind::Payments,
        ReportName::PaymentClocks => ReportKind::PaymentClocks,
        ReportName::Recodes => ReportKind::Recodes,
        ReportName::Adjustments => ReportKind::Adjustments,
        ReportName::YearLock => ReportKind::YearLock(YearLockQuestion {
            payer: payer_of(view, args, "year-lock")?,
            percent: args.percent.map(Percent::new),
            from_year: args.from_year,
            to_year: args.to_year,
            to_percent: args.to_percent.map(Percent::new),
        }),
        ReportName::ScheduleDifferences => {
            let payer = payer_of(view, args, "schedule-differences")?;
            let named = |name: &Option<String>| {
                name.as_deref()
                    .map(|name| ask::fee_schedule(view, payer, name))
                    .transpose()
            };
            ReportKind::ScheduleDifferences {
                payer,
                schedule: named(&args.schedule)?,
                against: named(&args.against)?,
            }
        }
    }))
}

fn needs(report: &str, what: &str, remedy: &str) -> JobError {
    JobError::new(
        ask::READING_COMMAND,
        format!("{report} needs {what}"),
        remedy,
    )
}

fn payer_of(view: &PracticeView, args: &ReportArgs, report: &str) -> Result<PayerId, JobError> {
    match &args.filter.payer {
        Some(name) => Ok(ask::payer(view, name)?.id),
        None => Err(needs(report, "a payer", "Add --payer NAME")),
    }
}

/// Prints what should be known about the contracts.
fn flags(view: &PracticeView, output: Output, payer: Option<PayerId>) -> String {
    if output.json {
        contract::list_json("contract-flags", view, payer)
    } else {
        contract::flags_text(view, payer)
    }
}

fn as_json(value: &ReportValue) -> String {
    fn whole(name: &str, based_on: &BasedOn, report: &impl Serialize) -> String {
        print::json(
            name,
            &serde_json::to_value(based_on).unwrap_or(Value::Null),
            report,
        )
    }
    match value {
        ReportValue::KeyFigures(report) => whole("key-figures", &report.based_on, report.as_ref()),
        ReportValue::PayerMix(report) => whole("payer-mix", &report.based_on, report.as_ref()),
        ReportValue::CodeRates(report) => whole("code-rates", &report.based_on, report.as_ref()),
        ReportValue::Pareto(report) => whole("pareto", &report.based_on, report.as_ref()),
        ReportValue::Headline(report) => whole("headline", &report.based_on, report.as_ref()),
        ReportValue::Baseline(base) => whole("baseline", &base.baseline.based_on, &base.baseline),
        ReportValue::Claim(answer) => {
            let based_on = serde_json::json!({ "reference": answer.reference });
            print::json("claim", &based_on, answer.as_ref())
        }
        ReportValue::Coverage(report) => whole("coverage", &report.based_on, report.as_ref()),
        ReportValue::DataQuality(report) => {
            whole("data-quality", &report.based_on, report.as_ref())
        }
        ReportValue::Payments(report) => whole("payments", &report.based_on, report.as_ref()),
        ReportValue::PaymentClocks(report) => {
            whole("payment-clocks", &report.based_on, report.as_ref())
        }
        ReportValue::ImportFiles(files) => {
            print::json("import-files", &Value::Null, files.as_ref())
        }
        ReportValue::Recodes(report) => whole("recodes", &report.based_on, report.as_ref()),
        ReportValue::Adjustments(report) => whole("adjustments", &report.based_on, report.as_ref()),
        ReportValue::YearLock(report) => {
            let based_on = serde_json::json!({ "releases": report.releases });
            print::json("year-lock", &based_on, report.as_ref())
        }
        ReportValue::Records(records) => records::as_json(records),
        ReportValue::ScheduleDifferences(report) => {
            let based_on = serde_json::json!({ "fee_schedules": report.names });
            print::json("schedule-differences", &based_on, report.as_ref())
        }
    }
}

fn as_text(value: &ReportValue, view: &PracticeView) -> String {
    if view.line_count == 0 {
        return "No services yet: import remittances, or an export of your practice-management system \
                (allowable import FILE services.csv)"
            .to_owned();
    }
    match value {
        ReportValue::KeyFigures(report) => key_figures_text(report),
        ReportValue::PayerMix(report) => payer_mix_text(report),
        ReportValue::CodeRates(report) => code_rates_text(report, view),
        ReportValue::Pareto(report) => pareto_text(report, view),
        ReportValue::Headline(report) => headline_text(report, view),
        ReportValue::Baseline(base) => based_on_text(&base.baseline.based_on),
        ReportValue::Claim(answer) => claim_text(answer, None),
        ReportValue::Coverage(report) => coverage_text(report),
        ReportValue::DataQuality(report) => data_quality_text(report),
        ReportValue::Payments(report) => payments_text(report, view),
        ReportValue::PaymentClocks(report) => payment_clocks_text(report),
        ReportValue::ImportFiles(files) => counted(files.len() as u64, "file"),
        ReportValue::Recodes(report) => recodes_text(report),
        ReportValue::Adjustments(report) => adjustments_text(report),
        ReportValue::YearLock(report) => year_lock_text(report, view),
        ReportValue::Records(records) => records::as_text(records),
        ReportValue::ScheduleDifferences(report) => differences_text(report, view),
    }
}

/// Says what a report rests on.
pub(super) fn based_on_text(based_on: &BasedOn) -> String {
    let span = based_on.span.map_or_else(
        || "no services".to_owned(),
        |span| format!("{} to {}", span.first, span.last),
    );
    let without = match based_on.lines_without_allowed {
        0 => String::new(),
        lines => format!(" ({} without an allowed amount)", count(lines)),
    };
    format!(
        "Based on: {}, {}{without}, {span}, Medicare reference: {}\n",
        counted(based_on.imports, "file"),
        counted(based_on.lines, "service line"),
        based_on.reference.as_deref().unwrap_or("none yet"),
    )
}

/// Prints the key figures; the demo prints them too.
pub(super) fn key_figures_text(report: &KeyFigures) -> String {
    let mut table = TextTable::new(&[
        ("Payer", Align::Left),
        ("Class", Align::Left),
        ("Allowed", Align::Right),
        ("Share", Align::Right),
        ("% of Medicare", Align::Right),
        ("+1 % a year", Align::Right),
        ("+1 point a year", Align::Right),
    ]);
    for payer in &report.payers {
        table.row(vec![
            payer.name.clone(),
            payer.class.label().to_owned(),
            dollars(payer.allowed),
            percent(payer.share_of_allowed),
            percent(payer.weighted_percent),
            dollars(payer.value_of_one_percent),
            dollars_or_none(payer.value_of_one_point),
        ]);
    }
    table.rule();
    table.row(vec![
        "All payers".to_owned(),
        String::new(),
        dollars(report.allowed),
        percent(Some(Percent::HUNDRED)),
        percent(report.weighted_percent),
    ]);
    format!(
        "Charges {}, allowed {}, paid {}, owed by patients {}, visits {}\n\n{}\n{}",
        dollars(report.charge),
        dollars(report.allowed),
        dollars(report.paid),
        dollars(report.patient),
        report.visits.map_or_else(|| "n/a".to_owned(), count),
        table.text(),
        based_on_text(&report.based_on)
    )
}

fn payer_mix_text(report: &PayerMix) -> String {
    let mut table = TextTable::new(&[
        ("Payer", Align::Left),
        ("Visits", Align::Right),
        ("%", Align::Right),
        ("Charges", Align::Right),
        ("%", Align::Right),
        ("Allowed", Align::Right),
        ("%", Align::Right),
        ("Paid", Align::Right),
        ("%", Align::Right),
        ("Allowed/visit", Align::Right),
        ("Paid/allowed", Align::Right),
    ]);
    let cells = |name: &str, figures: &PayerFigures, shares: &PayerShares| {
        let share = |value: Option<Percent>| {
            value.map_or_else(|| "n/a".to_owned(), |percent| percent.to_string())
        };
        vec![
            name.to_owned(),
            figures.visits.map_or_else(|| "n/a".to_owned(), count),
            share(shares.visits),
            dollars(figures.charge),
            share(shares.charge),
            dollars(figures.allowed),
            share(shares.allowed),
            dollars(figures.paid),
            share(shares.paid),
            dollars_or_none(figures.allowed_per_visit),
            percent(figures.paid_of_allowed),
        ]
    };
    for row in &report.rows {
        table.row(cells(&row.name, &row.figures, &row.shares));
    }
    table.rule();
    let whole = Some(Percent::HUNDRED);
    let all = PayerShares {
        visits: whole,
        charge: whole,
        allowed: whole,
        paid: whole,
    };
    table.row(cells("All payers", &report.total, &all));
    format!("{}\n{}", table.text(), based_on_text(&report.based_on))
}

/// Writes a service as `93306-26`, with an F where it was given in a facility.
pub(super) fn service(key: RateKey) -> String {
    let modifiers = key.modifiers.to_string();
    let hyphen = if modifiers.is_empty() { "" } else { "-" };
    format!("{}{hyphen}{modifiers}", key.code)
}

fn code_rates_text(report: &CodeRates, view: &PracticeView) -> String {
    let mut columns = vec![
        ("Code", Align::Left),
        ("Setting", Align::Left),
        ("Label", Align::Left),
        ("Units", Align::Right),
        ("Medicare", Align::Right),
    ];
    columns.extend(
        report
            .payers
            .iter()
            .map(|payer| (payer.name.as_str(), Align::Right)),
    );
    let mut table = TextTable::new(&columns);
    for row in &report.rows {
        let mut cells = vec![
            service(row.key),
            row.key.setting.label().to_owned(),
            view.code_label(row.key.code).to_owned(),
            row.units.normalize().to_string(),
            dollars_or_none(row.medicare),
        ];
        cells.extend(report.payers.iter().map(|payer| {
            let rate = row.payers.iter().find(|rate| rate.payer == payer.payer);
            rate.map_or_else(String::new, |rate| percent(rate.percent_of_medicare))
        }));
        table.row(cells);
    }
    table.rule();
    let mut summary = |label: &str, value: &dyn Fn(usize) -> Option<Percent>| {
        let mut cells = vec![label.to_owned(); 1];
        cells.resize(5, String::new());
        cells.extend((0..report.payers.len()).map(|payer_idx| percent(value(payer_idx))));
        table.row(cells);
    };
    let of = |payer_idx: usize| report.payers.get(payer_idx).map(|payer| &payer.summary);
    summary("Weighted (ratio of sums)", &|idx| of(idx)?.weighted_percent);
    summary("Simple mean", &|idx| of(idx)?.simple_mean_percent);
    summary("Dollars with a reference", &|idx| of(idx)?.coverage_percent);
    let mut reasons = String::new();
    for row in &report.rows {
        if let Some(reason) = &row.no_medicare {
            reasons.push_str(&format!(
                "{}: no Medicare amount. {reason}\n",
                service(row.key)
            ));
        }
    }
    format!(
        "{}\n{reasons}\n{}",
        table.text(),
        based_on_text(&report.based_on)
    )
}

fn pareto_text(report: &Pareto, view: &PracticeView) -> String {
    let mut table = TextTable::new(&[
        ("Code", Align::Left),
        ("Setting", Align::Left),
        ("Label", Align::Left),
        ("Units", Align::Right),
        ("Allowed", Align::Right),
        ("%", Align::Right),
        ("Running %", Align::Right),
    ]);
    for row in report.rows.iter().filter(|row| row.is_selected) {
        table.row(vec![
            service(row.key),
            row.key.setting.label().to_owned(),
            view.code_label(row.key.code).to_owned(),
            row.units.normalize().to_string(),
            dollars(row.allowed),
            percent(row.percent),
            percent(row.cumulative_percent),
        ]);
    }
    format!(
        "{} of {} codes reach {} of {} (asked: {})\n\n{}\n{}",
        report.selected_count,
        report.code_count,
        percent(report.reached_percent),
        report.basis.label().to_lowercase(),
        percent(Some(report.threshold)),
        table.text(),
        based_on_text(&report.based_on)
    )
}

fn headline_text(report: &Headline, view: &PracticeView) -> String {
    let mut text = format!(
        "Claimed                   {}\nSimple mean of codes      {}\nWeighted (ratio of sums)  {}\n\
         Gap                       {} points, {} dollars\n\
         {} of {} high-volume codes lie below the claim\n\nThe codes that explain most of the gap\n",
        percent(Some(report.claimed_percent)),
        percent(report.simple_mean_percent),
        percent(report.weighted_percent),
        report.gap_points.map_or_else(|| "n/a".to_owned(), points),
        dollars(report.gap_amount),
        report.high_volume_below,
        report.high_volume_codes,
    );
    let mut table = TextTable::new(&[
        ("Code", Align::Left),
        ("Label", Align::Left),
        ("% of Medicare", Align::Right),
        ("Gap in dollars", Align::Right),
    ]);
    for code in &report.explaining {
        table.row(vec![
            service(code.key),
            view.code_label(code.key.code).to_owned(),
            percent(code.percent),
            dollars(code.gap_amount),
        ]);
    }
    text.push_str(&table.text());
    text.push('\n');
    text.push_str(&based_on_text(&report.based_on));
    text
}
