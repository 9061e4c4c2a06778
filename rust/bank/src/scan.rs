//! Sets of accounts as of a slot: of a program, or of a token holder. Any thread; results are in key order, so that equal state
//! gives equal text. Cost: by owner, mint or delegate a few microseconds a hit with indexes; otherwise a scan of all accounts (2.8 s
//! for a million).

use {
    crate::{
        accounts::{self, EncodingOptions},
        chain::Chain,
        codec, delegates,
        error::{Error, Result},
        filter::{self, Filter, Memcmp},
        token,
    },
    serde::{Deserialize, Serialize},
    solana_account::{AccountSharedData, ReadableAccount},
    solana_account_decoder::UiAccount,
    solana_accounts_db::accounts_index::IndexKey,
    solana_pubkey::Pubkey,
    solana_runtime::bank::Bank,
    spl_generic_token::{
        is_known_spl_token_id,
        token::{SPL_TOKEN_ACCOUNT_MINT_OFFSET, SPL_TOKEN_ACCOUNT_OWNER_OFFSET},
    },
};

#[derive(Deserialize)]
struct ProgramOptions {
    #[serde(flatten)]
    encoding: EncodingOptions,
    #[serde(default)]
    filters: Option<Vec<Filter>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TokenFilter {
    mint: Option<String>,
    program_id: Option<String>,
}

#[derive(Serialize)]
struct KeyedAccount {
    pubkey: String,
    account: UiAccount,
}

pub(crate) type Found = Vec<(Pubkey, AccountSharedData)>;

impl Chain {
    pub fn program_accounts_json(&self, slot: u64, program: &Pubkey, options_json: &[u8]) -> Result<Vec<u8>> {
        let options: ProgramOptions = codec::options(options_json, "program account options")?;
        let filters = options.filters.unwrap_or_default();
        filter::check(&filters)?;
        self.read_at(slot, |bank| {
            let found = self.program_accounts(bank, program, &filters)?;
            keyed_json(bank, found, &options.encoding)
        })
    }

    /// `kind` is "owner" or "delegate".
    pub fn token_accounts_json(
        &self,
        slot: u64,
        key: &Pubkey,
        kind: &str,
        filter_json: &[u8],
        options_json: &[u8],
    ) -> Result<Vec<u8>> {
        let options: EncodingOptions = codec::options(options_json, "token account options")?;
        let filter: TokenFilter = codec::options(filter_json, "token account filter")?;
        self.read_at(slot, |bank| {
            let found = self.token_accounts(bank, key, kind, &filter)?;
            keyed_json(bank, found, &options)
        })
    }

    fn token_accounts(&self, bank: &Bank, key: &Pubkey, kind: &str, filter: &TokenFilter) -> Result<Found> {
        let (program, mint) = resolve(bank, filter)?;
        let mut filters = vec![Filter::TokenAccountState];
        filters.extend(mint.map(|mint| compare(SPL_TOKEN_ACCOUNT_MINT_OFFSET, mint.as_ref())));
        match kind {
            "owner" => {
                filters.push(compare(SPL_TOKEN_ACCOUNT_OWNER_OFFSET, key.as_ref()));
                self.find(bank, &program, IndexKey::SplTokenOwner(*key), &filters)
            }
            "delegate" => {
                filters.push(compare(delegates::TAG_OFFSET, &[&delegates::SOME, key.as_ref()].concat()));
                if self.indexes {
                    Ok(self.delegated(bank, &program, key, &filters))
                } else {
                    self.find(bank, &program, IndexKey::ProgramId(program), &filters)
                }
            }
            other => Err(Error::invalid(format!("token accounts are found by owner or delegate, not by {other:?}"))),
        }
    }

    /// By our own index, which names those of any readable slot: each is checked in full.
    fn delegated(&self, bank: &Bank, program: &Pubkey, delegate: &Pubkey, filters: &[Filter]) -> Found {
        let accounts = self.delegates.accounts_of(delegate).into_iter();
        let read = accounts.filter_map(|key| Some((key, bank.get_account(&key)?)));
        read.filter(|(_, account)| account.owner() == program && filters.iter().all(|filter| filter.allows(account))).collect()
    }

