/** What there is to do about a run that was held. */
export const correctAdvice =
  'Correct the files that are named, and upload them again: that starts a new run. Databases and APIs are read again by rerun.';
/** And where it is only past its limits. */
export const acceptAdvice = (run: string, flag: string): string[] => [
  'Where rows are only past their limits, a person may accept it:',
  `  npm run tributary -- accept ${run} --reason "<why>"${flag}`,
];
