import { scaleUtc } from 'd3-scale';
import type { Tongue } from '../../publishing/tongue.tsx';
import { middleOf, type Slot, type Spine } from './spine.ts';
import { dayLength, timeOf } from './times.ts';

/** A label of the axis, in percent of its width. */
export interface Label {
  readonly at: number;
  readonly text: string;
}

/** All labels that an axis may have: as coarse as what it spans. */
export function labelsOf(spine: Spine, tongue: Tongue): Label[] {
  const { unit, slots } = spine;
  if (unit === 'moment') return momentLabels(slots, tongue);
  const isCoarse = unit === 'day' && slots.length > 62;
  const shown = isCoarse ? slots.filter(({ key }) => key.endsWith(slots.length > 1500 ? '-01-01' : '-01')) : slots;
  const isLong = slots[0]?.key.slice(0, 4) !== slots.at(-1)?.key.slice(0, 4);
  const textOf = ({ key }: Slot) => {
    if (unit === 'year' || (isCoarse && slots.length > 1500)) return key.slice(0, 4);
    if (unit === 'month' || isCoarse) return isLong ? tongue.month(key) : tongue.shortMonth(key);
    return unit === 'label' ? key : tongue.shortDay(key);
  };
  return shown.map((slot) => ({ at: isCoarse ? slot.from : middleOf(slot), text: textOf(slot) }));
}

/** Round moments between the first and the last. */
function momentLabels(slots: readonly Slot[], tongue: Tongue): Label[] {
  const [first, last] = [slots[0], slots.at(-1)];
  if (!first || !last || first === last)
    return slots.map((slot) => ({ at: middleOf(slot), text: tongue.cell(slot.key, {}, 'timestamp') }));
  const scale = scaleUtc([timeOf(first.key), timeOf(last.key)], [middleOf(first), middleOf(last)]);
  const span = timeOf(last.key) - timeOf(first.key);
  const textOf = (iso: string) => {
    if (span >= 5 * 366 * dayLength) return iso.slice(0, 4);
    if (span >= 120 * dayLength) return tongue.month(iso);
    return span >= 2 * dayLength ? tongue.shortDay(iso) : `${tongue.shortDay(iso)} ${tongue.time(iso)}`;
  };
  const labels = scale.ticks(12).map((time) => ({ at: scale(time), text: textOf(time.toISOString()) }));
  return labels.filter(({ text }, at) => text !== labels[at - 1]?.text);
}

/** Widths of a plot, in pixels, from which more labels are shown: `style.ts` has the same steps. */
const levels = [790, 350, 190] as const;
export type Level = 'wide' | 'medium' | 'narrow';
const names: readonly Level[] = ['wide', 'medium', 'narrow'];

export interface PlacedLabel extends Label {
  /** The least width in which it is shown. */
  readonly level: Level;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** The labels that fit beside each other, each with the least width in which it does; those of a width are shown in wider ones too. */
export function thinned(labels: readonly Label[]): PlacedLabel[] {
  let step = 1;
  const level: Level[] = [];
  for (const [at, width] of levels.entries()) {
    const first = step;
    while (
      step < labels.length &&
      !isFree(
        labels.filter((_, index) => index % step === 0),
        width,
      )
    )
      step += first;
    for (let index = 0; index < labels.length; index += step) level[index] = names[at] ?? 'wide';
  }
  return labels.flatMap((label, index) => {
    const shownFrom = level[index];
    return shownFrom ? [{ ...label, level: shownFrom, anchor: anchorOf(label) }] : [];
  });
}

/** What would stand out of the plot is turned to the inside. */
const anchorOf = ({ at, text }: Label) =>
  text.length < 8 || (at > 8 && at < 92) ? 'middle' : at <= 8 ? 'start' : 'end';

function isFree(labels: readonly Label[], width: number): boolean {
  const ends = labels.map((label) => {
    const [middle, length] = [(label.at * width) / 100, widthOf(label.text)];
    const start = middle - { start: 0, middle: length / 2, end: length }[anchorOf(label)];
    return { start, end: start + length };
  });
  return ends.every(({ start }, at) => at === 0 || start >= (ends[at - 1]?.end ?? 0) + 8);
}

/** About how wide a text is in a small type, in pixels. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (/[\u2e80-\uffff]|\p{Extended_Pictographic}/u.test(letter) ? 11.5 : 6.4), 0);

/** From which width on texts of that many places fit above each of them; undefined where in none. */
export function levelFor(texts: readonly string[], places: number): Level | undefined {
  const longest = Math.max(0, ...texts.map(widthOf)) + 4;
  const fitting = levels.findLastIndex((width) => width / places >= longest);
  return names[fitting];
}
