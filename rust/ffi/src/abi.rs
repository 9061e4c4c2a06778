//! The types of `zestron_bank.h`, field for field.

use {
    std::{ffi::c_void, slice},
    zestron_bank::{
        chain::Chain,
        error::{Error, Result},
        execute::TransactionResult,
        slots::BankInfo,
        snapshot::Collected,
        transaction::Transaction,
    },
};

pub const ABI_VERSION: u32 = 2;

/// `zb_status`: 0 or the number of a `zestron_bank::error::Code`.
pub type ZbStatus = u32;
pub const ZB_OK: ZbStatus = 0;

pub type ZbChain = Chain;
pub type ZbTx = Transaction;
pub type ZbSnapshot = Collected;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct ZbSlice {
    pub data: *const u8,
    pub len: usize,
}

impl ZbSlice {
    pub fn of(bytes: &[u8]) -> Self {
        Self { data: bytes.as_ptr(), len: bytes.len() }
    }

    /// # Safety
    /// `data` points to `len` readable bytes, or `len` is 0; they stay as they are while the result lives.
    pub unsafe fn bytes<'a>(self) -> Result<&'a [u8]> {
        if self.len == 0 {
            return Ok(&[]);
        }
        if self.data.is_null() {
            return Err(Error::invalid(format!("a slice of {} bytes has a null pointer", self.len)));
        }
        // SAFETY: the caller's promise; null and empty were dealt with.
        Ok(unsafe { slice::from_raw_parts(self.data, self.len) })
    }

    /// # Safety
    /// As for `bytes`.
    pub unsafe fn text<'a>(self, what: &str) -> Result<&'a str> {
        // SAFETY: the caller's promise.
        std::str::from_utf8(unsafe { self.bytes() }?).map_err(|_| Error::invalid(format!("{what} is not UTF-8")))
    }
}

/// A Vec taken apart; `free` puts it together again. All zero is empty.
#[repr(C)]
pub struct ZbBuf {
    pub data: *mut u8,
    pub len: usize,
    pub cap: usize,
}

impl ZbBuf {
    pub fn of(bytes: Vec<u8>) -> Self {
        let mut bytes = std::mem::ManuallyDrop::new(bytes);
        Self { data: bytes.as_mut_ptr(), len: bytes.len(), cap: bytes.capacity() }
    }

    /// # Safety
    /// The buffer is zeroed or came from `of`, and is not used elsewhere.
    pub unsafe fn free(&mut self) {
        if !self.data.is_null() {
            // SAFETY: these are the parts of the Vec that `of` took apart.
            drop(unsafe { Vec::from_raw_parts(self.data, self.len, self.cap) });
        }
        *self = Self { data: std::ptr::null_mut(), len: 0, cap: 0 };
    }
}

#[repr(C)]
pub struct ZbBankInfo {
    slot: u64,
    parent_slot: u64,
    block_height: u64,
    epoch: u64,
    slot_index: u64,
    slots_in_epoch: u64,
    transaction_count: u64,
    signature_count: u64,
    capitalization: u64,
    unix_timestamp: i64,
    bank_hash: [u8; 32],
    blockhash: [u8; 32],
    last_valid_block_height: u64,
    lamports_per_signature: u64,
    frozen: bool,
}

impl From<BankInfo> for ZbBankInfo {
    fn from(info: BankInfo) -> Self {
        Self {
            slot: info.slot,
            parent_slot: info.parent_slot,
            block_height: info.block_height,
            epoch: info.epoch,
            slot_index: info.slot_index,
            slots_in_epoch: info.slots_in_epoch,
            transaction_count: info.transaction_count,
            signature_count: info.signature_count,
            capitalization: info.capitalization,
            unix_timestamp: info.unix_timestamp,
            bank_hash: info.bank_hash.to_bytes(),
            blockhash: info.blockhash.to_bytes(),
            last_valid_block_height: info.last_valid_block_height,
            lamports_per_signature: info.lamports_per_signature,
            frozen: info.frozen,
        }
    }
}

#[repr(C)]
pub struct ZbTxResult {
    outcome: u32,
    compute_units: u64,
    fee: u64,
    error_json: ZbSlice,
    error_text: ZbSlice,
    keys: ZbSlice,
    meta: ZbSlice,
}

/// The records, and the views of them that C reads. The views stay valid because the records are never touched again.
pub struct ZbResults {
    views: Vec<ZbTxResult>,
    _records: Vec<TransactionResult>,
}

impl ZbResults {
    pub fn of(records: Vec<TransactionResult>) -> Self {
        let views = records
            .iter()
            .map(|record| ZbTxResult {
                outcome: record.outcome as u32,
                compute_units: record.compute_units,
                fee: record.fee,
                error_json: ZbSlice::of(&record.error_json),
                error_text: ZbSlice::of(record.error_text.as_bytes()),
                keys: ZbSlice::of(&record.keys),
                meta: ZbSlice::of(&record.meta),
            })
            .collect();
        Self { views, _records: records }
    }

    pub fn views(&self) -> &[ZbTxResult] {
        &self.views
    }
}

#[repr(C)]
pub struct ZbAccount {
    pub lamports: u64,
    pub rent_epoch: u64,
    pub owner: [u8; 32],
    pub executable: bool,
    pub data: ZbBuf,
}

pub type ZbAccountVisitor =
    unsafe extern "C" fn(context: *mut c_void, pubkey: *const u8, lamports: u64, owner: *const u8, data: ZbSlice) -> bool;
