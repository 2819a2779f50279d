import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { forgotten } from './pieces.ts';

it('has every piece of every step', () => {
  expect(forgotten()).toEqual([]);
});

const machine = 'statemachines/pipeline.asl.yaml';
const arnOf = (name: string) => `\${${name}FunctionArn}`;
const asState = (name: string, Resource = arnOf(name)) =>
  JSON.stringify({ StartAt: name, States: { [name]: { Type: 'Task', Resource, End: true } } });
const calling = `${machine}: Archive calls ${arnOf('Archive')}`;
const line = `- \${file(functions/archive/function.yml)}`;

/** A project of one step. */
const whole = {
  'serverless.yml': `functions:\n  ${line}\n`,
  'resources/bucket.yml': 'Resources:\n  Policy:\n    Bucket: !Ref Bucket\n',
  [machine]: asState('Archive'),
  'functions/archive/function.yml': 'archive:\n  handler: dist/archive/handler.handler\n  role: !GetAtt Role.Arn\n',
  'functions/archive/handler.ts': '',
  'functions/archive/archive.ts': '',
  'functions/core/keys.ts': '',
  'test/archive/archive.test.ts': '',
};

/** That project with files that say something else; null is none. */
function forgottenIn(change: Readonly<Record<string, string | null>>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'tributary-step-'));
  for (const [path, text] of Object.entries({ ...whole, ...change })) {
    if (text === null) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  try {
    return forgotten(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

it('takes a step that is whole', () => {
  expect(forgottenIn({})).toEqual([]);
});

it('takes a state that calls a service, which is no step', () => {
  const States = {
    Archive: { Type: 'Task', Resource: arnOf('Archive'), Next: 'Tell' },
    Tell: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true },
  };
  expect(forgottenIn({ [machine]: JSON.stringify({ StartAt: 'Archive', States }) })).toEqual([]);
});

it.each<[string, Record<string, string | null>, string]>([
  [
    'its folder',
    Object.fromEntries(Object.keys(whole).flatMap((path) => (path.includes('archive/') ? [[path, null]] : []))),
    `${calling}, but the function "archive" is not whole: add functions/archive/handler.ts and functions/archive/function.yml.`,
  ],
  [
    'handler.ts',
    { 'functions/archive/handler.ts': null },
    `${calling}, but the function "archive" is not whole: add functions/archive/handler.ts.`,
  ],
  [
    'function.yml and its line',
    { 'functions/archive/function.yml': null, 'serverless.yml': 'functions: []\n' },
    `${calling}, but the function "archive" is not whole: add functions/archive/function.yml and the line ${line} in serverless.yml.`,
  ],
  [
    'its line in serverless.yml',
    { 'serverless.yml': `functions:\n  # ${line}\n  - \${file(functions/other.yml)}\n` },
    `${calling}, but the function "archive" is not whole: add the line ${line} in serverless.yml.`,
  ],
  [
    'its state',
    { [machine]: JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }) },
    'functions/archive: the function "archive" is not whole: add what calls it: a state Archive in statemachines/pipeline.asl.yaml, events in its function.yml, or a rule in resources/.',
  ],
  [
    'the name of its function in a state, by a slip',
    { [machine]: asState('Archive', arnOf('Archiv')) },
    `${machine}: Archive calls \${ArchivFunctionArn}, and a state calls the function of its own name: write \${ArchiveFunctionArn}, or call the state Archiv.`,
  ],
  [
    'its own name, by a slip',
    { [machine]: asState('Archve', arnOf('Archive')) },
    `${machine}: Archve calls \${ArchiveFunctionArn}, and a state calls the function of its own name: write \${ArchveFunctionArn}, or call the state Archive.`,
  ],
  [
    'the capital of its name',
    { [machine]: asState('archive') },
    `${machine}: archive calls \${archiveFunctionArn}, and a state is called as the folder of its function, with a capital: call it Archive.`,
  ],
  [
    'what it calls',
    { [machine]: asState('Archive', '') },
    `${machine}: Archive calls nothing, and a state calls the function of its own name: write \${ArchiveFunctionArn}.`,
  ],
  [
    'the key of a function.yml that was copied',
    { 'functions/archive/function.yml': 'report:\n  handler: dist/archive/handler.handler\n' },
    'functions/archive/function.yml: it says "report": write "archive:", as its folder is called.',
  ],
  [
    'the handler of a function.yml that was copied',
    { 'functions/archive/function.yml': 'archive:\n  handler: dist/report/handler.handler\n' },
    'functions/archive/function.yml: its handler is dist/report/handler.handler: write dist/archive/handler.handler.',
  ],
  [
    'its work',
    { 'functions/archive/archive.ts': null },
    'functions/archive/archive.ts is missing: the work of a step, which its handler.ts hands the world to.',
  ],
  [
    'its test',
    { 'test/archive/archive.test.ts': null },
    'test/archive/archive.test.ts is missing: the test of a step.',
  ],
])('names what is forgotten: %s', (_, change, sentence) => {
  expect(forgottenIn(change)).toEqual([sentence]);
});

it.each<[string, Record<string, string>]>([
  [
    'an event',
    {
      'functions/audit/function.yml':
        'audit:\n  handler: dist/audit/handler.handler\n  events:\n    - schedule: rate(1 day)\n',
    },
  ],
  [
    'a rule',
    {
      'functions/audit/function.yml': 'audit:\n  handler: dist/audit/handler.handler\n',
      'resources/audit.yml': 'Resources:\n  Rule:\n    Targets:\n      - Arn: !GetAtt AuditLambdaFunction.Arn\n',
    },
  ],
])('takes a function that %s calls, and no state', (_, files) => {
  const audit = {
    'serverless.yml': `${whole['serverless.yml']}  - \${file(functions/audit/function.yml)}\n`,
    'functions/audit/handler.ts': '',
    'functions/audit/audit.ts': '',
    'test/audit/audit.test.ts': '',
  };
  expect(forgottenIn({ ...audit, ...files })).toEqual([]);
  expect(forgottenIn({ ...audit, ...files, 'functions/audit/handler.ts': null })).toEqual([
    'functions/audit: the function "audit" is not whole: add functions/audit/handler.ts.',
  ]);
});

it('names the file that is no YAML', () => {
  const broken = { 'functions/archive/function.yml': 'archive:\n\thandler: dist\n' };
  expect(() => forgottenIn(broken)).toThrow(/function\.yml: .*line 2/s);
});
