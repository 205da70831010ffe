//! How a report is shown while it is on its way: nothing moves when it arrives, and an old one stays,
//! dimmed, until its successor is there.

use egui::Ui;

use super::layout::{BadgeKind, loading_ui, notice_line_ui};
use crate::app::reports::Shelved;
use crate::jobs::JobError;

/// Opacity of a report whose successor is being computed.
const STALE_OPACITY: f32 = 0.55;

/// Paints a report, or what stands in for it. `what` says what is being computed.
pub fn report_ui<T>(
    ui: &mut Ui,
    report: Shelved<'_, T>,
    what: &str,
    contents: impl FnOnce(&mut Ui, &T),
) {
    match report {
        Shelved::Fresh(value) => contents(ui, value),
        Shelved::Updating(value) => {
            ui.scope(|ui| {
                ui.multiply_opacity(STALE_OPACITY);
                contents(ui, value);
            });
        }
        Shelved::Loading => loading_ui(ui, what),
        Shelved::Failed(error) => failed_ui(ui, error),
    }
}

fn failed_ui(ui: &mut Ui, error: &JobError) {
    let words = format!("{}: {}. {}", error.doing, error.cause, error.remedy);
    notice_line_ui(ui, BadgeKind::Bad, &words);
}
