import { messageOf } from '../../functions/core/told.ts';

/** What to do where AWS knows nobody. */
export const logIn =
  'there are no credentials of AWS here that hold. Log in, or name a profile in AWS_PROFILE, until `aws sts get-caller-identity` answers.';

const unknown = /credentials|security token|ExpiredToken|session has expired/i;
const denied = /^(AccessDenied|AccessDeniedException|AuthorizationError|UnauthorizedOperation)$/;

/** Whether the text says that nobody is logged in, or no longer. */
export const isNobody = (text: string): boolean => unknown.test(text);

/** An error of AWS with what to do about it; any other as it is. */
export function advised(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (isNobody(`${error.name} ${error.message}`)) return new Error(`AWS does not answer: ${logIn}`, { cause: error });
  if (!denied.test(error.name)) return error;
  const told = `These credentials may not do that: ${messageOf(error)}. docs/deploy.md lists what each command needs.`;
  return new Error(told, { cause: error });
}
