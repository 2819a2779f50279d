import { readFileSync } from 'node:fs';
import { commands } from '../../commands/door/commands.ts';
import { helpOf, overview } from '../../commands/door/help.ts';

const deploy = readFileSync('docs/deploy.md', 'utf8');
const rows = (heading: string) => {
  const [, table = ''] = deploy.split(`| command | ${heading} |`);
  return [...(table.split('\n\n')[0] ?? '').matchAll(/^\| (.*?) \|/gm)].map(([, cell = '']) => cell);
};

it('docs/deploy.md tells of every command, in the order of the list', () => {
  const told = rows('what it does').map((cell) => /^`(\w+)/.exec(cell)?.[1]);
  expect(told).toEqual(Object.keys(commands));
});

it('docs/deploy.md tells what each command needs to be permitted', () => {
  const needing = rows('permissions').flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  const readers = ['open'];
  expect(needing.toSorted()).toEqual(
    Object.keys(commands)
      .filter((name) => !readers.includes(name))
      .sort(),
  );
});

it('the list of commands fits a screen', () => {
  const lines = [overview(commands), ...Object.entries(commands).map(([name, one]) => helpOf(name, one))]
    .join('\n')
    .split('\n');
  expect(lines.filter((line) => line.length > 120)).toEqual([]);
});
