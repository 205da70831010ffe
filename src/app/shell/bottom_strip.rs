//! The strip below: what is being worked on, with a way to stop it, and the last notice.

use egui::{Align, Layout, ProgressBar, Ui};

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::notices::{NoticeKind, Notices};
use crate::app::theme::{Icon, caption, tokens};
use crate::app::widgets::{icon_button, quiet_button};

/// Width of the progress bar.
const BAR_WIDTH: f32 = 180.0;

/// Paints the strip. It is as high with work as without.
pub(super) fn ui(ctx: &ViewContext<'_>, notices: &Notices, ui: &mut Ui) {
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        work_ui(ctx, ui);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            last_notice_ui(ctx, notices, ui);
        });
    });
}

fn work_ui(ctx: &ViewContext<'_>, ui: &mut Ui) {
    let tokens = tokens(ui);
    let Some(doing) = ctx.session.work.doing() else {
        if ctx.session.work.is_busy() {
            ui.label(caption("Computing\u{2026}").color(tokens.muted));
        }
        return;
    };
    let fraction = ctx
        .session
        .work
        .progress
        .as_ref()
        .and_then(crate::jobs::Progress::fraction);
    match fraction {
        Some(fraction) => ui.add(
            ProgressBar::new(fraction)
                .desired_width(BAR_WIDTH)
                .desired_height(6.0)
                .fill(tokens.accent),
        ),
        None => ui.add(egui::Spinner::new().size(14.0).color(tokens.accent)),
    };
    let words = match fraction {
        Some(fraction) => format!("{doing}, {:.0}%", fraction * 100.0),
        None => doing,
    };
    ui.label(caption(words));
    if ctx.session.work.progress.is_some() && quiet_button(ui, "Cancel").clicked() {
        ctx.send(Command::CancelJob);
    }
}

fn last_notice_ui(ctx: &ViewContext<'_>, notices: &Notices, ui: &mut Ui) {
    let tokens = tokens(ui);
    if icon_button(ui, Icon::Bell, "Notices").clicked() {
        ctx.send(Command::ShowNotices);
    }
    let Some(notice) = notices.last() else { return };
    let ink = match notice.kind {
        NoticeKind::Done => tokens.muted,
        NoticeKind::Warning => tokens.warning,
        NoticeKind::Failed => tokens.negative,
    };
    ui.add(egui::Label::new(caption(&notice.headline).color(ink)).truncate());
}
