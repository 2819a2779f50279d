import { Scroll } from '../../publishing/scroll.tsx';
import { useTongue } from '../../publishing/tongue.tsx';
import { Checks } from './checks.tsx';
import { Joins } from './joins.tsx';
import { Pill, type Tone } from './pill.tsx';
import { Reasons } from './reasons.tsx';
import type { View } from './view.ts';

type SourceQuality = View['document']['quality'][number];

const counts = ['read', 'clean', 'rejected', 'duplicates'] as const;

/** What was read, kept and rejected of each source, and why. */
export function Quality({ document }: View) {
  const { words, cell, share } = useTongue();
  const { quality: says, absent: absence } = words.page;
  const { quality, absent, joins } = document;
  const totalOf = (count: (typeof counts)[number]) => quality.reduce((sum, source) => sum + source[count], 0);
  const [read, clean, rejected, duplicates] = [
    totalOf('read'),
    totalOf('clean'),
    totalOf('rejected'),
    totalOf('duplicates'),
  ];
  const totals = { read, clean, rejected, duplicates };
  return (
    <section id="quality" class="card" aria-labelledby="quality-title">
      <h2 id="quality-title">
        {rejected === 0 ? says.none(cell(read)) : says.title(cell(rejected), cell(read), share(rejected, read))}
      </h2>
      <p class="subtitle">{says.says}</p>
      <Scroll label={says.table}>
        <table class="quality">
          <thead>
            <tr>
              <th scope="col">{says.source}</th>
              <th scope="col">{says.format}</th>
              {counts.map((count) => (
                <th key={count} scope="col" class="number">
                  {says.counts[count]}
                </th>
              ))}
              <th scope="col">{says.reasons}</th>
              <th scope="col">{says.verdict}</th>
            </tr>
          </thead>
          <tbody>
            {quality.map((source) => (
              <SourceRow key={source.source} quality={source} />
            ))}
            {absent.map((source) => (
              <tr key={source}>
                <th scope="row">{source}</th>
                <td colSpan={6}>{absence}</td>
                <td>
                  <Pill tone="warn">{says.absent}</Pill>
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{says.sum}</th>
              <td />
              {counts.map((count) => (
                <td key={count} class="number" data-label={says.counts[count]}>
                  {cell(totals[count])}
                </td>
              ))}
              <td colSpan={2}>
                {says.sums(cell(totals.read), cell(totals.clean), cell(totals.rejected), cell(totals.duplicates))}
              </td>
            </tr>
          </tfoot>
        </table>
      </Scroll>
      <Joins joins={joins} />
      <Checks document={document} />
    </section>
  );
}

function SourceRow({ quality: source }: { quality: SourceQuality }) {
  const { words, cell, share } = useTongue();
  const { quality: says } = words.page;
  const { files } = source;
  const { tone, verdict } = verdictOf(source);
  const rate = source.rejected > 0 ? ` ${share(source.rejected, source.read)}` : '';
  return (
    <tr>
      <th scope="row">{source.source}</th>
      <td>{files.length > 1 ? says.files(formatsOf(files), files.length) : formatsOf(files)}</td>
      {counts.map((count) => (
        <td key={count} class="number" data-label={says.counts[count]}>
          {cell(source[count])}
        </td>
      ))}
      <td class="reasons">
        <Reasons {...source} />
      </td>
      <td>
        <Pill tone={tone}>
          {says[verdict]}
          {rate}
        </Pill>
      </td>
    </tr>
  );
}

type Verdict = 'leftOut' | 'fail' | 'accepted' | 'warn' | 'pass';

function verdictOf(source: SourceQuality): { tone: Tone; verdict: Verdict } {
  const { withinLimits, holds, leftOut, rejected, files, warnings = [] } = source;
  if (leftOut) return { tone: 'warn', verdict: 'leftOut' };
  if (holds) return { tone: 'bad', verdict: 'fail' };
  if (!withinLimits) return { tone: 'warn', verdict: 'accepted' };
  const warned = rejected > 0 || warnings.length > 0 || files.some(({ fault }) => fault !== null);
  return warned ? { tone: 'warn', verdict: 'warn' } : { tone: 'good', verdict: 'pass' };
}

const formatsOf = (files: SourceQuality['files']) => [...new Set(files.map(({ format }) => format))].join(', ');
