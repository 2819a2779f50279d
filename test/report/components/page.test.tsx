import { readdirSync } from 'node:fs';
import type { ReportDefinition } from '../../../functions/definition/define-report.ts';
import { ranking, table, text } from '../../../functions/tributary.ts';
import { ordersPipeline } from '../orders.ts';
import { filesOf } from '../pages.ts';

const pageOf = async (page: ReportDefinition['page']) => {
  const { page: _, ...rest } = ordersPipeline.report;
  return (await filesOf({}, { ...ordersPipeline, report: { ...rest, ...(page && { page }) } }))['index.html'] ?? '';
};
const file = (name: string) => ({ name, sql: '' });
const customers = ranking(file('by_customer'), { title: 'Customers', label: 'customer', value: 'orders' });
/** What stands in the part of the page that is made of components, in its order. */
const partsIn = (html: string) => {
  const [, main = ''] = /<section class="grid"[^>]*>(.*?)<\/section><section id="quality"/s.exec(html) ?? [];
  return [...main.matchAll(/<h2[^>]*>(.*?)<\/h2>|<p class="span paragraph">(.*?)<\/p>/gs)].map(
    ([, title, said]) => title ?? said,
  );
};

it('has its components in the order in which they stand there', async () => {
  const html = await pageOf([text('All prices < 5 €.'), table(file('by_product')), customers, table(file('by_day'))]);
  expect(partsIn(html)).toEqual(['All prices &lt; 5 €.', 'Products', 'Customers', 'by_day (20 of 29)']);
});

it('shows every table with a title where it is not told', async () => {
  expect(partsIn(await pageOf(undefined))).toEqual(['Customers (10 of 14)', 'Products']);
});

it('leads to the first chart and the first table, and to no part that it has not', async () => {
  const html = await pageOf([table(file('by_product')), customers, customers]);
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(ids).toEqual(expect.arrayContaining(['tables', 'charts', 'charts-3']));
  expect(new Set(ids).size).toBe(ids.length);
  expect(html).toMatch(/href="#tables".*href="#charts"/s);
  expect(await pageOf([customers])).not.toContain('href="#tables"');
  expect(await pageOf([])).not.toMatch(/href="#(tables|charts)"/);
});

/** The files of the kinds, beside those that all of them share. */
const kindsIn = (folder: string) =>
  readdirSync(folder)
    .map((name) => name.replace(/\.tsx?$/, ''))
    .filter((name) => !/^components?$/.test(name))
    .sort();

it('draws every kind that a report may name: one file on each side', () => {
  expect(kindsIn('functions/report/components')).toEqual(kindsIn('functions/definition/components'));
});
