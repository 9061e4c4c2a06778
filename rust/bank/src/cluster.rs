//! Inflation, supply, the largest accounts and the vote accounts of a bank, as Agave's RPC computes them. Any thread. Supply and
//! largest accounts look at every stake account, the latter at every account: 2.8 s for a million.

use {
    crate::error::{Error, Result},
    serde::{Deserialize, Serialize},
    solana_accounts_db::accounts::AccountAddressFilter,
    solana_pubkey::Pubkey,
    solana_runtime::{
        bank::Bank,
        non_circulating_supply::{NonCirculatingSupply, calculate_non_circulating_supply},
        stake_utils,
    },
    std::collections::HashSet,
};

const LARGEST: usize = 20;
/// Agave's bounds: epochs of credits that are told, and slots without a vote that make a validator delinquent.
const EPOCH_CREDITS: usize = 5;
const DELINQUENT_SLOTS: u64 = 128;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InflationGovernor {
    initial: f64,
    terminal: f64,
    taper: f64,
    foundation: f64,
    foundation_term: f64,
}

#[derive(Serialize)]
pub struct InflationRate {
    total: f64,
    validator: f64,
    foundation: f64,
    epoch: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Supply {
    total: u64,
    circulating: u64,
    non_circulating: u64,
    non_circulating_accounts: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LargestFilter {
    Circulating,
    NonCirculating,
}

#[derive(Serialize)]
pub struct Balance {
    address: String,
    lamports: u64,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct VoteAccountsWanted {
    vote_pubkey: Option<String>,
    keep_unstaked_delinquents: bool,
    delinquent_slot_distance: Option<u64>,
}

#[derive(Serialize)]
pub struct VoteAccounts {
    current: Vec<VoteAccount>,
    delinquent: Vec<VoteAccount>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct VoteAccount {
    vote_pubkey: String,
    node_pubkey: String,
    activated_stake: u64,
    commission: u8,
    inflation_rewards_commission_bps: u16,
    epoch_vote_account: bool,
    epoch_credits: Vec<(u64, u64, u64)>,
    last_vote: u64,
    root_slot: u64,
}

/// Lamports below which no stake can be delegated.
pub(crate) fn minimum_delegation(bank: &Bank) -> u64 {
    stake_utils::get_minimum_delegation(bank.feature_set.snapshot().upgrade_bpf_stake_program_to_v5)
}

pub(crate) fn inflation_governor(bank: &Bank) -> InflationGovernor {
    let inflation = bank.inflation();
    InflationGovernor {
        initial: inflation.initial,
        terminal: inflation.terminal,
        taper: inflation.taper,
        foundation: inflation.foundation,
        foundation_term: inflation.foundation_term,
    }
}

pub(crate) fn inflation_rate(bank: &Bank) -> InflationRate {
    let inflation = bank.inflation();
    let year = bank.slot_in_year_for_inflation();
    InflationRate {
        total: inflation.total(year),
        validator: inflation.validator(year),
        foundation: inflation.foundation(year),
        epoch: bank.epoch(),
    }
}

pub(crate) fn supply(bank: &Bank, without_list: bool) -> Result<Supply> {
    let held = non_circulating(bank)?;
    let total = bank.capitalization();
    let mut accounts = if without_list { Vec::new() } else { held.accounts };
    accounts.sort_unstable();
    Ok(Supply {
        total,
        circulating: total.saturating_sub(held.lamports),
        non_circulating: held.lamports,
        non_circulating_accounts: accounts.iter().map(ToString::to_string).collect(),
    })
}

pub(crate) fn largest_accounts(bank: &Bank, filter: Option<LargestFilter>) -> Result<Vec<Balance>> {
    let (addresses, filter) = match filter {
        None => (HashSet::new(), AccountAddressFilter::Exclude),
        Some(LargestFilter::Circulating) => (held_addresses(bank)?, AccountAddressFilter::Exclude),
        Some(LargestFilter::NonCirculating) => (held_addresses(bank)?, AccountAddressFilter::Include),
    };
    let found = bank.get_largest_accounts(LARGEST, &addresses, filter).map_err(Error::scan_aborted)?;
    Ok(found.into_iter().map(|(key, lamports)| Balance { address: key.to_string(), lamports }).collect())
}

fn held_addresses(bank: &Bank) -> Result<HashSet<Pubkey>> {
    Ok(non_circulating(bank)?.accounts.into_iter().collect())
}

fn non_circulating(bank: &Bank) -> Result<NonCirculatingSupply> {
    calculate_non_circulating_supply(bank).map_err(Error::scan_aborted)
}

pub(crate) fn vote_accounts(bank: &Bank, wanted: &VoteAccountsWanted) -> VoteAccounts {
    let distance = wanted.delinquent_slot_distance.unwrap_or(DELINQUENT_SLOTS);
    let staked = bank.epoch_vote_accounts(bank.epoch());
    let accounts = bank.vote_accounts();
    let (current, mut delinquent): (Vec<_>, Vec<_>) = accounts
        .iter()
        .map(|(key, (stake, account))| (key.to_string(), key, *stake, account.vote_state_view()))
        .filter(|(text, ..)| wanted.vote_pubkey.as_ref().is_none_or(|wanted| wanted == text))
        .map(|(vote_pubkey, key, activated_stake, state)| VoteAccount {
            vote_pubkey,
            node_pubkey: state.node_pubkey().to_string(),
            activated_stake,
            commission: state.commission(),
            inflation_rewards_commission_bps: u16::from(state.commission()) * 100,
            epoch_vote_account: staked.is_some_and(|staked| staked.contains_key(key)),
            epoch_credits: state
                .epoch_credits_iter()
                .skip(state.num_epoch_credits().saturating_sub(EPOCH_CREDITS))
                .map(Into::into)
                .collect(),
            last_vote: state.last_voted_slot().unwrap_or(0),
            root_slot: state.root_slot().unwrap_or(0),
        })
        .partition(|account| match bank.slot().checked_sub(distance) {
            Some(oldest) => account.last_vote > oldest,
            None => account.last_vote > 0,
        });
    delinquent.retain(|account: &VoteAccount| wanted.keep_unstaked_delinquents || account.activated_stake > 0);
    VoteAccounts { current, delinquent }
}
