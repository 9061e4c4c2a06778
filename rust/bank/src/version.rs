//! Which runtime this is, for getVersion and for whoever compares two nodes.

use {
    crate::{codec, error::Result, features::CLUSTER_FEATURES},
    serde::Serialize,
};

/// The version of every pinned `agave` and `solana` crate in Cargo.toml.
pub const AGAVE: &str = "4.2.2";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    abi: u32,
    agave: &'static str,
    feature_set: u32,
    cluster_features: &'static str,
}

pub fn json(abi: u32) -> Result<Vec<u8>> {
    // Agave names its own set of known features by the first four bytes of their hash.
    let id = agave_feature_set::ID.to_bytes();
    let feature_set = u32::from_le_bytes([id[0], id[1], id[2], id[3]]);
    codec::to_json(&Version { abi, agave: AGAVE, feature_set, cluster_features: CLUSTER_FEATURES })
}
