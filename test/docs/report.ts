import { defineReport, ranking, table } from '../../functions/tributary.ts';
import channels from './channels.sql';

const francs = { digits: 2, unit: ' CHF' };

export const report = defineReport({
  title: 'Sales',
  figures: [{ title: 'Best channel', table: channels, column: 'revenue', format: francs, better: 'higher' }],
  page: [ranking(channels, { title: 'Revenue by channel', label: 'channel', value: 'revenue' }), table(channels)],
  tables: [{ ...channels, title: 'Channels', columns: { revenue: { title: 'Revenue', format: francs } } }],
});
