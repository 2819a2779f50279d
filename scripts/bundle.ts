import { bundle } from '../deployment/bundle.ts';
import { architectureSchema } from '../deployment/native.ts';

/** `bundle <arm64 or x86_64>`: what the functions of a deployment are made of, in `dist/`. */
await bundle('dist', architectureSchema.parse(process.argv[2]));
