import { advised } from '../../../commands/site/refused.ts';

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

it.each([
  [named('CredentialsProviderError', 'Could not load credentials from any providers'), /AWS_PROFILE/],
  [named('ExpiredToken', 'The provided token has expired.'), /AWS_PROFILE/],
  [named('AccessDenied', 'User is not authorized to perform: s3:GetObject'), /s3:GetObject.*docs\/deploy\.md/],
])('says what to do about %s', (error, advice) => {
  expect(advised(error)).toMatchObject({ message: expect.stringMatching(advice), cause: error });
});

it('leaves any other as it is', () => {
  const error = named('RowsLost', 'rows are lost');
  expect(advised(error)).toBe(error);
});
