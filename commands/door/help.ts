import type { Command } from './command.ts';
import { always, type OptionName, options } from './options.ts';

const words = (command: Command, name: string) => [name, command.about].filter(Boolean).join(' ');

/** What there is, a line each. */
export function overview(commands: Readonly<Record<string, Command>>): string {
  const rows = Object.entries(commands).map(([name, command]) => [words(command, name), command.does] as const);
  return [
    'Looks at the runs of a pipeline and acts on them: on this machine, or with --stage on AWS.',
    '',
    '  npm run tributary -- <command> [options]',
    '',
    ...listed(rows),
    '',
    'Each tells more with --help.',
  ].join('\n');
}

/** What one command is for, and what it takes. */
export function helpOf(name: string, command: Command): string {
  const names: OptionName[] = [...command.takes, ...always];
  const rows = names.map((one) => {
    const option = options[one];
    return [`--${one}${'takes' in option ? ` ${option.takes}` : ''}`, option.help] as const;
  });
  const { does, more } = command;
  return [
    `${does[0]?.toUpperCase()}${does.slice(1)}.`,
    '',
    `  npm run tributary -- ${words(command, name)} [options]`,
    '',
    ...listed(rows),
    ...(more ? ['', more] : []),
  ].join('\n');
}

function listed(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}
