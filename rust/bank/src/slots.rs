//! The life of a slot: open with our clock, seal with our blockhash, become the root. Slot thread, but for `info`.

use {
    crate::{
        chain::Chain,
        error::{Error, Result},
    },
    solana_hash::Hash,
    solana_runtime::{bank::Bank, installed_scheduler_pool::BankWithScheduler},
    std::sync::atomic::Ordering,
};

/// Account versions that newer ones replaced are reclaimed once in so many roots, and storages of old slots are packed as a validator
/// does it, after cleaning: that costs some milliseconds, and 6,000 empty slots at this rate held memory constant.
const ROOTS_PER_CLEAN: u64 = 100;

/// What the ABI tells about a bank.
pub struct BankInfo {
    pub slot: u64,
    pub parent_slot: u64,
    pub block_height: u64,
    pub epoch: u64,
    pub slot_index: u64,
    pub slots_in_epoch: u64,
    pub transaction_count: u64,
    pub signature_count: u64,
    pub capitalization: u64,
    pub unix_timestamp: i64,
    pub bank_hash: Hash,
    pub blockhash: Hash,
    pub last_valid_block_height: u64,
    pub lamports_per_signature: u64,
    pub frozen: bool,
}

impl BankInfo {
    pub fn of(bank: &Bank) -> Self {
        let frozen = bank.is_frozen();
        let (epoch, slot_index) = bank.get_epoch_and_slot_index(bank.slot());
        let blockhash = bank.last_blockhash();
        Self {
            slot: bank.slot(),
            parent_slot: bank.parent_slot(),
            block_height: bank.block_height(),
            epoch,
            slot_index,
            slots_in_epoch: bank.get_slots_in_epoch(epoch),
            transaction_count: bank.transaction_count(),
            signature_count: bank.signature_count(),
            capitalization: bank.capitalization(),
            unix_timestamp: bank.clock().unix_timestamp,
            bank_hash: if frozen { bank.hash() } else { Hash::default() },
            blockhash,
            last_valid_block_height: bank.get_blockhash_last_valid_block_height(&blockhash).unwrap_or_default(),
            lamports_per_signature: bank.get_lamports_per_signature(),
            frozen,
        }
    }
}

impl Chain {
    /// Opens `slot` as a child of the newest bank, which must be sealed.
    pub fn open_slot(&self, slot: u64, unix_timestamp: i64) -> Result<()> {
        let parent = self.newest();
        if !parent.is_frozen() {
            return Err(Error::invalid(format!("slot {} is still open", parent.slot())));
        }
        if slot <= parent.slot() {
            return Err(Error::invalid(format!("slot {slot} is not after the newest, {}", parent.slot())));
        }
        let bank = Bank::new_from_parent(parent.clone(), self.leader, slot);
        let mut clock = bank.clock();
        clock.unix_timestamp = unix_timestamp;
        if bank.epoch() != parent.epoch() {
            clock.epoch_start_timestamp = unix_timestamp;
        }
        // Named for tests, yet the one way to give a bank a time that votes did not agree on; it refreshes the sysvar cache too.
        bank.set_sysvar_for_tests(&clock);
        self.insert(bank);
        Ok(())
    }

    /// Registers `blockhash` and freezes the open slot. The hash must be new: a transaction is found by (hash, message).
    pub fn seal_slot(&self, blockhash: &Hash) -> Result<BankInfo> {
        let bank = self.open_bank()?;
        if bank.get_hash_age(blockhash).is_some() {
            return Err(Error::invalid(format!("blockhash {blockhash} was given to an earlier slot")));
        }
        // Skipped slots leave their ticks missing; only the last tick carries the blockhash.
        bank.set_tick_height(bank.max_tick_height() - 1);
        bank.register_tick(blockhash, &BankWithScheduler::no_scheduler_available());
        // Snapshots want a block id; ours names the block by its blockhash.
        bank.set_block_id(Some(*blockhash));
        bank.freeze();
        Ok(BankInfo::of(&bank))
    }

    /// What is known of a slot's bank. Any thread.
    pub fn info(&self, slot: u64) -> Result<BankInfo> {
        self.read_at(slot, |bank| Ok(BankInfo::of(bank)))
    }

    /// Makes a sealed slot the root. Older banks are gone afterwards.
    pub fn root_slot(&self, slot: u64) -> Result<()> {
        let bank = self.bank(slot)?;
        if !bank.is_frozen() {
            return Err(Error::invalid(format!("slot {slot} is open and cannot be the root")));
        }
        if slot == self.root().slot() {
            return Ok(());
        }
        self.set_root(slot);
        bank.force_flush_accounts_cache();
        if self.roots_since_clean.fetch_add(1, Ordering::Relaxed) + 1 >= ROOTS_PER_CLEAN {
            self.roots_since_clean.store(0, Ordering::Relaxed);
            let db = &bank.accounts().accounts_db;
            db.clean_accounts(Some(slot), false);
            db.shrink_ancient_slots(bank.epoch_schedule());
            bank.shrink_candidate_slots();
        }
        Ok(())
    }
}
