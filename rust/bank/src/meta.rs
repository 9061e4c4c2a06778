//! What is known of an executed transaction, as bytes that are kept on disk and given back later.
//!
//! Layout, version 1: a version byte, then the fields in the order of `encode`. Integers are LEB128 (unsigned; balances are mostly
//! small or mostly the same length, and counts nearly always fit a byte), text and byte strings carry their length first, an
//! option is a 0 or 1 before the value, the error is Agave's JSON form (empty: none), since that form is stable while the enum's
//! order is not.

use {
    crate::{
        codec,
        error::{Error, Result},
    },
    solana_account_decoder::{parse_account_data::SplTokenAdditionalDataV2, parse_token::token_amount_to_ui_amount_v3},
    solana_message::{compiled_instruction::CompiledInstruction, v0::LoadedAddresses},
    solana_pubkey::Pubkey,
    solana_svm::transaction_balances::SvmTokenInfo,
    solana_transaction_context::transaction::TransactionReturnData,
    solana_transaction_error::TransactionError,
    solana_transaction_status::{InnerInstruction, InnerInstructions, TransactionTokenBalance},
    solana_transaction_status_client_types::UiTransactionError,
    std::str::FromStr,
};

pub use solana_transaction_status::TransactionStatusMeta as StatusMeta;

const VERSION: u8 = 1;

/// Agave's record of a token balance.
pub fn token_balance(info: SvmTokenInfo) -> TransactionTokenBalance {
    balance(info.account_index, &info.mint, &info.owner, &info.program_id, info.amount, info.decimals)
}

fn balance(index: u8, mint: &Pubkey, owner: &Pubkey, program: &Pubkey, amount: u64, decimals: u8) -> TransactionTokenBalance {
    TransactionTokenBalance {
        account_index: index,
        mint: mint.to_string(),
        ui_token_amount: token_amount_to_ui_amount_v3(amount, &SplTokenAdditionalDataV2::with_decimals(decimals)),
        owner: owner.to_string(),
        program_id: program.to_string(),
    }
}

/// Rewards are left out: only blocks have any.
pub fn encode(meta: &StatusMeta) -> Result<Vec<u8>> {
    let mut out = Writer(Vec::with_capacity(512));
    out.0.push(VERSION);
    out.bytes(&match &meta.status {
        Ok(()) => Vec::new(),
        Err(error) => codec::to_json(&UiTransactionError::from(error.clone()))?,
    });
    out.int(meta.fee);
    out.ints(&meta.pre_balances);
    out.ints(&meta.post_balances);
    out.option(meta.inner_instructions.as_ref(), |out, groups| out.list(groups, Writer::inner));
    out.option(meta.log_messages.as_ref(), |out, logs| out.list(logs, |out, line| out.bytes(line.as_bytes())));
    for balances in [&meta.pre_token_balances, &meta.post_token_balances] {
        let keys = balances.iter().flatten().map(BalanceKeys::of).collect::<Result<Vec<_>>>()?;
        out.option(balances.as_ref(), |out, _| out.list(&keys, Writer::balance));
    }
    for keys in [&meta.loaded_addresses.writable, &meta.loaded_addresses.readonly] {
        out.list(keys, |out, key| out.0.extend_from_slice(key.as_ref()));
    }
    out.option(meta.return_data.as_ref(), |out, data| {
        out.0.extend_from_slice(data.program_id.as_ref());
        out.bytes(&data.data);
    });
    out.option(meta.compute_units_consumed.as_ref(), |out, units| out.int(*units));
    out.option(meta.cost_units.as_ref(), |out, units| out.int(*units));
    Ok(out.0)
}

pub fn decode(bytes: &[u8]) -> Result<StatusMeta> {
    let mut input = Reader(bytes);
    match input.byte()? {
        VERSION => {}
        other => return Err(Error::invalid(format!("transaction meta has version {other}, this build reads {VERSION}"))),
    }
    let meta = StatusMeta {
        status: status(input.bytes()?)?,
        fee: input.int()?,
        pre_balances: input.list(Reader::int)?,
        post_balances: input.list(Reader::int)?,
        inner_instructions: input.option(|input| input.list(Reader::inner))?,
        log_messages: input.option(|input| input.list(Reader::text))?,
        pre_token_balances: input.option(|input| input.list(Reader::balance))?,
        post_token_balances: input.option(|input| input.list(Reader::balance))?,
        rewards: Some(Vec::new()),
        loaded_addresses: LoadedAddresses { writable: input.list(Reader::key)?, readonly: input.list(Reader::key)? },
        return_data: input
            .option(|input| Ok(TransactionReturnData { program_id: input.key()?, data: input.bytes()?.to_vec() }))?,
        compute_units_consumed: input.option(Reader::int)?,
        cost_units: input.option(Reader::int)?,
    };
    if !input.0.is_empty() {
        return Err(Error::invalid(format!("transaction meta has {} bytes too many", input.0.len())));
    }
    Ok(meta)
}

