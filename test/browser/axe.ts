import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const found = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

/** What axe finds wrong with a page, a line for each place. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source); // no policy of the page forbids that
  const result: unknown = await page.evaluate('axe.run()');
  return found.parse(result).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
