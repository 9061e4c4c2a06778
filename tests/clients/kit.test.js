import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE, address, airdropFactory, appendTransactionMessageInstructions,
  createSolanaRpc, createSolanaRpcSubscriptions, createTransactionMessage, generateKeyPairSigner, getBase64EncodedWireTransaction,
  getSignatureFromTransaction, isSolanaError, lamports, pipe, sendAndConfirmDurableNonceTransactionFactory, sendAndConfirmTransactionFactory,
  setTransactionMessageFeePayerSigner, setTransactionMessageLifetimeUsingBlockhash, setTransactionMessageLifetimeUsingDurableNonce,
  signTransactionMessageWithSigners, isTransactionMessageWithDurableNonceLifetime,
} from '@solana/kit';
import { SYSTEM_PROGRAM_ADDRESS, fetchNonce, getCreateAccountInstruction, getInitializeNonceAccountInstruction, getTransferSolInstruction } from '@solana-program/system';
import { startNode } from './support/node.js';

const SOL = 1_000_000_000n;

describe('kit', () => {
  let node, rpc, rpcSubscriptions, sendAndConfirm, payer;

  before(async () => {
    node = await startNode();
    rpc = createSolanaRpc(node.url);
    rpcSubscriptions = createSolanaRpcSubscriptions(node.wsUrl);
    sendAndConfirm = sendAndConfirmTransactionFactory({ rpc, rpcSubscriptions });
    payer = await generateKeyPairSigner();
    await airdropFactory({ rpc, rpcSubscriptions })({ commitment: 'confirmed', lamports: lamports(100n * SOL), recipientAddress: payer.address });
  });
  after(() => node?.stop());

  async function signed(instructions) {
    const { value: lifetime } = await rpc.getLatestBlockhash({ commitment: 'confirmed' }).send();
    const message = pipe(
      createTransactionMessage({ version: 0 }),
      (m) => setTransactionMessageFeePayerSigner(payer, m),
      (m) => setTransactionMessageLifetimeUsingBlockhash(lifetime, m),
      (m) => appendTransactionMessageInstructions(instructions, m),
    );
    return signTransactionMessageWithSigners(message);
  }
  const transfer = (destination, amount = SOL) => getTransferSolInstruction({ source: payer, destination, amount });

  test('sends and confirms', async () => {
    const { address: to } = await generateKeyPairSigner();
    await sendAndConfirm(await signed([transfer(to)]), { commitment: 'confirmed' });
    assert.equal((await rpc.getBalance(to, { commitment: 'confirmed' }).send()).value, SOL);
  });

  test('sends and waits for finality', async () => {
    const { address: to } = await generateKeyPairSigner();
    await sendAndConfirm(await signed([transfer(to)]), { commitment: 'finalized' });
    assert.equal((await rpc.getBalance(to).send()).value, SOL);
  });

  test('integers beyond 2^53 arrive digit for digit', async () => {
    const { value } = await rpc.getAccountInfo(payer.address, { commitment: 'confirmed', encoding: 'base64' }).send();
    assert.equal(value.rentEpoch, 18446744073709551615n);
  });

  test('typed errors carry the simulation', async () => {
    const { address: to } = await generateKeyPairSigner();
    await assert.rejects(sendAndConfirm(await signed([transfer(to, 1_000n * SOL)]), { commitment: 'confirmed' }), (error) => {
      assert.ok(isSolanaError(error, SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE));
      assert.ok(error.context.logs.length > 0);
      assert.equal(error.context.unitsConsumed, 150n);
      return true;
    });
  });

  test('subscribes to accounts, slots and logs', async () => {
    const { address: to } = await generateKeyPairSigner();
    const stop = new AbortController();
    const options = { abortSignal: stop.signal };
    const accounts = await rpcSubscriptions.accountNotifications(to, { commitment: 'confirmed', encoding: 'base64' }).subscribe(options);
    const slots = await rpcSubscriptions.slotNotifications().subscribe(options);
    const logs = await rpcSubscriptions.logsNotifications({ mentions: [to] }, { commitment: 'confirmed' }).subscribe(options);
    const heard = Promise.all([first(accounts), first(slots), first(logs)]); // what comes before somebody listens is lost
    const transaction = await signed([transfer(to)]);
    await sendAndConfirm(transaction, { commitment: 'confirmed' });
    const [account, slot, log] = await heard;
    assert.equal(account.value.lamports, SOL);
    assert.ok(slot.slot > slot.parent && slot.parent >= slot.root);
    assert.equal(log.value.signature, getSignatureFromTransaction(transaction));
    assert.equal(log.value.err, null);
    stop.abort();
  });

  test('confirms a transaction with a durable nonce', async () => {
    const nonce = await generateKeyPairSigner();
    const space = 80n;
    const rent = await rpc.getMinimumBalanceForRentExemption(space).send();
    await sendAndConfirm(
      await signed([
        getCreateAccountInstruction({ payer, newAccount: nonce, lamports: rent, space, programAddress: SYSTEM_PROGRAM_ADDRESS }),
        getInitializeNonceAccountInstruction({ nonceAccount: nonce.address, nonceAuthority: payer.address }),
      ]),
      { commitment: 'confirmed' },
    );
    const { data } = await fetchNonce(rpc, nonce.address, { commitment: 'confirmed' });
    const { address: to } = await generateKeyPairSigner();
    const message = pipe(
      createTransactionMessage({ version: 0 }),
      (m) => setTransactionMessageFeePayerSigner(payer, m),
      (m) => setTransactionMessageLifetimeUsingDurableNonce({ nonce: data.blockhash, nonceAccountAddress: nonce.address, nonceAuthorityAddress: payer.address }, m),
      (m) => appendTransactionMessageInstructions([transfer(to)], m),
    );
    assert.ok(isTransactionMessageWithDurableNonceLifetime(message));
    const send = sendAndConfirmDurableNonceTransactionFactory({ rpc, rpcSubscriptions });
    await send(await signTransactionMessageWithSigners(message), { commitment: 'confirmed' });
    assert.equal((await rpc.getBalance(to, { commitment: 'confirmed' }).send()).value, SOL);
  });

  test('simulates and reads statuses', async () => {
    const { address: to } = await generateKeyPairSigner();
    const transaction = await signed([transfer(to)]);
    const wire = getBase64EncodedWireTransaction(transaction);
    const { value } = await rpc.simulateTransaction(wire, { encoding: 'base64', commitment: 'confirmed', replaceRecentBlockhash: true }).send();
    assert.equal(value.err, null);
    assert.ok(value.replacementBlockhash.lastValidBlockHeight > 0n);
    const { value: statuses } = await rpc.getSignatureStatuses([getSignatureFromTransaction(transaction)]).send();
    assert.deepEqual(statuses, [null]);
  });

  test('filters program accounts', async () => {
    const found = await rpc
      .getProgramAccounts(address('Sysvar1111111111111111111111111111111111111'), { encoding: 'base64', filters: [{ dataSize: 40n }] })
      .send();
    assert.ok(found.some(({ pubkey }) => pubkey === 'SysvarC1ock11111111111111111111111111111111'));
  });
});

async function first(notifications) {
  for await (const one of notifications) return one;
  throw new Error('the subscription ended');
}
