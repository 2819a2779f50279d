import { writeFileSync } from 'node:fs';
import { reportJsonSchema } from '../functions/core/document.ts';

writeFileSync('docs/report.schema.json', reportJsonSchema());
