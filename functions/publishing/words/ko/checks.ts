import type { Words } from '../en/en.ts';

export const checks: Words['checks'] = {};
