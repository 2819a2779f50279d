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
const out = values.out ?? `docs/state-machine${distributed ? '-distributed' : ''}.svg`;

if (values.help) {
  console.log(`npm run diagram -- [--definition ${definitionPath}] [--out docs/state-machine.svg]
npm run diagram -- --distributed      draws what it is where the pipeline says distributed,
                                      in docs/state-machine-distributed.svg
npm run --silent diagram -- --json    prints the definition as JSON, which the console of AWS takes`);
} else if (values.json) {
  console.log(JSON.stringify(definition(), null, 2));
} else {
  writeFileSync(out, await drawStateMachine(definition()));
  console.log(`${distributed ? 'The distributed pipeline' : path} is drawn in ${out}`);
}
