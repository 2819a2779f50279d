import { comparisonOf, momentOf } from '../choice-rules.ts';
import type { ChoiceState, Language } from '../definition.ts';
import { isPath } from '../expressions/syntax.ts';
import { isObject, type Json, json } from '../json.ts';

/** What is wrong with the rules of a Choice: https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
export function* choiceProblems({ Choices }: ChoiceState, language: Language): Generator<string> {
  for (const [at, rule] of Choices.entries()) {
    const { Next: _, ...test } = rule;
    const place = `Choices[${at}]`;
    if (language === 'JSONPath') yield* testProblems(json.parse(test), place, beside);
    else if (test.Condition === undefined) yield `has no Condition in ${place}`;
    else yield* strangers(test, place, [...beside, 'Condition', 'Output']);
  }
}

/** What a rule may say beside what it tests. */
const beside = ['Comment', 'Assign'];

function* strangers(rule: object, place: string, known: readonly string[]): Generator<string> {
  for (const field of Object.keys(rule)) {
    if (!known.includes(field)) yield `says ${place}/${field}, which a rule does not have there`;
  }
}

function* testProblems(test: Json | undefined, place: string, around: readonly string[]): Generator<string> {
  if (!isObject(test)) return yield `has no rule in ${place}`;
  const tests = Object.keys(test).filter((field) => combined.has(field) || comparisonOf(field));
  const [operator = ''] = tests;
  if (tests.length !== 1) return yield `needs one comparison in ${place}, and has ${tests.length}`;
  yield* strangers(test, place, [...around, operator, ...(combined.has(operator) ? [] : ['Variable'])]);
  if (combined.has(operator)) yield* combinedProblems(test[operator], `${place}/${operator}`);
  else yield* comparisonProblems(test, operator, place);
}

const combined = new Set(['And', 'Or', 'Not']);

function* combinedProblems(rules: Json | undefined, place: string): Generator<string> {
  if (place.endsWith('Not')) return yield* testProblems(rules, place, ['Comment']);
  if (!Array.isArray(rules) || rules.length === 0) return yield `has no list of rules in ${place}`;
  for (const [at, one] of rules.entries()) yield* testProblems(one, `${place}[${at}]`, ['Comment']);
}

function* comparisonProblems(test: { [field: string]: Json }, operator: string, place: string): Generator<string> {
  const { Variable, [operator]: expected } = test;
  if (typeof Variable !== 'string' || !isPath(Variable)) yield `needs a path as Variable in ${place}`;
  if (!fits(operator, expected)) yield `compares with ${JSON.stringify(expected)} in ${place}/${operator}`;
}

function fits(operator: string, expected: Json | undefined): boolean {
  if (operator.endsWith('Path')) return typeof expected === 'string';
  if (operator.startsWith('Is') || operator.startsWith('Boolean')) return typeof expected === 'boolean';
  if (operator.startsWith('Numeric')) return typeof expected === 'number';
  return operator.startsWith('Timestamp') ? momentOf(expected) !== undefined : typeof expected === 'string';
}
