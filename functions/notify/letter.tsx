import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { z } from 'zod';
import { reportSchema } from '../core/document.ts';
import { writtenChange, writtenValue } from '../publishing/figure.ts';
import { Outside } from '../publishing/outside.tsx';
import { Spoken, tongueOf, useTongue } from '../publishing/tongue.tsx';

/** Of `report.json`, what a letter tells. */
export const toldSchema = reportSchema.pick({
  title: true,
  result: true,
  batch: true,
  verdict: true,
  checks: true,
  changes: true,
  figures: true,
  comparedWith: true,
});
type Told = z.infer<typeof toldSchema>;

/** Programs for e-mail know no style sheets: each element has its own style. */
const styles = {
  body: 'margin:0;padding:24px;background:#f5f7fa;color:#131b2b;font:15px/1.5 system-ui,Arial,sans-serif',
  card: 'max-width:640px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #e1e7ef;border-radius:12px',
  muted: 'color:#53617a;font-size:13px',
  table: 'width:100%;border-collapse:collapse;margin:16px 0',
  cell: 'padding:6px 0;border-bottom:1px solid #e1e7ef;text-align:left;vertical-align:top',
  number: 'padding:6px 0;border-bottom:1px solid #e1e7ef;text-align:right;white-space:nowrap',
} as const;
const colours = { yes: '#14693a', with_care: '#7d4500', no: '#ad1f1a' } as const;
const news = { good: '#14693a', bad: '#ad1f1a', neutral: '#53617a' } as const;

/** The report in short, as the HTML of an e-mail: its verdict, what changed, its headlines, and where it lies. */
export const letterOf = (told: Told, { locale, place }: { readonly locale: string; readonly place: string }): string =>
  `<!doctype html>\n${renderToString(
    <Spoken.Provider value={tongueOf(locale)}>
      <html lang={locale}>
        <head>
          <meta charset="utf-8" />
          <title>{told.title}</title>
        </head>
        <body style={styles.body}>
          <div style={styles.card}>
            <h1 style="margin:0;font-size:21px">
              {told.title} <span style="color:#53617a;font-weight:400">{told.batch.name}</span>
            </h1>
            <Verdict {...told} />
            <Headlines {...told} />
            <Sentences>{told.changes.filter(({ basis }) => basis !== 'none').map(({ says }) => says)}</Sentences>
            <Place place={place} />
          </div>
        </body>
      </html>
    </Spoken.Provider>,
  )}\n`;

function Verdict({ verdict, checks }: Told) {
  const { words } = useTongue();
  return (
    <>
      <p style={`margin:12px 0 0;color:${colours[verdict.use]};font-size:17px;font-weight:700`}>
        {words.checks.use[verdict.use]}
      </p>
      <Sentences>{checks.filter(({ result }) => result !== 'pass').map(({ says }) => says)}</Sentences>
    </>
  );
}

const Sentences = ({ children }: { readonly children: readonly string[] }) =>
  children.length === 0 ? null : (
    <ul style="margin:6px 0;padding-left:20px">
      {children.map((sentence) => (
        <li key={sentence}>
          <Outside>{sentence}</Outside>
        </li>
      ))}
    </ul>
  );

function Headlines({ figures, changes, comparedWith }: Told) {
  const tongue = useTongue();
  const batch = comparedWith?.batch ?? '';
  if (figures.length === 0) return null;
  return (
    <table style={styles.table}>
      {figures.map((figure, at) => {
        const change = changes.find((one) => one.figure === at);
        return (
          <tr key={figure.title}>
            <th scope="row" style={`${styles.cell};font-weight:400`}>
              {figure.title}
            </th>
            <td style={`${styles.number};font-weight:700`}>{writtenValue(figure, tongue)}</td>
            <td style={`${styles.number};padding-left:16px;font-size:13px;color:${news[change?.news ?? 'neutral']}`}>
              {change && writtenChange(figure, change, { batch, tongue })}
            </td>
          </tr>
        );
      })}
    </table>
  );
}

function Place({ place }: { readonly place: string }): ComponentChildren {
  const { mail: says } = useTongue().words;
  return (
    <p style={styles.muted}>
      {place.startsWith('https:') ? <a href={place}>{says.open}</a> : <code>{place}</code>} {says.attached}
    </p>
  );
}
