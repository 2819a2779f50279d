import type { ChildProcess } from 'node:child_process';

/**
 * Ends a process that was spawned `detached`, and all that it has started, when the signal is aborted, and when this
 * process ends, however that is. Gives what is called once it has ended by itself.
 */
export function endsWith(signal: AbortSignal, { pid }: ChildProcess): () => void {
  const end = () => endGroup(pid);
  signal.addEventListener('abort', end);
  process.on('exit', end);
  return () => {
    signal.removeEventListener('abort', end);
    process.off('exit', end);
  };
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}
