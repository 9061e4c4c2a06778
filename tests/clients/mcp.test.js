import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { LoggingMessageNotificationSchema, ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { binary, startNode } from './support/node.js';
import { until } from './support/until.js';

const run = promisify(execFile);
const example = path.resolve(import.meta.dirname, '../../examples/ema_cross/agent.json');

// What a tool needs of the node that runs; the others need nothing. A tool that no case names is called with nothing.
function argumentsOf({ agent, wallet, config, backtest, run, intent }) {
  return {
    agents_get: { agent },
    agents_config: { agent },
    agents_pause: { agent },
    agents_resume: { agent },
    agents_kill: { agent },
    agents_upgrade: { agent, config },
    wallets_get: { wallet },
    intents_get: { agent, sequence: intent },
    approvals_approve: { id: 'nothing' },
    approvals_refuse: { id: 'nothing' },
    runs_get: { run },
    runs_verify: { run },
    backtests_start: { config, market: 'sim:7', ticks: 2_000 },
    backtests_get: { backtest },
    backtests_cancel: { backtest },
    backtests_report: { backtest },
  };
}

// What is called with nothing that is there: no approval waits, the backtest has ended, the demo's agent trades on paper.
const failing = new Set(['approvals_approve', 'approvals_refuse', 'backtests_cancel', 'wallets_get']);

const transports = {
  http: async (node) => {
    const token = (await readFile(path.join(node.data, 'api-token'), 'utf8')).trim();
    return new StreamableHTTPClientTransport(new URL('/mcp', node.apiUrl), { requestInit: { headers: { authorization: `Bearer ${token}` } } });
  },
  stdio: async (node) => new StdioClientTransport({ command: binary, args: ['mcp', '--data', node.data] }),
};

for (const [name, transport] of Object.entries(transports)) {
  describe(`MCP over ${name}`, { skip: process.env.ZESTRON_URL ? 'needs a node of its own' : false }, () => {
    let node, client, agent, config;
    const updated = [], logged = [];

    before(async () => {
      node = await startNode({ verb: 'demo', arguments: ['--slot-ms', '50'] });
      client = new Client({ name: 'zestron-client-tests', version: '1.0.0' });
      await client.connect(await transport(node));
      client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => updated.push(params.uri));
      client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => logged.push(params));
      config = JSON.parse(await readFile(example, 'utf8'));
      await until(async () => {
        const { structuredContent } = await client.callTool({ name: 'agents_list', arguments: {} });
        agent = structuredContent.items.find((one) => one.state === 'active');
        return agent !== undefined && agent.trades > 0;
      });
    });
    after(async () => {
      await client?.close();
      await node?.stop();
    });

    test('lists every tool and calls each; what it answers fits its schema', async () => {
      const { tools } = await client.listTools(); // the SDK's client now holds results to their schemas
      assert.ok(tools.length >= 20);
      const started = await client.callTool({ name: 'backtests_start', arguments: { config, market: 'sim:7', ticks: 2_000 } });
      const list = async (tool) => (await client.callTool({ name: tool, arguments: {} })).structuredContent?.items ?? [];
      const [runs, wallets, intents] = [await list('runs_list'), await list('wallets_list'), await list('intents_list')];
      const given = argumentsOf({
        agent: agent.address, config, backtest: started.structuredContent.id, run: runs[0].id, wallet: wallets[0]?.address,
        intent: intents.find((one) => one.agent === agent.address).sequence,
      });
      for (const tool of tools) {
        const result = await client.callTool({ name: tool.name, arguments: given[tool.name] ?? {} });
        assert.equal(result.content[0].type, 'text', tool.name);
        assert.equal(result.isError ?? false, failing.has(tool.name), `${tool.name}: ${result.content[0].text}`);
        if (!result.isError) assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent, tool.name);
      }
    });

    test('what raises a limit waits for a person, who decides it on the command line', async () => {
      const address = agent.address;
      const { structuredContent, isError } = await client.callTool({ name: 'agents_upgrade', arguments: { agent: address, config } });
      assert.ok(!isError);
      assert.equal(structuredContent.status, 'waiting');
      const { stdout } = await run(binary, ['approvals', 'list', '--data', node.data]);
      assert.match(stdout, new RegExp(`${structuredContent.id}  agents\\.upgrade`));
      const waiting = (await client.callTool({ name: 'approvals_list', arguments: {} })).structuredContent.items;
      assert.ok(waiting.some(({ id, agent: whose }) => id === structuredContent.id && whose === address), 'the API lists it too');
      await run(binary, ['approvals', 'refuse', structuredContent.id, '--data', node.data]);
      await until(async () => !(await run(binary, ['approvals', 'list', '--data', node.data])).stdout.includes(structuredContent.id));
    });

    test('reads every resource, and is told when a subscribed one changes', async () => {
      const { resources } = await client.listResources();
      assert.ok(resources.some(({ uri }) => uri.startsWith('zestron://agents/')));
      for (const { uri } of resources) {
        const { contents } = await client.readResource({ uri });
        assert.equal(contents[0].uri, uri);
        assert.ok(JSON.parse(contents[0].text));
      }
      const { resourceTemplates } = await client.listResourceTemplates();
      assert.ok(resourceTemplates.some(({ uriTemplate }) => uriTemplate === 'zestron://agents/{agent}'));
      await client.subscribeResource({ uri: 'zestron://node' });
      await until(async () => updated.includes('zestron://node'));
      await client.unsubscribeResource({ uri: 'zestron://node' });
      await assert.rejects(client.readResource({ uri: 'zestron://nothing' }), { code: -32002 });
    });

    test('a backtest tells how far it is and answers at its end', async () => {
      const told = [];
      const result = await client.callTool(
        { name: 'backtests_start', arguments: { config, market: 'sim:9', ticks: 400_000 } }, undefined,
        { onprogress: ({ progress, total }) => told.push([progress, total]) },
      );
      assert.equal(result.structuredContent?.state, 'done', JSON.stringify(result));
      assert.ok(told.length > 0);
    });

    test('says what was refused, and more of what happens when it is asked to', async () => {
      assert.ok(client.getServerCapabilities().logging);
      // Whatever was done to it before; no call of a tool lifts that.
      const resume = async () => {
        await run(binary, ['resume', '--data', node.data]);
        await run(binary, ['agent', 'resume', agent.address, '--data', node.data]);
      };
      await resume();
      await client.callTool({ name: 'agents_kill', arguments: { agent: agent.address } });
      const refused = await until(() => logged.find(({ logger, data }) => logger === 'intents' && data.state === 'refused'));
      assert.equal(refused.level, 'warning');
      assert.equal(refused.data.agent, agent.address);
      assert.match(refused.data.reason, /kill switch/);
      assert.ok(logged.every(({ level }) => level === 'warning'), 'nothing lighter, unless it is asked for');
      await client.setLoggingLevel('info');
      await resume();
      const landed = await until(() => logged.find(({ data }) => data.state === 'landed'));
      assert.equal(landed.level, 'info');
    });

    test('prompts, logging level and ping', async () => {
      const { prompts } = await client.listPrompts();
      const { messages } = await client.getPrompt({ name: prompts[0].name, arguments: { agent: agent.address } });
      assert.equal(messages[0].role, 'user');
      await client.setLoggingLevel('warning');
      await client.ping();
      await assert.rejects(client.callTool({ name: 'no_such_tool', arguments: {} }), { code: -32602 });
    });
  });
}

