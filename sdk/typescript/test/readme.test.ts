// The README's example, run as it stands there against an RPC that answers from memory.
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { address } from '@solana/kit';
import ts from 'typescript';
import { agentFactory } from '../src';

const creator = address('Vote111111111111111111111111111111111111111');
const holder = address('Stake11111111111111111111111111111111111111');

describe("the README's example", () => {
  let server: Server;
  const owner = agentFactory.AGENT_FACTORY_PROGRAM_ADDRESS;

  before(async () => {
    const [agent] = await agentFactory.findAgentPda({ creator, agentId: 1n });
    const state = new Uint8Array(2640);
    const uri = 'ipfs://agent';
    state.set(agentFactory.AGENT_STATE_DISCRIMINATOR);
    state[10] = agentFactory.Lifecycle.Active;
    new DataView(state.buffer).setUint32(2440, uri.length, true);
    state.set(Buffer.from(uri), 2444);
    const held = new Uint8Array(2016);
    held.set(agentFactory.WALLET_DISCRIMINATOR);
    new DataView(held.buffer).setBigUint64(248 + 32, 12n, true);
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const { id, params } = JSON.parse(body) as { id: unknown; params: [string] };
        const data = [Buffer.from(params[0] === agent ? state : held).toString('base64'), 'base64'];
        const value = { data, executable: false, lamports: 1, owner, rentEpoch: 0, space: 0 };
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ jsonrpc: '2.0', id, result: { context: { slot: 1 }, value } }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => server.close());

  test('runs, and has ten lines', async () => {
    const readme = await readFile(path.join(__dirname, '../../README.md'), 'utf8');
    const text = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
    assert.ok(text.trim().split('\n').length <= 10);
    const { port } = server.address() as AddressInfo;
    const source = text
      .replace('@zestron/sdk', path.join(__dirname, '../src'))
      .replace('127.0.0.1:8899', `127.0.0.1:${port}`);
    // Its imports need a module, and its awaits a function.
    const [imports, rest] = source.split('\n\n');
    const whole = `${imports}\nexport async function run(console: Console, creator: string, holder: string) {${rest}}`;
    const compiled = ts.transpile(whole, { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 });
    const file = path.join(__dirname, 'readme_example.js');
    await writeFile(file, compiled);
    const printed: string[] = [];
    try {
      const example = (await import(file)) as { run: (...given: unknown[]) => Promise<void> };
      await example.run({ log: (text: string) => printed.push(text) }, creator, holder);
    } finally {
      await rm(file);
    }
    assert.deepEqual(printed, ['ipfs://agent: Active, 12 executions']);
  });
});
