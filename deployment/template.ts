/** Resources of CloudFormation, by their logical ids. */
export type Resources = Readonly<Record<string, unknown>>;

/** A statement of IAM; it allows unless it says otherwise. */
export interface Statement {
  readonly Effect?: 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}
