import { TributaryError } from '../core/errors.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import type { Delivered } from './delivered.ts';

/** Throws InputTooLarge where the pipeline could not work on what a source delivered. */
export function refuseTooLarge(
  { source, objects }: Delivered,
  batch: string,
  { maxSourceBytes, distributed }: Pipeline,
): void {
  if (distributed) return; // it is read in parts
  const bytes = objects.reduce((sum, { size }) => sum + size, 0);
  if (bytes > maxSourceBytes) {
    throw new TributaryError(
      'InputTooLarge',
      `${source.name} has ${bytes} bytes in batch ${batch}; this pipeline takes at most ${maxSourceBytes} of one source. ` +
        'Upload less, or have larger sources read in parts: distributed in pipeline/pipeline.ts, see docs/scale.md.',
    );
  }
}
