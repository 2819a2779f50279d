import { definePipeline } from '../../../../functions/tributary.ts';
import { report } from './report/report.ts';
import { customers } from './sources/customers.ts';
import { orders } from './sources/orders.ts';

/** What this pipeline is about. What else it is made of is changed only where a step or a connector is. */
export const pipeline = definePipeline({
  name: 'my-pipeline',
  period: 'month',
  timeZone: 'UTC',
  sources: [orders, customers],
  limits: { rejected: 0.01, empty: 'hold' },
  maxSourceBytes: 2 * 1024 ** 3,
  report,
});
