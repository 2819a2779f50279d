import { readdirSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { parseFileSync } from '@swc/core';
import { z } from 'zod';

export interface Module {
  readonly file: string;
  /** Types count too. Relative ones as paths from the root, the others as written. */
  readonly imports: readonly string[];
}

/** Import and export declarations, and `import()` of a literal, wherever they stand in the tree. */
const reference = z.union([
  z.object({
    type: z.enum(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration']),
    source: z.object({ value: z.string() }),
  }),
  z
    .object({
      type: z.literal('CallExpression'),
      callee: z.object({ type: z.literal('Import') }),
      arguments: z.tuple([z.object({ expression: z.object({ value: z.string() }) })]),
    })
    .transform((call) => ({ source: call.arguments[0].expression })),
]);

const mayRefer = new Set<unknown>([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'CallExpression',
]);

/** The TypeScript modules below the folders, with what each imports. */
export function modules(folders: readonly string[]): Module[] {
  return folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ file, imports: importsOf(file) }));
}

function importsOf(file: string): string[] {
  const tree = parseFileSync(file, { syntax: 'typescript', tsx: file.endsWith('x') });
  return referencesIn(tree).map((name) => (name.startsWith('.') ? normalize(join(file, '..', name)) : name));
}

function referencesIn(node: object, names: string[] = []): string[] {
  const found = 'type' in node && mayRefer.has(node.type) ? reference.safeParse(node).data : undefined;
  if (found) names.push(found.source.value);
  for (const child of Object.values(node)) if (typeof child === 'object' && child !== null) referencesIn(child, names);
  return names;
}

/** A module and the way from it back to itself, if there is one. */
export function circles(all: readonly Module[]): string[] {
  const byFile = new Map(all.map((module) => [module.file, module.imports]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, way: readonly string[]) => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(' -> '));
    if (done.has(file) || way.includes(file)) return;
    for (const next of byFile.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const { file } of all) visit(file, []);
  return found;
}
