// The generated client against swap_pool on a node: token-swap's one-byte tags, its account decoded, errors by name, events,
// and amounts to the unit against the same arithmetic in bigint.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type KeyPairSigner } from '@solana/kit';
import { eventsOf, swapPool } from '../src';
import { confirmed, Node, skip } from './support/node';
import { fees, Pool } from './support/pool';
import { Mint, TOKEN_PROGRAM_ADDRESS } from './support/tokens';

const ceilDiv = (a: bigint, b: bigint) => (a + b - 1n) / b;
const isFailure = (name: string) => (error: Error) => error.message === `swap_pool: ${name}`;

describe('swap_pool by its generated client', { skip }, () => {
  let node: Node, deployer: KeyPairSigner, trader: KeyPairSigner, left: Mint, right: Mint, pool: Pool;

  before(async () => {
    node = await Node.start(['swap_pool']);
    ({ deployer } = node);
    trader = await node.person();
    [left, right] = await Promise.all([Mint.create(node, 6), Mint.create(node, 6)]);
    for (const mint of [left, right]) {
      await mint.give(deployer.address, 2_000_000n);
      await mint.give(trader.address, 500_000n);
    }
    pool = await Pool.create(
      node,
      { mint: left, amount: 1_000_000n },
      { mint: right, amount: 500_000n },
      trader.address,
    );
    await pool.shares.open(trader.address);
  });
  after(() => node.stop());

  test('decodes the account that token-swap clients know', async () => {
    const { data } = await swapPool.fetchSwapV1(node.rpc, pool.address, confirmed);
    assert.deepEqual([...data.discriminator], [1]);
    assert.equal(data.isInitialized, 1);
    assert.deepEqual([data.tokenA, data.tokenB], [pool.vaultA, pool.vaultB]);
    assert.deepEqual([data.tokenAMint, data.tokenBMint], [left.address, right.address]);
    assert.deepEqual([data.poolMint, data.poolFeeAccount], [pool.shares.address, pool.feeAccount]);
    assert.equal(data.tokenProgramId, TOKEN_PROGRAM_ADDRESS);
    assert.deepEqual(data.fees, fees);
    assert.equal(await pool.shares.held(deployer.address), 1_000_000_000n);
  });

  test('instructions begin with their tag of one byte', async () => {
    const swap = await pool.swap(trader, left, 7n, 3n);
    assert.equal(Buffer.from(swap.data ?? []).toString('hex'), '01' + '0700000000000000' + '0300000000000000');
    assert.equal(swapPool.identifySwapPoolInstruction({ data: Uint8Array.of(5, 0) }), 5);
  });

  test('swaps to the unit, with its event', async () => {
    const amountIn = 10_000n;
    const kept = (amountIn * 25n) / 10_000n + (amountIn * 5n) / 10_000n;
    const [before, into] = [await right.held(trader.address), await left.at(pool.vaultA)];
    const reserve = await right.at(pool.vaultB);
    const expected = reserve - ceilDiv(into * reserve, into + amountIn - kept);
    const events = eventsOf(await node.send(trader, await pool.swap(trader, left, amountIn, expected)));
    assert.equal((await right.held(trader.address)) - before, expected);
    assert.equal(events.length, 1);
    const data = events[0]?.data as swapPool.Swapped;
    assert.deepEqual([events[0]?.program, events[0]?.name], ['swap_pool', 'Swapped']);
    assert.deepEqual([data.swap, data.amountIn, data.amountOut], [pool.address, amountIn, expected]);
    assert.equal(await pool.shares.at(pool.feeAccount), data.ownerShares);
  });

  test('takes and gives back liquidity of both sides and of one', async () => {
    const own = async () => await pool.shares.held(trader.address);
    const start = await own();
    await node.send(trader, await pool.deposit(trader, 10_000_000n, 20_000n));
    assert.equal((await own()) - start, 10_000_000n);
    await node.send(trader, await pool.depositSingle(trader, right, 1_000n));
    const joined = await own();
    assert.ok(joined > start + 10_000_000n);
    await node.send(trader, await pool.withdrawSingle(trader, right, 500n));
    assert.ok((await own()) < joined);
    await node.send(trader, await pool.withdraw(trader, await own()));
    assert.equal(await own(), 0n);
  });

  test('errors have names', async () => {
    await assert.rejects(node.send(trader, await pool.swap(trader, left, 100n, 100n)), isFailure('ExceededSlippage'));
    await assert.rejects(node.send(trader, await pool.swap(trader, left, 0n)), isFailure('ZeroTradingTokens'));
    await assert.rejects(node.send(trader, await pool.deposit(trader, 1_000_000n, 1n)), isFailure('ExceededSlippage'));
  });

  test('what everybody withdrew and kept is all there was', async () => {
    await node.send(deployer, await pool.withdraw(deployer, await pool.shares.held(deployer.address)));
    for (const mint of [left, right]) {
      const everywhere = await mint.everywhere();
      assert.equal(
        [...everywhere.values()].reduce((sum, amount) => sum + amount),
        2_500_000n,
      );
      assert.equal(await mint.at(await mint.accountOf(pool.authority)), 0n);
    }
    await assert.rejects(node.send(deployer, await pool.deposit(deployer, 1n, 1_000n)), isFailure('PoolEmpty'));
  });
});
