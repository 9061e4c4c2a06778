// Our node answers as Agave's test validator does, but for what differences.json explains.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { startNode } from '../clients/support/node.js';
import { differences } from './answers.js';
import { answersOf } from './run.js';

const read = async (name) => JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8'));
const differencesMax = 40;
const callsMin = 600;

describe('conformance', () => {
  let node, ours, theirs, explained;

  before(async () => {
    theirs = await read('recorded/agave-4.2.2.json');
    explained = await read('differences.json');
    node = await startNode({ arguments: ['--slot-ms', '100', '--offline'] });
    ours = await answersOf(node.url, node.wsUrl);
  });
  after(async () => node?.stop());

  test('the same calls were asked', () => {
    assert.deepEqual(Object.keys(ours), Object.keys(theirs));
    assert.ok(Object.keys(ours).length >= callsMin);
  });

  test('answers are equal but for what is explained', () => {
    const used = new Set();
    const unexplained = [];
    for (const [name, answer] of Object.entries(ours)) {
      for (const difference of differences(answer, theirs[name])) {
        const reason = explained.find((entry) => new RegExp(`^(?:${entry.call})$`).test(name) && new RegExp(`^(?:${entry.at})$`).test(difference.at));
        if (reason) used.add(reason);
        else unexplained.push(`${name}, ${difference.at}: ours ${JSON.stringify(difference.ours)}, Agave's ${JSON.stringify(difference.theirs)}`);
      }
    }
    assert.deepEqual(unexplained, []);
    assert.deepEqual(explained.filter((entry) => !used.has(entry)).map((entry) => `${entry.call}, ${entry.at}: no longer differs`), []);
    assert.ok(explained.length <= differencesMax);
  });
});
