import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { incomingOf } from '../../functions/core/keys.ts';
import { uploadBatch } from '../../local/input.ts';
import { readOptions } from '../../local/options.ts';
import { planOf } from '../../local/plan.ts';
import { openScreen } from '../../local/screen.ts';
import { inSession } from '../../local/session.ts';
import { pipeline } from '../../pipeline/pipeline.ts';

const sampled = readdirSync('sample', { recursive: true, encoding: 'utf8' }).flatMap((path) => path.split(/[/\\.]/));
/** Whether sample/ has data for every source of pipeline/, so that it can be run. */
export const hasSample = pipeline.sources.every(({ name }) => sampled.includes(name));

interface EveryPath {
  readonly distributed: boolean;
  /** So many of the last of the sample; of one alone, there is no correction. */
  readonly batches?: number;
}

/** Two batches, a correction of the second, and its first version again: reads and writes all that a run can, distributed or not. */
export async function runEveryPath({ distributed, batches: count = 2 }: EveryPath): Promise<void> {
  Object.assign(process.env, { PIPELINE_FINGERPRINT: 'f', CODE_VERSION: 'v' });
  const store = mkdtempSync(join(tmpdir(), 'every-path-'));
  const options = { ...readOptions(['--store', store]), distributed };
  const plan = await planOf(options, pipeline);
  const screen = openScreen({ write: () => true });
  await inSession({ plan, options, screen }, async ({ cloud }) => {
    const deliver = async (batch: string) => cloud.deliver(await cloud.bucket.list(incomingOf(batch)));
    const batches = [...plan.batches].slice(-count);
    for (const [batch, files] of batches) {
      await uploadBatch(cloud, batch, files);
      await deliver(batch);
    }
    for (const [batch, files] of batches.slice(1)) {
      const text = files.find(({ key }) => key.endsWith('.csv'));
      const corrected = `${readFileSync(text?.path ?? '', 'utf8')}\n`;
      await cloud.bucket.write(text?.key ?? '', corrected, { contentType: 'text/plain' });
      await deliver(batch);
      await uploadBatch(cloud, batch, files);
      await deliver(batch);
    }
  });
  screen.close();
  rmSync(store, { recursive: true });
}
