import { useState } from 'preact/hooks';
import { type ListedMachine, machineSchema } from '../run/history.ts';
import { laidOut } from '../run/json.ts';
import { Graph } from './Graph.tsx';
import { useLoaded, useSource } from './loaded.ts';
import { Card, Code, Trouble } from './parts.tsx';
import { pictureOf } from './read-run.ts';
import { go } from './route.ts';

const nothing = new Map();

/** A state machine: its graph, beside what its definition says, and a form that starts it. */
export function MachineView({ machine }: { readonly machine: ListedMachine }) {
  const { stateMachineArn, name, type } = machine;
  const { value, error } = useLoaded(stateMachineArn, async (source) => {
    const { definition } = machineSchema.parse(await source.ask('DescribeStateMachine', { stateMachineArn }));
    return { definition, picture: await pictureOf(definition, source) };
  });
  const about = useLoaded('about', (source) => source.about()).value;
  return (
    <>
      <header class="run">
        <h1>{name}</h1>
        <p>{type}</p>
      </header>
      <Trouble text={error} />
      {about?.inbox !== undefined && <Start machine={machine} />}
      {value && (
        <div class="split">
          <Graph picture={value.picture} summaries={nothing} />
          <Card title="Definition">
            <Code title="As JSON" text={laidOut(value.definition)} />
          </Card>
        </div>
      )}
    </>
  );
}

/** Starts the machine with an input; shows the answer where there is one at once. */
function Start({ machine: { stateMachineArn, name } }: { readonly machine: ListedMachine }) {
  const source = useSource();
  const { value: inputs = {} } = useLoaded(`inputs ${name}`, (from) => from.inputs(name), { once: true });
  const [typed, setTyped] = useState<string>();
  const input = typed ?? inputs.default ?? '{}';
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const [answer, setAnswer] = useState<string>();
  const start = async () => {
    const begun = await source.start(stateMachineArn, input);
    if ('answer' in begun) setAnswer(begun.answer);
    else go({ machine: begun.executionArn.split(':')[6], run: begun.executionArn });
  };
  const submit = (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setTrouble(undefined);
    setAnswer(undefined);
    start()
      .catch((error: unknown) => setTrouble(error instanceof Error ? error.message : String(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Card title="Start it" class="start">
      <form onSubmit={submit}>
        <textarea
          aria-label="Input, as JSON"
          rows={6}
          spellcheck={false}
          value={input}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        {Object.keys(inputs).length > 1 && (
          <select aria-label="An input" onChange={({ currentTarget }) => setTyped(inputs[currentTarget.value])}>
            {['default', ...Object.keys(inputs).filter((one) => one !== 'default')].map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )}
        <button type="submit" class="first" disabled={isBusy}>
          {isBusy ? 'Under way…' : 'Start'}
        </button>
      </form>
      <Trouble text={trouble} />
      <Code title="Answer" text={answer} />
    </Card>
  );
}
