import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The files of the example in docs/connectors.md, and where they go. */
const places: Readonly<Record<string, string>> = {
  'test/docs/lines/options.ts': 'functions/origins/lines/options.ts',
  'test/docs/lines/reader.ts': 'functions/origins/lines/reader.ts',
  'test/docs/lines/stand-in.ts': 'local/origins/stand-ins/lines.ts',
  'test/docs/lines/lines.test.ts': 'test/origins/lines/lines.test.ts',
};

/** By the place where they go, what the files of the example hold there: they import by the paths of that place. */
export const inPlace: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(places).map(([file, place]) => [place, moved(file, place)]),
);

function moved(file: string, place: string): string {
  const code = readFileSync(file, 'utf8');
  const end = code.indexOf('\n\n');
  const imports = code.slice(0, end).replace(/(?<= from ')\.[^']+/g, (path) => {
    const imported = join(dirname(file), path);
    return relative(dirname(place), places[imported] ?? imported).replace(/^(?!\.)/, './');
  });
  const sorted = imports.split('\n').sort((a, b) => distance(b) - distance(a));
  return sorted.join('\n') + code.slice(end);
}

/** How far away what a line imports is; packages are the farthest. */
function distance(line: string): number {
  return line.includes(" from '.") ? line.split('../').length : 99;
}