describe('zestron mcp, as a process', { skip: process.env.ZESTRON_URL ? 'needs a node of its own' : false }, () => {
  const opening = {
    jsonrpc: '2.0', id: 1, method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  };

  function startBridge(data) {
    const bridge = spawn(binary, ['mcp', '--data', data], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: bridge.stdout })[Symbol.asyncIterator]();
    return {
      exited: new Promise((resolve) => bridge.once('exit', resolve)),
      end: () => bridge.stdin.end(),
      async call(message) {
        bridge.stdin.write(`${JSON.stringify(message)}\n`);
        return JSON.parse((await lines.next()).value);
      },
    };
  }

  test('goes on with a node that was started again, and ends its session when its input ends', async () => {
    let node = await startNode();
    const bridge = startBridge(node.data);
    assert.equal((await bridge.call(opening)).result.serverInfo.name, 'zestron');
    await node.stop({ keep: true });
    assert.ok((await bridge.call({ jsonrpc: '2.0', id: 2, method: 'ping' })).error, 'no node runs');
    node = await startNode({ data: node.data });
    // It answers JSON-RPC a moment before it says in its folder where it listens.
    await until(async () => (await bridge.call({ jsonrpc: '2.0', id: 3, method: 'tools/list' })).result?.tools.length > 0, 10);

    bridge.end();
    // The node would let what listens wait for 15 s.
    const late = new Promise((resolve) => setTimeout(resolve, 12_000, 'it was waited for').unref());
    assert.equal(await Promise.race([bridge.exited, late]), 0);
    await node.stop();
  });
});
