import { z } from 'zod';
import { eventPattern } from '../services/event-pattern.ts';
import { type Json, json } from '../states/json.ts';
import { inputTransformer, transformed } from './input-transformer.ts';
import { arnOf, type Kind } from './kind.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html */
const ruleProperties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  State: z.literal('ENABLED').optional(),
  EventPattern: eventPattern,
  Targets: z.array(
    z.strictObject({
      Id: z.string(),
      Arn: z.string().regex(/^arn:aws:states:.*:stateMachine:/, 'rules start state machines alone on this machine'),
      RoleArn: z.string(),
      Input: z.string().optional(),
      InputTransformer: inputTransformer.optional(),
      RetryPolicy: json.optional(),
      DeadLetterConfig: json.optional(),
    }),
  ),
});

/** Starts state machines with the events that fit its pattern, or with what its target says. */
export const rule: Kind = {
  needs: [],
  make: async (id, properties, { named, bus }) => {
    const { Name = named(id), EventPattern, Targets } = ruleProperties.parse(properties);
    const targets = Targets.map(({ Arn, Input, InputTransformer }) => ({
      machineArn: Arn,
      inputOf: (event: Json): Json => {
        if (InputTransformer) return transformed(InputTransformer, event);
        return Input === undefined ? event : json.parse(JSON.parse(Input));
      },
    }));
    bus.rules.push({ pattern: EventPattern, targets });
    return { ref: Name, attributes: { Arn: arnOf('events', `rule/${Name}`) } };
  },
};
