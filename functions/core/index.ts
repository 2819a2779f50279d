/** The public face of core: what `pipeline/` needs to describe its sources and its report. */
export { decimal, localTime } from './contract/types.ts';
export { type Pipeline, pipeline } from './pipeline.ts';
export { type ChartDefinition, type ReportDefinition, ranking, timeSeries } from './report.ts';
export { type Source, source, upload } from './source.ts';
