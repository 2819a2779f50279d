import { renderHtml } from '../../publishing/html.tsx';
import { script } from '../../publishing/script.ts';
import { Spoken, tongueOf } from '../../publishing/tongue.tsx';
import { Components } from '../components/components.tsx';
import { Changes } from './changes.tsx';
import { Dictionary } from './dictionary.tsx';
import { Downloads } from './downloads.tsx';
import { Figures } from './figures.tsx';
import { Header } from './header.tsx';
import { Lineage } from './lineage.tsx';
import { Made } from './made.tsx';
import { Quality } from './quality.tsx';
import { style } from './style.ts';
import { Verdict } from './verdict.tsx';
import type { View } from './view.ts';

/** The page of a run, published or held. */
export function renderPage(view: View): string {
  const { document, downloads } = view;
  const tongue = tongueOf(view.locale);
  const { words } = tongue;
  return renderHtml(
    { title: `${document.title} · ${document.batch.name}`, style, script, locale: tongue.locale },
    <Spoken.Provider value={tongue}>
      <Header {...view} />
      <main>
        <div class="summary">
          <Verdict {...view} />
          <Changes {...view} />
        </div>
        <Figures {...view} />
        <Components {...view} />
        <Quality {...view} />
        <Made {...view} />
        <Dictionary {...view} />
        <Lineage {...view} />
        <Downloads downloads={downloads} />
      </main>
      <footer>{words.page.complete}</footer>
    </Spoken.Provider>,
  );
}
