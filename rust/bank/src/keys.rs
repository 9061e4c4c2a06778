//! The keys a genesis block is built around. They are derived from a public label, so they are nobody's secret: they hold paper
//! money of one embedded chain.

use {
    crate::error::{Error, Result},
    solana_keypair::Keypair,
    solana_runtime::genesis_utils::ValidatorVoteKeypairs,
};

pub const ROLES: [&str; 4] = ["faucet", "identity", "vote", "stake"];

/// Keypair whose secret is sha256(label ‖ "/" ‖ role).
pub fn genesis_key(label: &str, role: &str) -> Result<Keypair> {
    if !ROLES.contains(&role) {
        return Err(Error::invalid(format!("unknown genesis role {role:?}; roles: {}", ROLES.join(", "))));
    }
    Ok(derive(label, role))
}

pub(crate) fn derive(label: &str, role: &str) -> Keypair {
    Keypair::new_from_array(derive_bytes(label, role))
}

/// The vote account's BLS public key (compressed), derived from it as a validator does. Genesis needs one although no consensus
/// runs here.
pub(crate) fn bls_pubkey(label: &str) -> [u8; 48] {
    let [identity, vote, stake] = ["identity", "vote", "stake"].map(|role| derive(label, role));
    ValidatorVoteKeypairs::new(identity, vote, stake).bls_keypair.public.to_bytes_compressed()
}

fn derive_bytes(label: &str, role: &str) -> [u8; 32] {
    solana_sha256_hasher::hashv(&[label.as_bytes(), b"/", role.as_bytes()]).to_bytes()
}
