// The same small world on any fresh cluster: fixed keys, accounts of every kind that has a parser, and transactions of every shape.
//
// What differs from run to run (signatures, blockhashes, addresses that depend on a slot) is kept with a name, so that answers can be
// compared by these names.
import { createHash } from 'node:crypto';
import { token, web3 } from './libraries.js';
import { call } from './rpc.js';

const {
  AddressLookupTableProgram, Authorized, ComputeBudgetProgram, Connection, Keypair, LAMPORTS_PER_SOL, Lockup, NONCE_ACCOUNT_LENGTH,
  PublicKey, StakeProgram, SystemProgram, TransactionInstruction, TransactionMessage, VersionedTransaction, VoteInit, VoteProgram,
} = web3;

export const MEMO = new PublicKey('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr');
const UPGRADEABLE_LOADER = new PublicKey('BPFLoaderUpgradeab1e11111111111111111111111');

/** The key of a name, equal in every run. */
export function key(name) {
  return Keypair.fromSeed(createHash('sha256').update(`zestron conformance ${name}`).digest());
}

export async function makeWorld(url, wsUrl) {
  const connection = new Connection(url, { commitment: 'confirmed', wsEndpoint: wsUrl });
  const payer = key('payer');
  const names = new Map(); // text in answers -> its name
  const signatures = {};
  const accounts = { payer: payer.publicKey, missing: key('missing').publicKey };

  const note = (name, text) => {
    names.set(text, `<${name}>`);
    return text;
  };
  async function confirmed(name, signature, failing = false) {
    signatures[name] = note(`signature ${name}`, signature);
    const end = Date.now() + 60_000;
    for (;;) {
      const { result } = await call(url, 'getSignatureStatuses', [[signature]]);
      const status = result.value[0];
      if (['confirmed', 'finalized'].includes(status?.confirmationStatus)) {
        if ((status.err !== null) !== failing) throw new Error(`${name}: ${JSON.stringify(status.err)}`);
        return signature;
      }
      if (Date.now() > end) throw new Error(`${name}: not confirmed within a minute`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  async function land(name, instructions, { signers = [], tables, failing = false, legacy = !tables } = {}) {
    const { blockhash } = await connection.getLatestBlockhash();
    note(`blockhash of ${name}`, blockhash);
    const message = new TransactionMessage({ payerKey: payer.publicKey, recentBlockhash: blockhash, instructions });
    const transaction = new VersionedTransaction(legacy ? message.compileToLegacyMessage() : message.compileToV0Message(tables));
    transaction.sign([payer, ...signers]);
    return confirmed(name, await connection.sendTransaction(transaction, { skipPreflight: failing }), failing);
  }
  const create = async (name, space, programId, lamports = 0) => {
    const account = key(name);
    accounts[name] = account.publicKey;
    const rent = await connection.getMinimumBalanceForRentExemption(space);
    return SystemProgram.createAccount({
      fromPubkey: payer.publicKey, newAccountPubkey: account.publicKey, space, lamports: rent + lamports, programId,
    });
  };
  const memo = (text) => new TransactionInstruction({ programId: MEMO, keys: [], data: Buffer.from(text) });

  await confirmed('airdrop', await connection.requestAirdrop(payer.publicKey, 500 * LAMPORTS_PER_SOL));
  const alice = key('alice').publicKey;
  accounts.alice = alice;

  // System accounts: plain, with data, a durable nonce, one that was closed again.
  await land('transfer', [SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: alice, lamports: LAMPORTS_PER_SOL })]);
  await land('data', [await create('data', 200, SystemProgram.programId)], { signers: [key('data')] });
  await land('nonce', [
    await create('nonce', NONCE_ACCOUNT_LENGTH, SystemProgram.programId),
    SystemProgram.nonceInitialize({ noncePubkey: key('nonce').publicKey, authorizedPubkey: payer.publicKey }),
  ], { signers: [key('nonce')] });
  accounts.closed = key('closed').publicKey;
  await land('opened', [SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: accounts.closed, lamports: LAMPORTS_PER_SOL })]);
  await land('closed', [SystemProgram.transfer({ fromPubkey: accounts.closed, toPubkey: alice, lamports: LAMPORTS_PER_SOL })], { signers: [key('closed')] });

  // Tokens of the old program: mint, accounts (plain, delegated, frozen, wrapped), multisig.
  const { TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID } = token;
  const mint = key('mint').publicKey;
  const associated = (owner) => token.getAssociatedTokenAddressSync(mint, owner);
  const bob = key('bob').publicKey;
  accounts.bob = bob;
  accounts.delegate = key('delegate').publicKey;
  accounts.held = associated(alice);
  accounts.delegated = associated(payer.publicKey);
  accounts.frozen = associated(bob);
  await land('mint', [
    await create('mint', token.MINT_SIZE, TOKEN_PROGRAM_ID),
    token.createInitializeMint2Instruction(mint, 6, payer.publicKey, payer.publicKey),
    ...[alice, payer.publicKey, bob].map((owner) => token.createAssociatedTokenAccountInstruction(payer.publicKey, associated(owner), owner, mint)),
  ], { signers: [key('mint')] });
  await land('minted', [
    token.createMintToInstruction(mint, accounts.held, payer.publicKey, 1_500_000n),
    token.createMintToInstruction(mint, accounts.delegated, payer.publicKey, 123_456_789_012n),
    token.createApproveInstruction(accounts.delegated, accounts.delegate, payer.publicKey, 7n),
    token.createTransferCheckedInstruction(accounts.delegated, mint, accounts.held, payer.publicKey, 250_000n, 6),
    token.createFreezeAccountInstruction(accounts.frozen, mint, payer.publicKey),
  ]);
  await land('wrapped', [
    await create('wrapped', token.ACCOUNT_SIZE, TOKEN_PROGRAM_ID, 5_000),
    token.createInitializeAccount3Instruction(key('wrapped').publicKey, token.NATIVE_MINT, payer.publicKey),
  ], { signers: [key('wrapped')] });
  await land('multisig', [
    await create('multisig', token.MULTISIG_SIZE, TOKEN_PROGRAM_ID),
    token.createInitializeMultisigInstruction(key('multisig').publicKey, [alice, bob, payer.publicKey], 2),
  ], { signers: [key('multisig')] });

  // Token-2022: a mint and an account with extensions.
  const mint22 = key('mint22').publicKey;
  const { ExtensionType } = token;
  const onMint = [ExtensionType.TransferFeeConfig, ExtensionType.InterestBearingConfig, ExtensionType.PermanentDelegate, ExtensionType.MintCloseAuthority];
  const onAccount = [ExtensionType.TransferFeeAmount, ExtensionType.MemoTransfer, ExtensionType.ImmutableOwner];
  await land('mint22', [
    await create('mint22', token.getMintLen(onMint), TOKEN_2022_PROGRAM_ID),
    token.createInitializeTransferFeeConfigInstruction(mint22, payer.publicKey, payer.publicKey, 100, 9n, TOKEN_2022_PROGRAM_ID),
    token.createInitializeInterestBearingMintInstruction(mint22, payer.publicKey, 0, TOKEN_2022_PROGRAM_ID),
    token.createInitializePermanentDelegateInstruction(mint22, accounts.delegate, TOKEN_2022_PROGRAM_ID),
    token.createInitializeMintCloseAuthorityInstruction(mint22, payer.publicKey, TOKEN_2022_PROGRAM_ID),
    token.createInitializeMint2Instruction(mint22, 2, payer.publicKey, null, TOKEN_2022_PROGRAM_ID),
  ], { signers: [key('mint22')] });
  await land('held22', [
    await create('held22', token.getAccountLen(onAccount), TOKEN_2022_PROGRAM_ID),
    token.createInitializeImmutableOwnerInstruction(key('held22').publicKey, TOKEN_2022_PROGRAM_ID),
    token.createInitializeAccount3Instruction(key('held22').publicKey, mint22, payer.publicKey, TOKEN_2022_PROGRAM_ID),
    token.createEnableRequiredMemoTransfersInstruction(key('held22').publicKey, payer.publicKey, [], TOKEN_2022_PROGRAM_ID),
    token.createMintToInstruction(mint22, key('held22').publicKey, payer.publicKey, 1_000n, [], TOKEN_2022_PROGRAM_ID),
  ], { signers: [key('held22')] });

  // Stake, vote, the loader's buffer.
  await land('vote', [
    await create('vote', 3762, VoteProgram.programId),
    VoteProgram.initializeAccount({
      votePubkey: key('vote').publicKey, nodePubkey: key('voter').publicKey,
      voteInit: new VoteInit(key('voter').publicKey, payer.publicKey, payer.publicKey, 7),
    }),
  ], { signers: [key('vote'), key('voter')] });
  await land('stake', [
    await create('stake', StakeProgram.space, StakeProgram.programId, 3 * LAMPORTS_PER_SOL),
    StakeProgram.initialize({ stakePubkey: key('stake').publicKey, authorized: new Authorized(payer.publicKey, alice), lockup: Lockup.default }),
  ], { signers: [key('stake')] });
  await land('buffer', [
    await create('buffer', 37 + 16, UPGRADEABLE_LOADER),
    new TransactionInstruction({
      programId: UPGRADEABLE_LOADER, data: Buffer.from([0, 0, 0, 0]),
      keys: [{ pubkey: key('buffer').publicKey, isSigner: false, isWritable: true }, { pubkey: payer.publicKey, isSigner: false, isWritable: false }],
    }),
  ], { signers: [key('buffer')] });

  // A lookup table, and a transaction that reads by it.
  const slot = await connection.getSlot('finalized');
  const [createTable, table] = AddressLookupTableProgram.createLookupTable({ authority: payer.publicKey, payer: payer.publicKey, recentSlot: slot });
  accounts.table = table;
  note('account table', table.toBase58());
  await land('table', [
    createTable,
    AddressLookupTableProgram.extendLookupTable({ lookupTable: table, authority: payer.publicKey, payer: payer.publicKey, addresses: [alice, bob, MEMO] }),
  ]);
  const extendedAt = await connection.getSlot('confirmed');
  while ((await connection.getSlot('confirmed')) <= extendedAt + 1) await new Promise((resolve) => setTimeout(resolve, 20));
  const found = (await connection.getAddressLookupTable(table)).value;
  await land('looked up', [SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: bob, lamports: LAMPORTS_PER_SOL })], { tables: [found] });

  // Transactions of other shapes.
  await land('version 0', [memo('version 0')], { legacy: false });
  await land('memo', [memo('conformance'), memo('zwölf')]);
  await land('priority', [
    ComputeBudgetProgram.setComputeUnitLimit({ units: 5_000 }), ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 777_777 }),
    SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: alice, lamports: 1 }),
  ]);
  await land('failed', [memo('before'), token.createTransferInstruction(accounts.frozen, accounts.held, bob, 1n)], { signers: [key('bob')], failing: true });
  await land('failed in system', [SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: alice, lamports: 10_000 * LAMPORTS_PER_SOL })], { failing: true });

  Object.assign(accounts, {
    system: SystemProgram.programId, tokenProgram: TOKEN_PROGRAM_ID, token2022: TOKEN_2022_PROGRAM_ID, associatedToken: token.ASSOCIATED_TOKEN_PROGRAM_ID,
    memo: MEMO, loader: UPGRADEABLE_LOADER, computeBudget: ComputeBudgetProgram.programId, rent: web3.SYSVAR_RENT_PUBKEY,
    clock: web3.SYSVAR_CLOCK_PUBKEY, epochSchedule: web3.SYSVAR_EPOCH_SCHEDULE_PUBKEY, slotHashes: web3.SYSVAR_SLOT_HASHES_PUBKEY,
    recentBlockhashes: web3.SYSVAR_RECENT_BLOCKHASHES_PUBKEY, stakeHistory: web3.SYSVAR_STAKE_HISTORY_PUBKEY,
  });

  // What a cluster calls itself, and the slot where all of the above is final.
  const result = async (method, params) => (await call(url, method, params)).result;
  note('genesis hash', await result('getGenesisHash'));
  note('identity', (await result('getIdentity')).identity);
  const last = await connection.getSlot('confirmed');
  while ((await connection.getSlot('finalized')) < last) await new Promise((resolve) => setTimeout(resolve, 50));
  const { current, delinquent } = await result('getVoteAccounts');
  for (const voter of [...current, ...delinquent]) note('vote account', voter.votePubkey);
  const slots = {};
  for (const [name, signature] of Object.entries(signatures)) {
    const { transaction } = await result('getTransaction', [signature, { encoding: 'json', maxSupportedTransactionVersion: 0 }]);
    transaction.signatures.slice(1).forEach((other, i) => note(`signature ${i + 2} of ${name}`, other));
  }
  for (const [name, signature] of Object.entries(signatures)) slots[name] = (await result('getSignatureStatuses', [[signature], { searchTransactionHistory: true }])).value[0].slot;
  const tip = await result('getSlot', []);

  /** Signs a transaction without sending it; base64 and base58 of it come by `encode`. */
  async function unsent(instructions, { blockhash, signers = [], tables, legacy = !tables } = {}) {
    const recentBlockhash = blockhash ?? (await connection.getLatestBlockhash('finalized')).blockhash;
    note('blockhash of a call', recentBlockhash);
    const message = new TransactionMessage({ payerKey: payer.publicKey, recentBlockhash, instructions });
    const transaction = new VersionedTransaction(legacy ? message.compileToLegacyMessage() : message.compileToV0Message(tables));
    transaction.sign([payer, ...signers]);
    return transaction;
  }
  return { url, connection, payer, alice, bob, mint, mint22, accounts, signatures, slots, tip, names, note, unsent, memo, table: found };
}
