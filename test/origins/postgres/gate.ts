import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { z } from 'zod';

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5, type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const askForPassword = message('R', Buffer.from([0, 0, 0, 3]));
const refusal = (given: string) =>
  message('E', Buffer.from(`SFATAL\0C28P01\0Mpassword authentication failed, which was ${given}\0\0`));

/** Asks for the password before a PostgreSQL that asks for none, and lets in whoever knows it. */
export async function openGate(port: number, password: string): Promise<{ readonly port: number; close(): void }> {
  const gate = createServer((near) => {
    near.on('error', () => undefined);
    near.once('data', (startup) => {
      near.write(askForPassword);
      near.once('data', (answer) => {
        const given = answer.subarray(5, -1).toString();
        if (given !== password) return void near.end(refusal(given));
        const far = connect(port, '127.0.0.1');
        far.on('error', () => near.destroy());
        far.write(startup);
        near.pipe(far).pipe(near);
      });
    });
  });
  gate.listen(0, '127.0.0.1');
  await once(gate, 'listening');
  return { port: z.object({ port: z.int() }).parse(gate.address()).port, close: () => void gate.close() };
}
