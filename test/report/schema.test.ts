import { readFileSync } from 'node:fs';
import { reportJsonSchema } from '../../functions/core/document.ts';

it('documents report.json as it is: after a change, run `npm run schema`', () => {
  expect(readFileSync('docs/report.schema.json', 'utf8')).toBe(reportJsonSchema());
});
