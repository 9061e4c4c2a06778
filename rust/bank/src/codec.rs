//! How keys and bytes are written in the JSON this crate takes.

use {
    crate::error::{Error, Result},
    base64::{Engine, prelude::BASE64_STANDARD},
    serde::{Deserialize, Deserializer, de::DeserializeOwned, de::Error as _},
    solana_pubkey::Pubkey,
    std::str::FromStr,
};

/// Options in JSON; empty text stands for `{}`. `what` names them in the error.
pub fn options<T: DeserializeOwned>(json: &[u8], what: &str) -> Result<T> {
    let json = if json.is_empty() { b"{}" } else { json };
    serde_json::from_slice(json).map_err(|error| Error::invalid(format!("{what}: {error}")))
}

pub fn to_json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|error| Error::invalid(format!("does not serialize: {error}")))
}

/// What to_json() gives, behind what `text` holds.
pub fn append_json<T: serde::Serialize>(text: &mut Vec<u8>, value: &T) -> Result<()> {
    serde_json::to_writer(text, value).map_err(|error| Error::invalid(format!("does not serialize: {error}")))
}

/// Agave's texts for keys that are none, as clients match them.
pub fn parse_pubkey(text: &str) -> Result<Pubkey> {
    use solana_pubkey::ParsePubkeyError::{Invalid, WrongSize};
    Pubkey::from_str(text).map_err(|error| match error {
        WrongSize => Error::invalid("Invalid param: WrongSize"),
        Invalid => Error::invalid("Invalid param: Invalid"),
    })
}

pub fn pubkey<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Pubkey, D::Error> {
    let text = String::deserialize(deserializer)?;
    Pubkey::from_str(&text).map_err(|error| D::Error::custom(format!("public key {text:?}: {error}")))
}

pub fn base64<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    BASE64_STANDARD.decode(&text).map_err(|error| D::Error::custom(format!("base64: {error}")))
}
