//! `rate-request`: the workbook a payer fills in.

use serde_json::json;

use super::args::RateRequestArgs;
use super::{Printed, ask, print};
use crate::brief::CurrentRates;
use crate::jobs::RateRequestSpec;

/// Writes the workbook.
pub(super) fn rate_request(args: &RateRequestArgs) -> Printed {
    let (mut desk, view) = ask::open(&args.file)?;
    let payer = ask::payer(&view, &args.payer)?;
    let spec = RateRequestSpec {
        products: args.products.clone(),
        current_rates: if args.with_current_rates {
            CurrentRates::Shown
        } else {
            CurrentRates::LeftOut
        },
        return_by: args.return_by,
        ..RateRequestSpec::of(payer.id)
    };
    let what = desk.export_rate_request(&spec, &args.out)?;
    desk.close()?;
    let path = args.out.display().to_string();
    if args.output.json {
        let based_on = json!({ "lines": view.line_count });
        let value = json!({ "payer": payer.name, "file": path, "what": what });
        return Ok(print::json("rate-request", &based_on, &value));
    }
    Ok(format!("{what}: {path}"))
}
