//! Full snapshots of the root, and the way back. The archives are Agave's own; a small file beside them says which chain they
//! belong to, because an archive does not. It knows banks and no `Chain`, which stands above it.
//!
//! A snapshot is collected on the slot thread, in some milliseconds, and written on any other thread while slots go on, as a validator
//! does: it holds the storages, which newer slots do not change, and copies of what they do.

use {
    crate::{
        codec,
        error::{Code, Error, Result},
    },
    agave_fs::io_setup::IoSetupState,
    agave_snapshots::{
        SnapshotArchiveKind, SnapshotKind,
        paths::{full_snapshot_archives_iter, get_highest_full_snapshot_archive_info},
        snapshot_archive_info::SnapshotArchiveInfoGetter,
        snapshot_config::SnapshotConfig,
    },
    serde::Serialize,
    solana_accounts_db::{accounts_db::AccountsDbConfig, accounts_update_notifier_interface::AccountsUpdateNotifier},
    solana_genesis_config::GenesisConfig,
    solana_hash::Hash,
    solana_runtime::{
        bank::Bank,
        runtime_config::RuntimeConfig,
        snapshot_bank_utils::bank_from_snapshot_archives,
        snapshot_package::SnapshotPackage,
        snapshot_utils::{archive_snapshot_package, remove_tmp_snapshot_archives, serialize_snapshot},
    },
    std::{
        fs::{self, File},
        io::{ErrorKind, Write},
        path::{Path, PathBuf},
        sync::{Arc, atomic::AtomicBool},
    },
};

const CHAIN_FILE: &str = "genesis-hash";
const WORK_DIR: &str = "work";

#[derive(Serialize)]
pub struct SnapshotInfo {
    pub slot: u64,
    pub path: PathBuf,
    pub bytes: u64,
}

impl SnapshotInfo {
    pub fn json(&self) -> Result<Vec<u8>> {
        codec::to_json(self)
    }
}

/// A snapshot that is not written yet. To be written or dropped before its chain is closed, since the storages' files go with it.
pub struct Collected {
    package: SnapshotPackage,
    genesis_hash: Hash,
}

impl Collected {
    /// What Agave's `bank_to_full_snapshot_archive` does before it writes. Slot thread.
    pub(crate) fn of(root: &Bank, genesis_hash: Hash) -> Result<Self> {
        if !root.is_frozen() {
            return Err(Error::invalid("slot 0 is still open: seal it before the first snapshot"));
        }
        require_io_uring()?;
        root.accounts().accounts_db.set_latest_full_snapshot_slot(root.slot());
        root.squash();
        root.force_flush_accounts_cache();
        // Not the root itself: what it deleted is part of its hash.
        root.accounts().accounts_db.clean_accounts(Some(root.slot().saturating_sub(1)), false);
        let deltas = root.status_cache.read().expect("an earlier call panicked; the chain must be closed").root_slot_deltas();
        let storages = root.get_snapshot_storages(None);
        let package = SnapshotPackage::new(SnapshotKind::Archive(SnapshotArchiveKind::Full), root, storages, deltas);
        Ok(Self { package, genesis_hash })
    }

    /// Writes it to `dir` and keeps the `keep` newest there (at least one). Any thread; one at a time into one folder.
    pub fn write(self, dir: &Path, keep: usize) -> Result<SnapshotInfo> {
        let Self { package, genesis_hash } = self;
        let (slot, hash, storages) = (package.slot, package.hash, package.snapshot_storages);
        let work = empty_work_dir(dir)?;
        claim(dir, &genesis_hash)?;
        let config = config(dir);
        let written = || {
            let setup = IoSetupState::default().with_shared_sqpoll()?;
            let version = config.snapshot_version;
            let bank = serialize_snapshot(&work, version, package.bank_snapshot_package, &storages, false, &setup)?;
            archive_snapshot_package(SnapshotArchiveKind::Full, slot, hash, bank.snapshot_dir, storages, &config, &setup)
        };
        let archive = written().map_err(|error| Error::io(format!("snapshot of slot {slot}"), error))?;
        empty_work_dir(dir)?;
        let bytes = sync(&archive.path)?;
        sync(dir)?;
        remove_old(dir, keep.max(1))?;
        Ok(SnapshotInfo { slot, path: archive.path, bytes })
    }
}

