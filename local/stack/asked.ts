import type { Json } from '../states/json.ts';
import type { World } from '../states/world.ts';

/** A Task that waits for whoever has its token. */
export interface Asked {
  readonly state: string;
  readonly input: Json;
  readonly token: string;
}

/** The calls of a world, in which those that wait for a callback are told, once they have been made. */
export const telling =
  (tell: (asked: Asked) => unknown) =>
  (tasks: World['tasks']): World['tasks'] =>
  async (call) => {
    const answer = await tasks(call);
    if (call.resource.endsWith('.waitForTaskToken')) tell(call);
    return answer;
  };
