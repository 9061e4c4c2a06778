// A kit client as Codama writes it from an IDL: generated, compiled to JavaScript and loaded here, kept nowhere.
import { mkdtemp, readFile, readdir, rm, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rootNodeFromAnchor } from '@codama/nodes-from-anchor';
import { renderVisitor } from '@codama/renderers-js';
import { createFromRoot } from 'codama';
import ts from 'typescript';

const require = createRequire(import.meta.url);
// Where the client's own imports are found; git ignores it.
const cache = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'node_modules', '.cache');

/** The client's exports. */
export async function codamaClient(idl) {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'codama-'));
  try {
    await createFromRoot(rootNodeFromAnchor(idl)).accept(renderVisitor(folder, { formatCode: false, syncPackageJson: false }));
    await writeFile(path.join(folder, 'package.json'), '{"type": "commonjs"}');
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.name.endsWith('.ts')) continue;
      const file = path.join(entry.parentPath ?? entry.path, entry.name);
      const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
      const { outputText } = ts.transpileModule(await readFile(file, 'utf8'), { compilerOptions });
      await writeFile(file.replace(/\.ts$/, '.js'), outputText);
    }
    return require(path.join(folder, 'src', 'generated'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
