import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../recognise/testAnyText.ts';
import { lastMapsRun, parseCoreLog } from './coreLog.ts';
import { parseIndexInfo } from './indexInfo.ts';
import { parsePostmapAnswer, parseTransportValue } from './postmapAnswer.ts';
import { technicalDomain } from './technicalDomain.ts';
import { parseUserGet } from './userGet.ts';
import { versionProbe } from './versionProbe.ts';

describe('bm-cli user get', () => {
  it('reads the short and the whole form', () => {
    const text =
      '{"email":"john@domain.net","uid":"8E5B","login":"john","aliases":["john@domain.net","johnny@domain.net"],"quota":4096}\n' +
      '{"uid":"9F","value":{"login":"mary","archived":true,"hidden":false,"routing":"Internal","emails":[{"address":"m@d.net","isDefault":false},{"address":"mary@d.net","isDefault":true}],"quota":0,"contactInfos":{"identification":{"formatedName":{"value":"Mary Doe"}}}}}\n' +
      'user nobody@d.net not found\nhm\n';
    const parsed = parseUserGet(text);
    expect(parsed.items).toEqual([
      {
        email: 'john@domain.net',
        uid: '8E5B',
        login: 'john',
        aliases: ['johnny@domain.net'],
        quotaKib: 4096,
        archived: null,
        hidden: null,
        routing: null,
        displayName: null,
        line: 1,
      },
      {
        email: 'mary@d.net',
        uid: '9F',
        login: 'mary',
        aliases: ['m@d.net'],
        quotaKib: null,
        archived: true,
        hidden: false,
        routing: 'internal',
        displayName: 'Mary Doe',
        line: 2,
      },
    ]);
    expect(parsed.findings).toMatchObject([{ kind: 'user-not-found' }]);
    expect(parsed.notUnderstood).toEqual([{ line: 4, text: 'hm' }]);
  });
});

describe('bm-cli index info', () => {
  it('reads new and old names and a failed fetch', () => {
    const text =
      '{"email":"a@d.net","ESQuotaKiB":4096,"IMAPQuotaKiB":4100,"ratio":99}\n{"email":"b@d.net","ESQuota":"Failed to fetch ES quota","IMAPQuota":"12","ratio":"7,5 %"}\n{"x":1}\n';
    const parsed = parseIndexInfo(text);
    expect(parsed.items).toEqual([
      { email: 'a@d.net', usedKib: 4100, indexedKib: 4096, ratio: 99, line: 1 },
      { email: 'b@d.net', usedKib: 12, indexedKib: null, ratio: 7.5, line: 2 },
    ]);
    expect(parsed.notUnderstood).toEqual([{ line: 3, text: '{"x":1}' }]);
  });
});

describe('postmap -q', () => {
  it('tells found, not found, errors and nothing known apart', () => {
    expect(parsePostmapAnswer('a@t.internal, b@t.internal\n', '', 0)).toMatchObject({
      kind: 'found',
      values: ['a@t.internal', 'b@t.internal'],
    });
    expect(parsePostmapAnswer('', '', 1)).toEqual({ kind: 'not-found', warnings: [] });
    expect(parsePostmapAnswer('', '', null)).toEqual({ kind: 'unknown' });
    expect(parsePostmapAnswer('', '', 0)).toEqual({ kind: 'unknown' });
    expect(
      parsePostmapAnswer(
        '',
        'postmap: fatal: open database /etc/postfix/transport.db: No such file or directory',
        1,
      ),
    ).toMatchObject({ kind: 'error', why: 'no-map' });
    expect(
      parsePostmapAnswer('', 'postmap: fatal: open /etc/postfix/main.cf: Permission denied', 1),
    ).toMatchObject({ why: 'permission-denied' });
    expect(parsePostmapAnswer('', 'bash: postmap: command not found', 127)).toMatchObject({
      why: 'tool-missing',
    });
    expect(
      parsePostmapAnswer(
        'OK\n',
        'postmap: warning: /etc/postfix/main.cf, line 12: overriding earlier entry',
        0,
      ),
    ).toMatchObject({ kind: 'found', value: 'OK', warnings: [expect.any(String)] });
  });

  it('splits transports', () => {
    expect(parseTransportValue('lmtp:10.0.0.1:2400')).toEqual({
      transport: 'lmtp',
      host: '10.0.0.1',
      port: 2400,
    });
    expect(parseTransportValue('smtp:[mx.d.net]:25')).toEqual({
      transport: 'smtp',
      host: 'mx.d.net',
      port: 25,
    });
    expect(parseTransportValue('smtp:')).toEqual({ transport: 'smtp', host: null, port: null });
    expect(parseTransportValue('error:mailbox does not exist')).toEqual({
      transport: 'error',
      host: 'mailbox does not exist',
      port: null,
    });
    expect(parseTransportValue('OK')).toBeNull();
  });
});

