import { pipeline } from '../pipeline/pipeline.ts';
import { runBatch } from './local/batch.ts';
import { copyReports } from './local/copy.ts';
import { uploadBatch } from './local/input.ts';
import { readOptions, type StartOptions, usage } from './local/options.ts';
import { isPulled } from './local/origins/origins.ts';
import { planOf } from './local/plan.ts';
import { endWhenStopped, openScreen, type Screen } from './local/screen.ts';
import { inSession, type Session } from './local/session.ts';
import { endLines, introLine, resultLines, type Told, uploadLine, uselessLines } from './local/tell.ts';
import { refuseUnsound } from './verify/verify.ts';

/** `npm start`: the whole pipeline on this machine, from files, databases and APIs to the reports; gives the exit code. */
async function start(options: StartOptions, screen: Screen): Promise<number> {
  await refuseUnsound(pipeline);
  const plan = await planOf(options, pipeline);
  screen.line(introLine(options, plan.batches.size));
  const pulled = pipeline.sources.filter(isPulled).map(({ name }) => name);
  for (const line of uselessLines(plan, options, pulled)) screen.line(line);
  const results = await inSession({ plan, options, screen }, runAll);
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
    end();
    for (const line of resultLines(result, out, screen)) screen.line(line);
    results.push(result);
  }
  return results;
}

const screen = openScreen();
endWhenStopped(screen, 'Stopped. What had ended before is kept.');
const args = process.argv.slice(2);
try {
  const options = readOptions(args, process.env);
  if (options.help) screen.line(usage);
  else process.exitCode = await start(options, screen);
} catch (error) {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  screen.line(args.includes('--verbose') ? stack : screen.red(message));
  process.exitCode = 1;
} finally {
  screen.close();
}
