import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { drawStateMachine } from '../commands/diagram/draw.ts';
import { distributedDefinitionOf } from '../deployment/distributed.ts';
import { definitionPath, readDefinition } from '../local/definition.ts';
import { pipeline } from '../pipeline/pipeline.ts';

const { values } = parseArgs({
  options: {
    definition: { type: 'string', default: definitionPath },
    distributed: { type: 'boolean', default: false },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const { distributed, definition: path } = values;
const definition = () => (distributed ? distributedDefinitionOf(pipeline) : readDefinition(path));

if (values.help) {
  console.log(`npm run diagram                       draws docs/state-machine.svg, and what it is where the pipeline says
                                      distributed in docs/state-machine-distributed.svg
npm run diagram -- --definition ${definitionPath} --out <file>
                                      draws one definition
npm run --silent diagram -- --json    prints the definition as JSON, which the console of AWS takes; with
                                      --distributed what it is where the pipeline says so`);
} else if (values.json) {
  console.log(JSON.stringify(definition(), null, 2));
} else {
  const { out } = values;
  await draw(definition(), out ?? 'docs/state-machine.svg');
  if (out === undefined) await draw(distributedDefinitionOf(pipeline), 'docs/state-machine-distributed.svg');
}

async function draw(drawn: unknown, to: string): Promise<void> {
  writeFileSync(to, await drawStateMachine(drawn));
  console.log(`Drawn in ${to}`);
}
