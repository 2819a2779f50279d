import type { ServerResponse } from 'node:http';
import type { HttpOrigin } from '../../../functions/origins/http/options.ts';
import { connectHttp } from '../../../functions/origins/http/reader.ts';
import type { Patience } from '../../../functions/origins/http/retry.ts';
import { http } from '../../../functions/tributary.ts';
import { type Api, openApi, type Rule } from '../../world/api.ts';
import { jsonOf, type Rig } from '../contract.ts';

export const now = new Date('2013-03-01T00:00:00.000Z');
export const token = 'token-9f8e7d6c5b';
export const secret = 'orders/token';
export const html = (response: ServerResponse, status = 200) =>
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Log in</html>');
export const json = (response: ServerResponse, body: string | Buffer) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
/** Always answered like this. */
export const always =
  (answer: (response: ServerResponse, page: number) => unknown): Rule =>
  (_, response, page) => {
    answer(response, page);
    return true;
  };
/** Refuses whoever has no token. */
export const guarded: Rule = ({ headers }, response) => {
  if (headers.authorization === `Bearer ${token}`) return false;
  html(response, 401);
  return true;
};
export const cut = (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 });
  response.write('{"data": {"rows": [{"id":1}', () => response.destroy());
};

/** Waits are written down instead. */
export function patient(): { slept: number[]; patience: Patience } {
  const slept: number[] = [];
  const sleep = async (milliseconds: number) => slept.push(milliseconds);
  return { slept, patience: { tries: 3, waitSeconds: 60, now: () => now, sleep, random: () => 0.5 } };
}

const connector = connectHttp(patient().patience);
export const byLink = { rows: ['data', 'rows'], pages: { by: 'link', at: ['next'] } } as const;

export interface HttpRig extends Rig<HttpOrigin> {
  readonly api: Api;
}

/** An API that asks for a token. */
export const openHttp = async (): Promise<HttpRig> => {
  const api = await openApi();
  api.rule = guarded;
  return {
    api,
    connector,
    origin: http({ url: `${api.url}/orders?from={from}&to={to}`, secret, ...byLink }),
    secrets: { [secret]: token },
    hidden: [],
    seed: async (rows) => {
      api.rows = rows.map((row) => ({ at: row.at, json: jsonOf(row) }));
    },
    async retype() {
      const before = api.rows;
      api.rows = before.map(({ at, json }) => ({ at, json: json.replace(/"amount":([\d.]+)/, '"amount":"EUR $1"') }));
      return () => {
        api.rows = before;
      };
    },
    close: () => api.close(),
  };
};
