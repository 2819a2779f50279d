import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { account } from '../aws.ts';
import { type Json, json } from '../states/json.ts';
import type { FoundRoute } from './routes.ts';

/** What is handed on as it is; all else in base64. */
const textual = /^(text\/|application\/(json|javascript|xml)\b)/;

/** What the function is called with, in format 2.0 of the payload. */
export async function eventOf(request: IncomingMessage, route: FoundRoute): Promise<Json> {
  const { pathname, searchParams, search } = new URL(request.url ?? '', 'http://local');
  const { cookie, ...rest } = request.headers;
  const headers = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, [value].flat().join(',')]));
  const body = await buffer(request);
  const isText = textual.test(headers['content-type'] ?? '') && !headers['content-encoding'];
  const now = new Date();
  const event: APIGatewayProxyEventV2 = {
    version: '2.0',
    routeKey: route.key,
    rawPath: pathname,
    rawQueryString: search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(search && { queryStringParameters: joined(searchParams) }),
    ...(Object.keys(route.pathParameters).length > 0 && { pathParameters: { ...route.pathParameters } }),
    requestContext: {
      accountId: account,
      apiId: 'local',
      domainName: headers.host ?? '',
      domainPrefix: 'local',
      http: {
        method: request.method ?? '',
        path: pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: '$default',
      time: clf(now),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
  return json.parse(event);
}

/** `12/Mar/2020:19:03:58 +0000` */
function clf(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(/,? /);
  return `${day}/${month}/${year}:${time} +0000`;
}

/** A name that comes several times has its values between commas. */
const joined = (all: URLSearchParams) =>
  Object.fromEntries([...new Set(all.keys())].map((name) => [name, all.getAll(name).join(',')]));
