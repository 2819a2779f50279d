/** Whether the engine of JavaScript knows the zone; asked by use, as the list of them holds one name of each alone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
