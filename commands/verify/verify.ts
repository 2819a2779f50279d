import { glueProblems } from '../../deployment/glue.ts';
import { serviceOf } from '../../deployment/service.ts';
import { describeTables, isMissing } from '../../functions/aggregate/describe.ts';
import { TributaryError } from '../../functions/core/errors.ts';
import type { Pipeline } from '../../functions/definition/define-pipeline.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { checkRules } from '../../functions/preprocess/rows/plan.ts';
import { shownProblems } from '../../functions/report/shown.ts';
import { readDefinition } from '../../local/definition.ts';
import { answerProblems } from './answers.ts';
import { stepProblems } from './steps.ts';
import { typeProblems } from './types.ts';
import { unlisted } from './unlisted.ts';

/**
 * Holds what `pipeline/` says against itself, with the real engine and without a row: the rules of the sources, the SQL
 * of the tables, and every column that figures, components and tables name. Gives a sentence for each problem.
 */
export const verify = (pipeline: Pipeline): Promise<string[]> =>
  withDuckDB()(async (engine) => {
    const problems: string[] = [];
    try {
      serviceOf(pipeline.name);
    } catch (error) {
      problems.push(String(error instanceof Error ? error.message : error));
    }
    for (const source of pipeline.sources) {
      await checkRules(source, engine).catch((error: unknown) => {
        const problem = error instanceof Error ? error.message : String(error);
        problems.push(`pipeline/sources/${source.name}.ts: ${problem}`);
      });
    }
    const { tables, problems: ofTables } = await describeTables(pipeline, engine);
    const ofReport = shownProblems(pipeline.report, tables).map((problem) => `pipeline/report/report.ts: ${problem}`);
    const ofAthena = pipeline.distributed ? glueProblems({ sources: pipeline.sources, tables }) : [];
    return [...problems, ...ofTables, ...ofAthena, ...ofReport];
  });

/** Throws PipelineInvalid with every problem that keeps the pipeline from running. */
export const refuseUnsound = async (pipeline: Pipeline, folder?: string): Promise<void> =>
  refuse(await problemsOf(pipeline, folder));

/** The same, and with what TypeScript says of `pipeline/`: of an option that there is not nothing else would tell. */
export const refuseMistyped = async (pipeline: Pipeline): Promise<void> =>
  refuse((await Promise.all([typeProblems(), problemsOf(pipeline)])).flat());

/** Of the state machine and its steps, of the pipeline's lists, which leave a file out, and those that `verify` finds. */
async function problemsOf(pipeline: Pipeline, folder?: string): Promise<string[]> {
  const leftOut = unlisted(pipeline, folder);
  const follows = (problem: string) => leftOut.some(({ name }) => isMissing(name, problem));
  const found = (await verify(pipeline)).filter((problem) => !follows(problem));
  return [...stepProblems(), ...answerProblems(readDefinition()), ...leftOut.map(({ problem }) => problem), ...found];
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new TributaryError('PipelineInvalid', `The pipeline cannot run:\n- ${problems.join('\n- ')}`);
}
