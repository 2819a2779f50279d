import type { Words } from '../en/en.ts';
import { charts } from './charts.ts';
import { checks } from './checks.ts';
import { mail } from './mail.ts';
import { page } from './page.ts';
import { shelf } from './shelf.ts';

export const ko: Words = { charts, checks, mail, page, shelf };
