import type { Words } from '../en/en.ts';
import { charts } from './charts.ts';
import { checks } from './checks.ts';
import { page } from './page.ts';
import { shelf } from './shelf.ts';

export const ko: Words = { charts, checks, page, shelf };
