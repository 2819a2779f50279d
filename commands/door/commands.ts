import { accept } from '../accept/accept.ts';
import { backfill } from '../backfill/backfill.ts';
import { forget } from '../forget/forget.ts';
import { logs } from '../logs/logs.ts';
import { open } from '../open/open.ts';
import { redrive } from '../redrive/redrive.ts';
import { rejected } from '../rejected/rejected.ts';
import { rerun } from '../rerun/rerun.ts';
import { resend } from '../resend/resend.ts';
import { runs } from '../runs/runs.ts';
import { show } from '../show/show.ts';
import { smoke } from '../smoke/smoke.ts';
import type { Command } from './command.ts';

/** Every command, by its name. */
export const commands: Readonly<Record<string, Command>> = {
  runs,
  show,
  open,
  rejected,
  rerun,
  accept,
  redrive,
  backfill,
  resend,
  logs,
  forget,
  smoke,
};
