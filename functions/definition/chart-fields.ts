import { z } from 'zod';

/** What a Vega-Lite specification names: fields that have to be there, and fields that it makes itself. */
export interface ChartFields {
  readonly used: ReadonlySet<string>;
  readonly made: ReadonlySet<string>;
  /** Whether it makes fields whose names only the data tells, so that nothing can be said of the used ones. */
  readonly open: boolean;
}

/** https://vega.github.io/vega-lite/docs/transform.html: members that name fields of the data, one or a list of them. */
const naming = new Set([
  'field',
  'fold',
  'flatten',
  'groupby',
  'fields',
  'lookup',
  'density',
  'regression',
  'loess',
  'on',
  'quantile',
  'impute',
  'keyvals',
  'repeat',
  'key',
  'stack',
  'extent',
]);
/** Expressions over `datum`. */
const expressions = new Set(['calculate', 'filter', 'expr', 'test']);
/** Members that say nothing of the rows: their expressions speak of labels, their data is their own. */
const aside = new Set(['axis', 'legend', 'header', 'data', 'from', 'config', 'keyvals', 'scale', 'usermeta']);

const members = z.record(z.string(), z.unknown());
const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

/** The fields that a specification names, wherever they stand in it. */
export function chartFields(spec: unknown): ChartFields {
  const [used, made] = [new Set<string>(), new Set<string>()];
  let open = false;
  const walk = (value: unknown): void => {
    const list = z.array(z.unknown()).safeParse(value).data;
    for (const one of list ?? []) walk(one);
    for (const [name, inner] of Object.entries(members.safeParse(value).data ?? {})) {
      if (aside.has(name)) continue;
      if (name === 'pivot') open = true;
      const named = texts.safeParse(inner).data;
      if (named && name === 'as') for (const one of named) made.add(one);
      else if (named && naming.has(name)) for (const one of named) used.add(plain(one));
      else if (named && expressions.has(name))
        for (const one of named) for (const field of ofDatum(one)) used.add(field);
      else walk(inner);
    }
    // What it calls them unless told.
    const { fold, density, as } = members.safeParse(value).data ?? {};
    if (fold !== undefined && as === undefined) for (const one of ['key', 'value']) made.add(one);
    if (density !== undefined && as === undefined) for (const one of ['value', 'density']) made.add(one);
  };
  walk(spec);
  return { used, made, open };
}

/** A dot in a name is written behind a backslash. */
const plain = (field: string) => field.replace(/\\([.[\]])/g, '$1');

const ofDatum = (expression: string): string[] =>
  [...expression.matchAll(/\bdatum(?:\.([A-Za-z_$][\w$]*)|\[\s*(["'])(.*?)\2\s*\])/g)].map(
    ([, dotted, , bracketed]) => dotted ?? bracketed ?? '',
  );
