import { glueProblems } from '../../deployment/glue.ts';
import { serviceOf } from '../../deployment/service.ts';
import { describeTables } from '../../functions/aggregate/describe.ts';
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

/**
 * Throws PipelineInvalid with every problem of the state machine and its steps, every file that the lists of the pipeline
 * leave out, every option that there is not, and every problem that `verify` finds.
 */
export async function refuseUnsound(pipeline: Pipeline, folder?: string): Promise<void> {
  const leftOut = unlisted(pipeline, folder);
  const follows = (problem: string) => leftOut.some(({ name }) => problem.includes(`Table with name ${name} does not`));
  const [ofTypes, found] = await Promise.all([typeProblems(), verify(pipeline)]);
  const problems = [
    ...stepProblems(),
    ...answerProblems(readDefinition()),
    ...leftOut.map(({ problem }) => problem),
    ...ofTypes,
    ...found.filter((problem) => !follows(problem)),
  ];
  if (problems.length === 0) return;
  throw new TributaryError('PipelineInvalid', `The pipeline cannot run:\n- ${problems.join('\n- ')}`);
}
