import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';

/** Slow beyond use (8192 bits take seconds on Electron's BoringSSL) and never the only thing a server knows. */
const TOO_SLOW = ['diffie-hellman-group17-sha512', 'diffie-hellman-group18-sha512'] as const;
const SHA1_MACS = ['hmac-sha1', 'hmac-sha1-etm@openssh.com'] as const;

const MODERN_HOST_KEYS: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];
const LEGACY_HOST_KEYS: readonly ServerHostKeyAlgorithm[] = [...MODERN_HOST_KEYS, 'ssh-rsa', 'ssh-dss'];

/**
 * What we offer. ssh2 has already left out what this build's crypto cannot do; we take away SHA-1 unless the profile
 * asks for old algorithms, and put the host key types first that are already known for the host. ssh does the same:
 * otherwise a server with a second key type would look unknown.
 */
export function offeredAlgorithms(set: 'modern' | 'legacy', knownTypes: readonly string[]): Algorithms {
  const all = set === 'modern' ? MODERN_HOST_KEYS : LEGACY_HOST_KEYS;
  const isKnown = (algorithm: string) => knownTypes.includes(keyTypeOf(algorithm));
  const serverHostKey = [...all.filter(isKnown), ...all.filter((algorithm) => !isKnown(algorithm))];
  const unchanged = { append: [], prepend: [] };
  if (set === 'modern') {
    return {
      serverHostKey,
      kex: { ...unchanged, remove: [...TOO_SLOW] },
      hmac: { ...unchanged, remove: [...SHA1_MACS] },
    };
  }
  return {
    serverHostKey,
    kex: {
      prepend: [],
      append: ['diffie-hellman-group-exchange-sha1', 'diffie-hellman-group14-sha1'],
      remove: [...TOO_SLOW],
    },
    cipher: { prepend: [], append: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc'], remove: [] },
  };
}

/** `rsa-sha2-512` is a signature algorithm of `ssh-rsa` keys (RFC 8332). */
function keyTypeOf(algorithm: string): string {
  return algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm;
}
