import { castProblem, commentProblems, groupingProblems, types } from './clauses.ts';
import type { Found } from './problem.ts';
import { others, signatures } from './signatures.ts';
import { tokensOf } from './tokens.ts';
import { functionWords, keywords, mends, reserved } from './words.ts';

const signs = /^(<>|!=|<=|>=|\|\||[-+*/%=<>(),.])$/;
const number = /^(\d+(\.\d+)?(e[+-]?\d*)?|\.\d+)$/i;
const plain = /^[a-z_][a-z0-9_]*$/;
const units = /^(year|month|day|hour|minute|second)$/;
const isFunction = (word: string) => functionWords.has(word) || word in signatures || others.includes(word);

/** What is written otherwise than both read it, whatever tree it would give; `names` are those that the tree has. */
export function* textProblems(sql: string, names: ReadonlySet<string>): Generator<Found> {
  const tokens = tokensOf(sql);
  for (const [index, { at, text }] of tokens.entries()) {
    const near = (by: number) => tokens[index + by]?.text.toLowerCase() ?? '';
    const found = problemOf(text, near, names);
    if (found) yield { at, ...found };
  }
  yield* commentProblems(sql);
  const casts = tokens.flatMap(({ text }, index) => (/^cast$/i.test(text) ? [index] : []));
  for (const index of casts) yield* castProblem(tokens, index);
  yield* groupingProblems(tokens);
  if (!/^(select|with)$/i.test(tokens[0]?.text ?? '')) {
    yield { at: tokens[0]?.at, problem: 'the query does not begin with SELECT or WITH', mend: 'begin with SELECT' };
  }
}

type Near = (by: number) => string;
type Said = Omit<Found, 'at'>;

function problemOf(text: string, near: Near, names: ReadonlySet<string>): Said | undefined {
  if (text.startsWith("'")) return undefined;
  if (text.endsWith("'")) return { problem: `${text} is no plain text`, mend: "write '…', where \\ is a character" };
  if (text.startsWith('"')) return nameProblem(text.slice(1, -1));
  if (/^[\p{L}_]/u.test(text)) return wordProblem(text, near, names);
  if (/^[\d.]\w/.test(text) && !number.test(text))
    return { problem: `${text} is no number to both`, mend: 'write its digits alone' };
  if (/^\d/.test(text) || signs.test(text)) return undefined;
  return { problem: `${text} is not known to both`, mend: mends[text] ?? 'do without it' };
}

const nameProblem = (name: string): Said | undefined =>
  plain.test(name)
    ? undefined
    : { problem: `the name "${name}" is another one to Trino`, mend: 'name it by a-z, 0-9 and _' };

function wordProblem(text: string, near: Near, names: ReadonlySet<string>): Said | undefined {
  const word = text.toLowerCase();
  if (near(-1) === 'as' && near(1) !== '(' && /[^a-z0-9_]/.test(text) && !types.test(word)) return nameProblem(text);
  if (word === 'by' && /^(all|\*)$/.test(near(1)))
    return { problem: `BY ${near(1).toUpperCase()} is not known to Trino`, mend: 'name the columns' };
  if (word === 'all' && !/^(union|except|intersect|by)$/.test(near(-1)))
    return { problem: `${near(-1).toUpperCase()} ALL is not known to both`, mend: 'do without it' };
  if (word === 'interval' && !(/^'\d+'$/.test(near(1)) && units.test(near(2))))
    return { problem: 'this INTERVAL is not read alike', mend: "write INTERVAL '6' DAY" };
  if (/^(true|false)$/.test(word) && (near(-1) === 'is' || (near(-1) === 'not' && near(-2) === 'is')))
    return { problem: `IS ${text.toUpperCase()} is not known to Trino`, mend: 'write coalesce(x, false)' };
  if (keywords.has(word) || (isFunction(word) && near(1) === '(')) return undefined;
  if (/^(over|window)$/.test(near(-1)) || names.has(word)) return ownName(text, near);
  return { problem: `${text.toUpperCase()} is not known to both`, mend: mends[word] ?? 'do without it' };
}

function ownName(text: string, near: Near): Said | undefined {
  const word = text.toLowerCase();
  if (!/^\w+$/.test(text)) return nameProblem(text);
  if (reserved.has(word)) return { problem: `${text} is a word of Trino's own`, mend: `write "${word}" in quotes` };
  if (near(1) === '(' && near(-1) !== 'as' && near(-1) !== 'with' && near(-1) !== ',' && mends[word])
    return { problem: `${text} is not known to both`, mend: mends[word] };
  return undefined;
}