describe('technicalDomain', () => {
  const ask = (sources: Parameters<typeof technicalDomain>[1]): unknown => {
    const { best } = technicalDomain('john@domain.net', sources);
    return best === null ? null : [best.technicalDomain, best.way, best.login, best.confidence];
  };

  it('learns it in each way', () => {
    expect(ask({ aliasMap: 'john.doe@e6.internal\n' })).toEqual([
      'e6.internal',
      'alias-map',
      'john.doe',
      'likely',
    ]);
    expect(ask({ aliasMap: '+projet@e6.internal\n' })).toEqual(['e6.internal', 'alias-map', null, 'likely']);
    expect(
      ask({
        restDomains:
          '[{"uid":"x.internal","value":{"aliases":["other.net"]}},{"uid":"e6.internal","value":{"name":"e6.internal","aliases":["Domain.net"]}}]',
      }),
    ).toEqual(['e6.internal', 'rest', null, 'certain']);
    expect(ask({ mailUnexpunge: 'authN resolves to john@e6.internal\n' })).toEqual([
      'e6.internal',
      'bm-cli-unexpunge',
      'john',
      'certain',
    ]);
    expect(
      ask({
        cyrusPartitions: 'partition-bm-master__e6_internal:/x\nmetapartition-bm-master__e6_internal:/y\n',
      }),
    ).toEqual(['e6.internal', 'cyrus-partitions', null, 'likely']);
    expect(
      ask({ lmtpReply: '250 2.1.5 Ok SESSIONID=<cyrus-1> [e6.internal!user.john^doe.INBOX () 7]' }),
    ).toEqual(['e6.internal', 'lmtp-reply', 'john.doe', 'certain']);
  });

  it('does not guess', () => {
    for (const sources of [
      {},
      { aliasMap: '' },
      { aliasMap: 'a@x.net, b@y.net' },
      { restDomains: 'not json' },
      { restDomains: '[]' },
      { cyrusPartitions: 'partition-a__x_net:/x\npartition-a__y_net:/y\n' },
    ])
      expect(ask(sources)).toBeNull();
  });

  it('shows contradictions', () => {
    const { best, others } = technicalDomain('john@domain.net', {
      aliasMap: 'john@old.net',
      mailUnexpunge: 'authN resolves to john@e6.internal\n',
    });
    expect(best?.technicalDomain).toBe('e6.internal');
    expect(others.map(({ technicalDomain: domain }) => domain)).toEqual(['old.net']);
  });
});

