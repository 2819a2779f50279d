// The process in which the code of a function runs, as on Lambda: `node runtime.js <folder> <file.export>`. A message that
// comes is an event, and one is sent for each with what the handler made of it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, handler] = process.argv.slice(2);
const dot = handler.lastIndexOf('.');
const [file, name] = [handler.slice(0, dot), handler.slice(dot + 1)];

async function load() {
  const path = ['.js', '.mjs', '.cjs'].map((end) => join(folder, file + end)).find(existsSync);
  if (!path) throw named('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  const code = await import(pathToFileURL(path).href);
  const its = code[name] ?? code.default?.[name];
  if (typeof its !== 'function') throw named('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  return its;
}

const named = (type, message) => Object.assign(new Error(message), { name: type });

process.on('disconnect', () => process.exit());
process.on('message', async ({ id, event }) => {
  try {
    const its = await load();
    process.send({ id, payload: (await its(event, {})) ?? null });
  } catch (error) {
    const { name: errorType = 'Error', message: errorMessage = String(error), stack = '' } = error ?? {};
    process.send({ id, payload: { errorType, errorMessage, trace: stack.split('\n') }, failed: true });
  }
});
