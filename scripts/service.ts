import { serviceOf } from '../deployment/service.ts';
import { pipeline } from '../pipeline/pipeline.ts';

/** Prints the name of the service, which `serverless.yml` asks for. */
console.log(JSON.stringify({ service: serviceOf(pipeline.name) }));
