import { bundle } from '../deployment/bundle.ts';

await bundle('dist');
