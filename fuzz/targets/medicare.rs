//! Medicare's files: releases, localities, other fee schedules, zips of them.

use allowable::formats::cms;

pub fn medicare(bytes: &[u8], name: &str) {
    if let Err(error) = cms::read(bytes, name) {
        assert!(!error.to_string().is_empty());
    }
}
