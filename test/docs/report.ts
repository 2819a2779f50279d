import { defineReport, ranking } from '../../functions/tributary.ts';
import channels from './channels.sql';

const francs = { digits: 2, unit: ' CHF' };

export const report = defineReport({
  title: 'Sales',
  figures: [{ title: 'Best channel', table: channels, column: 'revenue', format: francs, better: 'higher' }],
  charts: [
    {
      title: 'Revenue by channel',
      table: channels,
      spec: ranking({ label: 'channel', value: 'revenue', valueTitle: 'CHF', format: francs }),
    },
  ],
  tables: [{ ...channels, title: 'Channels', columns: { revenue: { title: 'Revenue', format: francs } } }],
});
