import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { jsonText } from '../functions/core/json.ts';
import { readCommandLine } from '../local/command-line.ts';
import { aims, count, disagreements, lines, type Sample, table } from './compare.ts';
import { type Contestant, contestants } from './contestants.ts';
import { generate } from './data.ts';
import { hasPackage, measure, pythonCommand } from './measure.ts';
import { comparePostgres, postgresContest } from './postgres.ts';
import { type doneSchema, taskSchema } from './task.ts';

export const help = `npm run bench -- [options]

The same work, checked to give the same result: validate, quarantine with reasons, dedupe, join, aggregate.

  --rows 500000,5000000   orders to generate, in the order of the runs
  --runs 3                timed runs of each contestant, taken in turns; the table shows medians
  --only ours,duckdb      of ${contestants.map(({ name }) => name).join(', ')}
  --threads ${availableParallelism()}             of the engines
  --memory-limit 1024     megabytes that DuckDB plans with, ours and plain
  --part-megabytes 256    of a source that is read in parts
  --quoted                each value of the orders in quotes, as many exports have it
  --huge                  fifty million rows, ours alone
  --connectors            a million rows (or --rows) from PostgreSQL instead: ours, psql and a plain SELECT
  --folder <folder>       where the data are kept; .tributary/bench unless told
  --json <file>           every sample, for a machine
  --help

PYTHON names the interpreter that has polars, pandas and pyspark; without them, they are left out.
ours-by-athena runs where it is named: it downloads a Trino (400 MB) by Maven the first time.`;

const positive = z.coerce.number<string>().int().min(1);
const names = (list: string) => list.split(',').map((name) => name.trim());
const optionsSchema = z.object({
  rows: z.string().transform(names).pipe(z.array(positive)),
  runs: positive,
  only: z
    .string()
    .transform(names)
    .pipe(z.array(z.enum(contestants.map(({ name }) => name)))),
  threads: positive,
  'memory-limit': positive,
  'part-megabytes': positive,
  folder: z.string().transform((path) => resolve(path)),
  json: z.string().optional(),
  quoted: z.boolean(),
  huge: z.boolean(),
  connectors: z.boolean(),
});
type Options = z.infer<typeof optionsSchema>;

/** Those that run where nobody is named. */
const usually = contestants.filter(({ named }) => !named);

/** From this size on the aims are judged, and slow contestants run once. */
const large = 5_000_000;

const accepted = {
  rows: { type: 'string' },
  runs: { type: 'string', default: '3' },
  only: { type: 'string' },
  threads: { type: 'string', default: String(availableParallelism()) },
  'memory-limit': { type: 'string', default: '1024' },
  'part-megabytes': { type: 'string', default: '256' },
  quoted: { type: 'boolean', default: false },
  huge: { type: 'boolean', default: false },
  connectors: { type: 'boolean', default: false },
  folder: { type: 'string', default: '.tributary/bench' },
  json: { type: 'string' },
} as const;

/** `npm run bench`: every contestant on every size. Throws where the contestants disagree. */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = readCommandLine({ args: [...args], options: accepted }, help);
  const { huge, connectors } = values;
  const sizes = connectors ? '1000000' : '500000,5000000';
  const usual = huge
    ? { rows: '50000000', only: 'ours' }
    : { rows: sizes, only: usually.map(({ name }) => name).join() };
  const options = optionsSchema.safeParse({ ...usual, ...values });
  if (options.success) await (connectors ? compareConnectors : compareAll)(options.data);
  else throw new Error(`These options cannot be used: ${z.prettifyError(options.error)}\n\n${help}`);
}

/** How this program calls itself, with one contestant's task behind it. */
export const tasks: Readonly<Record<string, (task: string) => Promise<void>>> = {
  '--task': contest,
  '--connector-task': postgresContest,
};

async function compareConnectors({ rows, runs, folder }: Options): Promise<void> {
  const program = [process.execPath, fileURLToPath(import.meta.url), '--connector-task'];
  for (const size of rows) await comparePostgres({ rows: size, runs, folder }, program);
}

