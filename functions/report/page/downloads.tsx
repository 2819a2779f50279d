import { Scroll } from '../../publishing/scroll.tsx';
import { useTongue } from '../../publishing/tongue.tsx';
import type { View } from './view.ts';

/** The files beside the page. The size of report.json is left out: it holds what differs between executions. */
export function Downloads({ downloads }: Pick<View, 'downloads'>) {
  const { words, cell, bytes } = useTongue();
  const { parts, downloads: says } = words.page;
  return (
    <section id="downloads" class="card" aria-labelledby="downloads-title">
      <h2 id="downloads-title">{parts.downloads}</h2>
      <p class="subtitle">{says.says}</p>
      <Scroll label={says.table}>
        <table>
          <thead>
            <tr>
              <th scope="col">{says.content}</th>
              <th scope="col" class="number">
                {says.rows}
              </th>
              <th scope="col">{says.files}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{says.everything}</th>
              <td class="number">–</td>
              <td>
                <a href="report.json">report.json</a>
              </td>
            </tr>
            {downloads.map(({ kind, title, rows, files }) => (
              <tr key={files[0]?.file}>
                <th scope="row">
                  {kind === 'rejected' ? says.rejected(title) : kind === 'workbook' ? says.workbook : title}
                </th>
                <td class="number">{cell(rows)}</td>
                <td class="files">
                  {files.map(({ file, bytes: size, embedded }) => (
                    <span key={file}>
                      <a href={embedded ?? file} download={embedded && file}>
                        {file}
                      </a>{' '}
                      <span class="muted">
                        {bytes(size)}
                        {embedded && ` · ${says.inside}`}
                      </span>
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
