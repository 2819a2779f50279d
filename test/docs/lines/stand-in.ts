import { createServer } from 'node:http';
import { listenOnLoopback } from '../../../local/loopback.ts';
import type { Serve } from '../../../local/origins/served.ts';
import type { LinesOrigin } from './options.ts';

/** Whatever the window, it gives all rows. */
export const serve: Serve<LinesOrigin> = async (sources, toClose) => {
  const addresses: Record<string, string> = {};
  for (const { name, seed } of sources) {
    const all = seed.rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    const { url, close } = await listenOnLoopback(createServer((_, response) => response.end(all)));
    toClose(close);
    addresses[name] = url;
  }
  return { addresses };
};
