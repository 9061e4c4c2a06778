//! The validator's vote on the parent of the open slot. Slot thread only. Stake earns by votes and by nothing else.

use {
    crate::{
        chain::Chain,
        error::{Error, Result},
        execute::Outcome,
        keys,
        transaction::Transaction,
    },
    solana_message::{Message, VersionedMessage},
    solana_signer::Signer,
    solana_transaction::versioned::VersionedTransaction,
    solana_vote_interface::{instruction::tower_sync, state::TowerSync},
};

impl Chain {
    /// Executes a vote transaction of the keys that `label` gives, as a validator sends one each slot. False when it did not succeed,
    /// because the identity has no money for the fee or the keys are not the chain's: then the slot has no vote.
    pub fn vote(&self, label: &str) -> Result<bool> {
        let bank = self.open_bank()?;
        let [identity, vote] = ["identity", "vote"].map(|role| keys::derive(label, role));
        let tower = TowerSync::new_from_slot(bank.parent_slot(), bank.parent_hash());
        let instruction = tower_sync(&vote.pubkey(), &vote.pubkey(), tower);
        let message = Message::new_with_blockhash(&[instruction], Some(&identity.pubkey()), &bank.last_blockhash());
        let signed = VersionedTransaction::try_new(VersionedMessage::Legacy(message), &[&identity, &vote])
            .map_err(|error| Error::invalid(format!("the vote cannot be signed: {error}")))?;
        let wire =
            wincode::serialize(&signed).map_err(|error| Error::invalid(format!("the vote does not serialize: {error}")))?;
        let results = self.execute(&[&Transaction::decode(&wire, false)?])?;
        Ok(results.iter().all(|result| result.outcome == Outcome::Ok))
    }
}
