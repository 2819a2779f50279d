import { z } from 'zod';
import type { Engine } from './world.ts';

const columns = z.array(z.object({ column_name: z.string(), column_type: z.string() }));
export type DescribedColumn = z.infer<typeof columns>[number];

/** The columns of a relation, in their order, as the engine calls and types them. */
export const describe = async (relation: string, { rows }: Pick<Engine, 'rows'>): Promise<DescribedColumn[]> =>
  columns.parse(await rows(`DESCRIBE ${relation}`));
