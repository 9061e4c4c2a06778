//! Which accounts of a program pass filters as of a slot, by an index or by looking at every account. Any thread; under the answers
//! of scan.rs and token.rs, and bounded: what a caller asks for may be all there is.

use {
    crate::{
        chain::Chain,
        error::{Error, Result},
        filter::{Filter, Memcmp},
    },
    solana_account::{AccountSharedData, ReadableAccount},
    solana_accounts_db::{accounts_index::IndexKey, accounts_scan::ScanError},
    solana_pubkey::Pubkey,
    solana_runtime::bank::Bank,
    std::cell::Cell,
};

pub(crate) type Found = Vec<(Pubkey, AccountSharedData)>;

/// Bytes that one scan may still hold, and whether it has asked for more.
pub(crate) struct ScanBudget {
    left: Cell<Option<usize>>,
}

impl ScanBudget {
    pub(crate) fn new(bytes: usize) -> Self {
        Self { left: Cell::new(Some(bytes)) }
    }
    /// False from the first time on that there was not enough.
    pub(crate) fn take(&self, bytes: usize) -> bool {
        self.left.set(self.left.get().and_then(|left| left.checked_sub(bytes)));
        self.left.get().is_some()
    }
    /// Agave's error, to the letter, if something did not fit.
    pub(crate) fn kept(&self) -> Result<()> {
        let aborted = || Error::scan_aborted(ScanError::Aborted("The accumulated scan results exceeded the limit".into()));
        self.left.get().map(|_| ()).ok_or_else(aborted)
    }
}

/// What a found account occupies, by Agave's measure; its data may be a copy read from disk, so all of it counts.
fn found_bytes(account: &AccountSharedData) -> usize {
    account.data().len() + size_of::<AccountSharedData>() + size_of::<Pubkey>()
}

impl Chain {
    /// In key order.
    pub(crate) fn find(&self, bank: &Bank, program: &Pubkey, index: IndexKey, filters: &[Filter]) -> Result<Found> {
        let budget = ScanBudget::new(self.scan_bytes_max);
        // An index still knows accounts that have changed since: each hit is checked in full.
        let wanted = |account: &AccountSharedData| {
            account.owner() == program && filters.iter().all(|filter| filter.allows(account)) && budget.take(found_bytes(account))
        };
        let found = if self.indexes {
            bank.get_filtered_indexed_accounts(&index, wanted, None)
        } else {
            bank.get_filtered_program_accounts(program, wanted)
        };
        let mut found = found.map_err(Error::scan_aborted)?;
        budget.kept()?;
        found.sort_unstable_by_key(|(pubkey, _)| *pubkey);
        Ok(found)
    }

    /// By our own index, which names those of any readable slot: each is checked in full.
    pub(crate) fn delegated(&self, bank: &Bank, program: &Pubkey, delegate: &Pubkey, filters: &[Filter]) -> Result<Found> {
        let budget = ScanBudget::new(self.scan_bytes_max);
        let accounts = self.delegates.accounts_of(delegate).into_iter();
        let read = accounts.filter_map(|key| Some((key, bank.get_account(&key)?)));
        let wanted =
            read.filter(|(_, account)| account.owner() == program && filters.iter().all(|filter| filter.allows(account)));
        let found = wanted.take_while(|(_, account)| budget.take(found_bytes(account))).collect();
        budget.kept()?;
        Ok(found)
    }
}

pub(crate) fn compare(offset: usize, bytes: &[u8]) -> Filter {
    Filter::Memcmp(Memcmp { offset, bytes: bytes.to_vec() })
}
