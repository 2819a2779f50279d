import { TributaryError } from '../functions/core/errors.ts';

/** A function is called `<service>-<stage>-<step>`, in 64 characters: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const longest = 40;

/**
 * The pipeline's name as the service, its stacks and its functions are called: letters of ASCII, digits and dashes, a
 * letter first. Throws PipelineInvalid where nothing is left of it.
 */
export function serviceOf(name: string): string {
  const service = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  if (service !== '' && service.length <= longest) return service;
  throw new TributaryError(
    'PipelineInvalid',
    `The pipeline's name "${name}" names its stack too, in at most ${longest} letters, digits and dashes: change name in pipeline/pipeline.ts.`,
  );
}
