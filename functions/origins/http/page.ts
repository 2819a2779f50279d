import { type Fail, shown } from './address.ts';
import { type Envelope, envelopeOf } from './envelope.ts';
import { KeyTwice, parts, valueAt } from './json.ts';
import type { HttpOrigin } from './options.ts';
import type { Answer } from './request.ts';

/** A page that was read: its rows, each as one line of JSON, and what stands around them. */
export interface Page {
  readonly answer: Answer;
  readonly rows: readonly string[];
  readonly envelope: Envelope;
}

export interface Reading {
  /** Of this page, from 1. */
  readonly number: number;
  readonly origin: HttpOrigin;
  readonly fail: Fail;
}

/** `null` is a page without rows, as are rows that are null. */
export function pageOf(answer: Answer, reading: Reading): Page {
  const { origin, fail, number } = reading;
  const where = `page ${number} of ${shown(answer.url)}`;
  const whole = parsed(answer, where, fail);
  const envelope = envelopeOf(whole, origin.rows);
  if (whole === null) return { answer, rows: [], envelope };
  const rows = textAt(answer.text, origin.rows, reading);
  if (rows === 'null') return { answer, rows: [], envelope };
  if (rows?.startsWith('[')) {
    return { answer, rows: Array.from(parts(rows), (row) => row.replaceAll(/[\r\n]+/g, ' ')), envelope };
  }
  const at = origin.rows.length === 0 ? 'itself' : `at ${origin.rows.join('.')}`;
  throw fail('SourceRefused', `${where} has no array ${at}. Look at \`rows\` of the source.`);
}

/** The text of the value at a path of the page. */
export function textAt(page: string, path: readonly string[], { number, fail }: Reading): string | undefined {
  try {
    return valueAt(page, path);
  } catch (error) {
    if (!(error instanceof KeyTwice)) throw error;
    throw fail(
      'SourceRefused',
      `page ${number} has the key ${error.message} twice in one object, and nobody can tell which is meant. Tell whoever runs the API.`,
    );
  }
}

function parsed({ text, type, status }: Answer, where: string, fail: Fail): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fail(
      'SourceRefused',
      `${where} is not JSON but ${described(text)}; its content type is ${type}, its status ${status}. ${advice(text)}`,
    );
  }
}

const isMarkup = (text: string) => text.trimStart().startsWith('<');
const isAlmost = (text: string) => /^\s*[[{]/.test(text);
const isLines = (text: string) => /^\s*\{.*\}[ \t\r]*\n\s*\{/.test(text);
const foreign = /[[:,]\s*(-?Infinity|NaN|undefined|None|True|False)\b/;

/** What came instead, without a word of it: it may hold values of rows. */
function described(text: string): string {
  if (text.trim() === '') return 'empty';
  if (isMarkup(text)) return 'HTML or XML';
  const [, word] = (isAlmost(text) && foreign.exec(text)) || [];
  if (word) return `almost: it holds ${word}, which JSON does not have`;
  if (isLines(text)) return 'lines of JSON';
  const shape = text.trim().slice(0, 40).replace(/\d/g, '9').replace(/\p{L}/gu, 'a').replace(/\s/g, ' ');
  return isAlmost(text) ? 'something that begins like it, and is cut off or broken' : `text of the form "${shape}"`;
}

function advice(text: string): string {
  if (isMarkup(text)) return 'A page to log in at, or of an error? Look at the url and the secret of the source.';
  if (isLines(text)) return 'Ask it for an array, or read it by a connector of your own: docs/connectors.md has one.';
  if (isAlmost(text)) return 'Tell whoever runs the API.';
  return 'Look at the url of the source: an API that can answer in JSON may want to be told so.';
}
