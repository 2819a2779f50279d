import { bothWaysSuite } from './suite.ts';

bothWaysSuite();
