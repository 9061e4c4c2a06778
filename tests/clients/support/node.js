// A node for one test file: the one at ZESTRON_URL, or a fresh one that is started and ended here.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const startTimeoutMs = 30_000;

/** The product's own binary: ZESTRON_BIN, else bin/zestron. */
export const binary = process.env.ZESTRON_BIN ?? path.join(root, 'bin/zestron');

/** `count` ports in a row that nothing listens on, below those that the kernel gives to outgoing connections. */
async function freePorts(count) {
  for (let first = 20_000 + ((process.pid * 8) % 12_000); first < 32_000; first += count) {
    const servers = [];
    try {
      for (let port = first; port < first + count; ++port) servers.push(await listen(port));
      return first;
    } catch {
      // somebody has one of them
    } finally {
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    }
  }
  throw new Error('no free ports');
}

function listen(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function ask(url, method, params = []) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  return response.json();
}

/**
 * Resolves with {url, wsUrl, apiUrl, data, stop()} once the node has a confirmed slot. `verb` is `node`, or `demo` where our programs
 * are needed; `arguments` are further ones for a started node, and `data` the folder of one that was stopped with {keep: true}.
 */
export async function startNode({ verb = 'node', arguments: more = ['--slot-ms', '100'], data } = {}) {
  if (process.env.ZESTRON_URL) return { ...urls(process.env.ZESTRON_URL), stop: async () => {} };
  data ??= await mkdtemp(path.join(tmpdir(), 'zestron-clients-'));
  const port = await freePorts(3); // JSON-RPC, PubSub, status page
  const options = ['--data', data, '--rpc-port', `${port}`, '--api-port', `${port + 2}`, '--market', 'sim:1', ...more];
  const child = spawn(binary, [verb, ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const failed = new Promise((_, reject) => child.once('error', reject));
  const { url, wsUrl } = urls(`http://127.0.0.1:${port}`);
  const over = new AbortController();
  const ended = exited.then((code) => Promise.reject(new Error(`the node ended with ${code}`)));
  await Promise.race([untilConfirmed(url, over.signal), failed, ended]).finally(() => over.abort());
  ended.catch(() => {}); // from here on its end is what stop() waits for
  return {
    url,
    wsUrl,
    apiUrl: `http://127.0.0.1:${port + 2}`,
    data,
    async stop({ keep = false } = {}) {
      child.kill('SIGINT');
      await exited;
      if (!keep) await rm(data, { recursive: true, force: true });
    },
  };
}

function urls(url) {
  const ws = new URL(url);
  ws.protocol = ws.protocol === 'https:' ? 'wss:' : 'ws:';
  if (ws.port) ws.port = `${Number(ws.port) + 1}`;
  return { url, wsUrl: ws.href };
}

async function untilConfirmed(url, signal) {
  const end = Date.now() + startTimeoutMs;
  while (!signal.aborted) {
    const slot = await ask(url, 'getSlot', [{ commitment: 'confirmed' }]).catch(() => undefined);
    if (slot?.result > 1) return;
    if (Date.now() > end) throw new Error('the node did not come up');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
