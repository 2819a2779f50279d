import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Machine } from '../definition.ts';
import type { World } from '../world.ts';
import { Apis, type Services } from './api.ts';
import type { Functions } from './lambda.ts';
import { objectsIn } from './objects.ts';
import { callProblems } from './problems.ts';
import { tasksOn } from './tasks.ts';

/** What machines find around them. */
export interface Place {
  readonly functions: Functions;
  readonly services: Services;
  readonly clock: Clock;
}

/** The world of machines that run there, and what of a machine cannot be done there. */
export function worldIn({ functions, services, clock }: Place): World & {
  readonly problems: (machine: Machine) => Promise<string[]>;
} {
  const callable = { functions, apis: new Apis(services), clock, uuid: randomUUID };
  return {
    clock,
    random: Math.random,
    uuid: randomUUID,
    objects: objectsIn(services),
    tasks: tasksOn(callable),
    problems: (machine) => callProblems(machine, callable),
  };
}
