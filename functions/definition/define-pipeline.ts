import { sqlType } from '../contract/contract.ts';
import { type Period, periods } from '../core/batch.ts';
import { TributaryError } from '../core/errors.ts';
import { isLocale } from '../core/language.ts';
import { type Limits, type LimitsOptions, usualLimits } from '../core/limits.ts';
import { isTimeZone } from '../core/time-zone.ts';
import { boundToTables, mostSeries } from './components/components.ts';
import { pageOf, type ReportDefinition } from './define-report.ts';
import type { Source } from './define-source.ts';
import { type Distributed, type DistributedOptions, distributedOf, distributedProblems } from './distributed.ts';

export interface PipelineOptions {
  readonly name: string;
  readonly period: Period;
  /** IANA name of the zone in which a batch begins and ends. */
  readonly timeZone: string;
  /** In which pages are written and values in them: `en`, `en-GB`, `ko`, `de-CH`; `en` unless told. */
  readonly locale?: string;
  readonly sources: readonly Source[];
  readonly limits: LimitsOptions;
  /** The most bytes that one function may read of one source in one batch; larger is refused before the run starts. */
  readonly maxSourceBytes: number;
  /** Off unless told: larger sources are read in parts then, and the report's SQL is held to what DuckDB and Athena share. */
  readonly distributed?: DistributedOptions;
  readonly report: ReportDefinition;
}

export interface Pipeline extends Omit<PipelineOptions, 'limits' | 'sources' | 'distributed'> {
  readonly locale: string;
  readonly sources: readonly (Source & { readonly limits: Limits })[];
  readonly distributed?: Distributed;
}

/** A name in keys, SQL and prefixes alike. */
const namePattern = /^[a-z][a-z0-9_]{0,39}$/;

/** The whole pipeline, checked; throws PipelineInvalid with every problem found. */
export function definePipeline(options: PipelineOptions): Pipeline {
  const ofSources = [...contracts(options)];
  const checks =
    ofSources.length > 0 ? [names, limits, bare, delays] : [names, limits, bare, delays, references, report];
  const problems = [...ofSources, ...checks.flatMap((check) => [...check(options)])];
  if (problems.length > 0) {
    throw new TributaryError('PipelineInvalid', `pipeline/ cannot be used:\n- ${problems.join('\n- ')}`);
  }
  const sources = options.sources.map((one) => ({
    ...one,
    limits: { ...usualLimits, ...options.limits, ...one.limits },
  }));
  const { distributed, ...said } = options;
  return {
    ...said,
    ...(distributed && { distributed: distributedOf(distributed) }),
    locale: options.locale ?? 'en',
    sources,
  };
}

function* contracts({ sources }: PipelineOptions) {
  for (const { name, problems } of sources) for (const one of problems) yield `pipeline/sources/${name}.ts: ${one}`;
}

function* names({ sources, report, timeZone, period, locale = 'en' }: PipelineOptions) {
  const all = [...sources.map(({ name }) => name), ...report.tables.map(({ name }) => name)];
  for (const name of all) {
    if (!namePattern.test(name))
      yield `"${name}" is no name for a source or table: use a-z, 0-9 and _, a letter first.`;
    if (name === 'batch') yield '"batch" is the table that tells the batch: name the source or table otherwise.';
  }
  for (const name of new Set(all.filter((name, at) => all.indexOf(name) !== at))) {
    yield `"${name}" is the name of two sources or tables: SQL could not tell them apart.`;
  }
  if (!periods.includes(period)) yield `"${period}" is no period: use ${periods.join(', ')}.`;
  if (!(/^[A-Z]/.test(timeZone) && isTimeZone(timeZone))) {
    yield `"${timeZone}" is no IANA time zone: use a name like Europe/Zurich.`;
  }
  if (!isLocale(locale)) yield `"${locale}" is no locale that this runtime knows: use a name like en, ko or de-CH.`;
}

