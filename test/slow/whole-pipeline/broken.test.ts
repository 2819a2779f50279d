import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { february, fileOf, latestRun, outOf, start } from '../../whole-pipeline/npm-start.ts';

describe('a broken file', () => {
  it('stops its run in sight: a quality page that names it, no report, and an exit code that is not 0', async () => {
    const broken = await february('broken', async (folder) => truncate(await fileOf(folder, 'flights'), 100_000));
    const { code, output } = await start('broken', '--only-files', '--input', broken);
    expect({ code, output }).toMatchObject({
      code: 1,
      output: expect.stringMatching(/held[\s\S]*flights: flights-2013-02.csv.gz is cut off/),
    });

    const [run = '', ...more] = await readdir(join(outOf('broken'), '2013-02'));
    expect(more).toEqual(['index.html', 'latest.json']);
    expect(await latestRun('broken', '2013-02')).toBe('');
    const files = await readdir(join(outOf('broken'), '2013-02', run));
    expect(files).toContain('quality.html');
    expect(files).not.toContain('index.html');
    expect(output).toContain(join(run, 'quality.html'));

    const again = await start('broken', '--only-files', '--input', broken);
    expect(again).toMatchObject({ code: 1, output: expect.stringContaining('quality.html') });
  });
});
