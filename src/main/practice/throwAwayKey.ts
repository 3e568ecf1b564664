import ssh2 from 'ssh2';

export interface ThrowAwayKey {
  /** In OpenSSH's own format. */
  readonly private: string;
  /** `ssh-ed25519 AAAA...` */
  readonly public: string;
}

/**
 * A key that lives as long as its server. ssh2 1.17 writes about one in 250 of its ed25519 keys so that it cannot read it
 * itself (it strips zero bytes that belong to the key), so a key is tried before it is used.
 */
export function throwAwayKey(): ThrowAwayKey {
  for (;;) {
    const key = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(key.private) instanceof Error)) return key;
  }
}
