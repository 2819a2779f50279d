import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { drawStateMachine } from '../commands/diagram/draw.ts';
import { definitionPath, readDefinition } from '../local/definition.ts';

const { values } = parseArgs({
  options: {
    definition: { type: 'string', default: definitionPath },
    out: { type: 'string', default: 'docs/state-machine.svg' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(`npm run diagram -- [--definition ${definitionPath}] [--out docs/state-machine.svg]
npm run --silent diagram -- --json    prints the definition as JSON, which the console of AWS takes`);
} else if (values.json) {
  console.log(JSON.stringify(readDefinition(values.definition), null, 2));
} else {
  writeFileSync(values.out, await drawStateMachine(readDefinition(values.definition)));
  console.log(`${values.definition} is drawn in ${values.out}`);
}
