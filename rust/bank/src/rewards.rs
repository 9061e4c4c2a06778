//! What a slot paid out: fees to its leader, and at the start of an epoch the rewards of votes and stakes. Any thread.

use {
    crate::{chain::Chain, codec, error::Result},
    serde::Serialize,
    solana_epoch_rewards_hasher::EpochRewardsHasher,
    solana_hash::Hash,
    solana_pubkey::Pubkey,
    solana_runtime::bank::Bank,
    solana_transaction_status::Reward,
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Paid {
    rewards: Vec<Reward>,
    /// Only of the first slot of an epoch: stakes are paid in so many slots after it.
    num_reward_partitions: Option<u64>,
}

impl Chain {
    /// Of a frozen slot; see `zb_rewards`. Empty when nothing was paid.
    pub fn rewards_json(&self, slot: u64) -> Result<Vec<u8>> {
        self.read_at(slot, |bank| {
            let paid = paid(bank);
            if paid.rewards.is_empty() && paid.num_reward_partitions.is_none() { Ok(Vec::new()) } else { codec::to_json(&paid) }
        })
    }
}

/// Which of the slots after the epoch's first one pays the stake at `address`, counted from 0.
pub fn partition(parent_blockhash: &Hash, partitions: usize, address: &Pubkey) -> usize {
    EpochRewardsHasher::new(partitions, parent_blockhash).hash_address_to_partition(address)
}

fn paid(bank: &Bank) -> Paid {
    let paid = bank.get_rewards_and_num_partitions();
    let rewards = paid
        .keyed_rewards
        .into_iter()
        .map(|(key, info)| Reward {
            pubkey: key.to_string(),
            lamports: info.lamports,
            post_balance: info.post_balance,
            reward_type: Some(info.reward_type),
            commission: commission(info.commission_bps),
            commission_bps: None,
        })
        .collect();
    Paid { rewards, num_reward_partitions: paid.num_partitions }
}

/// In hundredths, as long as mainnet hasn't activated basis points (SIMD-0291).
fn commission(basis_points: Option<u16>) -> Option<u8> {
    basis_points.map(|basis_points| u8::try_from(basis_points / 100).unwrap_or(u8::MAX))
}
