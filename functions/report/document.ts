import type { ColumnType } from '../contract/contract.ts';
import type { Batch } from '../core/batch.ts';
import type { ReportDocument } from '../core/document.ts';
import { parseIncoming } from '../core/keys.ts';
import type { InputObject } from '../core/manifest.ts';
import type { Quality } from '../core/quality.ts';
import { windowOf } from '../core/window.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import type { FigureDefinition } from '../definition/define-report.ts';
import type { PulledOrigin } from '../origins/origins.ts';
import { changeSaid, checkSaid } from '../publishing/said.ts';
import { tongueOf } from '../publishing/tongue.tsx';
import { changesOf } from './change.ts';
import { checksOf } from './checks/checks.ts';
import { madeFiles } from './files.ts';
import type { RunFacts } from './run-facts.ts';
import { toldTables } from './tables.ts';
import { nextOf, useOf } from './verdict.ts';

/** How this execution came about: all that goes into the `run` object beside the manifest. */
export interface Execution {
  readonly execution: string;
  readonly startedAt: string;
  readonly codeVersion: string;
  /** What it costs; null where nobody can tell. */
  readonly dollars: number | null;
}

/** The report as data; only its object `run` depends on the execution. */
export function documentOf(
  facts: RunFacts,
  batch: Batch,
  { pipeline, ...execution }: Execution & { pipeline: Pipeline },
): ReportDocument {
  const { manifest, held, sources, tables, joins } = facts;
  const objects = manifest.sources.flatMap((source) => source.objects);
  const result = held ? 'held' : 'published';
  const figures = held ? [] : pipeline.report.figures.map((figure) => figureOf(figure, facts));
  const judged = judgedOf({ result, figures, comparedWith: manifest.comparedWith }, facts, { batch, pipeline });
  return {
    $schema: 'tributary/report/1',
    title: pipeline.report.title,
    batch,
    result,
    comparedWith: manifest.comparedWith,
    waiver: manifest.waiver,
    ...judged,
    figures,
    tables: toldTables(tables, pipeline.report),
    files: madeFiles(facts, pipeline).map(({ told }) => told),
    quality: sources.map(({ quality }) => ({ ...quality, ...describedAs(quality.source, pipeline) })),
    absent: manifest.absent,
    late: (manifest.late ?? []).map(({ source, lacks }) => ({ source, lacks })),
    joins: [...joins],
    lineage: sources.flatMap(({ quality, snapshot }, at) =>
      (manifest.sources[at]?.objects ?? []).map(({ key, size, etag }) => ({
        source: quality.source,
        key,
        size,
        etag,
        ...readFrom(key, quality, snapshot),
      })),
    ),
    pulled: sources.flatMap((source) => pulledOf(source, batch, pipeline)),
    definition: manifest.fingerprint,
    run: {
      id: manifest.run,
      attempt: manifest.attempt,
      ...execution,
      inputs: objects.map(inputOf),
      pulled: sources.flatMap(({ quality: { source }, snapshotAt }) =>
        snapshotAt && pulledOrigin(source, pipeline) ? [{ source, at: snapshotAt }] : [],
      ),
    },
  };
}

/** What the data are worth and what changed in them, as data and in the words of the pipeline's language. */
function judgedOf(
  { result, figures, comparedWith }: Pick<ReportDocument, 'result' | 'figures' | 'comparedWith'>,
  facts: RunFacts,
  about: { readonly batch: Batch; readonly pipeline: Pipeline },
): Pick<ReportDocument, 'verdict' | 'checks' | 'changes'> {
  const { batch, pipeline } = about;
  const tongue = tongueOf(pipeline.locale);
  const before = comparedWith?.batch ?? '';
  const checks = checksOf(facts, batch, pipeline);
  const use = useOf({ result, checks });
  return {
    verdict: { use, next: nextOf(batch, pipeline), says: tongue.words.checks.use[use] },
    checks: checks.map((check) => ({ ...check, says: checkSaid(check, before, tongue) })),
    changes: changesOf(figures, facts, about).flatMap((change) => {
      const figure = figures[change.figure];
      return figure ? [{ ...change, says: changeSaid(change, figure, { batch: before, tongue }) }] : [];
    }),
  };
}

function figureOf(
  { title, description, table, column, format, better }: FigureDefinition,
  { tables, previous }: RunFacts,
) {
  const first = (all: RunFacts['tables'] = []) => all.find(({ name }) => name === table)?.rows[0]?.[column] ?? null;
  const value = first(tables);
  const digits = format?.digits ?? (Number.isInteger(Number(value)) ? 0 : 2);
  const { unit = '', currency } = format ?? {};
  const shown = { unit, ...(currency !== undefined && { currency }), digits, better };
  const told = description !== undefined && { description };
  return { title, ...told, table, column, value, previous: first(previous?.tables), ...shown };
}

const inputOf = ({ key, lastModified, versionId }: InputObject) => ({
  key,
  lastModified,
  versionId: versionId ?? null,
});

/** The origin of a source that is pulled; undefined for an upload. */
function pulledOrigin(name: string, { sources }: Pipeline): PulledOrigin | undefined {
  const origin = sources.find((one) => one.name === name)?.origin;
  return origin?.kind === 'upload' ? undefined : origin;
}

function pulledOf(
  { quality, snapshot }: RunFacts['sources'][number],
  batch: Batch,
  pipeline: Pipeline,
): ReportDocument['pulled'] {
  const origin = pulledOrigin(quality.source, pipeline);
  if (!origin) return [];
  const bytes = snapshot?.objects.reduce((sum, { size }) => sum + size, 0) ?? null;
  return [
    {
      source: quality.source,
      kind: origin.kind,
      place: origin.place,
      ...(origin.windowed ? windowOf(batch, pipeline.timeZone) : { from: null, to: null }),
      rows: snapshot ? quality.read : null,
      bytes,
      digest: snapshot?.digest ?? null,
      files: quality.files.flatMap(({ file, sha256 }) => (sha256 === undefined ? [] : [{ file, sha256 }])),
    },
  ];
}

/** What was read of the object: its file by its full key, its name in the source's folder, or its raw key. */
function readFrom(key: string, { files }: Quality, snapshot: RunFacts['sources'][number]['snapshot']) {
  const raw = snapshot?.objects.find(({ origin }) => origin === key)?.key;
  const names = [key, parseIncoming(key)?.file, raw];
  const file = files.find((one) => names.includes(one.file));
  return { rows: file && file.fault === null ? file.rows : null, sha256: file?.sha256 ?? null };
}

function describedAs(name: string, { sources }: Pipeline) {
  const source = sources.find((one) => one.name === name);
  const { key = [], rules = [], columns = [] } = source?.contract ?? {};
  return {
    title: source?.title ?? name,
    description: source?.description ?? '',
    optional: source?.optional ?? false,
    key: [...key],
    rules: rules.map((rule) => rule.name),
    columns: columns.map(({ name, type, nullable, sensitive, description, checks, default: value }) => ({
      name,
      type: typeName(type),
      required: !nullable,
      sensitive,
      description,
      checks: [...checks, ...(value === null ? [] : [`${value} where it is missing`])],
    })),
  };
}

function typeName(type: ColumnType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'dateTime':
      return 'date-time';
    case 'localTime':
      return `local time in ${type.zone}`;
    default:
      return type.kind;
  }
}
