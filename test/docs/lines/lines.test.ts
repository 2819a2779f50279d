import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { connectorSuite, type Failure, jsonOf, type Rig, type Row } from '../../origins/contract.ts';
import { type LinesOrigin, lines } from './options.ts';
import { connector } from './reader.ts';

/** The fifth connector of docs/connectors.md keeps the promises of the others. */

interface LinesRig extends Rig<LinesOrigin> {
  /** What becomes of the next answers. */
  meddle: 'cut' | 'refuse' | undefined;
}

async function open(): Promise<LinesRig> {
  let rows: readonly (Pick<Row, 'at'> & { readonly json: string })[] = [];
  const server: Server = createServer((request, response) => {
    const { from = '', to = '' } = Object.fromEntries(new URL(request.url ?? '', 'http://127.0.0.1').searchParams);
    const inside = rows.filter(({ at }) => Date.parse(at) >= Date.parse(from) && Date.parse(at) < Date.parse(to));
    if (rig.meddle === 'refuse') return void response.writeHead(404).end();
    if (rig.meddle === 'cut') return void response.write('{"id":', () => response.destroy());
    Readable.from(pieces(inside.map(({ json }) => `${json}\n`))).pipe(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.int() }).parse(server.address());
  const rig: LinesRig = {
    connector,
    origin: lines({ url: `http://127.0.0.1:${port}/export` }),
    secrets: {},
    hidden: [],
    meddle: undefined,
    async seed(seeded) {
      rows = seeded.map((row) => ({ at: row.at, json: jsonOf(row) }));
    },
    async retype() {
      rows = rows.map(({ at, json }) => ({ at, json: json.replace(/"amount":([\d.]+)/, '"amount":"EUR $1"') }));
      return () => undefined;
    },
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return rig;
}

function* pieces(lines: readonly string[]): Generator<string> {
  for (let at = 0; at < lines.length; at += 100) yield lines.slice(at, at + 100).join('');
}

const meddled = (meddle: LinesRig['meddle']): Failure<LinesOrigin, LinesRig>['arrange'] => {
  return (rig) => {
    rig.meddle = meddle;
    return {
      undo: () => {
        rig.meddle = undefined;
      },
    };
  };
};

connectorSuite<LinesOrigin, LinesRig>('of the example', {
  open,
  failures: {
    'connection cut half way': {
      error: 'SourceUnavailable',
      says: /did not answer to the end\. Redrive\./,
      arrange: meddled('cut'),
    },
    'nothing at that address': { error: 'SourceRefused', says: /answers 404/, arrange: meddled('refuse') },
  },
});
