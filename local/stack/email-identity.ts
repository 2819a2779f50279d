import { z } from 'zod';
import type { Kind } from './kind.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ses-emailidentity.html */
const identityProperties = z.object({ EmailIdentity: z.string() });
/** An address, or a domain, that e-mail may come from. */
export const emailIdentity: Kind = {
  needs: ['sesv2'],
  make: async (_id, properties) => ({ ref: identityProperties.parse(properties).EmailIdentity, attributes: {} }),
};