/// Log lines as a JSON array; `null` where nothing was recorded.
pub fn logs_json(bytes: &[u8]) -> Result<Vec<u8>> {
    codec::to_json(&decode(bytes)?.log_messages)
}

fn status(json: &[u8]) -> Result<std::result::Result<(), TransactionError>> {
    if json.is_empty() {
        return Ok(Ok(()));
    }
    let error: UiTransactionError =
        serde_json::from_slice(json).map_err(|error| Error::invalid(format!("transaction meta holds no error: {error}")))?;
    Ok(Err(error.into()))
}

/// A token balance without what follows from the rest (the amount as decimal text).
struct BalanceKeys {
    index: u8,
    decimals: u8,
    amount: u64,
    keys: [Pubkey; 3],
}

impl BalanceKeys {
    fn of(balance: &TransactionTokenBalance) -> Result<Self> {
        let key = |text: &str| Pubkey::from_str(text).map_err(|error| Error::invalid(format!("token balance: {error}")));
        Ok(Self {
            index: balance.account_index,
            decimals: balance.ui_token_amount.decimals,
            amount: balance.ui_token_amount.amount.parse().map_err(|_| Error::invalid("token balance: amount is no integer"))?,
            keys: [key(&balance.mint)?, key(&balance.owner)?, key(&balance.program_id)?],
        })
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn int(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }
    fn bytes(&mut self, bytes: &[u8]) {
        self.int(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }
    fn ints(&mut self, values: &[u64]) {
        self.list(values, |out, value| out.int(*value));
    }
    fn list<T>(&mut self, items: &[T], each: impl Fn(&mut Self, &T)) {
        self.int(items.len() as u64);
        items.iter().for_each(|item| each(self, item));
    }
    fn option<T>(&mut self, value: Option<&T>, some: impl FnOnce(&mut Self, &T)) {
        self.0.push(value.is_some().into());
        if let Some(value) = value {
            some(self, value);
        }
    }
    fn inner(&mut self, group: &InnerInstructions) {
        self.0.push(group.index);
        self.list(&group.instructions, |out, inner| {
            out.0.push(inner.instruction.program_id_index);
            out.bytes(&inner.instruction.accounts);
            out.bytes(&inner.instruction.data);
            out.option(inner.stack_height.as_ref(), |out, height| out.int((*height).into()));
        });
    }
    fn balance(&mut self, balance: &BalanceKeys) {
        self.0.extend_from_slice(&[balance.index, balance.decimals]);
        self.int(balance.amount);
        balance.keys.iter().for_each(|key| self.0.extend_from_slice(key.as_ref()));
    }
}

/// Invariant: every read checks the length it needs first, so no input makes it panic or allocate more than the input's size
/// allows (each list item takes at least a byte).
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(count).ok_or_else(|| Error::invalid("transaction meta is cut short"))?;
        self.0 = tail;
        Ok(head)
    }
    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }
    fn int(&mut self) -> Result<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits {
                break;
            }
            value |= bits << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Error::invalid("transaction meta holds an integer over 64 bits"))
    }
    fn small<T: TryFrom<u64>>(&mut self) -> Result<T> {
        T::try_from(self.int()?).map_err(|_| Error::invalid("transaction meta holds an integer out of range"))
    }
    fn bytes(&mut self) -> Result<&'a [u8]> {
        let length = self.small()?;
        self.take(length)
    }
    fn text(&mut self) -> Result<String> {
        String::from_utf8(self.bytes()?.to_vec())
            .map_err(|_| Error::invalid("transaction meta holds a log line that is not UTF-8"))
    }
    fn list<T>(&mut self, each: impl Fn(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let count: usize = self.small()?;
        if count > self.0.len() {
            return Err(Error::invalid("transaction meta is cut short"));
        }
        (0..count).map(|_| each(self)).collect()
    }
    fn option<T>(&mut self, some: impl FnOnce(&mut Self) -> Result<T>) -> Result<Option<T>> {
        match self.byte()? {
            0 => Ok(None),
            1 => some(self).map(Some),
            other => Err(Error::invalid(format!("transaction meta holds {other} where 0 or 1 belongs"))),
        }
    }
    fn key(&mut self) -> Result<Pubkey> {
        Ok(Pubkey::try_from(self.take(32)?).expect("32 bytes"))
    }
    fn inner(&mut self) -> Result<InnerInstructions> {
        Ok(InnerInstructions {
            index: self.byte()?,
            instructions: self.list(|input| {
                let instruction = CompiledInstruction {
                    program_id_index: input.byte()?,
                    accounts: input.bytes()?.to_vec(),
                    data: input.bytes()?.to_vec(),
                };
                Ok(InnerInstruction { instruction, stack_height: input.option(Reader::small)? })
            })?,
        })
    }
    fn balance(&mut self) -> Result<TransactionTokenBalance> {
        let (index, decimals, amount) = (self.byte()?, self.byte()?, self.int()?);
        let (mint, owner, program) = (self.key()?, self.key()?, self.key()?);
        Ok(balance(index, &mint, &owner, &program, amount, decimals))
    }
}

