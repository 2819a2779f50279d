import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { MapState } from '../definition.ts';
import type { Entered } from '../entered.ts';
import { Failure } from '../failure.ts';
import type { Flow } from '../flow.ts';
import { type Json, json } from '../json.ts';
import type { ItemReader } from '../map-fields.ts';
import type { Objects } from '../world.ts';

const target = z.looseObject({ Bucket: z.string(), Key: z.string().optional(), Prefix: z.string().optional() });
type Target = z.infer<typeof target>;

/** How many items a reader may read, in words of the definition. */
export const mostItems = ({ ItemReader }: MapState, flow: Flow): Promise<number | undefined> =>
  flow.count(ItemReader?.ReaderConfig ?? {}, 'MaxItems');

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
const limit = 100_000_000;

/** The items that a reader finds in S3. */
export async function readItems(
  { state, frame }: Entered<MapState>,
  flow: Flow,
  most: number | undefined,
): Promise<Json[]> {
  const { ItemReader } = state;
  if (!ItemReader) return [];
  const from = target.parse(await flow.filled(ItemReader.Arguments ?? ItemReader.Parameters ?? {}, 'ItemReader'));
  if (most !== undefined && most < 0) throw failed('field MaxItems must be positive');
  const items = await itemsIn(ItemReader, from, frame.world.objects);
  return items.slice(0, most === undefined || most === 0 ? limit : most);
}

const failed = (cause: string) => new Failure('States.ItemReaderFailed', cause);

async function itemsIn(
  { Resource, ReaderConfig = {} }: ItemReader,
  { Bucket, Key = '', Prefix }: Target,
  objects: Objects,
) {
  if (Resource.endsWith(':listObjectsV2')) return [...(await objects.list(Bucket, Prefix))];
  const text = await objects.read(Bucket, Key);
  switch (ReaderConfig.InputType) {
    case 'CSV':
      return rowsOf(text, ReaderConfig);
    case 'JSONL':
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => read(line));
    case 'MANIFEST':
      throw failed('A manifest is not read here');
    default: {
      const value = read(text);
      if (Array.isArray(value)) return value;
      throw failed('Attempting to map over non-iterable node.');
    }
  }
}

function read(text: string): Json {
  try {
    return json.parse(JSON.parse(text));
  } catch {
    throw failed('The object is no JSON.');
  }
}

const delimiters: Record<string, string> = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' };

/** A row is as long as the header, empty texts where it says less. */
function rowsOf(
  text: string,
  { CSVHeaderLocation, CSVHeaders, CSVDelimiter = 'COMMA' }: NonNullable<ItemReader['ReaderConfig']>,
): Json[] {
  const options = {
    delimiter: delimiters[CSVDelimiter] ?? ',',
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  };
  const lines = z.array(z.array(z.string())).parse(parse(text, options));
  const [header = [], ...rows] = CSVHeaderLocation === 'GIVEN' ? [CSVHeaders ?? [], ...lines] : lines;
  if (new Set(header).size < header.length) throw failed('CSV headers cannot contain duplicates.');
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])));
}
