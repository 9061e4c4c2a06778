// The bytes that generated headers give against Anchor's own coder: node anchor_coder.mjs IDL VECTORS NODE_MODULES.
// Exit code 77, which ctest takes as skipped, where the packages of tests/clients are not installed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [idlFile, vectors, modules] = process.argv.slice(2);
if (!existsSync(join(modules, '@coral-xyz/anchor'))) {
  console.log(`skipped: @coral-xyz/anchor is not installed; run: cd tests/clients && npm ci`);
  process.exit(77);
}
const { BorshCoder, BN, web3 } = createRequire(join(modules, 'package.json'))('@coral-xyz/anchor');

const idl = JSON.parse(readFileSync(idlFile, 'utf8'));
const ours = Object.fromEntries(
  execFileSync(vectors, { encoding: 'utf8' }).trim().split('\n').map((line) => line.split(' ')));

const who = new web3.PublicKey(Uint8Array.from([1, 2, 3, 4].flatMap((n) => [n, 0, 0, 0, 0, 0, 0, 0])));
const words = (...list) => list.reduceRight((sum, n) => sum.shln(64).add(new BN(n)), new BN(0));
const config = { bump: 254, owner: who, fee: new BN(1).shln(40), kind: { Third: {} }, limits: [1, 2, 0xffffffff] };
const everything = {
  b: true, n8: 255, s8: -128, n16: 65535, s16: -2, n32: 4_000_000_000, s32: -3, n64: new BN('18446744073709551615'),
  s64: new BN(-4), n128: words(5, 6), s128: new BN(-1), n256: words(1, 2, 3, 4), s256: new BN(9), f: 1.5, d: -0.25,
  data: Buffer.from([1, 2, 3]), text: 'h\u00e9llo', key: who, maybe: 7, list: [8, 9], flags: [true, false, true],
  fixed: [5, 4, 3, 2, 1], texts: ['a', ''], none: [], shape: { Kind: { 0: { default: {} } } }, amount: new BN(11), names: ['one', 'two'],
  tuple: { 0: new BN(12), 1: true }, unit: {}, two: { items: [1, 2, 3], count: 2 },
};

let compared = 0;
function same(name, bytes) {
  assert.equal(ours[name], Buffer.from(bytes).toString('hex'), name);
  ++compared;
}

// Anchor's coder has no layout for a type that contains itself, for generics within generics, for coption and for an empty
// array. It is asked about the rest: `shape` without groups, and the account up to the first field that it can't do.
const beyond = ['held', 'node', 'configs'];
const view = structuredClone(idl);
for (const type of view.types) {
  if (type.name === 'Everything') type.type.fields = type.type.fields.filter((field) => !beyond.includes(field.name));
  if (type.name === 'Shape') type.type.variants = type.type.variants.filter((variant) => variant.name !== 'Group');
}
view.accounts = view.accounts.filter((account) => !['Bare', 'Blob'].includes(account.name));
view.types = view.types.filter((type) => !['Bare', 'Blob', 'Holder', 'my_module::Node'].includes(type.name));

const coder = new BorshCoder(view);
same('Config', await coder.accounts.encode('Config', config));
const start = (await coder.accounts.encode('Everything', everything)).toString('hex');
assert.equal(ours.Everything.slice(0, start.length), start, 'Everything');
++compared;
same('createPool', coder.instruction.encode('createPool', {
  params: { id: new BN(77), amount: new BN(5) }, class: 513, title: 'title', notes: [{ Empty: {} }, { Circle: { radius: 1 } }],
}));
same('delete', coder.instruction.encode('delete', { flag: true, int: new BN(9) }));
same('noop', coder.instruction.encode('noop', {}));
same('raw', coder.instruction.encode('raw', { data: Buffer.from([7, 8]) }));

const event = coder.events.decode(Buffer.from(ours.Traded, 'hex').toString('base64'));
assert.equal(event.name, 'Traded');
assert.ok(event.data.who.equals(who));
assert.equal(event.data.memo, 'memo');
++compared;

console.log(`${compared} values have the bytes of Anchor's coder`);
