import { z } from 'zod';
import { jsonText } from '../../functions/core/json.ts';
import type { Screen } from '../../local/screen.ts';
import type { HistoryEvent } from '../../local/states/history.ts';

/** A state that is entered and not left, or one of the items that a Map goes through. */
interface Open {
  readonly name: string;
  /** Tells the seconds since. */
  readonly end: () => string;
}

/** Tells the way that an execution takes, state by state, as its events are heard. */
export function pathOn(screen: Screen): (event: HistoryEvent) => void {
  /** What is open after each event. */
  const open = new Map<number, readonly Open[]>();
  const line = (within: readonly Open[], name: string, ...more: string[]) => {
    const [state = '', ...rest] = [`${'  '.repeat(within.length)}${name}`, ...more];
    screen.line(`  ${[state.padEnd(22), ...rest].join('  ').trimEnd()}`.slice(0, screen.columns));
  };
  return (event) => {
    const before = open.get(event.previousEventId) ?? [];
    const state = before.at(-1)?.name ?? '';
    const { entered, left, item, failure } = readEvent(event);
    if (entered !== undefined) {
      if (isContainer(event)) line(before, entered);
      open.set(event.id, [...before, { name: entered, end: screen.begin(entered) }]);
    } else if (left !== undefined) {
      const at = before.findLastIndex(({ name }) => name === left);
      const seconds = before[at]?.end() ?? '';
      open.set(event.id, before.slice(0, at));
      if (!isContainer(event))
        line(before.slice(0, at), left, screen.dim(seconds.padStart(7)), screen.dim(outputOf(event)));
    } else {
      if (failure !== undefined) line(before.slice(0, -1), state, screen.red(failure));
      const within = item ? before.slice(0, before.findLastIndex(({ name }) => name === item.of) + 1) : before;
      open.set(event.id, item ? [...within, { name: item.name, end: () => '' }] : within);
      if (item) line(within, item.name);
    }
  };
}

type Details = HistoryEvent[`${string}EventDetails`];

const textIn = (details: Details | undefined, name: string) => {
  const value = details?.[name];
  return typeof value === 'string' ? value : undefined;
};

function readEvent(event: HistoryEvent) {
  const { stateEnteredEventDetails, stateExitedEventDetails, mapIterationStartedEventDetails } = event;
  const { index, name: of } = mapIterationStartedEventDetails ?? {};
  return {
    entered: textIn(stateEnteredEventDetails, 'name'),
    left: textIn(stateExitedEventDetails, 'name'),
    item: index === undefined ? undefined : { name: `#${index}`, of },
    failure: failureIn(event),
  };
}

/** What a call has failed with. */
function failureIn(event: HistoryEvent): string | undefined {
  if (!/^(Task|Activity|LambdaFunction).*(Failed|TimedOut)$/.test(event.type)) return undefined;
  const [details] = Object.entries(event).flatMap(([name, value]) => (name.endsWith('EventDetails') ? [value] : []));
  return errorLine(textIn(details, 'error'), textIn(details, 'cause'));
}

const thrown = jsonText(z.object({ errorMessage: z.string() }));
/** How ECS tells why a task has ended. */
const stopped = jsonText(z.object({ StoppedReason: z.string() }));

/** A failure in words: of what a function has thrown, or a task has ended with, the message alone. */
export const errorLine = (error = 'an error without a name', cause = ''): string => {
  const said = thrown.safeParse(cause).data?.errorMessage ?? stopped.safeParse(cause).data?.StoppedReason ?? cause;
  return [error, said].filter(Boolean).join(': ').replace(/\s+/g, ' ');
};

const isContainer = ({ type }: HistoryEvent) => /^(Map|Parallel)State(Entered|Exited)$/.test(type);

const longest = 120;

const outputOf = ({ stateExitedEventDetails }: HistoryEvent) => {
  const output = textIn(stateExitedEventDetails, 'output') ?? '';
  return output.length > longest ? `${output.slice(0, longest)}…` : output;
};
