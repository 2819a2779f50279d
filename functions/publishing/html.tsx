import { createHash } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';

interface Head {
  readonly title: string;
  readonly style: string;
  /** The only one that may run. */
  readonly script?: string;
  readonly locale: string;
  /** A page that is opened in its place at once. */
  readonly leadsTo?: string | undefined;
}

/** A page as one self-contained HTML file: it loads nothing, and runs no script but its own, by its hash. */
export function renderHtml({ title, style, script, locale, leadsTo }: Head, body: ComponentChildren): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    // What it asks is whether a newer report holds.
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`, "connect-src 'self'"]),
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const html = (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        {leadsTo && <meta http-equiv="refresh" content={`0; url=${leadsTo}`} />}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href="data:," />
        <title>{title}</title>
        {/* A constant, which an escape would break. */}
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        {body}
        {script !== undefined && <script type="module" dangerouslySetInnerHTML={{ __html: script }} />}
      </body>
    </html>
  );
  return `<!doctype html>\n${renderToString(html)}\n`;
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
