use {
    crate::{programs::Token, support::*},
    serde_json::{Value, json},
    solana_account::ReadableAccount,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    solana_system_interface::instruction::transfer,
    spl_generic_token::token,
    zestron_bank::{error::Code, host_write::HostWrite},
};

fn write(node: &Node, number: u64, owner: Pubkey, data: &[u8]) -> Pubkey {
    let pubkey = keypair(number).pubkey();
    node.chain.set_account(&HostWrite { pubkey, lamports: SOL, owner, data, executable: false }).unwrap();
    pubkey
}

fn keys(list: &[u8]) -> Vec<String> {
    json(list).as_array().unwrap().iter().map(|entry| entry["pubkey"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn reads_answer_as_of_their_slot_until_it_is_older_than_the_root() {
    let mut node = Node::new();
    let to = keypair(1).pubkey();
    for _ in 1..=5 {
        node.must(&faucet(), &[], &[transfer(&faucet().pubkey(), &to, SOL)]);
        node.next();
    }
    for slot in 1..=5 {
        assert_eq!(node.chain.account(slot, &to).unwrap().lamports(), slot * SOL);
    }
    assert_eq!(node.chain.account(0, &to).unwrap_err().code, Code::NotFound);
    assert_eq!(node.chain.account(7, &to).unwrap_err().code, Code::NoSuchSlot);
    node.chain.root_slot(3).unwrap();
    assert_eq!(node.chain.bounds(), (6, 3));
    assert_eq!(node.chain.account(2, &to).unwrap_err().code, Code::NoSuchSlot);
    for slot in 3..=5 {
        assert_eq!(node.chain.account(slot, &to).unwrap().lamports(), slot * SOL);
    }
}

#[test]
fn every_encoding_is_agaves() {
    let node = Node::new();
    let key = write(&node, 20, Pubkey::default(), &[1, 2, 3, 4]);
    assert_eq!(node.account_json(&key, "")["data"], json!("2VfUX"));
    assert_eq!(node.account_json(&key, r#"{"encoding":"base58"}"#)["data"], json!(["2VfUX", "base58"]));
    assert_eq!(node.account_json(&key, r#"{"encoding":"base64"}"#)["data"], json!(["AQIDBA==", "base64"]));
    assert_eq!(node.account_json(&key, r#"{"encoding":"base64+zstd"}"#)["data"][1], "base64+zstd");
    let parsed = node.account_json(&key, r#"{"encoding":"jsonParsed"}"#);
    assert_eq!(parsed["data"], json!(["AQIDBA==", "base64"]), "no parser");
    assert_eq!(parsed["rentEpoch"], u64::MAX);
    let sliced = node.account_json(&key, r#"{"encoding":"base64","dataSlice":{"offset":1,"length":2}}"#);
    assert_eq!((&sliced["data"][0], &sliced["space"]), (&json!("AgM="), &json!(4)));
    assert_eq!(node.account_json(&keypair(21).pubkey(), ""), Value::Null);
    let long = write(&node, 22, Pubkey::default(), &[7; 129]);
    let refused = node.chain.account_json(node.slot, &long, b"").unwrap_err();
    let text = "Encoded binary (base 58) data should be less than 128 bytes, please use Base64 encoding.";
    assert_eq!((refused.code, refused.message.as_str()), (Code::Invalid, text));
    let slice = r#"{"dataSlice":{"offset":0,"length":128}}"#;
    assert!(node.chain.account_json(node.slot, &long, slice.as_bytes()).is_ok());
}

#[test]
fn sysvars_read_as_on_a_cluster() {
    let mut node = Node::new();
    node.next();
    let parsed = |key: &str| node.account_json(&key.parse().unwrap(), r#"{"encoding":"jsonParsed"}"#)["data"]["parsed"].clone();
    let clock = parsed("SysvarC1ock11111111111111111111111111111111");
    assert_eq!((&clock["type"], &clock["info"]["slot"]), (&json!("clock"), &json!(2)));
    assert_eq!(clock["info"]["unixTimestamp"], START + 2);
    let rent = node.chain.account(2, &"SysvarRent111111111111111111111111111111111".parse().unwrap()).unwrap();
    assert_eq!(&rent.data()[..16], [6960u64.to_le_bytes(), 1f64.to_le_bytes()].concat());
    assert_eq!(node.chain.rent_exempt(165), 2_039_280);
}

#[test]
fn program_accounts_are_found_filtered_and_sorted_with_and_without_indexes() {
    for indexes in [true, false] {
        let node = Node::with("", &format!(r#""indexes":{indexes}"#));
        let owner = keypair(30).pubkey();
        for number in 31..36 {
            write(&node, number, owner, &[number as u8, 9, 9]);
        }
        write(&node, 36, owner, &[31, 9, 9, 9]);
        write(&node, 35, Pubkey::default(), &[35, 9, 9]);
        let find = |options: &str| keys(&node.chain.program_accounts_json(node.slot, &owner, options.as_bytes()).unwrap());
        let all = find("");
        assert_eq!(all.len(), 5, "the one that changed owner is gone");
        let bytes: Vec<_> = all.iter().map(|key| key.parse::<Pubkey>().unwrap()).collect();
        assert!(bytes.is_sorted());
        assert_eq!(find(r#"{"filters":[{"dataSize":3}]}"#).len(), 4);
        let first = bs58::encode([31]).into_string();
        let memcmp = format!(r#"{{"memcmp":{{"offset":0,"bytes":"{first}"}}}}"#);
        assert_eq!(find(&format!(r#"{{"filters":[{memcmp}]}}"#)).len(), 2);
        assert_eq!(find(&format!(r#"{{"filters":[{memcmp},{{"dataSize":3}}]}}"#)), [keypair(31).pubkey().to_string()]);
        let many = format!(r#"{{"filters":[{}]}}"#, vec![memcmp; 5].join(","));
        let refused = node.chain.program_accounts_json(node.slot, &owner, many.as_bytes()).unwrap_err();
        assert_eq!(refused.message, "Too many filters provided; max 4");
    }
}

#[test]
fn token_accounts_are_found_by_owner_and_delegate() {
    for indexes in [true, false] {
        let node = Node::with("", &format!(r#""indexes":{indexes}"#));
        let token = Token::new(&node, token::id());
        let holder = keypair(1).pubkey();
        let to = token.open(&node, &holder);
        node.must(&token.owner, &[], &[token.transfer(&to, 5), token.approve(&keypair(2).pubkey(), 7)]);
        let find = |key: &Pubkey, kind: &str, filter: Value| {
            let options = br#"{"encoding":"jsonParsed"}"#;
            let found = node.chain.token_accounts_json(node.slot, key, kind, filter.to_string().as_bytes(), options);
            found.map(|found| json(&found))
        };
        let mint = json!({"mint": token.mint.to_string()});
        let program = json!({"programId": token::id().to_string()});
        let held = find(&holder, "owner", mint.clone()).unwrap();
        assert_eq!(held[0]["pubkey"], to.to_string());
        assert_eq!(held[0]["account"]["data"]["parsed"]["info"]["tokenAmount"]["uiAmountString"], "0.000005");
        assert_eq!(find(&holder, "owner", program.clone()).unwrap(), held);
        let delegated = find(&keypair(2).pubkey(), "delegate", program.clone()).unwrap();
        assert_eq!(delegated[0]["pubkey"], token.account.to_string());
        assert_eq!(delegated[0]["account"]["data"]["parsed"]["info"]["delegatedAmount"]["amount"], "7");
        assert_eq!(find(&keypair(2).pubkey(), "delegate", mint.clone()).unwrap(), delegated);
        assert_eq!(find(&keypair(2).pubkey(), "owner", mint.clone()).unwrap(), json!([]));

        let text = |filter: Value| find(&holder, "owner", filter).unwrap_err().message;
        assert_eq!(text(json!({"mint": keypair(3).pubkey().to_string()})), "Invalid param: could not find mint");
        assert_eq!(text(json!({"mint": holder_of_sol(&node)})), "Invalid param: not a Token mint");
        assert_eq!(text(json!({"programId": keypair(3).pubkey().to_string()})), "Invalid param: unrecognized Token program id");
        assert_eq!(text(json!({"mint": "0"})), "Invalid param: Invalid");

        let offset = 32;
        let filters = json!({"filters": [{"dataSize": 165}, {"memcmp": {"offset": offset, "bytes": holder.to_string()}}],
            "encoding": "base64"});
        let by_program = node.chain.program_accounts_json(node.slot, &token::id(), filters.to_string().as_bytes()).unwrap();
        assert_eq!(keys(&by_program), [to.to_string()]);
    }
}

fn holder_of_sol(node: &Node) -> String {
    assert!(node.balance(&faucet().pubkey()) > 0);
    faucet().pubkey().to_string()
}

#[test]
fn changes_of_a_slot_hold_each_account_once_as_it_ended() {
    let mut node = Node::new();
    let (one, two) = (keypair(40).pubkey(), keypair(41).pubkey());
    for lamports in [SOL, 2 * SOL] {
        node.must(&faucet(), &[], &[transfer(&faucet().pubkey(), &one, lamports)]);
    }
    write(&node, 41, Pubkey::default(), &[]);
    node.next();
    node.chain
        .set_account(&HostWrite { pubkey: two, lamports: 0, owner: Pubkey::default(), data: &[], executable: false })
        .unwrap();
    node.next();
    let lamports = |slot: u64, key: &Pubkey| -> Vec<u64> {
        let changes = node.chain.changed_accounts(slot).unwrap();
        assert!(changes.windows(2).all(|pair| pair[0].0 < pair[1].0), "sorted, without duplicates");
        changes.iter().filter(|(changed, _)| changed == key).map(|(_, account)| account.lamports()).collect()
    };
    assert_eq!((lamports(1, &one), lamports(2, &one)), (vec![3 * SOL], vec![]));
    assert_eq!((lamports(1, &two), lamports(2, &two)), (vec![SOL], vec![0]));
    assert_eq!(node.chain.account(2, &two).unwrap_err().code, Code::NotFound);
}

#[test]
fn nothing_keeps_an_account_beyond_the_largest() {
    const LARGEST: usize = 10 << 20;
    let node = Node::new();
    assert_eq!(node.chain.rent_exempt(0), node.chain.newest().get_minimum_balance_for_rent_exemption(0));
    assert_eq!(node.chain.rent_exempt(LARGEST), node.chain.newest().get_minimum_balance_for_rent_exemption(LARGEST));
    assert_eq!([LARGEST + 1, usize::MAX].map(|bytes| node.chain.rent_exempt(bytes)), [u64::MAX; 2]);
}
