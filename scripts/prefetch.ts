import { nativeEngine } from '../deployment/native.ts';

// So that packaging needs no network afterwards.
nativeEngine('arm64');
