//! Reads of single accounts as of a slot, raw and as Agave's JSON. Any thread.

use {
    crate::{
        chain::Chain,
        codec,
        error::{Error, Result},
        token,
    },
    serde::Deserialize,
    solana_account::{AccountSharedData, ReadableAccount},
    solana_account_decoder::{
        MAX_BASE58_BYTES, UiAccount, UiAccountEncoding, UiDataSliceConfig, encode_ui_account,
        parse_account_data::AccountAdditionalDataV3, parse_token::get_token_account_mint,
    },
    solana_pubkey::Pubkey,
    solana_runtime::bank::Bank,
    spl_generic_token::is_known_spl_token_id,
};

/// How an account is written in JSON; field names are those of the RPC's configuration objects.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EncodingOptions {
    pub encoding: Option<UiAccountEncoding>,
    pub data_slice: Option<UiDataSliceConfig>,
}

impl Chain {
    pub fn account(&self, slot: u64, pubkey: &Pubkey) -> Result<AccountSharedData> {
        self.read_at(slot, |bank| {
            bank.get_account(pubkey).ok_or_else(|| Error::not_found(format!("no account {pubkey} as of slot {slot}")))
        })
    }

    /// UiAccount or `null`.
    pub fn account_json(&self, slot: u64, pubkey: &Pubkey, options_json: &[u8]) -> Result<Vec<u8>> {
        let options: EncodingOptions = codec::options(options_json, "account options")?;
        self.read_at(slot, |bank| {
            let account = bank.get_account(pubkey);
            codec::to_json(&account.map(|account| encode(bank, pubkey, &account, &options)).transpose()?)
        })
    }

    /// Lamports that keep an account of `data_len` bytes for ever; the largest number where no account may be that large, for which
    /// the bank's own function panics.
    pub fn rent_exempt(&self, data_len: usize) -> u64 {
        self.newest().rent_collector().rent.try_minimum_balance(data_len).map_or(u64::MAX, |lamports| lamports.max(1))
    }
}

/// As Agave's RPC encodes an account, with its error text where base58 cannot be.
pub(crate) fn encode(bank: &Bank, pubkey: &Pubkey, account: &AccountSharedData, options: &EncodingOptions) -> Result<UiAccount> {
    let encoding = options.encoding.unwrap_or(UiAccountEncoding::Binary);
    let base58 = matches!(encoding, UiAccountEncoding::Binary | UiAccountEncoding::Base58);
    if base58 && sliced_len(account.data().len(), options.data_slice) > MAX_BASE58_BYTES {
        return Err(Error::invalid(format!(
            "Encoded binary (base 58) data should be less than {MAX_BASE58_BYTES} bytes, please use Base64 encoding."
        )));
    }
    let additional = (encoding == UiAccountEncoding::JsonParsed).then(|| token_data(bank, account)).flatten();
    Ok(encode_ui_account(pubkey, account, encoding, additional, options.data_slice))
}

fn sliced_len(len: usize, slice: Option<UiDataSliceConfig>) -> usize {
    slice.map_or(len, |slice| len.saturating_sub(slice.offset).min(slice.length))
}

/// What a token account's JSON needs from its mint: decimals and the extensions that change how amounts are shown.
fn token_data(bank: &Bank, account: &AccountSharedData) -> Option<AccountAdditionalDataV3> {
    if !is_known_spl_token_id(account.owner()) {
        return None;
    }
    let mint = bank.get_account(&get_token_account_mint(account.data())?)?;
    let token = token::mint_data(bank, mint.data())?;
    Some(AccountAdditionalDataV3 { spl_token_additional_data: Some(token) })
}
