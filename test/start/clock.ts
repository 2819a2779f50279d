/** The moments at which EventBridge Scheduler would fire: as much of its cron expressions as the openings use. */
export function firings(expression: string, timeZone: string, [from, to]: readonly [Date, Date]): Date[] {
  const [, minute = '', hours = '', day = '', month = ''] =
    /^cron\((\d+) ([\d,]+) (\S+) (\S+) \? \*\)$/.exec(expression) ?? [];
  const wanted = [month, day, hours, minute].map((all) =>
    all === '*' ? undefined : new Set(all.split(',').map(Number)),
  );
  const fires = (shown: readonly string[]) => wanted.every((all, at) => all?.has(Number(shown[at])) ?? true);
  // Sweden writes a moment as ISO 8601 does, with a blank for the T.
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const fired = new Map<string, Date>();
  // Every offset from UTC is a multiple of a quarter of an hour.
  const start = Date.parse(`${from.toISOString().slice(0, 13)}:00:00Z`) + (Number(minute) % 15) * 60_000;
  for (let moment = start; moment < to.getTime(); moment += 15 * 60_000) {
    const at = new Date(moment);
    if (day !== '*' && !near(Number(day), at)) continue;
    const text = clock.format(at);
    const [, ...shown] = text.split(/[- :]/);
    // A time that the clocks leave out never comes; one that comes twice counts once.
    if (fires(shown) && !fired.has(text)) fired.set(text, at);
  }
  return [...fired.values()];
}

/** Whether it may be that day of the month somewhere. */
const near = (day: number, at: Date) => Math.abs(at.getUTCDate() - day) <= 1 || (day === 1 && at.getUTCDate() >= 28);
