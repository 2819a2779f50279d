/** The kinds of executions: https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
export type MachineType = 'STANDARD' | 'EXPRESS';

/** What an execution may take: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const limits = {
  STANDARD: { seconds: 365 * 24 * 60 * 60, events: 25_000 },
  EXPRESS: { seconds: 5 * 60, events: Number.POSITIVE_INFINITY },
} as const satisfies Record<MachineType, { readonly seconds: number; readonly events: number }>;

/** The bytes of all variables. */
export const mostVariableBytes = 10 * 1024 * 1024;
