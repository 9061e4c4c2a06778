use {
    crate::support::*,
    serde_json::{Value, json},
    solana_signer::Signer,
    solana_system_interface::instruction::transfer,
    zestron_bank::{error::Code, execute::Outcome, transaction::Transaction},
};

fn simulate(node: &Node, transaction: &Transaction, options: &str) -> Value {
    json(&node.chain.simulate(node.slot - 1, transaction, options.as_bytes()).unwrap())
}

fn pay(node: &Node, lamports: u64) -> Transaction {
    node.sign(&faucet(), &[], &[transfer(&faucet().pubkey(), &keypair(1).pubkey(), lamports)])
}

#[test]
fn every_field_that_agave_answers_is_there() {
    let node = Node::new();
    let mut answer = simulate(&node, &pay(&node, SOL), r#"{"innerInstructions":true}"#);
    let before = node.balance(&faucet().pubkey());
    assert!(answer["loadedAccountsDataSize"].take().as_u64().unwrap() > 0);
    assert_eq!(
        answer,
        json!({
            "err": null,
            "logs": ["Program 11111111111111111111111111111111 invoke [1]", "Program 11111111111111111111111111111111 success"],
            "accounts": null,
            "unitsConsumed": 150,
            "loadedAccountsDataSize": null,
            "returnData": null,
            "innerInstructions": [],
            "replacementBlockhash": null,
            "fee": 5000,
            "preBalances": [before, 0, 1],
            "postBalances": [before - SOL - 5000, SOL, 1],
            "preTokenBalances": [],
            "postTokenBalances": [],
            "loadedAddresses": {"writable": [], "readonly": []},
        })
    );
    assert_eq!(node.balance(&keypair(1).pubkey()), 0);
}

#[test]
fn accounts_come_in_the_order_asked_also_untouched_ones() {
    let node = Node::new();
    let (from, to) = (faucet().pubkey().to_string(), keypair(1).pubkey().to_string());
    let asked = |list: Value| json!({"accounts": {"addresses": list, "encoding": "base64"}}).to_string();
    let clock = "SysvarC1ock11111111111111111111111111111111";
    let answer = simulate(&node, &pay(&node, SOL), &asked(json!([clock, to, from])));
    assert_eq!(answer["accounts"][0]["space"], 40);
    assert_eq!(answer["accounts"][1]["lamports"], SOL);
    assert!(answer["accounts"][2]["lamports"].as_u64().unwrap() > SOL);
    let absent = simulate(&node, &pay(&node, SOL), &asked(json!([keypair(3).pubkey().to_string()])));
    assert_eq!(absent["accounts"], json!([null]));
    let poor = node.fund(SOL);
    let failing = node.sign(&poor, &[], &[transfer(&poor.pubkey(), &keypair(1).pubkey(), 2 * SOL)]);
    let failed = json(&node.chain.simulate(node.slot, &failing, asked(json!([to, from])).as_bytes()).unwrap());
    assert_eq!(failed["accounts"], json!([null, null]));
    assert_eq!(failed["err"], json!({"InstructionError": [0, {"Custom": 1}]}));

    let refuse = |options: Value| {
        let error = node.chain.simulate(node.slot, &pay(&node, SOL), options.to_string().as_bytes()).unwrap_err();
        assert_eq!(error.code, Code::Invalid);
        error.message
    };
    let four = json!([from, to, clock, clock]);
    assert_eq!(refuse(json!({"accounts": {"addresses": four}})), "Too many accounts provided; max 3");
    assert_eq!(refuse(json!({"accounts": {"addresses": ["x"]}})), "Invalid param: WrongSize");
    assert_eq!(refuse(json!({"accounts": {"addresses": [], "encoding": "base58"}})), "base58 encoding not supported");
    assert_eq!(
        refuse(json!({"sigVerify": true, "replaceRecentBlockhash": true})),
        "sigVerify may not be used with replaceRecentBlockhash"
    );
}

#[test]
fn signatures_are_checked_when_asked() {
    let node = Node::new();
    let mut wire = pay(&node, SOL).wire().to_vec();
    wire[3] ^= 1;
    let forged = Transaction::decode(&wire, false).unwrap();
    assert_eq!(simulate(&node, &forged, "")["err"], Value::Null);
    assert_eq!(simulate(&node, &forged, r#"{"sigVerify":true}"#)["err"], "SignatureFailure");
}

#[test]
fn a_stale_blockhash_is_replaced_when_asked() {
    let node = Node::new();
    let stale = sign_with(&faucet(), &[], &[transfer(&faucet().pubkey(), &keypair(1).pubkey(), SOL)], blockhash(99));
    assert_eq!(simulate(&node, &stale, "")["err"], "BlockhashNotFound");
    let replaced = simulate(&node, &stale, r#"{"replaceRecentBlockhash":true}"#);
    assert_eq!(replaced["err"], Value::Null);
    assert_eq!(replaced["replacementBlockhash"]["blockhash"], blockhash(0).to_string());
    assert_eq!(replaced["replacementBlockhash"]["lastValidBlockHeight"], 150);
}

#[test]
fn a_landed_transaction_simulates_as_already_processed() {
    let mut node = Node::new();
    let transaction = pay(&node, SOL);
    assert_eq!(node.run(&transaction).outcome, Outcome::Ok);
    node.next();
    assert_eq!(simulate(&node, &transaction, "")["err"], "AlreadyProcessed");
}

#[test]
fn data_and_slots_that_do_not_exist() {
    let node = Node::new();
    assert_eq!(node.chain.simulate(9, &pay(&node, SOL), b"").unwrap_err().code, Code::NoSuchSlot);
    assert_eq!(node.chain.simulate(0, &pay(&node, SOL), b"{").unwrap_err().code, Code::Invalid);
}
