import { z } from 'zod';
import type { ReportDocument } from '../../../functions/core/document.ts';

/** By source and column, what the contract says of it in words. */
export type Schema = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a run on this machine was made with: a hash of each file of code, and what the contracts said. */
export const codeSchema = z.object({
  files: z.record(z.string(), z.string()),
  columns: z.record(z.string(), z.record(z.string(), z.string())),
});
export type CodeOfRun = z.infer<typeof codeSchema>;

/** Only a run on this machine has it. */
export const codeKey = (run: string) => `runs/${run}/code.json`;

interface Column {
  readonly type: string;
  readonly required: boolean;
  readonly checks: readonly string[];
}

/** A column in words. */
export const toldColumn = ({ type, required, checks }: Column): string =>
  [type, required ? 'required' : 'may be missing', ...checks].join(', ');

/** What the contracts said when a report was made. */
export const schemaIn = ({ quality }: Pick<ReportDocument, 'quality'>): Schema =>
  Object.fromEntries(
    quality.map(({ source, columns }) => [
      source,
      Object.fromEntries(columns.map((column) => [column.name, toldColumn(column)])),
    ]),
  );

/** What is not as it was, a sentence each. */
export const schemaChanges = (before: Schema, now: Schema): string[] =>
  namesIn(now, before).flatMap((source) => {
    const [old, own] = [before[source], now[source]];
    if (!old) return [`${source}: the source is new`];
    if (!own) return [`${source}: the source is gone`];
    return namesIn(own, old).flatMap((column) => {
      const [was, is] = [old[column], own[column]];
      if (was === undefined) return [`${source}: the column ${column} is new`];
      if (is === undefined) return [`${source}: the column ${column} is gone`];
      return was === is ? [] : [`${source}.${column}: ${is}; it was ${was}`];
    });
  });

/** The files that are not as they were, a sentence each. */
export const fileChanges = (before: CodeOfRun, now: CodeOfRun): string[] =>
  namesIn(now.files, before.files).flatMap((path) => {
    const [was, is] = [before.files[path], now.files[path]];
    if (was === is) return [];
    return [`${was === undefined ? 'new' : is === undefined ? 'gone' : 'changed'}: ${path}`];
  });

const namesIn = (...all: readonly object[]): string[] => [...new Set(all.flatMap((one) => Object.keys(one)))];
