import { formatCell } from '../../core/number.ts';
import { bytes } from './bytes.ts';
import { Scroll } from './scroll.tsx';
import type { View } from './view.ts';

/** The files beside the page. The size of report.json is left out: it holds what differs between executions. */
export const Downloads = ({ downloads }: Pick<View, 'downloads'>) => (
  <section id="downloads" class="card" aria-labelledby="downloads-title">
    <h2 id="downloads-title">Downloads</h2>
    <Scroll label="Files">
      <table>
        <thead>
          <tr>
            <th scope="col">Content</th>
            <th scope="col" class="number">
              Rows
            </th>
            <th scope="col">Files</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Everything on this page, for machines</th>
            <td class="number">–</td>
            <td>
              <a href="report.json">report.json</a>
            </td>
          </tr>
          {downloads.map(({ title, rows, files }) => (
            <tr key={files[0]?.file}>
              <th scope="row">{title}</th>
              <td class="number">{formatCell(rows)}</td>
              <td class="files">
                {files.map(({ file, bytes: size }) => (
                  <span key={file}>
                    <a href={file}>{file}</a> {size !== null && <span class="muted">{bytes(size)}</span>}
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
