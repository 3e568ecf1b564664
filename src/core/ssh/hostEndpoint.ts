/** One end of one SSH connection on the way to a server. */
export interface HostEndpoint {
  readonly host: string;
  readonly port: number;
}

/** The port sshd listens on unless told otherwise (RFC 4253, 4). */
export const DEFAULT_SSH_PORT = 22;

/**
 * How known_hosts names a host: bare on port 22, `[host]:port` elsewhere, lower case (sshd(8), SSH_KNOWN_HOSTS FILE
 * FORMAT).
 */
export function knownHostsName({ host, port }: HostEndpoint): string {
  const name = host.toLowerCase();
  return port === DEFAULT_SSH_PORT ? name : `[${name}]:${port}`;
}
