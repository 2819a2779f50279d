import { defineReport, ranking, table } from '../../../../../functions/tributary.ts';
import byCountry from './by_country.sql';
import headline from './headline.sql';

const euros = { digits: 2, unit: ' EUR' };

/** What the page shows, and the tables that it shows it from; a later table may select from an earlier one. */
export const report = defineReport({
  title: 'Orders by country',
  figures: [{ title: 'Revenue', table: headline, column: 'revenue', format: euros, better: 'higher' }],
  page: [ranking(byCountry, { title: 'Revenue by country', label: 'country', value: 'revenue' }), table(byCountry)],
  tables: [
    headline,
    {
      ...byCountry,
      title: 'Countries',
      columns: {
        country: { title: 'Country' },
        orders: { title: 'Orders' },
        revenue: { title: 'Revenue', format: euros },
      },
    },
  ],
});
