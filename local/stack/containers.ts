import { existsSync } from 'node:fs';
import { z } from 'zod';
import { bundleContainer } from '../../deployment/bundle-function.ts';
import { arnOf, type Kind } from './kind.ts';

const clusterProperties = z.object({ ClusterName: z.string().optional() });
export const cluster: Kind = {
  needs: [],
  make: async (id, properties, { named }) => {
    const { ClusterName = named(id) } = clusterProperties.parse(properties);
    return { ref: ClusterName, attributes: { Arn: arnOf('ecs', `cluster/${ClusterName}`) } };
  },
};

const words = z.array(z.string()).default([]);
const taskProperties = z.object({
  Family: z.string().optional(),
  ContainerDefinitions: z.tuple([
    z.object({
      Name: z.string(),
      EntryPoint: words,
      Command: words,
      Environment: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
    }),
  ]),
});

/** Beside Node, what the image has that a process of this machine needs too. */
const metadata = z.object({ programs: words });

/** A container of an example, whose code lies where its image has it: in the working directory. */
export const taskDefinition: Kind = {
  needs: ['ecs'],
  make: async (id, properties, { named, containers, folder, ...making }) => {
    const { Family = named(id), ContainerDefinitions } = taskProperties.parse(properties);
    const [{ Name: name, EntryPoint: entryPoint, Command: command, Environment }] = ContainerDefinitions;
    const environment = Object.fromEntries(Environment.map(({ Name, Value }) => [Name, Value]));
    const { programs } = metadata.parse(making.metadata);
    const image = existsSync(`${folder}/container`) && { workingDirectory: await bundleContainer(folder) };
    containers[Family] = { name, entryPoint, command, environment, programs, ...image };
    const arn = arnOf('ecs', `task-definition/${Family}:1`);
    return { ref: arn, attributes: { TaskDefinitionArn: arn } };
  },
};
