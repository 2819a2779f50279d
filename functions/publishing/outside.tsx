import { legible } from '../core/visible.ts';

/** A text from outside, kept apart from the direction of what stands around it. */
export const Outside = ({ children }: { children: string }) => <bdi>{legible(children)}</bdi>;

/** A name or a value from outside, letter for letter. */
export const Literal = ({ children }: { children: string }) => (
  <code>
    <bdi>{legible(children)}</bdi>
  </code>
);
