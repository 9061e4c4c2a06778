// What went wrong, in the program's words: which of our programs failed, and the name and text of its error.
import { type Address, isSolanaError, SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM } from '@solana/kit';
import { programs } from './programs';

export interface ProgramError {
  program: string;
  code: number;
  name: string;
  message: string;
}

interface Sent {
  instructions: Readonly<Record<number, { programAddress: Address } | undefined>>;
}

/**
 * The error of one of our programs behind what kit threw for a transaction with these instructions; undefined for any other.
 * A program that another one called is taken for its caller: the runtime doesn't say whose number it is.
 */
export function programErrorOf(error: unknown, sent: Sent): ProgramError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (!isSolanaError(cause, SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM)) continue;
    const { code, index } = cause.context;
    const program = programs.find(({ address }) => address === sent.instructions[index]?.programAddress);
    const known = program?.errors[code];
    return program && known && { program: program.name, code, ...known };
  }
  return undefined;
}
