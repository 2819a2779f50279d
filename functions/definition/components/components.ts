import type { BarsComponent } from './bars.ts';
import type { LineComponent } from './line.ts';
import type { RankingComponent } from './ranking.ts';
import type { TableComponent } from './table.ts';
import type { TextComponent } from './text.ts';

/** What a page may be made of; each is drawn by the file of its kind in `report/components/`. */
export type Component = BarsComponent | LineComponent | RankingComponent | TableComponent | TextComponent;

/** So many columns have a colour of their own. */
export const mostSeries = 7;

/** Those that show a table. */
export type TableBound = Exclude<Component, TextComponent>;
export const boundToTables = (page: readonly Component[]): TableBound[] =>
  page.flatMap((one) => ('table' in one ? [one] : []));
