/** Cuts values out of JSON as the text that they are there, so that a number keeps all its digits. */

/** A key that stands twice in an object: nobody can tell which of its values is meant. */
export class KeyTwice extends Error {}

/** The text of the value at a path of keys; undefined where there is none. The text has to be JSON. Throws KeyTwice. */
export function valueAt(json: string, path: readonly string[]): string | undefined {
  let value: string | undefined = json.trim();
  for (const key of path) {
    if (!value?.startsWith('{')) return undefined;
    let found: string | undefined;
    for (const member of parts(value)) {
      const end = endOfString(member, 0) + 1;
      if (JSON.parse(member.slice(0, end)) !== key) continue;
      if (found !== undefined) throw new KeyTwice(key);
      found = member.slice(member.indexOf(':', end) + 1).trim();
    }
    value = found;
  }
  return value;
}

/** The text of each element of an array, or of each `"key": value` of an object. */
export function* parts(json: string): Generator<string> {
  let depth = 0;
  let start = 1;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === quote) at = endOfString(json, at);
    else if (code === openBrace || code === openBracket) depth++;
    else if (code === closeBrace || code === closeBracket) depth--;
    if (depth > 1 || (depth === 1 && code !== comma)) continue;
    const part = json.slice(start, at).trim();
    if (part) yield part;
    start = at + 1;
  }
}

const [quote, comma, openBracket, backslash, closeBracket, openBrace, closeBrace] = [...'",[\\]{}'].map((one) =>
  one.charCodeAt(0),
);

function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); ; end = json.indexOf('"', end + 1)) {
    let escapes = 0;
    while (json.charCodeAt(end - 1 - escapes) === backslash) escapes++;
    if (escapes % 2 === 0) return end;
  }
}
