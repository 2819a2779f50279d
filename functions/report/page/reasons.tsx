import { Literal, Outside } from '../../publishing/outside.tsx';
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
          <strong>
            <Outside>{problem}</Outside>
          </strong>
        </p>
      ))}
      {warnings.map((warning) => (
        <p key={warning}>
          <Outside>{warning}</Outside>
        </p>
      ))}
      {faults
        .filter(({ fault }) => !problems.some((problem) => problem.includes(fault ?? '')))
        .map(({ file, fault }) => (
          <p key={file}>
            <Literal>{file}</Literal>: <Outside>{fault ?? ''}</Outside>
          </p>
        ))}
      <RejectionList rejections={rejections.slice(0, shown)} />
      {rejections.length > shown && (
        <details>
          <summary>{says.moreReasons(rejections.length - shown)}</summary>
          <RejectionList rejections={rejections.slice(shown)} />
        </details>
      )}
      {extra.length > 0 && (
        <p class="muted">
          <Outside>{says.extra(extra.join(', '))}</Outside>
        </p>
      )}
    </>
  );
}

function RejectionList({ rejections }: { rejections: readonly Rejection[] }) {
  const { words, cell } = useTongue();
  const { quality: says } = words.page;
  return (
    <>
      {rejections.map(({ column, reason, rows, examples: [first, ...more] }) => (
        <div key={`${column} ${reason}`} class="reason">
          {column !== null && <Literal>{column}</Literal>} <Outside>{reason}</Outside>: {cell(rows)}
          {first && <Example {...first} />}
          {more.length > 0 && (
            <details>
              <summary>{says.moreExamples(cell(more.length + 1), cell(rows))}</summary>
              {more.map((example) => (
                <Example key={`${example.file} ${example.row}`} {...example} />
              ))}
            </details>
          )}
        </div>
      ))}
    </>
  );
}

function Example({ file, row, value }: Rejection['examples'][number]) {
  const { words, cell } = useTongue();
  return (
    <p class="example">
      <Literal>{file}</Literal> {words.page.quality.row} {cell(row)} · <Literal>{JSON.stringify(cut(value))}</Literal>
    </p>
  );
}

/** The beginning of a long value; `report.json` has all of it. */
const cut = (value: string) =>
  [...value.slice(0, 400)].length > 160 ? `${[...value.slice(0, 400)].slice(0, 160).join('')}…` : value;
