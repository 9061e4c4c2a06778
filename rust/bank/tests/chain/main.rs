//! The bank as a whole, on the real runtime: one binary, because each one links all of Agave.

mod support;

mod accounts;
mod delegates;
mod determinism;
mod execution;
mod one_core;
mod programs;
mod simulation;
mod snapshot_circle;
mod snapshots;
mod stake;
mod storages;
mod transaction_json;
