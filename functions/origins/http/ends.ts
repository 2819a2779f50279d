import { shown } from './address.ts';
import type { Page, Reading } from './page.ts';

/** The target of rel="next" in a Link header (RFC 8288). */
export function nextOf(header: string): string | undefined {
  for (const [, target, parameters = ''] of header.matchAll(/<([^>]*)>([^<]*)/g)) {
    const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters) ?? [];
    if (/(^|\s)next(\s|$)/i.test(quoted ?? bare ?? '')) return target;
  }
  return undefined;
}

/**
 * What the last page that was read says of others that were not: refused where it is certain, else sentences to warn
 * with.
 */
export function unread(page: Page, reading: Reading & { readonly rows: number }): readonly string[] {
  const { origin, number, fail } = reading;
  const { envelope } = page;
  if (ignores(reading) || envelope.end !== undefined) return [];
  const certain = signOfMore(page, origin.pages.by === 'number');
  if (certain) {
    throw fail(
      'SourceRefused',
      `page ${number} of ${shown(page.answer.url)} is the last that was read, and says by ${certain} that there are ` +
        `more. ${waysOut[origin.pages.by]}`,
    );
  }
  return [
    ...envelope.totals.flatMap(({ name, of, count }) =>
      count > (of === 'rows' ? reading.rows : number)
        ? [
            `Perhaps not all was read: the API says ${name}: ${count}, and ${reading.rows} rows on ${number} pages came.`,
          ]
        : [],
    ),
    ...(number === 1 && envelope.perhaps !== undefined && origin.pages.by !== 'number'
      ? [`Perhaps not all was read: the API has ${envelope.perhaps} beside its rows, and one page was read.`]
      : []),
  ];
}

const ignores = ({ origin: { pages } }: Reading) => pages.by === 'none' && pages.ignore === true;

/** An empty page of an API that counts its pages may lead on for ever; only a flag is to be believed there. */
function signOfMore({ answer, envelope }: Page, counted: boolean): string | undefined {
  if (envelope.more !== undefined || counted) return envelope.more;
  return envelope.next ?? (nextOf(answer.link) === undefined ? undefined : 'its header Link');
}

const inAt = "Name in `pages` where it leads on, as in { by: 'link', at: ['next'] } or { by: 'cursor', … }";
const waysOut = {
  none: `${inAt}; or take this page alone: pages: { by: 'none', ignore: true }.`,
  link: `Correct \`pages\` of the source: there is no link where it says.`,
  cursor: `Correct \`pages\` of the source: there is no cursor where it says.`,
  number: 'Does the API page by number?',
} as const;
