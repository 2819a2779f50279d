import { useState } from 'preact/hooks';
import { type ListedMachine, machineSchema, startedSchema } from '../run/history.ts';
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

/** Starts the machine with an input. */
function Start({ machine: { stateMachineArn, name, type } }: { readonly machine: ListedMachine }) {
  const source = useSource();
  const { value: inputs = {} } = useLoaded(`inputs ${name}`, (from) => from.inputs(name), { once: true });
  const [typed, setTyped] = useState<string>();
  const input = typed ?? inputs.default ?? '{}';
  const [trouble, setTrouble] = useState<string>();
  const [answer, setAnswer] = useState<string>();
  const start = async () => {
    setTrouble(undefined);
    const isExpress = type === 'EXPRESS';
    const said = await source.ask(isExpress ? 'StartSyncExecution' : 'StartExecution', { stateMachineArn, input });
    if (isExpress) setAnswer(JSON.stringify(said));
    else go({ machine: name, run: startedSchema.parse(said).executionArn });
  };
  const submit = (event: Event) => {
    event.preventDefault();
    start().catch((error: unknown) => setTrouble(error instanceof Error ? error.message : String(error)));
  };
  return (
    <Card title="Start it" class="start">
      <form onSubmit={submit}>
        <textarea
          aria-label="Input, as JSON"
          rows={4}
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
        <button type="submit" class="first">
          Start
        </button>
      </form>
      <Trouble text={trouble} />
      <Code title="Answer" text={answer} />
    </Card>
  );
}
