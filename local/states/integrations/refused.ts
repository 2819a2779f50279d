import { Failure } from '../failure.ts';
import type { ApiError } from './api.ts';
import type { Integration } from './integration.ts';

/** What a service has refused, in the words of an integration of its own. */
export function refusedBy({ errors }: Integration, { name, message, modelled, status, requestId }: ApiError): Failure {
  if (status === undefined) return new Failure(`${errors.prefix}.SdkClientException`, message);
  const code = `${message} (Service: ${errors.service}; Status Code: ${status}; Error Code: ${name}; Request ID: ${requestId}; Proxy: null)`;
  return new Failure(`${errors.prefix}.${modelled ? exception(name) : errors.other}`, code);
}

/** What a service has refused, in the words of `aws-sdk:`. */
export function refusedBySdk(serviceId: string, { name, message, modelled, status, requestId }: ApiError): Failure {
  const service = javaName(serviceId);
  if (status === undefined) return new Failure(`${service}.SdkClientException`, message);
  return new Failure(
    `${service}.${modelled ? exception(name) : `${service}Exception`}`,
    `${message} (Service: ${service}, Status Code: ${status}, Request ID: ${requestId})`,
  );
}

/** Every error is an exception in Java, whose SDK Step Functions speaks: NoSuchKey is NoSuchKeyException. */
const exception = (name: string) => (name.endsWith('Exception') ? name : `${name}Exception`);

/** `DynamoDB` is `DynamoDb`, `SFN` is `Sfn`, `Secrets Manager` is `SecretsManager`. */
const javaName = (serviceId: string) =>
  serviceId.replace(/[A-Z]{2,}/g, (run) => `${run.charAt(0)}${run.slice(1).toLowerCase()}`).replaceAll(' ', '');
