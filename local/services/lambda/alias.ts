import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { RestRefusal } from '../rest-server.ts';

const weights = z.record(z.string(), z.number().min(0).max(1));
const routing = z.object({ AdditionalVersionWeights: weights.default({}) });

/** What is said of an alias when it is made. */
export const aliasSaid = z.object({
  FunctionVersion: z.string(),
  Description: z.string().default(''),
  RoutingConfig: routing.default({ AdditionalVersionWeights: {} }),
});
export type AliasSaid = z.infer<typeof aliasSaid>;

/** Likewise, when it is changed: what is not said stays. */
export const aliasChange = z.object({
  FunctionVersion: z.string().optional(),
  Description: z.string().optional(),
  RoutingConfig: routing.optional(),
  RevisionId: z.string().optional(),
});

/** A name for one version of a function, or for two with a share of the calls each: https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html */
export class Alias {
  readonly #arn: string;
  readonly #demand: (version: string) => void;
  #said: AliasSaid;
  #revision: string = randomUUID();

  /** `demand` throws where there is no such version. */
  constructor(arn: string, said: AliasSaid, demand: (version: string) => void) {
    this.#arn = arn;
    this.#demand = demand;
    this.#said = this.#sound(said);
  }

  /** Throws where somebody has changed it since the revision that is said. */
  update({ RevisionId, ...change }: z.infer<typeof aliasChange>): void {
    if (RevisionId !== undefined && RevisionId !== this.#revision) {
      const message =
        'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id';
      throw new RestRefusal(412, 'PreconditionFailedException', message);
    }
    this.#said = this.#sound(aliasSaid.parse({ ...this.#said, ...change }));
    this.#revision = randomUUID();
  }

  /** https://docs.aws.amazon.com/lambda/latest/api/API_AliasConfiguration.html */
  told() {
    const { RoutingConfig, ...said } = this.#said;
    const hasWeights = Object.keys(RoutingConfig.AdditionalVersionWeights).length > 0;
    const [name = ''] = this.#arn.split(':').slice(-1);
    return {
      ...{ AliasArn: this.#arn, Name: name, ...said, RevisionId: this.#revision },
      ...(hasWeights && { RoutingConfig }),
    };
  }

  /** The version that a call goes to; `chance` is from 0 up to 1. */
  versionAt(chance: number): string {
    const { FunctionVersion, RoutingConfig } = this.#said;
    const entries = Object.entries(RoutingConfig.AdditionalVersionWeights);
    return entries.find(([, weight]) => chance < weight)?.[0] ?? FunctionVersion;
  }

  #sound(said: AliasSaid): AliasSaid {
    const { FunctionVersion, RoutingConfig } = said;
    const additional = Object.keys(RoutingConfig.AdditionalVersionWeights);
    for (const version of [FunctionVersion, ...additional]) this.#demand(version);
    if (additional.includes(FunctionVersion)) {
      const message = `Invalid function version ${FunctionVersion}. Function version ${FunctionVersion} is already included in routing configuration.`;
      throw new RestRefusal(400, 'InvalidParameterValueException', message);
    }
    if (additional.length > 1) {
      const message = 'Number of items in AdditionalVersionWeights cannot be greater than 1';
      throw new RestRefusal(400, 'InvalidParameterValueException', message);
    }
    return said;
  }
}
