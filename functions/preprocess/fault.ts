import { z } from 'zod';

/** Why a file as a whole cannot be used, and what to do: the end of a sentence that begins with its name. */
export class FileFault extends Error {}

/** Whether an error of the engine tells of this machine, not of what it was given. */
export const ofTheWorld = (error: unknown) =>
  /^(Out of Memory|INTERNAL|FATAL|Interrupt)|No space left/.test(messageOf(error));

/** Reads a file; what the engine cannot read is a FileFault. */
export async function orFault<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (ofTheWorld(error)) throw error;
    const message = messageOf(error);
    // The path is that of a copy, another one in each execution.
    const [line = ''] = message.replace(/ ['"][^'"]*\/raw-\d+[^'"]*['"]/g, '').split('\n');
    const found = line.replace(/^.*? Error: |[.:]?\s*$/g, '');
    throw new FileFault(`is damaged, or not what its name says (${found}). Export it anew`, { cause: error });
  }
}

const withMessage = z.looseObject({ message: z.string() });

/** The message of whatever was thrown. */
export const messageOf = (error: unknown) => withMessage.safeParse(error).data?.message ?? String(error);
