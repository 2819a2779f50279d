import { z } from 'zod';
import { handlerOf } from '../../bricks/handler.ts';

const input = z.object({ name: z.string().trim().min(1) });

export const handler = handlerOf(input, async ({ name }) => ({ greeting: `Hello, ${name}!` }));
