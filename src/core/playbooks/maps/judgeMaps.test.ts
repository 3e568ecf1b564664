import { describe, expect, it } from 'vitest';
import type { NamedOutput } from '../../playbook/model.ts';
import { messagesOf, missingIn } from '../testCatalogue.ts';
import { answered } from '../testOutputs.ts';
import { judgeMaps, judgeRegenerate } from './judgeMaps.ts';
import { judgeVerify } from './judgeVerify.ts';
import { planCheck, planVerify } from './planMaps.ts';

const address = 'anna@bluemind.net';
const target = 'anna@e6e3736c.internal';
const context = { facts: { recipient: address }, now: 0, server: null };

const found = (map: string, key: string, value: string) =>
  answered('maps.lookup', `${value}\n`, { label: `${map} ${key}` });
const missing = (map: string, key: string) =>
  answered('maps.lookup', '', { label: `${map} ${key}`, exitCode: 1 });
const user = (fields: object) =>
  answered('bm-cli.user-get', `${JSON.stringify(fields)}\n`, { label: address });
const nobody = answered('bm-cli.user-get', '', {
  label: address,
  stderr: `Your search for '${address}' did not match anything\n`,
});
const noTool = answered('bm-cli.user-get', '', {
  label: address,
  stderr: 'sh: 1: bm-cli: not found\n',
  exitCode: 127,
});
const domain = found('virtual_domains', 'bluemind.net', 'OK');
const times = answered('maps.times', '1772394332 /etc/postfix/virtual_alias.db\n');
const chain = [
  times,
  domain,
  found('virtual_alias', address, target),
  found('virtual_mailbox', target, 'OK'),
  found('transport', target, 'lmtp:10.0.0.1:2400'),
];
const anna = { email: address, login: 'anna', aliases: [], routing: 'internal', archived: false };

const judge = (...outputs: readonly NamedOutput[]) => judgeMaps({ outputs }, context);

describe('delivery maps', () => {
  const cases: readonly (readonly [string, string, string, readonly NamedOutput[]])[] = [
    ['all agree', 'ok', 'ok', [...chain, user(anna)]],
    ['directory cannot be asked', 'ok', 'ok', [...chain, noTool]],
    [
      'map misses a known address',
      'stale',
      'problem',
      [times, domain, missing('virtual_alias', address), user(anna)],
    ],
    [
      'map leads to the old login',
      'stale-login',
      'problem',
      [...chain, user({ ...anna, login: 'anna.new' })],
    ],
    [
      'nobody has it',
      'unknown-address',
      'problem',
      [times, domain, missing('virtual_alias', address), nobody],
    ],
    [
      'not in the map, directory silent',
      'not-in-map',
      'problem',
      [times, domain, missing('virtual_alias', address), noTool],
    ],
    [
      'user exists under another address',
      'other-domain',
      'problem',
      [times, domain, missing('virtual_alias', address), user({ ...anna, email: 'anna@other.net' })],
    ],
    [
      'user is suspended',
      'archived',
      'problem',
      [
        times,
        domain,
        missing('virtual_alias', address),
        nobody,
        answered('bm-cli.user-get-archived', `${JSON.stringify({ ...anna, archived: true })}\n`, {
          label: address,
        }),
      ],
    ],
    [
      'mail for the user goes elsewhere',
      'external',
      'warning',
      [
        times,
        domain,
        found('virtual_alias', address, address),
        missing('virtual_mailbox', address),
        found('transport', address, 'smtp:relay.example.org:25'),
        user({ ...anna, routing: 'external' }),
      ],
    ],
    [
      'mailbox without a way to it',
      'no-transport',
      'problem',
      [
        times,
        domain,
        found('virtual_alias', address, target),
        found('virtual_mailbox', target, 'OK'),
        missing('transport', target),
        user(anna),
      ],
    ],
    [
      'mail is switched off for the user',
      'no-routing',
      'problem',
      [
        times,
        domain,
        found('virtual_alias', address, target),
        found('virtual_mailbox', target, 'OK'),
        missing('transport', target),
        user({ ...anna, routing: 'none' }),
      ],
    ],
    [
      'domain is not ours',
      'domain-unknown',
      'problem',
      [times, missing('virtual_domains', 'bluemind.net'), missing('virtual_alias', address), nobody],
    ],
    [
      'maps cannot be read',
      'unreadable',
      'unknown',
      [
        answered('maps.lookup', '', {
          label: 'virtual_domains bluemind.net',
          exitCode: 127,
          stderr: 'sh: 1: postmap: not found\n',
        }),
        answered('maps.lookup', '', {
          label: `virtual_alias ${address}`,
          exitCode: 127,
          stderr: 'sh: 1: postmap: not found\n',
        }),
        noTool,
      ],
    ],
  ];

  it.each(cases)('%s: %s', (_what, id, level, outputs) => {
    const result = judge(...outputs);
    expect(result.verdict).toMatchObject({ id: `maps.${id}`, level });
    expect(messagesOf(result).flatMap(missingIn)).toEqual([]);
    expect(result.verdict.remedies.length).toBeGreaterThan(0);
  });

  it('shows what it rests on, and learns the technical domain', () => {
    const { verdict, learned } = judge(...chain, user(anna));
    expect(verdict.evidence.map(({ text }) => text)).toContain('lmtp:10.0.0.1:2400');
    expect(learned).toEqual({ mapsTime: '1772394332', login: 'anna', technicalDomain: 'e6e3736c.internal' });
  });

  it('is less sure when the directory could not be asked', () => {
    expect(judge(...chain, noTool).verdict.confidence).toBe('likely');
  });

  it('asks about the mailbox only once the alias is known, and ends', () => {
    expect(planCheck(context, []).map((work) => ('label' in work ? work.label : ''))).toEqual([
      '',
      'virtual_domains bluemind.net',
      `virtual_alias ${address}`,
    ]);
    expect(planCheck(context, [...chain, user(anna)])).toEqual([]);
    expect(planCheck(context, [times, domain, missing('virtual_alias', address), nobody])).toHaveLength(1);
  });
});

