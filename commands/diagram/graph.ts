import { z } from 'zod';
import type { Machine, State } from '../../local/states/definition.ts';
import { insideOf } from '../../local/states/walk.ts';

export interface Node {
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly children: readonly Node[];
  readonly edges: readonly Edge[];
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly kind: 'next' | 'catch';
}

/** The machine as nested nodes; names are unique in a machine, as Step Functions demands. */
export function graphOf(machine: Machine, id = 'machine'): Node {
  const start = { id: `${id}/start`, label: 'Start', type: 'Start', children: [], edges: [] };
  const nodes = Object.entries(machine.States).map(([name, state]) => {
    const graphs = insideOf(state).map((one, at) => graphOf(one, `${name}/${at}`));
    return {
      id: name,
      label: name,
      type: state.Type,
      children: graphs.flatMap(({ children }) => children.filter(({ type }) => type !== 'Start')),
      edges: graphs.flatMap(({ edges }) => edges.filter(({ from }) => !from.endsWith('/start'))),
    };
  });
  const edges = Object.entries(machine.States).flatMap(([from, state]) => [...edgesOf(from, state)]);
  return {
    id,
    label: '',
    type: 'Machine',
    children: [start, ...nodes],
    edges: [{ from: start.id, to: machine.StartAt, label: '', kind: 'next' }, ...edges],
  };
}

function* edgesOf(from: string, state: State): Generator<Edge> {
  if ('Next' in state && state.Next) yield { from, to: state.Next, label: '', kind: 'next' };
  if (state.Type === 'Choice') {
    for (const rule of state.Choices) yield { from, to: rule.Next, label: conditionOf(rule), kind: 'next' };
    if (state.Default) yield { from, to: state.Default, label: 'otherwise', kind: 'next' };
  }
  for (const { ErrorEquals, Next } of ('Catch' in state && state.Catch) || [])
    yield { from, to: Next, label: ErrorEquals.join(', '), kind: 'catch' };
}

/**
 * `$.quality.pastLimits BooleanEquals false` reads "not pastLimits", `$.bytes NumericGreaterThan 9` "bytes > 9"; other
 * comparisons keep their words, and so does JSONata but for where its values come from. Where a rule has a Comment, that
 * says it.
 */
function conditionOf({ Next: _, Comment, Variable, Condition, ...comparison }: Record<string, unknown>): string {
  if (typeof Comment === 'string') return Comment;
  if (typeof Condition === 'string')
    return Condition.replace(/^\{%\s*|\s*%\}$|\$states\.input\.|\$(?=\w+\b(?!\())/g, '');
  const [operator = '', value] = Object.entries(comparison)[0] ?? [];
  if (operator === 'And' || operator === 'Or')
    return rules.parse(value).map(conditionOf).join(` ${operator.toLowerCase()} `);
  if (operator === 'Not') return `not (${conditionOf(rule.parse(value))})`;
  return comparisonOf(
    String(Variable ?? '')
      .split('.')
      .at(-1) ?? '',
    operator,
    value,
  );
}

const rule = z.record(z.string(), z.unknown());
const rules = z.array(rule);

const signs: Readonly<Record<string, string>> = {
  Equals: '=',
  LessThan: '<',
  LessThanEquals: '≤',
  GreaterThan: '>',
  GreaterThanEquals: '≥',
};

function comparisonOf(name: string, operator: string, value: unknown): string {
  if (operator === 'BooleanEquals') return value === true ? name : `not ${name}`;
  if (operator === 'IsPresent') return value === true ? `${name} is there` : `no ${name}`;
  const sign = signs[operator.replace(/^(Numeric|String|Timestamp)|Path$/g, '')] ?? operator;
  return operator ? `${name} ${sign} ${typeof value === 'string' ? value : JSON.stringify(value)}` : name;
}
