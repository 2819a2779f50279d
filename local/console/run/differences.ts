import { inputChanges } from '../../manifests.ts';
import { fileChanges, schemaChanges, schemaIn } from './code-of-run.ts';
import type { RunFacts } from './facts.ts';

/** What is not as it was, in words; nothing where all is the same. */
export interface Differences {
  /** The run that was good. */
  readonly since: string;
  readonly inputs: readonly string[];
  readonly code: readonly string[];
  readonly schema: readonly string[];
}

/** What differs between a run and one that was good before. */
export function differencesOf(now: RunFacts, good: RunFacts): Differences {
  return { since: good.run, inputs: inputsOf(now, good), code: codeOf(now, good), schema: schemaOf(now, good) };
}

function inputsOf(now: RunFacts, good: RunFacts): string[] {
  if (!now.manifest || !good.manifest) return [];
  if (now.batch !== good.batch) return [`it is another batch: ${now.batch}, not ${good.batch}`];
  const { changed, added, removed } = inputChanges(good.manifest, now.manifest);
  return [
    ...changed.map((key) => `changed: ${key}`),
    ...added.map((key) => `new: ${key}`),
    ...removed.map((key) => `gone: ${key}`),
    ...sizesOf(now, good),
  ];
}

/** Of pulled sources nothing is known before they are read; afterwards their rows tell. */
const sizesOf = (now: RunFacts, good: RunFacts): string[] =>
  now.quality.flatMap(({ source, read }) => {
    const before = good.quality.find((one) => one.source === source)?.read;
    return before === undefined || before === read ? [] : [`${source}: ${read} rows, not ${before}`];
  });

function codeOf(now: RunFacts, good: RunFacts): string[] {
  if (now.code && good.code) return fileChanges(good.code, now.code);
  const [own, before] = [now.manifest?.fingerprint ?? now.report?.definition, good.report?.definition];
  const [version, versionBefore] = [now.report?.run.codeVersion, good.report?.run.codeVersion];
  const isOther = (one: string | undefined, other: string | undefined) =>
    one !== undefined && other !== undefined && one !== other;
  return [
    ...(isOther(own, before) ? [`the definition in pipeline/ is another: ${own}, not ${before}`] : []),
    ...(isOther(version, versionBefore) ? [`the code is another: ${version}, not ${versionBefore}`] : []),
  ];
}

function contractsOf(now: RunFacts, good: RunFacts): string[] {
  if (now.code && good.code) return schemaChanges(good.code.columns, now.code.columns);
  return now.report && good.report ? schemaChanges(schemaIn(good.report), schemaIn(now.report)) : [];
}

function schemaOf(now: RunFacts, good: RunFacts): string[] {
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
  return [...contractsOf(now, good), ...files];
}
