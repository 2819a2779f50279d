import type { Words } from '../en/en.ts';

export const charts: Words['charts'] = {};
