import { ofChild } from '../core/child-failure.ts';
import type { ErrorName } from '../core/errors.ts';

const correctAndDeploy =
  'Correct the folder pipeline/ and deploy it. Then upload a file of the batch again: with the changed definition it is a new run.';

/** Errors that no redrive mends. */
const advice: Partial<Record<ErrorName, string>> = {
  RunHeld:
    'Correct the files that the quality page names, and upload them again: that starts a new run. Databases and APIs are read again by rerun.',
  InputInvalid: 'Upload a file of the batch again: that starts a run of the pipeline as it is now.',
  SourceLate:
    'Ask whoever delivers it. Once it is uploaded a new run starts by itself, and nothing is left to do here.',
  PipelineInvalid: correctAndDeploy,
  TableFailed: correctAndDeploy,
};

/** How a function arrives that ran out of time or memory: what comes again with every redrive, unless something is done. */
const outgrown = new Set(['OutOfTime', 'Sandbox.Timedout', 'Runtime.ExitError', 'Lambda.Unknown', 'States.Timeout']);

/** What to do about an error that no redrive mends; undefined for any other. */
export const insteadOfRedrive = (error: string | undefined): string | undefined =>
  Object.entries(advice).find(([name]) => name === error)?.[1];

/** What a person does next about an execution that ended with this error; `redrive` is the command that lets it continue. */
export function adviceFor(error: string | undefined, redrive: string): string {
  const own = insteadOfRedrive(error);
  if (own) return own;
  return `${firstFor(error)}When the cause is gone, let the run continue where it stopped (within 14 days of its end):\n\n  ${redrive}`;
}

function firstFor(error: string | undefined): string {
  if (error === ofChild)
    return 'A part of the source failed for good, in a child of the execution: the Map Run of that state, and the log of preprocess, say why. ';
  if (!outgrown.has(error ?? '')) return '';
  return 'The function ran out of time or memory: give it more memory, with which the CPU comes (memorySize in its function.yml), and deploy. ';
}
