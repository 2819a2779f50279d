import { sentenceOf } from '../local/folder.ts';
import { endWhenStopped, type Output, openScreen, type Screen } from '../local/screen.ts';

interface Command {
  readonly usage: string;
  /** What is said where a person stops it. */
  readonly stopped?: string;
  /** Where lines go. */
  readonly out?: Output;
}

/**
 * Runs a command: `--help` shows what it is for, an error is told in one sentence and ends with 1 (`--verbose` tells where
 * it came from), and the work gives the exit code.
 */
export async function command(
  { usage, stopped = 'Stopped.', out = process.stdout }: Command,
  work: (args: readonly string[], screen: Screen) => Promise<number>,
): Promise<void> {
  const args = process.argv.slice(2);
  const screen = openScreen(out);
  endWhenStopped(screen, stopped);
  try {
    if (args.includes('--help') || args.includes('-h')) screen.line(usage);
    else process.exitCode = await work(args, screen);
  } catch (error) {
    const { stack } = error instanceof Error ? error : new Error(String(error));
    screen.line(args.includes('--verbose') ? stack : screen.red(sentenceOf(error)));
    process.exitCode = 1;
  } finally {
    screen.close();
  }
}
