import { charts } from './charts.ts';
import { checks } from './checks.ts';
import { mail } from './mail.ts';
import { page } from './page.ts';
import { shelf } from './shelf.ts';

export const en = { charts, checks, mail, page, shelf };

/** All texts of the pages. A language has every one of them, so that none is forgotten. */
export type Words = typeof en;
