// One life of the protocol from end to end, by this client, on a fresh node: from the first mint to everybody's withdrawal. A
// ledger kept beside it is compared with every token account there is, after each step, to the last unit.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { getTransferSolInstruction } from '@solana-program/system';
import { getCloseAccountInstruction } from '@solana-program/token';
import {
  AccountRole,
  type Address,
  address,
  fetchEncodedAccount,
  generateKeyPairSigner,
  isProgramError,
  type KeyPairSigner,
} from '@solana/kit';
import {
  agentFactory,
  callFlags,
  encodeCall,
  eventsOf,
  findMintEntry,
  findPoolEntry,
  findWallet,
  getBeneficiaryExecuteForWalletInstruction,
  getExecuteForWalletInstruction,
  governance,
  marketplace,
  openVault,
  rewards,
  sha256,
  swapPool,
  walletSigner,
  zestStaking,
} from '../src';
import { Ledger } from './support/ledger';
import { handOver, programDataHeader, programDataOf, writeBuffer } from './support/loader';
import { confirmed, type Node, readProgram, skip } from './support/node';
import { fees, Pool } from './support/pool';
import { encodePrice, pythReceiver } from './support/price';
import { cooldown, day, epoch, disputeBond, disputeWindow, hash, Protocol, usd, zest } from './support/protocol';
import { type Mint, TOKEN_PROGRAM_ADDRESS } from './support/tokens';

const supply = { zest: zest(1_000_000n), usd: usd(1_000_000n) };
const prices = {
  perpetual: zest(1_000n),
  period: zest(300n),
  periodS: 30n * day,
  use: zest(5n),
  stake: zest(1_000n),
  stakeS: 90n * day,
};
const { LicenseKind } = marketplace;
const total = (amounts: Iterable<bigint>) => [...amounts].reduce((sum, amount) => sum + amount, 0n);
const errorBehind = (error: unknown) => (error instanceof Error ? error.cause : undefined);
const noKey = address('11111111111111111111111111111111');

