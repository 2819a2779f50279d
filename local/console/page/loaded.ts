import { createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { type Source, served } from './source.ts';

/** What all parts of the page read from. */
export const SourceContext = createContext<Source>(served);
export const useSource = (): Source => useContext(SourceContext);

/** Counts the changes that the source tells of. */
export const ChangeContext = createContext(0);

export interface Loaded<T> {
  readonly value?: T | undefined;
  readonly error: string | undefined;
}

/**
 * What the work gives, done again whenever one of the keys is another, or the source tells of a change. While it is done
 * again for the same key, what it gave before stays; one at a time, and none is left out.
 */
export function useLoaded<T>(key: string, work: (source: Source) => Promise<T>, { once = false } = {}): Loaded<T> {
  const source = useSource();
  const change = useContext(ChangeContext);
  const [state, setState] = useState<Loaded<T> & { readonly key: string }>({ key, value: undefined, error: undefined });
  const busy = useRef(idle);
  const newest = useRef(work);
  newest.current = work;
  useEffect(() => {
    if (busy.current.key === key) {
      busy.current.again = true;
      return;
    }
    const load = async (): Promise<void> => {
      const own = { key, again: false };
      busy.current = own;
      const result = await resultOf(newest.current(source));
      if (busy.current !== own) return; // something else is shown by now
      setState((before) => ({ key, ...(before.key === key && result.error ? { ...before, ...result } : result) }));
      busy.current = idle;
      if (own.again) await load();
    };
    void load();
  }, [key, source, once ? 0 : change]);
  return state.key === key ? state : none;
}

const idle = { key: '', again: false };
const none = { value: undefined, error: undefined };

const resultOf = <T>(work: Promise<T>): Promise<{ value?: T; error: string | undefined }> =>
  work.then(
    (value) => ({ value, error: undefined }),
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  );
