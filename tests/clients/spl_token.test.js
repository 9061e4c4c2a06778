import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Connection, Keypair, LAMPORTS_PER_SOL } from '@solana/web3.js';
import {
  TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID, approve, closeAccount, createMint, getAccount, getMint, getOrCreateAssociatedTokenAccount, mintTo, transfer,
} from '@solana/spl-token';
import { startNode } from './support/node.js';

describe('spl-token', () => {
  let node, connection, payer;

  before(async () => {
    node = await startNode();
    connection = new Connection(node.url, 'confirmed');
    payer = Keypair.generate();
    const signature = await connection.requestAirdrop(payer.publicKey, 10 * LAMPORTS_PER_SOL);
    await connection.confirmTransaction({ signature, ...(await connection.getLatestBlockhash()) });
  });
  after(async () => {
    connection?._rpcWebSocket?.close();
    await node?.stop();
  });

  for (const [name, program] of [['SPL Token', TOKEN_PROGRAM_ID], ['Token-2022', TOKEN_2022_PROGRAM_ID]]) {
    test(`${name}: mint, accounts, transfer, delegate, balances`, async () => {
      const mint = await createMint(connection, payer, payer.publicKey, null, 6, undefined, undefined, program);
      const to = Keypair.generate().publicKey;
      const open = (owner) => getOrCreateAssociatedTokenAccount(connection, payer, mint, owner, false, 'confirmed', undefined, program);
      const own = await open(payer.publicKey);
      const other = await open(to);
      await mintTo(connection, payer, mint, own.address, payer, 1_500_000n, [], undefined, program);
      await transfer(connection, payer, own.address, other.address, payer, 250_000n, [], undefined, program);
      assert.equal((await getAccount(connection, other.address, 'confirmed', program)).amount, 250_000n);
      assert.equal((await getMint(connection, mint, 'confirmed', program)).supply, 1_500_000n);

      assert.deepEqual((await connection.getTokenAccountBalance(own.address)).value, { amount: '1250000', decimals: 6, uiAmount: 1.25, uiAmountString: '1.25' });
      assert.deepEqual((await connection.getTokenSupply(mint)).value, { amount: '1500000', decimals: 6, uiAmount: 1.5, uiAmountString: '1.5' });
      const byMint = await connection.getTokenAccountsByOwner(to, { mint });
      assert.deepEqual(byMint.value.map((entry) => entry.pubkey.toBase58()), [other.address.toBase58()]);
      const byProgram = await connection.getParsedTokenAccountsByOwner(to, { programId: program });
      assert.equal(byProgram.value[0].account.data.parsed.info.tokenAmount.uiAmountString, '0.25');

      const delegate = Keypair.generate().publicKey;
      await approve(connection, payer, own.address, delegate, payer, 7n, [], undefined, program);
      const delegated = await connection._rpcRequest('getTokenAccountsByDelegate', [delegate.toBase58(), { mint: mint.toBase58() }, { encoding: 'jsonParsed', commitment: 'confirmed' }]);
      assert.equal(delegated.result.value[0].account.data.parsed.info.delegatedAmount.amount, '7');

      const [{ signature }] = await connection.getSignaturesForAddress(other.address);
      const parsed = await connection.getParsedTransaction(signature, { maxSupportedTransactionVersion: 0 });
      assert.equal(parsed.meta.postTokenBalances.find((balance) => balance.owner === to.toBase58()).uiTokenAmount.amount, '250000');
    });
  }

  test('errors name what is wrong', async () => {
    await assert.rejects(connection.getTokenAccountBalance(Keypair.generate().publicKey), /Invalid param: could not find account/);
    await assert.rejects(connection.getTokenAccountBalance(payer.publicKey), /Invalid param: not a Token account/);
    await assert.rejects(connection.getTokenSupply(payer.publicKey), /Invalid param: not a Token mint/);
    await assert.rejects(connection.getTokenAccountsByOwner(payer.publicKey, { mint: Keypair.generate().publicKey }), /Invalid param: could not find mint/);
    await assert.rejects(connection.getTokenAccountsByOwner(payer.publicKey, { programId: payer.publicKey }), /Invalid param: unrecognized Token program id/);
  });

  test('a closed account is gone', async () => {
    const mint = await createMint(connection, payer, payer.publicKey, null, 0);
    const account = await getOrCreateAssociatedTokenAccount(connection, payer, mint, payer.publicKey, false, 'confirmed');
    await closeAccount(connection, payer, account.address, payer.publicKey, payer);
    assert.equal(await connection.getAccountInfo(account.address), null);
  });
});
