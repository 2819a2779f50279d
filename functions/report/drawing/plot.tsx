import type { ComponentChildren } from 'preact';
import { useTongue } from '../../publishing/tongue.tsx';
import { stretchesOf } from './gaps.ts';
import { Hatch } from './hatch.tsx';
import type { Slot, Spine } from './spine.ts';
import { labelsOf, thinned } from './time-axis.ts';
import type { Tips } from './tips.ts';
import { height, type ValueAxis } from './value-axis.ts';

export interface PlotProps {
  readonly id: string;
  /** What the picture shows, for who cannot see it. */
  readonly label: string;
  readonly spine: Spine;
  readonly axis: ValueAxis;
  readonly missing: readonly Slot[];
  readonly tips: Tips;
  /** Texts in percent of the width, over the shapes. */
  readonly over?: ComponentChildren;
  /** Shapes, in thousandths of the width and pixels of the height. */
  readonly children: ComponentChildren;
}

/** Shapes between the axes of time and value. They stretch with the window, and texts do not. */
export function Plot({ id, label, spine, axis, missing, tips, over, children }: PlotProps) {
  const labels = thinned(labelsOf(spine, useTongue()));
  const lineAt = (at: number) => ((at / (axis.labels.length - 1)) * height).toFixed(1);
  return (
    <div class="picture plot" role="img" aria-label={label} data-tips={JSON.stringify(tips)}>
      <div class="values">
        {axis.labels.map((text) => (
          <span key={text}>{text}</span>
        ))}
      </div>
      <svg width="100%" height={height + 24} aria-hidden="true">
        {axis.labels.map((text, at) => (
          <line key={text} class="rule" x2="100%" y1={lineAt(at)} y2={lineAt(at)} />
        ))}
        <svg width="100%" height={height} viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none" aria-hidden="true">
          {children}
        </svg>
        <Hatch id={`${id}-gap`} stretches={stretchesOf(missing)} height={height} />
        {over}
        {labels.map(({ at, text, level, anchor }) => (
          <text key={at} class={level} x={percent(at)} y={height + 18} text-anchor={anchor}>
            {text}
          </text>
        ))}
      </svg>
    </div>
  );
}

export const percent = (share: number): string => `${Number(share.toFixed(2))}%`;
