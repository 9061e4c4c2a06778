// Mints and token accounts of the tests, SPL Token.
import { getCreateAccountInstruction } from '@solana-program/system';
import {
  AuthorityType,
  fetchMaybeToken,
  findAssociatedTokenPda,
  getCreateAssociatedTokenIdempotentInstruction,
  getInitializeMint2Instruction,
  getMintSize,
  getMintToInstruction,
  getSetAuthorityInstruction,
  getTransferInstruction,
  TOKEN_PROGRAM_ADDRESS,
} from '@solana-program/token';
import { type Address, generateKeyPairSigner, type TransactionSigner } from '@solana/kit';
import { confirmed, type Node } from './node';

export { TOKEN_PROGRAM_ADDRESS } from '@solana-program/token';

export class Mint {
  private constructor(
    private readonly node: Node,
    readonly address: Address,
  ) {}

  /** Without a freeze authority; the deployer mints until fixSupply(). */
  static async create(node: Node, decimals: number): Promise<Mint> {
    const mint = await generateKeyPairSigner();
    const { deployer } = node;
    const space = BigInt(getMintSize());
    const rent = await node.rpc.getMinimumBalanceForRentExemption(space).send();
    await node.send(
      deployer,
      getCreateAccountInstruction({
        payer: deployer,
        newAccount: mint,
        lamports: rent,
        space,
        programAddress: TOKEN_PROGRAM_ADDRESS,
      }),
      getInitializeMint2Instruction({ mint: mint.address, decimals, mintAuthority: deployer.address }),
    );
    return new Mint(node, mint.address);
  }

  static existing(node: Node, mint: Address): Mint {
    return new Mint(node, mint);
  }

  async accountOf(owner: Address): Promise<Address> {
    const [found] = await findAssociatedTokenPda({ mint: this.address, owner, tokenProgram: TOKEN_PROGRAM_ADDRESS });
    return found;
  }

  /** Made where it isn't there; answers its address. */
  async open(owner: Address): Promise<Address> {
    const ata = await this.accountOf(owner);
    const payer = this.node.deployer;
    await this.node.send(
      payer,
      getCreateAssociatedTokenIdempotentInstruction({ payer, ata, owner, mint: this.address }),
    );
    return ata;
  }

  async give(owner: Address, amount: bigint): Promise<Address> {
    const token = await this.open(owner);
    const mintAuthority = this.node.deployer;
    await this.node.send(mintAuthority, getMintToInstruction({ mint: this.address, token, mintAuthority, amount }));
    return token;
  }

  async pay(authority: TransactionSigner, to: Address, amount: bigint): Promise<void> {
    const destination = await this.open(to);
    const source = await this.accountOf(authority.address);
    await this.node.send(authority, getTransferInstruction({ source, destination, authority, amount }));
  }

  /** From now on there are no more tokens than there are. */
  async fixSupply(): Promise<void> {
    const owner = this.node.deployer;
    await this.node.send(
      owner,
      getSetAuthorityInstruction({
        owned: this.address,
        owner,
        authorityType: AuthorityType.MintTokens,
        newAuthority: null,
      }),
    );
  }

  /** In an account; 0 where there is none. */
  async at(account: Address): Promise<bigint> {
    const found = await fetchMaybeToken(this.node.rpc, account, confirmed);
    return found.exists ? found.data.amount : 0n;
  }

  async held(owner: Address): Promise<bigint> {
    return this.at(await this.accountOf(owner));
  }

  /** All accounts of the mint that hold something, by address. */
  async everywhere(): Promise<Map<Address, bigint>> {
    const found = await this.node.rpc
      .getProgramAccounts(TOKEN_PROGRAM_ADDRESS, {
        ...confirmed,
        encoding: 'base64',
        filters: [
          { dataSize: 165n },
          { memcmp: { offset: 0n, bytes: this.address as never, encoding: 'base58' as const } },
        ],
      })
      .send();
    const holding = new Map<Address, bigint>();
    for (const { pubkey, account } of found) {
      const amount = Buffer.from(account.data[0], 'base64').readBigUInt64LE(64);
      if (amount !== 0n) holding.set(pubkey, amount);
    }
    return holding;
  }
}
