import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sqlType } from '../functions/contract/contract.ts';
import type { Bucket } from '../functions/core/world.ts';
import type { Pipeline } from '../functions/definition/define-pipeline.ts';
import { type CodeOfRun, codeKey, toldColumn } from './console/run/code-of-run.ts';

/** What a run is made with, beside its inputs. */
const folders = ['functions', 'pipeline', 'statemachines'];

/** Notes in the bucket what a run is made with, so that it can be told afterwards what has changed. */
export async function keepCode(run: string, pipeline: Pipeline, bucket: Bucket): Promise<void> {
  const code: CodeOfRun = { files: hashes(), columns: columnsOf(pipeline) };
  await bucket.write(codeKey(run), JSON.stringify(code), { contentType: 'application/json' });
}

function hashes(): Record<string, string> {
  const found = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
    ),
  );
  return Object.fromEntries(found.sort().map((path) => [path, hashOf(readFileSync(path))]));
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

const columnsOf = ({ sources }: Pipeline): CodeOfRun['columns'] =>
  Object.fromEntries(
    sources.map(({ name: source, contract: { columns } }) => [
      source,
      Object.fromEntries(
        columns.map(({ name, type, nullable, checks }) => [
          name,
          toldColumn({ type: sqlType(type), required: !nullable, checks }),
        ]),
      ),
    ]),
  );
