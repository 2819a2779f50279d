import type { Result } from './engine.ts';

/** The result as Athena writes it, where NULL is nothing and an empty text is "": https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html */
export const csvOf = ({ columns, rows }: Result) =>
  [columns, ...rows].map((values) => `${values.map(quoted).join(',')}\n`).join('');

const quoted = (value: string | undefined) => (value === undefined ? '' : `"${value.replaceAll('"', '""')}"`);
