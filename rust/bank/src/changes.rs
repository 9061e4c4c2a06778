//! What a slot changed: the source of account subscriptions and of everything that indexes the chain.

use {
    crate::{chain::Chain, error::Result},
    solana_account::AccountSharedData,
    solana_pubkey::Pubkey,
};

impl Chain {
    /// Accounts that `slot` wrote, each once, in key order, as they stand at its end. A deleted one comes without lamports.
    pub fn changed_accounts(&self, slot: u64) -> Result<Vec<(Pubkey, AccountSharedData)>> {
        let mut accounts = self.read_at(slot, |bank| Ok(bank.get_all_accounts_modified_since_parent()))?;
        accounts.sort_unstable_by_key(|(pubkey, _)| *pubkey);
        Ok(accounts)
    }
}
