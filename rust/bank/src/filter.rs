//! Filters of getProgramAccounts, as Agave's RPC reads and applies them.

use {
    crate::error::{Error, Result},
    base64::{Engine, prelude::BASE64_STANDARD},
    serde::Deserialize,
    solana_account::{AccountSharedData, ReadableAccount},
    spl_generic_token::{generic_token, is_known_spl_token_id},
};

/// Agave's bounds: filters of one request, and bytes one comparison may hold.
const FILTERS_MAX: usize = 4;
const COMPARED_BYTES_MAX: usize = 128;
const BASE58_TEXT_MAX: usize = 175;
const BASE64_TEXT_MAX: usize = 172;

#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum Filter {
    DataSize(u64),
    Memcmp(Memcmp),
    TokenAccountState,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "RawMemcmp")]
pub struct Memcmp {
    pub offset: usize,
    pub bytes: Vec<u8>,
}

#[derive(Deserialize)]
struct RawMemcmp {
    offset: usize,
    bytes: RawBytes,
    #[serde(default)]
    encoding: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawBytes {
    Text(String),
    Bytes(Vec<u8>),
}

impl TryFrom<RawMemcmp> for Memcmp {
    type Error = String;
    fn try_from(raw: RawMemcmp) -> std::result::Result<Self, String> {
        let bytes = match (raw.bytes, raw.encoding.as_deref()) {
            (RawBytes::Bytes(bytes), None | Some("bytes")) => bytes,
            (RawBytes::Text(text), None | Some("base58")) => {
                within(text.len(), BASE58_TEXT_MAX)?;
                bs58::decode(text).into_vec().map_err(|error| format!("encoded binary decode error: {error}"))?
            }
            (RawBytes::Text(text), Some("base64")) => {
                within(text.len(), BASE64_TEXT_MAX)?;
                BASE64_STANDARD.decode(text).map_err(|error| format!("encoded binary decode error: {error}"))?
            }
            (_, encoding) => return Err(format!("bytes do not fit encoding {:?}", encoding.unwrap_or("base58"))),
        };
        within(bytes.len(), COMPARED_BYTES_MAX)?;
        Ok(Self { offset: raw.offset, bytes })
    }
}

fn within(len: usize, max: usize) -> std::result::Result<(), String> {
    if len <= max { Ok(()) } else { Err("encoded binary (base 58) data should be less than 129 bytes".into()) }
}

/// Refuses more filters than Agave takes.
pub fn check(filters: &[Filter]) -> Result<()> {
    if filters.len() > FILTERS_MAX {
        return Err(Error::invalid(format!("Too many filters provided; max {FILTERS_MAX}")));
    }
    Ok(())
}

impl Filter {
    pub fn allows(&self, account: &AccountSharedData) -> bool {
        let data = account.data();
        match self {
            Self::DataSize(size) => data.len() as u64 == *size,
            Self::Memcmp(memcmp) => memcmp.matches(data),
            Self::TokenAccountState => {
                is_known_spl_token_id(account.owner()) && generic_token::Account::unpack(data, account.owner()).is_some()
            }
        }
    }
}

impl Memcmp {
    pub fn matches(&self, data: &[u8]) -> bool {
        data.get(self.offset..).is_some_and(|rest| rest.starts_with(&self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> std::result::Result<Filter, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn reads_the_forms_that_clients_send() {
        assert_eq!(parse(r#"{"dataSize":165}"#).unwrap(), Filter::DataSize(165));
        let expected = Filter::Memcmp(Memcmp { offset: 3, bytes: vec![1, 2] });
        for json in [
            r#"{"memcmp":{"offset":3,"bytes":"5T"}}"#,
            r#"{"memcmp":{"offset":3,"bytes":"5T","encoding":"base58"}}"#,
            r#"{"memcmp":{"offset":3,"bytes":"AQI=","encoding":"base64"}}"#,
            r#"{"memcmp":{"offset":3,"bytes":[1,2]}}"#,
        ] {
            assert_eq!(parse(json).unwrap(), expected, "{json}");
        }
        assert_eq!(parse(r#""tokenAccountState""#).unwrap(), Filter::TokenAccountState);
        assert!(parse(r#"{"memcmp":{"offset":3,"bytes":"0OIl"}}"#).is_err());
        assert!(parse(&format!(r#"{{"memcmp":{{"offset":0,"bytes":"{}"}}}}"#, "1".repeat(129))).is_err());
    }

    #[test]
    fn an_offset_past_the_end_matches_nothing() {
        let memcmp = Memcmp { offset: usize::MAX, bytes: vec![0] };
        assert!(!memcmp.matches(&[0; 8]));
        assert!(Memcmp { offset: 8, bytes: vec![] }.matches(&[0; 8]));
        assert!(!Memcmp { offset: 7, bytes: vec![0, 0] }.matches(&[0; 8]));
    }
}
