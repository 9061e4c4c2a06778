// The protocol on a fresh node: programs, ZEST and a dollar, the singletons, governance holding every upgrade authority.
import type { Address, Instruction, KeyPairSigner, ReadonlyUint8Array } from '@solana/kit';
import { findGovernanceAuthority, findProposal, governance, marketplace, openVault, zestStaking } from '../../src';
import { programs } from '../../src/programs';
import { handOver, programDataOf } from './loader';
import { confirmed, Node } from './node';
import { Mint, TOKEN_PROGRAM_ADDRESS } from './tokens';

export const hour = 3_600n;
export const day = 24n * hour;
export const zest = (tokens: bigint) => tokens * 1_000_000_000n;
export const usd = (tokens: bigint) => tokens * 1_000_000n;
export const hash = (fill: number) => new Uint8Array(32).fill(fill);

export const cooldown = 7n * day;
export const disputeWindow = 2n * day;
export const disputeBond = zest(100n);

/** What governance shall do, and how it is executed once it may be. */
export interface Action {
  kind: governance.ActionKind;
  payload: ReadonlyUint8Array;
  buffer?: Address;
  execute: (proposal: Address) => Promise<Instruction> | Instruction;
}

export class Protocol {
  private constructor(
    readonly node: Node,
    readonly zest: Mint,
    readonly usd: Mint,
    readonly authority: Address,
    readonly governance: Address,
    readonly stakePool: Address,
    readonly stakeVault: Address,
    readonly rewardsVault: Address,
    readonly market: Address,
    readonly marketVault: Address,
    readonly vault: Address,
    readonly treasury: Address,
  ) {}

  static async found(resolver: Address, guardian: Address): Promise<Protocol> {
    const node = await Node.start(programs.map(({ name }) => name));
    try {
      return await Protocol.on(node, resolver, guardian);
    } catch (error) {
      await node.stop();
      throw error;
    }
  }

  private static async on(node: Node, resolver: Address, guardian: Address): Promise<Protocol> {
    const [zestMint, usdMint] = await Promise.all([Mint.create(node, 9), Mint.create(node, 6)]);
    const authority = await findGovernanceAuthority();
    const mint = zestMint.address;
    const [pool] = await zestStaking.findPoolPda({ mint });
    const one = async (found: Promise<readonly [Address, number]>) => (await found)[0];
    const protocol = new Protocol(
      node,
      zestMint,
      usdMint,
      authority,
      await one(governance.findGovernancePda()),
      pool,
      await one(zestStaking.findVaultPda({ pool })),
      await one(zestStaking.findRewardsVaultPda({ pool })),
      await one(marketplace.findMarketPda()),
      await one(marketplace.findVaultPda()),
      await one(openVault.findVaultPda()),
      await zestMint.open(authority),
    );
    await protocol.initialize(resolver, guardian);
    return protocol;
  }

  private async initialize(resolver: Address, guardian: Address): Promise<void> {
    const { node, stakePool, treasury } = this;
    const { deployer } = node;
    const mint = this.zest.address;
    const slashSink = await this.zest.open(guardian);
    await node.send(
      deployer,
      await zestStaking.getInitializePoolInstructionAsync({
        deployer,
        mint,
        slashSink,
        treasury,
        cooldownS: cooldown,
        bondCooldownS: 2n * cooldown,
        features: [],
      }),
    );
    await node.send(
      deployer,
      await governance.getInitializeInstructionAsync({
        deployer,
        stakePool,
        zestMint: mint,
        guardian,
        parameters: { votingSeconds: 3n * day, quorumBps: 400n, proposalStakeBps: 10n },
      }),
    );
    await node.send(
      deployer,
      await marketplace.getInitializeMarketInstructionAsync({
        deployer,
        mint,
        treasury,
        stakingPool: stakePool,
        parameters: { resolver, treasury, disputeWindowS: disputeWindow, resolveWindowS: 3n * day, disputeBond },
        epochS: 7n * day,
      }),
    );
    await node.send(
      deployer,
      await openVault.getInitializeInstructionAsync({
        deployer,
        stakePool,
        poster: deployer.address,
        rootLifetimeMaxS: 30n * day,
      }),
    );
    const addresses = programs.map(({ address }) => address);
    for (const program of addresses)
      await node.send(deployer, handOver(await programDataOf(program), deployer, this.authority));
  }

  async stakeOf(staker: Address): Promise<Address> {
    return (await zestStaking.findStakePda({ pool: this.stakePool, staker }))[0];
  }

  async stake(staker: KeyPairSigner, amount: bigint, until: bigint): Promise<void> {
    const { stakePool: pool, zest: mint } = this;
    await this.node.send(
      staker,
      await zestStaking.getStakeZestInstructionAsync({
        staker,
        pool,
        mint: mint.address,
        from: await mint.accountOf(staker.address),
        vault: this.stakeVault,
        tokenProgram: TOKEN_PROGRAM_ADDRESS,
        amount,
      }),
      zestStaking.getLockStakeInstruction({ pool, stake: await this.stakeOf(staker.address), staker, until }),
    );
  }

  /** Proposes each, votes for it, waits, queues it, waits for the timelock, executes it and closes what that leaves. */
  async decide(voter: KeyPairSigner, ...actions: Action[]): Promise<void> {
    const { node } = this;
    const proposed: (Action & { proposal: Address })[] = [];
    for (const action of actions) proposed.push({ ...action, proposal: await this.propose(voter, action) });
    const addresses = proposed.map(({ proposal }) => proposal);
    const read = () => governance.fetchAllProposal(node.rpc, addresses, confirmed);
    await node.travelTo(latest(await read(), 'votingEndsAt'));
    for (const { proposal, buffer } of proposed)
      await node.send(voter, governance.getQueueInstruction({ proposal, buffer }));
    await node.travelTo(latest(await read(), 'executableAt'));
    const rentPayer = voter.address;
    const stake = await this.stakeOf(voter.address);
    for (const { proposal, execute } of proposed) {
      await node.send(voter, await execute(proposal));
      const [vote] = await governance.findVotePda({ proposal, stake });
      await node.send(
        voter,
        governance.getCloseVoteInstruction({ vote, rentPayer }),
        governance.getCloseProposalInstruction({ proposal, rentPayer }),
      );
    }
  }

  private async propose(staker: KeyPairSigner, { kind, payload }: Action): Promise<Address> {
    const { node, stakePool } = this;
    const { data } = await governance.fetchGovernance(node.rpc, this.governance, confirmed);
    const proposal = await findProposal(data.proposalCount);
    const stake = await this.stakeOf(staker.address);
    await node.send(
      staker,
      governance.getProposeInstruction({
        staker,
        governance: this.governance,
        stakePool,
        zestMint: this.zest.address,
        stake,
        proposal,
        document: hash(0xd0),
        kind,
        payload,
      }),
    );
    const choice = governance.Choice.Yes;
    await node.send(staker, await governance.getVoteInstructionAsync({ staker, proposal, stake, choice }));
    return proposal;
  }
}

function latest(proposals: readonly { data: governance.Proposal }[], moment: 'votingEndsAt' | 'executableAt'): bigint {
  return proposals.map(({ data }) => data[moment]).reduce((a, b) => (a > b ? a : b));
}
