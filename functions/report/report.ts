import { z } from 'zod';
import { batchOf } from '../core/batch.ts';
import { type ReportDocument, reportSchema } from '../core/document.ts';
import { documentKey, pageKey, reportPrefix, tableKey } from '../core/keys.ts';
import { type Reported, runInput } from '../core/manifest.ts';
import { inParallel } from '../core/parallel.ts';
import type { Table } from '../core/quality.ts';
import type { Bucket } from '../core/world.ts';
import { writtenChange, writtenValue } from '../publishing/figure.ts';
import { end } from '../publishing/latest.ts';
import { type Tongue, tongueOf } from '../publishing/tongue.tsx';
import { documentOf, type Execution } from './document.ts';
import { type DollarsWorld, dollarsSpent } from './dollars.ts';
import { renderPage } from './page/page.tsx';
import type { Download } from './page/view.ts';
import { type FactsWorld, readFacts } from './run-facts.ts';
import { checkShown } from './shown.ts';

export const reportInput = runInput.extend({
  /** What the quality gate says. */
  held: z.boolean(),
  execution: z.string(),
  startedAt: z.string(),
});
export type ReportInput = z.infer<typeof reportInput>;
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
  const { run, batch, held, execution, startedAt } = input;
  const { bucket, pipeline, codeVersion, stage } = world;
  const facts = await readFacts({ run, held }, world);
  checkShown(pipeline.report, facts.tables);
  const size = { sources: facts.sources.length, tables: facts.tables.length };
  const dollars = await dollarsSpent(execution, size, world);
  const origin = { pipeline, execution, startedAt, codeVersion, dollars };
  const document = reportSchema.parse(documentOf(facts, batchOf(pipeline.period, batch), origin));

  const page = pageKey(batch, run, held ? 'held' : 'published');
  const html = renderPage({
    document,
    report: pipeline.report,
    locale: pipeline.locale,
    flag: stage === undefined ? '' : ` --stage ${stage}`,
    compared: facts.previous !== undefined,
    previous: facts.previous?.tables,
    downloads: await downloadsOf(document, bucket),
  });
  await put(page, html, 'text/html; charset=utf-8', bucket);
  await put(documentKey(batch, run), JSON.stringify(document, null, 2), 'application/json', bucket);
  const files = facts.tables.flatMap((table) => filesOf(run, table));
  await inParallel(4, files, ({ from, file }) => bucket.copy({ key: from }, `${reportPrefix(batch, run)}${file}`));
  const { run: holds } = await end({ run, batch, result: document.result }, bucket);
  world.log.info(held ? 'A run is held' : 'A report is published', { page, holds });
  return { run, batch, published: !held, page, figures: figuresOf(document, tongueOf(pipeline.locale)), dollars };
}

const filesOf = (run: string, { name }: Pick<Table, 'name'>) =>
  (['csv', 'parquet'] as const).map((type) => ({ from: tableKey(run, name, type), file: `${name}.${type}` }));

const downloadsOf = ({ tables, run }: ReportDocument, bucket: Bucket): Promise<Download[]> =>
  inParallel(8, tables, async (table) => ({
    title: table.title ?? table.name,
    rows: table.rowCount,
    files: await inParallel(2, filesOf(run.id, table), async ({ from, file }) => ({
      file,
      bytes: (await bucket.head(from))?.size ?? null,
    })),
  }));

const figuresOf = (document: ReportDocument, tongue: Tongue): Reported['figures'] =>
  document.figures.map((figure, at) => {
    const found = document.changes.find((change) => change.figure === at);
    const batch = document.comparedWith?.batch ?? '';
    const change = found && writtenChange(figure, found, { batch, tongue });
    return { title: figure.title, value: writtenValue(figure, tongue), ...(change && { change }) };
  });

const put = (key: string, body: string, contentType: string, bucket: Bucket) =>
  bucket.write(key, body, { contentType });
