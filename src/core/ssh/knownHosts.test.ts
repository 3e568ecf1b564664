import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fingerprintOf,
  knownHostsLine,
  knownKeyTypes,
  parseKnownHosts,
  verifyHostKey,
} from './knownHosts.ts';
import type { HostKey, HostKeyHashes } from './knownHosts.ts';

const hashes: HostKeyHashes = {
  sha256: (base64) => createHash('sha256').update(Buffer.from(base64, 'base64')).digest('base64'),
  hmacSha1: (key, text) => createHmac('sha1', Buffer.from(key, 'base64')).update(text).digest('base64'),
};
const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

/** A key blob with its type in front, as every real one has. */
function key(type: string, content: string): HostKey {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return { type, base64: Buffer.concat([length, Buffer.from(type + content)]).toString('base64') };
}
const one = key('ssh-ed25519', 'one');
const other = key('ssh-ed25519', 'other');
const rsa = key('ssh-rsa', 'rsa');
const at = { host: 'Mail.Example.org', port: 22 };
const written = (hosts: string, { type, base64 }: HostKey) => `${hosts} ${type} ${base64}`;
const verdict = (text: string, endpoint = at, offered = one) =>
  verifyHostKey(parseKnownHosts('known_hosts', text), endpoint, offered, hashes).kind;

describe('verifyHostKey', () => {
  it.each([
    ['a plain name, whatever its case', written('mail.example.org', one), 'match'],
    ['one of several names', written('a,mail.example.org,b', one), 'match'],
    ['a wildcard', written('*.example.org', one), 'match'],
    ['a question mark', written('mail.exampl?.org', one), 'match'],
    ['a negated name', written('*.example.org,!mail.example.org', one), 'unknown'],
    ['only a negation', written('!other.example.org', one), 'unknown'],
    ['another host', written('other.example.org', one), 'unknown'],
    ['another port', written('[mail.example.org]:2222', one), 'unknown'],
    ['another key of the same type', written('mail.example.org', other), 'changed'],
    [
      'two keys of one type, one of them offered',
      `${written('mail.example.org', other)}\n${written('mail.example.org', one)}`,
      'match',
    ],
    ['another type only', written('mail.example.org', rsa), 'unknown-other-key-type'],
    ['a revoked key', `@revoked ${written('*', one)}\n${written('mail.example.org', one)}`, 'revoked'],
    ['another key revoked', `@revoked ${written('*', other)}\n${written('mail.example.org', one)}`, 'match'],
    ['an authority', `@cert-authority ${written('*.example.org', rsa)}`, 'unknown'],
    ['nothing', '# comment\n\n', 'unknown'],
  ])('%s', (_name, text, expected) => {
    expect(verdict(text)).toBe(expected);
  });

  it('says that certificates exist for an unknown host', () => {
    const hosts = parseKnownHosts('f', `@cert-authority ${written('*.example.org', rsa)}`);
    expect(verifyHostKey(hosts, at, one, hashes)).toMatchObject({ kind: 'unknown', certAuthority: true });
  });

  it('names both fingerprints and the line when a key changed', () => {
    const hosts = parseKnownHosts('known_hosts', `# x\n${written('mail.example.org', other)}`);
    expect(verifyHostKey(hosts, at, one, hashes)).toEqual({
      kind: 'changed',
      offered: { type: 'ssh-ed25519', fingerprint: fingerprintOf(one, hashes) },
      known: [
        { type: 'ssh-ed25519', fingerprint: fingerprintOf(other, hashes), file: 'known_hosts', line: 2 },
      ],
    });
  });

  it('reads names that ssh-keygen hashed, with and without port', () => {
    const text = fixture('openssh-9.2-hashed-known-hosts');
    const [type = '', base64 = ''] = fixture('openssh-9.2-ed25519.key.pub').split(' ');
    const offered = { type, base64 };
    expect(verdict(text, at, offered)).toBe('match');
    expect(verdict(text, { host: 'mail.example.org', port: 2222 }, offered)).toBe('match');
    expect(verdict(text, { host: 'mail.example.org', port: 2223 }, offered)).toBe('unknown');
    expect(verdict(text, at, one)).toBe('changed');
  });

  it('finds the line it writes itself', () => {
    for (const endpoint of [at, { host: 'mail.example.org', port: 2222 }, { host: '::1', port: 22 }]) {
      expect(verdict(`${knownHostsLine(endpoint, one)}\n`, endpoint)).toBe('match');
    }
  });

  it('lists known key types once, revoked ones aside', () => {
    const text = [
      written('*', rsa),
      written('mail.example.org', one),
      written('*', one),
      `@revoked ${written('*', key('ssh-dss', 'x'))}`,
    ];
    expect(knownKeyTypes(parseKnownHosts('f', text.join('\n')), at, hashes)).toEqual([
      'ssh-rsa',
      'ssh-ed25519',
    ]);
  });
});

describe('parseKnownHosts', () => {
  it('hands back what it does not understand', () => {
    const text = [
      'nonsense',
      '@unknown * ssh-rsa AAAA',
      `host ssh-rsa ${one.base64}`,
      'host ssh-ed25519 !!!',
      written('host', one),
    ];
    const parsed = parseKnownHosts('f', text.join('\r\n'));
    expect(parsed.entries.map(({ line }) => line)).toEqual([5]);
    expect(parsed.notUnderstood.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  });

  it('never throws and loses no line', () => {
    const piece = fc.constantFrom(
      '@revoked ',
      '*',
      'host ',
      'ssh-ed25519 ',
      one.base64,
      '|1|a|b ',
      '\t',
      ' ',
      '#',
      '!',
      ',',
      '@',
      '\u0000',
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.array(piece).map((all) => all.join('')),
          ),
        ),
        (lines) => {
          const text = lines.join('\n');
          const { entries, notUnderstood } = parseKnownHosts('f', text);
          const expected = text
            .split('\n')
            .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
          expect(entries.length + notUnderstood.length).toBe(expected.length);
          verifyHostKey({ entries, notUnderstood }, at, one, hashes);
        },
      ),
    );
  });

  it('is quick on hostile patterns', () => {
    const hostile = `${'*a'.repeat(20_000)} ssh-ed25519 ${one.base64}`;
    const started = performance.now();
    verdict(hostile, { host: 'a'.repeat(200), port: 22 });
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
