import { type Delivery, header, order } from './orders.ts';

export const numbers = Array.from({ length: 60 }, (_, at) => at + 1);
/** An order, of which some come again, some are broken, and some have too few columns. */
export const line = (id: number) => {
  if (id % 11 === 0) return `${id},too,few`;
  if (id % 13 === 0) return order(id).replace('.50', ',x');
  return id % 7 === 0 ? order(id - 5) : order(id);
};
export const json = (id: number) => {
  if (id % 11 === 0) return '[1]';
  const [at, amount] = ['2013-02-08T10:00:00Z', id % 13 === 0 ? 'x' : `${id}.50`];
  return JSON.stringify({ id: id % 7 === 0 ? id - 5 : id, at, day: null, amount, weight: null, channel: 'web' });
};
export const csv = (...rows: string[]) => `${[header, ...rows].join('\n')}\n`;

/** A text, and behind it a row that is not UTF-8. */
const behind = (text: string) => Buffer.concat([Buffer.from(text), Buffer.from([0xff])]);

export const deliveries: Record<string, Delivery['files']> = {
  'a.csv': { 'a.csv': csv(...numbers.map(line)) },
  'a.ndjson': { 'a.ndjson': numbers.map(json).join('\n') },
  'two files, the same orders in both': {
    'a.csv': csv(...numbers.map(order)),
    'b.ndjson': numbers.map(json).toReversed().join('\n'),
  },
  'a byte order mark before each line': { 'a.ndjson': numbers.map((id) => `\ufeff${json(id)}`).join('\n') },
  'U+FFFD as it was delivered, before a row that is not UTF-8': {
    'a.csv': behind(csv(...numbers.map(line)).replaceAll('fine', 'f\ufffdne')),
    'b.ndjson': behind(`${numbers.map((id) => json(id).replace('web', '\ufffd')).join('\n')}\n`),
  },
  'a name with a line end in it': {
    'a.csv': [`${header},"what\nelse"`, ...numbers.map((id) => `${line(id)},x`)].join('\r\n'),
  },
  'CRLF, a byte order mark and no line end at the end': {
    'a.csv': `\ufeff${csv(...numbers.map(line))
      .trimEnd()
      .replaceAll('\n', '\r\n')}`,
  },
};
