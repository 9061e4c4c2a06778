use {
    crate::support::*,
    solana_address_lookup_table_interface::instruction::{create_lookup_table, extend_lookup_table},
    solana_instruction::{AccountMeta, Instruction},
    solana_message::{AddressLookupTableAccount, VersionedMessage, v0},
    solana_nonce::{state::State, versions::Versions},
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    solana_system_interface::instruction::{advance_nonce_account, create_nonce_account, transfer},
    zestron_bank::{error::Code, execute::Outcome, transaction::Transaction},
};

#[test]
fn a_transfer_moves_lamports_and_pays_a_fee() {
    let node = Node::new();
    let (from, to) = (faucet(), keypair(1).pubkey());
    let before = node.balance(&from.pubkey());
    let result = node.must(&from, &[], &[transfer(&from.pubkey(), &to, SOL)]);
    assert_eq!((result.fee, result.compute_units), (5_000, 150));
    assert_eq!(node.balance(&to), SOL);
    assert_eq!(node.balance(&from.pubkey()), before - SOL - 5_000);
    assert_eq!(result.keys.len(), 3 * 32);
    assert_eq!(result.keys[..32], from.pubkey().to_bytes());
    assert!(result.error_json.is_empty() && result.error_text.is_empty());
}

#[test]
fn a_duplicate_is_rejected_also_within_one_batch() {
    let mut node = Node::new();
    let transaction = node.sign(&faucet(), &[], &[transfer(&faucet().pubkey(), &keypair(1).pubkey(), SOL)]);
    let results = node.chain.execute(&[&transaction, &transaction]).unwrap();
    assert_eq!((results[0].outcome, results[1].outcome), (Outcome::Ok, Outcome::Rejected));
    assert_eq!(error_json(&results[1]), r#""AlreadyProcessed""#);
    assert!(results[1].meta.is_empty());
    node.next();
    assert_eq!(error_json(&node.run(&transaction)), r#""AlreadyProcessed""#);
    assert_eq!(node.balance(&keypair(1).pubkey()), SOL);
}

#[test]
fn transactions_of_one_batch_run_in_order() {
    let node = Node::new();
    let chain: Vec<_> = (0..100).map(keypair).collect();
    let fee = 5_000;
    let mut transactions = vec![node.sign(&faucet(), &[], &[transfer(&faucet().pubkey(), &chain[0].pubkey(), SOL)])];
    for (step, pair) in chain.windows(2).enumerate() {
        let amount = SOL - fee * (step as u64 + 1);
        transactions.push(node.sign(&pair[0], &[], &[transfer(&pair[0].pubkey(), &pair[1].pubkey(), amount)]));
    }
    let transactions: Vec<&Transaction> = transactions.iter().collect();
    let results = node.chain.execute(&transactions).unwrap();
    assert!(results.iter().all(|result| result.outcome == Outcome::Ok));
    assert_eq!(node.balance(&chain[99].pubkey()), SOL - 99 * fee);
}

#[test]
fn a_blockhash_lives_for_150_blocks() {
    let mut node = Node::new();
    let hash = blockhash(0);
    let send = |node: &Node, lamports| {
        node.run(&sign_with(&faucet(), &[], &[transfer(&faucet().pubkey(), &keypair(1).pubkey(), lamports)], hash))
    };
    assert_eq!(node.chain.blockhash(1, &hash).unwrap(), 151);
    node.advance_to(151);
    assert_eq!(send(&node, 151 * SOL).outcome, Outcome::Ok);
    assert_eq!(node.chain.blockhash(151, &hash).unwrap(), 151);
    node.advance_to(152);
    let late = send(&node, 152 * SOL);
    assert_eq!((late.outcome, error_json(&late).as_str()), (Outcome::Rejected, r#""BlockhashNotFound""#));
    assert_eq!(late.error_text, "Blockhash not found");
    assert_eq!(node.chain.blockhash(152, &hash).unwrap_err().code, Code::NotFound);
}

#[test]
fn a_failed_transaction_pays_its_fee_and_nothing_else() {
    let node = Node::new();
    let payer = node.fund(SOL);
    let result = node.run(&node.sign(&payer, &[], &[transfer(&payer.pubkey(), &keypair(1).pubkey(), 2 * SOL)]));
    assert_eq!(result.outcome, Outcome::Failed);
    assert_eq!(error_json(&result), r#"{"InstructionError":[0,{"Custom":1}]}"#);
    assert_eq!(result.error_text, "Error processing Instruction 0: custom program error: 0x1");
    assert_eq!(node.balance(&payer.pubkey()), SOL - 5_000);
    assert!(!result.meta.is_empty());
}

#[test]
fn errors_have_agaves_json_forms() {
    let node = Node::new();
    let stranger = keypair(77);
    let poor = node.run(&node.sign(&stranger, &[], &[transfer(&stranger.pubkey(), &keypair(1).pubkey(), 1)]));
    assert_eq!((poor.outcome, error_json(&poor).as_str()), (Outcome::Rejected, r#""AccountNotFound""#));
    let rent = node.run(&node.sign(&faucet(), &[], &[transfer(&faucet().pubkey(), &keypair(78).pubkey(), 1)]));
    assert_eq!(error_json(&rent), r#"{"InsufficientFundsForRent":{"account_index":1}}"#);
    assert_eq!(rent.error_text, "Transaction results in an account (1) with insufficient funds for rent");
    let unknown = Instruction { program_id: keypair(79).pubkey(), accounts: vec![], data: vec![] };
    let unknown = node.run(&node.sign(&faucet(), &[], &[unknown]));
    assert_eq!((unknown.outcome, error_json(&unknown).as_str()), (Outcome::Failed, r#""ProgramAccountNotFound""#));
}

#[test]
fn wire_bytes_are_checked_before_any_bank_sees_them() {
    let node = Node::new();
    let good = node.sign(&faucet(), &[], &[transfer(&faucet().pubkey(), &keypair(1).pubkey(), SOL)]);
    let code = |wire: &[u8], verify| Transaction::decode(wire, verify).map(|_| ()).map_err(|error| error.code);
    assert_eq!(code(good.wire(), true), Ok(()));
    let mut forged = good.wire().to_vec();
    forged[10] ^= 1;
    assert_eq!(code(&forged, true), Err(Code::Signature));
    assert_eq!(code(&forged, false), Ok(()));
    assert_eq!(code(&[good.wire(), &[0]].concat(), true), Err(Code::Invalid));
    assert_eq!(code(&good.wire()[..good.wire().len() - 1], true), Err(Code::Invalid));
    assert_eq!(code(&[], true), Err(Code::Invalid));
    assert_eq!(code(&vec![0; 1_233], true), Err(Code::Invalid));
    assert_eq!(good.signature().as_ref(), &good.wire()[1..65]);
    assert_eq!(*good.blockhash(), node.latest());
    assert_eq!(good.message_bytes(), good.versioned().message.serialize());
}

#[test]
fn a_versioned_transaction_reads_its_lookup_table() {
    let mut node = Node::new();
    let payer = node.fund(10 * SOL);
    node.next();
    let (create, table) = create_lookup_table(payer.pubkey(), payer.pubkey(), node.slot - 1);
    let recipient = keypair(5).pubkey();
    let extend = extend_lookup_table(table, payer.pubkey(), Some(payer.pubkey()), vec![recipient]);
    node.must(&payer, &[], &[create, extend]);
    node.next();
    let lookup = AddressLookupTableAccount { key: table, addresses: vec![recipient] };
    let move_sol = [transfer(&payer.pubkey(), &recipient, SOL)];
    let message = v0::Message::try_compile(&payer.pubkey(), &move_sol, &[lookup], node.latest()).unwrap();
    assert_eq!(message.address_table_lookups.len(), 1);
    let transaction = sign_message(&payer, &[], VersionedMessage::V0(message)).unwrap();
    let result = node.run(&transaction);
    assert_eq!(result.outcome, Outcome::Ok, "{}", result.error_text);
    assert_eq!(node.balance(&recipient), SOL);
    assert_eq!(result.keys[result.keys.len() - 32..], recipient.to_bytes());
    let meta = zestron_bank::meta::decode(&result.meta).unwrap();
    assert_eq!(meta.loaded_addresses.writable, [recipient]);
}

#[test]
fn a_durable_nonce_outlives_the_blockhash_queue_and_advances_even_on_failure() {
    let mut node = Node::new();
    let (payer, nonce) = (node.fund(10 * SOL), keypair(6));
    let rent = node.chain.rent_exempt(State::size());
    let create = create_nonce_account(&payer.pubkey(), &nonce.pubkey(), &payer.pubkey(), rent);
    node.must(&payer, &[&nonce], &create);
    node.advance_to(200);
    let value = |node: &Node| {
        let account = node.chain.account(node.slot, &nonce.pubkey()).unwrap();
        let versions: Versions = bincode::deserialize(solana_account::ReadableAccount::data(&account)).unwrap();
        let State::Initialized(data) = versions.state().clone() else { panic!("no nonce") };
        data.blockhash()
    };
    let advance = advance_nonce_account(&nonce.pubkey(), &payer.pubkey());
    let before = value(&node);
    let too_much = transfer(&payer.pubkey(), &keypair(1).pubkey(), 1_000 * SOL);
    let failing = sign_with(&payer, &[], &[advance.clone(), too_much], before);
    assert_eq!(node.run(&failing).outcome, Outcome::Failed);
    let after = value(&node);
    assert_ne!(before, after);
    let stale =
        node.run(&sign_with(&payer, &[], &[advance.clone(), transfer(&payer.pubkey(), &keypair(1).pubkey(), SOL)], before));
    assert_eq!(stale.outcome, Outcome::Rejected);
    node.next();
    let good = sign_with(&payer, &[], &[advance, transfer(&payer.pubkey(), &keypair(1).pubkey(), SOL)], after);
    assert_eq!(node.chain.message_fee(node.slot, good.message_bytes()).unwrap(), 5_000);
    assert_eq!(node.run(&good).outcome, Outcome::Ok);
}

#[test]
fn the_fee_of_a_message_is_told_before_it_is_sent() {
    let node = Node::new();
    let set_price = Instruction {
        program_id: solana_sdk_ids::compute_budget::id(),
        accounts: Vec::<AccountMeta>::new(),
        data: [&[3u8][..], &1_000_000u64.to_le_bytes()].concat(),
    };
    let pay = transfer(&faucet().pubkey(), &keypair(1).pubkey(), SOL);
    let transaction = node.sign(&faucet(), &[], &[set_price, pay.clone()]);
    let fee = node.chain.message_fee(node.slot, transaction.message_bytes()).unwrap();
    assert_eq!(fee, node.run(&transaction).fee);
    assert!(fee > 5_000);
    let unknown = sign_with(&faucet(), &[], &[pay], blockhash(999));
    assert_eq!(node.chain.message_fee(node.slot, unknown.message_bytes()).unwrap_err().code, Code::NotFound);
    assert_eq!(node.chain.message_fee(node.slot, &[1, 2, 3]).unwrap_err().code, Code::Invalid);
}

#[test]
fn slots_open_and_seal_in_order_only() {
    let mut node = Node::new();
    let code = |result: zestron_bank::error::Result<()>| result.unwrap_err().code;
    assert_eq!(code(node.chain.open_slot(2, START)), Code::Invalid);
    assert_eq!(code(node.chain.root_slot(1)), Code::Invalid);
    let info = node.seal();
    assert!(info.frozen);
    assert_eq!((info.slot, info.parent_slot, info.blockhash), (1, 0, blockhash(1)));
    assert_eq!(node.chain.seal_slot(&blockhash(7)).map(|_| ()).unwrap_err().code, Code::Invalid);
    assert_eq!(code(node.chain.open_slot(1, START)), Code::Invalid);
    assert_eq!(node.chain.execute(&[]).map(|_| ()).unwrap_err().code, Code::Invalid);
    node.chain.open_slot(40, START + 500).unwrap();
    assert_eq!(node.chain.seal_slot(&blockhash(1)).map(|_| ()).unwrap_err().code, Code::Invalid, "a used blockhash");
    let info = node.chain.seal_slot(&blockhash(40)).unwrap();
    assert_eq!((info.slot, info.parent_slot, info.block_height, info.epoch, info.slot_index), (40, 1, 2, 1, 8));
    assert_eq!((info.unix_timestamp, info.blockhash), (START + 500, blockhash(40)));
}

#[test]
fn the_clock_is_the_callers_and_epochs_begin_with_it() {
    let mut node = Node::new();
    node.advance_to(33);
    let clock = node.chain.newest().clock();
    assert_eq!((clock.slot, clock.epoch, clock.unix_timestamp), (33, 1, START + 33));
    assert_eq!(clock.epoch_start_timestamp, START + 32);
}

#[test]
fn unknown_keys_are_nobodys() {
    assert!(zestron_bank::keys::genesis_key("zestron", "treasurer").is_err());
    let key = |label| zestron_bank::keys::genesis_key(label, "faucet").unwrap().pubkey();
    assert_ne!(key("a"), key("b"));
    assert_ne!(key("zestron"), Pubkey::default());
}

#[test]
fn what_may_exceed_an_accounts_share_of_a_block_is_deferred_until_it_is_known_to_fit() {
    let node = Node::new();
    // All write the payer's account, and each may use as much as a transaction can.
    let transactions: Vec<_> = (0..64)
        .map(|number| {
            let limit = Instruction::new_with_bytes(
                solana_sdk_ids::compute_budget::ID,
                &[&[2u8][..], &1_400_000u32.to_le_bytes()].concat(),
                vec![],
            );
            node.sign(&faucet(), &[], &[limit, transfer(&faucet().pubkey(), &keypair(number).pubkey(), SOL)])
        })
        .collect();
    let references: Vec<_> = transactions.iter().collect();
    let first = node.chain.execute_within_limits(&references).unwrap();
    let landed = first.iter().filter(|result| result.outcome == Outcome::Ok).count();
    assert!((8..40).contains(&landed), "{landed}");
    assert!(first[landed..].iter().all(|result| result.outcome == Outcome::Deferred && result.meta.is_empty()));
    // What the first ones used is known now, and leaves room.
    let second = node.chain.execute_within_limits(&references[landed..]).unwrap();
    assert_eq!(second[0].outcome, Outcome::Ok);
    // A replay knows no limits.
    let rest: Vec<_> =
        references[landed..].iter().zip(&second).filter(|(_, result)| result.outcome == Outcome::Deferred).collect();
    let rest: Vec<_> = rest.into_iter().map(|(transaction, _)| *transaction).collect();
    assert!(node.chain.execute(&rest).unwrap().iter().all(|result| result.outcome == Outcome::Ok));
}
