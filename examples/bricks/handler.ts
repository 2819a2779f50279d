import { z } from 'zod';

/** A function that takes what the schema reads; whatever else it is called with ends in InvalidInput, told in words. */
export const handlerOf =
  <Input>(schema: z.ZodType<Input>, work: (input: Input) => Promise<unknown>) =>
  async (event: unknown): Promise<unknown> => {
    const read = schema.safeParse(event);
    if (!read.success) throw new Refused('InvalidInput', z.prettifyError(read.error));
    return work(read.data);
  };

/** An error whose name a state machine knows: Retry and Catch go by it. */
export class Refused extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}
