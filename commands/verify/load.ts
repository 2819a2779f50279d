import { TributaryError } from '../../functions/core/errors.ts';
import { problemsIn } from '../../local/console/problems.ts';

/** What its code exports; what that throws as it is loaded is told with the file and line that threw it. */
export const load = <Module>(loading: Promise<Module>): Promise<Module> => loading.catch(tell);

function tell(error: unknown): never {
  const [problem] = problemsIn(error);
  if (error instanceof TributaryError || problem?.file === undefined || problem.line === undefined) throw error;
  const { file, line, message } = problem;
  throw new Error(`${file}, line ${line}: ${message}. What TypeScript says of it: npx tsc`, { cause: error });
}