function* limits({ limits, maxSourceBytes, distributed, sources }: PipelineOptions) {
  for (const { name, limits: own } of [{ name: 'the pipeline', limits }, ...sources]) {
    const { rejected = 0, unmatched = 0, volume = 0 } = own;
    for (const [limit, share] of Object.entries({ rejected, unmatched })) {
      if (!(share >= 0 && share <= 1))
        yield `limits.${limit} of ${name} is ${share}: it is a share from 0 to 1, so that 5 % is 0.05.`;
    }
    if (!(volume >= 0)) yield `limits.volume of ${name} is ${volume}: half as many or half as many again is 0.5.`;
  }
  if (!(maxSourceBytes > 0)) yield `maxSourceBytes is ${maxSourceBytes}: write a number of bytes.`;
  yield* distributedProblems(distributed, maxSourceBytes);
  for (const { name, origin } of sources) {
    if (origin.kind !== 'upload') continue;
    const { separator, complete } = origin;
    if (!/^[^"\r\n]{1,4}$/.test(separator)) {
      yield `The separator of ${name} is ${JSON.stringify(separator)}: write one character, like ";".`;
    }
    if ('files' in complete && !(complete.files >= 1)) {
      yield `${name} is complete with ${complete.files} files: write 1 or more.`;
    }
  }
}

/** Options that are a length of time. */
const lengths = new Set(['after', 'quietFor', 'settle', 'statementTimeout', 'timeout']);

/** What was not held against its type: a bare number for a length of time, and options that were called otherwise once. */
function* bare({ sources }: PipelineOptions) {
  for (const { name, origin, late } of sources) {
    const options = { ...origin, ...(origin.kind === 'upload' && origin.complete), ...late };
    for (const [option, value] of Object.entries(options)) {
      if (lengths.has(option) && typeof value === 'number') {
        yield `${name} has ${option}: ${value}: write seconds(${value}), or minutes(), hours() or days().`;
      }
      if (/Seconds$/.test(option))
        yield `${name} has an option ${option}, which is called otherwise: see CHANGELOG.md.`;
    }
  }
}

/** A month has a calendar day for each of these delays, even February. */
const maxDelayDays = 27;

function* delays({ sources }: PipelineOptions) {
  for (const { name, origin, late } of sources) {
    if (late && origin.kind !== 'upload') {
      yield `${name} is read, not uploaded, so it cannot be late: leave out late, or wait by settle.`;
    }
    const seconds = origin.kind === 'upload' ? (late?.after.seconds ?? 0) : origin.settle.seconds;
    if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= 0 && seconds <= maxDelayDays * 86_400)) {
      yield `${name} comes ${seconds} seconds after its batch: say whole seconds, at most ${maxDelayDays} days.`;
    }
  }
}

function* references({ sources, distributed }: PipelineOptions) {
  for (const { name, references, contract } of sources) {
    for (const { source, on } of references) {
      const other = sources.find((one) => one.name === source);
      if (!other) yield `${name} references "${source}", which is not in the list of sources.`;
      for (const [own, theirs] of on) {
        if (!contract.columns.some((column) => column.name === own))
          yield `${name} has no column "${own}" to join ${source} on.`;
        if (other && !other.contract.columns.some((column) => column.name === theirs))
          yield `${source} has no column "${theirs}" for ${name} to join on.`;
        const types = [typeIn(contract, own), other && typeIn(other.contract, theirs)];
        if (distributed && types[0] && types[1] && types[0] !== types[1])
          yield `${name} joins ${own}, ${types[0]}, on ${theirs} of ${source}, ${types[1]}: Athena joins columns of one type.`;
      }
    }
  }
}

/** A column's type in SQL, without its digits. */
function typeIn({ columns }: Source['contract'], name: string): string | undefined {
  const column = columns.find((one) => one.name === name);
  return column && sqlType(column.type).replace(/\(.*/, '');
}

function* report({ report }: PipelineOptions) {
  const { tables, figures } = report;
  const known = new Set(tables.map(({ name }) => name));
  const trends = figures.flatMap(({ title, trend }) => (trend ? [{ title, table: trend.table }] : []));
  for (const { title, table } of [...figures, ...trends, ...boundToTables(pageOf(report))]) {
    if (!known.has(table)) yield `"${title}" shows table "${table}", which the report does not have.`;
  }
  for (const one of pageOf(report)) {
    if ('y' in one && !(one.y.length >= 1 && one.y.length <= mostSeries))
      yield `"${one.title}" draws ${one.y.length} columns: y takes from 1 to ${mostSeries}, which can be told apart.`;
  }
  const columns = tables.flatMap(({ name, columns = {} }) =>
    Object.entries(columns).map(([column, { format }]) => ({ title: `${name}.${column}`, format })),
  );
  const charts = pageOf(report).flatMap((one) => ('format' in one ? one : []));
  for (const { title, format } of [...figures, ...columns, ...charts]) {
    if (!/^[A-Z]{3}$/.test(format?.currency ?? 'EUR'))
      yield `"${title}" is in ${format?.currency}, which is no currency: write its three letters, like EUR.`;
  }
  for (const { title, steady = 0 } of figures) {
    if (!(steady >= 0))
      yield `"${title}" is steady up to ${steady}: write a share of the former value, so that 2 % is 0.02.`;
  }
}

/** The source of that name; throws InputInvalid where the pipeline no longer has it. */
export function sourceOf(name: string, { sources }: Pick<Pipeline, 'sources'>): Pipeline['sources'][number] {
  const source = sources.find((one) => one.name === name);
  if (source) return source;
  throw new TributaryError(
    'InputInvalid',
    `The run has a source "${name}", which pipeline/pipeline.ts does not list: it was renamed or removed since the ` +
      'run was frozen. Upload a file of the batch again, which starts a run of the pipeline as it is now.',
  );
}
