import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { traceMessages } from '../postfix/trace.ts';
import type { TraceQuery } from '../postfix/tracedMessage.ts';
import { RemoteSearch } from './remoteSearch.ts';
import { parseHit, parseListedLogs } from './searchCommands.ts';

const FIXTURES = join(import.meta.dirname, '../postfix/fixtures');
const LOGS = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.log'))
  .map((name) => ({ name, lines: readFileSync(join(FIXTURES, name), 'utf8').split('\n') }));
const REFERENCE = '2026-11-23T00:00:00Z';

/** Answers rounds as grep would. */
function searched(lines: readonly string[], query: TraceQuery): { search: RemoteSearch; shipped: number } {
  const search = new RemoteSearch(query, [{ name: 'log', reference: REFERENCE }]);
  const shipped = new Set<number>();
  for (let round = search.nextRound(); round !== null; round = search.nextRound()) {
    const fold = (text: string) => (round?.ignoreCase === true ? text.toLowerCase() : text);
    const patterns = round.patterns.map(fold);
    lines.forEach((text, index) => {
      if (!patterns.some((pattern) => fold(text).includes(pattern))) return;
      search.hit(0, index + 1, text);
      shipped.add(index);
    });
  }
  return { search, shipped: shipped.size };
}

/** Every question that the messages of a log can be found by. */
function questions(lines: readonly string[]): TraceQuery[] {
  const { messages } = traceMessages([{ file: 'log', lines, reference: REFERENCE }], {});
  return messages.flatMap((message) => [
    ...message.recipients.flatMap(({ address, originalAddress }) => [
      { recipient: address },
      { recipient: address.toUpperCase() },
      ...(originalAddress === null ? [] : [{ recipient: originalAddress }]),
    ]),
    ...(message.sender === null ? [] : [{ sender: message.sender }]),
    ...(message.messageId === null ? [] : [{ messageId: message.messageId }]),
    ...message.queueIds.map((queueId) => ({ queueId })),
  ]);
}

describe('a search in rounds', () => {
  it.each(LOGS)('finds in $name what reading the whole file finds', ({ lines }) => {
    const asked = [
      ...new Map(questions(lines).map((query) => [JSON.stringify(query), query])).values(),
    ].slice(0, 120);
    for (const query of asked) {
      const local = traceMessages([{ file: 'log', lines, reference: REFERENCE }], query);
      const { search } = searched(lines, query);
      const remote = search.finish();
      expect({ query, messages: remote.messages }).toEqual({ query, messages: local.messages });
      expect(remote.notes).toEqual(local.notes);
      expect(search.tooGeneral).toBe(false);
    }
  });

  it('ships only what belongs to the question', () => {
    const whole = LOGS.find(({ name }) => name === 'postfix-3.7-whole-session.log');
    if (whole === undefined) throw new Error('fixture is missing');
    const byId = questions(whole.lines).filter((query) => query.messageId !== undefined);
    const shipped = byId.map((query) => searched(whole.lines, query).shipped).sort((a, b) => a - b);
    // One smtpd process served most of this log, so that its sessions are a good part of it.
    expect(shipped[Math.floor(shipped.length / 2)]).toBeLessThan(whole.lines.length / 3);
  });

  it('says that a question without a name cannot be searched for', () => {
    const search = new RemoteSearch({ since: '2026-03-01' }, [{ name: 'log', reference: REFERENCE }]);
    expect(search.nextRound()).toBeNull();
    expect(search.tooGeneral).toBe(true);
  });
});

describe('what the commands print', () => {
  it('is read line by line', () => {
    expect(parseHit('12:Mar  1 20:45:32 mail postfix/qmgr[1]: A: x')).toEqual({
      line: 12,
      text: 'Mar  1 20:45:32 mail postfix/qmgr[1]: A: x',
    });
    expect(parseHit('grep: /dev/fd/4: binary file matches')).toBeNull();
    expect(
      parseListedLogs('10 1772393132.5 /var/log/mail.log.1\nnonsense\n20 1772393199.0 /var/log/mail.log\n'),
    ).toEqual([
      { path: '/var/log/mail.log', bytes: 20, changedAt: 1772393199000 },
      { path: '/var/log/mail.log.1', bytes: 10, changedAt: 1772393132000 },
    ]);
  });
});