/** The work of one contestant, in a process of its own. */
async function contest(text: string): Promise<void> {
  const task = jsonText(taskSchema).parse(text);
  const contested = await contestants.find(({ name }) => name === task.contestant)?.run?.(task);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const { counts = {}, ...more } = contested ?? {};
  const done: z.input<typeof doneSchema> = {
    counts,
    ...more,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMegabytes: maxRSS / 1024,
  };
  console.log(JSON.stringify(done));
}

async function compareAll(options: Options): Promise<void> {
  await mkdir(options.folder, { recursive: true });
  const present = contestants.filter(({ name }) => options.only.includes(name)).filter(isPresent);
  const samples: Sample[] = [];
  for (const rows of options.rows) {
    process.stdout.write(`${count(rows)} orders: `);
    const data = await generate({ rows, quoted: options.quoted }, options.folder);
    console.log(data);
    for (const turn of turns(present, rows, options)) samples.push(await take(turn, { rows, data, options }));
  }
  if (options.json) await writeFile(options.json, `${JSON.stringify(samples, null, 2)}\n`);
  for (const rows of options.rows) show(samples, rows);
  const wrong = disagreements(samples);
  if (wrong.length > 0) throw new Error(`The contestants do not agree:\n- ${wrong.join('\n- ')}`);
  console.log(`\nAll ${samples.length} runs agree, row for row and count for count.`);
}

function isPresent({ name, run, lacks }: Contestant): boolean {
  const lacking = run || hasPackage(name) ? lacks : noPackage;
  if (lacking !== undefined) console.log(`${name} is left out: ${lacking}.`);
  return lacking === undefined;
}
const noPackage = 'there is no Python package of that name (PYTHON names another interpreter)';

interface Turn {
  readonly contestant: Contestant;
  readonly threads: number;
  readonly check: boolean;
}

/** Contestants in turns, so that a busy minute of the machine hurts all; then ours and its limit on 1 and 2 threads. */
function turns(present: readonly Contestant[], rows: number, { runs, threads }: Options): Turn[] {
  const timed = Array.from({ length: runs }, (_, run) =>
    present
      .filter(({ slow }) => run === 0 || !slow || rows < large)
      .map((contestant) => ({ contestant, threads, check: false })),
  );
  const engines = present.filter(({ name }) => ['ours', 'duckdb'].includes(name));
  const others = rows > large ? [] : [1, 2].filter((other) => other !== threads);
  const checks = others.flatMap((other) => engines.map((contestant) => ({ contestant, threads: other, check: true })));
  return [...timed.flat(), ...checks];
}

async function take(
  { contestant: { name, run }, threads, check }: Turn,
  { rows, data, options }: { readonly rows: number; readonly data: string; readonly options: Options },
): Promise<Sample> {
  process.stdout.write(`  ${name} on ${threads} ${threads === 1 ? 'thread' : 'threads'} ... `);
  const work = resolve(options.folder, `work-${process.pid}`);
  const task = {
    contestant: name,
    data,
    work,
    threads,
    memoryMegabytes: options['memory-limit'],
    partBytes: options['part-megabytes'] * 1024 ** 2,
  };
  const node = [process.execPath, fileURLToPath(import.meta.url), '--task'];
  const measured = await measure(task, run ? node : pythonCommand(name));
  console.log(`${measured.wallSeconds.toFixed(2)} s, ${measured.peakMegabytes.toFixed(0)} MB`);
  for (const [step, { times, seconds }] of Object.entries(measured.steps))
    console.log(`    ${step.padEnd(8)} ${String(times).padStart(5)} times ${seconds.toFixed(2).padStart(8)} s`);
  if (measured.scannedBytes !== undefined) console.log(`    ${count(measured.scannedBytes)} bytes scanned by Athena`);
  return { ...measured, contestant: name, rows, threads, check };
}

function show(samples: readonly Sample[], rows: number): void {
  const all = lines(samples, rows);
  console.log(`\n${count(rows)} orders\n\n${table(all)}`);
  if (rows >= large) console.log(`\n${aims(all, rows).join('\n')}`);
}
