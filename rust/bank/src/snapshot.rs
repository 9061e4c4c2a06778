//! Full snapshots of the root, and the way back. The archives are Agave's own; a small file beside them says which chain they
//! belong to, because an archive does not.

use {
    crate::{
        chain::Chain,
        codec,
        error::{Code, Error, Result},
    },
    agave_snapshots::{
        paths::{full_snapshot_archives_iter, get_highest_full_snapshot_archive_info},
        snapshot_archive_info::SnapshotArchiveInfoGetter,
        snapshot_config::SnapshotConfig,
    },
    serde::Serialize,
    solana_accounts_db::accounts_db::AccountsDbConfig,
    solana_genesis_config::GenesisConfig,
    solana_hash::Hash,
    solana_runtime::{
        bank::Bank,
        runtime_config::RuntimeConfig,
        snapshot_bank_utils::{bank_from_snapshot_archives, bank_to_full_snapshot_archive},
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

impl Chain {
    /// Writes a full snapshot of the root to `dir` and keeps the `keep` newest there (at least one).
    pub fn snapshot(&self, dir: &Path, keep: usize) -> Result<SnapshotInfo> {
        let root = self.root();
        if !root.is_frozen() {
            return Err(Error::invalid("slot 0 is still open: seal it before the first snapshot"));
        }
        require_io_uring()?;
        let work = dir.join(WORK_DIR);
        fs::create_dir_all(&work).map_err(|error| Error::io(format!("cannot create {}", work.display()), error))?;
        claim(dir, &self.genesis_hash)?;
        let archive = bank_to_full_snapshot_archive(&config(dir), &root)
            .map_err(|error| Error::io(format!("snapshot of slot {}", root.slot()), error))?;
        let path = archive.path().clone();
        let bytes = sync(&path)?;
        sync(dir)?;
        remove_old(dir, keep.max(1))?;
        Ok(SnapshotInfo { slot: root.slot(), path, bytes })
    }
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
    exit: Arc<AtomicBool>,
) -> Result<Option<Bank>> {
    if !dir.is_dir() {
        return Ok(None);
    }
    let Some(archive) = get_highest_full_snapshot_archive_info(dir) else { return Ok(None) };
    check_claim(dir, genesis_hash)?;
    require_io_uring()?;
    let work = dir.join(WORK_DIR);
    fs::create_dir_all(&work).map_err(|error| Error::io(format!("cannot create {}", work.display()), error))?;
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
        None,
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
