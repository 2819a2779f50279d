import type { Run } from '../run/run.ts';
import { useLoaded } from './loaded.ts';
import { readRuns } from './read-run.ts';
import { go, type Route } from './route.ts';

/** More than a list shows. */
const most = 200;

/** Chooses the run that this one is compared with. */
export function ComparePicker({ run: { execution }, route }: { readonly run: Run; readonly route: Route }) {
  const { stateMachineArn, executionArn } = execution;
  const runs = useLoaded(`${stateMachineArn} runs`, (source) => readRuns(stateMachineArn, source)).value ?? [];
  const others = runs.filter((one) => one.executionArn !== executionArn).slice(0, most);
  if (others.length === 0) return null;
  return (
    <select
      aria-label="Compare with"
      value={route.other ?? ''}
      onChange={({ currentTarget }) => go({ ...route, other: currentTarget.value || undefined })}
    >
      <option value="">Compare with…</option>
      {others.map(({ executionArn: arn, name }) => (
        <option key={arn} value={arn}>
          {name}
        </option>
      ))}
    </select>
  );
}
