// What a developer may do to the chain (surfnet_*), and the questions about the cluster, through web3.js and kit.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { createSolanaRpc, createSolanaRpcSubscriptions_UNSTABLE } from '@solana/kit';
import { createMint, getAccount, getAssociatedTokenAddressSync } from '@solana/spl-token';
import {
  Authorized, Connection, Keypair, LAMPORTS_PER_SOL, PublicKey, StakeProgram, SystemProgram, Transaction, sendAndConfirmTransaction,
} from '@solana/web3.js';
import { binary, startNode } from './support/node.js';
import { until } from './support/until.js';

describe('developer controls', () => {
  let node, connection, payer;

  before(async () => {
    node = await startNode();
    connection = new Connection(node.url, 'confirmed');
    payer = Keypair.generate();
    await airdrop(payer.publicKey, 100);
  });
  after(() => node?.stop());

  async function airdrop(key, sol) {
    const signature = await connection.requestAirdrop(key, sol * LAMPORTS_PER_SOL);
    await connection.confirmTransaction({ signature, ...(await connection.getLatestBlockhash()) });
  }
  async function ask(method, ...params) {
    const response = await fetch(node.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const { result, error } = await response.json();
    assert.equal(error, undefined, JSON.stringify(error));
    return result;
  }
  const transfer = (to, lamports) => new Transaction().add(SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports }));

  test('gives anybody tokens, and lists who has the most', async () => {
    const mint = await createMint(connection, payer, payer.publicKey, null, 2, Keypair.generate(), { commitment: 'confirmed' });
    const owners = [Keypair.generate().publicKey, Keypair.generate().publicKey];
    await ask('surfnet_setTokenAccount', owners[0].toBase58(), mint.toBase58(), { amount: 150, state: 'frozen' });
    const { context } = await ask('surfnet_setTokenAccount', owners[1].toBase58(), mint.toBase58(), { amount: 700, delegate: payer.publicKey.toBase58(), delegatedAmount: 3 });
    const accounts = owners.map((owner) => getAssociatedTokenAddressSync(mint, owner));
    const [frozen, delegated] = await Promise.all(accounts.map((account) => getAccount(connection, account, 'processed')));
    assert.equal(frozen.amount, 150n);
    assert.ok(frozen.isFrozen);
    assert.ok(delegated.delegate.equals(payer.publicKey));
    assert.equal(delegated.delegatedAmount, 3n);
    const { value } = await connection.getTokenLargestAccounts(mint, 'processed');
    assert.deepEqual(value.map(({ address, uiAmountString }) => [address.toBase58(), uiAmountString]), [[accounts[1].toBase58(), '7'], [accounts[0].toBase58(), '1.5']]);
    assert.ok(context.slot > 0);
  });

  test('stops the clock, and what is sent is confirmed all the same', async () => {
    const { absoluteSlot } = await ask('surfnet_pauseClock');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const held = await connection.getSlot('processed');
    assert.ok(held <= absoluteSlot + 1);
    const to = Keypair.generate().publicKey;
    await sendAndConfirmTransaction(connection, transfer(to, LAMPORTS_PER_SOL), [payer]);
    assert.equal(await connection.getBalance(to), LAMPORTS_PER_SOL);
    await ask('surfnet_resumeClock');
    await until(async () => (await connection.getSlot('processed')) > held + 2);
  });

  test('profiles a transaction without running it', async () => {
    const to = Keypair.generate().publicKey;
    const transaction = transfer(to, 5);
    transaction.feePayer = payer.publicKey;
    transaction.recentBlockhash = PublicKey.default.toBase58();
    transaction.sign(payer);
    const { value } = await ask('surfnet_profileTransaction', transaction.serialize().toString('base64'), 'a tag');
    const { accountStates, computeUnitsConsumed, errorMessage } = value.transactionProfile;
    assert.equal(computeUnitsConsumed, 150);
    // Five lamports are less than rent for an account of nothing.
    assert.equal(errorMessage, 'Transaction results in an account (1) with insufficient funds for rent');
    assert.deepEqual(accountStates[to.toBase58()], { type: 'writable', accountChange: { type: 'unchanged', data: null } });
    assert.equal(accountStates[SystemProgram.programId.toBase58()].type, 'readonly');
    assert.equal(await connection.getBalance(to), 0);
  });

  test('answers what clients ask of a cluster', async () => {
    const rpc = createSolanaRpc(node.url);
    const rate = await rpc.getInflationRate().send();
    assert.ok(rate.total > 0 && rate.validator <= rate.total);
    assert.equal((await rpc.getInflationGovernor().send()).terminal, 0.015);
    const { value: largest } = await rpc.getLargestAccounts({ filter: 'circulating' }).send();
    assert.equal(largest.length, 20);
    const { value: supply } = await rpc.getSupply({ excludeNonCirculatingAccountsList: true }).send();
    assert.equal(supply.circulating + supply.nonCirculating, supply.total);
    const { commitment, totalStake } = await rpc.getBlockCommitment(await rpc.getSlot({ commitment: 'confirmed' }).send()).send();
    assert.equal(commitment.reduce((sum, stake) => sum + stake, 0n), totalStake);
  });

  test('tells of slots and blocks as they come', async () => {
    const subscriptions = createSolanaRpcSubscriptions_UNSTABLE(node.wsUrl);
    const stop = new AbortController();
    const options = { abortSignal: stop.signal };
    const updates = await subscriptions.slotsUpdatesNotifications().subscribe(options);
    const blocks = await subscriptions
      .blockNotifications({ mentionsAccountOrProgram: payer.publicKey.toBase58() }, { commitment: 'confirmed', encoding: 'json', transactionDetails: 'accounts', maxSupportedTransactionVersion: 0 })
      .subscribe(options);
    const types = new Set();
    const collecting = collect(updates, ({ type }) => types.add(type));
    const block = first(blocks); // what comes before somebody listens is lost
    await sendAndConfirmTransaction(connection, transfer(Keypair.generate().publicKey, LAMPORTS_PER_SOL), [payer]);
    const { value } = await block;
    await until(() => ['createdBank', 'completed', 'frozen', 'optimisticConfirmation'].every((type) => types.has(type)));
    stop.abort();
    await collecting;
    assert.equal(value.err, null);
    assert.equal(value.block.transactions[0].transaction.accountKeys[0].pubkey, payer.publicKey.toBase58());
    assert.equal(value.block.rewards, undefined);
  });

  test('the ledger re-executes to the same bank hashes', async () => {
    const { stdout } = await promisify(execFile)(binary, ['ledger', 'verify', '--data', node.data]);
    assert.match(stdout, /lead to the recorded bank hash at every slot/);
  });
});

