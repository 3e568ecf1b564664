import type { Message } from '../message.ts';

/** What kind of file somebody chose as a private key. */
export type KeyFileForm =
  | 'openssh'
  | 'pem'
  | 'pkcs8'
  | 'pkcs8-encrypted'
  | 'ppk-2'
  | 'ppk-3'
  | 'public-key'
  | 'certificate'
  | 'empty'
  | 'unknown';

export interface KeyFileKind {
  readonly form: KeyFileForm;
  /** SSH name of the key's type (`ssh-rsa`, `ssh-ed25519` ...), null when the file does not tell before decryption. */
  readonly keyType: string | null;
  readonly encrypted: boolean;
  /** `direct`: as it is. `convert`: by us, in memory. `refuse`: see `advice`. */
  readonly use: 'direct' | 'convert' | 'refuse';
  /** What to do instead; holds the command that converts the file. Null when nothing is to be done. */
  readonly advice: Message | null;
}

/** Only the head of a file is needed; a key is a few kilobytes. */
const MAX_KEY_FILE_CHARACTERS = 100_000;

/** `-----BEGIN OPENSSH PRIVATE KEY-----` (PROTOCOL.key of OpenSSH; RFC 7468 for the others). */
const ARMOUR = /-----BEGIN ([A-Z0-9 ]{1,40})-----/;
/** `PuTTY-User-Key-File-3: ssh-ed25519` (PuTTY manual, appendix C). */
const PPK = /^PuTTY-User-Key-File-(\d+): (\S+)/;
/** `ssh-ed25519 AAAAC3Nz... comment` (sshd(8), AUTHORIZED_KEYS). */
const PUBLIC_LINE = /^(ssh-[a-z0-9-]+|ecdsa-sha2-[a-z0-9-]+|sk-[a-z0-9-]+)(@openssh\.com)?[ \t]+AAAA/;

/**
 * Recognises a key file by its text and says what is to be done. Never throws.
 *
 * @param text the file as Latin-1 or UTF-8 text.
 * @param path as the user knows it, for the command in the advice.
 */
export function classifyKeyFile(text: string, path: string): KeyFileKind {
  const head = text
    .slice(0, MAX_KEY_FILE_CHARACTERS)
    .replace(/^\ufeff/, '')
    .trimStart();
  if (head.trim() === '') return refused('empty', null, { key: 'ssh:key.empty', values: { path } });

  const ppk = PPK.exec(head);
  if (ppk !== null) return puttyKey(ppk[1] === '2' ? 2 : 3, ppk[2] ?? '', head, path);

  const line = PUBLIC_LINE.exec(head);
  if (line !== null) {
    const type = line[1] ?? null;
    return type?.includes('-cert-') === true
      ? refused('certificate', type, { key: 'ssh:key.certificate', values: { path } })
      : refused('public-key', type, publicKeyAdvice(path));
  }

  const armour = ARMOUR.exec(head);
  const label = armour?.[1];
  if (armour === null || label === undefined) {
    return refused('unknown', null, { key: 'ssh:key.unknown', values: { path } });
  }
  const body = head.slice(armour.index + armour[0].length);
  switch (label) {
    case 'OPENSSH PRIVATE KEY':
      return openSshKey(body, path);
    case 'RSA PRIVATE KEY':
      return usable('pem', 'ssh-rsa', isPemEncrypted(body));
    case 'EC PRIVATE KEY':
      return usable('pem', 'ecdsa', isPemEncrypted(body));
    case 'DSA PRIVATE KEY':
      return refused('pem', 'ssh-dss', { key: 'ssh:key.dsa', values: { path } });
    case 'PRIVATE KEY':
      return pkcs8Key(body, path);
    case 'ENCRYPTED PRIVATE KEY':
      return { form: 'pkcs8-encrypted', keyType: null, encrypted: true, use: 'convert', advice: null };
    case 'PUBLIC KEY':
    case 'RSA PUBLIC KEY':
      return refused('public-key', null, publicKeyAdvice(path));
    case 'CERTIFICATE':
      return refused('certificate', null, { key: 'ssh:key.certificate', values: { path } });
    default:
      return refused('unknown', null, { key: 'ssh:key.unknown', values: { path } });
  }
}

