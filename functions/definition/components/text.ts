export interface TextComponent {
  readonly kind: 'text';
  readonly text: string;
}

/** A paragraph. */
export const text = (text: string): TextComponent => ({ kind: 'text', text });
