/**
 * For the request handler of a client of AWS: how long it waits for a connection, and for the next byte of an answer.
 * The SDK itself waits for both without end, and tries three times.
 */
export const patience = (seconds: number) => ({ connectionTimeout: 5000, socketTimeout: seconds * 1000 });

/** Of a service that answers at once, in seconds. */
export const brief = 20;
