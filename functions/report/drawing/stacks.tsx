import { percent } from './plot.tsx';
import { middleOf } from './spine.ts';
import { pathOf, type Stack } from './stack.ts';
import { levelFor } from './time-axis.ts';
import type { ValueAxis } from './value-axis.ts';

interface StacksProps {
  readonly stacks: readonly Stack[];
  readonly axis: ValueAxis;
}

/** Upright bars, one path for each of their parts. */
export const BarPaths = ({ stacks, axis }: StacksProps) => (
  <>
    {(stacks[0]?.parts ?? []).map((_, part) => (
      <path key={part} class={`bar series-${part + 1}`} d={pathOf(stacks, part, axis)} />
    ))}
  </>
);

/** The values at the ends of upright bars, where the bars are wide enough for all of them. */
export function BarValues({ stacks, axis, written }: StacksProps & { written: (stack: Stack) => string }) {
  const there = stacks.filter(({ total }) => total !== null);
  const level = levelFor(there.map(written), stacks.length);
  if (!level) return null;
  const y = ({ total, low, high }: Stack) => ((total ?? 0) < 0 ? axis.y(low) + 13 : axis.y(high) - 5);
  return (
    <>
      {there.map((stack) => (
        <text
          key={stack.slot.key}
          class={`value-at ${level}`}
          x={percent(middleOf(stack.slot))}
          y={y(stack)}
          text-anchor="middle"
        >
          {written(stack)}
        </text>
      ))}
    </>
  );
}
