import { useState } from 'preact/hooks';
import type { About } from '../world.ts';
import { useSource } from './loaded.ts';
import { Trouble } from './parts.tsx';

/** What to do where no run has been made yet. */
export function Empty({ about: { inbox, name } }: { readonly about: About }) {
  const source = useSource();
  const [trouble, setTrouble] = useState<string>();
  if (inbox === undefined) {
    return (
      <section class="empty">
        <h1>{name}</h1>
        <p>No run is known here.</p>
      </section>
    );
  }
  const trySample = () =>
    source
      .act({ action: 'sample' })
      .catch((error: unknown) => setTrouble(error instanceof Error ? error.message : String(error)));
  return (
    <section class="empty">
      <h1>No run yet</h1>
      <p>
        Put files into <code>{inbox}/&lt;batch&gt;/&lt;source&gt;/</code>, or drop such a folder on this page. A run
        starts as soon as a batch is complete.
      </p>
      <button type="button" class="first" onClick={() => void trySample()}>
        Try it with the sample
      </button>
      <Trouble text={trouble} />
    </section>
  );
}
