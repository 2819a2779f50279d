/** How a batch is worked on that one Lambda cannot hold. */
export interface DistributedOptions {
  /** From so many bytes on, a source is read in parts, and the report's tables are made by Athena. */
  readonly fromBytes: number;
  /** About so many bytes of a file are a part: 256 MiB unless told. */
  readonly partBytes?: number;
  /** So many parts of a source are worked on at once: 10 unless told, which is what a new account may have. */
  readonly concurrency?: number;
  /** So many bytes a query of Athena may scan before it is stopped: 1 TiB unless told. */
  readonly maxScannedBytes?: number;
}

export type Distributed = Required<DistributedOptions>;

export const distributedOf = (options: DistributedOptions): Distributed => ({
  partBytes: 256 * 1024 ** 2,
  concurrency: 10,
  maxScannedBytes: 1024 ** 4,
  ...options,
});

/** Athena's own limit: https://docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html */
const leastScannedBytes = 10_000_000;

/** What is wrong with the options, a sentence each. */
export function* distributedProblems(options: DistributedOptions | undefined, maxSourceBytes: number) {
  if (!options) return;
  for (const [name, value] of Object.entries(distributedOf(options))) {
    if (!(Number.isSafeInteger(value) && value >= 1))
      yield `distributed.${name} is ${value}: write a whole number, 1 or more.`;
  }
  const { fromBytes, maxScannedBytes } = distributedOf(options);
  if (fromBytes > maxSourceBytes)
    yield `distributed.fromBytes is ${fromBytes}, past maxSourceBytes, ${maxSourceBytes}: nobody would take a source between the two.`;
  if (maxScannedBytes < leastScannedBytes)
    yield `distributed.maxScannedBytes is ${maxScannedBytes}: Athena takes ${leastScannedBytes} or more.`;
}
