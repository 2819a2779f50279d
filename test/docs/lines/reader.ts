import { TributaryError } from '../../../functions/core/errors.ts';
import type { Connector, Extraction } from '../../../functions/origins/connector.ts';
import { writeSnapshot } from '../../../functions/origins/write-snapshot.ts';
import type { LinesOrigin } from './options.ts';

export const connector: Connector<LinesOrigin> = (extraction, world) =>
  writeSnapshot(extraction, read(extraction), world);

async function* read({ source, origin, window }: Extraction<LinesOrigin>): AsyncGenerator<Uint8Array> {
  try {
    const url = new URL(`?${new URLSearchParams({ ...window })}`, origin.url);
    const response = await fetch(url, { signal: AbortSignal.timeout(600_000) });
    if (!response.ok) throw failed('SourceRefused', `answers ${response.status}. Look at its url in pipeline/sources/`);
    yield* response.body ?? [];
  } catch (error) {
    throw error instanceof TributaryError ? error : failed('SourceUnavailable', 'did not answer to the end. Redrive');
  }

  function failed(name: 'SourceRefused' | 'SourceUnavailable', what: string): TributaryError {
    return new TributaryError(name, `${source}: ${origin.url} ${what}.`);
  }
}
