import type { TextComponent } from '../../definition/components/text.ts';

/** A paragraph. */
export const Text = ({ component }: { component: TextComponent }) => <p class="span paragraph">{component.text}</p>;
