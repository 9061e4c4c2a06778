// A fresh node with programs on it, deployed by `grapnel deploy`, and the developer's control of its clock and accounts.
// ZESTRON_BUILD names the build's folder, which holds bin/ and programs/.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import {
  type Address,
  address,
  airdropFactory,
  appendTransactionMessageInstructions,
  assertIsTransactionWithBlockhashLifetime,
  createKeyPairSignerFromPrivateKeyBytes,
  createSolanaRpc,
  createSolanaRpcSubscriptions,
  createTransactionMessage,
  fetchEncodedAccount,
  generateKeyPairSigner,
  getI64Decoder,
  getSignatureFromTransaction,
  type Instruction,
  type KeyPairSigner,
  lamports,
  pipe,
  sendAndConfirmTransactionFactory,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
  type TransactionSigner,
} from '@solana/kit';
import { programErrorOf } from '../../src';

export const build = process.env['ZESTRON_BUILD'] ?? '';
const repository = path.join(__dirname, '../../../../..');
const run = promisify(execFile);
const clock = address('SysvarC1ock11111111111111111111111111111111');
const sol = 1_000_000_000n;

/** What a describe() takes as its `skip`. */
export const skip = build ? false : 'needs ZESTRON_BUILD';

export const confirmed = { commitment: 'confirmed' } as const;

export const programFile = (name: string) => path.join(build, 'programs', `${name}.so`);

interface Started {
  url: string;
  wsUrl: string;
  data: string;
  stop(): Promise<void>;
}

export class Node {
  readonly rpc;
  private readonly subscriptions;
  private readonly sendAndConfirm;

  private constructor(
    private readonly started: Started,
    /** Pays for everything that nobody else pays for. */
    readonly deployer: KeyPairSigner,
  ) {
    this.rpc = createSolanaRpc(started.url);
    this.subscriptions = createSolanaRpcSubscriptions(started.wsUrl);
    this.sendAndConfirm = sendAndConfirmTransactionFactory({ rpc: this.rpc, rpcSubscriptions: this.subscriptions });
  }

  static async start(programs: readonly string[]): Promise<Node> {
    const support = pathToFileURL(path.join(repository, 'tests/clients/support/node.js')).href;
    const { startNode } = (await import(support)) as { startNode: (options: object) => Promise<Started> };
    const started = await startNode({ arguments: ['--slot-ms', '20'] });
    const secret = createHash('sha256').update('sdk deployer').digest();
    const node = new Node(started, await createKeyPairSignerFromPrivateKeyBytes(secret));
    try {
      await node.fund(node.deployer.address, 100n);
      await Promise.all(programs.map((name) => node.deploy(name, secret)));
      return node;
    } catch (error) {
      await node.stop();
      throw error;
    }
  }

  stop(): Promise<void> {
    return this.started.stop();
  }

  async person(amount = 10n): Promise<KeyPairSigner> {
    const signer = await generateKeyPairSigner();
    await this.fund(signer.address, amount);
    return signer;
  }

  async fund(recipientAddress: Address, amount: bigint): Promise<void> {
    const airdrop = airdropFactory({ rpc: this.rpc, rpcSubscriptions: this.subscriptions });
    await airdrop({ recipientAddress, lamports: lamports(amount * sol), ...confirmed });
  }

  /** The address of a program on the embedded chain follows from its name; so does its key. */
  private async deploy(name: string, payer: Uint8Array): Promise<void> {
    const keyFile = async (file: string, secret: Uint8Array) => {
      const { publicKey } = await createKeyPairSignerFromPrivateKeyBytes(secret, true).then(({ keyPair }) => keyPair);
      const bytes = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
      await writeFile(file, JSON.stringify([...secret, ...bytes]), { mode: 0o600 });
      return file;
    };
    const id = createHash('sha256').update(`zestron/program/${name}`).digest();
    const [payerFile, idFile] = await Promise.all([
      keyFile(path.join(this.started.data, `${name}.payer.json`), payer),
      keyFile(path.join(this.started.data, `${name}.json`), id),
    ]);
    const given = ['--program-id', idFile, '-u', this.started.url, '-k', payerFile, '--yes'];
    await run(path.join(build, 'bin', 'grapnel'), ['deploy', programFile(name), ...given]);
  }

  async signed(payer: TransactionSigner, instructions: readonly Instruction[]) {
    const { value: lifetime } = await this.rpc.getLatestBlockhash(confirmed).send();
    return signTransactionMessageWithSigners(
      pipe(
        createTransactionMessage({ version: 0 }),
        (m) => setTransactionMessageFeePayerSigner(payer, m),
        (m) => setTransactionMessageLifetimeUsingBlockhash(lifetime, m),
        (m) => appendTransactionMessageInstructions(instructions, m),
      ),
    );
  }

  /** Sends, waits until it is confirmed, answers the log. An error of ours is thrown by its name. */
  async send(payer: TransactionSigner, ...instructions: Instruction[]): Promise<readonly string[]> {
    const transaction = await this.signed(payer, instructions);
    assertIsTransactionWithBlockhashLifetime(transaction);
    try {
      await this.sendAndConfirm(transaction, confirmed);
    } catch (error) {
      const known = programErrorOf(error, { instructions });
      throw known ? new Error(`${known.program}: ${known.name}`, { cause: error }) : error;
    }
    const signature = getSignatureFromTransaction(transaction);
    const landed = await this.rpc
      .getTransaction(signature, { ...confirmed, encoding: 'json', maxSupportedTransactionVersion: 0 })
      .send();
    return landed?.meta?.logMessages ?? [];
  }

  /** The chain's clock, in unix seconds. */
  async now(): Promise<bigint> {
    const account = await fetchEncodedAccount(this.rpc, clock, confirmed);
    if (!account.exists) throw new Error('no clock');
    return getI64Decoder().decode(account.data, 32);
  }

  /** Sends the clock ahead to `moment`, if that isn't past, and waits until it is confirmed. */
  async travelTo(moment: bigint): Promise<void> {
    if (moment > (await this.now()))
      await this.ask('surfnet_timeTravel', [{ absoluteTimestamp: Number(moment) * 1000 }]);
    while ((await this.now()) < moment) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  async travel(seconds: bigint): Promise<void> {
    await this.travelTo((await this.now()) + seconds);
  }

  async setAccount(key: Address, owner: Address, data: Uint8Array): Promise<void> {
    await this.ask('surfnet_setAccount', [key, { owner, data: Buffer.from(data).toString('hex') }]);
    for (;;) {
      const account = await fetchEncodedAccount(this.rpc, key, confirmed);
      if (account.exists && Buffer.from(account.data).equals(data)) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  private async ask(method: string, params: unknown[]): Promise<unknown> {
    const response = await fetch(this.started.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } };
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }
}

export const readProgram = (name: string) => readFile(programFile(name));
