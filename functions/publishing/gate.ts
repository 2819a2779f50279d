import type { ReportDocument } from '../core/document.ts';
import { english } from '../core/language.ts';
import type { Limits } from '../core/limits.ts';
import type { Quality } from '../core/quality.ts';

/**
 * The one decision about a source: whether it is within its limits, whether it holds the run, and every reason why. A
 * waiver is a person's word for rows that are missing or rejected; files that nobody could read it cannot make good.
 */
export function judge(
  { files, read, rejected, leftOut }: Pick<Quality, 'files' | 'read' | 'rejected' | 'leftOut'>,
  { limits }: { readonly limits: Pick<Limits, 'rejected' | 'empty'> },
  waived: boolean,
): Pick<Quality, 'withinLimits' | 'holds' | 'problems'> {
  const faults = files.flatMap(({ fault }) => fault ?? []);
  if (leftOut) return { withinLimits: true, holds: false, problems: faults };
  const ofRows = [
    ...(read === 0 && faults.length === 0 && limits.empty === 'hold'
      ? ['There are no rows. Upload what is missing, or allow it to be empty: limits.empty.']
      : []),
    // Divided as a person writes the limit: 100 * 0.29 is below 29.
    ...(rejected / read > limits.rejected
      ? [
          `${english.cell(rejected)} of ${english.cell(read)} rows were rejected (${english.share(rejected, read)}), and ${Number((100 * limits.rejected).toPrecision(12))} % are allowed.`,
        ]
      : []),
  ];
  const problems = [...faults, ...ofRows];
  return { withinLimits: problems.length === 0, holds: waived ? faults.length > 0 : problems.length > 0, problems };
}

/** What a source rejected, in percent of what it may reject: past 100 it is past its limit. 1000 stands for all above it. */
export function percentOfLimit(
  { read, rejected }: Pick<Quality, 'read' | 'rejected'>,
  { limits }: { readonly limits: Limits },
): number {
  return rejected === 0 ? 0 : Math.min(1000, (100 * (rejected / read)) / limits.rejected);
}

/** What mends what holds the run: files that are uploaded again, a database or an API that is read again, or both. */
export function mendedBy({ quality, pulled }: Pick<ReportDocument, 'quality' | 'pulled'>): Mends {
  const holding = quality.filter(({ holds }) => holds);
  const isPulled = ({ source }: { readonly source: string }) => pulled.some((one) => one.source === source);
  return { upload: !holding.every(isPulled), rerun: holding.some(isPulled) };
}

interface Mends {
  readonly upload: boolean;
  readonly rerun: boolean;
}

/** Whether a person may accept what holds the run: rows that are missing or rejected, never a file that nobody could read. */
export const isAcceptable = (quality: readonly Pick<Quality, 'holds' | 'files'>[]): boolean =>
  quality.filter(({ holds }) => holds).every(({ files }) => files.every(({ fault }) => fault === null));
