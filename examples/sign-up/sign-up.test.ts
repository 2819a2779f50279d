import { inspect } from 'node:util';
import { jwtVerify } from 'jose';
import { z } from 'zod';
import { type Stack, startStack } from '../../local/stack/stack.ts';
import { type Clock, realClock } from '../../local/states/clock.ts';
import type { HistoryEvent } from '../../local/states/history.ts';

/** The time of day, which begins again with each test: what is counted is counted by it. */
const morning = Date.parse('2026-03-02T08:00:00Z');
const timers = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
] as const;
const others = ['nextTick', 'queueMicrotask', 'performance', 'hrtime'] as const;

const printed: string[] = [];
const heard: HistoryEvent[] = [];
const faults: unknown[] = [];
let runOut: () => void = () => undefined;

/** No time is ever up here, however busy the machine is, but that of the last code, when a test says so. */
const clock: Clock = {
  ...realClock(),
  sleep: (milliseconds) =>
    new Promise((resolve) => {
      if (milliseconds === 900_000) runOut = resolve;
    }),
};

jest.setTimeout(90_000); // hashing is made to be slow

let stack: Stack;
beforeAll(async () => {
  jest.useFakeTimers({ now: morning, doNotFake: [...timers, ...others] });
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    jest.spyOn(console, method).mockImplementation((...all) => void printed.push(inspect(all, { depth: 9 })));
  const failed = (_: string, error: unknown) => faults.push(error);
  stack = await startStack({ example: 'sign-up', clock, hear: (event) => heard.push(event), failed });
});
afterEach(() => expect(faults).toEqual([]));
afterAll(async () => {
  jest.restoreAllMocks();
  jest.useRealTimers();
  await stack.stop();
});

const password = 'correct horse battery';
let people = 0;
const newAddress = () => `ada-${people++}@example.com`;

