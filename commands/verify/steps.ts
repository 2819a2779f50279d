import { definitionPath } from '../../local/definition.ts';
import { resourceOf } from '../../local/states/integrations/resource.ts';
import { list } from '../../local/tables.ts';
import { type Project, readProject } from './project.ts';

/**
 * Holds the steps of the project in that folder against each other: the states that call functions, their folders in
 * `functions/`, and their lines in `serverless.yml`. Gives a sentence for each that is not whole.
 */
export function stepProblems(root = '.'): string[] {
  const project = readProject(root);
  const tasks = project.tasks.filter(({ state }) => resourceOf(state.Resource)?.kind !== 'service');
  const called = new Set(tasks.flatMap(({ name, state }) => [stepOf(name), stepOf(calledBy(state) ?? '')]));
  const all = new Set([...project.handlers, ...project.declared.keys(), ...project.listed]);
  const others = [...all].filter((step) => !called.has(step));
  return [
    ...tasks.flatMap((task) => ofTask(task, project)),
    ...others.flatMap((step) => ofOther(step, project)),
    ...[...project.declared.keys()].flatMap((step) => ofDeclaration(step, project)),
  ];
}

type Task = Project['tasks'][number];

const stepOf = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const capital = (name: string) => name.slice(0, 1).toUpperCase() + name.slice(1);
const arnOf = (name: string) => `\${${name}FunctionArn}`;
const calledBy = ({ Resource }: Task['state']) => /^\$\{(\w+)FunctionArn\}$/.exec(Resource)?.[1];

function ofTask({ name, state }: Task, project: Project): string[] {
  const [step, calls] = [stepOf(name), `${definitionPath}: ${name} calls ${state.Resource || 'nothing'}`];
  if (name !== capital(step)) {
    return [`${calls}, and a state is called as the folder of its function, with a capital: call it ${capital(step)}.`];
  }
  if (state.Resource !== arnOf(name)) {
    const other = calledBy(state);
    const otherwise = other ? `, or call the state ${other}` : '';
    return [`${calls}, and a state calls the function of its own name: write ${arnOf(name)}${otherwise}.`];
  }
  const lacks = missing(step, project);
  return lacks.length > 0 ? [`${calls}, but the function "${step}" is not whole: add ${list.format(lacks)}.`] : [];
}

/** A function that no state calls. */
function ofOther(step: string, project: Project): string[] {
  const lacks = missing(step, project);
  const caller = `what calls it: a state ${capital(step)} in ${definitionPath}, events in its function.yml, or a rule in resources/`;
  if (!isCalled(step, project)) lacks.push(caller);
  return lacks.length > 0 ? [`functions/${step}: the function "${step}" is not whole: add ${list.format(lacks)}.`] : [];
}

const isCalled = (step: string, { declared, resources }: Project) => {
  const own = declared.get(step)?.[step] ?? {};
  return 'events' in own || 'url' in own || resources.includes(`${capital(step)}LambdaFunction`);
};

const missing = (step: string, { handlers, declared, listed }: Project): string[] => [
  ...(handlers.includes(step) ? [] : [`functions/${step}/handler.ts`]),
  ...(declared.has(step) ? [] : [`functions/${step}/function.yml`]),
  ...(listed.includes(step) ? [] : [`the line - \${file(functions/${step}/function.yml)} in serverless.yml`]),
];

/** A function.yml that speaks of another function, as one that was copied does. */
function ofDeclaration(step: string, { declared }: Project): string[] {
  const { [step]: own, ...others } = declared.get(step) ?? {};
  const [file, handler] = [`functions/${step}/function.yml`, `dist/${step}/handler.handler`];
  if (!own) return [`${file}: it says "${Object.keys(others).join(', ')}": write "${step}:", as its folder is called.`];
  return own.handler === handler ? [] : [`${file}: its handler is ${own.handler ?? 'missing'}: write ${handler}.`];
}