describe('after writing the maps anew', () => {
  const before = { ...context, facts: { recipient: address, mapsTime: '1772394332' } };
  const newer = answered('maps.times', '1772394399 /etc/postfix/virtual_alias.db\n', { label: '1' });
  const log = (text: string) => answered('maps.core-log', text);
  const verify = (...outputs: readonly NamedOutput[]) => judgeVerify({ outputs }, before);

  it('never takes the task for the work', () => {
    expect(
      judgeRegenerate({ outputs: [answered('maps.regenerate', 'Success\n')] }, before).verdict.level,
    ).toBe('unknown');
  });

  it('sees a failure although the exit status is 0', () => {
    const said = answered('maps.regenerate', '', {
      stderr: 'Failed to repair entry anna@bluemind.net: boom\n',
    });
    expect(judgeRegenerate({ outputs: [said] }, before).verdict.id).toBe('maps.regenerate-failed');
  });

  it('is content only with newer maps that hold the address', () => {
    expect(verify(newer, found('virtual_alias', address, target), log('')).verdict.id).toBe('maps.verified');
    expect(verify(times, found('virtual_alias', address, target), log('')).verdict.id).toBe('maps.unchanged');
    expect(verify(newer, missing('virtual_alias', address), log('')).verdict.id).toBe('maps.written-without');
  });

  it('waits for the new writing although an earlier one failed, and not for ever', () => {
    const failed = answered(
      'maps.core-log',
      '2026-03-01 20:45:30,000 [vert.x] n.b.b.p.i.m.e.DirtyMapEvent INFO - Updating postfix maps\n' +
        '2026-03-01 20:45:31,000 [vert.x] n.b.b.p.i.m.e.DirtyMapEvent ERROR - Fail to update postfix maps: No relay host defined\n',
    );
    const afterLooks = (count: number) =>
      planVerify(before, [...Array.from({ length: count }, () => times), failed]);
    expect(afterLooks(1)[0]).toHaveProperty('pauseMs');
    expect(afterLooks(4)[0]).toHaveProperty('pauseMs');
    expect(afterLooks(5).every((work) => 'template' in work)).toBe(true);
  });

  it('names what the core log says went wrong', () => {
    const text =
      '2026-03-01 20:45:30,000 [vert.x] n.b.b.p.i.m.e.DirtyMapEvent INFO - Updating postfix maps\n' +
      '2026-03-01 20:45:31,000 [vert.x] n.b.b.p.i.m.e.DirtyMapEvent ERROR - Fail to update postfix maps: No relay host defined for domain uid: e6e3736c.internal\n' +
      '2026-03-01 20:45:31,000 [vert.x] n.b.b.p.i.m.e.DirtyMapEvent INFO - Postfix maps updated (12 ms)\n';
    const result = verify(times, missing('virtual_alias', address), log(text));
    expect(result.verdict.id).toBe('maps.write-failed');
    expect(messagesOf(result).flatMap(missingIn)).toEqual([]);
  });

  it('waits for newer maps, but not for ever, and not for pasted text', () => {
    expect(
      planVerify(before, [times]).map((work) => ('template' in work ? work.template.id : 'pause')),
    ).toEqual(['pause', 'maps.times', 'maps.core-log']);
    const looks = Array.from({ length: 12 }, () => times);
    expect(planVerify(before, looks).every((work) => 'template' in work)).toBe(true);
    const pasted: NamedOutput = { ...times, output: { ...times.output, exitCode: null } };
    expect(planVerify(before, [pasted]).every((work) => 'template' in work)).toBe(true);
  });
});
