import { z } from 'zod';
import { isSensitive } from '../../contract/contract.ts';
import { literal } from '../../core/quote.ts';
import { wholeText } from '../../core/whole-text.ts';
import type { Engine } from '../../core/world.ts';
import type { Source } from '../../definition/define-source.ts';
import { FileFault, orFault } from '../fault.ts';
import { mostRowBytes, type TextFile } from '../text/survey.ts';
import { withoutMarks } from '../text/utf8.ts';
import { ofText, type RawFile, type Readable } from './format.ts';
import { formOf, jsonRows, keysIn, notAnObject } from './json-rows.ts';
import { readLines } from './read-lines.ts';

/** An object a line. */
export const ndjson = ofText(async (text, file, engine) => {
  if (file.isCut) return lines(file, text, engine);
  const { form } = formOf(text);
  if (form === 'array') throw new FileFault('is a JSON array. Name it .json');
  return form === 'objects' ? objects(file, text, engine) : lines(file, text, engine);
});

/** An array of objects, or objects one behind the other. */
export const json = ofText(async (text, file, engine) => {
  if (file.isCut) return lines(file, text, engine);
  const { form, whole } = formOf(text);
  if (form === 'other') {
    throw new FileFault('is no JSON array, and not one object a line either. Export it as one of both');
  }
  // An object on several lines is no line.
  return form === 'lines' && whole ? lines(file, text, engine) : objects(file, text, engine);
});

/** One object a line: a line that is none is a row that is none. */
async function lines({ at, source }: RawFile, text: TextFile, engine: Engine): Promise<Readable> {
  const { contract } = source;
  const { foreign, longNumbers, rareNumbers } = text;
  // A line is one value: what parts values must not be in it, as DuckDB drops one at the end of a line.
  const [free] = text.free;
  if (free === undefined) throw new FileFault('has the control characters U+0001, U+0002 and U+0003, so it is no JSON');
  const separator = `chr(${free})`;
  const dialect = { text, columns: ['line'], header: false, separator, quote: `''`, emptyIsNull: false };
  const linesOf = (unreadable: string) => `SELECT line AS "$line" FROM ${readLines({ ...dialect, unreadable })}`;
  const unreadable = `rejects_${at}`;
  const { names, twice } = await keysOf(linesOf(`${unreadable}_keys`), source, engine);
  return {
    path: text.path,
    expected: text.lines,
    rows: jsonRows({ lines: linesOf(unreadable), foreign, longNumbers, rareNumbers, twice }, contract),
    unreadable: {
      table: unreadable,
      file: at,
      headerLines: 0,
      reasons: { 'TOO MANY COLUMNS': notAnObject },
      foreign,
      sensitive: isSensitive(contract),
    },
    noRow: notAnObject,
    names,
  };
}

/** An array of objects, or objects one behind the other, with or without line ends between. */
async function objects({ source }: RawFile, text: TextFile, engine: Engine): Promise<Readable> {
  const { foreign, longNumbers, rareNumbers } = text;
  const format = formOf(text).form === 'array' ? 'array' : 'unstructured';
  // The engine takes an array that is cut behind a comma for a whole one.
  if (format === 'array' && text.last !== closing) {
    throw new FileFault('is cut off: its array is never closed. Upload all of it');
  }
  const found = `read_json_objects(${literal(text.path)}, format = '${format}', maximum_object_size = ${mostRowBytes})`;
  const texts = `SELECT json::VARCHAR AS "$line" FROM ${found}`;
  const { names, twice } = await keysOf(texts, source, engine);
  const rows = jsonRows({ lines: texts, foreign, longNumbers, rareNumbers, twice }, source.contract);
  return { path: text.path, rows, names };
}

const closing = ']'.charCodeAt(0);

const keySchema = z.array(z.object({ key: wholeText, twice: z.boolean() }));

interface Keys {
  readonly names: readonly string[];
  /** Whether any object has a key twice. */
  readonly twice: boolean;
}

/** All keys that a file's objects have. */
async function keysOf(lines: string, { contract }: Source, engine: Engine): Promise<Keys> {
  const found = keySchema.parse(await orFault(contract, () => engine.rows(keysIn(lines))));
  return {
    names: [...new Set(found.map(({ key }) => withoutMarks(key)))].sort(),
    twice: found.some(({ twice }) => twice),
  };
}
