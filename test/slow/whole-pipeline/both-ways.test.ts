import { sampleSuite } from '../../pipeline/both-ways.ts';

sampleSuite();
