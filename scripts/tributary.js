#!/usr/bin/env node
/** `npx tributary <command>`, the same as `npm run tributary -- <command>`. */
process.argv.splice(2, 0, 'tributary');
await import('./run.js');
