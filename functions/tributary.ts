/** All that `pipeline/` may import. */

// What a row may have beside zod's own types
export { decimal, localTime } from './contract/types.ts';
// Lengths of time
export { days, hours, minutes, seconds } from './core/duration.ts';
// What the page is made of
export { bars } from './definition/components/bars.ts';
export { line } from './definition/components/line.ts';
export { ranking } from './definition/components/ranking.ts';
export { table } from './definition/components/table.ts';
export { text } from './definition/components/text.ts';
// The pipeline, its sources, its report
export { definePipeline } from './definition/define-pipeline.ts';
export { defineReport } from './definition/define-report.ts';
export { defineSource } from './definition/define-source.ts';
// Where rows come from
export { dynamodb } from './origins/dynamodb/options.ts';
export { http } from './origins/http/options.ts';
export { postgres } from './origins/postgres/options.ts';
export { upload } from './origins/upload/options.ts';
