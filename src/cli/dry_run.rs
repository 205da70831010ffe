//! `import --dry-run`: what would be imported, from the whole files, and nothing changed.

use serde::Serialize;
use serde_json::json;

use super::args::ImportArgs;
use super::import::{kind_in_a_sentence, request_for, totals_text};
use super::inspect::x12_summary;
use super::print::count;
use super::table_request::refuse_unclear;
use super::{Printed, ask, print};
use crate::domain::{ImportKind, ImportTotals};
use crate::jobs::{self, Desk, ImportRequest, InspectedContent, InspectedFile, JobError};

/// What would come of one file, or of all remittances or claims.
#[derive(Debug, Serialize)]
struct DryRun {
    file: String,
    kind: ImportKind,
    summary: String,
    rows_read: u64,
    rows_kept: u64,
    rows_rejected: u64,
    totals: ImportTotals,
}

/// Reads the files whole and shows what would be imported.
pub(super) fn dry_run(
    desk: &mut Desk,
    inspected: Vec<InspectedFile>,
    args: &ImportArgs,
) -> Printed {
    let mut files = Vec::with_capacity(inspected.len());
    for file in inspected {
        let request = request_for(desk, file.clone(), args)?;
        files.push(run_one(file, &request, args)?);
    }
    desk.close()?;
    if args.output.json {
        let value = json!({ "files": files });
        return Ok(print::json("dry-run", &json!({}), &value));
    }
    let texts: Vec<String> = files.iter().map(DryRun::text).collect();
    Ok(texts.join("\n"))
}

fn run_one(
    file: InspectedFile,
    request: &ImportRequest,
    args: &ImportArgs,
) -> Result<DryRun, JobError> {
    let mut came = DryRun {
        file: file.file_name,
        kind: request.kind,
        summary: String::new(),
        rows_read: 0,
        rows_kept: 0,
        rows_rejected: 0,
        totals: ImportTotals::default(),
    };
    match file.content? {
        InspectedContent::Remittances(found) | InspectedContent::Claims(found) => {
            came.summary = x12_summary(&found);
            came.rows_read = found.lines + found.rejected;
            came.rows_kept = found.lines;
            came.rows_rejected = found.rejected;
            came.totals = found.totals;
        }
        InspectedContent::Medicare(found) => came.summary = found.summary,
        InspectedContent::PracticeFile => {}
        InspectedContent::Table(_) => {
            let Some(plan) = &request.plan else {
                return Ok(came);
            };
            refuse_unclear(plan, args)?;
            let read = ask::with_progress(|reporter| jobs::dry_run(&request.path, plan, reporter))?;
            came.summary = print::counted(read.rows_kept, "row");
            came.rows_read = read.rows_read;
            came.rows_kept = read.rows_kept;
            came.rows_rejected = read.rows_rejected;
            came.totals = read.totals;
        }
    }
    Ok(came)
}

impl DryRun {
    fn text(&self) -> String {
        let mut text = format!(
            "{}, read as {}: {}\n",
            self.file,
            kind_in_a_sentence(self.kind),
            self.summary
        );
        if self.rows_read > 0 {
            text.push_str(&format!(
                "  rows read {}, would be kept {}, rejected {}\n",
                count(self.rows_read),
                count(self.rows_kept),
                count(self.rows_rejected)
            ));
        }
        if self.kind.has_service_lines() || self.kind == ImportKind::Claims {
            text.push_str(&totals_text(&self.totals));
        }
        text
    }
}
