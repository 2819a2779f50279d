/** The pages that lead to reports. */
export const shelf = {
  allReports: 'All reports',
  holding: 'The report that holds',
  noneOfBatch: 'No report of this batch is published yet.',
  says: 'All reports, the newest batch first. What a batch leads to is the report that holds.',
  batch: 'Batch',
  verdict: 'Verdict',
  versions: 'Versions',
  none: 'None yet',
  published: 'Published',
  outdated: (batch: string) =>
    `Compared with a report of ${batch} that holds no more: a rerun compares with the one that does.`,
  holds: 'holds',
  held: 'was held',
  superseded: 'is superseded',
};
