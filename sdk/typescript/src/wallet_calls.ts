// Calls that a wallet makes: `execute` for an executor, `beneficiary_execute` for the wallet's holder. What is called is an
// instruction like any other, made with the wallet (or its purse) as signer: see walletSigner().
import {
  type AccountMeta,
  AccountRole,
  type Address,
  createNoopSigner,
  type Instruction,
  isSignerRole,
  isWritableRole,
  type ReadonlyUint8Array,
  type TransactionSigner,
} from '@solana/kit';
import { agentFactory } from './generated';

/** Stands for a derived address that only its program signs for, where an instruction wants a signer. */
export const walletSigner = createNoopSigner;

export interface WalletOf {
  agent: Address;
  beneficiary: Address;
}

export async function findWallet({ agent, beneficiary }: WalletOf): Promise<{ wallet: Address; purse: Address }> {
  const [wallet] = await agentFactory.findWalletPda({ agent, beneficiary });
  const [purse] = await agentFactory.findPursePda({ wallet });
  return { wallet, purse };
}

export interface ExecuteFor extends WalletOf {
  executor: TransactionSigner;
  /** None where the beneficiary is the agent's owner. */
  license?: Address;
  nonce: bigint;
  contextRoot: ReadonlyUint8Array;
  /** Position in the agent's allow list. */
  entry: number;
  call: Instruction;
  /**
   * Behind the call's accounts: governance's entry of the quote mint; for each mint that moves its entry and, if it has one, the
   * price account that the entry names; to have a trade measured, the entry of the pool.
   */
  prices?: readonly Address[];
}

export async function getExecuteForWalletInstruction({
  call,
  prices = [],
  ...input
}: ExecuteFor): Promise<Instruction> {
  const derived = await findWallet(input);
  const accounts = call.accounts ?? [];
  const instruction = agentFactory.getExecuteInstruction({
    ...input,
    ...derived,
    innerProgram: call.programAddress,
    accountFlags: Uint8Array.from(
      accounts,
      ({ role }) => (isSignerRole(role) ? 1 : 0) | (isWritableRole(role) ? 2 : 0),
    ),
    data: call.data ?? new Uint8Array(),
  });
  const read = prices.map((address) => ({ address, role: AccountRole.READONLY }));
  return { ...instruction, accounts: [...instruction.accounts, ...outside(accounts, derived), ...read] };
}

export interface BeneficiaryExecute {
  agent: Address;
  beneficiary: TransactionSigner;
  call: Instruction;
}

/** Needs neither agent nor wallet alive. Accounts of the call keep the flags that the instruction gives them. */
export async function getBeneficiaryExecuteForWalletInstruction(input: BeneficiaryExecute): Promise<Instruction> {
  const { agent, beneficiary, call } = input;
  const derived = await findWallet({ agent, beneficiary: beneficiary.address });
  const instruction = await agentFactory.getBeneficiaryExecuteInstructionAsync({
    agent,
    beneficiary,
    innerProgram: call.programAddress,
    data: call.data ?? new Uint8Array(),
  });
  return { ...instruction, accounts: [...instruction.accounts, ...outside(call.accounts ?? [], derived)] };
}

/** As they stand in the transaction, where nobody can sign for a derived address. */
function outside(accounts: NonNullable<Instruction['accounts']>, derived: { wallet: Address; purse: Address }) {
  return accounts.map((account) => {
    if (account.address !== derived.wallet && account.address !== derived.purse) return account;
    const role = isWritableRole(account.role) ? AccountRole.WRITABLE : AccountRole.READONLY;
    return { address: account.address, role } satisfies AccountMeta;
  });
}
