import { type Json, json } from '../json.ts';
import { Reader } from '../paths/reader.ts';

/** A call of an intrinsic function, as it is written. */
export interface Call {
  readonly name: string;
  readonly args: readonly Argument[];
}

type Argument =
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'path'; readonly path: string }
  /** `said` is a text as it stands, its backslashes in it. */
  | { readonly kind: 'literal'; readonly value: Json; readonly said: Json };

export const isIntrinsic = (text: string): boolean => text.startsWith('States.');

/** Reads `States.Format('{}', $.a)`; throws a SyntaxError where it is no call. */
export function parseCall(text: string): Call {
  const reader = new Reader(text.trim());
  const call = callAt(reader);
  reader.blanks();
  if (!reader.ended) throw reader.unexpected();
  return call;
}

/** Every path in a call, and every function's name. */
export function* partsOf({ name, args }: Call): Generator<{ readonly name: string } | { readonly path: string }> {
  yield { name };
  for (const one of args) {
    if (one.kind === 'call') yield* partsOf(one.call);
    if (one.kind === 'path') yield { path: one.path };
  }
}

function callAt(reader: Reader): Call {
  const name = reader.match(/States\.\w+/y);
  if (name === undefined) throw reader.unexpected();
  reader.blanks();
  reader.expect('(');
  const args: Argument[] = [];
  for (reader.blanks(); !reader.at(')'); reader.blanks()) {
    if (args.length > 0) reader.expect(',');
    reader.blanks();
    args.push(argument(reader));
  }
  reader.expect(')');
  return { name, args };
}

function argument(reader: Reader): Argument {
  if (reader.at('States.')) return { kind: 'call', call: callAt(reader) };
  if (reader.at('$')) return { kind: 'path', path: path(reader) };
  const said = reader.at("'") ? literal(reader) : word(reader);
  return { kind: 'literal', value: typeof said === 'string' ? unescaped(said) : said, said };
}

function word(reader: Reader): Json {
  const found = reader.match(/-?\d+(\.\d+)?([eE][+-]?\d+)?|true|false|null/y);
  if (found === undefined) throw reader.unexpected();
  return json.parse(JSON.parse(found));
}

/** A text between single quotes, in which a backslash stands before `'`, `{`, `}` or itself, and before nothing else. */
function literal(reader: Reader): string {
  const quoted = reader.match(/'(?:[^'\\]|\\['{}\\])*'/sy);
  if (quoted === undefined) throw reader.unexpected();
  return quoted.slice(1, -1);
}

/** Up to the comma or the parenthesis that belongs to the call. */
function path(reader: Reader): string {
  const found = reader.match(
    /\$(?:\[(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\((?:[^()]|\([^()]*\))*\)|[^\]'"(])*\]|\(\)|[^\s,()[\]])*/y,
  );
  if (found === undefined) throw reader.unexpected();
  return found;
}

/** A text without the backslashes that stand before what would mean something else. */
export const unescaped = (text: string) => text.replaceAll(/\\([\\'{}])/g, '$1');
