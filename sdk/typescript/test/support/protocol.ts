// The protocol on a fresh node: programs, ZEST and a dollar, the singletons, governance holding every upgrade authority.
import type { Address, Instruction, KeyPairSigner, ReadonlyUint8Array } from '@solana/kit';
import {
  findGovernanceAuthority,
  findProposal,
  governance,
  marketplace,
  openVault,
  rewards,
  zestStaking,
} from '../../src';
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
export const epoch = 7n * day;
export const disputeWindow = 2n * day;
export const disputeBond = zest(100n);

/** What governance shall do, and how it is executed once it may be. */
export interface Action {
  kind: governance.ActionKind;
  payload: ReadonlyUint8Array;
  buffer?: Address;
  execute: (proposal: Address) => Promise<Instruction> | Instruction;
}

export interface Addresses {
  /** Governance's signature. */
  authority: Address;
  governance: Address;
  stakePool: Address;
  stakeVault: Address;
  /** What stakers are paid from. */
  rewardsVault: Address;
  market: Address;
  marketVault: Address;
  rewards: Address;
  /** What agents' rewards are paid from. */
  pot: Address;
  vault: Address;
  treasury: Address;
}

export class Protocol {
  private constructor(
    readonly node: Node,
    readonly zest: Mint,
    readonly usd: Mint,
    readonly at: Addresses,
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
    const protocol = new Protocol(node, zestMint, usdMint, {
      authority,
      governance: await one(governance.findGovernancePda()),
      stakePool: pool,
      stakeVault: await one(zestStaking.findVaultPda({ pool })),
      rewardsVault: await one(zestStaking.findRewardsVaultPda({ pool })),
      market: await one(marketplace.findMarketPda()),
      marketVault: await one(marketplace.findVaultPda()),
      rewards: await one(rewards.findConfigPda()),
      pot: await one(rewards.findVaultPda()),
      vault: await one(openVault.findVaultPda()),
      treasury: await zestMint.open(authority),
    });
    await protocol.initialize(resolver, guardian);
    return protocol;
  }

  private async initialize(resolver: Address, guardian: Address): Promise<void> {
    const { node } = this;
    const { stakePool, treasury } = this.at;
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
        epochS: epoch,
      }),
    );
    await node.send(
      deployer,
      await rewards.getInitializeRewardsInstructionAsync({
        deployer,
        market: this.at.market,
        mint,
        treasury,
        parameters: {
          treasury,
          emissionMin: 0n,
          emissionMax: zest(1_000n),
          usageBps: 4_000n,
          potBps: 1_000n,
          claimEpochs: 3n,
        },
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
      await node.send(deployer, handOver(await programDataOf(program), deployer, this.at.authority));
  }

  async stakeOf(staker: Address): Promise<Address> {
    return (await zestStaking.findStakePda({ pool: this.at.stakePool, staker }))[0];
  }

  async stake(staker: KeyPairSigner, amount: bigint, until: bigint): Promise<void> {
    const { zest: mint } = this;
    const { stakePool: pool } = this.at;
    await this.node.send(
      staker,
      await zestStaking.getStakeZestInstructionAsync({
        staker,
        pool,
        mint: mint.address,
        from: await mint.accountOf(staker.address),
        vault: this.at.stakeVault,
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
    const { node } = this;
    const { data } = await governance.fetchGovernance(node.rpc, this.at.governance, confirmed);
    const proposal = await findProposal(data.proposalCount);
    const stake = await this.stakeOf(staker.address);
    await node.send(
      staker,
      governance.getProposeInstruction({
        staker,
        governance: this.at.governance,
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
