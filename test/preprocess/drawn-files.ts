import fc from 'fast-check';

const values = fc.constantFrom('a', 'b', 'c"', 'é');
const ids = fc.integer({ min: 1, max: 8 });

interface Line {
  readonly text: string;
  /** What is in it; undefined where it is to be rejected, null where it is no row. */
  readonly row: { readonly id: number; readonly value: string } | null | undefined;
}
const broken = (...texts: string[]) => fc.constantFrom(...texts).map((text): Line => ({ text, row: undefined }));
const empty = fc.constant<Line>({ text: '', row: null });

const csvLine = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ id: ids, value: values })
      .map((row): Line => ({ text: `${row.id},"${row.value.replaceAll('"', '""')}"`, row })),
  },
  { weight: 2, arbitrary: broken('1', '1,2,3', 'x,y', '1,', '1,0123456789', '1,caf\xff', '1,"a"b', '"1"1,a', '1,\0') },
  empty,
);
const jsonLine = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ id: ids, value: values }).map((row): Line => ({ text: JSON.stringify(row), row })),
  },
  { weight: 2, arbitrary: broken('{', '[1]', '{}', '{"id":"x","value":"a"}', '{"id":1,"value":"\xff"}') },
  empty,
);
const ends = fc.constantFrom('\n', '\r\n');
/** Up to three files of rows of two columns, `id` and `value`, some of which are broken or empty. */
export const files = fc.array(
  fc.oneof(
    fc.record({
      lines: fc.array(csvLine, { maxLength: 30 }),
      end: ends,
      name: fc.constant('csv'),
      header: fc.constant('id,value'),
    }),
    fc.record({
      lines: fc.array(jsonLine, { minLength: 1, maxLength: 30 }),
      end: ends,
      name: fc.constant('ndjson'),
      header: fc.constant('{"id":99,"value":"z"}'),
    }),
  ),
  { minLength: 1, maxLength: 3 },
);

/** The drawn files, by their names. */
export const deliveredOf = (drawn: readonly DrawnFile[]) =>
  Object.fromEntries(
    drawn.map(({ lines, end, name, header }, at) => [
      `${at}.${name}`,
      bytes([header, ...lines.map(({ text }) => text)].join(end)),
    ]),
  );
interface DrawnFile {
  readonly lines: readonly Line[];
  readonly end: string;
  readonly name: string;
  readonly header: string;
}

/** UTF-8, but for ÿ, which stays a byte that UTF-8 does not have. */
const bytes = (text: string) =>
  Buffer.concat(text.split(/(\xff)/).map((part) => Buffer.from(part, part === '\xff' ? 'latin1' : 'utf8')));