/// Without what a process left that was killed while it wrote or restored, which would add up.
fn empty_work_dir(dir: &Path) -> Result<PathBuf> {
    remove_tmp_snapshot_archives(dir);
    let work = dir.join(WORK_DIR);
    match fs::remove_dir_all(&work) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(Error::io(format!("cannot empty {}", work.display()), error));
        }
        _ => {}
    }
    fs::create_dir_all(&work).map_err(|error| Error::io(format!("cannot create {}", work.display()), error))?;
    Ok(work)
}

/// Agave writes and reads its archives by io_uring alone and panics where the kernel refuses it, as in many containers. A chain
/// does without: it starts from genesis and its ledger.
fn require_io_uring() -> Result<()> {
    if agave_io_uring::io_uring_supported() {
        return Ok(());
    }
    Err(Error::io("snapshots need io_uring", "this system does not offer it"))
}

/// The bank of the newest archive in `dir`; None when there is none.
pub(crate) fn restore_newest(
    dir: &Path,
    run: &Path,
    genesis: &GenesisConfig,
    genesis_hash: &Hash,
    db: AccountsDbConfig,
    notifier: Option<AccountsUpdateNotifier>,
    exit: Arc<AtomicBool>,
) -> Result<Option<Bank>> {
    if !dir.is_dir() {
        return Ok(None);
    }
    let Some(archive) = get_highest_full_snapshot_archive_info(dir) else { return Ok(None) };
    check_claim(dir, genesis_hash)?;
    require_io_uring()?;
    empty_work_dir(dir)?;
    let bank = bank_from_snapshot_archives(
        &[run.to_path_buf()],
        &archive,
        None,
        &config(dir),
        genesis,
        &RuntimeConfig::default(),
        None,
        None,
        None,
        true,
        false,
        false,
        db,
        notifier,
        exit,
    )
    .map_err(|error| Error::new(Code::Mismatch, format!("snapshot {} cannot be restored: {error}", archive.path().display())))?;
    if bank.block_id().is_none() {
        bank.set_block_id(Some(bank.last_blockhash()));
    }
    Ok(Some(bank))
}

fn config(dir: &Path) -> SnapshotConfig {
    SnapshotConfig {
        full_snapshot_archives_dir: dir.to_path_buf(),
        incremental_snapshot_archives_dir: dir.to_path_buf(),
        bank_snapshots_dir: dir.join(WORK_DIR),
        // Both need a raised memlock limit or a file system that has direct I/O; a laptop and tmpfs have neither.
        use_direct_io: false,
        use_registered_io_uring_buffers: false,
        ..SnapshotConfig::default()
    }
}

/// Marks `dir` as this chain's, or refuses another chain's folder.
fn claim(dir: &Path, genesis_hash: &Hash) -> Result<()> {
    let path = dir.join(CHAIN_FILE);
    if path.exists() {
        return check_claim(dir, genesis_hash);
    }
    fs::write(&path, format!("{genesis_hash}\n")).map_err(|error| Error::io(format!("cannot write {}", path.display()), error))
}

fn check_claim(dir: &Path, genesis_hash: &Hash) -> Result<()> {
    let path = dir.join(CHAIN_FILE);
    let found = fs::read_to_string(&path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Error::new(
            Code::Mismatch,
            format!("{} holds a snapshot but no {CHAIN_FILE}: whose chain it is is unknown", dir.display()),
        ),
        _ => Error::io(format!("cannot read {}", path.display()), error),
    })?;
    if found.trim() != genesis_hash.to_string() {
        return Err(Error::new(
            Code::Mismatch,
            format!("the snapshots in {} belong to genesis {}, not to {genesis_hash}", dir.display(), found.trim()),
        ));
    }
    Ok(())
}

/// Agave leaves the archive to the page cache; a snapshot that a ledger is cut at must survive a power cut.
fn sync(path: &Path) -> Result<u64> {
    let done = || -> std::io::Result<u64> {
        let mut file = File::open(path)?;
        file.flush()?;
        file.sync_all()?;
        Ok(file.metadata()?.len())
    };
    done().map_err(|error| Error::io(format!("cannot sync {}", path.display()), error))
}

fn remove_old(dir: &Path, keep: usize) -> Result<()> {
    let mut archives: Vec<_> = full_snapshot_archives_iter(dir).collect();
    archives.sort_by_key(|archive| std::cmp::Reverse(archive.slot()));
    for archive in archives.iter().skip(keep) {
        fs::remove_file(archive.path())
            .map_err(|error| Error::io(format!("cannot remove {}", archive.path().display()), error))?;
    }
    Ok(())
}
