// node record.js FILE URL [WEBSOCKET_URL]: the answers of another cluster, for conformance.test.js.
import { writeFile } from 'node:fs/promises';
import { answersOf } from './run.js';

const [file, url, wsUrl] = process.argv.slice(2);
if (!url) {
  console.error('usage: node record.js FILE URL [WEBSOCKET_URL]; a fresh cluster with a faucet, for example solana-test-validator --reset');
  process.exit(2);
}
const answers = await answersOf(url, wsUrl);
const lines = Object.entries(answers).map(([name, answer]) => `${JSON.stringify(name)}: ${JSON.stringify(answer)}`);
await writeFile(file, `{\n${lines.join(',\n')}\n}\n`);
process.exit(0);
