import { runBatch } from './local/batch.ts';
import { type LocalCloud, startLocalCloud } from './local/cloud.ts';
import { copyReports } from './local/copy.ts';
import { readInput, uploadBatch } from './local/input.ts';
import { readOptions, type StartOptions, usage } from './local/options.ts';
import { watcherOn } from './local/progress.ts';
import { openScreen, type Screen } from './local/screen.ts';
import { openStore } from './local/store.ts';
import { endLines, introLine, resultLines, type Told, uploadLine } from './local/tell.ts';

/** `npm start`: the whole pipeline on this machine, from a folder of files to their reports; gives the exit code. */
async function start(options: StartOptions, screen: Screen): Promise<number> {
  const { input, batches, out, store, accept, verbose } = options;
  const files = await readInput(input, batches);
  const cloud: LocalCloud = await startLocalCloud(watcherOn(screen, verbose, () => cloud.bucket));
  const kept = openStore(store, cloud.s3, cloud.bucketName);
  try {
    screen.line(introLine(options, files.size));
    await kept.restore();
    const results: Told[] = [];
    for (const [batch, its] of files) {
      screen.line(`\n${screen.bold(batch)}`);
      const end = screen.begin(batch);
      const uploaded = await uploadBatch(cloud, batch, its);
      screen.line(uploadLine(its, uploaded));
      const result = { batch, uploaded, ...(await runBatch(cloud, batch, accept).finally(kept.save)) };
      await copyReports(cloud, out);
      end();
      for (const line of resultLines(result, out, screen)) screen.line(line);
      results.push(result);
    }
    for (const line of ['', ...endLines(results, out, screen)]) screen.line(line);
    return results.every(({ outcome }) => outcome.result === 'published') ? 0 : 1;
  } finally {
    await cloud.stop();
  }
}

const screen = openScreen();
const stopWith = (code: number) => () => {
  screen.line('Stopped. What had ended before is kept.');
  screen.close();
  process.exit(code);
};
process.stdout.once('error', () => process.exit(141)); // whoever read the lines is gone
process.once('SIGINT', stopWith(130)).once('SIGTERM', stopWith(143));
const args = process.argv.slice(2);
try {
  const options = readOptions(args);
  if (options.help) screen.line(usage);
  else process.exitCode = await start(options, screen);
} catch (error) {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  screen.line(args.includes('--verbose') ? stack : screen.red(message));
  process.exitCode = 1;
} finally {
  screen.close();
}
