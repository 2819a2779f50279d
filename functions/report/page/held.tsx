import { isAcceptable } from '../../publishing/gate.ts';
import { useTongue } from '../../publishing/tongue.tsx';
import type { View } from './view.ts';

/** What became of a held run, what holds meanwhile, and what to do, to the letter. */
export function Held({ document: { quality, run, batch }, flag }: Pick<View, 'document' | 'flag'>) {
  const { held: says } = useTongue().words.page;
  const acceptable = isAcceptable(quality);
  return (
    <>
      <p>
        {says.says} <a href="../index.html">{says.meanwhile(batch.name)}</a>
      </p>
      <p>{says.correct}</p>
      <p>{acceptable ? says.accept : says.unreadable}</p>
      {acceptable && (
        <pre>
          <code>{`npm run tributary -- accept ${run.id} --reason "${says.why}"${flag}`}</code>
        </pre>
      )}
    </>
  );
}
