import type { Component } from '../../definition/components/components.ts';
import type { ChartData } from '../drawing/data.ts';
import { Bars } from './bars.tsx';
import { Line } from './line.tsx';
import { Ranking } from './ranking.tsx';
import { TableCard } from './table.tsx';
import { Text } from './text.tsx';

/** Draws a component by its kind. */
export function Drawn({ component, data }: { component: Component; data: ChartData | undefined }) {
  if (component.kind === 'text') return <Text component={component} />;
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
