use {
    crate::support::*, solana_hash::Hash, solana_pubkey::Pubkey, solana_signer::Signer,
    solana_system_interface::instruction::transfer, zestron_bank::host_write::HostWrite,
};

/// Transfers and host writes over two epochs; bank hash of every slot.
fn run(options: &str) -> Vec<Hash> {
    let mut node = Node::with(r#"{"slotsPerEpoch":32}"#, options);
    let mut hashes = Vec::new();
    while node.slot <= 70 {
        for number in 0..3 {
            let to = keypair(node.slot * 3 + number).pubkey();
            node.must(&faucet(), &[], &[transfer(&faucet().pubkey(), &to, SOL + number)]);
        }
        let pubkey = keypair(9_999).pubkey();
        let data = node.slot.to_le_bytes();
        node.chain
            .set_account(&HostWrite { pubkey, lamports: SOL, owner: Pubkey::default(), data: &data, executable: false })
            .unwrap();
        hashes.push(node.next().bank_hash);
        if node.slot > 40 {
            node.chain.root_slot(node.slot - 33).unwrap();
        }
    }
    hashes
}

#[test]
fn equal_calls_give_equal_bank_hashes() {
    let first = run(r#""indexes":true"#);
    assert_eq!(first.len(), 70);
    assert_eq!(first, run(r#""indexes":false"#));
    assert!(first.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn equal_parameters_give_an_equal_genesis() {
    let hash = |params: &str| zestron_bank::genesis::hash(&zestron_bank::genesis::from_json(params.as_bytes()).unwrap()).unwrap();
    assert_eq!(hash(""), hash("{}"));
    assert_eq!(hash(""), hash(r#"{"label":"zestron","slotMs":400,"slotsPerEpoch":432000,"creationTime":1735689600}"#));
    assert_ne!(hash(""), hash(r#"{"label":"other"}"#));
    assert_ne!(hash(""), hash(r#"{"slotMs":200}"#));
}

#[test]
fn genesis_refuses_what_would_not_run() {
    let refuse = |params: &str| zestron_bank::genesis::from_json(params.as_bytes()).unwrap_err().message;
    assert!(refuse(r#"{"slotsPerEpoch":31}"#).contains("at least 32"));
    assert!(refuse(r#"{"slotMs":0}"#).contains("slotMs"));
    assert!(refuse("[1").contains("genesis parameters"));
    let system = Pubkey::default();
    assert!(
        refuse(&format!(r#"{{"accounts":[{{"pubkey":"{system}","lamports":0,"owner":"{system}"}}]}}"#)).contains("no lamports")
    );
    let token = spl_generic_token::token::id();
    assert!(
        refuse(&format!(r#"{{"accounts":[{{"pubkey":"{token}","lamports":1,"owner":"{system}"}}]}}"#)).contains("exists already")
    );
}

#[test]
fn accounts_given_at_genesis_are_there() {
    let key = keypair(3).pubkey();
    let owner = spl_generic_token::token::id();
    let params = format!(r#"{{"accounts":[{{"pubkey":"{key}","lamports":7000000,"owner":"{owner}","data":"AQID"}}]}}"#);
    let node = Node::with(&params, r#""indexes":false"#);
    let account = node.account_json(&key, r#"{"encoding":"base64"}"#);
    assert_eq!(account["data"][0], "AQID");
    assert_eq!((account["lamports"].as_u64(), account["owner"].as_str()), (Some(7_000_000), Some(owner.to_string().as_str())));
}
