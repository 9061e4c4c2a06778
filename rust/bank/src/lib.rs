//! Agave's bank as one embedded chain: genesis, slots, execution, simulation, reads, snapshots.
//!
//! Sits on the crate `solana-runtime` and under `rust/ffi`, which gives it to C++. It knows no ledger, no wall clock and no
//! network: whoever calls brings time, blockhashes and transactions, so equal calls give equal bank hashes.

pub mod accounts;
pub mod chain;
pub mod changes;
pub mod cluster;
mod codec;
mod delegates;
pub mod error;
pub mod execute;
pub mod features;
pub mod fees;
pub mod filter;
mod find;
pub mod genesis;
pub mod host_write;
pub mod keys;
pub mod meta;
pub mod query;
pub mod rewards;
pub mod scan;
pub mod simulate;
pub mod slots;
pub mod snapshot;
pub mod token;
pub mod trace;
pub mod transaction;
pub mod transaction_json;
mod updates;
pub mod version;
pub mod vote;
