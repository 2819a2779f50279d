import { useTongue } from '../../publishing/tongue.tsx';
import type { View } from './view.ts';

type SourceQuality = View['document']['quality'][number];
type Rejection = SourceQuality['rejections'][number];

/** How many reasons are shown before the rest is folded. */
const shown = 5;

/** Why rows were rejected and files refused, the problems of the source, and its columns that nobody asked for. */
export function Reasons({ files, problems, rejections, warnings = [] }: SourceQuality) {
  const { quality: says } = useTongue().words.page;
  const faults = files.filter(({ fault }) => fault !== null);
  const extra = [...new Set(files.flatMap(({ extraColumns }) => extraColumns))];
  const said = [problems, warnings, faults, rejections, extra];
  if (said.every(({ length }) => length === 0)) return <span class="muted">{says.noReasons}</span>;
  return (
    <>
      {problems.map((problem) => (
        <p key={problem}>
          <strong>{problem}</strong>
        </p>
      ))}
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
      {faults
        .filter(({ fault }) => !problems.some((problem) => problem.includes(fault ?? '')))
        .map(({ file, fault }) => (
          <p key={file}>
            <code>{file}</code>: {fault}
          </p>
        ))}
      <RejectionList rejections={rejections.slice(0, shown)} />
      {rejections.length > shown && (
        <details>
          <summary>{says.moreReasons(rejections.length - shown)}</summary>
          <RejectionList rejections={rejections.slice(shown)} />
        </details>
      )}
      {extra.length > 0 && <p class="muted">{says.extra(extra.join(', '))}</p>}
    </>
  );
}

function RejectionList({ rejections }: { rejections: readonly Rejection[] }) {
  const { words, cell } = useTongue();
  return (
    <>
      {rejections.map(({ column, reason, rows, examples: [example] }) => (
        <p key={`${column} ${reason}`}>
          {column !== null && <code>{column}</code>} {reason}: {cell(rows)}
          {example && (
            <code class="example">
              {example.file} {words.page.quality.row} {cell(example.row)} · {JSON.stringify(cut(example.value))}
            </code>
          )}
        </p>
      ))}
    </>
  );
}

/** The beginning of a long value; `report.json` has all of it. */
const cut = (value: string) =>
  [...value.slice(0, 400)].length > 160 ? `${[...value.slice(0, 400)].slice(0, 160).join('')}…` : value;
