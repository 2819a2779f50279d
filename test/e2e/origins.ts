import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { readSeeds, type Seed } from '../../local/origins/seed.ts';
import { localCredential } from '../../local/origins/served.ts';
import { fill } from '../../local/origins/stand-ins/dynamodb.ts';
import { serve as serveApis } from '../../local/origins/stand-ins/http.ts';
import { serve as servePostgres } from '../../local/origins/stand-ins/postgres.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import { openGate } from '../origins/postgres/gate.ts';

/** What the sample's sources are read from: a database, an API, and a table and secrets in the emulator. */
export interface Origins {
  /** What the stage says of them. */
  readonly addresses: Readonly<Record<string, string>>;
  /** By name, as they are right. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What a secret holds from now on. */
  rotate(name: string, value: string): Promise<unknown>;
  /** Lets the API answer nobody until it is told to. */
  hold(): { readonly release: () => void };
  stop(): Promise<void>;
}

export async function startOrigins(): Promise<Origins> {
  const seeds = await readSeeds(
    'sample/seed',
    pipeline.sources.map(({ name }) => name),
  );
  const { databases, tables, apis } = sourcesBy(seeds);
  const closing: (() => unknown)[] = [];
  const toClose = (close: () => unknown) => closing.push(close);

  const { addresses: of = {} } = await servePostgres(databases, toClose);
  const gate = await openGate(Number(new URL(of.airlines ?? '').port), password);
  toClose(gate.close);
  const login = { host: '127.0.0.1', port: gate.port, dbname: 'postgres', username: 'postgres', password };
  const { addresses: behind = {} } = await serveApis(apis, toClose);
  const barrier = await openBarrier(Number(new URL(behind.airports ?? '').port));
  toClose(barrier.close);
  for (const table of tables) await fill(table, new DynamoDBClient());
  const secrets = { 'airlines-db': JSON.stringify(login), 'airports-api': localCredential };
  const manager = new SecretsManagerClient();
  for (const [Name, SecretString] of Object.entries(secrets)) {
    await manager.send(new CreateSecretCommand({ Name, SecretString }));
  }
  return {
    addresses: { airports: `http://127.0.0.1:${barrier.port}` },
    secrets,
    hold: barrier.hold,
    rotate: (SecretId, SecretString) => manager.send(new PutSecretValueCommand({ SecretId, SecretString })),
    stop: async () => void (await Promise.all(closing.map((close) => close()))),
  };
}

/** Stands before a server, and lets nobody through while it is held. */
async function openBarrier(port: number) {
  let open = Promise.resolve();
  const server = createServer((near) => {
    near.on('error', () => undefined);
    void open.then(() => {
      const far = connect(port, '127.0.0.1');
      far.on('error', () => near.destroy());
      near.pipe(far).pipe(near);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: z.object({ port: z.int() }).parse(server.address()).port,
    hold: () => {
      let release = () => {};
      open = new Promise((resolve) => {
        release = resolve;
      });
      return { release };
    },
    close: () => server.close(),
  };
}

const password = 'of-the-database';

/** The sample's sources by what they are read from, each with what that holds. */
function sourcesBy(seeds: ReadonlyMap<string, Seed>) {
  const seeded = pipeline.sources.flatMap(({ name, contract, origin }) => {
    const seed = seeds.get(name);
    return seed ? [{ name, contract, origin, seed }] : [];
  });
  return {
    databases: seeded.flatMap(({ origin, ...rest }) => (origin.kind === 'postgres' ? [{ ...rest, origin }] : [])),
    tables: seeded.flatMap(({ origin, ...rest }) => (origin.kind === 'dynamodb' ? [{ ...rest, origin }] : [])),
    apis: seeded.flatMap(({ origin, ...rest }) => (origin.kind === 'http' ? [{ ...rest, origin }] : [])),
  };
}
