// The parts written by hand, without a node.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import {
  AccountRole,
  address,
  createNoopSigner,
  getAddressEncoder,
  getBase64Decoder,
  type Instruction,
  SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM,
  SolanaError,
} from '@solana/kit';
import * as sdk from '../src';

const { agentFactory, governance, swapPool, zestStaking } = sdk;
const creator = address('Vote111111111111111111111111111111111111111');
const holder = address('Stake11111111111111111111111111111111111111');
const program = address('Config1111111111111111111111111111111111111');
const mint = address('So11111111111111111111111111111111111111112');
const fill = (byte: number, size = 32) => new Uint8Array(size).fill(byte);

describe('calls of a wallet', async () => {
  const agent = creator;
  const { wallet, purse } = await sdk.findWallet({ agent, beneficiary: holder });
  const stranger = createNoopSigner(mint);
  const call: Instruction = {
    programAddress: program,
    accounts: [
      { address: wallet, role: AccountRole.READONLY_SIGNER },
      { address: purse, role: AccountRole.WRITABLE_SIGNER },
      { address: mint, role: AccountRole.WRITABLE_SIGNER, signer: stranger } as never,
      { address: creator, role: AccountRole.WRITABLE },
      { address: holder, role: AccountRole.READONLY },
    ],
    data: Uint8Array.of(7, 8),
  };
  const outside = [
    AccountRole.READONLY,
    AccountRole.WRITABLE,
    AccountRole.WRITABLE_SIGNER,
    AccountRole.WRITABLE,
    AccountRole.READONLY,
  ];

  test('execute gives the call its flags and signs for nothing that is derived', async () => {
    const instruction = await sdk.getExecuteForWalletInstruction({
      agent,
      beneficiary: holder,
      executor: createNoopSigner(creator),
      nonce: 5n,
      contextRoot: fill(1),
      entry: 2,
      call,
      prices: [program],
    });
    const own = 7;
    const behind = instruction.accounts?.slice(own).map(({ role }) => role);
    assert.deepEqual(behind, [...outside, AccountRole.READONLY]);
    const { accountFlags, data, nonce, entry } = agentFactory
      .getExecuteInstructionDataDecoder()
      .decode(instruction.data as Uint8Array);
    assert.deepEqual([...accountFlags], [1, 3, 3, 2, 0]);
    assert.deepEqual([[...data], nonce, entry], [[7, 8], 5n, 2]);
    assert.equal(instruction.accounts?.[4]?.address, agentFactory.AGENT_FACTORY_PROGRAM_ADDRESS); // no licence
  });

  test('beneficiary_execute the same, with the outer flags', async () => {
    const beneficiary = createNoopSigner(holder);
    const instruction = await sdk.getBeneficiaryExecuteForWalletInstruction({ agent, beneficiary, call });
    assert.deepEqual(
      instruction.accounts?.slice(5).map(({ role }) => role),
      outside,
    );
    assert.deepEqual(
      instruction.accounts.slice(2, 4).map(({ address: key }) => key),
      [wallet, purse],
    );
  });
});

describe('proposals', () => {
  test('a call is its program, the hash of its accounts with flags, and its data', async () => {
    const authority = await sdk.findGovernanceAuthority();
    const call = zestStaking.getSetFeaturesInstruction({
      pool: mint,
      authority: sdk.walletSigner(authority),
      features: [],
    });
    assert.deepEqual([...sdk.callFlags(call)], [2, 1]);
    const payload = await sdk.encodeCall(call);
    const { program: called, accountsHash } = governance.getCallProgramDecoder().decode(payload);
    assert.equal(called, zestStaking.ZEST_STAKING_PROGRAM_ADDRESS);
    const hashed = createHash('sha256');
    const key = getAddressEncoder();
    hashed.update(Uint8Array.from(key.encode(mint))).update(Uint8Array.of(2));
    hashed.update(Uint8Array.from(key.encode(authority))).update(Uint8Array.of(1));
    assert.deepEqual([...accountsHash], [...hashed.digest()]);
    assert.deepEqual(payload.subarray(64), Uint8Array.from(call.data));
  });
});

describe('errors', () => {
  const failed = (code: number, index = 0) =>
    new Error('outer', { cause: new SolanaError(SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM, { code, index }) });
  const sent = { instructions: [{ programAddress: swapPool.SWAP_POOL_PROGRAM_ADDRESS }, { programAddress: program }] };

  test('have program, name and text', () => {
    assert.deepEqual(sdk.programErrorOf(failed(swapPool.SWAP_POOL_ERROR__POOL_EMPTY), sent), {
      program: 'swap_pool',
      code: 6021,
      name: 'PoolEmpty',
      message: 'Nobody holds shares of the pool any more; make another',
    });
  });

  test('of others are left alone', () => {
    assert.equal(sdk.programErrorOf(failed(6021, 1), sent), undefined);
    assert.equal(sdk.programErrorOf(failed(9, 0), sent), undefined);
    assert.equal(sdk.programErrorOf(failed(6021, 2), sent), undefined);
    assert.equal(sdk.programErrorOf(new Error('network'), sent), undefined);
  });
});

describe('events', () => {
  const swapped = { swap: mint, sourceMint: mint, amountIn: 5n, amountOut: 4n, ownerShares: 1n };
  const { discriminator } = swapPool.SWAP_POOL_EVENTS.Swapped;
  const bytes = [...discriminator, ...swapPool.getSwappedEncoder().encode(swapped)];
  const line = `Program data: ${getBase64Decoder().decode(Uint8Array.from(bytes))}`;
  const pool = swapPool.SWAP_POOL_PROGRAM_ADDRESS;

  test('are of the program that runs when they are written', () => {
    const logs = [
      `Program ${program} invoke [1]`,
      line, // of a program that isn't ours: not believed
      `Program ${pool} invoke [2]`,
      'Program log: Instruction: Swap',
      line,
      'Program data: AAAA',
      `Program ${pool} consumed 9 of 99 compute units`,
      `Program ${pool} success`,
      line,
      `Program ${program} success`,
    ];
    assert.deepEqual(sdk.eventsOf(logs), [{ program: 'swap_pool', name: 'Swapped', data: swapped }]);
  });

  test('before a cut are kept', () => {
    assert.equal(sdk.eventsOf([`Program ${pool} invoke [1]`, line, 'Log truncated']).length, 1);
  });
});
