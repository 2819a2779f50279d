/** The public face of core: what `pipeline/` needs to describe its sources and its report. */
export { decimal, localTime } from './contract/types.ts';
export { dynamodb, http, postgres, upload } from './origin.ts';
export { pipeline } from './pipeline.ts';
export { type ChartDefinition, type ReportDefinition, ranking, timeSeries } from './report.ts';
export { source } from './source.ts';
