//! Which of Agave's feature gates the embedded chain activates: those of mainnet-beta, from the list beside this file.

use {
    solana_pubkey::Pubkey,
    std::{str::FromStr, sync::LazyLock},
};

/// The cluster and the day of the list, as `zb_version` reports them.
pub const CLUSTER_FEATURES: &str = "mainnet-beta 2026-08-24";

pub struct Feature {
    pub id: Pubkey,
    /// The slot mainnet-beta activated it in. Here every one is active from slot 0.
    pub mainnet_slot: u64,
    pub name: &'static str,
}

pub static MAINNET: LazyLock<Vec<Feature>> =
    LazyLock::new(|| include_str!("mainnet_features.txt").lines().filter(|line| !line.starts_with('#')).map(parse).collect());

fn parse(line: &'static str) -> Feature {
    let mut words = line.split_whitespace();
    let mut word = || words.next().expect("three words in each line of mainnet_features.txt");
    Feature { id: Pubkey::from_str(word()).expect("a public key"), mainnet_slot: word().parse().expect("a slot"), name: word() }
}

#[cfg(test)]
mod tests {
    use {super::*, std::collections::HashSet};

    #[test]
    fn every_line_is_a_feature_that_agave_knows_by_that_id() {
        for feature in MAINNET.iter() {
            assert!(agave_feature_set::FEATURE_NAMES.contains_key(&feature.id), "{}", feature.name);
        }
        assert_eq!(MAINNET.iter().map(|f| f.id).collect::<HashSet<_>>().len(), MAINNET.len());
    }

    #[test]
    fn names_stand_beside_their_own_ids() {
        let id = |name| MAINNET.iter().find(|f| f.name == name).map(|f| f.id);
        assert_eq!(id("relax_intrabatch_account_locks"), Some(agave_feature_set::relax_intrabatch_account_locks::id()));
        assert_eq!(id("reduce_slot_time_to_350ms"), Some(agave_feature_set::reduce_slot_time_to_350ms::id()));
        assert!(MAINNET.is_sorted_by_key(|f| f.mainnet_slot));
    }

    #[test]
    fn alpenglow_is_not_active() {
        assert!(MAINNET.iter().all(|f| f.id != agave_feature_set::alpenglow::id()));
    }
}
