//! Amounts of tokens as Agave's RPC shows them, extensions of Token-2022 included. Any thread; errors are Agave's texts.

use {
    crate::{
        chain::Chain,
        error::{Error, Result},
        filter::Filter,
        find::compare,
    },
    serde::Serialize,
    solana_account::{AccountSharedData, ReadableAccount},
    solana_account_decoder::{
        parse_account_data::SplTokenAdditionalDataV2,
        parse_token::{UiTokenAmount, token_amount_to_ui_amount_v3},
    },
    solana_accounts_db::accounts_index::IndexKey,
    solana_pubkey::Pubkey,
    solana_runtime::bank::Bank,
    spl_generic_token::{
        is_known_spl_token_id,
        token::{self, SPL_TOKEN_ACCOUNT_MINT_OFFSET},
    },
    spl_token_2022_interface::{
        extension::{
            BaseStateWithExtensions, StateWithExtensions, interest_bearing_mint::InterestBearingConfig,
            scaled_ui_amount::ScaledUiAmountConfig,
        },
        state::{Account as TokenAccount, Mint},
    },
    std::cmp::Reverse,
};

/// How many holders getTokenLargestAccounts names.
const LARGEST: usize = 20;
const NATIVE_DECIMALS: u8 = 9;

#[derive(Serialize)]
pub struct Holder {
    address: String,
    #[serde(flatten)]
    amount: UiTokenAmount,
}

/// What showing amounts needs of a mint: decimals, and the extensions that change how they are shown. None for data that is no mint.
pub(crate) fn mint_data(bank: &Bank, data: &[u8]) -> Option<SplTokenAdditionalDataV2> {
    let mint = StateWithExtensions::<Mint>::unpack(data).ok()?;
    let now = bank.clock().unix_timestamp;
    Some(SplTokenAdditionalDataV2 {
        decimals: mint.base.decimals,
        interest_bearing_config: mint.get_extension::<InterestBearingConfig>().map(|config| (*config, now)).ok(),
        scaled_ui_amount_config: mint.get_extension::<ScaledUiAmountConfig>().map(|config| (*config, now)).ok(),
    })
}

pub(crate) fn account_balance(bank: &Bank, key: &Pubkey) -> Result<UiTokenAmount> {
    let account = found(bank, key)?;
    let unpacked = unpack_account(&account).ok_or_else(|| Error::invalid("Invalid param: not a Token account"))?;
    let (_, data) = owner_and_data(bank, &unpacked.mint)?;
    Ok(token_amount_to_ui_amount_v3(unpacked.amount, &data))
}

pub(crate) fn supply(bank: &Bank, key: &Pubkey) -> Result<UiTokenAmount> {
    let account = found(bank, key)?;
    if !is_known_spl_token_id(account.owner()) {
        return Err(Error::invalid("Invalid param: not a Token mint"));
    }
    let unpacked = StateWithExtensions::<Mint>::unpack(account.data());
    let data = mint_data(bank, account.data());
    match (unpacked, data) {
        (Ok(mint), Some(data)) => Ok(token_amount_to_ui_amount_v3(mint.base.supply, &data)),
        _ => Err(Error::invalid("Invalid param: mint could not be unpacked")),
    }
}

impl Chain {
    /// The largest holders of a mint, richest first; equal ones in falling order of their keys, as Agave's heap leaves them.
    pub(crate) fn token_largest(&self, bank: &Bank, mint: &Pubkey) -> Result<Vec<Holder>> {
        let (program, data) = owner_and_data(bank, mint)?;
        if !is_known_spl_token_id(&program) {
            return Err(Error::invalid("Invalid param: not a Token mint"));
        }
        let filters = [Filter::TokenAccountState, compare(SPL_TOKEN_ACCOUNT_MINT_OFFSET, mint.as_ref())];
        let holders = self.find(bank, &program, IndexKey::SplTokenMint(*mint), &filters)?;
        let mut amounts: Vec<(u64, Pubkey)> =
            holders.iter().map(|(key, account)| (unpack_account(account).map_or(0, |unpacked| unpacked.amount), *key)).collect();
        amounts.sort_unstable_by_key(|entry| Reverse(*entry));
        amounts.truncate(LARGEST);
        let holder = |(amount, key): (u64, Pubkey)| Holder {
            address: key.to_string(),
            amount: token_amount_to_ui_amount_v3(amount, &data),
        };
        Ok(amounts.into_iter().map(holder).collect())
    }
}

fn found(bank: &Bank, key: &Pubkey) -> Result<AccountSharedData> {
    bank.get_account(key).ok_or_else(|| Error::invalid("Invalid param: could not find account"))
}

fn unpack_account(account: &AccountSharedData) -> Option<TokenAccount> {
    let known = is_known_spl_token_id(account.owner());
    known.then(|| StateWithExtensions::<TokenAccount>::unpack(account.data()).ok()).flatten().map(|state| state.base)
}

fn owner_and_data(bank: &Bank, mint: &Pubkey) -> Result<(Pubkey, SplTokenAdditionalDataV2)> {
    if *mint == token::native_mint::id() {
        return Ok((token::id(), SplTokenAdditionalDataV2::with_decimals(NATIVE_DECIMALS)));
    }
    let account = bank.get_account(mint).ok_or_else(|| Error::invalid("Invalid param: could not find mint"))?;
    let data =
        mint_data(bank, account.data()).ok_or_else(|| Error::invalid("Invalid param: Token mint could not be unpacked"))?;
    Ok((*account.owner(), data))
}
