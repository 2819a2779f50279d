import { nativeEngine } from './bundle/native.ts';

// So that packaging needs no network afterwards.
nativeEngine();
