import type { Server } from 'node:http';
import { z } from 'zod';

/** Where the page is, unless another program is there. */
const usualPort = 4700;

/** Listens on the loopback address; gives the URL. Throws with advice where the port that was asked for is taken. */
export async function listen(server: Server, asked: number | undefined): Promise<string> {
  try {
    return await listenOn(server, asked ?? usualPort);
  } catch (error) {
    if (!taken.safeParse(error).success) throw error;
    if (asked === undefined) return listenOn(server, 0);
    throw new Error(`Another program has the port ${asked}: name another one, --port <number>.`, { cause: error });
  }
}

const taken = z.object({ code: z.literal('EADDRINUSE') });

async function listenOn(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The console has no port.');
  return `http://127.0.0.1:${address.port}/`;
}
