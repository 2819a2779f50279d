import { z } from 'zod';
import { arnOf, type Kind } from './kind.ts';

const artifacts = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('NO_ARTIFACTS') }),
  z.object({
    Type: z.literal('S3'),
    Location: z.string(),
    Path: z.string().default(''),
    Name: z.string(),
    NamespaceType: z.enum(['NONE', 'BUILD_ID']).default('NONE'),
    Packaging: z.literal('ZIP'),
  }),
]);
const variable = z.object({ Name: z.string(), Value: z.string() });
const properties = z.object({
  Name: z.string().optional(),
  Source: z.object({ Type: z.literal('S3'), Location: z.string(), BuildSpec: z.string().default('buildspec.yml') }),
  Artifacts: artifacts,
  Environment: z.object({ EnvironmentVariables: z.array(variable).default([]) }),
});

/** A project whose source is a zip in S3, and whose artifacts are another. */
export const project: Kind = {
  needs: ['codebuild', 's3'],
  make: async (id, given, { named, projects }) => {
    const { Name = named(id), Source, Artifacts, Environment } = properties.parse(given);
    projects[Name] = {
      source: { location: Source.Location, buildspec: Source.BuildSpec },
      artifacts: placeOf(Artifacts),
      environment: Object.fromEntries(Environment.EnvironmentVariables.map((one) => [one.Name, one.Value])),
    };
    return { ref: Name, attributes: { Arn: arnOf('codebuild', `project/${Name}`) } };
  },
};

function placeOf(said: z.infer<typeof artifacts>) {
  if (said.Type === 'NO_ARTIFACTS') return undefined;
  const { Location: location, Path: path, Name: name, NamespaceType: namespaceType } = said;
  return { location, path, name, namespaceType };
}
