import { createHash } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';

interface Head {
  readonly title: string;
  readonly style: string;
  readonly locale: string;
  /** A page that is opened in its place at once. */
  readonly leadsTo?: string | undefined;
}

/** A page as one self-contained HTML file without scripts; it loads nothing. */
export function renderHtml({ title, style, locale, leadsTo }: Head, body: ComponentChildren): string {
  const styleHash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;
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
      <body>{body}</body>
    </html>
  );
  return `<!doctype html>\n${renderToString(html)}\n`;
}
