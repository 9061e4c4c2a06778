// Events of our programs, read from a transaction's log.
import { type Address, getBase64Encoder } from '@solana/kit';
import { programs } from './programs';

export interface ProgramEvent {
  program: string;
  name: string;
  data: object;
}

const invoked = /^Program (\w+) invoke \[(\d+)\]$/;
const ended = /^Program \w+ (success|failed)/;
const emitted = 'Program data: ';

/** In the order in which they were emitted. A log that the runtime cut off gives those before the cut. */
export function eventsOf(logs: readonly string[]): ProgramEvent[] {
  const events: ProgramEvent[] = [];
  // Data lines name no program: it is the one that was entered last and hasn't ended.
  const stack: Address[] = [];
  for (const line of logs) {
    const entered = invoked.exec(line);
    if (entered) {
      stack.push(entered[1] as Address);
    } else if (ended.test(line)) {
      stack.pop();
    } else if (line.startsWith(emitted)) {
      const event = decode(stack.at(-1), getBase64Encoder().encode(line.slice(emitted.length)));
      if (event) events.push(event);
    }
  }
  return events;
}

function decode(address: Address | undefined, bytes: ArrayLike<number> & { slice(start: number): Uint8Array }) {
  const program = programs.find((known) => known.address === address);
  for (const [name, { discriminator, decoder }] of Object.entries(program?.events ?? {})) {
    if (program && discriminator.every((byte, at) => bytes[at] === byte))
      return { program: program.name, name, data: decoder.decode(bytes.slice(discriminator.length)) };
  }
  return undefined;
}
