import type { Pipeline } from '../../definition/define-pipeline.ts';
import { joinedIn } from '../joins.ts';

/** The name of the query that counts the joins; no table is called so. */
export const joinsQuery = '_joins';

/** What Athena is asked for, one after the other: each table of the report, as later ones read earlier ones, and the joins. */
export const queriesOf = ({ report, sources }: Pick<Pipeline, 'report' | 'sources'>): string[] => [
  ...report.tables.map(({ name }) => name),
  ...(joinedIn(sources).length > 0 ? [joinsQuery] : []),
];
