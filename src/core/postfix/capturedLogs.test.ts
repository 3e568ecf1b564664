import { describe, expect, it } from 'vitest';
import { summarizeLogs } from './summary.ts';
import { traceMessages } from './trace.ts';

// Real logs of Postfix 3.7.11 and what pflogsumm 1.1.5 says about each; see fixtures/README-captured.md.
const logs = import.meta.glob<string>('./fixtures/postfix-3.7-*.log', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const reports = import.meta.glob<string>('./fixtures/postfix-3.7-*.pflogsumm.txt', {
  query: '?raw',
  import: 'default',
  eager: true,
});

function input(name: string) {
  const text = logs[`./fixtures/postfix-3.7-${name}.log`];
  if (text === undefined) throw new Error(`no fixture ${name}`);
  return { file: name, reference: '2026-11-24', lines: text.split('\n') };
}

const names = Object.keys(logs).map((path) => path.slice('./fixtures/postfix-3.7-'.length, -'.log'.length));

/** A number of pflogsumm's "Grand Totals"; it prints large ones as `36k`, rounded. */
function grandTotal(report: string, label: string): { value: number; unit: number } {
  const found = new RegExp(`(\\d+)([km]?)\\s+${label}`).exec(report);
  const unit = found?.[2] === 'k' ? 1024 : found?.[2] === 'm' ? 1024 * 1024 : 1;
  return { value: Number(found?.[1] ?? 0), unit };
}

const labels = {
  received: 'received',
  delivered: 'delivered',
  forwarded: 'forwarded',
  deferred: 'deferred',
  deferrals: 'deferrals\\)',
  bounced: 'bounced',
  rejected: 'rejected',
  rejectWarnings: 'reject warnings',
  held: 'held',
  discarded: 'discarded',
  bytesReceived: 'bytes received',
  bytesDelivered: 'bytes delivered',
  senders: 'senders',
  sendingDomains: 'sending hosts/domains',
  recipients: 'recipients',
  recipientDomains: 'recipient hosts/domains',
} as const;

/**
 * pflogsumm ends a sender at the first `>` and so does not see the one mail from `"odd name, with <brackets>"@domain.net`
 * (380 bytes, delivered once).
 */
const oddSender = { bytesReceived: 380, bytesDelivered: 380, senders: 1 };
const differences: Readonly<Record<string, Partial<Record<keyof typeof labels, number>>>> = {
  'sub-address-and-upper-case': oddSender,
  'whole-session': oddSender,
};

describe('logs captured from Postfix 3.7', () => {
  it('are there', () => {
    expect(names.length).toBeGreaterThan(30);
    expect(Object.keys(reports).length).toBeGreaterThan(30);
  });

  it.each(names)('%s: every line is understood or foreign', (name) => {
    const { input: counts, coverage } = traceMessages([input(name)], {});
    expect(coverage.notUnderstoodSamples).toEqual([]);
    expect(counts.understood + counts.foreign).toBe(counts.lines);
    const others = coverage.foreignPrograms.filter(({ program }) => !program.startsWith('cyrus/'));
    // The lab marks the beginning of its whole run with a line of its own.
    expect(others).toEqual(name.startsWith('whole-session') ? [{ program: 'lab', count: 1 }] : []);
  });

  it.each(names.filter((name) => `./fixtures/postfix-3.7-${name}.pflogsumm.txt` in reports))(
    '%s: totals as pflogsumm counts them',
    (name) => {
      const { totals } = summarizeLogs([input(name)]);
      const report = reports[`./fixtures/postfix-3.7-${name}.pflogsumm.txt`] ?? '';
      for (const [key, label] of Object.entries(labels) as [keyof typeof labels, string][]) {
        const { value, unit } = grandTotal(report, label);
        const ours = totals[key] - (differences[name]?.[key] ?? 0);
        expect([key, unit === 1 ? ours : Math.trunc(ours / unit)]).toEqual([key, value]);
      }
    },
  );

  it('tell the same in both kinds of time stamp', () => {
    const plain = traceMessages([input('whole-session')], {}).messages;
    const precise = traceMessages([input('whole-session-rfc3339')], {}).messages;
    const gist = (messages: typeof plain) =>
      messages.map(({ queueIds, sender, client, complete, recipients }) => ({
        queueIds,
        sender,
        client,
        complete,
        recipients: recipients.map(({ address, status, attempts, cause }) => ({
          address,
          status,
          attempts,
          cause,
        })),
      }));
    const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    expect(gist(precise).sort(byText)).toEqual(gist(plain).sort(byText));
    expect(precise[0]?.firstSeen).toMatch(/^2026-11-23T01:\d\d:\d\d\.\d{6}\+00:00$/);
  });

  it('tell the same as journald and RFC 5424 would have written them', () => {
    const { file, reference, lines } = input('whole-session-rfc3339');
    const parts = lines
      .map((line) => /^(\S+) (\S+) ([^\s[:]+)(?:\[(\d+)\])?: (.*)$/.exec(line))
      .filter((found) => found !== null);
    const structured = parts.map(
      ([, time = '', host = '', program = '', pid = '-', text = '']) =>
        `<22>1 ${time} ${host} ${program} ${pid} - - ${text}`,
    );
    const journal = parts.map(([, time = '', host = '', program = '', pid, text = '']) =>
      JSON.stringify({
        __REALTIME_TIMESTAMP: `${Date.parse(`${time.slice(0, 19)}Z`) / 1000}${time.slice(20, 26)}`,
        _HOSTNAME: host,
        SYSLOG_IDENTIFIER: program,
        SYSLOG_PID: pid,
        MESSAGE: text,
      }),
    );
    const read = (all: readonly string[]) => {
      const { messages, input: counts } = traceMessages([{ file, reference, lines: all }], {});
      return [
        counts,
        messages.map(({ firstSeen, ...rest }) => ({
          at: firstSeen.slice(0, 26),
          ...rest,
          lastSeen: '',
          evidence: [],
        })),
      ];
    };
    const plain = JSON.stringify(read(lines)).replaceAll('+00:00"', '"');
    expect(JSON.stringify(read(structured)).replaceAll('+00:00"', '"')).toBe(plain);
    expect(JSON.stringify(read(journal)).replace(/(\.\d{6})Z"/g, '$1"')).toBe(plain);
  });

  it('show deferral and delivery, expiry and its notifications', () => {
    const delivered = traceMessages([input('over-quota-deferred-then-delivered')], {
      recipient: 'full@bluemind.net',
    });
    expect(
      delivered.messages.map(({ recipients }) =>
        recipients.map(({ status, attempts }) => [status, attempts]),
      ),
    ).toEqual([[['delivered', 1]], [['delivered', 1]], [['delivered', 3]]]);
    const expired = traceMessages([input('over-quota-delay-notice-then-expired')], {});
    expect(expired.messages[0]?.recipients).toMatchObject([
      { status: 'expired', cause: 'over-quota', attempts: 5 },
    ]);
    expect(expired.notes.map(({ notificationFor }) => notificationFor)).toEqual([
      null,
      '0239821E498',
      '0239821E498',
    ]);
  });

  it('show a filter as one message and a forward with both addresses', () => {
    const { messages } = traceMessages([input('content-filter-reinjected')], {
      sender: 'user2@domain.net',
      since: '2026-11-23T01:22:50',
    });
    expect(
      messages.find(({ queueIds }) => queueIds.length === 2)?.recipients.map(({ status }) => status),
    ).toEqual(['delivered', 'delivered']);
    const forwarded = traceMessages([input('local-forwarded-and-pipe')], {
      recipient: 'team@mail.bluemind.net',
    });
    expect(forwarded.messages).toHaveLength(1);
    expect(forwarded.messages[0]?.recipients.map(({ status }) => status)).toEqual([
      'forwarded',
      'delivered',
      'delivered',
    ]);
  });

  it('show the mailbox of users and of shared mailboxes', () => {
    const { messages } = traceMessages([input('delivered-lmtp-bluemind-uid')], {});
    expect(messages.map(({ recipients }) => recipients[0]?.mailbox?.user)).toEqual([
      'john',
      'jane.roe',
      'sales',
    ]);
    expect(
      traceMessages([input('delivered-lmtp-cyrus-3.6')], {}).messages[0]?.recipients[0]?.mailbox,
    ).toBeNull();
  });

  it('tell mail that never got in from mail that did', () => {
    const { notes } = traceMessages([input('lost-connections')], {});
    expect(notes.map(({ aborted }) => aborted)).toEqual([true, true]);
    const large = traceMessages([input('too-large')], {});
    expect(large.notes).toMatchObject([
      { aborted: true },
      { refusal: { dsn: '5.3.4', cause: 'message-too-large' } },
    ]);
  });
});

describe('summarizeLogs', () => {
  it('counts by hour and by reason', () => {
    const summary = summarizeLogs([input('whole-session')]);
    expect(summary.period).toEqual({
      from: '2026-11-23T01:22:31',
      to: expect.stringMatching(/^2026-11-23T01:2/) as string,
    });
    expect(summary.perHour).toHaveLength(1);
    expect(summary.perHour[0]).toMatchObject({
      from: '2026-11-23T01:00:00',
      received: summary.totals.received,
      delivered: summary.totals.delivered,
      deferred: summary.totals.deferrals,
      bounced: summary.totals.bounced,
      rejected: summary.totals.rejected,
    });
    const count = (kind: string) =>
      summary.reasons.filter((reason) => reason.kind === kind).reduce((all, reason) => all + reason.count, 0);
    expect(count('deferred')).toBe(summary.totals.deferrals);
    expect(count('bounced')).toBe(summary.totals.bounced);
    expect(count('rejected')).toBe(summary.totals.rejected);
    expect(
      summary.reasons.find(({ kind, cause }) => kind === 'deferred' && cause === 'over-quota'),
    ).toMatchObject({
      dsn: '4.2.2',
    });
  });
});
