import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Contract } from '../../contract/contract.ts';
import { sourceInput } from '../../core/manifest.ts';
import { literal } from '../../core/quote.ts';
import type { Bucket, Engine } from '../../core/world.ts';
import { sourceOf } from '../../definition/define-pipeline.ts';
import type { Source } from '../../definition/define-source.ts';
import { parquet } from '../conclude.ts';
import { separatorOf } from '../formats/csv.ts';
import { formatOf } from '../formats/formats.ts';
import { fetchGroups } from '../formats/parquet-groups.ts';
import { parquetFormat } from '../rows/check.ts';
import { keysOf } from '../rows/losers.ts';
import { checkRules } from '../rows/plan.ts';
import { stagedView } from '../rows/split.ts';
import { type Fetch, fetchWhole, type Staged, stage } from '../rows/stage.ts';
import { unreadableTable } from '../rows/unreadable.ts';
import { type Block, writeBlocks } from './blocks.ts';
import { hash } from './hash.ts';
import { fetchLines } from './lines.ts';
import { keysKey, type Part, planSchema, type ReadPart, readKey, stagedKey, unreadableKey } from './part.ts';
import { inJson, type PartsWorld, stopwatch } from './world.ts';

export const readInput = sourceInput.extend({ edition: z.int(), partitions: z.int(), part: planSchema.element });

/**
 * Types and checks the rows of a part, and writes them, those that could not be split into columns, and the keys of the
 * good ones by partitions of their hash; then what it has found. Throws PipelineInvalid.
 */
export async function read(
  { part, partitions, ...of }: z.infer<typeof readInput>,
  { bucket, pipeline, withEngine, now }: PartsWorld,
): Promise<{ part: number; rows: number } | { sha256: string }> {
  const took = stopwatch({ now });
  const source = sourceOf(of.source, pipeline);
  return withEngine(async (engine) => {
    if ('hash' in part) return hash(part, of, { bucket, directory: engine.directory, now });
    await checkRules(source, engine);
    await engine.run(unreadableTable);
    const object = { ...part, etag: '' };
    const staged = await stage(
      { object, at: 0, source, most: pipeline.maxSourceBytes, isCut: part.cut?.by === 'lines' },
      { fetch: fetchOf(part, source, bucket), engine },
    );
    const { path, ...found } = staged;
    const blocks: Block[] = [];
    if (staged.staged > 0) {
      await bucket.upload(path, stagedKey(of, part.part), parquet);
      blocks.push(...(await writeKeys({ part: part.part, partitions, staged, contract: source.contract }, engine)));
      if (blocks.length > 0)
        await bucket.upload(join(engine.directory, 'keys'), keysKey(of, part.part), 'application/octet-stream');
    }
    if (staged.rows > staged.staged) {
      const unreadable = join(engine.directory, 'unreadable.parquet');
      await engine.run(`COPY unreadable TO ${literal(unreadable)} (${parquetFormat})`);
      await bucket.upload(unreadable, unreadableKey(of, part.part), parquet);
    }
    const told: ReadPart = { ...found, part: part.part, at: part.at, blocks, seconds: took() };
    await bucket.write(readKey(of, part.part), JSON.stringify(told), inJson);
    return { part: part.part, rows: staged.rows };
  });
}

const fetchOf =
  ({ cut, ...object }: Part, source: Source, bucket: Bucket): Fetch =>
  async (path, hear) => {
    if (!cut) return fetchWhole(object.key, bucket)(path, hear);
    if (cut.by === 'lines') {
      const separator = formatOf(object.origin).name === 'csv' ? separatorOf(source) : undefined;
      return fetchLines({ ...object, ...cut, separator }, { bucket, path, hear });
    }
    await fetchGroups(object, cut, { bucket, path });
    return { bytes: (await stat(path)).size };
  };

interface Keyed {
  readonly part: number;
  readonly partitions: number;
  readonly staged: Staged;
  readonly contract: Contract;
}

/** A row's place over all parts: that of its part above 32 bits, its own below. */
export const placeBits = 32;

/** Writes the keys of the good rows, in a block for each partition. */
async function writeKeys({ part, partitions, staged, contract }: Keyed, engine: Engine): Promise<Block[]> {
  if (partitions === 0) return [];
  const keys = keysOf(contract).join(', ');
  await engine.run(stagedView(contract, [{ ...staged, before: 0 }]));
  const place = `(${part}::BIGINT << ${placeBits}) + number AS place`;
  const query = `SELECT ${keys}, ${place}, hash(${keys}) % ${partitions} AS of FROM staged WHERE rejected IS NULL`;
  return writeBlocks(query, join(engine.directory, 'keys'), engine);
}
