import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The Python that has what a file of requirements asks for, in a virtual environment that is made once for it. */
export function pythonWith(requirements: string): string {
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const asked = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const venv = `node_modules/.cache/tributary/python-${asked}`;
  if (!existsSync(venv)) {
    const making = `${venv}.${process.pid}`;
    mkdirSync(making, { recursive: true });
    execFileSync('python3', ['-m', 'venv', making], { env });
    execFileSync(join(making, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--requirement', requirements], {
      env,
    });
    rmSync(venv, { recursive: true, force: true });
    renameSync(making, venv);
  }
  return join(venv, 'bin/python');
}
