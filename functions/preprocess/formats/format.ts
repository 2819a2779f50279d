import type { Contract } from '../../contract/contract.ts';
import type { TextRows } from '../../contract/rows.ts';
import type { Engine, Hear } from '../../core/world.ts';
import type { Source } from '../../definition/define-source.ts';
import type { Aside } from '../text/even.ts';
import { Survey, type TextFile, textFile } from '../text/survey.ts';

/** A file of any format, as rows of text. */
export interface Readable {
  /** Of what is left on disk when the file has been read. */
  readonly path: string;
  readonly rows: TextRows;
  readonly unreadable?: Unreadable;
  /** The rows that there must be, where the lines were counted. */
  readonly expected?: number;
  /** The reason to reject a row that is none; a file with no other rows is no file of this format. */
  readonly noRow?: string;
  /** The names of its columns, in any order. */
  readonly names: readonly string[];
}

/** A file of a source. */
export interface RawFile {
  readonly at: number;
  readonly source: Source;
  /** What it may take of `maxSourceBytes`. */
  readonly most: number;
  /** Whether it is some of the lines of a file, behind the file's header where it has one. */
  readonly isCut?: boolean;
}

/** A file that comes. */
export interface Reading {
  /** Looks at all of its bytes, unpacked. */
  readonly hear: Hear;
  /** Tells how to read it, once it lies there; throws FileFault. */
  readonly read: (path: string, engine: Engine) => Promise<Readable>;
}

/** How files of one format are read. */
export type Format = (file: RawFile) => Reading;

/** A format of text; one with quotes has a separator. */
export const ofText =
  (
    read: (text: TextFile, file: RawFile, engine: Engine) => Promise<Readable>,
    separatorOf?: (source: Source) => string,
  ): Format =>
  (file) => {
    const survey = new Survey(separatorOf?.(file.source));
    return { hear: survey.hear, read: async (path, engine) => read(await textFile(path, survey), file, engine) };
  };

/** What DuckDB's reader put aside of one file. */
export interface Unreadable {
  readonly table: string;
  readonly file: number;
  /** Lines before the first row. */
  readonly headerLines: number;
  /** What is said of a row by DuckDB's type of error; every other error is the file's. */
  readonly reasons: Readonly<Record<string, string>>;
  /** Whether the file had bytes that are not UTF-8. */
  readonly foreign: boolean;
  /** Whether a row may not be shown. */
  readonly sensitive: boolean;
  /** Lines that were put aside before. */
  readonly aside?: readonly Aside[];
}

/** The columns of a file that the contract does not speak of. */
export const extra = (names: readonly string[], { columns }: Contract) =>
  names.filter((name) => name !== '' && !columns.some(({ deliveredAs }) => deliveredAs === name));
