// Governance: where proposals are, and the bytes of what they would do. An action's payload is its type's Borsh form, from the
// generated encoders; here are those that need more than their fields.
import {
  type Address,
  getAddressEncoder,
  getProgramDerivedAddress,
  getU64Encoder,
  getUtf8Encoder,
  type Instruction,
  isSignerRole,
  isWritableRole,
  type ReadonlyUint8Array,
} from '@solana/kit';
import { governance } from './generated';

/** The number is governance's proposal_count when it is made, which Codama can't read for itself. */
export async function findProposal(number: number | bigint): Promise<Address> {
  const seeds = [getUtf8Encoder().encode('proposal'), getU64Encoder().encode(number)];
  return (await getProgramDerivedAddress({ programAddress: governance.GOVERNANCE_PROGRAM_ADDRESS, seeds }))[0];
}

/** Governance's signature: authority of every singleton, and of every program's upgrades. */
export async function findGovernanceAuthority(): Promise<Address> {
  const seeds = [getUtf8Encoder().encode('authority')];
  return (await getProgramDerivedAddress({ programAddress: governance.GOVERNANCE_PROGRAM_ADDRESS, seeds }))[0];
}

export async function findMintEntry(mint: Address): Promise<Address> {
  return (await governance.findEntryPda({ mint }))[0];
}

export async function findPoolEntry(pool: Address): Promise<Address> {
  return (await governance.findExecuteSetPoolEntryPda({ pool }))[0];
}

export async function sha256(bytes: ReadonlyUint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
}

/** 1 signer, 2 writable: what `execute_call` takes beside the accounts. */
export function callFlags(call: Instruction): Uint8Array {
  return Uint8Array.from(
    call.accounts ?? [],
    ({ role }) => (isSignerRole(role) ? 1 : 0) | (isWritableRole(role) ? 2 : 0),
  );
}

/** Payload of a CallProgram: the program, sha256 over key ‖ flags of each account, then the instruction's data. */
export async function encodeCall(call: Instruction): Promise<Uint8Array> {
  const flags = callFlags(call);
  const accounts = (call.accounts ?? []).flatMap(({ address }, at) => [
    ...getAddressEncoder().encode(address),
    flags[at] ?? 0,
  ]);
  const accountsHash = await sha256(Uint8Array.from(accounts));
  const head = governance.getCallProgramEncoder().encode({ program: call.programAddress, accountsHash });
  return Uint8Array.from([...head, ...(call.data ?? [])]);
}
