//! A transaction decoded from wire bytes, checked as far as no bank is needed for: form, size, signatures.

use {
    crate::error::{Code, Error, Result},
    solana_hash::Hash,
    solana_message::VersionedMessage,
    solana_packet::PACKET_DATA_SIZE,
    solana_signature::{SIGNATURE_BYTES, Signature},
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
};

pub struct Transaction {
    inner: VersionedTransaction,
    wire: Vec<u8>,
}

impl Transaction {
    /// With `verify_signatures` every signature is checked by Agave's own rule (strict, one by one: a batch equation accepts
    /// what Agave refuses).
    pub fn decode(wire: &[u8], verify_signatures: bool) -> Result<Self> {
        let inner = decode(wire)?;
        inner.sanitize().map_err(|error| Error::new(Code::Signature, format!("transaction does not sanitize: {error}")))?;
        if verify_signatures {
            inner
                .verify_and_hash_message()
                .map_err(|_| Error::new(Code::Signature, TransactionError::SignatureFailure.to_string()))?;
        }
        Ok(Self { inner, wire: wire.to_vec() })
    }

    pub fn versioned(&self) -> &VersionedTransaction {
        &self.inner
    }

    /// The first signature, which names the transaction.
    pub fn signature(&self) -> &Signature {
        &self.inner.signatures[0] // sanitize() has refused a transaction without one
    }

    /// The recent blockhash or, with a durable nonce, the nonce's value.
    pub fn blockhash(&self) -> &Hash {
        self.inner.message.recent_blockhash()
    }

    pub fn wire(&self) -> &[u8] {
        &self.wire
    }

    /// The signed bytes: what follows the signatures and their count. The count fits one byte, because a packet has no room for
    /// 128 signatures.
    pub fn message_bytes(&self) -> &[u8] {
        &self.wire[1 + self.inner.signatures.len() * SIGNATURE_BYTES..]
    }
}

/// Wire bytes to transaction, by the rules of sendTransaction: no trailing bytes, at most a packet.
pub(crate) fn decode(wire: &[u8]) -> Result<VersionedTransaction> {
    const TYPE: &str = "solana_transaction::versioned::VersionedTransaction";
    if wire.len() > PACKET_DATA_SIZE {
        return Err(Error::invalid(format!("decoded {TYPE} too large: {} bytes (max: {PACKET_DATA_SIZE} bytes)", wire.len())));
    }
    let transaction: VersionedTransaction =
        wincode::deserialize_exact(wire).map_err(|error| Error::invalid(format!("failed to deserialize {TYPE}: {error}")))?;
    // The feature that enables version 1 is not active on mainnet; its wire form has the signatures at the end.
    if matches!(transaction.message, VersionedMessage::V1(_)) {
        return Err(Error::new(Code::Signature, TransactionError::UnsupportedVersion.to_string()));
    }
    Ok(transaction)
}
