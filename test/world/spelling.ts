import fc from 'fast-check';

/** One of the ways of ISO 8601 to write a moment. */
interface Spelling {
  readonly between: string;
  readonly fraction: string;
  readonly zone: string;
  readonly basic: boolean;
}

export const spelling = fc.record({
  between: fc.constantFrom('T', 't', ' '),
  fraction: fc.constantFrom('', '.0', '.999999999999', ',5'),
  zone: fc.constantFrom('', 'Z', 'z', '+00:00', '-0000', ' +01', '+14:00', '-12:00', '+0545'),
  basic: fc.boolean(),
});

const minutesOf = (zone: string) => {
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)?/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
};

export const written = (moment: number, { between, fraction, zone, basic }: Spelling) => {
  const local = new Date(moment + minutesOf(zone) * 60_000).toISOString().slice(0, 19);
  const text = basic ? local.replace(/[-:]/g, '') : local;
  return `${text.replace('T', between)}${fraction}${zone}`;
};
