//! Row numbers of the practice file, one type each so that they cannot be mixed up.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);
    )*};
}

id! {
    /// A payer of the practice.
    PayerId,
    /// A payer's name as a file wrote it.
    PayerNameId,
    /// A payer's product; 0 where a file did not say.
    ProductId,
    /// A rendering provider; 0 where a file did not say.
    ProviderId,
    /// A place where the practice sees patients; 0 where a file did not say.
    SiteId,
    /// One import of one file.
    ImportId,
    /// A Medicare relative-value release held by the practice file.
    ReleaseId,
    /// A payer's fee schedule.
    FeeScheduleId,
    /// One of Medicare's other fee schedules held by the practice file.
    ReferenceTableId,
    /// A payer's contract.
    ContractId,
    /// A saved scenario.
    ScenarioId,
}