async function send(path: string, body: string, type = 'application/json') {
  const response = await fetch(`${stack.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body });
  const { date, ...headers } = Object.fromEntries(response.headers);
  return { status: response.status, headers, text: await response.text() };
}
const post = (path: string, body: object) => send(path, JSON.stringify(body));

const told = z.object({ signUp: z.string() });
async function signUp(address: string, secret = password): Promise<string> {
  const { text } = await post('/sign-up', { address, password: secret });
  return told.parse(JSON.parse(text)).signUp;
}

async function until<T>(look: () => T | undefined): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The last letter to somebody, when there are so many. */
const letter = (address: string, count = 1) =>
  until(() => stack.emails.filter(({ to }) => to.includes(address))[count - 1]);
const codeTo = async (address: string, count = 1) => (await letter(address, count)).text.slice(0, 6);
const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const confirm = (signUp: string, code: string) => post('/sign-up/confirmation', { signUp, code });
const signIn = (address: string, secret = password) => post('/sign-in', { address, password: secret });

async function activated(): Promise<string> {
  const address = newAddress();
  expect(await confirm(await signUp(address), await codeTo(address))).toMatchObject({ status: 200 });
  return address;
}

const execution = (signUp: string) => stack.executions.list().find(({ name }) => name === signUp);
const endOf = (signUp: string) => until(() => execution(signUp)?.end);
const ended = (outcome: string) => ({ status: 'SUCCEEDED', output: { outcome } });

const rows = async (table: string) => {
  const { Items } = await stack.ask('dynamodb', 'scan', { TableName: await stack.refOf(table) });
  return z.array(z.record(z.string(), z.unknown())).parse(Items);
};
const rowOf = async (signUp: string) => (await rows('SignUps')).find((row) => JSON.stringify(row).includes(signUp));

const refusedCode = { status: 400, text: '{"message":"The code is wrong, or its time is up."}' };
const wrong = { status: 401, text: '{"message":"The address or the password is wrong."}' };
const tooMany = { status: 429, text: '{"message":"That was tried too often: wait a quarter of an hour."}' };

describe('sign-up', () => {
  it('lets somebody in once the code has shown that the address is theirs', async () => {
    const address = newAddress();
    const its = await signUp(` ${address.toUpperCase()} `);
    expect(await signIn(address)).toMatchObject(wrong);
    expect(await confirm(its, await codeTo(address))).toMatchObject({ status: 200 });
    expect(await endOf(its)).toMatchObject(ended('ACTIVATED'));
    expect(await signIn(address)).toMatchObject({ status: 200 });
  });

  it('keeps of it the address and the hash of the password, by argon2id at the cost that OWASP recommends', async () => {
    const address = newAddress();
    const its = await signUp(address);
    await confirm(its, await codeTo(address));
    const hash = expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await rowOf(its)).toEqual({ signUp: { S: its }, address: { S: address }, passwordHash: { S: hash } });
  });

  it.each([
    ['an address that is none', { address: 'ada', password }, /address/],
    ['a password that is too short', { address: 'ada@example.com', password: 'fourteen chars' }, /15 characters/],
    ['a password that is too long', { address: 'ada@example.com', password: 'x'.repeat(129) }, /128 characters/],
    ['no password', { address: 'ada@example.com' }, /password/],
  ])('refuses %s, and says why, but not what it was', async (_, body, why) => {
    const before = stack.executions.list().length;
    const { status, text } = await post('/sign-up', body);
    expect([status, text]).toEqual([400, expect.stringMatching(why)]);
    expect(text).not.toContain('fourteen');
    expect(stack.executions.list()).toHaveLength(before);
  });

  it('refuses what is no JSON', async () => {
    expect(await send('/sign-up', `{"password":"${password}`)).toMatchObject({
      status: 400,
      text: expect.not.stringContaining('horse'),
    });
  });

  it('takes a body in base64, as it comes with other content types', async () => {
    const body = JSON.stringify({ address: newAddress(), password });
    expect(await send('/sign-up', body, 'application/octet-stream')).toMatchObject({ status: 202 });
  });

  it('answers the same where the address is taken, and writes to its owner', async () => {
    const [free, taken] = [newAddress(), await activated()];
    const first = await post('/sign-up', { address: free, password });
    const second = await post('/sign-up', { address: taken, password: 'another, also long' });
    const [its, other] = [first, second].map(({ text }) => told.parse(JSON.parse(text)).signUp);
    expect({ ...second, text: second.text.replace(other ?? '', its ?? '') }).toEqual(first);
    expect(await letter(taken, 2)).toMatchObject({ subject: 'You have an account already' });
    expect(await endOf(other ?? '')).toMatchObject(ended('TAKEN'));
    expect(await confirm(other ?? '', '123456')).toMatchObject(refusedCode);
    expect(await signIn(taken, 'another, also long')).toMatchObject(wrong);
    expect(await rowOf(other ?? '')).toBeUndefined();
  });

  it('lets a code be tried again after a wrong one', async () => {
    const address = newAddress();
    const its = await signUp(address);
    const code = await codeTo(address);
    expect(await confirm(its, otherThan(code))).toMatchObject(refusedCode);
    expect(await confirm(its, code)).toMatchObject({ status: 200 });
  });

  it('refuses what is no code without counting it', async () => {
    const address = newAddress();
    const its = await signUp(address);
    await letter(address);
    for (const code of ['12345', '1234567', 'abcdef', 123456])
      expect(await post('/sign-up/confirmation', { signUp: its, code })).toMatchObject({ status: 400 });
    expect(await rowOf(its)).toMatchObject({ tries: { N: '0' } });
  });

  it('takes no code after five wrong ones, however many come at once, and forgets the sign-up', async () => {
    const address = newAddress();
    const its = await signUp(address);
    const code = await codeTo(address);
    const guesses = await Promise.all(Array.from({ length: 20 }, () => confirm(its, otherThan(code))));
    for (const one of guesses) expect(one).toMatchObject(refusedCode);
    expect(await endOf(its)).toMatchObject(ended('REFUSED'));
    expect(await confirm(its, code)).toMatchObject(refusedCode);
    expect(await rowOf(its)).toBeUndefined();
    expect(await signIn(address)).toMatchObject(wrong);
  });

  it('takes no code of another sign-up', async () => {
    const [address, other] = [newAddress(), newAddress()];
    const its = await signUp(address);
    await signUp(other);
    const [own, others] = [await codeTo(address), await codeTo(other)];
    expect(await confirm(its, others === own ? otherThan(own) : others)).toMatchObject(refusedCode);
  });

  it('takes no code whose time is up, and lets the address be signed up again', async () => {
    const address = newAddress();
    const its = await signUp(address);
    const code = await codeTo(address);
    runOut();
    expect(await endOf(its)).toMatchObject(ended('EXPIRED'));
    expect(await confirm(its, code)).toMatchObject(refusedCode);
    expect(await rowOf(its)).toBeUndefined();
    expect(await confirm(await signUp(address), await codeTo(address, 2))).toMatchObject({ status: 200 });
  });

  it('goes to the first who shows that the address is theirs, where two sign up with it', async () => {
    const address = newAddress();
    const [first, second] = [await signUp(address, 'the password of one'), await signUp(address, 'the one of another')];
    const codes = [await codeTo(address), await codeTo(address, 2)];
    const owned = await Promise.all(codes.map(async (code) => (await confirm(second, code)).status));
    expect(owned).toContain(200);
    await Promise.all(codes.map((code) => confirm(first, code)));
    expect(await endOf(first)).toMatchObject(ended('TAKEN'));
    expect(await signIn(address, 'the one of another')).toMatchObject({ status: 200 });
    expect(await signIn(address, 'the password of one')).toMatchObject(wrong);
    expect(await rowOf(first)).toBeUndefined();
  });

  it('writes to an address three times in an hour at most, and answers the same', async () => {
    const address = newAddress();
    const all = [await signUp(address), await signUp(address), await signUp(address)];
    await letter(address, all.length);
    const fourth = await signUp(address);
    expect(await endOf(fourth)).toMatchObject(ended('TOO_MANY'));
    expect(stack.emails.filter(({ to }) => to.includes(address))).toHaveLength(3);
  });
});

