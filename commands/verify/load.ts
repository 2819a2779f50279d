import { TributaryError } from '../../functions/core/errors.ts';
import { problemsIn } from '../../local/console/problems.ts';
import { typeProblems } from './types.ts';

/** What its code exports; what that throws as it is loaded is told by `problemOf`. */
export const load = <Module>(loading: Promise<Module>): Promise<Module> =>
  loading.catch(async (error: unknown) => {
    throw error instanceof TributaryError ? error : new Error(await problemOf(error), { cause: error });
  });

/**
 * What people are told of an error that the code of `pipeline/` throws as it is loaded: what TypeScript says of it or, where
 * that finds nothing, the file and line that threw it. Of any other error, where it came from.
 */
export async function problemOf(error: unknown): Promise<string> {
  const [problem] = problemsIn(error);
  if (problem?.file === undefined || problem.line === undefined) return whence(error);
  const ofTypes = await typeProblems();
  const { file, line, message } = problem;
  return unusable(ofTypes.length > 0 ? ofTypes : [`${file}: line ${line}: ${message}`]);
}

const unusable = (problems: readonly string[]) => `pipeline/ cannot be used:\n- ${problems.join('\n- ')}`;
const whence = (error: unknown) => String(error instanceof Error ? error.stack : error);