describe('stake', () => {
  let node, connection;

  before(async () => {
    node = await startNode({ arguments: ['--slot-ms', '50', '--slots-per-epoch', '32'] });
    connection = new Connection(node.url, 'confirmed');
  });
  after(() => node?.stop());

  test('earns what getInflationReward says, and the validator votes', async () => {
    const payer = Keypair.generate();
    const stake = Keypair.generate();
    const signature = await connection.requestAirdrop(payer.publicKey, 1_000 * LAMPORTS_PER_SOL);
    await connection.confirmTransaction({ signature, ...(await connection.getLatestBlockhash()) });
    const { current, delinquent } = await connection.getVoteAccounts();
    assert.equal(delinquent.length, 0);
    const authorized = new Authorized(payer.publicKey, payer.publicKey);
    const create = StakeProgram.createAccount({ fromPubkey: payer.publicKey, stakePubkey: stake.publicKey, authorized, lamports: 500 * LAMPORTS_PER_SOL });
    await sendAndConfirmTransaction(connection, create, [payer, stake]);
    const delegate = StakeProgram.delegate({ stakePubkey: stake.publicKey, authorizedPubkey: payer.publicKey, votePubkey: new PublicKey(current[0].votePubkey) });
    await sendAndConfirmTransaction(connection, delegate, [payer]);

    let reward = null;
    let epoch = (await connection.getEpochInfo()).epoch;
    await until(async () => {
      [reward] = await connection.getInflationReward([stake.publicKey], epoch).catch(() => [null]);
      if (reward === null && (await connection.getEpochInfo()).epoch > epoch + 1) epoch += 1;
      return reward !== null;
    }, 40);
    assert.ok(reward.amount > 0);
    assert.equal(reward.epoch, epoch);
    assert.equal(reward.postBalance, 500 * LAMPORTS_PER_SOL + reward.amount);
    const { rewards } = await connection.getBlock(reward.effectiveSlot, { rewards: true, transactionDetails: 'none', maxSupportedTransactionVersion: 0 });
    const paid = rewards.find(({ pubkey }) => pubkey === stake.publicKey.toBase58());
    assert.equal(paid.rewardType, 'Staking');
    assert.equal(paid.lamports, reward.amount);
  });
});

describe('a node that takes over from another', () => {
  let from, to;
  const addresses = [];

  before(async () => {
    from = await startNode({ verb: 'demo' });
    const loader = new PublicKey('BPFLoaderUpgradeab1e11111111111111111111111');
    const connection = new Connection(from.url, 'confirmed');
    await until(async () => {
      const programs = await connection.getProgramAccounts(loader, { filters: [{ dataSize: 36 }] });
      addresses.push(...programs.slice(0, 1).map(({ pubkey }) => pubkey));
      return addresses.length > 0;
    });
    const funded = Keypair.generate().publicKey;
    const signature = await connection.requestAirdrop(funded, 3 * LAMPORTS_PER_SOL);
    await connection.confirmTransaction({ signature, ...(await connection.getLatestBlockhash()) });
    addresses.push(funded);
    const clone = addresses.flatMap((address) => ['--clone', address.toBase58()]);
    to = await startNode({ arguments: ['--slot-ms', '100', '--clone-from', from.url, ...clone] });
  });
  after(async () => {
    await to?.stop();
    await from?.stop();
  });

  test('has its accounts, and runs its programs', async () => {
    const connection = new Connection(to.url, 'confirmed');
    const [program, funded] = addresses;
    assert.equal(await connection.getBalance(funded), 3 * LAMPORTS_PER_SOL);
    assert.ok((await connection.getAccountInfo(program)).executable);
    const payer = Keypair.generate();
    const signature = await connection.requestAirdrop(payer.publicKey, LAMPORTS_PER_SOL);
    await connection.confirmTransaction({ signature, ...(await connection.getLatestBlockhash()) });
    const call = new Transaction({ feePayer: payer.publicKey, ...(await connection.getLatestBlockhash()) }).add({ programId: program, keys: [], data: Buffer.alloc(8) });
    const { value } = await connection.simulateTransaction(call, [payer]);
    assert.equal(value.logs[0], `Program ${program.toBase58()} invoke [1]`);
    assert.ok(value.unitsConsumed > 0);
    assert.ok(value.err.InstructionError, JSON.stringify(value.err)); // it ran, and has no instruction of zeros
    const { stdout } = await promisify(execFile)(binary, ['ledger', 'verify', '--data', to.data]);
    assert.match(stdout, /lead to the recorded bank hash at every slot/);
  });
});

async function first(notifications) {
  for await (const one of notifications) return one;
  throw new Error('the subscription ended');
}

async function collect(notifications, take) {
  for await (const one of notifications) take(one);
}
