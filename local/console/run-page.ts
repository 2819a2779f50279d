import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pictureOf } from '../../commands/diagram/flat.ts';
import { linesOf } from '../../commands/logs/lines.ts';
import { reportPrefix } from '../../functions/core/keys.ts';
import { batchNameOf } from '../../functions/core/run.ts';
import type { LocalCloud } from '../cloud.ts';
import { pathOf } from '../copy.ts';
import { keptLogs } from '../logs.ts';
import type { Executions } from '../states/service/executions.ts';
import { writeWhole } from '../store.ts';
import { html, type PageFiles, pageFiles } from './page-files.ts';
import type { Recorded } from './recorded.ts';
import { definitionOf, recordedExecution, recordedMapRuns } from './recording.ts';
import { lastGood, readFacts } from './run/facts.ts';
import { executionSchema } from './run/history.ts';

interface Where {
  readonly name: string;
  /** Where the bucket is kept. */
  readonly store: string;
  /** Where the reports are put. */
  readonly out: string;
}

/** Where the page of a run lies, beside its report. */
export const runPagePath = (run: string, out: string): string =>
  join(pathOf(reportPrefix(batchNameOf(run), run), out), 'run.html');

/** Writes the console of one run as a page that needs nothing else, beside the run's report; gives its path. */
export async function writeRunPage(run: string, cloud: LocalCloud, where: Where): Promise<string> {
  const path = runPagePath(run, where.out);
  await mkdir(join(path, '..'), { recursive: true });
  await writeWhole(path, pageOf(await recorded(run, cloud, where), await bundled()));
  return path;
}

let files: Promise<PageFiles> | undefined;
const bundled = (): Promise<PageFiles> => {
  files ??= pageFiles();
  return files;
};

async function recorded(run: string, { states, bucket }: LocalCloud, { name, store }: Where): Promise<Recorded> {
  const executionArn = arnOf(run, states);
  const own = await recordedExecution(executionArn, states);
  const { mapRuns, children } = await recordedMapRuns(executionArn, states);
  const { objects, good } = await objectsOf(own.execution, bucket);
  const definitions = await definitionsOf([executionArn, ...Object.keys(children)], states);
  return {
    about: { name, place: 'this machine', flag: '', inbox: undefined, problems: [], notices: [] },
    ...own,
    mapRuns,
    children,
    definitions: { ...definitions, ...(await definitionsOf(good === undefined ? [] : [arnOf(good, states)], states)) },
    pictures: await picturesOf(Object.values(definitions)),
    logs: linesOf(run, await keptLogs(store, run)),
    objects,
    beside: reportPrefix(batchNameOf(run), run),
  };
}

const arnOf = (run: string, states: Executions) =>
  `${states.machineArn('pipeline').replace(':stateMachine:', ':execution:')}:${run}`;

/** By ARN, those that the executions began with which are known. */
export async function definitionsOf(arns: readonly string[], states: Executions): Promise<Recorded['definitions']> {
  const all = await Promise.all(
    arns.map(async (arn) => [arn, await definitionOf(arn, states).catch(() => '')] as const),
  );
  return Object.fromEntries(all.filter(([, definition]) => definition !== ''));
}

/** Each definition laid out, once. */
export const picturesOf = async (definitions: readonly string[]): Promise<Recorded['pictures']> =>
  Object.fromEntries(
    await Promise.all([...new Set(definitions)].map(async (one) => [one, await pictureOf(JSON.parse(one))] as const)),
  );

/** Of the bucket, exactly what the page asks for, and the last run that was good. */
async function objectsOf(execution: object, bucket: LocalCloud['bucket']) {
  const objects: Record<string, string> = {};
  const read = async (key: string) => {
    const text = (await bucket.read(key))?.text;
    if (text !== undefined) objects[key] = text;
    return text;
  };
  const facts = await readFacts(executionSchema.parse(execution), read);
  const good = facts && (await lastGood(facts, read));
  return { objects, good: good?.run };
}

/** Everything in one file, which may run its own code alone and ask nobody for anything. */
export function pageOf(data: Recorded, { script, style }: PageFiles): string {
  const safe = script.replaceAll('</script', '<\\/script');
  const policy = `default-src 'none'; script-src '${hashOf(safe)}'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`;
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return html({
    head: `<meta http-equiv="content-security-policy" content="${policy}">\n<style>${style}</style>`,
    body: `<script type="application/json" id="data">${json}</script>\n<script>${safe}</script>`,
  });
}

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
