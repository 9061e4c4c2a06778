use {
    crate::support::*,
    solana_hash::Hash,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    solana_system_interface::instruction::transfer,
    std::path::Path,
    zestron_bank::{error::Code, execute::Outcome, genesis, host_write::HostWrite, transaction::Transaction},
};

fn step(node: &mut Node) -> Hash {
    let to = keypair(node.slot).pubkey();
    node.must(&faucet(), &[], &[transfer(&faucet().pubkey(), &to, SOL)]);
    let info = node.next();
    assert_eq!(info.capitalization, node.chain.bank(info.slot).unwrap().calculate_capitalization_for_tests());
    info.bank_hash
}

fn write(node: &Node, number: u64, lamports: u64) {
    let pubkey = keypair(number).pubkey();
    node.chain
        .set_account(&HostWrite { pubkey, lamports, owner: Pubkey::default(), data: &[1, 2, 3], executable: false })
        .unwrap();
}

fn restore(genesis: Vec<u8>, dir: &Path) -> zestron_bank::error::Result<Node> {
    Node::open(genesis, &format!(r#""snapshotDir":{dir:?}"#))
}

/// A chain with host writes up to slot 40, its root at 35.
fn grown() -> (Node, Transaction) {
    let mut node = Node::new();
    while node.slot < 34 {
        step(&mut node);
    }
    write(&node, 500, 7 * SOL);
    write(&node, 501, SOL);
    write(&node, 500, 5 * SOL);
    let landed = node.sign(&faucet(), &[], &[transfer(&faucet().pubkey(), &keypair(502).pubkey(), SOL)]);
    assert_eq!(node.run(&landed).outcome, Outcome::Ok);
    step(&mut node);
    write(&node, 501, 0);
    while node.slot < 40 {
        step(&mut node);
    }
    node.chain.root_slot(35).unwrap();
    (node, landed)
}

#[test]
fn a_restored_chain_goes_on_to_the_same_bank_hashes() {
    let (mut node, landed) = grown();
    let dir = tempfile::tempdir().unwrap();
    let info = node.chain.snapshot(dir.path(), 2).unwrap();
    assert_eq!(info.slot, 35);
    assert!(info.path.starts_with(dir.path()) && info.bytes > 10_000);

    let mut other = restore(node.genesis.clone(), dir.path()).unwrap();
    assert_eq!(other.slot, 35);
    assert_eq!(other.chain.newest().hash(), node.chain.bank(35).unwrap().hash());
    other.open_next();
    while other.slot < 40 {
        let slot = other.slot;
        assert_eq!(step(&mut other), node.chain.bank(slot).unwrap().hash(), "slot {slot}");
    }
    assert_eq!(other.balance(&keypair(500).pubkey()), 5 * SOL);
    assert_eq!(error_json(&other.run(&landed)), r#""AlreadyProcessed""#);
    assert_eq!(error_json(&node.run(&landed)), r#""AlreadyProcessed""#);
    for _ in 0..30 {
        assert_eq!(step(&mut other), step(&mut node));
    }
    other.chain.root_slot(50).unwrap();
    assert_eq!(other.chain.snapshot(dir.path(), 2).unwrap().slot, 50, "a restored chain takes snapshots too");
}

#[test]
fn a_snapshot_is_written_while_slots_go_on() {
    let (mut node, landed) = grown();
    let dir = tempfile::tempdir().unwrap();
    let (expected, collected) = (node.chain.bank(35).unwrap().hash(), node.chain.collect_snapshot().unwrap());
    // More than a hundred roots, so that replaced versions of accounts are cleaned away and storages shrunk meanwhile.
    for _ in 0..150 {
        write(&node, 500, 9 * SOL);
        step(&mut node);
        node.chain.root_slot(node.slot - 5).unwrap();
    }
    std::fs::create_dir_all(dir.path().join("work/left-behind")).unwrap();
    std::fs::write(dir.path().join("tmp-snapshot-archive-1.tar.zst"), b"half").unwrap();
    assert_eq!(collected.write(dir.path(), 1).unwrap().slot, 35);
    assert!(!dir.path().join("work/left-behind").exists() && !dir.path().join("tmp-snapshot-archive-1.tar.zst").exists());
    let mut other = restore(node.genesis.clone(), dir.path()).unwrap();
    assert_eq!((other.slot, other.chain.newest().hash()), (35, expected));
    assert_eq!(other.balance(&keypair(500).pubkey()), 5 * SOL);
    other.open_next();
    assert_eq!(error_json(&other.run(&landed)), r#""AlreadyProcessed""#);
}

#[test]
fn only_the_newest_snapshots_are_kept() {
    let (mut node, _) = grown();
    let dir = tempfile::tempdir().unwrap();
    for root in [36, 37, 38] {
        step(&mut node);
        node.chain.root_slot(root).unwrap();
        node.chain.snapshot(dir.path(), 2).unwrap();
    }
    let archives = |dir: &Path| {
        let names = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.filter(|name| name.starts_with("snapshot-")).collect();
        names.sort();
        names
    };
    let names = archives(dir.path());
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names[0].starts_with("snapshot-37-") && names[1].starts_with("snapshot-38-"), "{names:?}");
    assert_eq!(restore(node.genesis.clone(), dir.path()).unwrap().slot, 38);
}

#[test]
fn a_snapshot_of_another_chain_is_refused() {
    let (node, _) = grown();
    let dir = tempfile::tempdir().unwrap();
    node.chain.snapshot(dir.path(), 1).unwrap();
    let other = genesis::from_json(br#"{"label":"other","slotsPerEpoch":32}"#).unwrap();
    let refused = restore(other, dir.path()).map(|_| ()).unwrap_err();
    assert_eq!(refused.code, Code::Mismatch);
    assert!(refused.message.contains("belong to genesis"), "{}", refused.message);
    std::fs::remove_file(dir.path().join("genesis-hash")).unwrap();
    assert_eq!(restore(node.genesis.clone(), dir.path()).map(|_| ()).unwrap_err().code, Code::Mismatch);
}

#[test]
fn without_a_snapshot_the_chain_starts_at_genesis() {
    let dir = tempfile::tempdir().unwrap();
    let genesis = genesis::from_json(b"").unwrap();
    assert_eq!(restore(genesis.clone(), dir.path()).unwrap().slot, 0);
    assert_eq!(restore(genesis, &dir.path().join("absent")).unwrap().slot, 0);
}

#[test]
fn a_torn_snapshot_is_an_error() {
    let (node, _) = grown();
    let dir = tempfile::tempdir().unwrap();
    let path = node.chain.snapshot(dir.path(), 1).unwrap().path;
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(restore(node.genesis.clone(), dir.path()).map(|_| ()).unwrap_err().code, Code::Mismatch);
}