describe('a life of the protocol', { skip }, () => {
  let protocol: Protocol, node: Node, pool: Pool, deployer: KeyPairSigner;
  let zestLedger: Ledger, usdLedger: Ledger;
  // Alice stakes and votes, dev sells an agent, user licenses it, the executor runs it.
  let alice: KeyPairSigner, dev: KeyPairSigner, user: KeyPairSigner;
  let executor: KeyPairSigner, resolver: KeyPairSigner, guardian: KeyPairSigner;
  // Their ZEST and dollar accounts.
  const coins = { zest: {} as Record<string, Address>, usd: {} as Record<string, Address> };
  let agent: Address, listing: Address, terms: Uint8Array;
  let wallet: Address, purse: Address, walletUsd: Address, walletZest: Address;
  const priceFeed = address('7UVimffxr9ow1uXYxsr4LHAcV58mLzhmwaeKvJ1pjLiE');
  let priceAccount: Address, aliceLock: bigint;

  const zestOf = (who: KeyPairSigner) => coins.zest[who.address] as Address;
  const usdOf = (who: KeyPairSigner) => coins.usd[who.address] as Address;
  const license = (number: bigint) =>
    marketplace.findLicensePda({ agent, licensee: user.address, number }).then(([found]) => found);
  const receipt = async (number: bigint) => (await marketplace.findReceiptPda({ license: await license(number) }))[0];
  const receiptNow = async (number: bigint) =>
    (await marketplace.fetchReceipt(node.rpc, await receipt(number), confirmed)).data;
  const settle = async (number: bigint) =>
    node.send(
      deployer,
      marketplace.getSettleInstruction({
        license: await license(number),
        receipt: await receipt(number),
        listing,
        wallet,
      }),
    );
  const marketTokens = () => ({ mint: protocol.zest.address, vault: protocol.at.marketVault });
  const stakingTokens = () => ({ pool: protocol.at.stakePool, mint: protocol.zest.address });
  /** Of ZEST, in dollars of eight decimals. */
  const publishPrice = async (price: bigint) =>
    node.setAccount(priceAccount, pythReceiver, encodePrice(priceFeed, price, await node.now()));

  before(async () => {
    [resolver, guardian] = await Promise.all([generateKeyPairSigner(), generateKeyPairSigner()]);
    protocol = await Protocol.found(resolver.address, guardian.address);
    ({ node } = protocol);
    ({ deployer } = node);
    [alice, dev, user, executor] = await Promise.all([node.person(), node.person(), node.person(), node.person()]);
    await node.fund(resolver.address, 1n);
    zestLedger = new Ledger(protocol.zest);
    usdLedger = new Ledger(protocol.usd);
  });
  after(() => node.stop());
  afterEach(async () => {
    await zestLedger.check();
    await usdLedger.check();
  });

  test('ZEST and a dollar are minted, and never again', async () => {
    const give = async (
      mint: Mint,
      ledger: Ledger,
      accounts: Record<string, Address>,
      who: Address,
      amount: bigint,
    ) => {
      accounts[who] = await mint.give(who, amount);
      ledger.issue(accounts[who], amount);
    };
    for (const [who, amount] of [
      [alice, 300_000n],
      [user, 20_000n],
      [deployer, 180_000n],
      [dev, 0n],
    ] as const)
      await give(protocol.zest, zestLedger, coins.zest, who.address, zest(amount));
    await give(protocol.zest, zestLedger, coins.zest, protocol.at.authority, zest(500_000n));
    assert.equal(coins.zest[protocol.at.authority], protocol.at.treasury);
    for (const [who, amount] of [
      [deployer, 950_000n],
      [user, 50_000n],
      [alice, 0n],
    ] as const)
      await give(protocol.usd, usdLedger, coins.usd, who.address, usd(amount));
    await protocol.zest.fixSupply();
    await protocol.usd.fixSupply();
  });

  test('alice stakes and locks', async () => {
    aliceLock = (await node.now()) + 365n * day;
    await protocol.stake(alice, zest(200_000n), aliceLock);
    zestLedger.move(zestOf(alice), protocol.at.stakeVault, zest(200_000n));
    const { data } = await zestStaking.fetchStakeRecord(node.rpc, await protocol.stakeOf(alice.address), confirmed);
    assert.deepEqual([data.amount, data.lockUntil], [zest(200_000n), aliceLock]);
    await node.travel(5n); // a vote needs a stake from an earlier second
  });

  test('a pool is opened, and governance lists it and what has a price', async () => {
    const [ours, theirs] = [zest(100_000n), usd(200_000n)];
    pool = await Pool.create(
      node,
      { mint: protocol.zest, amount: ours },
      { mint: protocol.usd, amount: theirs },
      alice.address,
    );
    zestLedger.move(zestOf(deployer), pool.vaultA, ours);
    usdLedger.move(usdOf(deployer), pool.vaultB, theirs);
    priceAccount = (await generateKeyPairSigner()).address;

    const setMint = (mint: Address, price: Partial<governance.SetMintArgs>) => ({
      kind: governance.ActionKind.SetMint,
      payload: governance.getSetMintEncoder().encode({
        mint,
        priceOwner: noKey,
        priceFeed: noKey,
        ageMaxS: 0n,
        confidenceMaxBps: 0n,
        isQuote: 0,
        priceKind: governance.PriceKind.None,
        reserved: new Uint8Array(6),
        ...price,
      }),
      execute: (proposal: Address) => governance.getExecuteSetMintInstructionAsync({ proposal, payer: alice, mint }),
    });
    const pyth = { priceOwner: pythReceiver, priceFeed, ageMaxS: 60n, confidenceMaxBps: 100n };
    await protocol.decide(
      alice,
      setMint(protocol.usd.address, { isQuote: 1, priceKind: governance.PriceKind.Quote }),
      setMint(protocol.zest.address, { ...pyth, priceKind: governance.PriceKind.Pyth }),
      {
        kind: governance.ActionKind.SetPool,
        payload: governance.getSetPoolEncoder().encode({
          program: swapPool.SWAP_POOL_PROGRAM_ADDRESS,
          pool: pool.address,
        }),
        execute: (proposal) =>
          governance.getExecuteSetPoolInstructionAsync({ proposal, payer: alice, pool: pool.address }),
      },
    );
    const entry = await governance.fetchMintEntry(node.rpc, await findMintEntry(protocol.zest.address), confirmed);
    assert.equal(entry.data.priceFeed, priceFeed);
  });

  test('dev publishes an agent that may swap there, and lists it', async () => {
    const create = await agentFactory.getCreateAgentInstructionAsync({
      creator: dev,
      agentId: 1n,
      configHash: hash(1),
      quoteMint: protocol.usd.address,
      quoteEntry: await findMintEntry(protocol.usd.address),
      upgradeAuthority: dev.address,
      thresholds: { maxNetLoss: 0n, maxExecutions: 0n },
      configUri: 'ipfs://agent',
    });
    [agent] = await agentFactory.findAgentPda({ creator: dev.address, agentId: 1n });
    const unused = { position: 0, role: 0 };
    const swapOnThePool = {
      program: swapPool.SWAP_POOL_PROGRAM_ADDRESS,
      instructionPrefix: Uint8Array.from({ length: 16 }, (_, at) => (at === 0 ? 1 : 0)),
      fixedKeys: [pool.address, noKey],
      rules: [
        { position: 0, role: agentFactory.AccountRole.FixedKey0 },
        { position: 6, role: agentFactory.AccountRole.WalletToken },
        ...Array<typeof unused>(6).fill(unused),
      ],
      prefixSize: 1,
      ruleCount: 2,
      positionOwnerOffset: 0,
      reserved: new Uint8Array(4),
    };
    await node.send(
      dev,
      create,
      agentFactory.getSetExecutorsInstruction({ agent, owner: dev, executors: [executor.address] }),
      agentFactory.getSetAllowListInstruction({ agent, owner: dev, keep: 0, entries: [swapOnThePool] }),
      agentFactory.getPublishAgentInstruction({ agent, owner: dev }),
      await agentFactory.getActivateAgentInstructionAsync({ agent, owner: dev }),
    );
    const { data } = await agentFactory.fetchAgentState(node.rpc, agent, confirmed);
    assert.equal(data.lifecycle, agentFactory.Lifecycle.Active);
    assert.equal(data.configUri, 'ipfs://agent');
    terms = Uint8Array.from(data.terms);

    [listing] = await marketplace.findListingPda({ agent });
    await node.send(
      dev,
      await marketplace.getListAgentInstructionAsync({ seller: dev, agent, prices, payee: dev.address }),
      await marketplace.getPublishMetadataInstructionAsync({
        seller: dev,
        listing,
        number: 1n,
        hash: hash(2),
        uri: 'ipfs://about',
      }),
    );
  });

  test('user licenses it in all four forms', async () => {
    const buy = async (number: bigint, kind: marketplace.LicenseKind, quantity: bigint, maxPrice: bigint) => {
      await node.send(
        user,
        await marketplace.getLicenseAgentInstructionAsync({
          ...marketTokens(),
          licensee: user,
          agent,
          listing,
          from: zestOf(user),
          wallet: (await findWallet({ agent, beneficiary: user.address })).wallet,
          number,
          kind,
          quantity,
          maxPrice,
          expectedTerms: terms,
        }),
      );
      zestLedger.move(zestOf(user), protocol.at.marketVault, maxPrice);
    };
    await buy(1n, LicenseKind.Perpetual, 1n, zest(1_000n));
    await buy(2n, LicenseKind.Subscription, 2n, zest(600n));
    await buy(3n, LicenseKind.PerUse, 10n, zest(50n));
    await assert.rejects(buy(9n, LicenseKind.PerUse, 10n, zest(49n)), /^Error: marketplace: PriceAboveMaximum$/);

    await protocol.stake(user, zest(2_000n), (await node.now()) + 100n * day);
    zestLedger.move(zestOf(user), protocol.at.stakeVault, zest(2_000n));
    const stake = await protocol.stakeOf(user.address);
    await node.send(
      user,
      await marketplace.getLicenseByStakeInstructionAsync({
        licensee: user,
        agent,
        listing,
        stakingPool: protocol.at.stakePool,
        stake,
        number: 4n,
        maxStake: prices.stake,
        maxTermS: prices.stakeS,
        expectedTerms: terms,
      }),
    );
    const record = await zestStaking.fetchStakeRecord(node.rpc, stake, confirmed);
    assert.equal(record.data.pledgedTo, await license(4n));
  });

  test('staking rewards begin to stream', async () => {
    await node.send(
      deployer,
      zestStaking.getFundRewardsInstruction({
        ...stakingTokens(),
        funder: deployer,
        from: zestOf(deployer),
        rewardsVault: protocol.at.rewardsVault,
        amount: zest(10_000n),
        durationS: 30n * day,
      }),
    );
    zestLedger.move(zestOf(deployer), protocol.at.rewardsVault, zest(10_000n));
  });

  test('a pot is there for what agents gain', async () => {
    await node.send(
      deployer,
      rewards.getFundPotInstruction({
        config: protocol.at.rewards,
        funder: deployer,
        mint: protocol.zest.address,
        from: zestOf(deployer),
        vault: protocol.at.pot,
        tokenProgram: TOKEN_PROGRAM_ADDRESS,
        amount: zest(5_000n),
      }),
    );
    zestLedger.move(zestOf(deployer), protocol.at.pot, zest(5_000n));
    await node.send(dev, await rewards.getOpenAgentRewardsInstructionAsync({ developer: dev, agent }));
  });

  test('user opens a wallet, agrees and sets allowances', async () => {
    ({ wallet, purse } = await findWallet({ agent, beneficiary: user.address }));
    const limits = { wallet, beneficiary: user, unpricedAllowed: 0, unreturnedAllowed: 0, windowS: 7n * day };
    const { AllowanceKind } = agentFactory;
    const allow = (kind: agentFactory.AllowanceKind, mint: Address, cap: bigint) =>
      agentFactory.getSetAllowanceInstruction({ ...limits, kind, mint, cap });
    await node.send(
      user,
      await agentFactory.getOpenWalletInstructionAsync({ beneficiary: user, agent, license: await license(3n) }),
      agentFactory.getAgreeInstruction({ agent, wallet, beneficiary: user, expectedTerms: terms }),
      allow(AllowanceKind.Mint, protocol.usd.address, usd(2_000n)),
      allow(AllowanceKind.Mint, protocol.zest.address, zest(1_000n)),
      allow(AllowanceKind.Uses, noKey, 100n),
      allow(AllowanceKind.FlatFees, noKey, 1_000_000n),
      agentFactory.getSetWalletLimitsInstruction({ wallet, beneficiary: user, flatFee: 10_000n, maxLossBps: 200 }),
      getTransferSolInstruction({ source: user, destination: purse, amount: 100_000_000n }),
    );
    walletUsd = await protocol.usd.open(wallet);
    walletZest = await protocol.zest.open(wallet);
    await protocol.usd.pay(user, wallet, usd(5_000n));
    usdLedger.move(usdOf(user), walletUsd, usd(5_000n));
  });

  /** What the pool gives for `amountIn` as it stands, and that booked. */
  function bookSwap(from: 'usd' | 'zest', payer: Address, receiver: Address, amountIn: bigint): bigint {
    const [inLedger, outLedger] = from === 'usd' ? [usdLedger, zestLedger] : [zestLedger, usdLedger];
    const [inVault, outVault] = from === 'usd' ? [pool.vaultB, pool.vaultA] : [pool.vaultA, pool.vaultB];
    const part = (numerator: bigint, denominator: bigint) => (amountIn * numerator) / denominator;
    const kept =
      part(fees.tradeFeeNumerator, fees.tradeFeeDenominator) +
      part(fees.ownerTradeFeeNumerator, fees.ownerTradeFeeDenominator);
    const [x, y] = [inLedger.of(inVault), outLedger.of(outVault)];
    const remains = x + amountIn - kept;
    const out = y - (x * y + remains - 1n) / remains;
    inLedger.move(payer, inVault, amountIn);
    outLedger.move(outVault, receiver, out);
    return out;
  }

  test('the executor swaps for the wallet, and not beyond what it may', async () => {
    const entries = await Promise.all([protocol.usd, protocol.zest].map((mint) => findMintEntry(mint.address)));
    const read = [entries[0], entries[1], priceAccount, await findPoolEntry(pool.address)] as Address[];
    const nonceNow = async () => (await agentFactory.fetchWallet(node.rpc, wallet, confirmed)).data.nonce;
    const execute = async (from: Mint, amountIn: bigint, out: bigint, price: bigint) => {
      await publishPrice(price);
      return node.send(
        executor,
        await getExecuteForWalletInstruction({
          agent,
          beneficiary: user.address,
          executor,
          license: await license(3n),
          nonce: await nonceNow(),
          contextRoot: hash(9),
          entry: 0,
          call: await pool.swap(walletSigner(wallet), from, amountIn, out),
          prices: read,
        }),
      );
    };
    const bought = bookSwap('usd', walletUsd, walletZest, usd(1_000n));
    const logs = await execute(protocol.usd, usd(1_000n), bought, 200_000_000n);
    assert.deepEqual(
      eventsOf(logs).map(({ program, name }) => `${program} ${name}`),
      ['swap_pool Swapped', 'agent_factory AgentExecuted'],
    );
    // Others buy, the price rises, the wallet sells part of what it has.
    const pushed = usd(10_000n);
    await node.send(deployer, await pool.swap(deployer, protocol.usd, pushed));
    bookSwap('usd', usdOf(deployer), zestOf(deployer), pushed);
    const sold = zest(200n);
    await execute(protocol.zest, sold, bookSwap('zest', walletZest, walletUsd, sold), 222_000_000n);

    const { data } = await agentFactory.fetchWallet(node.rpc, wallet, confirmed);
    assert.equal(data.mints[1]?.trackedQuantity, bought - sold);
    assert.equal(data.uses - data.usesAtLicense, 2n);
    await assert.rejects(execute(protocol.usd, usd(1_500n), 1n, 222_000_000n), /agent_factory: AllowanceExceeded/);

    const update = agentFactory.getUpdatePerformanceInstruction({ agent });
    await node.send(deployer, {
      ...update,
      accounts: [...update.accounts, { address: wallet, role: AccountRole.WRITABLE }],
    });
    const state = await agentFactory.fetchAgentState(node.rpc, agent, confirmed);
    assert.equal(state.data.performanceMetrics.executionCount, 2n);
    assert.ok(state.data.performanceMetrics.yieldGenerated > usd(30n));
  });

  test('what the agent saw is committed and proven', async () => {
    const [context] = await agentFactory.findContextPda({ agent });
    const slot = await node.rpc.getSlot(confirmed).send();
    const leaf = { context, slot, root: hash(9) };
    await node.send(
      dev,
      await agentFactory.getOpenContextInstructionAsync({ owner: dev, agent, intervalSlots: 1n }),
      agentFactory.getCommitContextInstruction({ agent, executor, ...leaf }),
    );
    await node.send(user, agentFactory.getVerifyContextInstruction({ ...leaf, index: 0n, path: [] }));
    const wrong = agentFactory.getVerifyContextInstruction({ ...leaf, root: hash(8), index: 0n, path: [] });
    await assert.rejects(node.send(user, wrong), /agent_factory: ContextNotProven/);
  });

  test('a vault opens to a stake', async () => {
    const [ofTemplate] = await openVault.findOfTemplatePda({ publisher: dev.address, number: 1n });
    await node.send(
      dev,
      await openVault.getPublishTemplateInstructionAsync({
        publisher: dev,
        number: 1n,
        hash: hash(3),
        staked: zest(100_000n),
        lockLeftS: 30n * day,
        uri: 'ipfs://template',
      }),
    );
    const claim = async (holder: KeyPairSigner) =>
      openVault.getClaimAccessInstructionAsync({
        holder,
        vault: protocol.at.vault,
        ofTemplate,
        stake: await protocol.stakeOf(holder.address),
      });
    await assert.rejects(node.send(user, await claim(user)), /open_vault: StakeTooSmall/);
    await node.send(alice, await claim(alice));
    const [access] = await openVault.findAccessPda({ ofTemplate, holder: alice.address });
    const { data } = await openVault.fetchAccess(node.rpc, access, confirmed);
    assert.equal(data.validUntil, aliceLock);
    await node.send(
      alice,
      openVault.getCloseAccessInstruction({ access, ofTemplate, caller: alice, rentPayer: alice.address }),
    );
    await node.send(
      dev,
      openVault.getRetireTemplateInstruction({ ofTemplate, publisher: dev }),
      openVault.getCloseTemplateInstruction({ ofTemplate, publisher: dev, rentPayer: dev.address }),
    );
  });

  test('licences are disputed, refunded and settled', async () => {
    const bonded = { licensee: user, ...marketTokens() };
    await node.send(
      user,
      marketplace.getOpenDisputeInstruction({
        ...bonded,
        license: await license(1n),
        receipt: await receipt(1n),
        listing,
        market: protocol.at.market,
        from: zestOf(user),
        evidence: hash(7),
      }),
    );
    zestLedger.move(zestOf(user), protocol.at.marketVault, disputeBond);
    await node.send(
      resolver,
      await marketplace.getResolveDisputeInstructionAsync({
        license: await license(1n),
        receipt: await receipt(1n),
        listing,
        resolver,
        refundBps: 4_000n,
      }),
    );
    assert.equal((await receiptNow(1n)).owed, zest(400n) + disputeBond);

    const started = (await marketplace.fetchLicense(node.rpc, await license(2n), confirmed)).data.startedAt;
    await node.travelTo(started + 10n * day + 1n);
    await settle(3n); // its uses wait from now on
    const stop = async (number: bigint) =>
      node.send(
        user,
        marketplace.getRefundInstruction({
          license: await license(number),
          receipt: await receipt(number),
          licensee: user,
          wallet,
        }),
      );
    await stop(2n); // eleven days of sixty have begun
    assert.equal((await receiptNow(2n)).owed, zest(490n));
    await stop(3n); // two uses of ten
    assert.equal((await receiptNow(3n)).owed, zest(40n));

    for (const number of [1n, 2n, 3n]) {
      const { owed } = await receiptNow(number);
      await node.send(
        user,
        await marketplace.getCollectRefundInstructionAsync({
          ...bonded,
          receipt: await receipt(number),
          to: zestOf(user),
        }),
      );
      zestLedger.move(protocol.at.marketVault, zestOf(user), owed);
    }
    await node.travel(disputeWindow + day);
    await settle(2n);
    await settle(3n);
    const { data } = await marketplace.fetchListing(node.rpc, listing, confirmed);
    const earned = zest(600n + 110n + 10n);
    assert.equal(data.owedDeveloper, (earned * 7n) / 10n);
    assert.equal(data.owedTreasury, (earned * 3n) / 10n);
    const { Party } = marketplace;
    for (const [party, to, owed] of [
      [Party.Developer, zestOf(dev), data.owedDeveloper],
      [Party.Treasury, protocol.at.treasury, data.owedTreasury],
    ] as const) {
      await node.send(
        deployer,
        await marketplace.getPayShareInstructionAsync({ ...marketTokens(), listing, to, party }),
      );
      zestLedger.move(protocol.at.marketVault, to, owed);
    }
    assert.equal(zestLedger.of(protocol.at.marketVault), 0n);
  });

  test('the agent is rewarded for its epoch, under half of what it brought the treasury', async () => {
    const config = protocol.at.rewards;
    const index = (await node.now()) / epoch;
    const at = { config, epoch: (await rewards.findEpochPda({ index }))[0] };
    const [agentRewards] = await rewards.findAgentRewardsPda({ agent });
    await node.travelTo((index + 1n) * epoch);
    await node.send(
      deployer,
      await rewards.getOpenEpochInstructionAsync({ opener: deployer, config, market: protocol.at.market, index }),
    );
    const quoteEntry = await findMintEntry(protocol.usd.address);
    await node.send(
      dev,
      rewards.getEnterEpochInstruction({ ...at, developer: dev, agentRewards, agent, listing, quoteEntry }),
    );
    await node.travelTo((index + 2n) * epoch);
    await node.send(deployer, rewards.getDistributeRewardsInstruction({ ...at, agentRewards }));

    const reward = (zest(216n) * 4_000n) / 10_000n; // of what the treasury received; at most half of it
    const { Party } = rewards;
    const parts = [
      [Party.Developer, zestOf(dev), (reward * 7n) / 10n],
      [Party.Treasury, protocol.at.treasury, (reward * 3n) / 10n],
    ] as const;
    for (const [party, to, amount] of parts) {
      const claim = { config, agentRewards, mint: protocol.zest.address, vault: protocol.at.pot, to, party };
      await node.send(deployer, rewards.getClaimInstruction({ ...claim, tokenProgram: TOKEN_PROGRAM_ADDRESS }));
      zestLedger.move(protocol.at.pot, to, amount);
    }
    await node.travelTo((index + 4n) * epoch);
    await node.send(deployer, rewards.getCloseEpochInstruction({ ...at, rentPayer: deployer.address }));
    const { data } = await rewards.fetchRewardsConfig(node.rpc, config, confirmed);
    assert.deepEqual([data.pot, data.allotted, data.owed], [zest(5_000n) - reward, 0n, 0n]);
  });

  test("staking rewards are claimed: alice her own, the pledged stake's 70/30 by developer and treasury", async () => {
    await node.travel(30n * day);
    const claim = async (
      staker: KeyPairSigner,
      claimer: KeyPairSigner,
      party: zestStaking.Party,
      destination: Address,
    ) => {
      const stake = await protocol.stakeOf(staker.address);
      const logs = await node.send(
        claimer,
        zestStaking.getClaimRewardsInstruction({
          ...stakingTokens(),
          stake,
          claimer,
          rewardsVault: protocol.at.rewardsVault,
          destination,
          party,
        }),
      );
      const claimed = eventsOf(logs)[0]?.data as zestStaking.RewardsClaimed;
      zestLedger.move(protocol.at.rewardsVault, destination, claimed.amount);
      return claimed.amount;
    };
    const { Party } = zestStaking;
    const hers = await claim(alice, alice, Party.Staker, zestOf(alice));
    const developers = await claim(user, deployer, Party.Developer, zestOf(dev));
    const treasurys = await claim(user, deployer, Party.Treasury, protocol.at.treasury);
    await assert.rejects(claim(user, user, Party.Staker, zestOf(user)), /zest_staking: NothingToClaim/);
    // 200,000 and 2,000 of 202,000, rounded down; what rounding left stays in the vault.
    assert.equal(hers, (zest(10_000n) * 200n) / 202n);
    assert.equal(developers, (((zest(10_000n) * 2n) / 202n) * 7n) / 10n);
    const dust = zest(10_000n) - hers - developers - treasurys;
    assert.ok(dust >= 0n && dust <= 2n, `${dust}`);
  });

  test('governance pays from the treasury, calls a sister program, and upgrades another', async () => {
    const grant = zest(1_234n);
    const { authority } = protocol.at;
    const setFeatures = zestStaking.getSetFeaturesInstruction({
      pool: protocol.at.stakePool,
      authority: walletSigner(authority),
      features: [],
    });
    const next = await readProgram('bench_hello');
    const buffer = await writeBuffer(node, next);
    await node.send(deployer, handOver(buffer, deployer, authority));
    const upgraded = openVault.OPEN_VAULT_PROGRAM_ADDRESS;
    const programData = await programDataOf(upgraded);
    const clock = address('SysvarC1ock11111111111111111111111111111111');
    await protocol.decide(
      alice,
      {
        kind: governance.ActionKind.TransferTokens,
        payload: governance.getTransferTokensEncoder().encode({
          from: protocol.at.treasury,
          to: zestOf(dev),
          toOwner: dev.address,
          mint: protocol.zest.address,
          amount: grant,
        }),
        execute: (proposal) =>
          governance.getExecuteTransferInstruction({
            proposal,
            from: protocol.at.treasury,
            mint: protocol.zest.address,
            to: zestOf(dev),
          }),
      },
      {
        kind: governance.ActionKind.CallProgram,
        payload: await encodeCall(setFeatures),
        execute: (proposal) => {
          const call = governance.getExecuteCallInstruction({
            proposal,
            program: setFeatures.programAddress,
            flags: callFlags(setFeatures),
          });
          const outside = setFeatures.accounts.map(({ address: key, role }) => ({
            address: key,
            role: key === authority ? AccountRole.READONLY : role,
          }));
          return {
            ...call,
            accounts: [...call.accounts, ...outside],
          };
        },
      },
      {
        kind: governance.ActionKind.UpgradeProgram,
        buffer,
        payload: governance
          .getUpgradeProgramEncoder()
          .encode({ program: upgraded, buffer, bufferHash: await sha256(next) }),
        execute: (proposal) =>
          governance.getExecuteUpgradeInstruction({
            proposal,
            program: upgraded,
            programData,
            buffer,
            rentPayer: alice.address,
            clock,
          }),
      },
    );
    zestLedger.move(protocol.at.treasury, zestOf(dev), grant);
    const code = await fetchEncodedAccount(node.rpc, programData, confirmed);
    assert.ok(
      code.exists &&
        Buffer.from(code.data)
          .subarray(programDataHeader, programDataHeader + next.length)
          .equals(next),
    );
    assert.equal((await fetchEncodedAccount(node.rpc, buffer, confirmed)).exists, false);
    // It runs the new code, which has none of the old instructions.
    const old = openVault.getCloseStakeRootInstruction({ stakeRoot: protocol.at.vault, rentPayer: alice.address });
    await assert.rejects(node.send(alice, old), (error) =>
      isProgramError(errorBehind(error), { instructions: [old] }, upgraded, 101),
    );
  });

  test("dev retires and closes the agent; user unwinds with nobody's leave", async () => {
    const stake = await protocol.stakeOf(user.address);
    const rentPayer = user.address;
    for (const number of [1n, 2n, 3n])
      await node.send(
        user,
        marketplace.getCloseLicenseInstruction({
          license: await license(number),
          receipt: await receipt(number),
          listing,
          closer: user,
          rentPayer,
        }),
      );
    await node.send(
      user,
      marketplace.getReleaseStakeInstruction({
        licensee: user,
        license: await license(4n),
        listing,
        stakingPool: protocol.at.stakePool,
        stake,
        rentPayer,
      }),
    );
    const [creatorRecord] = await agentFactory.findCreatorRecordPda({ owner: dev.address });
    await node.send(
      dev,
      marketplace.getDelistAgentInstruction({ listing, seller: dev }),
      marketplace.getCloseListingInstruction({ listing, seller: dev, rentPayer: dev.address }),
      agentFactory.getRetireAgentInstruction({ agent, caller: dev, creatorRecord }),
      agentFactory.getCloseAgentInstruction({ agent, owner: dev, rentPayer: dev.address }),
      agentFactory.getCloseCreatorRecordInstruction({ creatorRecord, creator: dev }),
    );
    const [agentRewards] = await rewards.findAgentRewardsPda({ agent });
    await node.send(
      dev,
      rewards.getCloseAgentRewardsInstruction({ agentRewards, developer: dev, agent, rentPayer: dev.address }),
    );
    const [context] = await agentFactory.findContextPda({ agent });
    await node.send(dev, agentFactory.getCloseContextInstruction({ context, agent, rentPayer: dev }));
    assert.equal((await fetchEncodedAccount(node.rpc, agent, confirmed)).exists, false);

    const unwind = async (call: Parameters<typeof getBeneficiaryExecuteForWalletInstruction>[0]['call']) =>
      node.send(user, await getBeneficiaryExecuteForWalletInstruction({ agent, beneficiary: user, call }));
    const holder = walletSigner(wallet);
    const rest = zestLedger.of(walletZest);
    const got = bookSwap('zest', walletZest, walletUsd, rest);
    await unwind(await pool.swap(holder, protocol.zest, rest, got));
    const all = usdLedger.of(walletUsd);
    await node.send(
      user,
      await agentFactory.getWithdrawInstructionAsync({
        beneficiary: user,
        agent,
        mint: protocol.usd.address,
        from: walletUsd,
        to: usdOf(user),
        amount: all,
      }),
    );
    usdLedger.move(walletUsd, usdOf(user), all);
    for (const account of [walletUsd, walletZest])
      await unwind(getCloseAccountInstruction({ account, destination: user.address, owner: holder }));
    await node.send(
      user,
      await agentFactory.getCloseWalletInstructionAsync({
        wallet,
        beneficiary: user,
        agent,
        rentPayer,
        license: await license(3n),
      }),
    );
    for (const gone of [wallet, purse, walletUsd, walletZest])
      assert.equal((await fetchEncodedAccount(node.rpc, gone, confirmed)).exists, false);
  });

  test('everyone withdraws', async () => {
    await node.travelTo(aliceLock + 1n);
    for (const staker of [alice, user]) {
      const stake = await protocol.stakeOf(staker.address);
      const { amount } = (await zestStaking.fetchStakeRecord(node.rpc, stake, confirmed)).data;
      const own = { pool: protocol.at.stakePool, stake, staker };
      await node.send(staker, zestStaking.getBeginUnstakeInstruction({ ...own, amount }));
      await node.travel(cooldown);
      await node.send(
        staker,
        zestStaking.getUnstakeInstruction({
          ...own,
          ...stakingTokens(),
          vault: protocol.at.stakeVault,
          to: zestOf(staker),
        }),
        zestStaking.getCloseStakeInstruction({ stake, staker, rentPayer: staker.address }),
      );
      zestLedger.move(protocol.at.stakeVault, zestOf(staker), amount);
    }
    for (const owner of [alice, deployer]) {
      const shares = await pool.shares.held(owner.address);
      const all = total((await pool.shares.everywhere()).values());
      await node.send(owner, await pool.withdraw(owner, shares));
      zestLedger.move(pool.vaultA, zestOf(owner), (zestLedger.of(pool.vaultA) * shares) / all);
      usdLedger.move(pool.vaultB, usdOf(owner), (usdLedger.of(pool.vaultB) * shares) / all);
    }
  });

  test('every token is accounted for, and nothing is left but the singletons', async () => {
    assert.equal(total((await protocol.zest.everywhere()).values()), supply.zest);
    assert.equal(total((await protocol.usd.everywhere()).values()), supply.usd);
    const people = [alice, dev, user, deployer];
    assert.deepEqual(
      new Set(zestLedger.holders.keys()),
      new Set([
        ...people.map(zestOf),
        protocol.at.treasury,
        protocol.at.pot,
        ...(zestLedger.of(protocol.at.rewardsVault) ? [protocol.at.rewardsVault] : []),
      ]),
    );
    assert.deepEqual(new Set(usdLedger.holders.keys()), new Set([alice, user, deployer].map(usdOf)));
    const left = async (program: Address) =>
      (await node.rpc.getProgramAccounts(program, { ...confirmed, encoding: 'base64' }).send()).length;
    assert.equal(await left(agentFactory.AGENT_FACTORY_PROGRAM_ADDRESS), 0);
    assert.equal(await left(zestStaking.ZEST_STAKING_PROGRAM_ADDRESS), 1); // the pool
    assert.equal(await left(marketplace.MARKETPLACE_PROGRAM_ADDRESS), 2); // the market, and metadata that is never taken away
    assert.equal(await left(governance.GOVERNANCE_PROGRAM_ADDRESS), 4); // governance, two mints, a pool
    assert.equal(await left(openVault.OPEN_VAULT_PROGRAM_ADDRESS), 1); // the vault
    assert.equal(await left(rewards.REWARDS_PROGRAM_ADDRESS), 1); // its config
    assert.equal(await left(swapPool.SWAP_POOL_PROGRAM_ADDRESS), 1);
  });
});
