import { readdirSync, readFileSync } from 'node:fs';
import { drawStateMachine } from '../../commands/diagram/draw.ts';
import { examples } from '../../commands/example/options.ts';
import { checkDefinition, readDefinition } from '../../local/definition.ts';

type Validate = (definition: object) => { readonly isValid: boolean; readonly errorsText: () => string };
const validate = jest.requireActual<Validate>('asl-validator');

const machines = examples().flatMap((example) =>
  readdirSync(`examples/${example}`).flatMap((file) => {
    const [, machine] = /^(.*)\.asl\.yaml$/.exec(file) ?? [];
    return machine === undefined ? [] : [[`${example}/${machine}`]];
  }),
);

describe.each(machines)('%s', (machine) => {
  const definition = readDefinition(`examples/${machine}.asl.yaml`);

  it('is valid to a validator that others wrote', async () => {
    const { isValid, errorsText } = validate(await checkDefinition(definition, async () => []));
    expect(isValid ? '' : errorsText()).toBe('');
  });

  it('is drawn as it is: npm run diagram after a change', async () => {
    expect(readFileSync(`examples/${machine}.svg`, 'utf8')).toBe(await drawStateMachine(definition));
  });

  it('says in each state what it is for', () => {
    expect(definition.Comment).toMatch(/^[A-Z][^.]+$/);
  });
});

it.each(examples())('%s has a page that says how it is run', (example) => {
  expect(readFileSync(`examples/${example}/README.md`, 'utf8')).toContain(`npm run example -- ${example}`);
});
