import { backfill } from '../backfill/backfill.ts';
import { runs } from '../runs/runs.ts';
import { show } from '../show/show.ts';
import type { Command } from './command.ts';

/** Every command, by its name. */
export const commands: Readonly<Record<string, Command>> = { runs, show, backfill };
