import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Extraction } from '../../core/connector.ts';
import type { DynamoDbOrigin } from '../../core/origin.ts';

type Key = { readonly S: string } | { readonly N: string };

/** The window as a range of sort keys, both ends inside: `isEnd` tells what has to be left out again. */
interface Range {
  readonly from: Key;
  readonly to: Key;
  readonly isEnd: (key: AttributeValue | undefined) => boolean;
}

type As = NonNullable<DynamoDbOrigin['window']>['sort']['as'];

/** The bounds of the window as a sort key says moments. */
export function rangeOf(as: As, { window, batch }: Pick<Extraction, 'window' | 'batch'>): Range {
  const number = (moment: string) => String(Date.parse(moment) / (as === 'seconds' ? 1000 : 1));
  if (as === 'seconds' || as === 'milliseconds') {
    const end = number(window.to);
    return { from: { N: number(window.from) }, to: { N: end }, isEnd: (key) => key?.N === end };
  }
  const { from, to } = as === 'date' ? batch : { from: shortest(window.from), to: shortest(window.to) };
  return { from: { S: from }, to: { S: to }, isEnd: (key) => key?.S === to };
}

/**
 * The shortest text that begins every way to write the moment in UTC (`2013-02-01T23`, `…T23:00Z`, `…T23:00:00.000Z`):
 * it sorts before all of them, and behind all that is earlier.
 */
const shortest = (moment: string) =>
  new Date(moment)
    .toISOString()
    .replace(/(\.000)?Z$/, '')
    .replace(/(T00:00:00|:00:00|:00)$/, '');
