import { parse } from 'yaml';
import { z } from 'zod';

const phase = z.looseObject({ commands: z.array(z.string()).default([]) }).default({ commands: [] });
const buildspec = z.looseObject({
  version: z.union([z.string(), z.number()]),
  env: z.looseObject({ variables: z.record(z.string(), z.coerce.string()).default({}) }).default({ variables: {} }),
  phases: z.looseObject({ install: phase, pre_build: phase, build: phase, post_build: phase }),
  artifacts: z.looseObject({ files: z.array(z.string()), 'base-directory': z.string().default('.') }).optional(),
});

/** What a build does, in so far as it is done on this machine: https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html */
export type Buildspec = z.infer<typeof buildspec>;

/** Throws where it is none. */
export const readBuildspec = (text: string): Buildspec => buildspec.parse(parse(text));

/** In their order. */
export const phaseNames = ['install', 'pre_build', 'build', 'post_build'] as const;

/** Whether one of the patterns means a file: its path, all in a folder as `folder/**\/*`, or everything as `**\/*`. */
export const isWanted = (patterns: readonly string[]) => (path: string) =>
  patterns.some((pattern) =>
    pattern.endsWith('**/*') ? path.startsWith(pattern.slice(0, -'**/*'.length)) : pattern === path,
  );