describe('sign-in', () => {
  it('answers the same bytes for a wrong password and for nobody', async () => {
    const address = await activated();
    const [one, other] = [await signIn(address, 'a wrong password'), await signIn(newAddress())];
    expect(one).toMatchObject(wrong);
    expect(other).toEqual(one);
  });

  it('issues a token that is good for ten minutes, and for nobody else', async () => {
    const { text } = await signIn(await activated());
    const { token } = z.object({ token: z.string() }).parse(JSON.parse(text));
    const { keyFor } = await import('./accounts/key.ts');
    const expected = { issuer: 'sign-up-local', audience: 'sign-up-local' };
    const key = await keyFor('tokens');
    const { payload, protectedHeader } = await jwtVerify(token, key, expected);
    expect(protectedHeader.alg).toBe('HS256');
    expect(payload).toMatchObject({ sub: expect.stringMatching(/./), jti: expect.stringMatching(/./) });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
    const later = { ...expected, currentDate: new Date(morning + 601_000) };
    await expect(jwtVerify(token, key, later)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
    await expect(jwtVerify(token, await keyFor('codes'), expected)).rejects.toMatchObject({
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
  });

  it('lets ten of fifty guesses be checked that come at once, and no other until the quarter of an hour is over', async () => {
    const address = await activated();
    const guesses = await Promise.all(Array.from({ length: 50 }, (_, at) => signIn(address, `wrong password ${at}`)));
    expect(guesses.map(({ status }) => status).toSorted()).toEqual([...Array(10).fill(401), ...Array(40).fill(429)]);
    expect(await signIn(address)).toMatchObject(tooMany);
    jest.setSystemTime(morning + 900_000);
    expect(await signIn(address)).toMatchObject({ status: 200 });
    jest.setSystemTime(morning);
  });

  it('limits guesses at nobody too', async () => {
    const nobody = newAddress();
    const guesses = await Promise.all(Array.from({ length: 12 }, () => signIn(nobody)));
    expect(guesses.map(({ status }) => status).toSorted()).toEqual([...Array(10).fill(401), 429, 429]);
  });
});

it('has the password, its hash, the code and the address nowhere but where they belong', async () => {
  const [address, secret] = [newAddress(), 'hunter2 hunter2 hunter2'];
  const its = await signUp(address, secret);
  const code = await codeTo(address);
  await confirm(its, otherThan(code));
  const waiting = await rowOf(its);
  await confirm(its, code);
  await signIn(address, secret);
  await signIn(address, `${secret} not`);
  const histories = JSON.stringify([heard, stack.executions.list()]);
  const tables = JSON.stringify([waiting, await rows('SignUps'), await rows('Accounts'), await rows('Attempts')]);
  for (const text of [histories, tables, printed.join()]) expect(text).not.toContain('hunter2');
  for (const text of [histories, printed.join()]) expect(text).not.toMatch(/argon2|@example\.com/);
  const itsCode = new RegExp(`(?<!\\w)${code}(?!\\w)`);
  for (const text of [histories, tables, printed.join()]) expect(text).not.toMatch(itsCode);
});

it('serves a page that runs its own script alone', async () => {
  const response = await fetch(stack.url);
  const policy = response.headers.get('content-security-policy');
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[\w+/]+='; style-src 'sha256-[\w+/]+='; /);
  expect(await response.text()).toContain('Sign up');
});
