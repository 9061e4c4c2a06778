// The upgradeable loader's part in an upgrade by governance: authorities handed over, and a buffer written.
import { getCreateAccountInstruction } from '@solana-program/system';
import {
  AccountRole,
  type Address,
  address,
  generateKeyPairSigner,
  getAddressEncoder,
  getProgramDerivedAddress,
  getU32Encoder,
  type Instruction,
  type TransactionSigner,
} from '@solana/kit';
import type { Node } from './node';

const loader = address('BPFLoaderUpgradeab1e11111111111111111111111');
const chunk = 900;

const bufferHeader = 37;
export const programDataHeader = 45;

export async function programDataOf(program: Address): Promise<Address> {
  const seeds = [getAddressEncoder().encode(program)];
  return (await getProgramDerivedAddress({ programAddress: loader, seeds }))[0];
}

/** Of a program's data account, or of a buffer. */
export function handOver(account: Address, authority: TransactionSigner, to: Address): Instruction {
  const accounts = [
    { address: account, role: AccountRole.WRITABLE },
    { address: authority.address, role: AccountRole.READONLY_SIGNER, signer: authority },
    { address: to, role: AccountRole.READONLY },
  ];
  return { programAddress: loader, accounts, data: getU32Encoder().encode(4) };
}

/** A buffer with these bytes, its authority the deployer. */
export async function writeBuffer(node: Node, bytes: Uint8Array): Promise<Address> {
  const { deployer } = node;
  const buffer = await generateKeyPairSigner();
  const space = BigInt(bufferHeader + bytes.length);
  const written = { address: buffer.address, role: AccountRole.WRITABLE };
  await node.send(
    deployer,
    getCreateAccountInstruction({
      payer: deployer,
      newAccount: buffer,
      lamports: await node.rpc.getMinimumBalanceForRentExemption(space).send(),
      space,
      programAddress: loader,
    }),
    {
      programAddress: loader,
      accounts: [written, { address: deployer.address, role: AccountRole.READONLY }],
      data: getU32Encoder().encode(0),
    },
  );
  const signer = { address: deployer.address, role: AccountRole.READONLY_SIGNER, signer: deployer };
  for (let at = 0; at < bytes.length; at += chunk) {
    const part = bytes.subarray(at, at + chunk);
    const head = [1, at, part.length, 0].flatMap((word) => [...getU32Encoder().encode(word)]);
    const write = { programAddress: loader, accounts: [written, signer], data: Uint8Array.from([...head, ...part]) };
    await node.send(deployer, write);
  }
  return buffer.address;
}
