// Our programs as the hand-written parts see them: addresses, errors and events by number and name.
import type { Address, Decoder } from '@solana/kit';
import { programs as generated } from './generated/programs';

export interface KnownProgram {
  name: string;
  address: Address;
  errors: Readonly<Record<number, { name: string; message: string }>>;
  events: Readonly<Record<string, { discriminator: readonly number[]; decoder: Decoder<object> }>>;
}

export const programs: readonly KnownProgram[] = generated;
