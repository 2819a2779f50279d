import type { Component } from '../../definition/components/components.ts';
import { Bars } from './bars.tsx';
import type { ChartData } from './data.ts';
import { Line } from './line.tsx';
import { Ranking } from './ranking.tsx';
import { TableCard } from './table.tsx';

/** Draws a component by its kind. */
export function Drawn({ component, data }: { component: Component; data: ChartData | undefined }) {
  if (component.kind === 'text') return <p class="span text">{component.text}</p>;
  if (!data) return null;
  switch (component.kind) {
    case 'bars':
      return <Bars component={component} data={data} />;
    case 'line':
      return <Line component={component} data={data} />;
    case 'ranking':
      return <Ranking component={component} data={data} />;
    case 'table':
      return <TableCard data={data} />;
  }
}
