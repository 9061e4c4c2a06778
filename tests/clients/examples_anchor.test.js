// Anchor's clients, the one of 0.32 and the one of 1.x, against grapnel's examples, with nothing but the IDLs: accounts found
// by themselves, events of both kinds, errors by name, return values, composite and optional accounts.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  ExtensionType, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID, createAssociatedTokenAccount, createInitializeMintInstruction,
  createInitializeTransferHookInstruction, createMint, createTransferCheckedWithTransferHookInstruction, getAccount,
  getAssociatedTokenAddressSync, getMintLen, mintTo,
} from '@solana/spl-token';
import { Keypair, PublicKey, SystemProgram, Transaction, sendAndConfirmTransaction } from '@solana/web3.js';
import { fund, skip, startExamples } from './support/examples.js';

for (const name of ['@coral-xyz/anchor', '@anchor-lang/core']) {
  describe(`${name} drives the examples`, { skip }, () => {
    let anchor, examples, connection, payer, provider, other;
    const programs = {};

    before(async () => {
      anchor = await import(name).then((module) => module.default ?? module);
      examples = await startExamples(['counter', 'piggy_bank', 'has_one', 'escrow', 'transfer_hook']);
      ({ connection, payer } = examples);
      provider = new anchor.AnchorProvider(connection, new anchor.Wallet(payer), { commitment: 'confirmed', preflightCommitment: 'confirmed' });
      for (const [program, idl] of Object.entries(examples.idls)) programs[program] = new anchor.Program(idl, provider);
      other = Keypair.generate();
      await fund(connection, other.publicKey, 10);
    });
    after(() => examples?.stop());

    const bn = (value) => new anchor.BN(value);
    const key = () => Keypair.generate().publicKey;
    const numbers = (object, ...names) => names.map((field) => object[field].toString());
    const fails = (promise, code, account) =>
      assert.rejects(promise, (error) => {
        assert.equal(error.error?.errorCode?.code, code, `${error}`);
        if (account) assert.equal(error.error.origin, account);
        return true;
      });
    const landed = (signature) => connection.getTransaction(signature, { commitment: 'confirmed', maxSupportedTransactionVersion: 0 });

    /** The events in the log. */
    async function logged(program, signature) {
      const { meta } = await landed(signature);
      return [...new anchor.EventParser(program.programId, program.coder).parseLogs(meta.logMessages)];
    }
    /** The events that the program sent to itself. */
    async function called(program, signature) {
      const { meta, transaction } = await landed(signature);
      const keys = transaction.message.staticAccountKeys ?? transaction.message.accountKeys;
      return meta.innerInstructions
        .flatMap(({ instructions }) => instructions)
        .filter((one) => keys[one.programIdIndex].equals(program.programId))
        .map((one) => program.coder.events.decode(anchor.utils.bytes.bs58.decode(one.data).subarray(8).toString('base64')));
    }

    test('counter: one for the whole program, found from a constant seed', async () => {
      const { methods, account } = programs.counter;
      const creating = methods.initialize();
      const { counter } = await creating.pubkeys();
      await creating.rpc();
      await methods.increment(bn(5)).rpc();
      await methods.increment(bn(7)).rpc();
      const state = await account.counter.fetch(counter);
      assert.ok(state.authority.equals(payer.publicKey));
      assert.equal(state.count.toString(), '12');
      await fails(methods.increment(bn(0)).rpc(), 'StepIsZero');
      await fails(methods.increment(new anchor.BN(1).shln(64).subn(1)).rpc(), 'Overflow');
      await fails(methods.increment(bn(1)).accountsPartial({ authority: other.publicKey }).signers([other]).rpc(), 'ConstraintHasOne', 'counter');

      await methods.setAuthority(other.publicKey).accounts({ counter }).rpc();
      await fails(methods.increment(bn(1)).accountsPartial({ authority: payer.publicKey }).rpc(), 'ConstraintHasOne', 'counter');
      const destroy = () => methods.destroy().accountsPartial({ counter, authority: other.publicKey }).signers([other]);
      const [destroyed] = await logged(programs.counter, await destroy().rpc());
      assert.equal(destroyed.name, 'destroyed');
      assert.ok(destroyed.data.authority.equals(other.publicKey));
      assert.equal(destroyed.data.lastCount.toString(), '12');
      assert.equal(await connection.getAccountInfo(counter), null);
      await fails(destroy().rpc(), 'AccountNotInitialized', 'counter');
    });

    test('piggy_bank: a derived account from open to close', async () => {
      const { methods, account } = programs.piggy_bank;
      const opening = methods.open(bn(1), bn(-1));
      const { bank } = await opening.pubkeys();
      const [opened] = await logged(programs.piggy_bank, await opening.rpc());
      assert.equal(opened.name, 'opened');
      assert.ok(opened.data.owner.equals(payer.publicKey));
      const [deposited] = await logged(programs.piggy_bank, await methods.deposit(bn(5_000_000)).accounts({ bank, from: payer.publicKey }).rpc());
      assert.deepEqual(numbers(deposited.data, 'amount', 'saved'), ['5000000', '5000000']);
      assert.equal((await methods.savings().accounts({ bank }).view()).toString(), '5000000');
      await methods.withdraw(bn(2_000_000)).accounts({ bank }).rpc();
      assert.equal((await methods.savings().accounts({ bank }).view()).toString(), '3000000');
      await fails(methods.withdraw(bn(3_000_001)).accounts({ bank }).rpc(), 'NotSaved');
      await fails(methods.deposit(bn(0)).accounts({ bank, from: payer.publicKey }).rpc(), 'AmountIsZero');
      await methods.lockLonger(bn(4_000_000_000)).accounts({ bank }).rpc();
      assert.equal((await account.piggyBank.fetch(bank)).unlockAt.toString(), '4000000000');
      await fails(methods.close().accounts({ bank }).rpc(), 'StillLocked');
      await fails(methods.lockLonger(bn(0)).accountsPartial({ bank, owner: other.publicKey }).signers([other]).rpc(), 'ConstraintHasOne', 'bank');

      const second = (await methods.open(bn(2), bn(0)).rpcAndKeys()).pubkeys.bank;
      await methods.close().accounts({ bank: second }).rpc();
      assert.equal(await connection.getAccountInfo(second), null);
      await fails(methods.close().accountsPartial({ bank: second, owner: payer.publicKey }).rpc(), 'AccountNotInitialized', 'bank');
    });

    test('has_one: relations, composites, an optional account', async () => {
      const { methods, account } = programs.has_one;
      const { league } = (await methods.found(bn(10)).rpcAndKeys()).pubkeys;
      const captain = Keypair.generate();
      const { team } = (await methods.addTeam(captain.publicKey).accounts({ league }).rpcAndKeys()).pubkeys;
      const stored = await account.team.fetch(team);
      assert.ok(stored.league.equals(league) && stored.captain.equals(captain.publicKey));

      const record = (points, referee) => methods.recordPoints(bn(points)).accountsPartial({ team, captain: captain.publicKey, referee }).signers([captain]);
      const [scored] = await logged(programs.has_one, await record(10, null).rpc());
      assert.equal(scored.name, 'scored');
      assert.ok(scored.data.confirmedBy.equals(PublicKey.default));
      await fails(record(11, null).rpc(), 'NeedsTheAdmin');
      const [confirmed] = await logged(programs.has_one, await record(11, payer.publicKey).rpc());
      assert.ok(confirmed.data.confirmedBy.equals(payer.publicKey));
      assert.equal((await account.team.fetch(team)).points.toString(), '21');

      await methods.proposeAdmin(other.publicKey).accountsPartial({ by: { league, admin: payer.publicKey } }).rpc();
      await fails(methods.proposeAdmin(key()).accountsPartial({ by: { league, admin: other.publicKey } }).signers([other]).rpc(), 'ConstraintHasOne', 'league');
      const [changed] = await logged(programs.has_one, await methods.acceptAdmin().accountsPartial({ league, nextAdmin: other.publicKey }).signers([other]).rpc());
      assert.ok(changed.data.from.equals(payer.publicKey) && changed.data.to.equals(other.publicKey));
      const admin = other.publicKey; // a signer that is not named is the wallet
      await methods.handOver(payer.publicKey).accountsPartial({ by: { team, captain: captain.publicKey } }).signers([captain]).rpc();
      await methods.appointCaptain(captain.publicKey).accountsPartial({ team, admin }).signers([other]).rpc();
      await fails(methods.dissolve().accountsPartial({ league, admin }).signers([other]).rpc(), 'TeamsAreLeft');
      await methods.removeTeam().accountsPartial({ team, admin }).signers([other]).rpc();
      await methods.dissolve().accountsPartial({ league, admin }).signers([other]).rpc();
      assert.equal(await connection.getAccountInfo(league), null);
    });

    test('escrow: associated accounts, two token programs, events by call', async () => {
      const { methods, account } = programs.escrow;
      const [tokenProgramA, tokenProgramB] = [TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID];
      const mint = async (owner, tokenProgram) => {
        const address = await createMint(connection, payer, payer.publicKey, null, 6, Keypair.generate(), undefined, tokenProgram);
        const tokens = await createAssociatedTokenAccount(connection, payer, address, owner, undefined, tokenProgram);
        await mintTo(connection, payer, address, tokens, payer, 1_000, [], undefined, tokenProgram);
        return address;
      };
      const [mintA, mintB] = await Promise.all([mint(payer.publicKey, tokenProgramA), mint(other.publicKey, tokenProgramB)]);
      const make = (number, offered, wanted) =>
        methods.make(bn(number), bn(offered), bn(wanted)).accounts({ mintA, mintB, tokenProgramA, tokenProgramB });
      const { pubkeys: { offer, vault }, signature } = await make(1, 600, 300).rpcAndKeys();
      const [made] = await called(programs.escrow, signature);
      assert.equal(made.name, 'made');
      assert.ok(made.data.offer.equals(offer));
      assert.deepEqual(numbers(made.data, 'offered', 'wanted'), ['600', '300']);
      assert.equal((await account.offer.fetch(offer)).wanted.toString(), '300');

      const take = (pay, least) =>
        methods.take(bn(pay), bn(least)).accounts({ offer, taker: other.publicKey, tokenProgramA, tokenProgramB }).signers([other]);
      await fails(take(299, 600).rpc(), 'PaidTooLittle');
      await fails(take(300, 601).rpc(), 'ReceivedTooLittle');
      const [taken] = await called(programs.escrow, await take(300, 600).rpc());
      assert.equal(taken.name, 'taken');
      assert.deepEqual(numbers(taken.data, 'received', 'paid'), ['600', '300']);
      assert.equal(await connection.getAccountInfo(vault), null);
      const got = await getAccount(connection, getAssociatedTokenAddressSync(mintB, payer.publicKey, false, tokenProgramB), undefined, tokenProgramB);
      assert.equal(got.amount, 300n);

      const again = (await make(1, 100, 1).rpcAndKeys()).pubkeys.offer;
      const [refunded] = await called(programs.escrow, await methods.refund().accounts({ offer: again, tokenProgramA }).rpc());
      assert.equal(refunded.name, 'refunded');
      assert.equal(refunded.data.returned.toString(), '100');
      await fails(make(2, 0, 1).rpc(), 'AmountIsZero');
    });

    test('transfer_hook: Token-2022 calls it, with the accounts that its metas name', async () => {
      const { methods, account, programId } = programs.transfer_hook;
      const mint = Keypair.generate();
      const space = getMintLen([ExtensionType.TransferHook]);
      const create = new Transaction().add(
        SystemProgram.createAccount({
          fromPubkey: payer.publicKey, newAccountPubkey: mint.publicKey, space, programId: TOKEN_2022_PROGRAM_ID,
          lamports: await connection.getMinimumBalanceForRentExemption(space),
        }),
        createInitializeTransferHookInstruction(mint.publicKey, payer.publicKey, programId, TOKEN_2022_PROGRAM_ID),
        createInitializeMintInstruction(mint.publicKey, 2, payer.publicKey, null, TOKEN_2022_PROGRAM_ID),
      );
      await sendAndConfirmTransaction(connection, create, [payer, mint]);
      const { rule } = (await methods.initializeExtraAccountMetaList().accounts({ mint: mint.publicKey, authority: payer.publicKey }).rpcAndKeys()).pubkeys;
      const accountOf = (owner) => createAssociatedTokenAccount(connection, payer, mint.publicKey, owner, undefined, TOKEN_2022_PROGRAM_ID);
      const [from, to] = [await accountOf(payer.publicKey), await accountOf(other.publicKey)];
      await mintTo(connection, payer, mint.publicKey, from, payer, 500, [], undefined, TOKEN_2022_PROGRAM_ID);

      const { signature, pubkeys: { allowance } } = await methods.allow(other.publicKey, bn(100)).accounts({ mint: mint.publicKey }).rpcAndKeys();
      assert.equal((await logged(programs.transfer_hook, signature))[0].name, 'allowed');
      const transfer = async (amount) => {
        const instruction = await createTransferCheckedWithTransferHookInstruction(
          connection, from, mint.publicKey, to, payer.publicKey, amount, 2, [], 'confirmed', TOKEN_2022_PROGRAM_ID);
        return sendAndConfirmTransaction(connection, new Transaction().add(instruction), [payer], { commitment: 'confirmed' });
      };
      await transfer(60n);
      assert.equal((await account.allowance.fetch(allowance)).left.toString(), '40');
      assert.deepEqual(numbers(await account.rule.fetch(rule), 'transfers', 'moved'), ['1', '60']);
      await assert.rejects(transfer(41n), /custom program error: 0x1772/); // NotAllowed, 6002
      await methods.forbid().accounts({ rule, allowance }).rpc();
      await assert.rejects(transfer(1n), /0xbc4/); // AccountNotInitialized
      const held = await getAccount(connection, to, undefined, TOKEN_2022_PROGRAM_ID);
      assert.equal(held.amount, 60n);
    });
  });
}
