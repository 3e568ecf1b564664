import type { PostfixService } from '../../core/postfix/service.ts';
import { hashText } from './hash.ts';

export function hostHash(host: string): number {
  return hashText(`${host}\n`);
}

export function serviceHash(service: PostfixService): number {
  return hashText(`${service.instance}\n${service.daemon}\n`);
}

/** Key of the process that serves an SMTP session; one postscreen serves all clients at once. */
export function sessionHash(host: string, service: PostfixService, pid: string, client: string): number {
  return hashText(client, joinHashes(hostHash(host), serviceHash(service), hashText(pid)));
}

export function joinHashes(host: number, service: number, pid: number): number {
  return Math.imul(Math.imul(host ^ service, 0x01000193) ^ pid, 0x01000193);
}
