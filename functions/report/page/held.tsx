import { isAcceptable, mendedBy } from '../../publishing/gate.ts';
import { useTongue } from '../../publishing/tongue.tsx';
import type { View } from './view.ts';

/** What became of a held run, what holds meanwhile, and what to do, to the letter. */
export function Held({ document, flag }: Pick<View, 'document' | 'flag'>) {
  const { quality, run, batch } = document;
  const { held: says } = useTongue().words.page;
  const acceptable = isAcceptable(quality);
  const { upload, rerun } = mendedBy(document);
  return (
    <>
      <p>
        {says.says} <a href="../index.html">{says.meanwhile(batch.name)}</a>
      </p>
      {upload && <p>{says.correct}</p>}
      {rerun && <p>{says.reread}</p>}
      {rerun && (
        <pre>
          <code>{`npm run tributary -- rerun ${batch.name}${flag}`}</code>
        </pre>
      )}
      <p>{acceptable ? says.accept : says.unreadable}</p>
      {acceptable && (
        <pre>
          <code>{`npm run tributary -- accept ${run.id} --reason "${says.why}"${flag}`}</code>
        </pre>
      )}
    </>
  );
}
