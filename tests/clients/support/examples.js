// A node with grapnel's examples on it, put there by real deploy transactions. ZESTRON_BUILD names the build's folder, which
// holds programs/, idl/ and bin/.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Connection, Keypair, LAMPORTS_PER_SOL } from '@solana/web3.js';
import { startNode } from './node.js';

const build = process.env.ZESTRON_BUILD;
const run = promisify(execFile);

/** What a describe() takes as its `skip`. */
export const skip = build && !process.env.ZESTRON_URL ? false : 'needs ZESTRON_BUILD and a node of its own';

export const readIdl = async (name) => JSON.parse(await readFile(path.join(build, 'idl', `${name}.json`), 'utf8'));

/** The key of an example's address: examples are there to be deployed by anybody, so it is no secret. */
export const programKey = (name) => Keypair.fromSeed(createHash('sha256').update(`grapnel example ${name}`).digest());

/** Resolves with {node, connection, payer, idls}; `stop()` ends it. */
export async function startExamples(names) {
  const node = await startNode({ arguments: ['--slot-ms', '20'] });
  const connection = new Connection(node.url, { commitment: 'confirmed', wsEndpoint: node.wsUrl });
  const payer = Keypair.generate();
  await fund(connection, payer.publicKey, 100);
  const keyFile = async (name, key) => {
    const file = path.join(node.data, `${name}.key.json`);
    await writeFile(file, JSON.stringify([...key.secretKey]), { mode: 0o600 });
    return file;
  };
  const payerFile = await keyFile('payer', payer);
  await Promise.all(
    names.map(async (name) => {
      const program = path.join(build, 'programs', `${name}.so`);
      const id = await keyFile(name, programKey(name));
      await run(path.join(build, 'bin', 'grapnel'), ['deploy', program, '--program-id', id, '-u', node.url, '-k', payerFile, '--yes']);
    }),
  );
  const idls = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readIdl(name)])));
  return {
    node,
    connection,
    payer,
    idls,
    async stop() {
      connection._rpcWebSocket?.close();
      await node.stop();
    },
  };
}

export async function fund(connection, key, sol) {
  const signature = await connection.requestAirdrop(key, sol * LAMPORTS_PER_SOL);
  await connection.confirmTransaction({ signature, ...(await connection.getLatestBlockhash()) });
}
