//! Token accounts by their delegate, which Agave's indexes do not have. Fed by every store of the accounts database (updates.rs), so it knows the
//! open slot too; read beside it.
//!
//! It answers with a superset for every slot from the root on: who is or was a delegate there. Each hit is then checked in the bank of
//! the slot that was asked for. A delegation that ended is forgotten once the root has passed its end.

use {
    solana_account::ReadableAccount,
    solana_accounts_db::accounts_update_notifier_interface::AccountForGeyser,
    solana_clock::Slot,
    solana_pubkey::Pubkey,
    spl_generic_token::is_known_spl_token_id,
    std::{
        collections::{BTreeMap, HashMap, HashSet, VecDeque},
        sync::{Mutex, MutexGuard},
    },
};

/// Where a token account keeps its delegate: the option's tag, then the key.
pub(crate) const TAG_OFFSET: usize = 72;
pub(crate) const SOME: [u8; 4] = [1, 0, 0, 0];
const KEY_OFFSET: usize = TAG_OFFSET + SOME.len();

#[derive(Debug, Default)]
pub(crate) struct Delegates {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// How many reasons there are to name an account: that it is so now, and each end that the root has not passed.
    accounts: HashMap<Pubkey, BTreeMap<Pubkey, u32>>,
    current: HashMap<Pubkey, Pubkey>,
    /// Slot of the end, delegate, account; slots rise.
    ended: VecDeque<(Slot, Pubkey, Pubkey)>,
    /// Accounts of a snapshot any version of which has a delegate.
    restored: HashSet<Pubkey>,
}

impl Delegates {
    /// In key order.
    pub(crate) fn accounts_of(&self, delegate: &Pubkey) -> Vec<Pubkey> {
        self.state().accounts.get(delegate).map(|accounts| accounts.keys().copied().collect()).unwrap_or_default()
    }

    /// The slot wrote the account.
    pub(crate) fn wrote(&self, slot: Slot, key: &Pubkey, account: &impl ReadableAccount) {
        let delegate = delegate_of(account);
        let mut state = self.state();
        if state.current.get(key).copied() == delegate {
            return;
        }
        if let Some(before) = state.current.remove(key) {
            state.ended.push_back((slot, before, *key));
        }
        if let Some(delegate) = delegate {
            state.current.insert(*key, delegate);
            *state.accounts.entry(delegate).or_default().entry(*key).or_default() += 1;
        }
    }

    /// A snapshot brought this version of an account.
    pub(crate) fn restored(&self, account: &AccountForGeyser<'_>) {
        if delegate_of(account).is_some() {
            self.state().restored.insert(*account.pubkey);
        }
    }

    /// Nobody reads before the root any more.
    pub(crate) fn rooted(&self, root: Slot) {
        let mut state = self.state();
        while let Some((slot, delegate, key)) = state.ended.front().copied() {
            if slot > root {
                return;
            }
            state.ended.pop_front();
            state.forget(&delegate, &key);
        }
    }

    /// What a snapshot brought: storages come in any order, older versions among them, so the bank says which one counts.
    pub(crate) fn take_restored(&self) -> HashSet<Pubkey> {
        std::mem::take(&mut self.state().restored)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("an earlier call panicked; the chain must be closed")
    }
}

impl State {
    fn forget(&mut self, delegate: &Pubkey, key: &Pubkey) {
        let Some(accounts) = self.accounts.get_mut(delegate) else { return };
        if let Some(reasons) = accounts.get_mut(key) {
            *reasons -= 1;
            if *reasons == 0 {
                accounts.remove(key);
            }
        }
        if accounts.is_empty() {
            self.accounts.remove(delegate);
        }
    }
}

fn delegate_of(account: &impl ReadableAccount) -> Option<Pubkey> {
    if account.lamports() == 0 || !is_known_spl_token_id(account.owner()) {
        return None;
    }
    let option = account.data().get(TAG_OFFSET..KEY_OFFSET + 32)?;
    option.strip_prefix(&SOME).and_then(|key| Pubkey::try_from(key).ok())
}
