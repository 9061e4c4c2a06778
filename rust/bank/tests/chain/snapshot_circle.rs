//! Chain to snapshot to chain and on to snapshot again, for chains grown at random: the second chain is the first one.

use {
    crate::support::*,
    solana_pubkey::Pubkey,
    solana_sha256_hasher::hashv,
    solana_signer::Signer,
    solana_system_interface::instruction::transfer,
    std::path::Path,
    zestron_bank::{host_write::HostWrite, transaction::Transaction},
};

const CHAINS: u64 = 6;
const ACCOUNTS: u64 = 6; // so few that most are written, emptied and written again

/// The same numbers for the same seed.
struct Dice {
    seed: u64,
    thrown: u64,
}

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.thrown += 1;
        let hash = hashv(&[b"dice", &self.seed.to_le_bytes(), &self.thrown.to_le_bytes()]).to_bytes();
        u64::from_le_bytes(hash[..8].try_into().unwrap()) % bound
    }
}

fn some_key(dice: &mut Dice) -> Pubkey {
    keypair(1_000 + dice.below(ACCOUNTS)).pubkey()
}

fn write(node: &Node, dice: &mut Dice) {
    let data = vec![7; dice.below(300) as usize];
    let lamports = if dice.below(3) == 0 { 0 } else { SOL + dice.below(SOL) };
    node.chain
        .set_account(&HostWrite { pubkey: some_key(dice), lamports, owner: Pubkey::default(), data: &data, executable: false })
        .unwrap();
}

/// Up to three changes in the open slot; the transactions among them.
fn change(node: &Node, dice: &mut Dice) -> Vec<Transaction> {
    let mut sent = Vec::new();
    for _ in 0..dice.below(4) {
        if dice.below(2) == 0 {
            write(node, dice);
            continue;
        }
        let payment = transfer(&faucet().pubkey(), &keypair(dice.below(1 << 40)).pubkey(), SOL + dice.below(SOL));
        let transaction = node.sign(&faucet(), &[], &[payment]);
        node.run(&transaction);
        sent.push(transaction);
    }
    if dice.below(2) == 0 {
        node.chain.vote("zestron").unwrap();
    }
    sent
}

fn next_slot(node: &mut Node, dice: &mut Dice) {
    node.seal();
    node.slot += dice.below(5) / 4; // now and then a slot is left out
    node.open_next();
}

/// Some epochs with roots that follow at random distances; the root is the newest slot then, and what ran last is given back.
fn grown(dice: &mut Dice) -> (Node, Vec<Transaction>) {
    let mut node = Node::new();
    let mut sent = Vec::new();
    for _ in 0..20 + dice.below(70) {
        sent = change(&node, dice);
        if dice.below(3) == 0 {
            let parent = node.chain.newest().parent_slot();
            node.chain.root_slot(parent).unwrap();
        }
        next_slot(&mut node, dice);
    }
    let parent = node.chain.newest().parent_slot();
    node.chain.root_slot(parent).unwrap();
    (node, sent)
}

fn restore(node: &Node, dir: &Path) -> Node {
    Node::open(node.genesis.clone(), &format!(r#""snapshotDir":{dir:?}"#)).unwrap()
}

fn assert_same(one: &Node, other: &Node, seed: u64) {
    let (one_bank, other_bank) = (one.chain.root(), other.chain.root());
    assert_eq!(one_bank.slot(), other_bank.slot(), "seed {seed}");
    assert_eq!(one_bank.hash(), other_bank.hash(), "seed {seed}");
    assert_eq!(one_bank.last_blockhash(), other_bank.last_blockhash(), "seed {seed}");
    assert_eq!(one_bank.capitalization(), other_bank.capitalization(), "seed {seed}");
    assert_eq!(one_bank.transaction_count(), other_bank.transaction_count(), "seed {seed}");
    assert_eq!(one_bank.epoch_staked_nodes(one_bank.epoch()), other_bank.epoch_staked_nodes(other_bank.epoch()), "seed {seed}");
    // The bank hash holds all accounts' contents as they were written; these are read back.
    let keys = (0..ACCOUNTS).map(|number| keypair(1_000 + number).pubkey());
    for key in keys.chain([faucet().pubkey(), solana_sdk_ids::sysvar::clock::id()]) {
        assert_eq!(one_bank.get_account(&key), other_bank.get_account(&key), "seed {seed} account {key}");
    }
}

#[test]
fn a_restored_chain_is_the_chain_that_was_saved() {
    for seed in 0..CHAINS {
        let mut dice = Dice { seed, thrown: 0 };
        let (mut node, sent) = grown(&mut dice);
        let (first_dir, second_dir) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = node.chain.snapshot(first_dir.path(), 1).unwrap();

        let mut other = restore(&node, first_dir.path());
        assert_same(&node, &other, seed);
        // The name holds the slot and the hash of all accounts.
        let second = other.chain.snapshot(second_dir.path(), 1).unwrap();
        assert_eq!(first.path.file_name(), second.path.file_name(), "seed {seed}");
        let third = restore(&node, second_dir.path());
        assert_same(&node, &third, seed);

        other.slot = node.slot - 1;
        other.open_next();
        for transaction in &sent {
            assert_eq!(error_json(&other.run(transaction)), r#""AlreadyProcessed""#, "seed {seed}");
        }
        let mut again = Dice { seed: dice.seed, thrown: dice.thrown };
        for _ in 0..40 {
            change(&node, &mut dice);
            change(&other, &mut again);
            next_slot(&mut node, &mut dice);
            next_slot(&mut other, &mut again);
            assert_eq!(node.chain.newest().parent_hash(), other.chain.newest().parent_hash(), "seed {seed} slot {}", node.slot);
        }
    }
}
