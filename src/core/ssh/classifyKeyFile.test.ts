import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyKeyFile } from './classifyKeyFile.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'latin1');

describe('classifyKeyFile', () => {
  it.each([
    ['openssh-9.2-ed25519.key', { form: 'openssh', keyType: 'ssh-ed25519', encrypted: false, use: 'direct' }],
    [
      'openssh-9.2-ed25519-encrypted.key',
      { form: 'openssh', keyType: 'ssh-ed25519', encrypted: true, use: 'direct' },
    ],
    ['openssh-9.2-rsa-pem.key', { form: 'pem', keyType: 'ssh-rsa', encrypted: false, use: 'direct' }],
    [
      'openssh-9.2-rsa-pem-encrypted.key',
      { form: 'pem', keyType: 'ssh-rsa', encrypted: true, use: 'direct' },
    ],
    ['openssh-9.2-ecdsa-pem.key', { form: 'pem', keyType: 'ecdsa', encrypted: false, use: 'direct' }],
    ['openssh-9.2-rsa-pkcs8.key', { form: 'pkcs8', keyType: 'ssh-rsa', encrypted: false, use: 'convert' }],
    [
      'openssh-9.2-rsa-pkcs8-encrypted.key',
      { form: 'pkcs8-encrypted', keyType: null, encrypted: true, use: 'convert' },
    ],
    ['putty-0.78-rsa-v2.ppk', { form: 'ppk-2', keyType: 'ssh-rsa', encrypted: false, use: 'direct' }],
    ['putty-0.78-ed25519-v2.ppk', { form: 'ppk-2', use: 'refuse', advice: { key: 'ssh:key.putty' } }],
    ['putty-0.78-ed25519-v3.ppk', { form: 'ppk-3', use: 'refuse', advice: { key: 'ssh:key.putty' } }],
    [
      'openssh-9.2-ed25519.key.pub',
      { form: 'public-key', use: 'refuse', advice: { key: 'ssh:key.publicHalf' } },
    ],
    [
      'openssh-9.2-certificate.pub',
      { form: 'certificate', use: 'refuse', advice: { key: 'ssh:key.certificate' } },
    ],
  ])('%s', (name, expected) => {
    expect(classifyKeyFile(fixture(name), `/home/x/${name}`)).toMatchObject(expected);
  });

  it('recognises what Node makes', () => {
    const pem = { format: 'pem' } as const;
    const ed = generateKeyPairSync('ed25519', {
      privateKeyEncoding: { ...pem, type: 'pkcs8' },
      publicKeyEncoding: { ...pem, type: 'spki' },
    });
    expect(classifyKeyFile(ed.privateKey, 'k')).toMatchObject({
      form: 'pkcs8',
      keyType: 'ssh-ed25519',
      use: 'convert',
    });
    expect(classifyKeyFile(ed.publicKey, 'k')).toMatchObject({ form: 'public-key', use: 'refuse' });
    const x = generateKeyPairSync('x25519', {
      privateKeyEncoding: { ...pem, type: 'pkcs8' },
      publicKeyEncoding: { ...pem, type: 'spki' },
    });
    expect(classifyKeyFile(x.privateKey, 'k')).toMatchObject({
      use: 'refuse',
      advice: { key: 'ssh:key.algorithm' },
    });
  });

  it('says how to convert, with the names of this file', () => {
    expect(classifyKeyFile(fixture('putty-0.78-ed25519-v3.ppk'), '/home/x/id.ppk').advice).toEqual({
      key: 'ssh:key.putty',
      values: { path: '/home/x/id.ppk', target: '/home/x/id-openssh' },
    });
    expect(classifyKeyFile('ssh-ed25519 AAAA', '/home/x/id.pub').advice?.values).toEqual({
      path: '/home/x/id.pub',
      privatePath: '/home/x/id',
    });
  });

  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['hello', 'unknown'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n', 'unknown'],
  ])('refuses %j', (text, form) => {
    expect(classifyKeyFile(text, 'k')).toMatchObject({ form, use: 'refuse' });
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      '-----BEGIN OPENSSH PRIVATE KEY-----\n',
      '-----BEGIN PRIVATE KEY-----\n',
      'PuTTY-User-Key-File-3: x\n',
      'b3BlbnNzaC1rZXktdjEA',
      '/////w==',
      '-----END',
      'ssh-rsa AAAA',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (parts) => {
        expect(classifyKeyFile(parts.join(''), 'k').form).toBeTypeOf('string');
      }),
    );
  });
});
