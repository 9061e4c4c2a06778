// The clients that Codama generates from the examples' IDLs, on kit: derived accounts, composites, an optional account, errors by
// name, return values, accounts decoded.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  address, appendTransactionMessageInstructions, createKeyPairSignerFromBytes, createSolanaRpc, createSolanaRpcSubscriptions,
  createTransactionMessage, generateKeyPairSigner, getBase64EncodedWireTransaction, getU64Decoder, lamports, pipe,
  sendAndConfirmTransactionFactory, setTransactionMessageFeePayerSigner, setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from '@solana/kit';
import { TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID, createAssociatedTokenAccount, createMint, mintTo } from '@solana/spl-token';
import { Keypair, PublicKey } from '@solana/web3.js';
import { codamaClient } from './support/codama.js';
import { fund, skip, startExamples } from './support/examples.js';

describe('Codama drives the examples', { skip }, () => {
  let examples, rpc, sendAndConfirm, payer, other, otherKey;
  const clients = {};

  before(async () => {
    examples = await startExamples(['counter', 'piggy_bank', 'has_one', 'escrow', 'transfer_hook']);
    for (const [name, idl] of Object.entries(examples.idls)) clients[name] = await codamaClient(idl);
    const { url, wsUrl } = examples.node;
    rpc = createSolanaRpc(url);
    sendAndConfirm = sendAndConfirmTransactionFactory({ rpc, rpcSubscriptions: createSolanaRpcSubscriptions(wsUrl) });
    otherKey = Keypair.generate();
    await fund(examples.connection, otherKey.publicKey, 10);
    [payer, other] = await Promise.all([examples.payer, otherKey].map((key) => createKeyPairSignerFromBytes(key.secretKey)));
  });
  after(() => examples?.stop());

  async function signed(...instructions) {
    const { value: lifetime } = await rpc.getLatestBlockhash({ commitment: 'confirmed' }).send();
    return signTransactionMessageWithSigners(
      pipe(
        createTransactionMessage({ version: 0 }),
        (m) => setTransactionMessageFeePayerSigner(payer, m),
        (m) => setTransactionMessageLifetimeUsingBlockhash(lifetime, m),
        (m) => appendTransactionMessageInstructions(instructions, m),
      ),
    );
  }
  const send = async (...instructions) => sendAndConfirm(await signed(...instructions), { commitment: 'confirmed' });
  async function returned(instruction) {
    const wire = getBase64EncodedWireTransaction(await signed(instruction));
    const { value } = await rpc.simulateTransaction(wire, { encoding: 'base64', commitment: 'confirmed' }).send();
    assert.equal(value.err, null);
    return Buffer.from(value.returnData.data[0], 'base64');
  }
  /** Fails with this error, as the client's own test of it says. */
  const fails = (instruction, is, code) =>
    assert.rejects(send(instruction), (error) => {
      assert.ok(is(error.cause, { instructions: [instruction] }, code), `${error.cause}`);
      return true;
    });
  const accountOf = (instruction, at) => instruction.accounts[at].address;
  const confirmed = { commitment: 'confirmed' };

  test('counter', async () => {
    const c = clients.counter;
    const create = await c.getInitializeInstructionAsync({ authority: payer });
    const counter = accountOf(create, 1);
    assert.equal(counter, (await c.findCounterPda())[0]);
    await send(create);
    const increment = (step, authority = payer) => c.getIncrementInstructionAsync({ authority, step });
    await send(await increment(5n), await increment(7n));
    const { data } = await c.fetchCounter(rpc, counter, confirmed);
    assert.deepEqual([data.authority, data.count], [payer.address, 12n]);
    await fails(await increment(0n), c.isCounterError, c.COUNTER_ERROR__STEP_IS_ZERO);
    await fails(await increment(2n ** 64n - 1n), c.isCounterError, c.COUNTER_ERROR__OVERFLOW);
    await send(c.getSetAuthorityInstruction({ counter, authority: payer, newAuthority: other.address }));
    await assert.rejects(send(await increment(1n)), (error) => error.cause.context.code === 2001); // ConstraintHasOne
    await send(c.getDestroyInstruction({ counter, authority: other }));
    assert.equal((await c.fetchMaybeCounter(rpc, counter, confirmed)).exists, false);
  });

  test('piggy_bank', async () => {
    const c = clients.piggy_bank;
    const open = await c.getOpenInstructionAsync({ owner: payer, number: 1n, unlockAt: -1n });
    const bank = accountOf(open, 1);
    await send(open);
    assert.equal((await c.fetchPiggyBank(rpc, bank, confirmed)).data.unlockAt, -1n);
    await send(c.getDepositInstruction({ from: payer, bank, amount: lamports(500n) }));
    assert.equal(getU64Decoder().decode(await returned(c.getSavingsInstruction({ bank }))), 500n);
    const withdraw = (amount, owner = payer) => c.getWithdrawInstruction({ bank, owner, amount });
    await fails(withdraw(501n), c.isPiggyBankError, c.PIGGY_BANK_ERROR__NOT_SAVED);
    await fails(withdraw(0n), c.isPiggyBankError, c.PIGGY_BANK_ERROR__AMOUNT_IS_ZERO);
    await send(withdraw(500n), c.getLockLongerInstruction({ bank, owner: payer, unlockAt: 4_000_000_000n }));
    await fails(c.getCloseInstruction({ bank, owner: payer }), c.isPiggyBankError, c.PIGGY_BANK_ERROR__STILL_LOCKED);
  });

  test('has_one', async () => {
    const c = clients.has_one;
    const found = await c.getFoundInstructionAsync({ founder: payer, pointsMax: 10n });
    const league = accountOf(found, 1);
    await send(found);
    const team = teamOf(league, 0);
    await send(c.getAddTeamInstruction({ league, admin: payer, team, captain: other.address }));
    const record = (points, referee) => c.getRecordPointsInstruction({ league, team, captain: other, referee, points });
    await send(record(10n));
    await fails(record(11n), c.isHasOneError, c.HAS_ONE_ERROR__NEEDS_THE_ADMIN);
    await send(record(11n, payer));
    assert.equal((await c.fetchTeam(rpc, team, confirmed)).data.points, 21n);
    assert.equal(getU64Decoder().decode(await returned(record(1n))), 22n);
    await send(c.getProposeAdminInstruction({ league, admin: payer, nextAdmin: other.address }));
    await send(c.getAcceptAdminInstruction({ league, nextAdmin: other }));
    assert.equal((await c.fetchLeague(rpc, league, confirmed)).data.admin, other.address);
    await fails(c.getDissolveInstruction({ league, admin: other }), c.isHasOneError, c.HAS_ONE_ERROR__TEAMS_ARE_LEFT);
    await send(c.getRemoveTeamInstruction({ league, team, admin: other }), c.getDissolveInstruction({ league, admin: other }));
    assert.equal((await c.fetchMaybeLeague(rpc, league, confirmed)).exists, false);
  });

  test('escrow', async () => {
    const c = clients.escrow;
    const [tokenProgramA, tokenProgramB] = [TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID].map((key) => address(key.toBase58()));
    const mint = async (owner, tokenProgram) => {
      const args = [examples.connection, examples.payer];
      const made = await createMint(...args, examples.payer.publicKey, null, 6, Keypair.generate(), undefined, tokenProgram);
      const tokens = await createAssociatedTokenAccount(...args, made, owner, undefined, tokenProgram);
      await mintTo(...args, made, tokens, examples.payer, 1_000, [], undefined, tokenProgram);
      return address(made.toBase58());
    };
    const mintA = await mint(examples.payer.publicKey, TOKEN_PROGRAM_ID);
    const mintB = await mint(otherKey.publicKey, TOKEN_2022_PROGRAM_ID);
    const program = c.ESCROW_PROGRAM_ADDRESS;
    const make = (number, offered, wanted) =>
      c.getMakeInstructionAsync({ maker: payer, mintA, mintB, tokenProgramA, tokenProgramB, program, number, offered, wanted });
    const making = await make(1n, 600n, 300n);
    await send(making);
    const [offer, vault] = [accountOf(making, 4), accountOf(making, 5)];
    assert.equal((await c.fetchOffer(rpc, offer, confirmed)).data.wanted, 300n);
    const take = (pay, receiveMin) =>
      c.getTakeInstructionAsync({ taker: other, maker: payer.address, mintA, mintB, offer, tokenProgramA, tokenProgramB, program, pay, receiveMin });
    await fails(await take(299n, 600n), c.isEscrowError, c.ESCROW_ERROR__PAID_TOO_LITTLE);
    await send(await take(300n, 600n));
    assert.equal((await rpc.getAccountInfo(vault, confirmed).send()).value, null);
    await send(await make(2n, 100n, 1n));
    const again = accountOf(await make(2n, 100n, 1n), 4);
    await send(await c.getRefundInstructionAsync({ maker: payer, mintA, offer: again, tokenProgramA, program }));
    assert.equal((await c.fetchMaybeOffer(rpc, again, confirmed)).exists, false);
  });

  test('transfer_hook', async () => {
    const c = clients.transfer_hook;
    assert.deepEqual([...c.EXECUTE_DISCRIMINATOR], [105, 37, 101, 197, 75, 251, 102, 26]);
    assert.deepEqual([...c.EXTRA_METAS_DISCRIMINATOR], [105, 37, 101, 197, 75, 251, 102, 26]);
    // A mint without the hook: the program says so.
    const plain = await createMint(examples.connection, examples.payer, examples.payer.publicKey, null, 2, Keypair.generate(), undefined, TOKEN_2022_PROGRAM_ID);
    const initialize = await c.getInitializeExtraAccountMetaListInstructionAsync({ mint: address(plain.toBase58()), authority: payer });
    await fails(initialize, c.isTransferHookError, c.TRANSFER_HOOK_ERROR__NOT_OF_THIS_MINT);
  });

  // Its seeds are in the league's data, which this client does not read by itself.
  function teamOf(league, number) {
    const seeds = [Buffer.from('team'), new PublicKey(league).toBuffer(), Buffer.from(new Uint32Array([number]).buffer)];
    return address(PublicKey.findProgramAddressSync(seeds, new PublicKey(clients.has_one.HAS_ONE_PROGRAM_ADDRESS))[0].toBase58());
  }
});
