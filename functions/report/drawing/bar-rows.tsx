import { Outside } from '../../publishing/outside.tsx';
import { Hatch } from './hatch.tsx';
import { percent } from './plot.tsx';
import { widthOf } from './time-axis.ts';

/** A bar that lies, with its name before it and its value at its end. */
export interface BarRow {
  readonly label: string;
  /** Where each of its parts begins and ends; undefined where it has no value. */
  readonly parts: readonly ({ readonly from: number; readonly to: number } | undefined)[];
  /** As it is written. */
  readonly value: string;
  /** An upright mark. */
  readonly mark?: number | undefined;
}

/** Room behind the longest bar for its value, in steps of the style sheet. */
const rooms = [2, 4, 6, 8, 10, 12, 16, 20] as const;

/** Bars one below the other: names wrap where they are long, and none is left out. */
export function BarRows({ id, rows, label }: { id: string; rows: readonly BarRow[]; label: string }) {
  const ends = rows.flatMap(({ parts, mark = 0 }) => [mark, ...parts.flatMap((part) => (part ? [part.to] : []))]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const share = (value: number) => (high === low ? 0 : ((value - low) / (high - low)) * 100);
  const at = (value: number) => percent(share(value));
  const longest = Math.max(0, ...rows.map(({ value }) => widthOf(value))) / 12;
  // A value that is longer than a bar stands by the name, where it can wrap.
  const room = rooms.find((one) => one >= longest);
  return (
    <div class={`picture rows room-${room ?? 0}`} role="img" aria-label={label}>
      {rows.map(({ label, parts, value, mark }, index) => (
        <div key={index} class="row">
          <span class="name">
            <Outside>{label}</Outside>
            {!room && <span class="value-by-name"> {value}</span>}
          </span>
          <span class="track">
            <svg width="100%" height="18" aria-hidden="true">
              {parts.map(
                (part, series) =>
                  part && (
                    <rect
                      key={series}
                      class={`series-${series + 1}`}
                      x={at(Math.min(part.from, part.to))}
                      width={percent(Math.abs(share(part.to) - share(part.from)))}
                      height="18"
                      rx={parts.length > 1 ? undefined : 2}
                    />
                  ),
              )}
              {low < 0 && <line class="zero" x1={at(0)} x2={at(0)} y1="-4" y2="22" />}
              {mark !== undefined && <line class="mark" x1={at(mark)} x2={at(mark)} y1="-2" y2="20" />}
              {isMissing(parts) && (
                <Hatch id={`${id}-row-${index + 1}`} stretches={[{ from: 0, to: 100 }]} height={18} />
              )}
              {room && (
                <text x={percent(endOf({ label, parts, value, mark }, share))} dx="7" y="13">
                  {value}
                </text>
              )}
            </svg>
          </span>
        </div>
      ))}
    </div>
  );
}

const isMissing = (parts: BarRow['parts']) => parts.every((part) => part === undefined);

/** The least width of a track, in pixels. */
const leastTrack = 150;

/** Where the value stands, in percent: at the bar's end, and behind the mark where that would strike it through. */
function endOf({ parts, value, mark }: BarRow, share: (value: number) => number): number {
  if (isMissing(parts)) return 100;
  const end = share(Math.max(0, ...parts.map((part) => part?.to ?? 0)));
  if (mark === undefined || share(mark) < end) return end;
  const isFree = ((share(mark) - end) * leastTrack) / 100 > widthOf(value) + 16;
  return isFree ? end : share(mark);
}
