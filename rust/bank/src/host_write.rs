//! Accounts written by the host, not by a transaction: oracle prices, airdrops, cheat codes. Slot thread only.

use {
    crate::{chain::Chain, error::Result},
    solana_account::{Account, AccountSharedData, ReadableAccount},
    solana_pubkey::Pubkey,
};

/// The account as it shall be. Without lamports it is deleted, whatever the other fields say.
pub struct HostWrite<'a> {
    pub pubkey: Pubkey,
    pub lamports: u64,
    pub owner: Pubkey,
    pub data: &'a [u8],
    pub executable: bool,
}

impl Chain {
    pub fn set_account(&self, write: &HostWrite<'_>) -> Result<()> {
        let bank = self.open_bank()?;
        let account = if write.lamports == 0 {
            AccountSharedData::default()
        } else {
            AccountSharedData::from(Account {
                lamports: write.lamports,
                data: write.data.to_vec(),
                owner: write.owner,
                executable: write.executable,
                rent_epoch: u64::MAX,
            })
        };
        let before = bank.get_account(&write.pubkey).map_or(0, |old| old.lamports());
        bank.store_account(&write.pubkey, &account);
        // store_account leaves capitalization as it was, and a restore would then refuse the snapshot (MismatchedCapitalization).
        bank.set_capitalization_for_tests(bank.capitalization() - before + write.lamports);
        Ok(())
    }
}
