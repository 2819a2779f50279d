import { inputChanges } from '../../manifests.ts';
import { fileChanges, schemaChanges, schemaIn } from './code-of-run.ts';
import { definitionChanges } from './definition.ts';
import type { RunFacts } from './facts.ts';
import { parsed } from './json.ts';

/** Of one kind, what is not as it was, in words, and what nobody can tell here, a sentence each. */
interface Kind {
  readonly lines: readonly string[];
  readonly unknown: readonly string[];
}

/** What is not as it was in a run that was good. */
export interface Differences {
  /** The run that was good. */
  readonly since: string;
  readonly inputs: Kind;
  readonly code: Kind;
  readonly schema: Kind;
}

/** The state machines of two runs, as text; undefined where Step Functions does not know the execution any more. */
export interface Definitions {
  readonly now: string;
  readonly good: string | undefined;
}

/** What differs between a run and one that was good before. */
export function differencesOf(now: RunFacts, good: RunFacts, definitions: Definitions): Differences {
  return {
    since: good.run,
    inputs: inputsOf(now, good),
    code: codeOf(now, good, definitions),
    schema: schemaOf(now, good),
  };
}

function inputsOf(now: RunFacts, good: RunFacts): Kind {
  if (!now.manifest || !good.manifest) {
    const run = now.manifest ? good.run : now.run;
    return { lines: [], unknown: [`The bucket has no manifest of ${run}, which tells its inputs.`] };
  }
  if (now.batch !== good.batch) {
    return { lines: [`it is another batch: ${now.batch}, not ${good.batch}`], unknown: [] };
  }
  const { changed, added, removed } = inputChanges(good.manifest, now.manifest);
  const lines = [
    ...changed.map((key) => `changed: ${key}`),
    ...added.map((key) => `new: ${key}`),
    ...removed.map((key) => `gone: ${key}`),
    ...sourcesOf(now.manifest, good.manifest),
    ...sizesOf(now, good),
  ];
  return { lines, unknown: uncounted(now) };
}

type Manifest = NonNullable<RunFacts['manifest']>;

function sourcesOf(now: Manifest, good: Manifest): string[] {
  const namesOf = ({ sources }: Manifest) => sources.map(({ name }) => name);
  const [own, old] = [namesOf(now), namesOf(good)];
  return [
    ...own.filter((name) => !old.includes(name)).map((name) => `the source ${name} is new`),
    ...old.filter((name) => !own.includes(name)).map((name) => `the source ${name} is gone`),
  ];
}

/** Of pulled sources nothing is known before they are read; afterwards their rows tell. */
const sizesOf = (now: RunFacts, good: RunFacts): string[] =>
  now.quality.flatMap(({ source, read }) => {
    const before = good.quality.find((one) => one.source === source)?.read;
    return before === undefined || before === read
      ? []
      : [`${source}: ${counts.format(read)} rows, not ${counts.format(before)}`];
  });

function uncounted({ manifest, quality }: RunFacts): string[] {
  const pulled = manifest?.sources.filter(({ objects }) => objects.length === 0) ?? [];
  const names = pulled.map(({ name }) => name).filter((name) => !quality.some(({ source }) => source === name));
  return names.length === 0
    ? []
    : [`What was read of ${list.format(names)} is not known, as its rows are not counted.`];
}

const list = new Intl.ListFormat('en');
const counts = new Intl.NumberFormat('en');

function codeOf(now: RunFacts, good: RunFacts, definitions: Definitions): Kind {
  const steps = stepsOf(definitions, good);
  if (now.code && good.code) return { lines: [...fileChanges(good.code, now.code), ...steps.lines], unknown: [] };
  const [own, before] = [definitionOf(now), definitionOf(good)];
  const [version, versionBefore] = [now.report?.run.codeVersion, good.report?.run.codeVersion];
  const isOther = (one: string | undefined, other: string | undefined) =>
    one !== undefined && other !== undefined && one !== other;
  const lines = [
    ...(isOther(own, before) ? [`the definition in pipeline/ is another: ${own}, not ${before}`] : []),
    ...(isOther(version, versionBefore) ? [`the code is another: ${version}, not ${versionBefore}`] : []),
    ...steps.lines,
  ];
  const lacks = withoutReport(now, good);
  const unknown = lacks
    ? [`Which version of functions/ has run is told by a report alone, and ${lacks} has none.`]
    : [];
  return { lines, unknown: [...unknown, ...steps.unknown] };
}

/** Of `pipeline/`, by its fingerprint. */
const definitionOf = ({ manifest, report }: RunFacts) => manifest?.fingerprint ?? report?.definition;

const withoutReport = (...runs: readonly RunFacts[]) => runs.find(({ report }) => !report)?.run;

/** The order of the steps. */
function stepsOf({ now, good }: Definitions, { run }: RunFacts): Kind {
  if (good === undefined) {
    return { lines: [], unknown: [`Step Functions does not know the order of the steps of ${run} any more.`] };
  }
  return { lines: definitionChanges(parsed(good), parsed(now)), unknown: [] };
}

function contractsOf(now: RunFacts, good: RunFacts): Kind {
  if (now.code && good.code) return { lines: schemaChanges(good.code.columns, now.code.columns), unknown: [] };
  if (now.report && good.report) {
    return { lines: schemaChanges(schemaIn(good.report), schemaIn(now.report)), unknown: [] };
  }
  const own = definitionOf(now);
  if (own !== undefined && own === definitionOf(good)) return { lines: [], unknown: [] };
  const why = `Which columns pipeline/ asks for is told by a report alone, and ${withoutReport(now, good)} has none.`;
  return { lines: [], unknown: [why] };
}

function schemaOf(now: RunFacts, good: RunFacts): Kind {
  const { lines, unknown } = contractsOf(now, good);
  const files = now.quality.flatMap(({ source, files }) =>
    files.flatMap(({ file, format, extraColumns }) => {
      const before = good.quality.find((one) => one.source === source)?.files.find((one) => one.file === file);
      const isNew = (column: string) => before !== undefined && !before.extraColumns.includes(column);
      return [
        ...(before && before.format !== format ? [`${file}: it is ${format}, not ${before.format}`] : []),
        ...extraColumns.filter(isNew).map((column) => `${file}: the column ${column} is new`),
      ];
    }),
  );
  return { lines: [...lines, ...files], unknown };
}
