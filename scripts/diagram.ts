import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { drawStateMachine } from './diagram/draw.ts';

const { values } = parseArgs({
  options: {
    definition: { type: 'string', default: 'statemachines/pipeline.asl.json' },
    out: { type: 'string', default: 'docs/state-machine.svg' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log('npm run diagram -- [--definition statemachines/pipeline.asl.json] [--out docs/state-machine.svg]');
} else {
  writeFileSync(values.out, await drawStateMachine(JSON.parse(readFileSync(values.definition, 'utf8'))));
  console.log(`${values.definition} is drawn in ${values.out}`);
}
