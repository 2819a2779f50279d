/** The moments at which EventBridge Scheduler would fire: as much of its cron expressions as the openings use. */
export function firings(expression: string, timeZone: string, [from, to]: readonly [Date, Date]): Date[] {
  const [, minute = '', hours = '', day = '', month = ''] =
    /^cron\((\d+) ([\d,]+) (\S+) (\S+) \? \*\)$/.exec(expression) ?? [];
  const fits = (wanted: string, value: string | undefined) =>
    wanted === '*' || wanted.split(',').some((one) => Number(one) === Number(value));
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const fired = new Map<string, Date>();
  // Every offset from UTC is a multiple of a quarter of an hour.
  const start = Date.parse(`${from.toISOString().slice(0, 13)}:00:00Z`) + (Number(minute) % 15) * 60_000;
  for (let moment = start; moment < to.getTime(); moment += 15 * 60_000) {
    const at = new Date(moment);
    if (day !== '*' && !near(Number(day), at)) continue;
    const shown = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
    const due =
      fits(minute, shown.minute) && fits(hours, shown.hour) && fits(day, shown.day) && fits(month, shown.month);
    // A time that the clocks leave out never comes; one that comes twice counts once.
    const text = due ? clock.format(at) : '';
    if (due && !fired.has(text)) fired.set(text, at);
  }
  return [...fired.values()];
}

/** Whether it may be that day of the month somewhere. */
const near = (day: number, at: Date) => Math.abs(at.getUTCDate() - day) <= 1 || (day === 1 && at.getUTCDate() >= 28);
