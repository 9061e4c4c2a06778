use {
    crate::{programs::Token, support::*},
    serde_json::{Value, json},
    solana_message::{VersionedMessage, v0},
    solana_signer::Signer,
    solana_system_interface::instruction::transfer,
    spl_generic_token::token,
    zestron_bank::{error::Code, execute::TransactionResult, meta, transaction::Transaction, transaction_json::transaction_json},
};

fn show(transaction: &Transaction, result: &TransactionResult, options: &str) -> Value {
    json(&transaction_json(transaction.wire(), &result.meta, 9, options.as_bytes()).unwrap())
}

#[test]
fn a_transaction_reads_as_get_transaction_answers() {
    let node = Node::new();
    let transaction = node.sign(&faucet(), &[], &[transfer(&faucet().pubkey(), &keypair(1).pubkey(), SOL)]);
    let before = node.balance(&faucet().pubkey());
    let result = node.run(&transaction);
    let shown = show(&transaction, &result, r#"{"blockTime":77,"transactionIndex":3}"#);
    assert!(shown["meta"]["costUnits"].as_u64().unwrap() > 0);
    assert_eq!(
        shown,
        json!({
            "slot": 9,
            "blockTime": 77,
            "transactionIndex": 3,
            "meta": {
                "err": null, "status": {"Ok": null}, "fee": 5000, "computeUnitsConsumed": 150,
                "costUnits": shown["meta"]["costUnits"],
                "preBalances": [before, 0, 1], "postBalances": [before - SOL - 5000, SOL, 1],
                "preTokenBalances": [], "postTokenBalances": [], "innerInstructions": [], "rewards": [],
                "logMessages": ["Program 11111111111111111111111111111111 invoke [1]",
                                "Program 11111111111111111111111111111111 success"],
                "loadedAddresses": {"writable": [], "readonly": []},
            },
            "transaction": {
                "signatures": [transaction.signature().to_string()],
                "message": {
                    "accountKeys": [faucet().pubkey().to_string(), keypair(1).pubkey().to_string(), "11111111111111111111111111111111"],
                    "header": {"numRequiredSignatures": 1, "numReadonlySignedAccounts": 0, "numReadonlyUnsignedAccounts": 1},
                    "recentBlockhash": blockhash(0).to_string(),
                    "instructions": [{"programIdIndex": 2, "accounts": [0, 1], "data": "3Bxs3zzLZLuLQEYX", "stackHeight": 1}],
                },
            },
        })
    );
    let base64 = show(&transaction, &result, r#"{"encoding":"base64","maxSupportedTransactionVersion":0}"#);
    assert_eq!(
        (&base64["transaction"][1], &base64["version"], &base64["blockTime"]),
        (&json!("base64"), &json!("legacy"), &Value::Null)
    );
    let accounts = show(&transaction, &result, r#"{"transactionDetails":"accounts"}"#);
    assert_eq!(accounts["transaction"]["accountKeys"][0]["signer"], true);
    assert!(accounts["transaction"].get("message").is_none());
}

#[test]
fn a_version_the_caller_does_not_know_is_refused_in_agaves_words() {
    let node = Node::new();
    let pay = [transfer(&faucet().pubkey(), &keypair(1).pubkey(), SOL)];
    let message = v0::Message::try_compile(&faucet().pubkey(), &pay, &[], node.latest()).unwrap();
    let transaction = sign_message(&faucet(), &[], VersionedMessage::V0(message)).unwrap();
    let result = node.run(&transaction);
    let refused = transaction_json(transaction.wire(), &result.meta, 9, b"").unwrap_err();
    let text = "Transaction version (0) is not supported by the requesting client. Please try the request again with the following \
                configuration parameter: \"maxSupportedTransactionVersion\": 0";
    assert_eq!((refused.code, refused.message.as_str()), (Code::Invalid, text));
    assert_eq!(show(&transaction, &result, r#"{"maxSupportedTransactionVersion":0}"#)["version"], 0);
}

#[test]
fn meta_comes_back_from_disk_as_it_was() {
    let node = Node::new();
    let token = Token::new(&node, token::id());
    let to = token.open(&node, &keypair(1).pubkey());
    let failing = node.run(&node.sign(&token.owner, &[], &[token.transfer(&to, u64::MAX)]));
    for result in [node.must(&token.owner, &[], &[token.transfer(&to, 5)]), failing] {
        let decoded = meta::decode(&result.meta).unwrap();
        assert_eq!(decoded.fee, result.fee);
        assert_eq!(decoded.status.is_ok(), result.error_json.is_empty());
        assert_eq!(meta::encode(&decoded).unwrap(), result.meta);
        for cut in 0..result.meta.len() {
            assert!(meta::decode(&result.meta[..cut]).is_err(), "cut at {cut}");
        }
        let mut other = result.meta.clone();
        other[0] = 2;
        assert!(meta::decode(&other).unwrap_err().message.contains("version 2"));
        assert!(meta::decode(&[result.meta, vec![0]].concat()).is_err());
    }
}

#[test]
fn inner_instructions_and_parsed_ones_are_shown() {
    let node = Node::new();
    let token = Token::new(&node, token::id());
    let before = node.slot;
    let wallet = keypair(1).pubkey();
    let seeds: [&[u8]; 3] = [wallet.as_ref(), token.program.as_ref(), token.mint.as_ref()];
    let program = spl_generic_token::associated_token_account::id();
    let (account, _) = solana_pubkey::Pubkey::find_program_address(&seeds, &program);
    use solana_instruction::{AccountMeta, Instruction};
    let accounts = vec![
        AccountMeta::new(token.owner.pubkey(), true),
        AccountMeta::new(account, false),
        AccountMeta::new_readonly(wallet, false),
        AccountMeta::new_readonly(token.mint, false),
        AccountMeta::new_readonly(solana_sdk_ids::system_program::id(), false),
        AccountMeta::new_readonly(token.program, false),
    ];
    let transaction = node.sign(&token.owner, &[], &[Instruction { program_id: program, accounts, data: vec![] }]);
    let result = node.run(&transaction);
    assert_eq!(before, node.slot);
    let shown = show(&transaction, &result, r#"{"encoding":"jsonParsed"}"#);
    assert_eq!(shown["transaction"]["message"]["instructions"][0]["parsed"]["type"], "create");
    let inner = shown["meta"]["innerInstructions"][0]["instructions"].as_array().unwrap();
    assert!(inner.iter().any(|step| step["parsed"]["type"] == "initializeAccount3"), "{inner:?}");
    assert!(inner.iter().all(|step| step["stackHeight"] == 2));
    assert_eq!(meta::encode(&meta::decode(&result.meta).unwrap()).unwrap(), result.meta);
}
