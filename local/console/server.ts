import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { answerTo, type Operations } from '../states/service/json-server.ts';
import { actionSchema, Refused } from './actions.ts';
import { guard } from './guard.ts';
import type { PageFiles } from './page-files.ts';
import type { ConsoleWorld } from './world.ts';

/** The console of a world, so that a browser sees it. Whoever calls has it listen, on the loopback address. */
export const serverOf = (world: ConsoleWorld, page: PageFiles): Server =>
  createServer(getRequestListener(appOf(world, page).fetch));

/** The page, and what it reads: the API of Step Functions, the bucket, and what functions said. */
export function appOf(world: ConsoleWorld, page: PageFiles): Hono {
  const app = new Hono();
  app.use(guard);
  app.get('/', (context) => context.html(page.html));
  app.get('/page.js', (context) => context.body(page.script, 200, { 'content-type': 'text/javascript' }));
  app.get('/page.css', (context) => context.body(page.style, 200, { 'content-type': 'text/css' }));
  app.get('/favicon.ico', (context) => context.body(null, 204));
  app.get('/about', (context) => context.json(world.about()));
  app.post('/states', (context) => states(context, world));
  app.get('/bucket', async (context) => context.json(await world.bucket.list(context.req.query('prefix') ?? '')));
  app.get('/bucket/*', (context) => object(context, world));
  app.get('/logs/:run', async (context) => context.json(await world.logs(context.req.param('run'))));
  app.post('/picture', async (context) => context.json(await world.picture(await context.req.json())));
  app.get('/changes', (context) => changes(context, world));
  app.post('/start', (context) => start(context, world));
  app.post('/actions', (context) => act(context, world));
  app.get('/inputs/:machine', ({ req, json }) => json(world.actions?.inputs(req.param('machine')) ?? {}));
  app.put('/inbox/*', (context) => put(context, world));
  app.notFound((context) => context.text('There is nothing here.', 404));
  app.onError((error, context) => context.text(error.message, error instanceof Refused ? 400 : 500));
  return app;
}

const states = ({ req, json }: Context, { states }: ConsoleWorld): Promise<Response> =>
  answered({ req, json }, req.header('x-amz-target') ?? '', states);

async function answered(
  { req, json }: Pick<Context, 'req' | 'json'>,
  target: string,
  operations: Operations,
): Promise<Response> {
  const asked = { target, body: req.text(), signal: req.raw.signal };
  const { status, body } = await answerTo(asked, 'Step Functions', operations);
  return json(body, status === 200 ? 200 : status === 400 ? 400 : 500);
}

async function start({ req, json, text }: Context, { actions }: ConsoleWorld): Promise<Response> {
  if (!actions) return text(readOnly, 403);
  return answered({ req, json }, 'Console.Start', { Start: actions.start });
}

/** What was made by a run is shown, and can do nothing here: for the browser it is of no site at all. */
const shown = 'sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads';

async function object({ req, body, text }: Context, { bucket }: ConsoleWorld): Promise<Response> {
  const found = await bucket.open(pathIn(req.url, '/bucket/'));
  // The page asks for what may not be there, which is no fault.
  if (!found && req.query('may') === 'lack') return body(null, 204);
  if (!found) return text('The bucket has no such object.', 404);
  return body(Buffer.from(found.body), 200, { 'content-type': found.type, 'content-security-policy': shown });
}

const pathIn = (url: string, prefix: string) => decodeURIComponent(new URL(url).pathname.slice(prefix.length));

/** An event for each change, with nothing in it: what has changed is asked for where everything is. */
const changes = (context: Context, world: ConsoleWorld): Response =>
  streamSSE(context, async (stream) => {
    const tell = () => void stream.writeSSE({ data: '' });
    tell();
    const stop = world.changes.follow(tell);
    await new Promise<void>((resolve) => stream.onAbort(resolve));
    stop();
  });

const readOnly = 'This console only reads.';

async function act({ req, body, text }: Context, { actions }: ConsoleWorld): Promise<Response> {
  if (!actions) return text(readOnly, 403);
  const asked = actionSchema.safeParse(await req.json());
  if (!asked.success) return text(z.prettifyError(asked.error), 400);
  await actions.act(asked.data);
  return body(null, 204);
}

async function put({ req, body, text }: Context, { actions }: ConsoleWorld): Promise<Response> {
  if (!actions) return text(readOnly, 403);
  await actions.put(pathIn(req.url, '/inbox/'), req.raw.body ?? new Blob([]).stream());
  return body(null, 204);
}
