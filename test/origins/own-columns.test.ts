import { z } from 'zod';
import { seconds } from '../../functions/core/duration.ts';
import { TributaryError } from '../../functions/core/errors.ts';
import type { Connector } from '../../functions/origins/connector.ts';
import type { Pulled } from '../../functions/origins/pulled.ts';
import { writeSnapshot } from '../../functions/origins/write-snapshot.ts';
import { connectorSuite, type Rig, type Row } from './contract.ts';

/** A connector whose columns are its own, as those of a table of rates, passes the suite with a rig that maps rows. */

interface RatesRig extends Rig<Pulled> {
  seeded: readonly Row[];
}

const rate = z.object({ pair: z.string(), day: z.string(), rate: z.string() });

async function open(): Promise<RatesRig> {
  const connector: Connector<Pulled> = (extraction, world) => {
    const { from, to } = extraction.window;
    const inside = rig.seeded.filter(({ at }) => Date.parse(at) >= Date.parse(from) && Date.parse(at) < Date.parse(to));
    return writeSnapshot(extraction, lines(inside), world);
  };
  const rig: RatesRig = {
    connector,
    origin: { kind: 'rates', title: 'rates', place: 'rates', windowed: true, settle: seconds(0) },
    secrets: {},
    hidden: [],
    seeded: [],
    async seed(rows) {
      rig.seeded = rows;
    },
    async close() {},
  };
  return rig;
}

async function* lines(rows: readonly Row[]): AsyncGenerator<string> {
  for (const { id, at, amount } of rows) yield `${JSON.stringify({ pair: `CHF ${id}`, day: at, rate: amount })}\n`;
}

const down: Connector<Pulled> = async ({ source }) => {
  throw new TributaryError('SourceUnavailable', `${source}: the server is down.`);
};

connectorSuite<Pulled, RatesRig>('of columns of its own', {
  open,
  failures: { 'server down': { error: 'SourceUnavailable', says: /down/, arrange: () => ({ connector: down }) } },
  readLine: (line, { seeded }) => {
    const { pair, day, rate: amount } = rate.parse(JSON.parse(line));
    const row = seeded.find(({ id }) => pair === `CHF ${id}`);
    if (!row) throw new Error(`No row was seeded for ${pair}.`);
    return { ...row, at: day, amount };
  },
});
