import { describe, expect, it } from 'vitest';
import { serverProfileSchema } from './profile.ts';
import type { SshConfigBlock, SshConfigCondition } from './sshConfig.ts';
import { resolveHost, splitArguments } from './sshConfig.ts';
import { importSshConfig } from './sshConfigImport.ts';

const surroundings = { home: '/home/x', localUser: 'x' };

/** `Host a b` and its settings, as main reads them. */
function block(head: string, ...settings: string[]): SshConfigBlock {
  const [kind = '', ...words] = head.split(' ');
  const condition: SshConfigCondition | null =
    kind === 'Host' ? { kind: 'host', patterns: words } : kind === 'Match' ? { kind: 'match', words } : null;
  return {
    file: 'config',
    conditions: condition === null ? [] : [condition],
    settings: settings.map((line) => {
      const [keyword = '', ...values] = splitArguments(line);
      return { keyword: keyword.toLowerCase(), values };
    }),
  };
}
const imported = (...blocks: SshConfigBlock[]) => importSshConfig(blocks, surroundings).candidates;

describe('importSshConfig', () => {
  it('makes a valid profile of every name without wildcards; the first value wins', () => {
    const candidates = imported(
      block('Host mail edge', 'HostName %h.example.org', 'Port 2222'),
      block('Host mail', 'User admin', 'IdentityFile "~/my keys/id"', 'Port 22'),
      block('Host *', 'User root', 'IdentityFile %d/.ssh/id_%r'),
    );
    expect(candidates.map(({ alias, profile }) => [alias, profile.host, profile.port, profile.user])).toEqual(
      [
        ['mail', 'mail.example.org', 2222, 'admin'],
        ['edge', 'edge.example.org', 2222, 'root'],
      ],
    );
    expect(candidates[0]?.profile.signIn.filter(({ kind }) => kind === 'keyFile')).toEqual([
      { kind: 'keyFile', path: '/home/x/my keys/id' },
      { kind: 'keyFile', path: '/home/x/.ssh/id_admin' },
    ]);
    for (const { profile } of candidates) {
      expect(serverProfileSchema.safeParse({ ...profile, id: 'import-1' }).success).toBe(true);
      expect(profile.access).toBe('read-only');
    }
  });

  it('follows negation, IdentitiesOnly and what is switched off', () => {
    const [mail] = imported(
      block('Host mail', 'IdentityFile ~/id', 'IdentitiesOnly yes', 'PasswordAuthentication no'),
      block('Host * !mail', 'User other'),
    );
    expect(mail?.profile.user).toBe('x');
    expect(mail?.profile.signIn).toEqual([
      { kind: 'agent', agent: { kind: 'auto' }, onlyKeyFiles: ['/home/x/id'] },
      { kind: 'keyFile', path: '/home/x/id' },
      { kind: 'keyboardInteractive' },
    ]);
  });

  it('resolves chains of jump hosts, and cuts circles', () => {
    const chain = imported(
      block('Host inner', 'ProxyJump u@edge:2200,middle'),
      block('Host edge', 'HostName edge.example.org', 'ProxyJump outer'),
      block('Host outer', 'Port 22022'),
      block('Host round', 'ProxyJump circle'),
      block('Host circle', 'ProxyJump round'),
      block('Host v6', 'ProxyJump ssh://root@[2001:db8::1]:222'),
      block('Host none', 'ProxyJump none'),
    );
    const jumps = (alias: string) =>
      chain
        .find((one) => one.alias === alias)
        ?.profile.jumpHosts.map(({ user, host, port }) => `${user}@${host}:${port}`);
    expect(jumps('inner')).toEqual(['x@outer:22022', 'u@edge.example.org:2200', 'x@middle:22']);
    expect(jumps('v6')).toEqual(['root@2001:db8::1:222']);
    expect(jumps('none')).toEqual([]);
    expect(chain.find((one) => one.alias === 'round')?.warnings.map(({ code }) => code)).toEqual([
      'jump-loop',
    ]);
  });

  it('never follows Match exec, and says so', () => {
    const candidates = imported(
      block('Match exec "touch /tmp/x" host mail', 'User owned'),
      block('Host mail', 'Port 22'),
    );
    expect(candidates[0]?.profile.user).toBe('x');
    expect(candidates[0]?.warnings.map(({ code }) => code)).toEqual(['match-exec']);
  });

  it('understands Match host, originalhost, user and all', () => {
    const blocks = [
      block('Host mail', 'HostName m.example.org'),
      block('Match originalhost mail', 'User one'),
      block('Match host m.example.org user one', 'Port 2222'),
      block('Match !originalhost mail', 'Compression yes'),
      block('Match all', 'LogLevel QUIET'),
    ];
    const { values } = resolveHost(blocks, 'mail');
    expect(Object.fromEntries(values)).toEqual({
      hostname: 'm.example.org',
      user: 'one',
      port: '2222',
      loglevel: 'QUIET',
    });
  });

  it('warns about settings that would change the connection', () => {
    const [mail] = imported(
      block('Host mail', 'ProxyCommand nc %h %p', 'StrictHostKeyChecking no', 'Match x'),
    );
    expect(mail?.warnings.map(({ code }) => code)).toEqual([
      'unsupported-proxycommand',
      'host-keys-always-checked',
    ]);
  });
});
