import { formatCell } from '../../core/number.ts';
import { Joins } from './joins.tsx';
import { Pill, type Tone } from './pill.tsx';
import { Reasons } from './reasons.tsx';
import { Scroll } from './scroll.tsx';
import { share } from './share.ts';
import type { View } from './view.ts';

type SourceQuality = View['document']['quality'][number];

const counts = ['read', 'clean', 'rejected', 'duplicates'] as const;
const headings = { read: 'Read', clean: 'Clean', rejected: 'Rejected', duplicates: 'Duplicates' };

/** What was read, kept and rejected of each source, and why. */
export function Quality({ document }: View) {
  const { quality, absent, joins } = document;
  const rejected = quality.reduce((sum, source) => sum + source.rejected, 0);
  const read = quality.reduce((sum, source) => sum + source.read, 0);
  return (
    <section id="quality" class="card" aria-labelledby="quality-title">
      <h2 id="quality-title">
        Data quality: {rejected === 0 ? 'no' : formatCell(rejected)} of {formatCell(read)} rows rejected
        {rejected > 0 && ` (${share(rejected, read)})`}
      </h2>
      <p class="subtitle">
        Every row read is clean, rejected or a duplicate of another row with its key. Rejected rows and duplicates are
        kept aside, never dropped in silence.
      </p>
      <Scroll label="Data quality of each source">
        <table class="quality">
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">Format</th>
              {counts.map((count) => (
                <th key={count} scope="col" class="number">
                  {headings[count]}
                </th>
              ))}
              <th scope="col">Reasons, each with its first example</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {quality.map((source) => (
              <SourceRow key={source.source} quality={source} />
            ))}
            {absent.map((source) => (
              <tr key={source}>
                <th scope="row">{source}</th>
                <td colSpan={6}>Optional, and nothing was delivered</td>
                <td>
                  <Pill tone="warn">Absent</Pill>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <Joins joins={joins} />
    </section>
  );
}

function SourceRow({ quality: source }: { quality: SourceQuality }) {
  const { tone, verdict } = verdictOf(source);
  return (
    <tr>
      <th scope="row">{source.source}</th>
      <td>{formatsOf(source)}</td>
      {counts.map((count) => (
        <td key={count} class="number" data-label={headings[count]}>
          {formatCell(source[count])}
        </td>
      ))}
      <td class="reasons">
        <Reasons {...source} />
      </td>
      <td>
        <Pill tone={tone}>{verdict}</Pill>
      </td>
    </tr>
  );
}

function verdictOf({ withinLimits, holds, leftOut, rejected, read, files, warnings = [] }: SourceQuality): {
  tone: Tone;
  verdict: string;
} {
  const rate = rejected > 0 ? ` ${share(rejected, read)}` : '';
  if (leftOut) return { tone: 'warn', verdict: 'Left out' };
  if (holds) return { tone: 'bad', verdict: `Fail${rate}` };
  if (!withinLimits) return { tone: 'warn', verdict: `Accepted${rate}` };
  const warned = rejected > 0 || warnings.length > 0 || files.some(({ fault }) => fault !== null);
  if (warned) return { tone: 'warn', verdict: `Warn${rate}` };
  return { tone: 'good', verdict: 'Pass' };
}

function formatsOf({ files }: SourceQuality): string {
  const formats = [...new Set(files.map(({ format }) => format))].join(', ');
  return files.length > 1 ? `${formats} (${files.length} files)` : formats;
}
