import { useEffect, useState } from 'preact/hooks';

/** What is shown; it stands in the address, so that a reload shows it again. */
export interface Route {
  readonly machine?: string | undefined;
  /** The ARN of an execution. */
  readonly run?: string | undefined;
  /** Of a child execution, the ARN of the one whose Map began it. */
  readonly of?: string | undefined;
  readonly state?: string | undefined;
  /** Of the state, the visit that began with that event. */
  readonly visit?: string | undefined;
  readonly tab?: string | undefined;
  /** The ARN of the execution to compare with. */
  readonly other?: string | undefined;
}

const read = (): Route => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

/** The name of an execution, in its ARN. */
export const nameIn = (arn: string): string => arn.split(':').at(-1) ?? '';

/** The address of what is to be shown. */
export function hrefOf(route: Route): string {
  const said = Object.entries(route).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return `#${new URLSearchParams(said)}`;
}

/** Shows something else; `replace` leaves no step to go back to. */
export function go(route: Route, { replace = false } = {}): void {
  if (!replace) {
    location.hash = hrefOf(route);
    return;
  }
  history.replaceState(null, '', hrefOf(route));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** What the address says, as it is now. */
export function useRoute(): Route {
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const listener = () => setRoute(read());
    window.addEventListener('hashchange', listener);
    return () => window.removeEventListener('hashchange', listener);
  }, []);
  return route;
}
