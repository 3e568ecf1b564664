import type { HostVerifier } from 'ssh2';
import type { HostKey } from '../../core/ssh/knownHosts.ts';

/**
 * The only way a host key decision reaches ssh2. Two traps of ssh2 1.17 are closed here: it takes any truthy answer for
 * yes, so that an async verifier (a Promise) accepts every host; and its callback refuses only on exactly `false`.
 * ssh2 asks again at every rekey, so `decide` must answer at once and stay with its answer.
 */
export function hostVerifier(decide: (key: HostKey) => boolean): HostVerifier {
  return (blob: Buffer, verify: (valid: boolean) => void): void => {
    let accepted = false;
    try {
      accepted = decide(hostKeyFromBlob(blob)) === true;
    } finally {
      verify(accepted);
    }
  };
}

/** The key's type stands first in the blob, with its length in four bytes (RFC 4253, 6.6). */
export function hostKeyFromBlob(blob: Buffer): HostKey {
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  const type = length <= blob.length - 4 ? blob.toString('latin1', 4, 4 + length) : '';
  return { type, base64: blob.toString('base64').replace(/=+$/, '') };
}
