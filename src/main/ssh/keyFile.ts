import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import ssh2 from 'ssh2';
import type { ParsedKey } from 'ssh2';
import type { Message } from '../../core/message.ts';
import { classifyKeyFile } from '../../core/ssh/classifyKeyFile.ts';
import type { Secret } from './secret.ts';

export type LoadedKey =
  | { readonly kind: 'key'; readonly key: ParsedKey }
  | { readonly kind: 'unusable'; readonly advice: Message }
  | { readonly kind: 'cancelled' };

/** Asks for the passphrase; `attempt` counts from 1. */
export type AskPassphrase = (attempt: number) => Promise<Secret | null>;

const MAX_KEY_FILE_BYTES = 1024 * 1024;
const MAX_PASSPHRASE_ATTEMPTS = 3;

/** Reads a private key for signing in, asking for its passphrase if it has one. Conversions happen in memory only. */
export async function loadKeyFile(path: string, askPassphrase: AskPassphrase): Promise<LoadedKey> {
  let text: string;
  try {
    const { size } = await stat(path);
    if (size > MAX_KEY_FILE_BYTES) return unusable('ssh:key.unknown', path);
    text = await readFile(path, 'latin1');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return unusable(missing ? 'ssh:key.missing' : 'ssh:key.unreadable', path);
  }
  const kind = classifyKeyFile(text, path);
  if (kind.use === 'refuse')
    return { kind: 'unusable', advice: kind.advice ?? { key: 'ssh:key.unknown', values: { path } } };

  for (let attempt = 1; ; attempt++) {
    const passphrase = kind.encrypted ? await askPassphrase(attempt) : null;
    if (kind.encrypted && passphrase === null) return { kind: 'cancelled' };
    const key =
      kind.use === 'convert'
        ? convertPkcs8(text, passphrase?.reveal())
        : ssh2.utils.parseKey(text, passphrase?.reveal());
    const parsed = Array.isArray(key) ? (key[0] as ParsedKey) : key;
    if (!(parsed instanceof Error)) {
      return parsed.isPrivateKey() ? { kind: 'key', key: parsed } : unusable('ssh:key.damaged', path);
    }
    if (!kind.encrypted) return unusable('ssh:key.damaged', path);
    if (attempt >= MAX_PASSPHRASE_ATTEMPTS) return unusable('ssh:key.passphraseWrong', path);
  }
}

function unusable(key: string, path: string): LoadedKey {
  return { kind: 'unusable', advice: { key, values: { path } } };
}

/** ssh2 does not read PKCS#8; Node does, and writes the older forms that ssh2 reads. */
function convertPkcs8(text: string, passphrase: string | undefined): ParsedKey | Error {
  try {
    const key = createPrivateKey(
      passphrase === undefined ? { key: text } : { key: text, passphrase: Buffer.from(passphrase, 'utf8') },
    );
    switch (key.asymmetricKeyType) {
      case 'rsa':
        return ssh2.utils.parseKey(key.export({ type: 'pkcs1', format: 'pem' }));
      case 'ec':
        return ssh2.utils.parseKey(key.export({ type: 'sec1', format: 'pem' }));
      case 'ed25519':
        return ssh2.utils.parseKey(openSshEd25519(key));
      default:
        return new Error('Unsupported key algorithm');
    }
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** An unencrypted OpenSSH private key (PROTOCOL.key of OpenSSH) around an Ed25519 seed (RFC 8410, 7). */
function openSshEd25519(key: KeyObject): string {
  const seed = key.export({ type: 'pkcs8', format: 'der' }).subarray(-32);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-32);
  const type = sshString(Buffer.from('ssh-ed25519'));
  const publicBlob = Buffer.concat([type, sshString(publicKey)]);
  const check = Buffer.alloc(8);
  const body = Buffer.concat([
    check,
    type,
    sshString(publicKey),
    sshString(Buffer.concat([seed, publicKey])),
    sshString(Buffer.alloc(0)),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (body.length % 8)) % 8 }, (_, index) => index + 1));
  const none = sshString(Buffer.from('none'));
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    none,
    none,
    sshString(Buffer.alloc(0)),
    Buffer.from([0, 0, 0, 1]),
    sshString(publicBlob),
    sshString(Buffer.concat([body, padding])),
  ]);
  const base64 = file.toString('base64').replace(/(.{70})/g, '$1\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${base64}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function sshString(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
