//! What a client asks before it signs: is this blockhash still good, what will the message cost. Any thread.

use {
    crate::{
        chain::Chain,
        error::{Error, Result},
    },
    solana_hash::Hash,
    solana_message::{SanitizedMessage, SanitizedVersionedMessage, VersionedMessage},
    solana_runtime::bank::Bank,
};

impl Chain {
    /// The last block height at which a transaction with `blockhash` is valid, by Agave's formula as of `slot`. Not found when a
    /// transaction in the child of `slot` could not use it.
    pub fn blockhash(&self, slot: u64, blockhash: &Hash) -> Result<u64> {
        let bank = self.bank(slot)?;
        if !bank.is_blockhash_valid(blockhash) {
            return Err(Error::not_found(format!("blockhash {blockhash} is unknown or too old as of slot {slot}")));
        }
        bank.get_blockhash_last_valid_block_height(blockhash)
            .ok_or_else(|| Error::not_found(format!("blockhash {blockhash} is unknown as of slot {slot}")))
    }

    /// The fee of a serialized message (not a transaction).
    pub fn message_fee(&self, slot: u64, message: &[u8]) -> Result<u64> {
        self.read_at(slot, |bank| fee(bank, message))
    }
}

fn fee(bank: &Bank, message: &[u8]) -> Result<u64> {
    let message: VersionedMessage = wincode::deserialize_exact(message)
        .map_err(|error| Error::invalid(format!("failed to deserialize solana_message::versions::VersionedMessage: {error}")))?;
    let invalid = |error: &dyn std::fmt::Display| Error::invalid(format!("invalid transaction message: {error}"));
    let message = SanitizedVersionedMessage::try_from(message).map_err(|error| invalid(&error))?;
    let message = SanitizedMessage::try_new(message, bank, bank.get_reserved_account_keys()).map_err(|error| invalid(&error))?;
    bank.get_fee_for_message(&message).ok_or_else(|| {
        Error::not_found(format!("blockhash {} is unknown as of slot {}", message.recent_blockhash(), bank.slot()))
    })
}
