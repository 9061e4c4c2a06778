// Every method, every branch of its parameters: {name, method, params} for a world. `params` undefined leaves the member out.
// `ignore`: places of the answer that hold the clock, a random key or a size of this cluster.
import { token, web3 } from './libraries.js';
import { key } from './world.js';

const encodings = [undefined, 'base58', 'base64', 'base64+zstd', 'jsonParsed', 'binary'];
const commitments = ['processed', 'confirmed', 'finalized', 'single', 'nonsense'];
const config = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
const bytesMove = ['result.value.data', 'result.value.*.data'];

export async function calls(world) {
  const { accounts, signatures, slots } = world;
  const at = Object.fromEntries(Object.entries(accounts).map(([name, address]) => [name, address.toBase58()]));
  const list = [];
  const add = (name, method, params, ignore) => list.push({ name: `${method}: ${name}`, method, params, ignore });

  // Accounts in every encoding. These hold slots, hashes or votes.
  const movingAccounts = new Set(['nonce', 'table', 'clock', 'slotHashes', 'recentBlockhashes', 'stakeHistory', 'vote', 'mint22']);
  for (const name of Object.keys(at)) {
    for (const encoding of encodings) {
      const ignore = movingAccounts.has(name) ? (encoding === 'jsonParsed' ? (name === 'mint22' ? undefined : ['result.value.data.parsed.info']) : bytesMove) : undefined;
      add(`${name}, ${encoding ?? 'no encoding'}`, 'getAccountInfo', [at[name], config({ encoding })], ignore);
    }
  }
  for (const encoding of ['base58', 'base64', 'base64+zstd', 'jsonParsed']) {
    for (const dataSlice of [{ offset: 0, length: 8 }, { offset: 4, length: 32 }, { offset: 0, length: 0 }, { offset: 80, length: 10 }, { offset: 1000, length: 4 }, { offset: 36, length: 1000 }]) {
      add(`${encoding}, slice ${dataSlice.offset}+${dataSlice.length}`, 'getAccountInfo', [at.mint, { encoding, dataSlice }]);
    }
  }
  for (const commitment of commitments) add(`commitment ${commitment}`, 'getAccountInfo', [at.mint, { encoding: 'base64', commitment }]);
  for (const encoding of encodings) add(`${encoding ?? 'no encoding'}`, 'getMultipleAccounts', [[at.alice, at.missing, at.mint, at.held22], config({ encoding })]);
  add('with a slice', 'getMultipleAccounts', [[at.mint, at.held], { encoding: 'base64', dataSlice: { offset: 0, length: 4 } }]);
  add('none', 'getMultipleAccounts', [[]]);
  add('one hundred', 'getMultipleAccounts', [Array(100).fill(at.alice), { dataSlice: { offset: 0, length: 0 } }]);
  add('one too many', 'getMultipleAccounts', [Array(101).fill(at.alice)]);
  add('one that is no key', 'getMultipleAccounts', [[at.alice, 'short']]);
  for (const commitment of commitments) add(`commitment ${commitment}`, 'getBalance', [at.alice, { commitment }]);
  for (const name of ['alice', 'missing', 'closed', 'held', 'system']) add(name, 'getBalance', [at[name]]);

  // Program accounts.
  const tokenProgram = at.tokenProgram;
  const ofMint = { memcmp: { offset: 0, bytes: at.mint } };
  const sorted = (name, params) => list.push({ name: `getProgramAccounts: ${name}`, method: 'getProgramAccounts', params, sort: 'pubkey' });
  for (const encoding of encodings) sorted(`of a mint, ${encoding ?? 'no encoding'}`, [tokenProgram, config({ encoding, filters: [{ dataSize: 165 }, ofMint] })]);
  sorted('by owner', [tokenProgram, { encoding: 'base64', filters: [{ memcmp: { offset: 32, bytes: at.alice } }] }]);
  sorted('memcmp in base64', [tokenProgram, { encoding: 'base64', filters: [{ memcmp: { offset: 32, bytes: accounts.alice.toBuffer().toString('base64'), encoding: 'base64' } }] }]);
  sorted('memcmp in base58', [tokenProgram, { encoding: 'base64', filters: [{ memcmp: { offset: 32, bytes: at.alice, encoding: 'base58' } }] }]);
  sorted('memcmp of bytes', [tokenProgram, { encoding: 'base64', filters: [{ memcmp: { offset: 32, bytes: [...accounts.alice.toBytes()] } }] }]);
  sorted('memcmp with a wrong encoding', [tokenProgram, { encoding: 'base64', filters: [{ memcmp: { offset: 32, bytes: at.alice, encoding: 'hex' } }] }]);
  sorted('memcmp beyond the end', [tokenProgram, { encoding: 'base64', filters: [{ memcmp: { offset: 5_000, bytes: at.alice } }] }]);
  sorted('memcmp of 129 bytes', [tokenProgram, { filters: [{ memcmp: { offset: 0, bytes: Buffer.alloc(129).toString('base64'), encoding: 'base64' } }] }]);
  sorted('memcmp that is no base58', [tokenProgram, { filters: [{ memcmp: { offset: 0, bytes: '0OIl' } }] }]);
  sorted('token account state', [tokenProgram, { encoding: 'base64', filters: [{ tokenAccountState: true }, ofMint] }]);
  sorted('four filters', [tokenProgram, { encoding: 'base64', filters: [ofMint, ofMint, ofMint, { dataSize: 165 }] }]);
  sorted('five filters', [tokenProgram, { encoding: 'base64', filters: [ofMint, ofMint, ofMint, ofMint, { dataSize: 165 }] }]);
  sorted('an unknown filter', [tokenProgram, { filters: [{ colour: 'red' }] }]);
  sorted('with context', [tokenProgram, { encoding: 'base64', withContext: true, filters: [{ dataSize: 165 }, ofMint] }]);
  sorted('with a slice', [tokenProgram, { encoding: 'base64', dataSlice: { offset: 64, length: 8 }, filters: [{ dataSize: 165 }, ofMint] }]);
  sorted('results sorted', [tokenProgram, { encoding: 'base64', sortResults: true, filters: [{ dataSize: 165 }, ofMint] }]);
  sorted('a program without accounts', [at.missing, { encoding: 'base64' }]);
  sorted('a program without accounts, with context', [at.missing, { encoding: 'base64', withContext: true }]);
  sorted('Token-2022, parsed', [at.token2022, { encoding: 'jsonParsed', filters: [{ memcmp: { offset: 0, bytes: at.mint22 } }] }]);
  sorted('buffers', [at.loader, { encoding: 'jsonParsed', filters: [{ dataSize: 53 }] }]);
  sorted('stakes', [web3.StakeProgram.programId.toBase58(), { encoding: 'jsonParsed', filters: [{ memcmp: { offset: 12, bytes: world.payer.publicKey.toBase58() } }] }]);

  // Tokens.
  for (const commitment of [undefined, ...commitments]) {
    add(`commitment ${commitment}`, 'getTokenAccountBalance', [at.held, config({ commitment })]);
    add(`commitment ${commitment}`, 'getTokenSupply', [at.mint, config({ commitment })]);
    add(`commitment ${commitment}`, 'getTokenLargestAccounts', [at.mint, config({ commitment })]);
  }
  for (const name of ['delegated', 'frozen', 'wrapped', 'held22', 'mint', 'missing', 'alice', 'multisig']) add(name, 'getTokenAccountBalance', [at[name]]);
  for (const name of ['mint22', 'held', 'missing', 'alice', 'multisig', 'rent']) {
    add(name, 'getTokenSupply', [at[name]]);
    add(name, 'getTokenLargestAccounts', [at[name]]);
  }
  for (const method of ['getTokenAccountsByOwner', 'getTokenAccountsByDelegate']) {
    const whose = method.endsWith('Owner') ? at.alice : at.delegate;
    const holding = (name, params) => list.push({ name: `${method}: ${name}`, method, params, sort: 'pubkey' });
    for (const encoding of encodings) {
      holding(`by mint, ${encoding ?? 'no encoding'}`, [whose, { mint: at.mint }, config({ encoding })]);
      holding(`by program, ${encoding ?? 'no encoding'}`, [whose, { programId: tokenProgram }, config({ encoding })]);
    }
    holding('with a slice', [whose, { mint: at.mint }, { encoding: 'base64', dataSlice: { offset: 64, length: 8 } }]);
    for (const commitment of commitments) holding(`commitment ${commitment}`, [whose, { mint: at.mint }, { encoding: 'base64', commitment }]);
    holding('Token-2022', [world.payer.publicKey.toBase58(), { programId: at.token2022 }, { encoding: 'jsonParsed' }]);
    holding('nobody', [at.missing, { mint: at.mint }, { encoding: 'base64' }]);
    holding('an unknown mint', [whose, { mint: at.missing }]);
    holding('an account that is no mint', [whose, { mint: at.held }]);
    holding('a program that is none', [whose, { programId: at.missing }]);
    holding('a program of another kind', [whose, { programId: at.system }]);
    holding('neither mint nor program', [whose, {}]);
    holding('mint and program', [whose, { mint: at.mint, programId: tokenProgram }]);
    holding('a mint that is no key', [whose, { mint: 'short' }]);
    holding('without filter', [whose]);
  }

  // History of single transactions.
  const missingSignature = web3.PublicKey.default.toBase58() + web3.PublicKey.default.toBase58();
  for (const [name, signature] of Object.entries(signatures)) {
    for (const encoding of ['json', 'jsonParsed', 'base64']) {
      const ignore = encoding === 'base64' ? ['result.transaction'] : [];
      // Its address follows from a slot: what is searched for it, and with it the units, differ.
      if (name === 'table') ignore.push('result.transaction.message.instructions.0.data', 'result.meta.logMessages', 'result.meta.computeUnitsConsumed', 'result.meta.costUnits');
      add(`${name}, ${encoding}`, 'getTransaction', [signature, { encoding, maxSupportedTransactionVersion: 0 }], ignore);
    }
  }
  for (const encoding of [undefined, 'binary', 'base58', 'base64', 'base64+zstd', 'json', 'jsonParsed', 'accounts']) {
    add(`legacy, ${encoding ?? 'no encoding'}`, 'getTransaction', [signatures.transfer, config({ encoding })], encoding && encoding.startsWith('b') ? ['result.transaction'] : undefined);
    if (encoding) add(`legacy, bare ${encoding}`, 'getTransaction', [signatures.transfer, encoding], encoding.startsWith('b') ? ['result.transaction'] : undefined);
  }
  for (const commitment of commitments) add(`commitment ${commitment}`, 'getTransaction', [signatures.transfer, { commitment }]);
  add('version 0 without leave', 'getTransaction', [signatures['version 0']]);
  add('version 0 without leave, parsed', 'getTransaction', [signatures['version 0'], 'jsonParsed']);
  add('version given as text', 'getTransaction', [signatures['version 0'], { maxSupportedTransactionVersion: '0' }]);
  add('version 1', 'getTransaction', [signatures['version 0'], { maxSupportedTransactionVersion: 1 }]);
  add('unknown', 'getTransaction', [missingSignature]);
  for (const searchTransactionHistory of [undefined, true, false]) {
    add(`history ${searchTransactionHistory}`, 'getSignatureStatuses', [[signatures.transfer, signatures.failed, missingSignature], config({ searchTransactionHistory })]);
  }
  add('none', 'getSignatureStatuses', [[]]);
  add('256', 'getSignatureStatuses', [Array(256).fill(signatures.transfer)], ['result.value']);
  add('257', 'getSignatureStatuses', [Array(257).fill(signatures.transfer)]);
  add('one that is none', 'getSignatureStatuses', [['short']]);

  const history = (name, params) => add(name, 'getSignaturesForAddress', params);
  history('an account', [at.held]);
  history('an account, one', [at.held, { limit: 1 }]);
  history('before', [at.held, { before: signatures.failed }]);
  history('until', [at.held, { until: signatures.mint }]);
  history('before and until', [at.held, { before: signatures.failed, until: signatures.mint }]);
  history('before an unknown one', [at.held, { before: missingSignature }]);
  history('until an unknown one', [at.held, { until: missingSignature }]);
  history('an empty history', [at.missing]);
  history('limit 0', [at.held, { limit: 0 }]);
  history('limit 1000', [at.held, { limit: 1000 }]);
  history('limit 1001', [at.held, { limit: 1001 }]);
  history('memos', [at.memo, { limit: 5 }]);
  history('before that is none', [at.held, { before: 'short' }]);
  history('until that is none', [at.held, { until: 'short' }]);
  for (const commitment of commitments) history(`commitment ${commitment}`, [at.held, { limit: 2, commitment }]);

  // Blocks. A block of ours and one of theirs hold different transactions; what is compared is the shape and what is refused.
  const slot = slots.failed;
  const inBlock = ['result.transactions', 'result.signatures', 'result.rewards', 'result.blockHeight'];
  for (const encoding of [undefined, 'json', 'jsonParsed', 'base58', 'base64', 'base64+zstd', 'nonsense']) {
    add(`${encoding ?? 'no encoding'}`, 'getBlock', [slot, config({ encoding, maxSupportedTransactionVersion: 0 })], inBlock);
    if (encoding) add(`bare ${encoding}`, 'getBlock', [slot, encoding], inBlock);
  }
  for (const transactionDetails of ['full', 'signatures', 'accounts', 'none', 'nonsense']) {
    for (const rewards of [undefined, true, false]) {
      add(`details ${transactionDetails}, rewards ${rewards}`, 'getBlock', [slot, config({ transactionDetails, rewards, maxSupportedTransactionVersion: 0 })], inBlock);
    }
  }
  for (const commitment of commitments) add(`commitment ${commitment}`, 'getBlock', [slot, { commitment, transactionDetails: 'none', rewards: false }]);
  add('version 0 without leave', 'getBlock', [slots['version 0'], { rewards: false }]);
  add('far ahead', 'getBlock', [1_000_000_000]);
  add('slot 0', 'getBlock', [0, { rewards: false, transactionDetails: 'none' }]);
  add('a transaction slot', 'getBlockTime', [slot]);
  add('far ahead', 'getBlockTime', [1_000_000_000]);
  add('slot 0', 'getBlockTime', [0]);
  add('a transaction slot', 'getBlockCommitment', [slot], ['result.commitment', 'result.totalStake']);
  add('far ahead', 'getBlockCommitment', [1_000_000_000], ['result.totalStake']);
  add('an empty range', 'getBlocks', [10, 5]);
  add('too wide', 'getBlocks', [0, 500_001], ['result']);
  add('far ahead', 'getBlocks', [1_000_000_000, 1_000_000_001]);
  add('below confirmed', 'getBlocks', [1, 5, { commitment: 'processed' }]);
  add('with a config in the second place', 'getBlocks', [slot, { commitment: 'finalized' }], ['result']);
  add('none', 'getBlocksWithLimit', [1, 0]);
  add('too many', 'getBlocksWithLimit', [1, 500_001]);
  add('far ahead', 'getBlocksWithLimit', [1_000_000_000, 5]);
  add('below confirmed', 'getBlocksWithLimit', [1, 5, { commitment: 'processed' }]);

  // The cluster.
  for (const commitment of [undefined, ...commitments]) {
    const one = commitment === undefined ? [] : [{ commitment }];
    const label = `commitment ${commitment}`;
    add(label, 'getSlot', one);
    add(label, 'getBlockHeight', one);
    add(label, 'getTransactionCount', one);
    add(label, 'getLatestBlockhash', one);
    add(label, 'getSlotLeader', one);
    add(label, 'getInflationGovernor', one);
    add(label, 'getStakeMinimumDelegation', one);
    add(label, 'getEpochInfo', one, ['result.epoch', 'result.slotsInEpoch']);
    add(label, 'getVoteAccounts', one, ['result.current.*.commission']);
    add(label, 'getSupply', one, ['result.value']);
    add(label, 'getLargestAccounts', one, ['result.value']);
    add(label, 'getBlockProduction', one, ['result.value.byIdentity']);
  }
  for (const method of [
    'getHealth', 'getVersion', 'getIdentity', 'getGenesisHash', 'getEpochSchedule', 'getFirstAvailableBlock', 'minimumLedgerSlot', 'getMaxRetransmitSlot',
    'getMaxShredInsertSlot', 'getInflationRate',
  ]) add('plain', method, [], ['getVersion', 'getEpochSchedule', 'getInflationRate'].includes(method) ? ['result.slotsPerEpoch', 'result.leaderScheduleSlotOffset'] : undefined);
  add('plain', 'getClusterNodes', [], ['result.*.gossip', 'result.*.tpu', 'result.*.tpuQuic', 'result.*.tpuForwards', 'result.*.tpuForwardsQuic', 'result.*.tpuVote', 'result.*.serveRepair', 'result.*.tvu', 'result.*.rpc', 'result.*.pubsub', 'result.*.shredVersion']);
  add('plain', 'getHighestSnapshotSlot', []);
  add('this epoch', 'getLeaderSchedule', [], ['result.*']);
  add('one identity', 'getLeaderSchedule', [null, { identity: at.missing }]);
  add('an identity that is none', 'getLeaderSchedule', [null, { identity: 'short' }]);
  add('config in the first place', 'getLeaderSchedule', [{ identity: at.missing }]);
  add('far ahead', 'getLeaderSchedule', [1_000_000_000]);
  add('none', 'getSlotLeaders', [world.tip, 0]);
  add('two', 'getSlotLeaders', [world.tip, 2]);
  add('too many', 'getSlotLeaders', [world.tip, 5_001]);
  add('far ahead', 'getSlotLeaders', [1_000_000_000, 2]);
  add('unknown voter', 'getVoteAccounts', [{ votePubkey: at.missing }]);
  add('a voter that is none', 'getVoteAccounts', [{ votePubkey: 'short' }]);
  add('our vote account, delinquent ones too', 'getVoteAccounts', [{ votePubkey: at.vote, keepUnstakedDelinquents: true }], ['result.delinquent.*.epochVoteAccount']);
  add('delinquent by a distance', 'getVoteAccounts', [{ delinquentSlotDistance: 10 }], ['result.current.*.commission', 'result.delinquent']);
  for (const filter of ['circulating', 'nonCirculating', 'nonsense']) add(filter, 'getLargestAccounts', [{ filter }], ['result.value']);
  add('without the list', 'getSupply', [{ excludeNonCirculatingAccountsList: true }], ['result.value']);
  add('an identity', 'getBlockProduction', [{ identity: at.missing }]);
  add('an identity that is none', 'getBlockProduction', [{ identity: 'short' }]);
  add('a range upside down', 'getBlockProduction', [{ range: { firstSlot: 10, lastSlot: 5 } }]);
  add('a range ahead', 'getBlockProduction', [{ range: { firstSlot: 1_000_000_000 } }]);
  add('one address', 'getInflationReward', [[at.stake]]);
  add('this epoch', 'getInflationReward', [[at.stake], { epoch: 0 }]);
  add('an epoch ahead', 'getInflationReward', [[at.stake], { epoch: 1_000 }]);
  add('none', 'getInflationReward', [[]]);
  for (const size of [0, 1, 165, 10_000_000]) add(`${size} bytes`, 'getMinimumBalanceForRentExemption', [size]);
  add('beyond the largest', 'getMinimumBalanceForRentExemption', [Number.MAX_SAFE_INTEGER]);
  add('fees of no account', 'getRecentPrioritizationFees', [], ['result']);
  add('fees of an account', 'getRecentPrioritizationFees', [[at.missing]], ['result']);
  add('fees of 129 accounts', 'getRecentPrioritizationFees', [Array(129).fill(at.alice)]);
  add('fees of no key', 'getRecentPrioritizationFees', [['short']]);
  add('none', 'getRecentPerformanceSamples', [0]);
  add('720', 'getRecentPerformanceSamples', [720], ['result']);
  add('721', 'getRecentPerformanceSamples', [721]);
  for (const method of ['getSlot', 'getBalance', 'getAccountInfo', 'getEpochInfo', 'getTokenSupply', 'getLatestBlockhash', 'getBlockHeight', 'getTransactionCount']) {
    const first = method === 'getBalance' || method === 'getAccountInfo' ? [at.alice] : method === 'getTokenSupply' ? [at.mint] : [];
    add('minContextSlot ahead', method, [...first, { minContextSlot: 1_000_000_000 }]);
    add('minContextSlot reached', method, [...first, { minContextSlot: 1 }], ['result.epoch', 'result.slotsInEpoch', 'result.epoch']);
  }
  const { blockhash } = await world.connection.getLatestBlockhash('finalized');
  world.note('blockhash of a call', blockhash);
  add('a fresh one', 'isBlockhashValid', [blockhash]);
  add('an unknown one', 'isBlockhashValid', [at.missing]);
  add('that is none', 'isBlockhashValid', ['short']);
  add('with minContextSlot ahead', 'isBlockhashValid', [blockhash, { minContextSlot: 1_000_000_000 }]);

  // Messages and transactions.
  const { SystemProgram } = web3;
  const pay = (lamports, to = accounts.alice) => SystemProgram.transfer({ fromPubkey: world.payer.publicKey, toPubkey: to, lamports });
  const bytes = (transaction) => Buffer.from(transaction.serialize());
  const base64 = (transaction) => bytes(transaction).toString('base64');
  const good = await world.unsent([pay(1)], { blockhash });
  const message = Buffer.from(good.message.serialize()).toString('base64');
  add('a message', 'getFeeForMessage', [message]);
  add('an old blockhash', 'getFeeForMessage', [Buffer.from((await world.unsent([pay(1)], { blockhash: at.missing })).message.serialize()).toString('base64')]);
  add('no base64', 'getFeeForMessage', ['!']);
  add('no message', 'getFeeForMessage', [Buffer.from('no message').toString('base64')]);
  add('a message with priority', 'getFeeForMessage', [Buffer.from((await world.unsent([
    web3.ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1_000_000 }), pay(1)], { blockhash })).message.serialize()).toString('base64')]);
  add('minContextSlot ahead', 'getFeeForMessage', [message, { minContextSlot: 1_000_000_000 }]);

  const tokenAgain = token.createTransferInstruction(accounts.frozen, accounts.held, key('bob').publicKey, 1n);
  const unsignedCopy = () => {
    const copy = web3.VersionedTransaction.deserialize(bytes(good));
    copy.signatures[0].fill(0);
    return copy;
  };
  const samples = {
    'a transfer': good,
    'version 0 by a table': await world.unsent([pay(1, accounts.bob)], { blockhash, tables: [world.table] }),
    'two memos': await world.unsent([world.memo('one'), world.memo('two')], { blockhash }),
    'an instruction that fails': await world.unsent([world.memo('before'), tokenAgain], { blockhash, signers: [key('bob')] }),
    'a transfer beyond the balance': await world.unsent([pay(10_000 * web3.LAMPORTS_PER_SOL)], { blockhash }),
    'an old blockhash': await world.unsent([pay(1)], { blockhash: at.missing }),
    'without signature': unsignedCopy(),
    'an unknown program': await world.unsent([new web3.TransactionInstruction({ programId: accounts.missing, keys: [], data: Buffer.alloc(0) })], { blockhash }),
    'leaves too little for rent': await world.unsent([pay(1, key('poor').publicKey)], { blockhash }),
    'a unit limit too small': await world.unsent([web3.ComputeBudgetProgram.setComputeUnitLimit({ units: 200 }), pay(1)], { blockhash }),
    'a unit limit twice': await world.unsent([web3.ComputeBudgetProgram.setComputeUnitLimit({ units: 200 }), web3.ComputeBudgetProgram.setComputeUnitLimit({ units: 300 })], { blockhash }),
  };
  const simulated = ['result.value.preBalances', 'result.value.postBalances'];
  for (const [name, transaction] of Object.entries(samples)) {
    const text = base64(transaction);
    add(name, 'simulateTransaction', [text, { encoding: 'base64' }], simulated);
    add(`${name}, signatures checked`, 'simulateTransaction', [text, { encoding: 'base64', sigVerify: true }], simulated);
    add(`${name}, new blockhash`, 'simulateTransaction', [text, { encoding: 'base64', replaceRecentBlockhash: true }], [...simulated, 'result.value.replacementBlockhash.blockhash']);
    add(`${name}, inner instructions`, 'simulateTransaction', [text, { encoding: 'base64', innerInstructions: true }], simulated);
    for (const accountsEncoding of ['base64', 'jsonParsed']) {
      add(`${name}, accounts in ${accountsEncoding}`, 'simulateTransaction', [text, { encoding: 'base64', accounts: { encoding: accountsEncoding, addresses: [at.alice, at.missing] } }], [...simulated, 'result.value.accounts.*.lamports']);
    }
    if (name !== 'a transfer' && !name.startsWith('version 0') && name !== 'two memos') add(`${name}, preflight`, 'sendTransaction', [text, { encoding: 'base64' }], simulated.map((path) => path.replace('result.value', 'error.data')));
  }
  const text = base64(good);
  add('both checks and a new blockhash', 'simulateTransaction', [text, { encoding: 'base64', sigVerify: true, replaceRecentBlockhash: true }]);
  add('too many accounts', 'simulateTransaction', [text, { encoding: 'base64', accounts: { encoding: 'base64', addresses: Array(9).fill(at.alice) } }]);
  add('accounts in base58', 'simulateTransaction', [text, { encoding: 'base64', accounts: { encoding: 'base58', addresses: [at.alice] } }]);
  add('an account that is none', 'simulateTransaction', [text, { encoding: 'base64', accounts: { encoding: 'base64', addresses: ['short'] } }]);
  add('minContextSlot ahead', 'simulateTransaction', [text, { encoding: 'base64', minContextSlot: 1_000_000_000 }]);
  for (const method of ['simulateTransaction', 'sendTransaction']) {
    add('text in no encoding', method, [text]);
    add('an unknown encoding', method, [text, { encoding: 'json' }]);
    add('an unheard-of encoding', method, [text, { encoding: 'hex' }]);
    add('no base64', method, ['!!!!', { encoding: 'base64' }]);
    add('no base58', method, ['0OIl', { encoding: 'base58' }]);
    add('empty', method, ['', { encoding: 'base64' }]);
    add('cut short', method, [bytes(good).subarray(0, 100).toString('base64'), { encoding: 'base64' }]);
    add('a byte too many', method, [Buffer.concat([bytes(good), Buffer.alloc(1)]).toString('base64'), { encoding: 'base64' }]);
    add('too long', method, [Buffer.alloc(1_233).toString('base64'), { encoding: 'base64' }]);
    add('too long in base58', method, ['2'.repeat(1_684), { encoding: 'base58' }]);
    add('all zero', method, [Buffer.alloc(200).toString('base64'), { encoding: 'base64' }]);
  }
  add('sent again', 'sendTransaction', [base64(good), { encoding: 'base64', skipPreflight: true }], ['result']);
  add('old blockhash without preflight', 'sendTransaction', [base64(samples['an old blockhash']), { encoding: 'base64', skipPreflight: true }], ['result']);
  add('minContextSlot ahead', 'sendTransaction', [text, { encoding: 'base64', minContextSlot: 1_000_000_000 }]);
  add('no key', 'requestAirdrop', ['short', 1]);
  add('negative', 'requestAirdrop', [at.bob, -1]);
  add('as text', 'requestAirdrop', [at.bob, '1']);

  // What no method takes.
  const wrong = { none: [], 'a number': [1], 'a text': ['x'], 'an object': [{}], 'a list': [[]], null: [null], 'a number too many': [at.alice, {}, 7, 8], 'by name': {}, 'not a list': 'x' };
  for (const method of methods) for (const [name, params] of Object.entries(wrong)) {
    if (!harmless(method, name)) continue;
    add(`wrong: ${name}`, method, params, ['result']);
  }
  add('no such method', 'getEverything', []);
  add('the case is another', 'getslot', []);
  return list;
}

