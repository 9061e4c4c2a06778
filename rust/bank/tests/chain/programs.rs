//! What genesis preloads, as clients use it.

use {
    crate::support::*,
    serde_json::json,
    solana_instruction::{AccountMeta, Instruction},
    solana_keypair::Keypair,
    solana_pubkey::{Pubkey, pubkey},
    solana_signer::Signer,
    solana_system_interface::instruction::create_account,
    spl_generic_token::{associated_token_account, token, token_2022},
    std::str::FromStr,
    zestron_bank::{execute::Outcome, meta, transaction_json::memo_json},
};

const MINT_SIZE: u64 = 82;

pub struct Token {
    pub mint: Pubkey,
    pub owner: Keypair,
    pub account: Pubkey,
    pub program: Pubkey,
}

impl Token {
    /// A mint of 6 decimals and its owner's account with 1,000 tokens.
    pub fn new(node: &Node, program: Pubkey) -> Self {
        let (owner, mint) = (node.fund(10 * SOL), keypair(4_000));
        let rent = node.chain.rent_exempt(MINT_SIZE as usize);
        let create = create_account(&owner.pubkey(), &mint.pubkey(), rent, MINT_SIZE, &program);
        // InitializeMint2 {decimals, mint authority, no freeze authority}
        let data = [&[20, 6][..], owner.pubkey().as_ref(), &[0]].concat();
        let initialize = Instruction { program_id: program, accounts: vec![AccountMeta::new(mint.pubkey(), false)], data };
        node.must(&owner, &[&mint], &[create, initialize]);
        let mut token = Self { mint: mint.pubkey(), owner, account: Pubkey::default(), program };
        token.account = token.open(node, &token.owner.pubkey());
        let accounts = vec![
            AccountMeta::new(token.mint, false),
            AccountMeta::new(token.account, false),
            AccountMeta::new_readonly(token.owner.pubkey(), true),
        ];
        let data = [&[7][..], &1_000_000_000u64.to_le_bytes()].concat();
        node.must(&token.owner, &[], &[Instruction { program_id: program, accounts, data }]);
        token
    }

    /// Creates the associated account of a wallet.
    pub fn open(&self, node: &Node, wallet: &Pubkey) -> Pubkey {
        let program = associated_token_account::id();
        let seeds: [&[u8]; 3] = [wallet.as_ref(), self.program.as_ref(), self.mint.as_ref()];
        let (account, _) = Pubkey::find_program_address(&seeds, &program);
        let accounts = vec![
            AccountMeta::new(self.owner.pubkey(), true),
            AccountMeta::new(account, false),
            AccountMeta::new_readonly(*wallet, false),
            AccountMeta::new_readonly(self.mint, false),
            AccountMeta::new_readonly(solana_sdk_ids::system_program::id(), false),
            AccountMeta::new_readonly(self.program, false),
        ];
        node.must(&self.owner, &[], &[Instruction { program_id: program, accounts, data: vec![] }]);
        account
    }

    pub fn transfer(&self, to: &Pubkey, amount: u64) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.account, false),
            AccountMeta::new(*to, false),
            AccountMeta::new_readonly(self.owner.pubkey(), true),
        ];
        Instruction { program_id: self.program, accounts, data: [&[3][..], &amount.to_le_bytes()].concat() }
    }

    pub fn approve(&self, delegate: &Pubkey, amount: u64) -> Instruction {
        let accounts = vec![
            AccountMeta::new(self.account, false),
            AccountMeta::new_readonly(*delegate, false),
            AccountMeta::new_readonly(self.owner.pubkey(), true),
        ];
        Instruction { program_id: self.program, accounts, data: [&[4][..], &amount.to_le_bytes()].concat() }
    }
}

#[test]
fn spl_token_is_p_token() {
    let node = Node::new();
    let token = Token::new(&node, token::id());
    let to = token.open(&node, &keypair(1).pubkey());
    let result = node.must(&token.owner, &[], &[token.transfer(&to, 5)]);
    assert_eq!(result.compute_units, 76);
    let meta = meta::decode(&result.meta).unwrap();
    let balances = meta.post_token_balances.unwrap();
    let found = balances.iter().find(|balance| balance.owner == keypair(1).pubkey().to_string()).unwrap();
    assert_eq!((found.ui_token_amount.amount.as_str(), found.ui_token_amount.ui_amount_string.as_str()), ("5", "0.000005"));
    assert_eq!(
        (found.mint.as_str(), found.program_id.as_str()),
        (token.mint.to_string().as_str(), token::id().to_string().as_str())
    );
}

