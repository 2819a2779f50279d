import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { laidOut } from '../run/json.ts';
import { statusWords } from './words.ts';

/** What became of something, in a word and a colour. */
export const Status = ({ status }: { readonly status: keyof typeof statusWords }) => (
  <span class={`status ${status.toLowerCase()}`}>{statusWords[status]}</span>
);

interface CardProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly beside?: ComponentChildren;
  readonly class?: string;
}

export const Card = ({ title, children, beside, class: name = '' }: CardProps) => (
  <section class={`card ${name}`} aria-label={title}>
    <header>
      <h2>{title}</h2>
      {beside}
    </header>
    {children}
  </section>
);

/** More than a person reads at once. */
const most = 20_000;

interface CodeProps {
  readonly title: string;
  readonly text: string | undefined;
}

/** Data as it was, laid out, and ready to be copied. */
export function Code({ title, text }: CodeProps) {
  const [isWhole, setWhole] = useState(false);
  if (text === undefined) return null;
  const all = laidOut(text);
  return (
    <section class="code" aria-label={title}>
      <h3>
        {title} <Copy text={all} what={title} />
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it too */}
      <pre tabIndex={0}>{isWhole ? all : all.slice(0, most)}</pre>
      {all.length > most && !isWhole && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all
        </button>
      )}
    </section>
  );
}

function Copy({ text, what }: { readonly text: string; readonly what: string }) {
  const [isDone, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(setDone, 1500, false);
  };
  return (
    <button type="button" class="quiet" aria-label={`Copy ${what}`} onClick={() => void copy()}>
      {isDone ? 'Copied' : 'Copy'}
    </button>
  );
}

interface ScrollsProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** What may be larger than its place. */
export const Scrolls = ({ label, children }: ScrollsProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it too
  <section class="scrolls" aria-label={label} tabIndex={0}>
    {children}
  </section>
);

/** A command that a person can type. */
export const Command = ({ text }: { readonly text: string }) => (
  <p class="command">
    <code>{text}</code> <Copy text={text} what="the command" />
  </p>
);

/** What went wrong while something was read or done. */
export const Trouble = ({ text }: { readonly text: string | undefined }) =>
  text === undefined ? null : (
    <p class="trouble" role="alert">
      {text}
    </p>
  );
