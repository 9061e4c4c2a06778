// The demo's agent, read twice: by `zestron agent show` and by the Anchor client from the account itself. Both must give the
// same figures.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import anchor from '@coral-xyz/anchor';
import { binary, startNode } from './support/node.js';
import { until } from './support/until.js';

const { AnchorProvider, Program, Wallet, web3 } = anchor;
const idlFile = process.env.ZESTRON_IDL;

describe('zestron and Anchor agree', { skip: idlFile && !process.env.ZESTRON_URL ? false : 'needs ZESTRON_IDL and a node of its own' }, () => {
  let node;
  before(async () => {
    node = await startNode({ verb: 'demo', arguments: ['--slot-ms', '10', '--ticks', '400'] });
  });
  after(async () => node?.stop());

  const zestron = async (...words) => JSON.parse((await promisify(execFile)(binary, [...words, '--data', node.data, '--output', 'json'])).stdout);

  test('on the record of the sample agent', async () => {
    // Past its first claims; then stopped, so that the figures hold still between the two readings.
    const listed = await until(async () => {
      const [agent] = (await zestron('agent', 'list')).agents;
      return Number(agent?.claimed_performance.trades) >= 3 && agent;
    });
    await zestron('agent', 'deactivate', listed.address);
    const shown = await zestron('agent', 'show', listed.address);
    const connection = new web3.Connection(node.url, 'confirmed');
    const idl = JSON.parse(await readFile(idlFile, 'utf8'));
    const program = new Program(idl, new AnchorProvider(connection, new Wallet(web3.Keypair.generate()), { commitment: 'confirmed' }));
    const read = await program.account.agentState.fetch(listed.address);

    assert.ok(Number(shown.claimed_performance.trades) > 0);
    for (const [ours, theirs] of [
      ['claimed_performance', read.claimedPerformance],
      ['performance_metrics', read.performanceMetrics],
    ]) {
      for (const [name, value] of Object.entries(shown[ours])) {
        const camel = name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
        const other = theirs[camel];
        assert.equal(Array.isArray(other) ? Buffer.from(other).toString('hex') : other.toString(), `${value}`, `${ours}.${name}`);
      }
    }
    assert.equal(shown.owner, read.owner.toBase58());
    assert.equal(shown.config_uri, read.configUri);
    assert.equal(shown.lifecycle, Object.keys(read.lifecycle)[0]);
    assert.equal(shown.created_slot, read.createdSlot.toString());
    connection._rpcWebSocket?.close();
  });
});
