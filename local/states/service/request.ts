import { z } from 'zod';
import { mostBytes } from '../failure.ts';
import { type Json, json } from '../json.ts';
import { Refusal } from './refusal.ts';

/** JSON as text; what is none is refused by that name, in words of its own where there are some. */
export const jsonText = (refusal: string, words?: string) =>
  z
    .string()
    .refine((body) => Buffer.byteLength(body) <= mostBytes, 'is larger than 256 KiB')
    .transform((body): Json => parsed(body, refusal, words));

function parsed(body: string, refusal: string, words?: string): Json {
  try {
    return json.parse(JSON.parse(body));
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    throw new Refusal(refusal, words ?? `The text is not JSON: ${message}`);
  }
}

/** Whether a request asks for the data too, or for the rest alone. */
export const includedData = z.enum(['ALL_DATA', 'METADATA_ONLY']).default('ALL_DATA');

export const paging = { maxResults: z.int().min(0).max(1000).default(0), nextToken: z.string().optional() };

const usualResults = 100;

/** So many of a list, and where the next of them begin. */
export function page(
  all: readonly object[],
  field: string,
  { maxResults, nextToken = '0' }: { maxResults: number; nextToken?: string | undefined },
) {
  const from = Number(nextToken);
  if (!Number.isInteger(from) || from < 0) throw new Refusal('InvalidToken', `Invalid Token: '${nextToken}'`);
  const end = from + (maxResults || usualResults);
  return { [field]: all.slice(from, end), ...(end < all.length && { nextToken: String(end) }) };
}

/** As the protocol tells a time. */
export const seconds = (date: Date): number => date.getTime() / 1000;

/** Why something ends: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html, and likewise that of a task. */
export const reason = { error: z.string().max(256).optional(), cause: z.string().max(32_768).optional() };
