declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** A DynamoDB in memory, as an HTTP server that listens nowhere yet. */
  const dynalite: (options?: { readonly createTableMs?: number; readonly deleteTableMs?: number }) => Server;
  export default dynalite;
}
