import { createHash } from 'node:crypto';
import html from '../page/index.html';

/** The script and the style of the page, and none that somebody has put into it: https://www.w3.org/TR/CSP3/#framework-directive-source-list */
const hashed = (element: 'script' | 'style') => {
  const [, text = ''] = new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(html) ?? [];
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
};

const policy = [
  "default-src 'none'",
  `script-src ${hashed('script')}`,
  `style-src ${hashed('style')}`,
  "connect-src 'self'",
  'img-src data:', // of no icon
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

export const handler = async () => ({
  statusCode: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  },
  body: html,
});
