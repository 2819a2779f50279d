import { existsSync } from 'node:fs';
import { circles, modules } from './graph.ts';

interface Row {
  readonly files: RegExp;
  /** Besides its own folder. */
  readonly may: readonly RegExp[];
  readonly packages: RegExp;
}

const core = /^functions\/core\//;
const contract = /^functions\/contract\//;
const definition = /^functions\/definition\//;
const origins = /^functions\/origins\//;
/** What an origin says of itself, without the code that reads it. */
const described = /^functions\/origins\/(pulled\.ts|\w+\/options\.ts)$/;
const face = /^functions\/tributary\.ts$/;
const publishing = /^functions\/publishing\//;
const platform = /^functions\/platform\//;
const pipeline = /^pipeline\//;
const functions = /^functions\//;
/** Step Functions on this machine, which knows nothing of the pipeline. */
const states = /^local\/states\//;
/** What is no part of what is deployed. */
const around = /^(local|bench|commands|deployment|package\.json)/;
const any = /./;
const none = /^$/;
const plain = /^(?!@aws-sdk|@smithy|@middy|@duckdb|pg($|\/|-))/;

/** Who may import whom; the first row that fits a file holds. */
const table: Readonly<Record<string, Row>> = {
  'core/': { files: core, may: [core], packages: /^(zod|node:crypto)$/ },
  'contract/': { files: contract, may: [core], packages: /^(zod|@eslint-community\/regexpp)$/ },
  'origins/<kind>/options.ts': { files: described, may: [core, described], packages: none },
  'definition/': { files: definition, may: [core, contract, origins], packages: /^zod$/ },
  'tributary.ts': { files: face, may: [core, contract, definition, described], packages: none },
  'pipeline/': { files: pipeline, may: [face], packages: /^zod$/ },
  'publishing/': { files: publishing, may: [core], packages: /^(zod|node:crypto|preact.*)$/ },
  'platform/': { files: platform, may: [core], packages: any },
  'readers of origins/': { files: origins, may: [core, platform, origins], packages: any },
  '<step>/handler.ts': {
    files: /^functions\/[^/]+\/handler\.ts$/,
    may: [core, origins, platform, pipeline],
    packages: any,
  },
  '<step>/<step>.ts': {
    files: /^functions\/[^/]+\//,
    may: [core, contract, definition, origins, publishing],
    packages: plain,
  },
  'scripts/': { files: /^scripts\//, may: [functions, pipeline, around], packages: /^zod$|^node:/ },
  'local/states/': { files: states, may: [states], packages: any },
  'local/, bench/, commands/, deployment/': { files: around, may: [functions, pipeline, around], packages: any },
  'test/': { files: /^test\//, may: [any], packages: any },
};

const all = modules(['functions', 'pipeline', 'local', 'bench', 'commands', 'deployment', 'scripts', 'test']);
const rowOf = (file: string) => Object.values(table).find(({ files }) => files.test(file));
const folderOf = (file: string) =>
  /^(functions\/origins\/\w+(?=\/)|functions\/[^/]+|pipeline|local\/states|local|bench|commands|deployment|scripts|test)\//.exec(
    file,
  )?.[1];
const isFile = (name: string) =>
  /^(functions|pipeline|local|bench|commands|deployment|scripts|test|package\.json)/.test(name);

it.each(Object.keys(table))('keeps %s to what it may import', (name) => {
  const row = table[name];
  const files = all.filter(({ file }) => rowOf(file) === row);
  const wrong = files.flatMap(({ file, imports }) =>
    imports
      .filter((one) =>
        isFile(one)
          ? folderOf(one) !== folderOf(file) && !row?.may.some((may) => may.test(one))
          : !row?.packages.test(one),
      )
      .map((one) => `${file} imports ${one}`),
  );
  expect(files.length).toBeGreaterThan(0);
  expect(wrong).toEqual([]);
});

it('imports only files that are there', () => {
  const missing = all.flatMap(({ file, imports }) =>
    imports.filter((one) => isFile(one) && !existsSync(one)).map((one) => `${file} imports ${one}`),
  );
  expect(missing).toEqual([]);
});

it('has no circles', () => {
  expect(circles(all)).toEqual([]);
});
