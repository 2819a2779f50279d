import { randomUUID } from 'node:crypto';
import { type BusEvent, objectCreated } from '../events.ts';
import { type EventPattern, matchesPattern } from '../services/event-pattern.ts';
import type { Upload } from '../services/fauxqs.ts';
import { type Json, json } from '../states/json.ts';
import type { Executions } from '../states/service/executions.ts';

interface Rule {
  readonly pattern: EventPattern;
  readonly targets: readonly Target[];
}

/** A state machine, and what it is started with. */
interface Target {
  readonly machineArn: string;
  readonly inputOf: (event: Json) => Json;
}

/** EventBridge's way from what happens in a stack to the state machines that its rules start. */
export class Bus {
  /** Those that tell of their uploads. */
  readonly buckets = new Set<string>();
  readonly rules: Rule[] = [];
  /** The ARNs of the executions that it has started. */
  readonly started: string[] = [];
  /** Known once the machines are there. */
  executions: Pick<Executions, 'start'> | undefined;

  readonly hearEvent = (event: BusEvent): void => {
    const targets = this.rules.flatMap((rule) => (matchesPattern(rule.pattern, event) ? rule.targets : []));
    for (const { machineArn, inputOf } of targets) {
      const input = inputOf(json.parse(event));
      const execution = this.executions?.start(machineArn, `${event.id}_${randomUUID()}`, input);
      if (execution) this.started.push(execution.arn);
    }
  };

  readonly hearUpload = ({ bucket, ...object }: Upload): void => {
    if (this.buckets.has(bucket)) this.hearEvent(objectCreated(bucket, object));
  };
}
