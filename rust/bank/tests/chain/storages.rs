//! What a chain keeps on disk of accounts that nobody writes again.

use {
    crate::support::*,
    agave_snapshots::snapshot_hash::SnapshotHash,
    solana_account::ReadableAccount,
    solana_hash::Hash,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{fs, path::Path},
    zestron_bank::host_write::HostWrite,
};

const SLOTS: u64 = 1_500;
const ROOT_DISTANCE: u64 = 32;
/// Those of the newest 500 slots, the 200 of the others that may be, and what adds up between two rounds.
const FILES_MAX: usize = 500 + 200 + 100 + ROOT_DISTANCE as usize;

fn key(slot: u64) -> Pubkey {
    keypair(1_000_000 + slot).pubkey()
}

fn data(slot: u64) -> Vec<u8> {
    vec![slot as u8; 64 + slot as usize % 1_000]
}

/// One account that is written in no other slot, and one that every slot writes.
fn write(node: &Node) {
    for (pubkey, lamports, data) in
        [(key(node.slot), SOL + node.slot, data(node.slot)), (key(0), SOL + node.slot, data(node.slot))]
    {
        node.chain
            .set_account(&HostWrite { pubkey, lamports, owner: Pubkey::default(), data: &data, executable: false })
            .unwrap();
    }
}

fn assert_all_there(node: &Node, slots: u64) {
    let bank = node.chain.newest();
    for slot in 1..=slots {
        let account = bank.get_account(&key(slot)).unwrap_or_else(|| panic!("the account of slot {slot} is gone"));
        assert_eq!((account.lamports(), account.data()), (SOL + slot, &data(slot)[..]), "slot {slot}");
    }
    assert_eq!(bank.get_balance(&key(0)), SOL + slots);
}

/// Of the storages that there are: those of the packed ones go with them.
fn files(node: &Node) -> usize {
    fs::read_dir(node.dir().join("accounts/run")).unwrap().count()
}

fn restore(node: &Node, dir: &Path) -> Node {
    Node::open(node.genesis.clone(), &format!(r#""snapshotDir":{dir:?}"#)).unwrap()
}

/// The bank hashes from here to slot `to`, and the files that there were at most.
fn go_on(node: &mut Node, to: u64) -> (Vec<Hash>, usize) {
    let (mut hashes, mut most) = (Vec::new(), 0);
    while node.slot <= to {
        write(node);
        hashes.push(node.next().bank_hash);
        let root = node.slot.saturating_sub(ROOT_DISTANCE);
        if root > node.chain.bounds().1 {
            node.chain.root_slot(root).unwrap();
        }
        if node.slot % 100 == 0 {
            most = most.max(files(node));
        }
    }
    (hashes, most)
}

#[test]
fn storages_of_old_slots_are_packed_and_nothing_else_changes() {
    let mut node = Node::with(r#"{"slotsPerEpoch":432000}"#, r#""indexes":true"#);
    let (_, most) = go_on(&mut node, SLOTS);
    assert!(most > 500 && most <= FILES_MAX, "{most} files");
    assert_all_there(&node, SLOTS);
    // The hash of all accounts is carried on from slot to slot, as is the sum of lamports; here both are counted again, from storages.
    let root = node.chain.root();
    let counted = root.accounts().accounts_db.calculate_accounts_lt_hash_at_startup_from_index(&root.ancestors);
    assert_eq!(root.get_snapshot_hash().0, SnapshotHash::new(counted.0.checksum()).0);
    assert_eq!(root.capitalization(), root.calculate_capitalization_for_tests());

    let dir = tempfile::tempdir().unwrap();
    let taken = node.chain.snapshot(dir.path(), 1).unwrap().slot;
    let mut restored = restore(&node, dir.path());
    assert_eq!(restored.chain.newest().hash(), root.hash());
    assert_all_there(&restored, taken);
    assert!(files(&restored) <= FILES_MAX);
    restored.open_next();
    let ((here, _), (there, _)) = (go_on(&mut node, SLOTS + 200), go_on(&mut restored, SLOTS + 200));
    assert!(there.ends_with(&here), "it goes on to the same bank hashes");
    assert_all_there(&restored, SLOTS + 200);
}
