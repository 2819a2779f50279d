import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The words of the sample's domain: a fork replaces `pipeline/` and `sample/`, and none of these stays behind. */
const words = /\b(flights?|airlines?|airports?|planes?|weather|tail_?num(ber)?s?|carriers?|aircraft|airports?)\b/i;
const places = [
  'functions',
  'statemachines',
  'local',
  'bench',
  'commands',
  'deployment',
  'scripts',
  'resources',
  'serverless.yml',
  'test',
];
const allowed = /^test\/(slow\/)?(pipeline|whole-pipeline|e2e)\/|^test\/architecture\/words/;

const files = places.filter(existsSync).flatMap((place) =>
  place.includes('.')
    ? [place]
    : readdirSync(place, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
);

it('keeps the words of the sample in pipeline/, sample/ and their tests', () => {
  const found = files
    .filter((file) => !allowed.test(file))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, at) => (words.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : [])),
    );
  expect(found).toEqual([]);
});

it('names no folder that says nothing of what may go in', () => {
  expect(files.filter((file) => /(^|\/)(utils?|lib|helpers?|common|shared)\//.test(file))).toEqual([]);
});

it('reads the environment in platform/config alone', () => {
  const readers = files.filter(
    (file) => file.startsWith('functions/') && readFileSync(file, 'utf8').includes('process.env'),
  );
  expect(readers).toEqual(['functions/platform/config.ts']);
});
