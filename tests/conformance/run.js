// Asks every call of calls.js and returns {name: comparable answer}.
import { comparable, shortened } from './answers.js';
import { calls } from './calls.js';
import { call } from './rpc.js';
import { makeWorld } from './world.js';

export async function answersOf(url, wsUrl) {
  const world = await makeWorld(url, wsUrl);
  const answers = {};
  for (const entry of await calls(world)) {
    if (entry.name in answers) throw new Error(`two calls are named ${entry.name}`);
    const reply = await call(url, entry.method, entry.params);
    const value = comparable(entry, reply, world.names);
    if (entry.sort) sortLists(value, entry.sort);
    answers[entry.name] = shortened(value);
  }
  return answers;
}

/** Accounts come in no order. */
function sortLists(value, member) {
  if (Array.isArray(value)) value.sort((a, b) => `${a?.[member]}`.localeCompare(`${b?.[member]}`));
  if (value && typeof value === 'object') Object.values(value).forEach((entry) => sortLists(entry, member));
}
