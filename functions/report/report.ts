import { createHash } from 'node:crypto';
import { z } from 'zod';
import { batchOf } from '../core/batch.ts';
import { type ReportDocument, reportSchema } from '../core/document.ts';
import { documentKey, pageKey, reportPrefix } from '../core/keys.ts';
import { childrenSchema, type Reported, runInput } from '../core/manifest.ts';
import { inParallel } from '../core/parallel.ts';
import type { Bucket } from '../core/world.ts';
import { writtenChange, writtenValue } from '../publishing/figure.ts';
import { end } from '../publishing/latest.ts';
import { type Tongue, tongueOf } from '../publishing/tongue.tsx';
import { documentOf, type Execution } from './document.ts';
import { type DollarsWorld, dollarsSpent } from './dollars.ts';
import { embed } from './embed.ts';
import { madeFiles } from './files.ts';
import { renderPage } from './page/page.tsx';
import type { Download } from './page/view.ts';
import { type FactsWorld, readFacts } from './run-facts.ts';
import { checkShown } from './shown.ts';

export const reportInput = runInput.extend({
  /** What the quality gate says. */
  held: z.boolean(),
  execution: z.string(),
  startedAt: z.string(),
  /** Of the execution, of each source where some are read in parts. */
  children: z.array(childrenSchema).default([]),
});
export type ReportInput = z.input<typeof reportInput>;
export type ReportWorld = FactsWorld &
  DollarsWorld &
  Pick<Execution, 'codeVersion'> & {
    /** Where it is deployed; undefined on a machine of one's own. */
    readonly stage: string | undefined;
  };

/**
 * Writes the run's page and its twins, and then, in one write, that the run has ended so: until it, nothing is
 * published, and behind it, nothing fails the run. A run past its limits gets a quality page and is not published.
 * Repeated, it writes the same bytes, but for the object `run` of report.json.
 * Throws ManifestMissing, SnapshotMissing, TableFailed, and PipelineInvalid for a column that no table has.
 */
export async function report(input: ReportInput, world: ReportWorld): Promise<Reported> {
  const { run, batch, held, execution, startedAt, children = [] } = input;
  const { bucket, pipeline, codeVersion, stage } = world;
  const facts = await readFacts({ run, held }, world);
  checkShown(pipeline.report, facts.tables);
  const { sources, tables, scannedBytes = [] } = facts;
  const size = { sources: sources.length, tables: tables.length, scannedBytes, children };
  const dollars = await dollarsSpent(execution, size, world);
  const origin = { pipeline, execution, startedAt, codeVersion, dollars };
  const document = reportSchema.parse(documentOf(facts, batchOf(pipeline.period, batch), origin));

  const made = madeFiles(facts, pipeline);
  const page = pageKey(batch, run, held ? 'held' : 'published');
  const html = renderPage({
    document,
    report: pipeline.report,
    locale: pipeline.locale,
    flag: stage === undefined ? '' : ` --stage ${stage}`,
    compared: facts.previous !== undefined,
    previous: facts.previous?.tables,
    downloads: downloadsOf(document, await embed(made, bucket)),
  });
  const twin = { ...document, files: [...document.files, pageFile(page, html)] };
  await put(page, html, 'text/html; charset=utf-8', bucket);
  await put(documentKey(batch, run), JSON.stringify(twin, null, 2), 'application/json', bucket);
  await inParallel(4, made, ({ from, told }) =>
    bucket.copy({ key: from, size: told.bytes }, `${reportPrefix(batch, run)}${told.file}`),
  );
  const { run: holds } = await end({ run, batch, result: document.result }, bucket);
  world.log.info(held ? 'A run is held' : 'A report is published', { page, holds });
  return { run, batch, published: !held, page, figures: figuresOf(document, tongueOf(pipeline.locale)), dollars };
}

function pageFile(key: string, html: string): ReportDocument['files'][number] {
  const content = { bytes: Buffer.byteLength(html), sha256: createHash('sha256').update(html).digest('hex') };
  return { file: key.split('/').at(-1) ?? key, kind: 'page', of: null, rows: null, ...content };
}

/** What can be taken away, the files of one table or source together. */
function downloadsOf({ tables, quality, files }: ReportDocument, embedded: ReadonlyMap<string, string>): Download[] {
  const titles = new Map([
    ...tables.map(({ name, title }) => [name, title ?? name] as const),
    ...quality.map(({ source, title }) => [source, title] as const),
  ]);
  const groups = new Map(files.map(({ kind, of, rows }) => [`${kind} ${of}`, { kind, of, rows }]));
  return [...groups.values()].map(({ kind, of, rows }) => ({
    ...{ kind, rows, title: titles.get(of ?? '') ?? '' },
    files: files
      .filter((file) => file.kind === kind && file.of === of)
      .map(({ file, bytes }) => ({ file, bytes, embedded: embedded.get(file) })),
  }));
}

const figuresOf = (document: ReportDocument, tongue: Tongue): Reported['figures'] =>
  document.figures.map((figure, at) => {
    const found = document.changes.find((change) => change.figure === at);
    const batch = document.comparedWith?.batch ?? '';
    const change = found && writtenChange(figure, found, { batch, tongue });
    return { title: figure.title, value: writtenValue(figure, tongue), ...(change && { change }) };
  });

const put = (key: string, body: string, contentType: string, bucket: Bucket) =>
  bucket.write(key, body, { contentType });
