/** List prices of us-east-1 in dollars, as of November 2026, without the free tier; other regions differ by some percent. */
export const prices = {
  /** Of a state that is entered; standard workflows: https://aws.amazon.com/step-functions/pricing/ */
  transition: 0.025 / 1000,
  /** https://aws.amazon.com/lambda/pricing/ */
  call: 0.2 / 1e6,
  gigabyteSecond: { arm64: 0.0000133334, x86_64: 0.0000166667 },
  /** https://aws.amazon.com/s3/pricing/ */
  write: 0.005 / 1000,
  read: 0.0004 / 1000,
  /** Of a byte that a query scans, rounded up to a megabyte, and for at least ten: https://aws.amazon.com/athena/pricing/ */
  scanned: { byte: 5 / 1e12, megabyte: 1e6, least: 10e6 },
} as const;
