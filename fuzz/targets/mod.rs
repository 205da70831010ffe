//! The readers, each as a function of bytes and a file's name. What they return is checked where it has
//! to hold for any input: counts add up, and how the bytes arrive makes no difference.

mod medicare;
mod tables;
mod x12;

use allowable::formats::{HEAD_BYTES, sniff};

use crate::seeds::Seed;

/// A reader.
pub struct Target {
    pub name: &'static str,
    /// Which seeds are worth mutating for it.
    pub takes: fn(&Seed) -> bool,
    /// Inputs of a short run; chosen so that all targets together take about 20 seconds.
    pub mutations: u64,
    pub run: fn(&[u8], &str),
}

pub const TARGETS: &[Target] = &[
    Target {
        name: "sniff",
        takes: |_| true,
        mutations: 5_000,
        run: |bytes, name| {
            let head = &bytes[..bytes.len().min(HEAD_BYTES)];
            // The same bytes are the same file, whatever it was called before.
            assert_eq!(sniff(head, name), sniff(head, name));
        },
    },
    Target {
        name: "x12-remittances",
        takes: is_x12,
        mutations: 4_000,
        run: x12::remittances,
    },
    Target {
        name: "x12-claims",
        takes: is_x12,
        mutations: 2_000,
        run: x12::claims,
    },
    Target {
        name: "tables",
        takes: |seed| !is_x12(seed) && seed.folder != "cms" && seed.ending() != "pdf",
        mutations: 500,
        run: tables::tables,
    },
    Target {
        name: "pdf",
        takes: |seed| seed.ending() == "pdf",
        mutations: 1_000,
        run: tables::tables,
    },
    Target {
        name: "medicare",
        takes: |seed| seed.folder == "cms" || seed.ending() == "xlsx",
        mutations: 1_500,
        run: medicare::medicare,
    },
];

fn is_x12(seed: &Seed) -> bool {
    seed.folder == "x12" || matches!(seed.ending(), "835" | "837")
}