    /// Takes the index of token owners or mints where the filters name one, else the program's.
    fn program_accounts(&self, bank: &Bank, program: &Pubkey, filters: &[Filter]) -> Result<Found> {
        let index = if is_known_spl_token_id(program) { token_index(filters) } else { None };
        self.find(bank, program, index.unwrap_or(IndexKey::ProgramId(*program)), filters)
    }

    pub(crate) fn find(&self, bank: &Bank, program: &Pubkey, index: IndexKey, filters: &[Filter]) -> Result<Found> {
        // An index still knows accounts that have changed since: each hit is checked in full.
        let wanted =
            |account: &AccountSharedData| account.owner() == program && filters.iter().all(|filter| filter.allows(account));
        let found = if self.indexes {
            bank.get_filtered_indexed_accounts(&index, wanted, None)
        } else {
            bank.get_filtered_program_accounts(program, wanted)
        };
        let mut found = found.map_err(|error| Error::invalid(format!("scan of slot {}: {error:?}", bank.slot())))?;
        found.sort_unstable_by_key(|(pubkey, _)| *pubkey);
        Ok(found)
    }
}

pub(crate) fn compare(offset: usize, bytes: &[u8]) -> Filter {
    Filter::Memcmp(Memcmp { offset, bytes: bytes.to_vec() })
}

/// The indexes hold token accounts only, so they answer only for filters that allow nothing else: size or state, and the key.
fn token_index(filters: &[Filter]) -> Option<IndexKey> {
    const TOKEN_ACCOUNT_SIZE: u64 = 165;
    let accounts_only =
        filters.iter().any(|filter| matches!(filter, Filter::DataSize(TOKEN_ACCOUNT_SIZE) | Filter::TokenAccountState));
    let key_at = |offset: usize| {
        filters.iter().find_map(|filter| match filter {
            Filter::Memcmp(memcmp) if memcmp.offset == offset => Pubkey::try_from(memcmp.bytes.as_slice()).ok(),
            _ => None,
        })
    };
    if !accounts_only {
        return None;
    }
    key_at(SPL_TOKEN_ACCOUNT_OWNER_OFFSET)
        .map(IndexKey::SplTokenOwner)
        .or_else(|| key_at(SPL_TOKEN_ACCOUNT_MINT_OFFSET).map(IndexKey::SplTokenMint))
}

/// Token program and, if one was named, mint; errors are Agave's texts.
fn resolve(bank: &Bank, filter: &TokenFilter) -> Result<(Pubkey, Option<Pubkey>)> {
    match (&filter.mint, &filter.program_id) {
        (Some(mint), _) => {
            let mint = codec::parse_pubkey(mint)?;
            let account = bank.get_account(&mint).ok_or_else(|| Error::not_found("Invalid param: could not find mint"))?;
            if !is_known_spl_token_id(account.owner()) {
                return Err(Error::invalid("Invalid param: not a Token mint"));
            }
            if token::mint_data(bank, account.data()).is_none() {
                return Err(Error::invalid("Invalid param: Token mint could not be unpacked"));
            }
            Ok((*account.owner(), Some(mint)))
        }
        (None, Some(program)) => {
            let program = codec::parse_pubkey(program)?;
            if !is_known_spl_token_id(&program) {
                return Err(Error::invalid("Invalid param: unrecognized Token program id"));
            }
            Ok((program, None))
        }
        (None, None) => Err(Error::invalid("token account filter: name mint or programId")),
    }
}

fn keyed_json(bank: &Bank, found: Found, options: &EncodingOptions) -> Result<Vec<u8>> {
    let keyed = found
        .iter()
        .map(|(pubkey, account)| {
            Ok(KeyedAccount { pubkey: pubkey.to_string(), account: accounts::encode(bank, pubkey, account, options)? })
        })
        .collect::<Result<Vec<_>>>()?;
    codec::to_json(&keyed)
}
