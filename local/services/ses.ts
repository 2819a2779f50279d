import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { jsonText } from '../../functions/core/json.ts';

/** An e-mail that would have left. */
export interface Email {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

const content = z.object({ Data: z.string() });
const sendEmail = jsonText(
  z.object({
    FromEmailAddress: z.string(),
    Destination: z.object({ ToAddresses: z.array(z.string()).min(1) }),
    Content: z.object({ Simple: z.object({ Subject: content, Body: z.object({ Text: content }) }) }),
  }),
);

/** SES, whose every e-mail of plain text is told to one listener: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
export const ses = (hear: (email: Email) => void): Server =>
  createServer((request, response) => {
    const told = answer(request, hear).catch((error: unknown) => refused('InternalServiceError', String(error)));
    void told.then(({ status, body }) => {
      const type = { 'content-type': 'application/json' };
      response.writeHead(status, 'message' in body ? { ...type, 'x-amzn-errortype': body.name } : type);
      response.end(JSON.stringify(body));
    });
  });

async function answer(request: IncomingMessage, hear: (email: Email) => void) {
  const said = await text(request);
  if (`${request.method} ${request.url}` !== 'POST /v2/email/outbound-emails')
    return refused('NotFoundException', `The local SES cannot ${request.method} ${request.url}`);
  const read = sendEmail.safeParse(said);
  if (!read.success) return refused('BadRequestException', z.prettifyError(read.error));
  const { Destination, Content } = read.data;
  const { Subject, Body } = Content.Simple;
  hear({ to: Destination.ToAddresses, subject: Subject.Data, text: Body.Text.Data });
  return { status: 200, body: { MessageId: randomUUID() } };
}

const refused = (name: string, message: string) => ({ status: 400, body: { name, message } });
