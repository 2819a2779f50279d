/** Whether a host is this machine, where nothing has to be encrypted; an address of IPv6 is without its brackets. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/.test(host);
