import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { z } from 'zod';
import { jsonText } from '../../functions/core/json.ts';
import { type Grant, grantsOf, statementSchema } from '../template/policy.ts';

const policy = jsonText(z.object({ Statement: z.array(statementSchema) }));

/** One thing that a deployed role allows. */
interface RoleGrant extends Grant {
  readonly role: string;
}

/** All that the roles of the account allow. */
export async function grantsOfRoles(): Promise<RoleGrant[]> {
  const iam = new IAMClient();
  const { Roles = [] } = await iam.send(new ListRolesCommand());
  const grants: RoleGrant[] = [];
  for (const { RoleName: role = '' } of Roles) {
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: role }));
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName }));
      const { Statement } = policy.parse(decodeURIComponent(PolicyDocument));
      grants.push(...grantsOf(Statement).map((grant) => ({ role, ...grant })));
    }
  }
  return grants;
}

/** As unasked.ts tells it; a role by what the template calls it. */
export const lineOf = ({ role, action, resource, prefix = '' }: RoleGrant) =>
  `${role.replace(/^.*-(\w+)Role-.*$/, '$1')} ${action} ${resource} ${prefix}`.trimEnd();
