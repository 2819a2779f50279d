import { writeFileSync } from 'node:fs';
import { command } from '../commands/command.ts';
import { drawStateMachine } from '../commands/diagram/draw.ts';
import { distributedDefinitionOf } from '../deployment/distributed.ts';
import { readCommandLine } from '../local/command-line.ts';
import { definitionPath, readDefinition } from '../local/definition.ts';
import { pipeline } from '../pipeline/pipeline.ts';

const usage = `npm run diagram                       draws docs/state-machine.svg, and what it is where the pipeline says
                                      distributed in docs/state-machine-distributed.svg
npm run diagram -- --definition ${definitionPath} --out <file>
                                      draws one definition
npm run --silent diagram -- --json    prints the definition as JSON, which the console of AWS takes; with
                                      --distributed what it is where the pipeline says so`;

await command({ usage }, async (args, screen) => {
  const { values } = readCommandLine(
    {
      args: [...args],
      options: {
        definition: { type: 'string', default: definitionPath },
        distributed: { type: 'boolean', default: false },
        out: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    },
    usage,
  );
  const { distributed, definition: path, out, json } = values;
  const definition = () => (distributed ? distributedDefinitionOf(pipeline) : readDefinition(path));
  const draw = async (drawn: unknown, to: string) => {
    writeFileSync(to, await drawStateMachine(drawn));
    screen.line(`Drawn in ${to}`);
  };
  if (json) screen.line(JSON.stringify(definition(), null, 2));
  else {
    await draw(definition(), out ?? 'docs/state-machine.svg');
    if (out === undefined) await draw(distributedDefinitionOf(pipeline), 'docs/state-machine-distributed.svg');
  }
  return 0;
});
