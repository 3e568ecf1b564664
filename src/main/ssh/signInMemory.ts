import type { Secret } from './secret.ts';

/** Secrets a session keeps in memory, so that it can come back by itself after a broken connection. */
export class SignInMemory {
  readonly passwords = new Map<string, Secret>();
  readonly passphrases = new Map<string, Secret>();
}
