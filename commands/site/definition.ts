import { config } from '../../functions/platform/config.ts';
import type { Site } from './site.ts';

/** Throws where the stage runs another definition than this folder has: its runs would have other names. */
export function refuseOther({ definition, flag }: Pick<Site, 'definition' | 'flag'>): void {
  if (definition === config('fingerprint')) return;
  throw new Error(
    `What runs there (${flag.trim()}) is another definition of the pipeline than this folder has in pipeline/: deploy this one, or check out that one.`,
  );
}
