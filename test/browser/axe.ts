import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const found = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

/** What is wrong with the page for who cannot see or point: each rule of axe-core with the first places that break it. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const result: unknown = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
  return found
    .parse(result)
    .violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 300)}`);
}
