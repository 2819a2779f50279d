import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { DescribeTasksCommand, ECSClient, RunTaskCommand } from '@aws-sdk/client-ecs';
import { listenOnLoopback } from '../../../local/loopback.ts';
import { type Container, ecs } from '../../../local/services/ecs.ts';

const folder = realpathSync(tmpdir());
const container: Container = {
  name: 'main',
  entryPoint: [process.execPath, '-p'],
  command: ['process.cwd()'],
  environment: {},
  workingDirectory: folder,
};

/** A task of a container, at its end, and what it has written. */
async function ranTask(one: Container) {
  const lines: string[] = [];
  const { server, stop } = ecs({ definitions: { one }, environment: {}, hear: (_, line) => void lines.push(line) });
  const { url, close } = await listenOnLoopback(server);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new ECSClient({ endpoint: url, region: 'local', credentials });
  try {
    const { tasks: [started] = [] } = await client.send(new RunTaskCommand({ taskDefinition: 'one' }));
    for (;;) {
      const asked = new DescribeTasksCommand({ tasks: [started?.taskArn ?? ''] });
      const { tasks: [task] = [] } = await client.send(asked);
      if (task?.lastStatus === 'STOPPED') return { task, lines };
    }
  } finally {
    client.destroy();
    await stop();
    await close();
  }
}

it('runs the command of a container where its image has its code', async () => {
  const { task, lines } = await ranTask(container);
  expect(task).toMatchObject({ stopCode: 'EssentialContainerExited', containers: [{ exitCode: 0 }] });
  expect(lines).toEqual([folder]);
});

it('does not start a container whose image has a program that this machine has not, and says how to get it', async () => {
  const { task, lines } = await ranTask({ ...container, programs: ['node', 'no-such-program'] });
  const reason = expect.stringMatching(/^no-such-program is not on this machine: .*apt install no-such-program$/);
  expect(task).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: reason, containers: [{ reason }] });
  expect(lines).toEqual([]);
});
