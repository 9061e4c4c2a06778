//! A chain of banks without forks: one root, its frozen descendants, at most one open slot. Opens from genesis or from the
//! newest snapshot; everything else of this crate works on a `Chain`.
//!
//! Threads: `&self` everywhere. Functions that change the chain belong to one thread at a time (the slot thread); reads may run
//! on any number of threads beside it.

use {
    crate::{
        codec,
        delegates::Delegates,
        error::{Code, Error, Result},
        genesis,
        snapshot::{self, Collected, SnapshotInfo},
        updates::Updates,
    },
    serde::Deserialize,
    solana_accounts_db::{
        accounts_db::AccountsDbConfig,
        accounts_index::{AccountIndex, AccountSecondaryIndexes, AccountsIndexConfig, IndexLimit},
        accounts_update_notifier_interface::AccountsUpdateNotifier,
    },
    solana_hash::Hash,
    solana_leader_schedule::SlotLeader,
    solana_runtime::{bank::Bank, bank_forks::BankForks, runtime_config::RuntimeConfig},
    std::{
        fs,
        num::NonZeroUsize,
        path::{Path, PathBuf},
        sync::{
            Arc, RwLock,
            atomic::{AtomicBool, AtomicU64, Ordering},
        },
    },
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    accounts_dir: PathBuf,
    #[serde(default)]
    snapshot_dir: Option<PathBuf>,
    #[serde(default = "yes")]
    indexes: bool,
    #[serde(default = "scan_bytes_max")]
    scan_bytes_max: usize,
}

fn yes() -> bool {
    true
}

fn scan_bytes_max() -> usize {
    256 << 20
}

pub struct Chain {
    forks: Arc<RwLock<BankForks>>,
    newest: RwLock<Arc<Bank>>,
    exit: Arc<AtomicBool>,
    pub(crate) leader: SlotLeader,
    genesis_hash: Hash,
    pub(crate) indexes: bool,
    pub(crate) scan_bytes_max: usize,
    pub(crate) delegates: Arc<Delegates>,
    pub(crate) roots_since_clean: AtomicU64,
}

impl Chain {
    /// Opens a chain; see `zb_chain_open`.
    pub fn open(genesis: &[u8], options_json: &[u8]) -> Result<Self> {
        let options: Options = codec::options(options_json, "options of open")?;
        let config = genesis::parse(genesis)?;
        let genesis_hash = config.hash();
        let exit = Arc::new(AtomicBool::new(false));
        let run = empty_run_dir(&options.accounts_dir)?;
        let db = accounts_db_config(options.indexes, config.epoch_schedule.slots_per_epoch);
        let delegates = Arc::new(Delegates::default());
        let updates = Updates { delegates: options.indexes.then(|| delegates.clone()) };
        let notifier: Option<AccountsUpdateNotifier> = Some(Arc::new(updates));
        let restored = match &options.snapshot_dir {
            Some(dir) => snapshot::restore_newest(dir, &run, &config, &genesis_hash, db.clone(), notifier.clone(), exit.clone())?,
            None => None,
        };
        let bank = restored.unwrap_or_else(|| {
            Bank::new_from_genesis(
                &config,
                Arc::new(RuntimeConfig::default()),
                vec![run],
                None,
                db,
                notifier,
                None,
                exit.clone(),
                None,
                None,
            )
        });
        for key in delegates.take_restored() {
            if let Some(account) = bank.get_account(&key) {
                delegates.wrote(bank.slot(), &key, &account);
            }
        }
        let leader = *bank.leader();
        let forks = BankForks::new_rw_arc(bank);
        let newest = RwLock::new(read(&forks).root_bank());
        let indexes = options.indexes;
        Ok(Self {
            forks,
            newest,
            exit,
            leader,
            genesis_hash,
            indexes,
            scan_bytes_max: options.scan_bytes_max,
            delegates,
            roots_since_clean: AtomicU64::new(0),
        })
    }

    /// The bank of a slot that is the root or newer. For the slot thread; others go through `read_at`.
    pub fn bank(&self, slot: u64) -> Result<Arc<Bank>> {
        let found = read(&self.forks).get(slot);
        found.ok_or_else(|| self.no_such_slot(slot))
    }

    /// Runs `read` on the bank of a slot. Once a newer root is flushed, versions of accounts that only older banks saw are gone,
    /// and such a bank would answer that they do not exist; so an answer counts only if the slot is not older than the root when
    /// it is complete. The root is moved before its flush begins, hence a root that still is not newer proves the read sound.
    pub fn read_at<T>(&self, slot: u64, read_bank: impl FnOnce(&Bank) -> Result<T>) -> Result<T> {
        let answer = read_bank(&*self.bank(slot)?);
        let root = read(&self.forks).root();
        if root > slot { Err(self.no_such_slot(slot)) } else { answer }
    }

    fn no_such_slot(&self, slot: u64) -> Error {
        let (newest, root) = self.bounds();
        Error::new(Code::NoSuchSlot, format!("no bank of slot {slot}: the chain holds some of {root} to {newest}"))
    }

