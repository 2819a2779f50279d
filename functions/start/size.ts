import { TributaryError } from '../core/errors.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import type { Delivered } from './delivered.ts';

/** Throws InputTooLarge where the pipeline could not work on what a source delivered. */
export function refuseTooLarge({ source, objects }: Delivered, batch: string, { maxSourceBytes }: Pipeline): void {
  const bytes = objects.reduce((sum, { size }) => sum + size, 0);
  if (bytes > maxSourceBytes) {
    throw new TributaryError(
      'InputTooLarge',
      `${source.name} has ${bytes} bytes in batch ${batch}; this pipeline takes at most ${maxSourceBytes} of one source. ` +
        'Upload less, or raise maxSourceBytes in pipeline/pipeline.ts together with the disk of preprocess and aggregate.',
    );
  }
}
