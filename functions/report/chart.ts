import { parse, type Spec, textMetrics, View } from 'vega';
import { type Config, compile, type TopLevelSpec } from 'vega-lite';
import { z } from 'zod';
import { TributaryError } from '../core/errors.ts';
import { english } from '../core/language.ts';
import type { Row } from '../core/quality.ts';
import type { ChartDefinition } from '../definition/define-report.ts';
import { textWidth } from './text-width.ts';
import { themeFor } from './theme.ts';

declare module 'vega' {
  const textMetrics: { width: (item: { fontSize?: number; limit?: number }, text: unknown) => number };
}
// There is no canvas to measure text with, and Vega's own guess is half as wide again as the text.
textMetrics.width = ({ fontSize = 11, limit }, text) =>
  Math.min(textWidth(String(text ?? '')) * fontSize, limit || Number.POSITIVE_INFINITY);

/** The widths that a chart is drawn in; the page shows the one that fits its window. */
const widths = { narrow: 309, medium: 514, wide: 1078 } as const;
export interface Drawing {
  readonly size: keyof typeof widths;
  /** Attributes and content of an `svg` element. */
  readonly width: number;
  readonly height: number;
  readonly content: string;
}

/** Draws the rows in each width that the chart needs; throws PipelineInvalid where its specification cannot be drawn. */
export async function draw(chart: ChartDefinition, rows: readonly Row[], id: string): Promise<Drawing[]> {
  const fluid = ('mark' in chart.spec || 'layer' in chart.spec) && !('width' in chart.spec);
  const sizes = fluid
    ? (['narrow', 'medium', ...(chart.wide ? (['wide'] as const) : [])] as const)
    : (['medium'] as const);
  const drawings: Drawing[] = [];
  for (const size of sizes) {
    const width = fluid && { width: widths[size], autosize: { type: 'fit-x', contains: 'padding' } };
    const svg = await toSvg({ ...chart.spec, ...width }, rows, themeFor(widths[size])).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new TributaryError('PipelineInvalid', `The chart "${chart.title}" cannot be drawn: ${reason}`, { cause });
    });
    drawings.push({ size, ...opened(svg, `${id}-${size}`) });
  }
  return drawings;
}

const liteSpec = z.custom<TopLevelSpec>((value) => typeof value === 'object');

async function toSvg(spec: ChartDefinition['spec'], rows: readonly Row[], config: Config): Promise<string> {
  const problems: unknown[] = [];
  const logger = silent((problem) => problems.push(problem));
  const padding = { left: 0, right: 10 + roomFor(spec, rows), top: 4, bottom: 4 };
  const lite = liteSpec.parse(inUtc({ padding, ...spec, data: { name: 'rows' } }));
  const compiled = withoutLinks(compile(lite, { config, logger }).spec);
  const data = compiled.data?.map((one) => (one.name === 'rows' ? { ...one, values: [...rows] } : one));
  const view = new View(parse({ ...compiled, ...(data && { data }) }), { renderer: 'none', logger });
  try {
    const svg = await view.toSVG();
    if (problems.length > 0) throw problems[0];
    return svg;
  } finally {
    view.finalize();
  }
}

const writtenValues = z.object({
  written: z.object({
    field: z.string(),
    format: z.object({ digits: z.number().optional(), unit: z.string().optional() }),
  }),
});

/** Beside the longest bar, for the value that is written behind it. */
function roomFor({ usermeta }: ChartDefinition['spec'], rows: readonly Row[]): number {
  const { written } = writtenValues.safeParse(usermeta).data ?? {};
  if (!written) return 0;
  const { digits, unit } = written.format;
  const format = { ...(digits !== undefined && { digits }), ...(unit !== undefined && { unit }) };
  return Math.ceil(Math.max(0, ...rows.map((row) => textWidth(english.cell(row[written.field], format)))) * 11);
}

/**
 * Drops what could make a value of the data an address (links, images), and what could load something:
 * Vega writes both as `href` and `url`. A link that its loader refuses would crash the process.
 */
const withoutLinks = (spec: Spec): Spec =>
  JSON.parse(JSON.stringify(spec), (key, value: unknown) => (key === 'href' || key === 'url' ? undefined : value));

/** Times are drawn in UTC, so that the machine's time zone changes no byte. */
const inUtc = (spec: ChartDefinition['spec']): unknown =>
  JSON.parse(JSON.stringify(spec), (key, value: unknown) => {
    if (key === 'timeUnit' && typeof value === 'string' && !value.startsWith('utc')) return `utc${value}`;
    const channel = temporal.safeParse(value).data;
    return channel ? { ...channel, scale: { type: 'utc', ...channel.scale } } : value;
  });
const temporal = z.looseObject({
  type: z.literal('temporal'),
  timeUnit: z.undefined().optional(),
  scale: z.looseObject({}).optional(),
});

/** The inside of the picture, with ids of its own: Vega counts them over the whole life of the process. */
function opened(svg: string, id: string): Omit<Drawing, 'size'> {
  const [head = '', width, height] = /^<svg[^>]*? width="([\d.]+)" height="([\d.]+)"[^>]*>/.exec(svg) ?? [];
  const ids: string[] = [];
  const content = svg
    .slice(head.length, -'</svg>'.length)
    .replace(/( id="|="url\(#)((?:p_)?(?:clip|gradient_)\d+)/g, (_, start: string, name: string) => {
      if (!ids.includes(name)) ids.push(name);
      return `${start}${id}-${ids.indexOf(name)}`;
    });
  return { width: Number(width), height: Number(height), content };
}

/** A logger for Vega and Vega-Lite that hears errors, which Vega would print and forget. */
function silent(onError: (problem: unknown) => void) {
  const logger = {
    level: (_?: number) => logger,
    error: (...problems: readonly unknown[]) => {
      onError(problems[0]);
      return logger;
    },
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}
