//! Which headings of fee schedules name which field.

use super::Rule;
use super::utilization::{CODE, MODIFIER};
use crate::formats::tables::fields::key;

/// What no column of a component's rates is called.
const PART_NEVER: &[&str] = &[
    "CODE", "DATE", "NAME", "ID", "NPI", "TYPE", "UNIT", "MODIFIER", "NUMBER", "PROVIDER",
];

pub(super) static FEE_SCHEDULE: &[&Rule] = &[
    &Rule {
        field: key::EFFECTIVE,
        alternatives: &["EFFECTIVE DATE"],
        never: &["TERM", "TO"],
    },
    &Rule {
        field: key::EFFECTIVE,
        alternatives: &["EFFECTIVE", "FROM DATE", "FROM"],
        never: &["TERM", "TO", "RATE", "FEE", "ALLOWED"],
    },
    &Rule {
        field: key::TERMINATION,
        alternatives: &["TERM DATE", "TERM", "TO DATE", "TO"],
        never: &[
            "FROM",
            "RATE",
            "FEE",
            "ALLOWED",
            "OTHERDATE",
            "PAID",
            "YEAR",
        ],
    },
    &Rule {
        field: key::RATE_PROFESSIONAL,
        alternatives: &[
            "PROFESSIONAL RATE",
            "PROFESSIONAL FEE",
            "PROFESSIONAL COMPONENT",
            "PROFESSIONAL",
        ],
        never: PART_NEVER,
    },
    &Rule {
        field: key::RATE_TECHNICAL,
        alternatives: &[
            "TECHNICAL RATE",
            "TECHNICAL FEE",
            "TECHNICAL COMPONENT",
            "TECHNICAL",
        ],
        never: PART_NEVER,
    },
    &MODIFIER,
    &Rule {
        field: key::RATE_NONFACILITY,
        alternatives: &[
            "NONFACILITY RATE",
            "NONFACILITY FEE",
            "NONFACILITY",
            "NOT FACILITY RATE",
            "NOT FACILITY FEE",
            "NOT FACILITY",
        ],
        never: &["NAME", "ID", "DATE", "NPI", "TYPE", "UNIT"],
    },
    &Rule {
        field: key::RATE_FACILITY,
        alternatives: &["FACILITY RATE", "FACILITY FEE", "FACILITY"],
        never: &[
            "NAME", "ID", "DATE", "NPI", "TYPE", "NOT", "UNIT", "SETTING",
        ],
    },
    &CODE,
    &Rule {
        field: key::RATE,
        alternatives: &[
            "CONTRACTED RATE",
            "FEE SERVICE RATE",
            "PAID RATE",
            "RATE",
            "FEE SCHEDULE",
            "FEE",
            "MAXIMUM ALLOWED",
            "ALLOWED",
            "PAID",
            "GLOBAL",
            "AMOUNT",
        ],
        never: &[
            "TYPE", "CODE", "DATE", "ID", "NOT", "UNIT", "NAME", "CLASS", "PATIENT", "CHARGE",
            "NUMBER", "TO",
        ],
    },
    &Rule {
        field: key::RATE,
        alternatives: &["RATE PER UNIT", "FEE PER UNIT", "PER UNIT"],
        never: &["COUNT", "CHARGE"],
    },
    &Rule {
        field: key::PLACE,
        alternatives: &[
            "POS CODE",
            "POS",
            "PLACE SERVICE",
            "PLACE",
            "SETTING",
            "SITE",
            "SITE TYPE",
        ],
        never: &["DATE", "NAME", "NPI"],
    },
    &Rule {
        field: key::TIER,
        alternatives: &[
            "TIER",
            "NETWORK",
            "PRODUCT",
            "SPECIALTY",
            "PROVIDER CLASS",
            "PROVIDER TYPE",
            "FEE SCHEDULE NAME",
            "SCHEDULE NAME",
            "PLAN NAME",
            "PLAN",
            "REGION",
        ],
        never: &["DATE", "ID", "NUMBER", "NPI", "CODE", "COUNT", "PATIENT"],
    },
];
