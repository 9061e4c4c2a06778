//! The index by delegate against a scan of all accounts, over random lives of token accounts.

use {
    crate::support::*,
    serde_json::{Value, json},
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    spl_generic_token::token,
    zestron_bank::host_write::HostWrite,
};

/// A small generator (xorshift), so that a failure names all that is needed to see it again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

const ACCOUNTS: u64 = 12;
const DELEGATES: u64 = 4;

fn delegate(number: u64) -> Pubkey {
    keypair(2_000 + number).pubkey()
}

/// An initialized account of the mint at `keypair(3_000)`.
fn token_account(delegate: Option<Pubkey>) -> Vec<u8> {
    let mut data = vec![0; 165];
    data[..32].copy_from_slice(keypair(3_000).pubkey().as_ref());
    data[32..64].copy_from_slice(keypair(3_001).pubkey().as_ref());
    if let Some(delegate) = delegate {
        data[72] = 1;
        data[76..108].copy_from_slice(delegate.as_ref());
    }
    data[108] = 1;
    data
}

fn change(node: &Node, chance: &mut Chance) {
    let pubkey = keypair(1_000 + chance.below(ACCOUNTS)).pubkey();
    let whom = delegate(chance.below(DELEGATES));
    let (lamports, owner, data) = match chance.below(8) {
        0 => (0, Pubkey::default(), Vec::new()),
        1 => (SOL, keypair(3_002).pubkey(), token_account(Some(whom))),
        2 | 3 => (SOL, token::id(), token_account(None)),
        _ => (SOL, token::id(), token_account(Some(whom))),
    };
    node.chain.set_account(&HostWrite { pubkey, lamports, owner, data: &data, executable: false }).unwrap();
}

fn addresses(list: &[u8]) -> Vec<Value> {
    json(list).as_array().unwrap().iter().map(|entry| entry["pubkey"].clone()).collect()
}

/// The same answer from the index and from a scan, for every delegate and every slot that can be read.
fn agree(node: &Node, seed: u64) {
    let (newest, root) = node.chain.bounds();
    for slot in root..=newest {
        for whom in (0..DELEGATES).map(delegate) {
            let filter = json!({"programId": token::id().to_string()}).to_string();
            let options = br#"{"encoding":"base64"}"#;
            let indexed = node.chain.token_accounts_json(slot, &whom, "delegate", filter.as_bytes(), options).unwrap();
            let tagged = bs58::encode([&[1, 0, 0, 0], whom.as_ref()].concat()).into_string();
            let filters =
                json!({"encoding": "base64", "filters": ["tokenAccountState", {"memcmp": {"offset": 72, "bytes": tagged}}]});
            let scanned = node.chain.program_accounts_json(slot, &token::id(), filters.to_string().as_bytes()).unwrap();
            assert_eq!(addresses(&indexed), addresses(&scanned), "seed {seed}, slot {slot} of {root} to {newest}");
        }
    }
}

#[test]
fn the_index_answers_as_a_scan_does_at_every_slot() {
    for seed in 1..=12 {
        let mut chance = Chance(seed * 0x9e37_79b9_7f4a_7c15);
        let mut node = Node::new();
        for _ in 0..40 {
            for _ in 0..chance.below(6) {
                change(&node, &mut chance);
            }
            if chance.below(3) == 0 {
                agree(&node, seed);
            }
            node.next();
            let (newest, root) = node.chain.bounds();
            if newest > root + 1 && chance.below(2) == 0 {
                node.chain.root_slot(root + 1 + chance.below(newest - root - 1)).unwrap();
            }
        }
        agree(&node, seed);

        let dir = tempfile::tempdir().unwrap();
        node.chain.root_slot(node.slot - 1).unwrap();
        node.chain.snapshot(dir.path(), 1).unwrap();
        let mut restored = Node::open(node.genesis.clone(), &format!(r#""snapshotDir":{:?}"#, dir.path())).unwrap();
        agree(&restored, seed);
        restored.open_next();
        change(&restored, &mut chance);
        agree(&restored, seed);
    }
}
