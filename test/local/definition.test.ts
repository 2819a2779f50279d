import { functionsIn, substituted } from '../../local/definition.ts';

it('puts values in the place of their names, whatever is in them, and leaves what it does not know', () => {
  const definition = { Resource: `\${Topic}`, Comment: `for \${Topic} and \${Other}`, deep: [`\${Quoted}`] };
  expect(substituted(definition, { Topic: 'arn:topic', Quoted: 'a "quoted"\n\\ line' })).toEqual({
    Resource: 'arn:topic',
    Comment: `for arn:topic and \${Other}`,
    deep: ['a "quoted"\n\\ line'],
  });
});

it('names each function that is called, once', () => {
  const states = {
    A: `\${PayFunctionArn}`,
    B: { C: `\${payOutFunctionArn}`, D: `\${PayFunctionArn}` },
    E: `\${Topic}`,
  };
  expect(functionsIn(states)).toEqual(['pay', 'payOut']);
});
