import { z } from 'zod';

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** JSON that nobody keeps. */
export const answer = (statusCode: number, body: object): Answer => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

const request = z.object({ body: z.string().default(''), isBase64Encoded: z.boolean().default(false) });

/** Answers a request whose body is such JSON; any other is told, as 400, what is wrong with it, and never what it said. */
export const httpHandler =
  <Body>(schema: z.ZodType<Body>, work: (body: Body) => Promise<Answer>) =>
  async (event: unknown): Promise<Answer> => {
    const { body, isBase64Encoded } = request.parse(event);
    const read = schema.safeParse(parsed(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString()));
    return read.success ? work(read.data) : answer(400, { message: z.prettifyError(read.error) });
  };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
