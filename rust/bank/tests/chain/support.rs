//! A chain in a temporary folder with a clock and blockhashes of its own, and the transactions the tests send to it.

use {
    serde_json::Value,
    solana_hash::Hash,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_message::{Message, VersionedMessage},
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    solana_system_interface::instruction::transfer,
    solana_transaction::versioned::VersionedTransaction,
    std::path::Path,
    tempfile::TempDir,
    zestron_bank::{
        chain::Chain,
        error::{Error, Result},
        execute::{Outcome, TransactionResult},
        genesis, keys,
        slots::BankInfo,
        transaction::Transaction,
    },
};

pub const SOL: u64 = 1_000_000_000;
pub const START: i64 = 1_735_689_600;

pub struct Node {
    pub chain: Chain,
    pub slot: u64,
    pub genesis: Vec<u8>,
    dir: TempDir,
}

impl Node {
    /// Slot 1 is open.
    pub fn new() -> Self {
        Self::with(r#"{"slotsPerEpoch":32}"#, r#""indexes":true"#)
    }

    pub fn with(params: &str, options: &str) -> Self {
        let genesis = genesis::from_json(params.as_bytes()).unwrap();
        let mut node = Self::open(genesis, options).unwrap();
        node.next();
        node
    }

    /// The newest slot is what the chain starts with.
    pub fn open(genesis: Vec<u8>, options: &str) -> Result<Self> {
        let dir = tempfile::tempdir().unwrap();
        let options = format!(r#"{{"accountsDir":{:?},{options}}}"#, dir.path().join("accounts"));
        let chain = Chain::open(&genesis, options.as_bytes())?;
        let slot = chain.bounds().0;
        Ok(Self { chain, slot, genesis, dir })
    }

    /// What it keeps on disk.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub fn seal(&mut self) -> BankInfo {
        self.chain.seal_slot(&blockhash(self.slot)).unwrap()
    }

    pub fn open_next(&mut self) {
        self.slot += 1;
        self.chain.open_slot(self.slot, START + self.slot as i64).unwrap();
    }

    pub fn next(&mut self) -> BankInfo {
        let info = self.seal();
        self.open_next();
        info
    }

    /// Advances until `slot` is open.
    pub fn advance_to(&mut self, slot: u64) {
        while self.slot < slot {
            self.next();
        }
    }

    pub fn latest(&self) -> Hash {
        self.chain.newest().last_blockhash()
    }

    pub fn run(&self, transaction: &Transaction) -> TransactionResult {
        self.chain.execute(&[transaction]).unwrap().pop().unwrap()
    }

    /// Executes and expects success.
    pub fn must(&self, payer: &Keypair, signers: &[&Keypair], instructions: &[Instruction]) -> TransactionResult {
        let result = self.run(&self.sign(payer, signers, instructions));
        let logs = if result.meta.is_empty() { Vec::new() } else { zestron_bank::meta::logs_json(&result.meta).unwrap() };
        assert_eq!(result.outcome, Outcome::Ok, "{} {}", result.error_text, String::from_utf8_lossy(&logs));
        result
    }

    pub fn sign(&self, payer: &Keypair, signers: &[&Keypair], instructions: &[Instruction]) -> Transaction {
        sign_with(payer, signers, instructions, self.latest())
    }

    pub fn balance(&self, key: &Pubkey) -> u64 {
        self.chain.newest().get_balance(key)
    }

    pub fn fund(&self, lamports: u64) -> Keypair {
        let keypair = keypair(self.balance(&faucet().pubkey()));
        self.must(&faucet(), &[], &[transfer(&faucet().pubkey(), &keypair.pubkey(), lamports)]);
        keypair
    }

    pub fn account_json(&self, key: &Pubkey, options: &str) -> Value {
        json(&self.chain.account_json(self.slot, key, options.as_bytes()).unwrap())
    }
}

pub fn faucet() -> Keypair {
    keys::genesis_key("zestron", "faucet").unwrap()
}

pub fn blockhash(slot: u64) -> Hash {
    solana_sha256_hasher::hashv(&[b"blockhash", &slot.to_le_bytes()])
}

/// Hashed, because account maps hash a key by a few of its bytes: counted keys would collide.
pub fn keypair(number: u64) -> Keypair {
    Keypair::new_from_array(solana_sha256_hasher::hashv(&[b"keypair", &number.to_le_bytes()]).to_bytes())
}

pub fn sign_with(payer: &Keypair, signers: &[&Keypair], instructions: &[Instruction], blockhash: Hash) -> Transaction {
    let message = Message::new_with_blockhash(instructions, Some(&payer.pubkey()), &blockhash);
    sign_message(payer, signers, VersionedMessage::Legacy(message)).unwrap()
}

pub fn sign_message(payer: &Keypair, signers: &[&Keypair], message: VersionedMessage) -> std::result::Result<Transaction, Error> {
    let all: Vec<&Keypair> = std::iter::once(payer).chain(signers.iter().copied()).collect();
    let transaction = VersionedTransaction::try_new(message, all.as_slice()).unwrap();
    Transaction::decode(&wincode::serialize(&transaction).unwrap(), true)
}

pub fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

pub fn error_json(result: &TransactionResult) -> String {
    String::from_utf8(result.error_json.clone()).unwrap()
}