#[cfg(test)]
mod tests {
    use {super::*, solana_transaction_error::TransactionError as E, std::collections::HashSet};

    fn full() -> StatusMeta {
        let key = |byte| Pubkey::from([byte; 32]);
        let instruction = CompiledInstruction { program_id_index: 255, accounts: vec![0, 128], data: vec![9; 300] };
        StatusMeta {
            status: Err(E::InsufficientFundsForRent { account_index: 3 }),
            fee: u64::MAX,
            pre_balances: vec![0, 1, 127, 128, u64::MAX],
            post_balances: vec![],
            inner_instructions: Some(vec![InnerInstructions {
                index: 2,
                instructions: vec![
                    InnerInstruction { instruction: instruction.clone(), stack_height: Some(u32::MAX) },
                    InnerInstruction { instruction, stack_height: None },
                ],
            }]),
            log_messages: Some(vec![String::new(), "żółw".into()]),
            pre_token_balances: Some(vec![balance(7, &key(1), &key(2), &key(3), u64::MAX, 9)]),
            post_token_balances: None,
            rewards: Some(Vec::new()),
            loaded_addresses: LoadedAddresses { writable: vec![key(4)], readonly: vec![key(5), key(6)] },
            return_data: Some(TransactionReturnData { program_id: key(8), data: vec![1, 2] }),
            compute_units_consumed: Some(0),
            cost_units: None,
        }
    }

    #[test]
    fn every_field_comes_back() {
        for meta in [full(), StatusMeta { rewards: Some(Vec::new()), ..StatusMeta::default() }] {
            assert_eq!(decode(&encode(&meta).unwrap()).unwrap(), meta);
        }
    }

    #[test]
    fn errors_of_every_shape_come_back() {
        use solana_transaction_error::TransactionError::*;
        let json = [
            r#"{"InstructionError":[255,{"Custom":4294967295}]}"#,
            r#"{"InstructionError":[0,"BorshIoError"]}"#,
            r#"{"DuplicateInstruction":7}"#,
            r#"{"ProgramExecutionTemporarilyRestricted":{"account_index":1}}"#,
            r#""WouldExceedMaxBlockCostLimit""#,
        ];
        let mut errors: Vec<E> =
            json.iter().map(|text| serde_json::from_str::<UiTransactionError>(text).unwrap().into()).collect();
        errors.extend([AccountNotFound, BlockhashNotFound, AlreadyProcessed, SanitizeFailure]);
        let mut seen = HashSet::new();
        for error in errors {
            let bytes = encode(&StatusMeta { status: Err(error.clone()), ..full() }).unwrap();
            assert_eq!(decode(&bytes).unwrap().status, Err(error));
            assert!(seen.insert(bytes));
        }
    }

    /// A damaged record is an error or another record, never a panic and never an allocation out of proportion.
    #[test]
    fn no_damage_panics() {
        let bytes = encode(&full()).unwrap();
        for at in 0..bytes.len() {
            assert!(decode(&bytes[..at]).is_err(), "cut at {at}");
            for bit in 0..8 {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1 << bit;
                if let Ok(meta) = decode(&damaged) {
                    assert!(encode(&meta).is_ok());
                }
            }
        }
    }
}
