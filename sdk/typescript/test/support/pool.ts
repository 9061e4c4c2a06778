// A pool of swap_pool with liquidity, and its instructions with all accounts filled in.
import { getCreateAccountInstruction } from '@solana-program/system';
import { getInitializeMint2Instruction, getMintSize } from '@solana-program/token';
import { type Address, generateKeyPairSigner, type Instruction, type TransactionSigner } from '@solana/kit';
import { swapPool } from '../../src';
import type { Node } from './node';
import { Mint, TOKEN_PROGRAM_ADDRESS } from './tokens';

export const fees = {
  tradeFeeNumerator: 25n,
  tradeFeeDenominator: 10_000n,
  ownerTradeFeeNumerator: 5n,
  ownerTradeFeeDenominator: 10_000n,
  ownerWithdrawFeeNumerator: 0n,
  ownerWithdrawFeeDenominator: 0n,
  hostFeeNumerator: 0n,
  hostFeeDenominator: 0n,
};

export interface Side {
  mint: Mint;
  amount: bigint;
}

export class Pool {
  private constructor(
    readonly address: Address,
    readonly authority: Address,
    readonly shares: Mint,
    readonly feeAccount: Address,
    private readonly a: Mint,
    private readonly b: Mint,
    readonly vaultA: Address,
    readonly vaultB: Address,
  ) {}

  /** The deployer brings the liquidity and gets its shares, `feeOwner` what the owner's fees are worth. */
  static async create(node: Node, a: Side, b: Side, feeOwner: Address): Promise<Pool> {
    const { deployer } = node;
    const [pool, mint] = await Promise.all([generateKeyPairSigner(), generateKeyPairSigner()]);
    const [authority] = await swapPool.findAuthorityPda({ swap: pool.address });
    const make = async (newAccount: TransactionSigner, space: bigint, programAddress: Address) =>
      getCreateAccountInstruction({
        payer: deployer,
        newAccount,
        space,
        programAddress,
        lamports: await node.rpc.getMinimumBalanceForRentExemption(space).send(),
      });
    await node.send(
      deployer,
      await make(mint, BigInt(getMintSize()), TOKEN_PROGRAM_ADDRESS),
      getInitializeMint2Instruction({ mint: mint.address, decimals: 9, mintAuthority: authority }),
    );
    const shares = Mint.existing(node, mint.address);
    await a.mint.pay(deployer, authority, a.amount);
    await b.mint.pay(deployer, authority, b.amount);
    const [vaultA, vaultB] = await Promise.all([a.mint.accountOf(authority), b.mint.accountOf(authority)]);
    const [feeAccount, destination] = [await shares.open(feeOwner), await shares.open(deployer.address)];
    await node.send(
      deployer,
      await make(pool, BigInt(swapPool.getSwapV1Size()), swapPool.SWAP_POOL_PROGRAM_ADDRESS),
      await swapPool.getInitializeInstructionAsync({
        swap: pool,
        tokenA: vaultA,
        tokenB: vaultB,
        poolMint: shares.address,
        poolFeeAccount: feeAccount,
        destination,
        tokenProgram: TOKEN_PROGRAM_ADDRESS,
        fees,
        curveType: 0,
        curveParameters: new Uint8Array(32),
      }),
    );
    return new Pool(pool.address, authority, shares, feeAccount, a.mint, b.mint, vaultA, vaultB);
  }

  private get common() {
    return {
      swap: this.address,
      authority: this.authority,
      poolMint: this.shares.address,
      poolFeeAccount: this.feeAccount,
      poolTokenProgram: TOKEN_PROGRAM_ADDRESS,
    };
  }

  private get sides() {
    return {
      tokenA: this.vaultA,
      tokenB: this.vaultB,
      tokenAMint: this.a.address,
      tokenBMint: this.b.address,
      tokenAProgram: TOKEN_PROGRAM_ADDRESS,
      tokenBProgram: TOKEN_PROGRAM_ADDRESS,
    };
  }

  /** Between the trader's own accounts. */
  async swap(trader: TransactionSigner, from: Mint, amountIn: bigint, minimumAmountOut = 1n): Promise<Instruction> {
    const [to, into, outOf] = from === this.a ? [this.b, this.vaultA, this.vaultB] : [this.a, this.vaultB, this.vaultA];
    return swapPool.getSwapInstruction({
      ...this.common,
      userTransferAuthority: trader,
      source: await from.accountOf(trader.address),
      swapSource: into,
      swapDestination: outOf,
      destination: await to.accountOf(trader.address),
      sourceMint: from.address,
      destinationMint: to.address,
      sourceTokenProgram: TOKEN_PROGRAM_ADDRESS,
      destinationTokenProgram: TOKEN_PROGRAM_ADDRESS,
      amountIn,
      minimumAmountOut,
    });
  }

  async deposit(who: TransactionSigner, poolTokenAmount: bigint, maximum: bigint): Promise<Instruction> {
    return swapPool.getDepositAllTokenTypesInstruction({
      ...this.common,
      ...this.sides,
      userTransferAuthority: who,
      depositTokenA: await this.a.accountOf(who.address),
      depositTokenB: await this.b.accountOf(who.address),
      destination: await this.shares.accountOf(who.address),
      poolTokenAmount,
      maximumTokenAAmount: maximum,
      maximumTokenBAmount: maximum,
    });
  }

  async depositSingle(who: TransactionSigner, from: Mint, sourceTokenAmount: bigint): Promise<Instruction> {
    return swapPool.getDepositSingleTokenTypeExactAmountInInstruction({
      ...this.common,
      ...this.sides,
      userTransferAuthority: who,
      source: await from.accountOf(who.address),
      destination: await this.shares.accountOf(who.address),
      sourceMint: from.address,
      sourceTokenProgram: TOKEN_PROGRAM_ADDRESS,
      sourceTokenAmount,
      minimumPoolTokenAmount: 1n,
    });
  }

  async withdraw(who: TransactionSigner, poolTokenAmount: bigint): Promise<Instruction> {
    return swapPool.getWithdrawAllTokenTypesInstruction({
      ...this.common,
      ...this.sides,
      userTransferAuthority: who,
      source: await this.shares.accountOf(who.address),
      destinationTokenA: await this.a.accountOf(who.address),
      destinationTokenB: await this.b.accountOf(who.address),
      poolTokenAmount,
      minimumTokenAAmount: 0n,
      minimumTokenBAmount: 0n,
    });
  }

  async withdrawSingle(who: TransactionSigner, to: Mint, destinationTokenAmount: bigint): Promise<Instruction> {
    return swapPool.getWithdrawSingleTokenTypeExactAmountOutInstruction({
      ...this.common,
      ...this.sides,
      userTransferAuthority: who,
      source: await this.shares.accountOf(who.address),
      destination: await to.accountOf(who.address),
      destinationMint: to.address,
      destinationTokenProgram: TOKEN_PROGRAM_ADDRESS,
      destinationTokenAmount,
      maximumPoolTokenAmount: 2n ** 64n - 1n,
    });
  }
}
