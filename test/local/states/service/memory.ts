import type { Store } from '../../../../local/states/service/store.ts';

interface Line {
  readonly log: string;
  readonly line: unknown;
}

/** A store in memory, which begins with some lines; with what was kept of it, as text. */
export function memoryStore(before: readonly Line[] = [], hear: () => void = () => undefined) {
  const lines = [...before];
  const files = new Map<string, string>();
  const store: Store = {
    read: (name) => JSON.parse(files.get(name) ?? 'null') ?? undefined,
    write: (name, value) => void files.set(name, JSON.stringify(value)),
    logs: () =>
      [...new Set(lines.map(({ log }) => log))].map((log) =>
        lines.filter((one) => one.log === log).map(({ line }) => line),
      ),
    append: (log, line) => {
      lines.push({ log, line: JSON.parse(JSON.stringify(line)) });
      hear();
    },
    remove: (log) => void lines.splice(0, lines.length, ...lines.filter((one) => one.log !== log)),
  };
  return { store, lines };
}
