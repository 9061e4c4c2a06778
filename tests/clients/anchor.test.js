// The Anchor client against agent_factory, with nothing but the IDL, whose file ZESTRON_IDL names.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import anchor from '@coral-xyz/anchor';
import { startNode } from './support/node.js';
import { until } from './support/until.js';

const { AnchorProvider, BN, EventParser, Program, Wallet, web3 } = anchor;
const idlFile = process.env.ZESTRON_IDL;

describe('Anchor', { skip: idlFile ? false : 'ZESTRON_IDL names no IDL' }, () => {
  let node, provider, program;

  before(async () => {
    const idl = JSON.parse(await readFile(idlFile, 'utf8'));
    node = await startNode({ verb: 'demo', arguments: ['--slot-ms', '50'] });
    const connection = new web3.Connection(node.url, 'confirmed');
    await until(async () => (await connection.getAccountInfo(new web3.PublicKey(idl.address)))?.executable);
    const payer = web3.Keypair.generate();
    provider = new AnchorProvider(connection, new Wallet(payer), { commitment: 'confirmed', preflightCommitment: 'confirmed' });
    program = new Program(idl, provider);
    const signature = await connection.requestAirdrop(payer.publicKey, 10 * web3.LAMPORTS_PER_SOL);
    await connection.confirmTransaction({ signature, ...(await connection.getLatestBlockhash()) });
  });
  after(async () => {
    provider?.connection?._rpcWebSocket?.close();
    await node?.stop();
  });

  /** A struct of the IDL with every field zero. */
  function zeroes(name) {
    const { fields } = program.idl.types.find((type) => type.name === name).type;
    return Object.fromEntries(fields.map((field) => [field.name, /^[ui](8|16|32)$/.test(field.type) ? 0 : new BN(0)]));
  }
  // The demo's genesis lists the dollar; where governance's entry stands, the client finds by the IDL.
  const dollar = new web3.PublicKey('EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v');
  function config(uri, quoteMint = dollar) {
    const key = provider.publicKey;
    return { configHash: Array(32).fill(7), quoteMint, upgradeAuthority: key, thresholds: zeroes('thresholds'), configUri: uri };
  }
  function addressOf(agentId) {
    const id = new BN(agentId).toArrayLike(Buffer, 'le', 8);
    return web3.PublicKey.findProgramAddressSync([Buffer.from('agent'), provider.publicKey.toBuffer(), id], program.programId)[0];
  }

  test('creates an agent at the address that the IDL describes, and decodes it', async () => {
    const signature = await program.methods.createAgent(new BN(7), config('ipfs://agent')).rpc();
    const agent = await program.account.agentState.fetch(addressOf(7));
    assert.equal(agent.configUri, 'ipfs://agent');
    assert.deepEqual(agent.configHash, Array(32).fill(7));
    assert.ok(agent.owner.equals(provider.publicKey));
    assert.deepEqual(agent.lifecycle, { created: {} });
    const { meta } = await provider.connection.getTransaction(signature, { commitment: 'confirmed', maxSupportedTransactionVersion: 0 });
    const events = [...new EventParser(program.programId, program.coder).parseLogs(meta.logMessages)];
    assert.equal(events[0].name, 'agentCreated');
  });

  test('a quote mint that governance has not listed is refused', async () => {
    const sol = new web3.PublicKey('So11111111111111111111111111111111111111112');
    const unlisted = program.methods.createAgent(new BN(6), config('ipfs://agent', sol)).rpc();
    await assert.rejects(unlisted, (error) => error.error?.errorCode?.code === 'QuoteMintNotListed');
  });

  test('publishes with accounts found by relation', async () => {
    await program.methods.createAgent(new BN(8), config('ipfs://other')).rpc();
    await program.methods.publishAgent().accounts({ agent: addressOf(8) }).rpc();
    assert.deepEqual((await program.account.agentState.fetch(addressOf(8))).lifecycle, { licensed: {} });
    const owned = [{ memcmp: { offset: 16, bytes: provider.publicKey.toBase58() } }];
    assert.equal((await program.account.agentState.all(owned)).length, 2);
  });

  test('an error of the program arrives with its name', async () => {
    await program.methods.createAgent(new BN(9), config('ipfs://third')).rpc();
    const twice = async () => {
      for (let i = 0; i < 2; ++i) await program.methods.publishAgent().accounts({ agent: addressOf(9) }).rpc();
    };
    await assert.rejects(twice(), (error) => error.error?.errorCode?.code === 'AgentAlreadyPublished');
  });
});
