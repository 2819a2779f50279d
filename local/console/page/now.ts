import { useEffect, useState } from 'preact/hooks';

/** The time, as it goes on; undefined where nothing waits for it. */
export function useNow(goesOn: boolean): number | undefined {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!goesOn) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [goesOn]);
  return goesOn ? now : undefined;
}
