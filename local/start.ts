import { typeProblems } from '../commands/verify/types.ts';
import { refuseUnsound } from '../commands/verify/verify.ts';
import { pipeline } from '../pipeline/pipeline.ts';
import { runBatch } from './batch.ts';
import { writeRunPage } from './console/run-page.ts';
import { copyReports } from './copy.ts';
import { uploadBatch } from './input.ts';
import type { StartOptions } from './options.ts';
import { isPulled } from './origins/origins.ts';
import { planOf } from './plan.ts';
import type { Screen } from './screen.ts';
import { asAsked, inSession, type Session } from './session.ts';
import { endLines, introLine, resultLines, type Told, typeLines, uploadLine, uselessLines } from './tell.ts';

/** `npm start`: the whole pipeline on this machine, from files, databases and APIs to the reports; gives the exit code. */
export async function start(options: StartOptions, screen: Screen): Promise<number> {
  const plan = await planOf(options, pipeline);
  screen.line(introLine(options, plan.batches.size));
  const pulled = pipeline.sources.filter(isPulled).map(({ name }) => name);
  for (const line of uselessLines(plan, options, pulled)) screen.line(line);
  const check = async () => {
    const ofTypes = typeProblems();
    await refuseUnsound(asAsked(pipeline, options, plan)).finally(async () => {
      for (const line of typeLines(await ofTypes)) screen.line(screen.red(line));
    });
  };
  const results = await inSession({ plan, options, screen, check }, runAll);
  for (const line of ['', ...endLines(results, options, screen)]) screen.line(line);
  return results.every(({ outcome }) => outcome.result === 'published') ? 0 : 1;
}

/** One batch after the other, each compared with the one before. */
async function runAll({ plan, cloud, kept, options, screen }: Session): Promise<Told[]> {
  const { out } = options;
  const pulls = pipeline.sources.some(isPulled);
  const results: Told[] = [];
  for (const [batch, files] of plan.batches) {
    screen.line(`\n${screen.bold(batch)}`);
    const end = screen.begin(batch);
    const uploaded = await uploadBatch(cloud, batch, files);
    screen.line(uploadLine(files, uploaded));
    const result = { batch, uploaded, pulls, ...(await runBatch(cloud, batch, options).finally(kept.save)) };
    await copyReports(cloud, out);
    const { ran, outcome } = result;
    if (ran && 'run' in outcome) await writeRunPage(outcome.run, cloud, { ...options, name: pipeline.name });
    end();
    for (const line of resultLines(result, out, screen)) screen.line(line);
    results.push(result);
  }
  return results;
}
