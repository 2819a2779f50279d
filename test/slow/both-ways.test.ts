import { bothWaysSuite } from '../aggregate/athena/suite.ts';

bothWaysSuite();
