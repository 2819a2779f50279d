import { boundToTables, type Component } from '../../definition/components/components.ts';
import { pageOf } from '../../definition/define-report.ts';
import { useTongue } from '../../publishing/tongue.tsx';
import type { ChartData } from '../drawing/data.ts';
import type { View } from '../page/view.ts';
import { Drawn } from './component.tsx';

/** The components of a report, in their order; a held one shows none. */
export function Components({ document, report, previous }: View) {
  const { words, list } = useTongue();
  const page = pageOf(report);
  const parts = partsIn({ document, report });
  if (parts.length === 0) return null;
  const dataOf = (component: Component, at: number): ChartData | undefined => {
    if (component.kind === 'text') return undefined;
    const named = ({ name }: { name: string }) => name === component.table;
    const [table, before] = [document.tables.find(named), previous?.find(named)];
    if (!table) return undefined;
    const { batch, comparedWith } = document;
    return {
      id: idOf(page, at),
      batch,
      table,
      definition: report.tables.find(named),
      before: before && comparedWith ? { batch: comparedWith.batch, table: before } : undefined,
    };
  };
  return (
    <section class="grid" aria-label={list(parts.map((part) => words.page.parts[part]))}>
      {page.map((component, at) => (
        <Drawn key={at} component={component} data={dataOf(component, at)} />
      ))}
    </section>
  );
}

type Part = 'charts' | 'tables';
const partOf = ({ kind }: Component): Part => (kind === 'table' ? 'tables' : 'charts');

/** What of the page there is to lead to: `#charts` and `#tables` are the first of each. */
export function partsIn({ document, report }: Pick<View, 'document' | 'report'>): Part[] {
  const shown = document.tables.map(({ name }) => name);
  const parts = boundToTables(pageOf(report)).flatMap((one) => (shown.includes(one.table) ? [partOf(one)] : []));
  return [...new Set(parts)];
}

function idOf(page: readonly Component[], at: number): string {
  const all = page.flatMap((one, index) => (one.kind !== 'text' ? [{ part: partOf(one), index }] : []));
  const part = all.find(({ index }) => index === at)?.part ?? 'charts';
  const isFirst = all.find((one) => one.part === part)?.index === at;
  return isFirst ? part : `${part}-${at + 1}`;
}
