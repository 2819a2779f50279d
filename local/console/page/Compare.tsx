import { schemaChanges, schemaIn } from '../run/code-of-run.ts';
import { checksOf, durationsOf, figuresOf, type Pair, rowsOf } from '../run/comparison.ts';
import { type RunFacts, readFacts } from '../run/facts.ts';
import type { Run } from '../run/run.ts';
import { useLoaded } from './loaded.ts';
import { Card, Scrolls, Trouble } from './parts.tsx';
import { readRun } from './read-run.ts';
import { duration } from './words.ts';

interface CompareProps {
  readonly run: Run;
  readonly facts: RunFacts | undefined;
  /** The ARN of the execution that it is compared with. */
  readonly other: string;
  readonly now: number;
}

/** Two runs beside each other: figures, checks, schema, durations. */
export function Compare({ run, facts, other, now }: CompareProps) {
  const { value, error } = useLoaded(`${other} compared`, async (source) => {
    const read = await readRun(other, source);
    return { run: read, facts: await readFacts(read.execution, source.read) };
  });
  if (!value) return <Trouble text={error} />;
  const names = { before: value.run.execution.name, now: run.execution.name };
  const reports = facts?.report && value.facts?.report ? { before: value.facts.report, now: facts.report } : undefined;
  const schema = reports ? schemaChanges(schemaIn(reports.before), schemaIn(reports.now)) : [];
  const took = (milliseconds: number | undefined) => (milliseconds === undefined ? undefined : duration(milliseconds));
  const durations = durationsOf(value.run.visits, run.visits, now);
  return (
    <Card title={`Compared with ${names.before}`} class="compare">
      {reports && <Pairs title="Figures" names={names} pairs={figuresOf(reports.before, reports.now)} />}
      {facts && value.facts && <Pairs title="Rows" names={names} pairs={rowsOf(value.facts.quality, facts.quality)} />}
      {reports && <Pairs title="Checks that differ" names={names} pairs={checksOf(reports.before, reports.now)} />}
      {facts && (
        <section aria-label="Schema">
          <h3>Schema</h3>
          {reports ? <Changes lines={schema} /> : <p class="none">A run without a report tells no schema.</p>}
        </section>
      )}
      <Pairs
        title="Durations"
        names={names}
        pairs={durations.map((one) => ({ name: one.name, before: took(one.before), now: took(one.now) }))}
      />
    </Card>
  );
}

const Changes = ({ lines }: { readonly lines: readonly string[] }) =>
  lines.length === 0 ? (
    <p class="none">The same columns, types and checks.</p>
  ) : (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );

interface PairsProps {
  readonly title: string;
  readonly names: { readonly before: string; readonly now: string };
  readonly pairs: readonly Pair[];
}

const Pairs = ({ title, names, pairs }: PairsProps) => (
  <Scrolls label={title}>
    <table>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th />
          <th>{names.before}</th>
          <th>{names.now}</th>
          <th>Change</th>
        </tr>
      </thead>
      <tbody>
        {pairs.length === 0 && (
          <tr>
            <td colSpan={4}>None</td>
          </tr>
        )}
        {pairs.map(({ name, before, now, change }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{before ?? '–'}</td>
            <td>{now ?? '–'}</td>
            <td>{change || (before === now ? 'the same' : '')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scrolls>
);
