/** How a number is written: digits after the point, and what stands behind it. */
export interface NumberFormat {
  readonly digits?: number;
  /** Written after the number: ` min`, ` %`. */
  readonly unit?: string;
  /** An amount of money, written as the language does: `EUR`, `KRW`. https://www.iso.org/iso-4217-currency-codes.html */
  readonly currency?: string;
  /** Without commas between thousands, as a year or a number that names something. */
  readonly plain?: boolean;
}

/** A number that is no amount: it names a year, or something that is counted elsewhere. */
const naming = /(^|_)(year|yr|id|code|zip|number|no|nr)(_|$)/i;

/** How a column of that name is written: as the definition says, and a year or a number that names something is plain. */
export const formatOf = (name: string, format: NumberFormat = {}): NumberFormat =>
  format.unit === undefined && format.digits === undefined && format.currency === undefined && naming.test(name)
    ? { plain: true, ...format }
    : format;

/** Behind the point; Node 20 writes no more. */
const mostDigits = 20;

/** A number, or the text of an exact one, without loss. */
export function formatNumber(
  number: number | `${number}`,
  { digits, unit = '', currency, plain = false }: NumberFormat,
  locale: string,
): string {
  const places =
    digits ?? (typeof number === 'string' ? (number.split('.')[1] ?? '').length : Number.isInteger(number) ? 0 : 2);
  const shown = Math.min(places, mostDigits);
  const money = currency !== undefined && ({ style: 'currency', currency } as const);
  // Without digits, money has as many as its currency.
  const format = !(money && digits === undefined) && { minimumFractionDigits: shown, maximumFractionDigits: shown };
  const options = {
    ...money,
    ...format,
    signDisplay: 'negative',
    useGrouping: !plain,
    numberingSystem: 'latn',
  } as const;
  return new Intl.NumberFormat(locale, options).format(number).replace(/[\u00a0\u202f]/g, ' ') + unit;
}
