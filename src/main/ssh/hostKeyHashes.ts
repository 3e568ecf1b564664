import { createHash, createHmac } from 'node:crypto';
import type { HostKeyHashes } from '../../core/ssh/knownHosts.ts';

/** Node's hashes for core's known_hosts matcher. SHA-1 is what the file format prescribes for hashed names. */
export const hostKeyHashes: HostKeyHashes = {
  sha256: (base64Data) =>
    createHash('sha256').update(Buffer.from(base64Data, 'base64')).digest('base64').replace(/=+$/, ''),
  hmacSha1: (base64Key, text) =>
    createHmac('sha1', Buffer.from(base64Key, 'base64')).update(text).digest('base64'),
};
