import { z } from 'zod';
import type { Functions } from '../states/integrations/lambda.ts';
import type { ServiceFile } from './service-file.ts';

const handlerModule = z.object({
  handler: z.custom<(event: unknown) => Promise<unknown>>((value) => typeof value === 'function'),
});

/** The code of the functions of an example, each loaded when it is first called: by then its environment stands. */
export const functionsOf = (example: string, { functions }: ServiceFile): Functions =>
  Object.fromEntries(
    Object.entries(functions).map(([name, { handler }]) => [
      name,
      (event) => call(example, fileOf(name, handler), event),
    ]),
  );

/** `functions/greet.handler` is `greet`. */
function fileOf(name: string, handler: string): string {
  const [, file] = /^functions\/([\w-]+)\.handler$/.exec(handler) ?? [];
  if (file === undefined)
    throw new Error(`function ${name}: its handler is ${handler}, and has to be functions/<file>.handler`);
  return file;
}

async function call(example: string, file: string, event: unknown): Promise<unknown> {
  const { handler } = handlerModule.parse(await import(`../../examples/${example}/functions/${file}.ts`));
  return handler(event);
}
