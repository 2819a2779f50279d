import type { Server } from 'node:http';
import { z } from 'zod';
import { type BusEvent, envelope } from '../events.ts';
import { jsonServer } from '../states/service/json-server.ts';

const entry = z.looseObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  Resources: z.array(z.string()).default([]),
});
const putEvents = z.object({ Entries: z.array(entry).min(1).max(10) });

/** EventBridge, whose every event is told to one listener. */
export const eventBridge = (hear: (event: BusEvent) => void): Server =>
  jsonServer('EventBridge', {
    PutEvents: (request) => {
      const read = putEvents.parse(request).Entries.map(eventOf);
      for (const one of read) if ('event' in one) hear(one.event);
      const Entries = read.map((one) => ('event' in one ? { EventId: one.event.id } : one));
      return { Entries, FailedEntryCount: read.filter((one) => !('event' in one)).length };
    },
  });

type Failed = { readonly ErrorCode: string; readonly ErrorMessage: string };

function eventOf({ Source, DetailType, Detail, Resources }: z.infer<typeof entry>): { event: BusEvent } | Failed {
  for (const [name, value] of Object.entries({ Source, DetailType, Detail })) {
    if (!value) return invalid(name);
  }
  const detail = objectIn(Detail ?? '');
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return { event: envelope(DetailType ?? '', Source ?? '', Resources, detail) };
}

const invalid = (name: string): Failed => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
});

function objectIn(text: string): object | undefined {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
