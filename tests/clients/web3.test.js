import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  AddressLookupTableProgram, ComputeBudgetProgram, Connection, Keypair, LAMPORTS_PER_SOL, NONCE_ACCOUNT_LENGTH, NonceAccount, PublicKey,
  SendTransactionError, SystemProgram, Transaction, TransactionInstruction, TransactionMessage, VersionedTransaction, sendAndConfirmTransaction,
} from '@solana/web3.js';
import { startNode } from './support/node.js';

const MEMO = new PublicKey('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr');

describe('web3.js', () => {
  let node, connection, payer;

  before(async () => {
    node = await startNode();
    connection = new Connection(node.url, 'confirmed');
    payer = Keypair.generate();
    await airdrop(payer.publicKey, 100);
  });
  after(async () => {
    await closeSocket(connection);
    await node?.stop();
  });

  async function airdrop(key, sol) {
    const signature = await connection.requestAirdrop(key, sol * LAMPORTS_PER_SOL);
    const { value } = await connection.confirmTransaction({ signature, ...(await connection.getLatestBlockhash()) });
    assert.equal(value.err, null);
    return signature;
  }
  function transfer(to, lamports = LAMPORTS_PER_SOL) {
    return SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports });
  }
  async function signed(instructions, { tables, payerKey = payer } = {}) {
    const { blockhash, lastValidBlockHeight } = await connection.getLatestBlockhash();
    const message = new TransactionMessage({ payerKey: payerKey.publicKey, recentBlockhash: blockhash, instructions });
    const transaction = new VersionedTransaction(tables ? message.compileToV0Message(tables) : message.compileToLegacyMessage());
    transaction.sign([payerKey]);
    return { transaction, blockhash, lastValidBlockHeight };
  }
  async function land(instructions, options) {
    const { transaction, ...lifetime } = await signed(instructions, options);
    const signature = await connection.sendTransaction(transaction);
    const { value } = await connection.confirmTransaction({ signature, ...lifetime });
    assert.equal(value.err, null);
    return signature;
  }

  test('equal airdrops in one blockhash both arrive', async () => {
    const to = Keypair.generate().publicKey;
    await Promise.all([airdrop(to, 1), airdrop(to, 1)]);
    assert.equal(await connection.getBalance(to), 2 * LAMPORTS_PER_SOL);
  });

  test('transfers, confirms, and finds the transaction in the history', async () => {
    const to = Keypair.generate().publicKey;
    const signature = await sendAndConfirmTransaction(connection, new Transaction().add(transfer(to)), [payer]);
    assert.equal(await connection.getBalance(to), LAMPORTS_PER_SOL);
    const found = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 });
    assert.equal(found.meta.err, null);
    assert.equal(found.meta.fee, 5000);
    assert.equal(found.meta.computeUnitsConsumed, 150);
    assert.equal(found.version, 'legacy');
    const parsed = await connection.getParsedTransaction(signature);
    assert.equal(parsed.transaction.message.instructions[0].parsed.type, 'transfer');
    const [entry] = await connection.getSignaturesForAddress(to);
    assert.equal(entry.signature, signature);
    const many = await connection.getParsedTransactions([signature, signature]);
    assert.equal(many.length, 2);
    const { value } = await connection.getSignatureStatus(signature);
    assert.ok(['confirmed', 'finalized'].includes(value.confirmationStatus));
  });

  test('lists memos with addresses, newest first, within bounds', async () => {
    const marker = Keypair.generate().publicKey;
    const signatures = [];
    for (const text of ['one', 'two', 'three']) {
      const memo = new TransactionInstruction({ programId: MEMO, keys: [], data: Buffer.from(text) });
      signatures.unshift(await land([memo, transfer(marker)]));
    }
    const all = await connection.getSignaturesForAddress(marker);
    assert.deepEqual(all.map((entry) => entry.signature), signatures);
    assert.deepEqual(all.map((entry) => entry.memo), ['[5] three', '[3] two', '[3] one']);
    const between = await connection.getSignaturesForAddress(marker, { before: signatures[0], until: signatures[2] });
    assert.deepEqual(between.map((entry) => entry.signature), [signatures[1]]);
  });

  test('notifies of accounts, logs, programs, signatures and slots', async () => {
    const to = Keypair.generate().publicKey;
    const heard = { account: deferred(), logs: deferred(), program: deferred(), slot: deferred(), root: deferred() };
    const ids = [
      [connection.onAccountChange(to, (account, context) => heard.account.resolve({ account, context })), 'removeAccountChangeListener'],
      [connection.onLogs(to, (logs) => heard.logs.resolve(logs)), 'removeOnLogsListener'],
      [connection.onProgramAccountChange(SystemProgram.programId, (keyed) => keyed.accountId.equals(to) && heard.program.resolve(keyed)), 'removeProgramAccountChangeListener'],
      [connection.onSlotChange((slot) => heard.slot.resolve(slot)), 'removeSlotChangeListener'],
      [connection.onRootChange((root) => heard.root.resolve(root)), 'removeRootChangeListener'],
    ];
    const { slot, parent } = await heard.slot.promise; // the subscriptions before it are set up as well
    assert.ok(slot > parent);
    const signature = await land([transfer(to)]);
    assert.equal((await heard.account.promise).account.lamports, LAMPORTS_PER_SOL);
    const logs = await heard.logs.promise;
    assert.equal(logs.signature, signature);
    assert.equal(logs.err, null);
    assert.deepEqual(logs.logs, ['Program 11111111111111111111111111111111 invoke [1]', 'Program 11111111111111111111111111111111 success']);
    assert.equal((await heard.program.promise).accountInfo.lamports, LAMPORTS_PER_SOL);
    assert.ok(Number.isInteger(await heard.root.promise));
    for (const [id, remove] of ids) await connection[remove](id);
  });

  test('tells of a deleted account once, empty', async () => {
    const gone = Keypair.generate();
    await airdrop(gone.publicKey, 1);
    const heard = deferred();
    const id = connection.onAccountChange(gone.publicKey, (account) => heard.resolve(account), { commitment: 'processed' });
    await subscribed(connection);
    const { blockhash } = await connection.getLatestBlockhash();
    const empty = SystemProgram.transfer({ fromPubkey: gone.publicKey, toPubkey: payer.publicKey, lamports: LAMPORTS_PER_SOL });
    const message = new TransactionMessage({ payerKey: payer.publicKey, recentBlockhash: blockhash, instructions: [empty] }).compileToV0Message();
    const transaction = new VersionedTransaction(message);
    transaction.sign([payer, gone]);
    await connection.sendTransaction(transaction);
    const account = await heard.promise;
    assert.equal(account.lamports, 0);
    assert.equal(account.data.length, 0);
    assert.ok(account.owner.equals(SystemProgram.programId));
    await connection.removeAccountChangeListener(id);
  });

  test('tells of a signature that has landed already', async () => {
    const signature = await land([transfer(Keypair.generate().publicKey)]);
    const heard = deferred();
    connection.onSignature(signature, (result) => heard.resolve(result), 'confirmed');
    assert.deepEqual(await heard.promise, { err: null });
  });

  test('uses a lookup table in a v0 transaction', async () => {
    const recentSlot = await connection.getSlot('finalized');
    const [create, table] = AddressLookupTableProgram.createLookupTable({ authority: payer.publicKey, payer: payer.publicKey, recentSlot });
    const to = Keypair.generate().publicKey;
    const extend = AddressLookupTableProgram.extendLookupTable({ lookupTable: table, authority: payer.publicKey, payer: payer.publicKey, addresses: [to] });
    await land([create, extend]);
    const created = await connection.getSlot('confirmed');
    await until(async () => (await connection.getSlot('confirmed')) > created + 1); // a table is usable in the slot after its extension
    const { value } = await connection.getAddressLookupTable(table);
    const signature = await land([transfer(to)], { tables: [value] });
    const found = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 });
    assert.equal(found.version, 0);
    assert.deepEqual(found.meta.loadedAddresses.writable.map(String), [to.toBase58()]);
    await assert.rejects(connection.getTransaction(signature), /"maxSupportedTransactionVersion": 0/);
    const block = await connection.getBlock(found.slot, { maxSupportedTransactionVersion: 0 });
    assert.ok(block.transactions.some((entry) => entry.transaction.signatures[0] === signature));
    const parent = await connection.getBlock(block.parentSlot, { transactionDetails: 'none' });
    assert.equal(parent.blockhash, block.previousBlockhash);
  });

  test('simulates, also with accounts afterwards', async () => {
    const to = Keypair.generate().publicKey;
    const { transaction } = await signed([transfer(to)]);
    const { value } = await connection.simulateTransaction(transaction, { accounts: { encoding: 'base64', addresses: [to.toBase58()] } });
    assert.equal(value.err, null);
    assert.equal(value.unitsConsumed, 150);
    assert.equal(value.accounts[0].lamports, LAMPORTS_PER_SOL);
    assert.equal(await connection.getBalance(to), 0);
    transaction.signatures[0] = new Uint8Array(64);
    const bad = await connection.simulateTransaction(transaction, { sigVerify: true });
    assert.equal(bad.value.err, 'SignatureFailure');
  });

  test('explains why a transaction cannot land', async () => {
    const poor = Keypair.generate();
    const { transaction } = await signed([SystemProgram.transfer({ fromPubkey: poor.publicKey, toPubkey: payer.publicKey, lamports: 1 })], { payerKey: poor });
    await assert.rejects(connection.sendTransaction(transaction), /Attempt to debit an account but found no record of a prior credit/);
    const much = await signed([transfer(poor.publicKey, 1_000 * LAMPORTS_PER_SOL)]);
    await assert.rejects(connection.sendTransaction(much.transaction), (error) => {
      assert.ok(error instanceof SendTransactionError);
      assert.match(error.message, /Error processing Instruction 0: custom program error: 0x1/);
      assert.ok(error.logs.some((line) => line.includes('insufficient lamports')));
      return true;
    });
    const small = await signed([transfer(Keypair.generate().publicKey, 1)]);
    await assert.rejects(connection.sendTransaction(small.transaction), /insufficient funds for rent/);
    const unsigned = await signed([transfer(poor.publicKey)]);
    unsigned.transaction.signatures[0] = new Uint8Array(64).fill(1);
    await assert.rejects(connection.sendTransaction(unsigned.transaction), /signature verification/);
    const message = new TransactionMessage({ payerKey: payer.publicKey, recentBlockhash: Keypair.generate().publicKey.toBase58(), instructions: [transfer(poor.publicKey)] });
    const stale = new VersionedTransaction(message.compileToLegacyMessage());
    stale.sign([payer]);
    await assert.rejects(connection.sendTransaction(stale), /Blockhash not found/);
    assert.equal(typeof (await connection.sendTransaction(stale, { skipPreflight: true })), 'string');
  });

  test('a failed transaction lands with its error when preflight is skipped', async () => {
    const before = await connection.getBalance(payer.publicKey);
    const { transaction, ...lifetime } = await signed([transfer(Keypair.generate().publicKey, 1_000 * LAMPORTS_PER_SOL)]);
    const signature = await connection.sendTransaction(transaction, { skipPreflight: true });
    // web3.js gives back an error that a notification brings and throws one that a status brings, whichever comes first.
    const outcome = await connection.confirmTransaction({ signature, ...lifetime }).then(({ value }) => value.err, (error) => error);
    assert.deepEqual(outcome, { InstructionError: [0, { Custom: 1 }] });
    await until(async () => (await connection.getSignatureStatus(signature)).value?.confirmationStatus !== 'processed');
    assert.equal(await connection.getBalance(payer.publicKey), before - 5000);
    assert.deepEqual((await connection.getTransaction(signature)).meta.err, { InstructionError: [0, { Custom: 1 }] });
  });

  test('a landed transaction sent again has no second effect', async () => {
    const to = Keypair.generate().publicKey;
    const { transaction, ...lifetime } = await signed([transfer(to)]);
    const signature = await connection.sendTransaction(transaction);
    await connection.confirmTransaction({ signature, ...lifetime });
    await assert.rejects(connection.sendTransaction(transaction, { preflightCommitment: 'confirmed' }), /already been processed/);
    assert.equal(await connection.sendTransaction(transaction, { skipPreflight: true }), signature);
    await land([transfer(Keypair.generate().publicKey)]);
    assert.equal(await connection.getBalance(to), LAMPORTS_PER_SOL);
  });

  test('survives its blockhash with a durable nonce', async () => {
    const nonce = Keypair.generate();
    const lamports = await connection.getMinimumBalanceForRentExemption(NONCE_ACCOUNT_LENGTH);
    const create = new Transaction().add(SystemProgram.createNonceAccount({ fromPubkey: payer.publicKey, noncePubkey: nonce.publicKey, authorizedPubkey: payer.publicKey, lamports }));
    await sendAndConfirmTransaction(connection, create, [payer, nonce]);
    const read = async () => NonceAccount.fromAccountData((await connection.getAccountInfo(nonce.publicKey)).data).nonce;
    const value = await read();
    const to = Keypair.generate().publicKey;
    const advance = SystemProgram.nonceAdvance({ noncePubkey: nonce.publicKey, authorizedPubkey: payer.publicKey });
    const transaction = new Transaction({ feePayer: payer.publicKey, nonceInfo: { nonce: value, nonceInstruction: advance } }).add(transfer(to));
    transaction.minNonceContextSlot = await connection.getSlot();
    await sendAndConfirmTransaction(connection, transaction, [payer]);
    assert.equal(await connection.getBalance(to), LAMPORTS_PER_SOL);
    assert.notEqual(await read(), value);
  });

  test('prices: fees of messages and recent prioritization fees', async () => {
    const to = Keypair.generate().publicKey;
    const price = ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 777_777 });
    const limit = ComputeBudgetProgram.setComputeUnitLimit({ units: 5_000 });
    const { transaction } = await signed([price, limit, transfer(to)]);
    assert.equal((await connection.getFeeForMessage(transaction.message)).value, 8_889);
    await land([price, limit, transfer(to)]);
    const fees = await connection.getRecentPrioritizationFees({ lockedWritableAccounts: [to] });
    assert.ok(fees.some((fee) => fee.prioritizationFee === 777_800));
  });

  test('reads of the chain agree with each other', async () => {
    const info = await connection.getEpochInfo('confirmed');
    const height = await connection.getBlockHeight('confirmed');
    assert.ok(height >= info.blockHeight && height - info.blockHeight <= 5);
    assert.equal((await connection.getEpochSchedule()).slotsPerEpoch, info.slotsInEpoch);
    assert.match(await connection.getGenesisHash(), /^[1-9A-HJ-NP-Za-km-z]{32,44}$/);
    const { blockhash } = await connection.getLatestBlockhash();
    assert.equal((await connection.isBlockhashValid(blockhash, { commitment: 'confirmed' })).value, true);
    assert.ok((await connection.getVersion())['solana-core'].startsWith('4.'));
    const root = await connection.getSlot('finalized');
    if (root > 1) {
      assert.ok((await connection.getBlocks(root - 1, root)).length > 0);
      assert.ok((await connection.getBlockTime(root - 1)) > 0);
    }
    assert.equal((await connection.getVoteAccounts()).current.length, 1);
    assert.equal((await connection.getClusterNodes()).length, 1);
  });
});

function deferred() {
  let resolve;
  const promise = new Promise((done) => { resolve = done; });
  return { promise, resolve };
}

async function until(condition) {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Until every subscription asked for has its number: web3.js subscribes in the background. */
async function subscribed(connection) {
  const pending = () => Object.values(connection._subscriptionsByHash).some((subscription) => subscription.state !== 'subscribed');
  await until(async () => !pending());
}

/** web3.js keeps its socket for half a second after the last subscription; tests should end when they are done. */
async function closeSocket(connection) {
  connection?._rpcWebSocket?.close();
}
