//! Sets of accounts as of a slot: of a program, or of a token holder. Any thread; results are in key order, so that equal state
//! gives equal text. Cost: by owner, mint or delegate a few microseconds a hit with indexes; otherwise a scan of all accounts (2.8 s
//! for a million).

use {
    crate::{
        accounts::{self, EncodingOptions},
        chain::Chain,
        codec, delegates,
        error::{Error, Result},
        filter::{self, Filter},
        find::{Found, ScanBudget, compare},
        token,
    },
    serde::{Deserialize, Serialize},
    solana_account::ReadableAccount,
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

impl Chain {
    pub fn program_accounts_json(&self, slot: u64, program: &Pubkey, options_json: &[u8]) -> Result<Vec<u8>> {
        let options: ProgramOptions = codec::options(options_json, "program account options")?;
        let filters = options.filters.unwrap_or_default();
        filter::check(&filters)?;
        self.read_at(slot, |bank| {
            let found = self.program_accounts(bank, program, &filters)?;
            keyed_json(bank, found, &options.encoding, self.scan_bytes_max)
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
            keyed_json(bank, found, &options, self.scan_bytes_max)
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
                    self.delegated(bank, &program, key, &filters)
                } else {
                    self.find(bank, &program, IndexKey::ProgramId(program), &filters)
                }
            }
            other => Err(Error::invalid(format!("token accounts are found by owner or delegate, not by {other:?}"))),
        }
    }

    /// Takes the index of token owners or mints where the filters name one, else the program's.
    fn program_accounts(&self, bank: &Bank, program: &Pubkey, filters: &[Filter]) -> Result<Found> {
        let index = if is_known_spl_token_id(program) { token_index(filters) } else { None };
        self.find(bank, program, index.unwrap_or(IndexKey::ProgramId(*program)), filters)
    }
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

/// Written account by account, each let go once it is text: neither all of an answer's parts nor an endless text are ever in memory.
fn keyed_json(bank: &Bank, found: Found, options: &EncodingOptions, bytes_max: usize) -> Result<Vec<u8>> {
    let budget = ScanBudget::new(bytes_max);
    let mut text = vec![b'['];
    for (pubkey, account) in found {
        let before = text.len();
        if before > 1 {
            text.push(b',');
        }
        let keyed = KeyedAccount { pubkey: pubkey.to_string(), account: accounts::encode(bank, &pubkey, &account, options)? };
        codec::append_json(&mut text, &keyed)?;
        if !budget.take(text.len() - before) {
            break;
        }
    }
    text.push(b']');
    budget.kept()?;
    Ok(text)
}
