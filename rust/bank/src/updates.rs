//! What the accounts database says of each store: to the index of delegates, and at a slot's last one to the scheduler.
//!
//! `Bank::freeze` writes the sysvar SlotHistory, whose 131,097 bytes other threads then hash, and spins until they are done, "do not
//! yield!". Where every core is busy, as they are on two with anything beside the node, the spinning thread keeps its core until the
//! kernel's next tick and the hashers wait: 3 to 9 ms a slot. Nobody can wait for them better, since what is pending is private to
//! `solana_runtime::bank::accounts_lt_hash`; but the store of SlotHistory is told here, after its hash was asked for and before the
//! spinning begins.

use {
    crate::delegates::Delegates,
    solana_account::AccountSharedData,
    solana_accounts_db::accounts_update_notifier_interface::{AccountForGeyser, AccountsUpdateNotifierInterface},
    solana_clock::Slot,
    solana_pubkey::Pubkey,
    solana_sdk_ids::sysvar,
    solana_transaction::sanitized::SanitizedTransaction,
    std::sync::Arc,
};

#[derive(Debug)]
pub(crate) struct Updates {
    /// None of a chain without indexes.
    pub(crate) delegates: Option<Arc<Delegates>>,
}

impl AccountsUpdateNotifierInterface for Updates {
    fn snapshot_notifications_enabled(&self) -> bool {
        self.delegates.is_some()
    }

    fn notify_account_update(
        &self,
        slot: Slot,
        account: &AccountSharedData,
        _: &Option<&SanitizedTransaction>,
        key: &Pubkey,
        _: u64,
    ) {
        if let Some(delegates) = &self.delegates {
            delegates.wrote(slot, key, account);
        }
        if *key == sysvar::slot_history::ID {
            std::thread::yield_now();
        }
    }

    fn notify_account_restore_from_snapshot(&self, _: Slot, _: u64, account: &AccountForGeyser<'_>) {
        if let Some(delegates) = &self.delegates {
            delegates.restored(account);
        }
    }

    fn notify_end_of_restore_from_snapshot(&self) {}
}
