// src/generated/ from ../idl: for each program what Codama writes for kit, and tables of its events and errors.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rootNodeFromAnchor } from '@codama/nodes-from-anchor';
import { renderVisitor } from '@codama/renderers-js';
import { camelCase, createFromRoot, definedTypeNode, pascalCase, rootNode, updateDefinedTypesVisitor } from 'codama';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const idls = path.join(root, '../idl');
const generated = path.join(root, 'src/generated');

/** Codama keeps events apart and writes no code for them: as plain types they get their decoders. */
function withEventTypes(idl) {
  const given = rootNodeFromAnchor(idl);
  const fields = (event) => (event.data.kind === 'hiddenPrefixTypeNode' ? event.data.type : event.data);
  const types = given.program.events.map((event) => definedTypeNode({ name: event.name, type: fields(event) }));
  return rootNode({ ...given.program, definedTypes: [...given.program.definedTypes, ...types] });
}

/** `Parameters` is a type of TypeScript's own, which generated code uses too. */
const withoutParameters = updateDefinedTypesVisitor({ parameters: { name: 'parameterSet' } });

/** Says less of the type of kit's plugin than the renderer does: since kit 8 what it says is no longer what extendClient() returns. */
async function freePluginType(program) {
  const file = path.join(generated, program, 'programs', `${camelCase(program)}.ts`);
  const source = await readFile(file, 'utf8');
  const annotation = /\(client: T\): Omit<T, "\w+"> & \{ \w+: \w+ \} =>/g;
  if (source.match(annotation)?.length !== 1) throw new Error(`${file}: the plugin is not written as expected`);
  await writeFile(file, source.replace(annotation, '(client: T) =>'));
}

/** What src/events.ts and src/errors.ts look up. */
function tablesSource(idl) {
  const prefix = idl.metadata.name.toUpperCase();
  const decoder = (event) => `get${pascalCase(event.name)}Decoder`;
  const events = (idl.events ?? []).map(
    (event) => `  ${event.name}: { discriminator: [${event.discriminator}], decoder: ${decoder(event)}() },`,
  );
  const errors = (idl.errors ?? []).map(
    ({ code, name, msg }) => `  ${code}: ${JSON.stringify({ name, message: msg })},`,
  );
  return [
    `import { ${(idl.events ?? []).map(decoder).join(', ')} } from './types';`,
    '',
    `export const ${prefix}_EVENTS = {`,
    ...events,
    '} as const;',
    '',
    `export const ${prefix}_ERRORS: Readonly<Record<number, { name: string; message: string }>> = {`,
    ...errors,
    '};',
    '',
  ].join('\n');
}

/** All programs in one list, which the hand-written parts go through. */
function programsSource(programs) {
  const entry = (name) => {
    const [from, prefix] = [camelCase(name), name.toUpperCase()];
    const parts = [
      ['address', `${prefix}_PROGRAM_ADDRESS`],
      ['errors', `${prefix}_ERRORS`],
      ['events', `${prefix}_EVENTS`],
    ];
    return `  { name: '${name}', ${parts.map(([key, value]) => `${key}: ${from}.${value}`).join(', ')} },`;
  };
  return [
    `import { ${programs.map(camelCase).join(', ')} } from './index';`,
    '',
    `export const programs = [\n${programs.map(entry).join('\n')}\n];`,
    '',
  ].join('\n');
}

await rm(generated, { recursive: true, force: true });
await mkdir(generated, { recursive: true });
const programs = (await readdir(idls))
  .filter((file) => file.endsWith('.json'))
  .map((file) => path.basename(file, '.json'));
for (const program of programs) {
  const idl = JSON.parse(await readFile(path.join(idls, `${program}.json`), 'utf8'));
  const options = { generatedFolder: `src/generated/${program}`, formatCode: false, syncPackageJson: false };
  const codama = createFromRoot(withEventTypes(idl));
  codama.update(withoutParameters);
  await codama.accept(renderVisitor(root, options));
  await freePluginType(program);
  await writeFile(path.join(generated, program, 'tables.ts'), tablesSource(idl));
  const index = path.join(generated, program, 'index.ts');
  await writeFile(index, `${await readFile(index, 'utf8')}\nexport * from './tables';\n`);
}
const lines = programs.map((program) => `export * as ${camelCase(program)} from './${program}';`);
await writeFile(path.join(generated, 'index.ts'), `${lines.join('\n')}\n`);
await writeFile(path.join(generated, 'programs.ts'), programsSource(programs));
