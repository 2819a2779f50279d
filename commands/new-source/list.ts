/** The text of pipeline.ts with one more source in its list, not yet formatted; undefined where it has no such list. */
export function listed(text: string, name: string): string | undefined {
  const [list, ...more] = text.matchAll(/^\s*sources: \[([^\]]*)\]/gm);
  const imports = [...text.matchAll(/^import .*\n/gm)].at(-1);
  if (!list || more.length > 0 || !imports) return undefined;
  const [whole, body = ''] = list;
  const bare = body.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '').trim();
  const comma = bare === '' || bare.endsWith(',') ? '' : ',';
  const ends = list.index + whole.length - 1;
  const [from, to] = [imports.index + imports[0].length, ends];
  const line = `import { ${name} } from './sources/${name}.ts';\n`;
  return `${text.slice(0, from)}${line}${text.slice(from, to).trimEnd()}\n${comma} ${name}${text.slice(to)}`;
}
