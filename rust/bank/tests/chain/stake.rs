//! Votes, the rewards they earn, and the questions about a cluster.

use {
    crate::support::{Node, SOL, json},
    serde_json::Value,
    solana_hash::Hash,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::str::FromStr,
    zestron_bank::{keys, rewards},
};

fn key(role: &str) -> Pubkey {
    keys::genesis_key("zestron", role).unwrap().pubkey()
}

fn ask(node: &Node, slot: u64, query: &str) -> Value {
    json(&node.chain.query(slot, query.as_bytes()).unwrap())
}

/// Votes in the open slot and goes on, until `slot` is open.
fn vote_until(node: &mut Node, slot: u64) {
    while node.slot < slot {
        assert!(node.chain.vote("zestron").unwrap(), "slot {}", node.slot);
        node.next();
    }
}

#[test]
fn a_vote_each_slot_earns_what_the_epoch_pays() {
    let mut node = Node::new();
    let before = node.balance(&key("stake"));
    vote_until(&mut node, 70);
    // Epoch 1, the first with credits, is paid in epoch 2: the vote account in its first slot, the stake in the partition after it.
    let boundary = json(&node.chain.rewards_json(64).unwrap());
    assert_eq!((&boundary["numRewardPartitions"], &boundary["rewards"][0]["rewardType"]), (&1.into(), &"Voting".into()));
    let paid = json(&node.chain.rewards_json(65).unwrap())["rewards"][0].clone();
    assert_eq!((&paid["rewardType"], &paid["pubkey"]), (&"Staking".into(), &key("stake").to_string().into()));
    let lamports = paid["lamports"].as_u64().unwrap();
    assert!(lamports > 0);
    assert_eq!(node.balance(&key("stake")), before + lamports);
    assert_eq!(rewards::partition(&Hash::default(), 1, &key("stake")), 0);
}

#[test]
fn without_votes_nothing_is_earned() {
    let mut node = Node::new();
    let before = node.balance(&key("stake"));
    node.advance_to(70);
    assert_eq!(node.balance(&key("stake")), before);
    assert!(node.chain.rewards_json(66).unwrap().is_empty());
}

#[test]
fn a_vote_of_other_keys_is_none() {
    let node = Node::new();
    assert!(!node.chain.vote("another chain").unwrap());
}

#[test]
fn the_voter_is_current_once_it_votes() {
    let mut node = Node::new();
    let none = ask(&node, 1, r#"{"voteAccounts":{}}"#);
    assert_eq!(none["delinquent"][0]["votePubkey"], key("vote").to_string());
    vote_until(&mut node, 40);
    let all = ask(&node, 39, r#"{"voteAccounts":{}}"#);
    let voter = &all["current"][0];
    assert_eq!(voter["nodePubkey"], key("identity").to_string());
    assert_eq!((voter["lastVote"].as_u64(), voter["rootSlot"].as_u64()), (Some(38), Some(7)));
    assert!(voter["activatedStake"].as_u64().unwrap() >= 999 * SOL);
    assert_eq!(ask(&node, 39, r#""totalStake""#), voter["activatedStake"]);
    let other = ask(&node, 39, &format!(r#"{{"voteAccounts":{{"votePubkey":"{}"}}}}"#, key("stake")));
    assert_eq!(other["current"].as_array().unwrap().len(), 0);
}

#[test]
fn the_largest_account_is_the_faucet_and_what_is_held_back_is_listed() {
    let node = Node::new();
    let largest = ask(&node, 1, r#"{"largestAccounts":{"filter":null}}"#);
    assert_eq!(largest[0]["address"], key("faucet").to_string());
    assert_eq!(largest[0]["lamports"].as_u64(), Some(node.balance(&key("faucet"))));
    let supply = ask(&node, 1, r#"{"supply":{"excludeNonCirculatingAccountsList":false}}"#);
    assert_eq!(supply["total"].as_u64(), Some(node.chain.newest().capitalization()));
    assert_eq!(supply["nonCirculating"], 0);
    let held = supply["nonCirculatingAccounts"].as_array().unwrap();
    assert!(held.iter().all(|text| Pubkey::from_str(text.as_str().unwrap()).is_ok()) && !held.is_empty());
    let without = ask(&node, 1, r#"{"supply":{"excludeNonCirculatingAccountsList":true}}"#);
    assert_eq!(without["nonCirculatingAccounts"].as_array().unwrap().len(), 0);
    let rate = ask(&node, 1, r#""inflationRate""#);
    assert!(rate["total"].as_f64().unwrap() > 0.0);
    assert_eq!(ask(&node, 1, r#""inflationGovernor""#)["terminal"], 0.015);
}
