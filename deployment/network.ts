import { TributaryError } from '../functions/core/errors.ts';
import type { Statement } from './template.ts';

/** Where ingest is to be: subnets and security groups of one VPC, both or none. */
export interface Network {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

export interface Placement {
  readonly vpc?: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
  readonly permissions: readonly Statement[];
}

/** Puts a function of that name into the VPC; outside of any where no subnets are given. Throws PipelineInvalid for half of it. */
export function placementOf({ subnets, securityGroups }: Network, functionName: string): Placement {
  if (subnets.length === 0 && securityGroups.length === 0) return { permissions: [] };
  if (subnets.length === 0 || securityGroups.length === 0) {
    throw new TributaryError(
      'PipelineInvalid',
      'A VPC is said by its subnets and security groups: give both vpcSubnets and vpcSecurityGroups, or neither.',
    );
  }
  return {
    vpc: { subnetIds: subnets, securityGroupIds: securityGroups },
    permissions: [
      { Action: interfaces, Resource: '*' },
      // They are for the service, which makes the interfaces in the role's name: the code itself may not use them.
      {
        Effect: 'Deny',
        Action: interfaces,
        Resource: '*',
        Condition: {
          ArnEquals: {
            'lambda:SourceFunctionArn': {
              'Fn::Sub': `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${functionName}`,
            },
          },
        },
      },
    ],
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions, which wants them on `*`. */
const interfaces = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];
