//! Builds the genesis block of an embedded chain: mainnet's features and programs, keys derived from a label, one staked
//! validator. Equal parameters give equal bytes.

use {
    crate::{
        codec,
        error::{Error, Result},
        features, keys,
    },
    serde::Deserialize,
    solana_account::{Account, AccountSharedData},
    solana_cluster_type::ClusterType,
    solana_epoch_schedule::{EpochSchedule, MINIMUM_SLOTS_PER_EPOCH},
    solana_fee_calculator::FeeRateGovernor,
    solana_genesis_config::GenesisConfig,
    solana_hash::Hash,
    solana_native_token::LAMPORTS_PER_SOL,
    solana_pubkey::Pubkey,
    solana_rent::Rent,
    solana_runtime::genesis_utils,
    solana_signer::Signer,
    std::{collections::BTreeSet, time::Duration},
};

/// A signature's price on mainnet.
const LAMPORTS_PER_SIGNATURE: u64 = 5_000;
/// Enough to stay staked and rent-exempt for ever; the amount has no other meaning on a chain of one.
const STAKE_LAMPORTS: u64 = 1_000 * LAMPORTS_PER_SOL;
const IDENTITY_LAMPORTS: u64 = 500 * LAMPORTS_PER_SOL;

#[derive(Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Params {
    pub slot_ms: u64,
    pub slots_per_epoch: u64,
    pub creation_time: i64,
    pub faucet_lamports: u64,
    pub label: String,
    pub accounts: Vec<GenesisAccount>,
    pub features: features::Changes,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            slot_ms: 400,
            slots_per_epoch: 432_000,
            creation_time: 1_735_689_600,
            faucet_lamports: 500_000_000 * LAMPORTS_PER_SOL,
            label: "zestron".into(),
            accounts: Vec::new(),
            features: features::Changes::default(),
        }
    }
}

#[derive(Deserialize)]
pub struct GenesisAccount {
    #[serde(deserialize_with = "codec::pubkey")]
    pub pubkey: Pubkey,
    pub lamports: u64,
    #[serde(deserialize_with = "codec::pubkey")]
    pub owner: Pubkey,
    #[serde(default, deserialize_with = "codec::base64")]
    pub data: Vec<u8>,
    #[serde(default)]
    pub executable: bool,
}

/// The serialized genesis block of parameters in JSON; see `zb_genesis`.
pub fn from_json(params_json: &[u8]) -> Result<Vec<u8>> {
    build(&codec::options(params_json, "genesis parameters")?)
}

/// The serialized genesis block.
pub fn build(params: &Params) -> Result<Vec<u8>> {
    let config = config(params)?;
    bincode::serialize(&config).map_err(|error| Error::invalid(format!("genesis does not serialize: {error}")))
}

pub fn parse(bytes: &[u8]) -> Result<GenesisConfig> {
    bincode::deserialize(bytes).map_err(|error| Error::invalid(format!("not a genesis block: {error}")))
}

/// The hash that names the chain: every client sees it by getGenesisHash.
pub fn hash(bytes: &[u8]) -> Result<Hash> {
    Ok(parse(bytes)?.hash())
}

fn config(params: &Params) -> Result<GenesisConfig> {
    check(params)?;
    let label = params.label.as_str();
    let key = |role| keys::derive(label, role).pubkey();
    let active = features::active(&params.features)?;
    let rent = Rent::default();
    let fees = FeeRateGovernor::new(LAMPORTS_PER_SIGNATURE, 0);
    let mut config = genesis_utils::create_genesis_config_with_leader_ex_no_features(
        params.faucet_lamports,
        &key("faucet"),
        &key("identity"),
        &key("vote"),
        &key("stake"),
        Some(keys::bls_pubkey(label)),
        STAKE_LAMPORTS,
        IDENTITY_LAMPORTS,
        fees.clone(),
        rent.clone(),
        ClusterType::Development,
        programs(&rent, &active),
    );
    config.creation_time = params.creation_time;
    config.fee_rate_governor = fees;
    // One tick a slot: the slot's own blockhash. Proof of history proves nothing on a chain of one.
    config.ticks_per_slot = 1;
    config.poh_config.hashes_per_tick = None;
    config.poh_config.target_tick_duration = Duration::from_millis(params.slot_ms);
    config.epoch_schedule = EpochSchedule::custom(params.slots_per_epoch, params.slots_per_epoch, false);
    for id in active {
        genesis_utils::activate_feature(&mut config, id);
    }
    add_accounts(&mut config, &params.accounts)?;
    Ok(config)
}

fn check(params: &Params) -> Result<()> {
    if params.slot_ms == 0 {
        return Err(Error::invalid("slotMs must be at least 1"));
    }
    if params.slots_per_epoch < MINIMUM_SLOTS_PER_EPOCH {
        return Err(Error::invalid(format!(
            "slotsPerEpoch is {}, at least {MINIMUM_SLOTS_PER_EPOCH} are needed",
            params.slots_per_epoch
        )));
    }
    Ok(())
}

fn programs(rent: &Rent, active: &BTreeSet<Pubkey>) -> Vec<(Pubkey, AccountSharedData)> {
    let mut programs = solana_program_binaries::spl_programs(rent);
    programs.extend(solana_program_binaries::core_bpf_programs(rent, |id| active.contains(id)));
    programs
}

/// Given accounts go in as they are, but never over one that genesis itself made: a chain whose token program is somebody's
/// account is no Solana.
fn add_accounts(config: &mut GenesisConfig, accounts: &[GenesisAccount]) -> Result<()> {
    for given in accounts {
        let account = Account {
            lamports: given.lamports,
            data: given.data.clone(),
            owner: given.owner,
            executable: given.executable,
            rent_epoch: u64::MAX,
        };
        if given.lamports == 0 {
            return Err(Error::invalid(format!("genesis account {} has no lamports, so it would not exist", given.pubkey)));
        }
        if config.accounts.insert(given.pubkey, account).is_some() {
            return Err(Error::invalid(format!("genesis account {} exists already", given.pubkey)));
        }
    }
    Ok(())
}