    pub fn newest(&self) -> Arc<Bank> {
        read(&self.newest).clone()
    }

    pub fn root(&self) -> Arc<Bank> {
        read(&self.forks).root_bank()
    }

    /// Newest slot and root.
    pub fn bounds(&self) -> (u64, u64) {
        (self.newest().slot(), read(&self.forks).root())
    }

    /// The root, ready to be written. Slot thread.
    pub fn collect_snapshot(&self) -> Result<Collected> {
        Collected::of(&self.root(), self.genesis_hash)
    }

    /// Writes a full snapshot of the root to `dir` and keeps the `keep` newest there (at least one). Slot thread, all of it.
    pub fn snapshot(&self, dir: &Path, keep: usize) -> Result<SnapshotInfo> {
        self.collect_snapshot()?.write(dir, keep)
    }

    /// The open bank, or an error that says none is.
    pub(crate) fn open_bank(&self) -> Result<Arc<Bank>> {
        let bank = self.newest();
        if bank.is_frozen() {
            return Err(Error::invalid(format!("no slot is open: the newest, {}, is sealed", bank.slot())));
        }
        Ok(bank)
    }

    pub(crate) fn insert(&self, bank: Bank) {
        let bank = write(&self.forks).insert(bank).clone_without_scheduler();
        *write(&self.newest) = bank;
    }

    /// Banks that the new root made unreachable are dropped after the lock is free: dropping them takes longer than a read may
    /// wait.
    ///
    /// The program cache is told first, as the validator's root_utils does: it finds a deployment through the forks, which forget
    /// everything before the root, and would load each program anew for every transaction (and refuse to simulate it).
    pub(crate) fn set_root(&self, slot: u64) {
        read(&self.forks).prune_program_cache(slot);
        let removed = write(&self.forks).set_root(slot, None, None);
        drop(removed);
        self.delegates.rooted(slot);
    }
}

impl Drop for Chain {
    fn drop(&mut self) {
        self.exit.store(true, Ordering::Relaxed);
    }
}

// A lock is poisoned only after a panic inside it; the ABI has reported that one, and the handle must not be used again.
fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().expect("an earlier call panicked; the chain must be closed")
}
fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().expect("an earlier call panicked; the chain must be closed")
}

/// Removes what an earlier run left in `dir/run` and `dir/snapshot` (nothing else: the folder may be somebody's by mistake), and
/// makes them anew. State is a function of snapshot and ledger; account files of an earlier run are of no use.
fn empty_run_dir(dir: &Path) -> Result<PathBuf> {
    for part in ["run", "snapshot"] {
        let path = dir.join(part);
        match fs::remove_dir_all(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::io(format!("cannot empty {}", path.display()), error)),
        }
    }
    // Not accounts_db's create_accounts_run_and_snapshot_dirs: where these two are missing it deletes all of `dir`, and it insists on
    // io_uring, which containers often forbid.
    for part in ["run", "snapshot"] {
        let path = dir.join(part);
        fs::create_dir_all(&path).map_err(|error| Error::io(format!("cannot create {}", path.display()), error))?;
    }
    Ok(dir.join("run"))
}

/// Sized for one machine that does other work too: the defaults take a thread per core for each pool, and 8,192 index bins are
/// made for hundreds of millions of accounts.
///
/// A slot's storage is a file for as long as one account in it is the newest of its kind. Agave packs together what is older than
/// two thirds of an epoch, once there are 100,000 of them; here each start would unpack and open as many files.
fn accounts_db_config(indexes: bool, slots_per_epoch: u64) -> AccountsDbConfig {
    const SLOTS_APART: i64 = 500;
    const PACKED_STORAGES_MAX: usize = 200;
    const INDEX_BINS: usize = 1_024;
    const READ_CACHE_BYTES: (usize, usize) = (64 << 20, 80 << 20);
    const READ_CACHE_SHARDS: usize = 256;
    let one = NonZeroUsize::new(1);
    AccountsDbConfig {
        index: Some(AccountsIndexConfig {
            bins: Some(INDEX_BINS),
            num_flush_threads: one,
            index_limit: IndexLimit::InMemOnly,
            ..Default::default()
        }),
        account_indexes: indexes.then(secondary_indexes),
        num_background_threads: one,
        num_foreground_threads: one,
        read_cache_limit_bytes: Some(READ_CACHE_BYTES),
        read_cache_num_shards: Some(READ_CACHE_SHARDS),
        skip_initial_hash_calc: true,
        // Agave's own count is from the end of the epoch.
        ancient_append_vec_offset: Some((slots_per_epoch as i64).saturating_sub(SLOTS_APART)),
        max_ancient_storages: Some(PACKED_STORAGES_MAX),
        ..Default::default()
    }
}

fn secondary_indexes() -> AccountSecondaryIndexes {
    let mut indexes = AccountSecondaryIndexes::default();
    indexes.indexes.extend([AccountIndex::ProgramId, AccountIndex::SplTokenMint, AccountIndex::SplTokenOwner]);
    indexes
}
