// Makes two clusters' answers comparable: names for what differs by run, types for what differs by time.
import { createHash } from 'node:crypto';

/** Members that follow the clock or the load, of whatever method. Everything else is compared as it is. */
const moving = new Set([
  'slot', 'absoluteSlot', 'slotIndex', 'blockHeight', 'blockTime', 'parentSlot', 'lastValidBlockHeight', 'transactionCount', 'numTransactions',
  'numNonVoteTransactions', 'numSlots', 'contextSlot', 'confirmations', 'lastVote', 'rootSlot', 'activatedStake', 'epochCredits', 'firstSlot', 'lastSlot',
  'lastExtendedSlot', 'recentSlot', 'bumpSeed', 'unixTimestamp', 'epochStartTimestamp', 'full', 'incremental', 'creditsObserved', 'timestamp', 'transactionIndex', 'initializationTimestamp',
  'lastUpdateTimestamp',
]);

/** Results that are a bare number or text of that sort. */
const movingResults = new Set([
  'getSlot', 'getBlockHeight', 'getTransactionCount', 'getBlockTime', 'getMaxRetransmitSlot', 'getMaxShredInsertSlot', 'getFirstAvailableBlock',
  'minimumLedgerSlot',
]);

const kindOf = (value) => (typeof value === 'string' && /^-?\d+n?$/.test(value) ? '<integer>' : typeof value === 'number' ? '<integer>' : value);

function walk(value, names, at) {
  if (Array.isArray(value)) return value.map((entry) => walk(entry, names, at));
  if (value && typeof value === 'object') {
    const out = {};
    for (const [name, entry] of Object.entries(value)) {
      const known = names.get(name) ?? name;
      if (moving.has(name) && (entry === null || typeof entry !== 'object')) out[known] = kindOf(entry);
      else if (moving.has(name) && Array.isArray(entry)) out[known] = '<list>';
      else out[known] = walk(entry, names, name);
    }
    return out;
  }
  if (typeof value !== 'string') return value;
  const name = names.get(value);
  // Which of the transactions took the block before for its blockhash is chance.
  if (at === 'previousBlockhash' && (name === undefined || name.startsWith('<blockhash'))) return '<blockhash>';
  if (name !== undefined) return name;
  if (at === 'blockhash' || at === 'recentBlockhash') return '<blockhash>';
  return value
    .replace(/[1-9A-HJ-NP-Za-km-z]{32,88}/g, (text) => names.get(text) ?? text)
    .replace(/\b(slot|Slot|lastSlot,|last available slot:) \d+/g, '$1 <integer>')
    .replace(/InvalidCharacter { character: '[^']', index: [1-9]\d* }/, 'InvalidCharacter <of base64>');
}

/** The reply of `entry` with names and types for what moves. An account's bytes are given by `entry.bytes` as "moving" where they hold such. */
export function comparable(entry, reply, names) {
  const { jsonrpc, id, ...rest } = reply;
  let value = rest;
  if ('result' in rest && movingResults.has(entry.method)) value = { result: kindOf(rest.result) };
  value = walk(value, names, '');
  if (entry.ignore) for (const path of entry.ignore) blank(value, path.split('.'));
  return value;
}

/** Replaces what is at `path` by its type; * is every member. */
function blank(value, [head, ...tail]) {
  if (!value || typeof value !== 'object') return;
  for (const name of head === '*' ? Object.keys(value) : [head]) {
    if (!(name in value)) continue;
    if (tail.length) blank(value[name], tail);
    else value[name] = value[name] === null ? null : `<${Array.isArray(value[name]) ? 'list' : typeof value[name]}>`;
  }
}

/** The first places where two comparable answers differ: [{at, ours, theirs}]. */
export function differences(ours, theirs, at = '') {
  if (Object.is(ours, theirs)) return [];
  const both = [ours, theirs];
  if (both.every((value) => value && typeof value === 'object') && Array.isArray(ours) === Array.isArray(theirs)) {
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
    return keys.flatMap((name) => differences(ours[name], theirs[name], at ? `${at}.${name}` : name));
  }
  return [{ at, ours, theirs }];
}

/** A long text by its hash: recorded answers stay readable. */
export function shortened(value) {
  if (typeof value === 'string' && value.length > 400) return `<${value.length} characters, sha256 ${createHash('sha256').update(value).digest('hex').slice(0, 16)}>`;
  if (Array.isArray(value)) return value.map(shortened);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, shortened(entry)]));
  return value;
}
