//! Allowable prepares, conducts and follows up a medical practice's contract negotiations with
//! insurers.
//!
//! The layers, lowest first; `ARCHITECTURE.md` says what each may and may not do.

pub mod domain;

pub mod formats;

pub mod analysis;

pub mod store;

pub mod brief;

pub mod jobs;

pub mod app;

pub mod cli;