/** Those of the issue that every cluster has. */
export const methods = [
  'getAccountInfo', 'getBalance', 'getBlock', 'getBlockCommitment', 'getBlockHeight', 'getBlockProduction', 'getBlockTime', 'getBlocks', 'getBlocksWithLimit',
  'getClusterNodes', 'getEpochInfo', 'getEpochSchedule', 'getFeeForMessage', 'getFirstAvailableBlock', 'getGenesisHash', 'getHealth', 'getHighestSnapshotSlot',
  'getIdentity', 'getInflationGovernor', 'getInflationRate', 'getInflationReward', 'getLargestAccounts', 'getLatestBlockhash', 'getLeaderSchedule',
  'getMaxRetransmitSlot', 'getMaxShredInsertSlot', 'getMinimumBalanceForRentExemption', 'getMultipleAccounts', 'getProgramAccounts',
  'getRecentPerformanceSamples', 'getRecentPrioritizationFees', 'getSignatureStatuses', 'getSignaturesForAddress', 'getSlot', 'getSlotLeader', 'getSlotLeaders',
  'getStakeMinimumDelegation', 'getSupply', 'getTokenAccountBalance', 'getTokenAccountsByDelegate', 'getTokenAccountsByOwner', 'getTokenLargestAccounts',
  'getTokenSupply', 'getTransaction', 'getTransactionCount', 'getVersion', 'getVoteAccounts', 'isBlockhashValid', 'minimumLedgerSlot', 'requestAirdrop',
  'sendTransaction', 'simulateTransaction',
];

/** Whole blocks are long and differ; their errors do not. */
function harmless(method, wrong) {
  return !(method === 'getBlock' && wrong === 'a number');
}