/** `---- BEGIN SSH2 PUBLIC KEY ----` (RFC 4716) has other dashes and lands in `unknown`; its name tells enough. */
function publicKeyAdvice(path: string): Message {
  return path.toLowerCase().endsWith('.pub')
    ? { key: 'ssh:key.publicHalf', values: { path, privatePath: path.slice(0, -4) } }
    : { key: 'ssh:key.public', values: { path } };
}

/** ssh2 reads PuTTY's version 2 for RSA and DSA only; everything else needs one conversion. */
function puttyKey(version: 2 | 3, keyType: string, text: string, path: string): KeyFileKind {
  const encrypted = !/^Encryption: none\s*$/m.test(text);
  const form = version === 2 ? 'ppk-2' : 'ppk-3';
  if (version === 2 && keyType === 'ssh-rsa') return usable(form, keyType, encrypted);
  const advice: Message = {
    key: 'ssh:key.putty',
    values: { path, target: path.replace(/\.ppk$/i, '') + '-openssh' },
  };
  return { ...refused(form, keyType, advice), encrypted };
}

/** "openssh-key-v1\0", cipher, KDF, KDF options, number of keys, public key: strings with a length in four bytes. */
function openSshKey(body: string, path: string): KeyFileKind {
  const bytes = decode(body);
  const magic = 'openssh-key-v1\0';
  if (bytes === null || !bytes.startsWith(magic)) {
    return refused('unknown', null, { key: 'ssh:key.damaged', values: { path } });
  }
  const cipher = stringAt(bytes, magic.length);
  const kdf = cipher && stringAt(bytes, cipher.end);
  const options = kdf && stringAt(bytes, kdf.end);
  const publicKey = options && stringAt(bytes, options.end + 4);
  const type = publicKey && stringAt(publicKey.text, 0);
  if (!cipher || !type) return refused('unknown', null, { key: 'ssh:key.damaged', values: { path } });
  if (type.text.startsWith('sk-')) {
    return refused('openssh', type.text, { key: 'ssh:key.hardware', values: { path } });
  }
  return usable('openssh', type.text, cipher.text !== 'none');
}

/** Object identifiers of RFC 8017 (RSA), RFC 5480 (EC) and RFC 8410 (Ed25519) as they stand in DER. */
const ALGORITHM_IDS: readonly (readonly [string, string])[] = [
  ['\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01', 'ssh-rsa'],
  ['\x06\x07\x2a\x86\x48\xce\x3d\x02\x01', 'ecdsa'],
  ['\x06\x03\x2b\x65\x70', 'ssh-ed25519'],
];

function pkcs8Key(body: string, path: string): KeyFileKind {
  // The algorithm stands within the first bytes: SEQUENCE, version, AlgorithmIdentifier (RFC 5958, 2).
  const start = decode(body)?.slice(0, 40) ?? '';
  const keyType = ALGORITHM_IDS.find(([id]) => start.includes(id))?.[1] ?? null;
  if (keyType === null) return refused('pkcs8', null, { key: 'ssh:key.algorithm', values: { path } });
  return { form: 'pkcs8', keyType, encrypted: false, use: 'convert', advice: null };
}

function isPemEncrypted(body: string): boolean {
  return /^Proc-Type: 4,ENCRYPTED\s*$/m.test(body);
}

function decode(body: string): string | null {
  const end = body.indexOf('-----END');
  const base64 = (end < 0 ? body : body.slice(0, end)).replace(/\s+/g, '');
  try {
    return atob(base64);
  } catch {
    return null;
  }
}

function stringAt(bytes: string, at: number): { readonly text: string; readonly end: number } | null {
  if (at + 4 > bytes.length) return null;
  const length =
    bytes.charCodeAt(at) * 0x1000000 +
    bytes.charCodeAt(at + 1) * 0x10000 +
    bytes.charCodeAt(at + 2) * 0x100 +
    bytes.charCodeAt(at + 3);
  const end = at + 4 + length;
  return end <= bytes.length ? { text: bytes.slice(at + 4, end), end } : null;
}

function usable(form: KeyFileForm, keyType: string, encrypted: boolean): KeyFileKind {
  return { form, keyType, encrypted, use: 'direct', advice: null };
}

function refused(form: KeyFileForm, keyType: string | null, advice: Message): KeyFileKind {
  return { form, keyType, encrypted: false, use: 'refuse', advice };
}
