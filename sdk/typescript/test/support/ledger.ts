// What every account of a mint should hold, kept by the test as it goes, and compared with all of the chain to the last unit.
import assert from 'node:assert/strict';
import type { Address } from '@solana/kit';
import type { Mint } from './tokens';

export class Ledger {
  private readonly held = new Map<Address, bigint>();

  constructor(private readonly mint: Mint) {}

  /** New tokens. */
  issue(to: Address, amount: bigint): void {
    this.held.set(to, this.of(to) + amount);
  }

  move(from: Address, to: Address, amount: bigint): void {
    assert.ok(amount >= 0n && this.of(from) >= amount, `${from} has no ${amount}`);
    this.held.set(from, this.of(from) - amount);
    this.issue(to, amount);
  }

  of(account: Address): bigint {
    return this.held.get(account) ?? 0n;
  }

  /** The holders with something. */
  get holders(): Map<Address, bigint> {
    return new Map([...this.held].filter(([, amount]) => amount !== 0n).sort());
  }

  async check(): Promise<void> {
    assert.deepEqual(new Map([...(await this.mint.everywhere())].sort()), this.holders);
  }
}
