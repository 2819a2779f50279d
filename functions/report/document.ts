import type { ColumnType } from '../contract/contract.ts';
import type { Batch } from '../core/batch.ts';
import type { ReportDocument } from '../core/document.ts';
import type { Cell } from '../core/quality.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import type { FigureDefinition } from '../definition/define-report.ts';
import { madeFiles } from './files.ts';
import { inputOf, pulledOf, pulledOrigin, readFrom } from './inputs.ts';
import { judgedOf } from './judged.ts';
import type { RunFacts } from './run-facts.ts';
import { toldTables } from './tables.ts';

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
  const { manifest, held, sources, tables, joins, scannedBytes } = facts;
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
      ...(scannedBytes && { scannedBytes: scannedBytes.reduce((sum, bytes) => sum + bytes, 0) }),
      inputs: objects.map(inputOf),
      pulled: sources.flatMap(({ quality: { source }, snapshotAt }) =>
        snapshotAt && pulledOrigin(source, pipeline) ? [{ source, at: snapshotAt }] : [],
      ),
    },
  };
}

/** A decimal is a text: as a double, a large one would lose what stands behind its point. */
const isWhole = (value: Cell) =>
  Number.isInteger(Number(value)) && !(typeof value === 'string' && /\.\d*[1-9]/.test(value));

function figureOf(
  { title, description, table, column, format, better }: FigureDefinition,
  { tables, previous }: RunFacts,
) {
  const first = (all: RunFacts['tables'] = []) => all.find(({ name }) => name === table)?.rows[0]?.[column] ?? null;
  const value = first(tables);
  const digits = format?.digits ?? (isWhole(value) ? 0 : 2);
  const { unit = '', currency } = format ?? {};
  const shown = { unit, ...(currency !== undefined && { currency }), digits, better };
  const told = description !== undefined && { description };
  return { title, ...told, table, column, value, previous: first(previous?.tables), ...shown };
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