#[test]
fn token_2022_moves_tokens() {
    let node = Node::new();
    let token = Token::new(&node, token_2022::id());
    let to = token.open(&node, &keypair(1).pubkey());
    node.must(&token.owner, &[], &[token.transfer(&to, 5)]);
    let account = node.account_json(&to, r#"{"encoding":"jsonParsed"}"#);
    assert_eq!(account["data"]["program"], "spl-token-2022");
    assert_eq!(account["data"]["parsed"]["info"]["tokenAmount"]["amount"], "5");
}

#[test]
fn every_memo_program_answers() {
    let node = Node::new();
    for (number, program) in [
        "Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo",
        "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr",
        "Memo4c2pN8afCj432Lb7RMVKi9PbQnnW7ewFFaV3oAH",
    ]
    .iter()
    .enumerate()
    {
        let program_id = Pubkey::from_str(program).unwrap();
        let data = format!("memo {number}").into_bytes();
        let transaction = node.sign(&faucet(), &[], &[Instruction { program_id, accounts: vec![], data: data.clone() }]);
        let result = node.run(&transaction);
        assert_eq!(result.outcome, Outcome::Ok, "{program}: {}", result.error_text);
        assert_eq!(json(&memo_json(transaction.wire(), &result.meta).unwrap()), json!(format!("[6] memo {number}")));
        let bad = Instruction { program_id, accounts: vec![], data: vec![0xff, 0xfe] };
        assert_eq!(node.run(&node.sign(&faucet(), &[], &[bad])).outcome, Outcome::Failed, "{program} checks UTF-8");
    }
}

#[test]
fn programs_clients_expect_are_executable_at_genesis() {
    let node = Node::new();
    for program in [
        pubkey!("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"),
        pubkey!("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"),
        pubkey!("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL"),
        pubkey!("AddressLookupTab1e1111111111111111111111111"),
        pubkey!("Stake11111111111111111111111111111111111111"),
        pubkey!("Config1111111111111111111111111111111111111"),
        pubkey!("BPFLoaderUpgradeab1e11111111111111111111111"),
        pubkey!("BPFLoader2111111111111111111111111111111111"),
        pubkey!("Vote111111111111111111111111111111111111111"),
        pubkey!("ComputeBudget111111111111111111111111111111"),
        pubkey!("Ed25519SigVerify111111111111111111111111111"),
        pubkey!("KeccakSecp256k11111111111111111111111111111"),
        pubkey!("Secp256r1SigVerify1111111111111111111111111"),
    ] {
        let account = node.chain.account(0, &program).unwrap_or_else(|error| panic!("{program}: {error}"));
        assert!(solana_account::ReadableAccount::executable(&account), "{program}");
    }
}

/// Deploys by the upgradeable loader the way the CLI does: buffer, writes in pieces, deploy; usable from the next slot.
#[test]
fn a_program_is_deployed_and_called() {
    use solana_loader_v3_interface::{instruction as loader, state::UpgradeableLoaderState as State};
    let mut node = Node::new();
    let elf = memo_elf(&node);
    let (payer, buffer, program) = (node.fund(50 * SOL), keypair(4_100), keypair(4_101));
    let rent = node.chain.rent_exempt(State::size_of_buffer(elf.len()));
    let create = loader::create_buffer(&payer.pubkey(), &buffer.pubkey(), &payer.pubkey(), rent, elf.len()).unwrap();
    node.must(&payer, &[&buffer], &create);
    for (index, piece) in elf.chunks(900).enumerate() {
        let write = loader::write(&buffer.pubkey(), &payer.pubkey(), (index * 900) as u32, piece.to_vec());
        node.must(&payer, &[], &[write]);
    }
    let rent = node.chain.rent_exempt(State::size_of_program());
    let deploy = loader::deploy_with_max_program_len(
        &payer.pubkey(),
        &program.pubkey(),
        &buffer.pubkey(),
        &payer.pubkey(),
        rent,
        elf.len(),
    )
    .unwrap();
    node.must(&payer, &[&program], &deploy);
    let call = Instruction { program_id: program.pubkey(), accounts: vec![], data: b"hello".to_vec() };
    assert_eq!(node.run(&node.sign(&payer, &[], std::slice::from_ref(&call))).outcome, Outcome::Failed, "not in its own slot");
    node.next();
    let result = node.must(&payer, &[], &[call]);
    let logs = String::from_utf8(meta::logs_json(&result.meta).unwrap()).unwrap();
    assert!(logs.contains("hello"), "{logs}");
    let shown = node.account_json(&program.pubkey(), r#"{"encoding":"jsonParsed"}"#);
    assert_eq!(shown["data"]["program"], "bpf-upgradeable-loader");
    assert_eq!(shown["executable"], true);

    // Long after its deployment became history: simulated and executed alike.
    for slot in 2..120 {
        node.next();
        if slot > 40 {
            node.chain.root_slot(slot - 40).unwrap();
        }
        if slot % 10 == 0 {
            let call = Instruction { program_id: program.pubkey(), accounts: vec![], data: format!("again {slot}").into_bytes() };
            let transaction = node.sign(&payer, &[], std::slice::from_ref(&call));
            let answer = json(&node.chain.simulate(node.chain.newest().slot(), &transaction, b"{}").unwrap());
            assert_eq!(answer["err"], json!(null), "slot {slot}");
            node.must(&payer, &[], &[call]);
        }
    }
}

/// The ELF of a preloaded program, taken from its program data account: a real program that needs no toolchain.
fn memo_elf(node: &Node) -> Vec<u8> {
    let memo = pubkey!("Memo4c2pN8afCj432Lb7RMVKi9PbQnnW7ewFFaV3oAH");
    let data = solana_loader_v3_interface::get_program_data_address(&memo);
    let account = node.chain.account(0, &data).unwrap();
    let header = solana_loader_v3_interface::state::UpgradeableLoaderState::size_of_programdata_metadata();
    solana_account::ReadableAccount::data(&account)[header..].to_vec()
}
