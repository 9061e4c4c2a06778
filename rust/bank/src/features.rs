//! Which of Agave's feature gates the embedded chain activates: those of mainnet-beta, from the list beside this file, and what
//! the genesis parameters change about it.

use {
    crate::error::{Error, Result},
    serde::Deserialize,
    solana_pubkey::Pubkey,
    std::{collections::BTreeSet, str::FromStr, sync::LazyLock},
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

/// Features that mainnet-beta does not have yet, by the names of their modules in Agave: those that change what programs see.
const PENDING: [(&str, Pubkey); 3] = [
    ("virtual_address_space_adjustments", agave_feature_set::virtual_address_space_adjustments::ID),
    ("account_data_direct_mapping", agave_feature_set::account_data_direct_mapping::ID),
    ("raise_cpi_nesting_limit_to_8", agave_feature_set::raise_cpi_nesting_limit_to_8::ID),
];

/// What a chain has more and less than mainnet-beta; each feature by its name (of the list or of `PENDING`) or its address. To
/// activate what is active, or the reverse, changes nothing, so that a test survives mainnet's next activation.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Changes {
    pub activate: Vec<String>,
    pub deactivate: Vec<String>,
}

/// The features of a chain, in the order of their addresses.
pub fn active(changes: &Changes) -> Result<BTreeSet<Pubkey>> {
    let mut ids: BTreeSet<Pubkey> = MAINNET.iter().map(|feature| feature.id).collect();
    let activated = changes.activate.iter().map(|text| find(text)).collect::<Result<BTreeSet<_>>>()?;
    for text in &changes.deactivate {
        let id = find(text)?;
        if activated.contains(&id) {
            return Err(Error::invalid(format!("feature {text} is to be activated and deactivated")));
        }
        ids.remove(&id);
    }
    ids.extend(activated);
    Ok(ids)
}

fn find(text: &str) -> Result<Pubkey> {
    let pending = PENDING.iter().find(|(name, _)| *name == text).map(|(_, id)| *id);
    let listed = || MAINNET.iter().find(|feature| feature.name == text).map(|feature| feature.id);
    let known = || Pubkey::from_str(text).ok().filter(|id| agave_feature_set::FEATURE_NAMES.contains_key(id));
    pending.or_else(listed).or_else(known).ok_or_else(|| Error::invalid(format!("no feature of Agave is {text:?}")))
}

#[cfg(test)]
mod tests {
    use {super::*, std::collections::HashSet};

    fn changes(activate: &[&str], deactivate: &[&str]) -> Changes {
        let owned = |list: &[&str]| list.iter().map(ToString::to_string).collect();
        Changes { activate: owned(activate), deactivate: owned(deactivate) }
    }

    #[test]
    fn pending_features_are_known_to_agave_and_not_on_mainnet() {
        let mainnet = active(&Changes::default()).unwrap();
        for (name, id) in PENDING {
            assert!(agave_feature_set::FEATURE_NAMES.contains_key(&id), "{name}");
            assert!(!mainnet.contains(&id), "{name} is on mainnet now: its line in PENDING can go");
        }
    }

    #[test]
    fn features_are_activated_and_deactivated_by_name_or_address() {
        let id = agave_feature_set::raise_cpi_nesting_limit_to_8::ID;
        assert!(active(&changes(&["raise_cpi_nesting_limit_to_8"], &[])).unwrap().contains(&id));
        assert!(active(&changes(&[&id.to_string()], &[])).unwrap().contains(&id));
        let listed = MAINNET.first().unwrap();
        assert!(!active(&changes(&[], &[listed.name])).unwrap().contains(&listed.id));
        assert_eq!(active(&changes(&[listed.name], &[])).unwrap(), active(&Changes::default()).unwrap());
    }

    #[test]
    fn unknown_and_contradictory_features_are_refused() {
        assert!(active(&changes(&["no_such_feature"], &[])).is_err());
        assert!(active(&changes(&[], &["11111111111111111111111111111111"])).is_err());
        assert!(active(&changes(&["account_data_direct_mapping"], &["account_data_direct_mapping"])).is_err());
    }

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
