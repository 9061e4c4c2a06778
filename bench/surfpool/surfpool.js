// node surfpool.js [SLOT_MS]: surfpool as its makers built it, offline on a free port of 127.0.0.1, with a block every 400 ms as its command
// line has it. Says "ready PORT", for ZESTRON_BENCH_PEER_PORT (docs/rpc.md). It profiles every instruction, which this build can't leave out.
import { createRequire } from 'node:module';

const { Surfnet } = createRequire(import.meta.url)('surfpool-sdk-linux-x64-gnu');

const eventsEveryMs = 200;
const slotTimeMs = Number(process.argv[2] ?? 400);
const surfnet = Surfnet.startWithConfig({ offline: true, blockProductionMode: 'clock', slotTimeMs });
setInterval(() => surfnet.drainEvents(), eventsEveryMs); // they pile up without end otherwise
console.log(`ready ${new URL(surfnet.rpcUrl).port}`);
