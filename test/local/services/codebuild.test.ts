import { BatchGetBuildsCommand, CodeBuildClient, StartBuildCommand, StopBuildCommand } from '@aws-sdk/client-codebuild';
import { unzipSync } from 'fflate';
import { listenOnLoopback } from '../../../local/loopback.ts';
import { codeBuild } from '../../../local/services/codebuild/codebuild.ts';
import { zipped } from '../../../local/services/zips.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

let client: CodeBuildClient;
let written: Record<string, Uint8Array>;
let heard: string[];
let close: () => Promise<unknown>;
beforeEach(async () => {
  [written, heard] = [{}, []];
  const read = async (_bucket: string, key: string) => {
    if (key !== 'app.zip') throw new Error('The specified key does not exist.');
    return zipped({ 'src/a.txt': bytes('a'), 'src/deep/b.txt': bytes('b'), 'buildspec.yml': bytes(spec) });
  };
  const its = codeBuild({
    projects: {
      app: {
        source: { location: 'code/app.zip', buildspec: 'buildspec.yml' },
        artifacts: { location: 'made', path: 'artifacts', name: 'app.zip', namespaceType: 'BUILD_ID' },
        environment: { FROM: 'project', WHO: 'project' },
      },
    },
    zips: { read, write: async (bucket, key, zip) => void Object.assign(written, { [`${bucket}/${key}`]: zip }) },
    environment: { EVERY: 'build' },
    hear: (_project, line) => void heard.push(line),
  });
  const { url, close: closeServer } = await listenOnLoopback(its.server);
  client = new CodeBuildClient({ endpoint: url, region: 'local' });
  close = async () => [client.destroy(), await its.stop(), await closeServer()];
});
afterEach(() => close());

const spec = `
version: 0.2
env: { variables: { FROM: buildspec, OWN: buildspec } }
phases:
  install: { commands: ['echo "$EVERY $FROM $WHO $OWN"'] }
  build: { commands: [cd src, 'cat a.txt > c.txt'] }
artifacts: { base-directory: src, files: [c.txt, deep/**/*] }
`;
const commands = (phases: Record<string, string[]>) =>
  JSON.stringify({
    version: 0.2,
    phases: Object.fromEntries(Object.entries(phases).map(([name, its]) => [name, { commands: its }])),
  }).concat('\n');

const start = async (more: object = {}) =>
  (await client.send(new StartBuildCommand({ projectName: 'app', ...more }))).build?.id ?? '';
const look = async (id: string) => (await client.send(new BatchGetBuildsCommand({ ids: [id] }))).builds?.[0];
async function ended(more: object = {}) {
  const id = await start(more);
  for (;;) {
    const build = await look(id);
    if (build?.buildComplete) return build;
  }
}
const phasesOf = ({ phases = [] }: Awaited<ReturnType<typeof ended>>) =>
  phases.map(({ phaseType, phaseStatus }) => `${phaseType} ${phaseStatus}`);

describe('a build', () => {
  it('runs the commands of the buildspec on the source, and keeps the artifacts', async () => {
    const build = await ended();
    expect(build).toMatchObject({ buildStatus: 'SUCCEEDED', projectName: 'app' });
    expect(phasesOf(build)).toEqual(
      ['DOWNLOAD_SOURCE', 'INSTALL', 'PRE_BUILD', 'BUILD', 'POST_BUILD', 'UPLOAD_ARTIFACTS'].map(
        (one) => `${one} SUCCEEDED`,
      ),
    );
    const [location = '', ...more] = Object.keys(written);
    expect(more).toEqual([]);
    expect(location).toBe(`made/artifacts/${build.id?.split(':')[1]}/app.zip`);
    expect(build.artifacts).toMatchObject({ location: `arn:aws:s3:::${location}`, sha256sum: expect.any(String) });
    const files = unzipSync(written[location] ?? new Uint8Array());
    expect(Object.keys(files)).toEqual(['c.txt', 'deep/b.txt']);
    expect(Buffer.from(files['c.txt'] ?? '').toString()).toBe('a');
  });

  it('makes the same bytes of the same source', async () => {
    const [one, other] = [await ended(), await ended()];
    expect(one.artifacts?.sha256sum).toBe(other.artifacts?.sha256sum);
  });

  it('has variables of all builds, the buildspec, the project and its start, the last of which holds', async () => {
    await ended({ environmentVariablesOverride: [{ name: 'WHO', value: 'start' }] });
    expect(heard).toContain('build project start buildspec');
  });

  it('tells which command has failed, and keeps nothing', async () => {
    const build = await ended({ buildspecOverride: commands({ build: ['true', 'exit 4', 'echo never'] }) });
    expect(build.buildStatus).toBe('FAILED');
    const message = 'Error while executing command: exit 4. Reason: exit status 4';
    expect(build.phases?.find(({ phaseStatus }) => phaseStatus === 'FAILED')?.contexts).toEqual([
      { statusCode: 'COMMAND_EXECUTION_ERROR', message },
    ]);
    expect(heard).toEqual(['$ true', '$ exit 4']);
    expect(written).toEqual({});
  });

  it('does what comes after the build where the build has failed, and nothing where it did not come to it', async () => {
    const later = { post_build: ['true'] };
    expect(phasesOf(await ended({ buildspecOverride: commands({ build: ['false'], ...later }) }))).toEqual(
      expect.arrayContaining(['BUILD FAILED', 'POST_BUILD SUCCEEDED']),
    );
    expect(phasesOf(await ended({ buildspecOverride: commands({ install: ['false'], ...later }) }))).toEqual([
      'DOWNLOAD_SOURCE SUCCEEDED',
      'INSTALL FAILED',
    ]);
  });

  it.each([
    [{ sourceLocationOverride: 'code/none.zip' }, 'The specified key does not exist.'],
    [{ buildspecOverride: 'none.yml' }, expect.stringContaining('no such file')],
  ])('fails where its source cannot be read: %j', async (more, message) => {
    const build = await ended(more);
    expect(phasesOf(build)).toEqual(['DOWNLOAD_SOURCE FAILED']);
    expect(build.phases?.[0]?.contexts?.[0]?.message).toEqual(message);
  });

  it('ends with what it has started when it is stopped', async () => {
    const id = await start({ buildspecOverride: commands({ build: ['sleep 1000 & echo begun; wait'] }) });
    while (!heard.includes('begun')) await new Promise((resolve) => setTimeout(resolve, 10));
    await client.send(new StopBuildCommand({ id })); // is answered once nobody writes to its output any more
    expect(await look(id)).toMatchObject({ buildStatus: 'STOPPED', buildComplete: true });
  });
});

it.each([
  ['a project', () => client.send(new StartBuildCommand({ projectName: 'none' }))],
  ['a build', () => client.send(new StopBuildCommand({ id: 'app:none' }))],
])('refuses %s that is not there', async (_what, ask) => {
  await expect(ask()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
