//! What a panel gets: everything to read, and one way to ask for a change.

use std::panic::Location;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::command::Command;
use super::explain::ExplainQuestion;
use super::reports::{ReportShelf, Shelved};
use super::session::Session;
use crate::analysis::code_rates::CodeRates;
use crate::analysis::coverage::Coverage;
use crate::analysis::headline::Headline;
use crate::analysis::key_figures::KeyFigures;
use crate::analysis::pareto::{Pareto, ParetoBasis};
use crate::analysis::payer_mix::PayerMix;
use crate::analysis::schedule_differences::ScheduleDifferences;
use crate::analysis::year_lock::YearComparison;
use crate::domain::{FeeScheduleId, Filter, ImportKind, PayerId, Percent, Records};
use crate::jobs::{
    BaselineKey, ClaimAnswer, ClaimQuestion, ModelBase, PracticeView, ReportKind, ReportValue,
    YearLockQuestion,
};

/// Everything a panel may read while it paints. Nothing in it can be changed from there.
#[derive(Clone, Copy)]
pub struct ViewContext<'a> {
    /// The open practice, the filter, the running job, the last answers.
    pub session: &'a Session,
    /// The reports: asking for one is enough to have it computed.
    pub reports: &'a ReportShelf,
    /// Where wishes go.
    pub commands: &'a CommandSender,
}

impl<'a> ViewContext<'a> {
    /// Sends a command; it runs before the next frame is painted.
    #[track_caller]
    pub fn send(&self, command: Command) {
        self.commands.send(command);
    }

    /// Returns the open practice's lists; `None` on the welcome screen.
    pub fn practice(&self) -> Option<&'a PracticeView> {
        self.session.practice.as_deref()
    }

    /// Returns the part of the practice that is looked at.
    pub fn filter(&self) -> Filter {
        self.session.filter
    }

    /// Asks for totals, the weighted percentage of Medicare by payer, and the value of 1 %.
    pub fn key_figures(&self) -> Shelved<'a, Arc<KeyFigures>> {
        self.report(ReportKind::KeyFigures)
            .and_then(|value| match value {
                ReportValue::KeyFigures(report) => Some(report),
                _ => None,
            })
    }

    /// Asks for visits, charges, allowed amounts and payments by payer.
    pub fn payer_mix(&self) -> Shelved<'a, Arc<PayerMix>> {
        self.report(ReportKind::PayerMix)
            .and_then(|value| match value {
                ReportValue::PayerMix(report) => Some(report),
                _ => None,
            })
    }

    /// Asks for the percentage of Medicare by code and payer.
    pub fn code_rates(&self) -> Shelved<'a, Arc<CodeRates>> {
        self.report(ReportKind::CodeRates)
            .and_then(|value| match value {
                ReportValue::CodeRates(report) => Some(report),
                _ => None,
            })
    }

    /// Asks for the codes that bring most of the money.
    pub fn pareto(&self, basis: ParetoBasis, threshold: Percent) -> Shelved<'a, Arc<Pareto>> {
        self.report(ReportKind::Pareto { basis, threshold })
            .and_then(|value| match value {
                ReportValue::Pareto(report) => Some(report),
                _ => None,
            })
    }

    /// Asks what a claimed percentage of Medicare hides.
    pub fn headline(&self, payer: PayerId, claimed: Percent) -> Shelved<'a, Arc<Headline>> {
        self.report(ReportKind::Headline { payer, claimed })
            .and_then(|value| match value {
                ReportValue::Headline(report) => Some(report),
                _ => None,
            })
    }

    /// Asks for a payer's rates and volumes, to propose others on.
    pub fn baseline(&self, key: BaselineKey) -> Shelved<'a, Arc<ModelBase>> {
        self.report(ReportKind::Baseline(key))
            .and_then(|value| match value {
                ReportValue::Baseline(report) => Some(report),
                _ => None,
            })
    }

    /// Asks what one unit of a service brings by Medicare and by a payer, with the steps.
    pub fn explanation(&self, question: ExplainQuestion) -> Shelved<'a, Arc<ClaimAnswer>> {
        let reference = self
            .practice()
            .and_then(|view| view.practice.reference.as_ref());
        let setting = reference.and_then(|known| known.setting);
        self.claim(ClaimQuestion {
            payer: question.payer,
            ..ClaimQuestion::of_service(question.key, setting)
        })
    }

    /// Asks what a claim brings by Medicare and by a payer, with the steps.
    pub fn claim(&self, question: ClaimQuestion) -> Shelved<'a, Arc<ClaimAnswer>> {
        // A price is the same in every period and for every payer looked at.
        self.reports
            .get(ReportKind::Claim(question), Filter::default())
            .and_then(|value| match value {
                ReportValue::Claim(answer) => Some(answer),
                _ => None,
            })
    }

    /// Asks what Medicare has an amount for, by fee schedule, and why not.
    pub fn coverage(&self) -> Shelved<'a, Arc<Coverage>> {
        self.report(ReportKind::Coverage)
            .and_then(|value| match value {
                ReportValue::Coverage(report) => Some(report),
                _ => None,
            })
    }

    /// Asks what staying with one Medicare year brings beside moving to another.
    pub fn year_lock(&self, question: YearLockQuestion) -> Shelved<'a, Arc<YearComparison>> {
        self.report(ReportKind::YearLock(question))
            .and_then(|value| match value {
                ReportValue::YearLock(report) => Some(report),
                _ => None,
            })
    }

    /// Asks what changes from one fee schedule of a payer to another.
    pub fn schedule_differences(
        &self,
        payer: PayerId,
        schedule: Option<FeeScheduleId>,
        against: Option<FeeScheduleId>,
    ) -> Shelved<'a, Arc<ScheduleDifferences>> {
        let kind = ReportKind::ScheduleDifferences {
            payer,
            schedule,
            against,
        };
        self.report(kind).and_then(|value| match value {
            ReportValue::ScheduleDifferences(report) => Some(report),
            _ => None,
        })
    }

    /// Asks for the rows of one of the small tables beside services and rates.
    pub fn records(&self, kind: ImportKind) -> Shelved<'a, Arc<Records>> {
        self.reports
            .get(ReportKind::Records(kind), Filter::default())
            .and_then(|value| match value {
                ReportValue::Records(records) => Some(records),
                _ => None,
            })
    }

    /// Asks for a report on the part of the practice that is looked at.
    pub fn report(&self, kind: ReportKind) -> Shelved<'a, ReportValue> {
        self.reports.get(kind, self.session.filter)
    }
}

/// The sending end of the window's commands. Cheap to clone.
#[derive(Clone)]
pub struct CommandSender {
    sender: Sender<Command>,
    wake: egui::Context,
}

impl CommandSender {
    /// Makes both ends; sending asks `wake` for another frame.
    pub fn new(wake: egui::Context) -> (Self, Receiver<Command>) {
        let (sender, receiver) = unbounded();
        (Self { sender, wake }, receiver)
    }

    /// Queues a command for the next run of `App::logic`.
    #[track_caller]
    pub fn send(&self, command: Command) {
        tracing::debug!(from = %Location::caller(), ?command, "command");
        // The receiving end is the app itself: it is gone only while the window closes.
        self.sender.send(command).ok();
        self.wake.request_repaint();
    }
}