describe('versionProbe', () => {
  it.each([
    [{ packageVersion: '4.1.65535' }, 'bluemind-4', 'certain'],
    [{ packageVersion: '5.1.3456-1', unexpungePath: null, cyrusActive: 'inactive' }, 'bluemind-5', 'certain'],
    // Leftovers of an upgrade do not make a 4.
    [{ packageVersion: '5.1.3456', hasCyrusPartitions: true }, 'bluemind-5', 'certain'],
    [{ packageVersion: '5.1.3456', cyrusActive: 'active' }, 'bluemind-5', 'likely'],
    [{ installationInfos: '{"softwareVersion":"4.1.65535","releaseName":"4.9.0"}' }, 'bluemind-4', 'certain'],
    [{ packageVersion: null, cyrusActive: 'active' }, 'bluemind-4', 'likely'],
    [{ packageVersion: null, bmCliPath: '' }, 'none', 'certain'],
    [
      { packageVersion: 'dpkg-query: no packages found matching bm-core', bmCliPath: '/usr/bin/bm-cli' },
      'unknown',
      'possible',
    ],
    [{}, 'unknown', 'possible'],
  ] as const)('%o is %s', (probes, kind, confidence) => {
    expect(versionProbe(probes)).toMatchObject({ kind, confidence });
  });

  it('names the release', () => {
    expect(versionProbe({ installationInfos: 'infos: 4.1.65535 4.9.0' })).toMatchObject({
      release: '4.9.0',
      because: [{ key: 'mailbox:version.release', values: { version: '4.9.0' } }],
    });
  });
});

describe('core.log', () => {
  const log =
    '2026-11-23 00:40:00,100 [w-1] n.b.DirtyMapEvent INFO - Updating postfix maps\n' +
    '2026-11-23 00:40:01,100 [w-1] n.b.DirtyMapEvent INFO - Postfix maps updated (950 ms)\n' +
    '2026-11-23 00:51:12,345 [w-1] n.b.DirtyMapEvent INFO - Updating postfix maps\n' +
    '2026-11-23 00:51:12,900 [w-1] n.b.DirtyMapEvent ERROR - Fail to update postfix maps: No relay host defined for domain uid: e6.internal\n' +
    'net.bluemind.core.api.fault.ServerFault: No relay host defined for domain uid: e6.internal\n' +
    '2026-11-23 00:51:13,000 [w-1] n.b.DirtyMapEvent INFO - Postfix maps updated (655 ms)\n';

  it('finds the run and what it failed on', () => {
    const { items } = parseCoreLog(log, '2026-11-23T00:50:00');
    expect(items.map(({ kind, at, subject }) => [kind, at, subject])).toEqual([
      ['maps-updating', '2026-11-23T00:51:12', null],
      ['no-relay-host', '2026-11-23T00:51:12', 'e6.internal'],
      ['no-relay-host', '2026-11-23T00:51:12', 'e6.internal'],
      ['maps-updated', '2026-11-23T00:51:13', null],
    ]);
    expect(lastMapsRun(items).run).toBe('failed');
  });

  it('knows success, a run under way and silence', () => {
    const { items } = parseCoreLog(log);
    expect(items[1]?.milliseconds).toBe(950);
    expect(lastMapsRun(items.slice(0, 2)).run).toBe('updated');
    expect(lastMapsRun(items.slice(0, 1)).run).toBe('running');
    expect(lastMapsRun([]).run).toBe('not-seen');
    expect(
      parseCoreLog('x Fail to update flat maps on server: bm-master, address: 10.0.0.1').items,
    ).toMatchObject([{ kind: 'maps-failed-on-server', subject: 'bm-master', at: null }]);
  });
});

it('none of them ever throws', () => {
  fc.assert(
    fc.property(anyText(), fc.json(), (text, json) => {
      for (const input of [text, json, `{${text}`, `[${json}`]) {
        parseUserGet(input);
        parseIndexInfo(input);
        parsePostmapAnswer(input, text, null);
        parseTransportValue(input);
        parseCoreLog(input, text);
        technicalDomain(text, {
          aliasMap: input,
          restDomains: input,
          mailUnexpunge: input,
          cyrusPartitions: input,
          lmtpReply: input,
        });
        versionProbe({ packageVersion: input, installationInfos: input, cyrusActive: text });
      }
    }),
  );
});
