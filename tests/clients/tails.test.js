// Accounts and events with strings, vectors and options, written by grapnel, decoded by Anchor's client from the IDL
// alone. grapnel/tests/headers/tails_test.cpp holds the file to what grapnel writes.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import anchor from '@coral-xyz/anchor';

const { BorshCoder, web3 } = anchor;

describe('Anchor reads tails', () => {
  let fixture, coder, author;

  before(async () => {
    fixture = JSON.parse(await readFile(new URL('../../grapnel/tests/tails/fixture.json', import.meta.url), 'utf8'));
    coder = new BorshCoder(fixture.idl);
    author = new web3.PublicKey(fixture.idl.address);
  });

  test('of an account', () => {
    const post = coder.accounts.decode('Post', Buffer.from(fixture.account, 'hex'));
    assert.ok(post.author.equals(author));
    assert.equal(post.likes.toString(), '3');
    assert.equal(post.title, 'täils');
    assert.deepEqual(post.tags.map(String), [author.toString(), web3.SystemProgram.programId.toString()]);
    assert.equal(post.pinned.toString(), '77');
    assert.deepEqual(post.marks, [{ where: 5, kind: 6, reserved: [0] }]);
    assert.deepEqual([...post.signature], [1, 2, 3]);
  });

  test('of an event', () => {
    const { name, data } = coder.events.decode(Buffer.from(fixture.event, 'hex').toString('base64'));
    assert.equal(name, 'Described');
    assert.equal(data.title, 'title');
    assert.deepEqual(data.tags.map(String), [author.toString()]);
    assert.equal(data.pinned, null);
  });
});
