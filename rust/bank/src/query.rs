//! Questions about a slot whose whole answer is one of Agave's JSON values: one name each, so that the ABI needs one function for
//! all of them. Any thread.

use {
    crate::{
        chain::Chain,
        cluster::{self, LargestFilter, VoteAccountsWanted},
        codec,
        error::Result,
        token,
    },
    serde::Deserialize,
    solana_pubkey::Pubkey,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Query {
    InflationGovernor,
    InflationRate,
    MinimumDelegation,
    TotalStake,
    #[serde(rename_all = "camelCase")]
    Supply {
        exclude_non_circulating_accounts_list: bool,
    },
    LargestAccounts {
        filter: Option<LargestFilter>,
    },
    VoteAccounts(VoteAccountsWanted),
    TokenAccountBalance(Key),
    TokenSupply(Key),
    TokenLargestAccounts(Key),
}

#[derive(Deserialize)]
struct Key {
    #[serde(deserialize_with = "codec::pubkey")]
    pubkey: Pubkey,
}

impl Chain {
    /// See `zb_query`.
    pub fn query(&self, slot: u64, query_json: &[u8]) -> Result<Vec<u8>> {
        let query: Query = codec::options(query_json, "query")?;
        self.read_at(slot, |bank| match &query {
            Query::InflationGovernor => codec::to_json(&cluster::inflation_governor(bank)),
            Query::InflationRate => codec::to_json(&cluster::inflation_rate(bank)),
            Query::MinimumDelegation => codec::to_json(&cluster::minimum_delegation(bank)),
            Query::TotalStake => codec::to_json(&bank.total_epoch_stake()),
            Query::Supply { exclude_non_circulating_accounts_list } => {
                codec::to_json(&cluster::supply(bank, *exclude_non_circulating_accounts_list)?)
            }
            Query::LargestAccounts { filter } => codec::to_json(&cluster::largest_accounts(bank, *filter)?),
            Query::VoteAccounts(wanted) => codec::to_json(&cluster::vote_accounts(bank, wanted)),
            Query::TokenAccountBalance(key) => codec::to_json(&token::account_balance(bank, &key.pubkey)?),
            Query::TokenSupply(key) => codec::to_json(&token::supply(bank, &key.pubkey)?),
            Query::TokenLargestAccounts(key) => codec::to_json(&self.token_largest(bank, &key.pubkey)?),
        })
    }
}
