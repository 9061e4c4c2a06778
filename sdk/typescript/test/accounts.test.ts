// Every account of every program, from the bytes that the C++ headers give it: decoded, each field is what C++ says; encoded
// again, the bytes are the same. The build makes the vectors anew (sdk/vectors).
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import type { Codec } from '@solana/kit';
import { camelCase } from 'codama';
import * as sdk from '../src';
import { build, skip } from './support/node';

interface Vector {
  name: string;
  data: string;
  fields: Fields;
}
type Field = string | boolean | Field[] | Fields;
interface Fields {
  [name: string]: Field;
}

/** As the vectors write it: numbers in decimal, bytes in hex, without what only tells the account's type. */
function plain(value: unknown): Field {
  if (typeof value === 'bigint' || typeof value === 'number') return `${value}`;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value as string | boolean;
  const members = Object.entries(value).filter(([name]) => name !== 'discriminator');
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member)]));
}

function withClientNames(field: Field): Field {
  if (Array.isArray(field)) return field.map(withClientNames);
  if (typeof field !== 'object') return field;
  return Object.fromEntries(Object.entries(field).map(([name, member]) => [camelCase(name), withClientNames(member)]));
}

describe('accounts as C++ lays them out', { skip }, () => {
  const folder = path.join(build, 'vectors');
  const files = skip ? [] : readdirSync(folder);
  test('of every program', () => {
    const programs = Object.entries(sdk)
      .filter(([, member]) => typeof member === 'object')
      .map(([name]) => name);
    assert.deepEqual(files.map((file) => camelCase(path.basename(file, '.json'))).sort(), programs.sort());
  });
  for (const file of files) {
    const program = path.basename(file, '.json');
    const client = sdk[camelCase(program) as unknown as keyof typeof sdk] as unknown as Record<
      string,
      () => Codec<object>
    >;
    for (const { name, data, fields } of JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Vector[]) {
      test(`${program}: ${name}`, () => {
        const codec = client[`get${name}Codec`]?.();
        assert.ok(codec);
        const bytes = Buffer.from(data, 'hex');
        const decoded = codec.decode(bytes);
        assert.deepEqual(plain(decoded), withClientNames(fields));
        const encoded = Buffer.from(codec.encode(decoded));
        assert.ok(encoded.equals(bytes.subarray(0, encoded.length)));
        assert.ok(bytes.subarray(encoded.length).every((byte) => byte === 0)); // room behind a string
      });
    }
  }
});
