/** The public face of core: what `pipeline/` needs to describe its sources and its report. */
export { decimal, localTime } from './contract/types.ts';
export { pipeline, type Pipeline } from './pipeline.ts';
export { ranking, type ReportDefinition, timeSeries } from './report.ts';
export { source, type Source, upload } from './source.ts';
