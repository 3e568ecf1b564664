import type { HostEndpoint } from './hostEndpoint.ts';
import { knownHostsName } from './hostEndpoint.ts';
import { matchesPatternList } from './hostPattern.ts';

/** A host's public key as the server offers it. */
export interface HostKey {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa` ... */
  readonly type: string;
  /** The key blob (RFC 4253, 6.6) in base64. */
  readonly base64: string;
}

/** A line of a known_hosts file that holds a key. */
export interface KnownHostsEntry {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  /** As written: patterns with commas, or one hashed name. */
  readonly hosts: string;
  readonly key: HostKey;
}

export interface KnownHosts {
  readonly entries: readonly KnownHostsEntry[];
  readonly notUnderstood: readonly { readonly file: string; readonly line: number; readonly text: string }[];
}

/** Hashing is not core's business; main gives it. Both answer base64, SHA-256 without padding. */
export interface HostKeyHashes {
  sha256(base64Data: string): string;
  hmacSha1(base64Key: string, text: string): string;
}

/** A key with its fingerprint as ssh prints it, and where it is written. */
export interface KnownKey {
  readonly type: string;
  /** `SHA256:...` */
  readonly fingerprint: string;
  readonly file: string;
  readonly line: number;
}

/**
 * What is known about an offered key. `changed` is the alarming one: this host had another key *of this type*.
 * A host known only by keys of other types is `unknown-other-key-type`: no alarm (servers grow new key types), but
 * said, because an attacker could offer a type on purpose.
 */
export type HostKeyVerdict =
  | { readonly kind: 'match'; readonly offered: OfferedKey; readonly known: KnownKey }
  | { readonly kind: 'unknown'; readonly offered: OfferedKey; readonly certAuthority: boolean }
  | {
      readonly kind: 'unknown-other-key-type';
      readonly offered: OfferedKey;
      readonly known: readonly KnownKey[];
    }
  | { readonly kind: 'changed'; readonly offered: OfferedKey; readonly known: readonly KnownKey[] }
  | { readonly kind: 'revoked'; readonly offered: OfferedKey; readonly known: KnownKey };

export interface OfferedKey {
  readonly type: string;
  readonly fingerprint: string;
}

/** `[marker] hosts keytype base64 [comment]`, separated by blanks (sshd(8)). */
const ENTRY = /^(?:@(\S+)[ \t]+)?(\S+)[ \t]+(\S+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t]|$)/;
/** Key types as they are named in the second column; certificates never stand in known_hosts. */
const KEY_TYPE = /^(?:ssh-|ecdsa-|sk-)[A-Za-z0-9@.-]+$/;

/** Reads a known_hosts file. Total: lines without a rule are handed back, comments and blank lines are not. */
export function parseKnownHosts(file: string, text: string): KnownHosts {
  const entries: KnownHostsEntry[] = [];
  const notUnderstood: { file: string; line: number; text: string }[] = [];
  text.split('\n').forEach((raw, index) => {
    const line = raw.replace(/\r$/, '').trim();
    if (line === '' || line.startsWith('#')) return;
    const entry = parseEntry(file, index + 1, line);
    if (entry === null) notUnderstood.push({ file, line: index + 1, text: line });
    else entries.push(entry);
  });
  return { entries, notUnderstood };
}

function parseEntry(file: string, line: number, text: string): KnownHostsEntry | null {
  const match = ENTRY.exec(text);
  if (match === null) return null;
  const [, markerName, hosts = '', type = '', base64 = ''] = match;
  const marker = markerName ?? 'none';
  if (marker !== 'none' && marker !== 'revoked' && marker !== 'cert-authority') return null;
  if (!KEY_TYPE.test(type) || keyTypeOf(base64) !== type) return null;
  return { file, line, marker, hosts, key: { type, base64: withoutPadding(base64) } };
}

/** The type stands first in every key blob, with its length in four bytes (RFC 4251, 5 and RFC 4253, 6.6). */
function keyTypeOf(base64: string): string | null {
  let bytes: string;
  try {
    bytes = atob(base64);
  } catch {
    return null;
  }
  if (bytes.length < 5) return null;
  const length =
    bytes.charCodeAt(0) * 0x1000000 +
    bytes.charCodeAt(1) * 0x10000 +
    bytes.charCodeAt(2) * 0x100 +
    bytes.charCodeAt(3);
  return length <= bytes.length - 4 ? bytes.slice(4, 4 + length) : null;
}

function withoutPadding(base64: string): string {
  return base64.replace(/=+$/, '');
}

/** `SHA256:` and the hash in base64 without padding, as ssh-keygen -l prints it. */
export function fingerprintOf(key: HostKey, hashes: HostKeyHashes): string {
  return `SHA256:${withoutPadding(hashes.sha256(key.base64))}`;
}

/** Looks an offered key up. All files count together; a revoked key is refused wherever it is written. */
export function verifyHostKey(
  known: KnownHosts,
  endpoint: HostEndpoint,
  offered: HostKey,
  hashes: HostKeyHashes,
): HostKeyVerdict {
  const base64 = withoutPadding(offered.base64);
  const shown: OfferedKey = { type: offered.type, fingerprint: fingerprintOf(offered, hashes) };
  const told = (entry: KnownHostsEntry): KnownKey => ({
    type: entry.key.type,
    fingerprint: fingerprintOf(entry.key, hashes),
    file: entry.file,
    line: entry.line,
  });
  const same = (entry: KnownHostsEntry) => entry.key.type === offered.type && entry.key.base64 === base64;

  const forHost = known.entries.filter((entry) => entryNames(entry, endpoint, hashes));
  const revoked = forHost.find((entry) => entry.marker === 'revoked' && same(entry));
  if (revoked !== undefined) return { kind: 'revoked', offered: shown, known: told(revoked) };

  const plain = forHost.filter((entry) => entry.marker === 'none');
  const match = plain.find(same);
  if (match !== undefined) return { kind: 'match', offered: shown, known: told(match) };

  const sameType = plain.filter((entry) => entry.key.type === offered.type);
  if (sameType.length > 0) return { kind: 'changed', offered: shown, known: sameType.map(told) };
  if (plain.length > 0) return { kind: 'unknown-other-key-type', offered: shown, known: plain.map(told) };
  const certAuthority = forHost.some((entry) => entry.marker === 'cert-authority');
  return { kind: 'unknown', offered: shown, certAuthority };
}

/** Key types already known for a host, so that the connection can ask for one of these first, as ssh does. */
export function knownKeyTypes(
  known: KnownHosts,
  endpoint: HostEndpoint,
  hashes: HostKeyHashes,
): readonly string[] {
  const types = known.entries
    .filter((entry) => entry.marker === 'none' && entryNames(entry, endpoint, hashes))
    .map((entry) => entry.key.type);
  return [...new Set(types)];
}

function entryNames(entry: KnownHostsEntry, endpoint: HostEndpoint, hashes: HostKeyHashes): boolean {
  const name = knownHostsName(endpoint);
  if (!entry.hosts.startsWith('|')) return matchesPatternList(name, entry.hosts.toLowerCase().split(','));
  // `|1|salt|HMAC-SHA1(salt, name)`, both base64; 1 is the only scheme there is (ssh-keygen(1), -H).
  const [, scheme, salt, hash] = entry.hosts.split('|');
  if (scheme !== '1' || salt === undefined || hash === undefined) return false;
  return withoutPadding(hashes.hmacSha1(salt, name)) === withoutPadding(hash);
}

/** The line to append once a key was accepted. */
export function knownHostsLine(endpoint: HostEndpoint, key: HostKey): string {
  const padded = key.base64.padEnd(Math.ceil(key.base64.length / 4) * 4, '=');
  return `${knownHostsName(endpoint)} ${key.type} ${padded}`;
}
