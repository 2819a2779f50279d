import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { Failure } from '../failure.ts';
import { isObject, type Json, json } from '../json.ts';
import type { ReaderConfig } from '../map-fields.ts';

/** One of what a Map goes through. */
export interface Item {
  readonly value: Json;
  /** Its name, where it stands in an object. */
  readonly key?: string;
  /** As the context object tells it: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
  readonly source: string;
}

export const readerFailed = (cause: string) => new Failure('States.ItemReaderFailed', cause);

/** What a file of a data set holds: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
export function itemsIn(bytes: Uint8Array, config: ReaderConfig, source: string): Item[] {
  const text = textOf(bytes);
  switch (config.InputType) {
    case 'CSV':
      return rowsOf(text, config).map((value) => ({ value, source }));
    case 'JSONL':
      return linesOf(text).map((line) => ({ value: parsed(line), source }));
    default:
      return iterable(at(config.ItemsPointer ?? '', parsed(text)), source);
  }
}

/** What an object holds as text, unpacked where it is packed. */
export function textOf(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0x28 && second === 0xb5 && third === 0x2f) throw readerFailed('Zstandard is not unpacked here.');
  return new TextDecoder().decode(first === 0x1f && second === 0x8b ? unzipped(bytes) : bytes);
}

function unzipped(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch {
    throw readerFailed('The object is no GZIP.');
  }
}

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

export function parsed(text: string): Json {
  try {
    return json.parse(JSON.parse(text));
  } catch {
    throw readerFailed('The object is no JSON.');
  }
}

/** The items of a list, or the entries of an object; undefined of anything else. */
export function entriesOf(value: Json, source: string): Item[] | undefined {
  if (Array.isArray(value)) return value.map((one) => ({ value: one, source }));
  return isObject(value) ? Object.entries(value).map(([key, one]) => ({ value: one, key, source })) : undefined;
}

function iterable(value: Json, source: string): Item[] {
  const entries = entriesOf(value, source);
  if (entries === undefined) throw readerFailed('Attempting to map over non-iterable node.');
  return entries;
}

/** What a JSON pointer leads to: https://www.rfc-editor.org/rfc/rfc6901 */
function at(pointer: string, value: Json): Json {
  let found: Json | undefined = value;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(found)) found = /^\d+$/.test(name) ? found[Number(name)] : undefined;
    else found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  if (found === undefined) throw readerFailed(`The ItemsPointer ${pointer} leads nowhere.`);
  return found;
}

const delimiters = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' };

/** The lines of a CSV, each in its fields. */
export const csvOf = (text: string, delimiter: keyof typeof delimiters = 'COMMA'): string[][] =>
  z.array(z.array(z.string())).parse(
    parse(text, {
      delimiter: delimiters[delimiter],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }),
  );

/** No text has the characters from here on: https://www.unicode.org/faq/private_use.html#nonchar1 */
const nowhere = 0xfdd0;

/** Puts out of sight what a backslash takes the meaning from; before anything else it is dropped. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
const hidden = (text: string, special: readonly string[]): string =>
  text.replaceAll(/\\(.)/gs, (_, sign: string) =>
    special.includes(sign) ? String.fromCharCode(nowhere + special.indexOf(sign)) : sign,
  );

const shown = (field: string, special: readonly string[]): string =>
  field.replaceAll(/[\uFDD0-\uFDD2]/g, (sign) => special[sign.charCodeAt(0) - nowhere] ?? sign);

/** A row is as long as the header, empty texts where it says less. */
function rowsOf(text: string, { CSVHeaderLocation, CSVHeaders, CSVDelimiter = 'COMMA' }: ReaderConfig): Json[] {
  const special = ['\\', '"', delimiters[CSVDelimiter]];
  const lines = csvOf(hidden(text, special), CSVDelimiter).map((line) => line.map((field) => shown(field, special)));
  const [header = [], ...rows] = CSVHeaderLocation === 'GIVEN' ? [CSVHeaders ?? [], ...lines] : lines;
  if (new Set(header).size < header.length) throw readerFailed('CSV headers cannot contain duplicates.');
  return rows.map((row) => Object.fromEntries(header.map((name, nth) => [name, row[nth] ?? ''])));
}
