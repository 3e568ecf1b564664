import { describe, expect, it } from 'vitest';
import type { TraceQuery } from '../postfix/tracedMessage.ts';
import { logBounds, parseLogBounds } from '../remoteTrace/logBounds.ts';
import { RemoteSearch } from '../remoteTrace/remoteSearch.ts';
import { listLogs, parseHit, parseListedLogs, searchLog } from '../remoteTrace/searchCommands.ts';
import { TestServer } from './testServer.ts';

/** Searches the practice server's logs as the app does over SSH: command lines out, hits back, round by round. */
function searchRemotely(server: TestServer, query: TraceQuery) {
  const listed = server.execute({ template: listLogs, values: { path: '/var/log/mail.log' }, label: '' });
  const logs = parseListedLogs(listed.stdout);
  const search = new RemoteSearch(
    query,
    logs.map(({ path, changedAt }) => ({ name: path, reference: new Date(changedAt).toISOString() })),
  );
  for (let round = search.nextRound(); round !== null; round = search.nextRound()) {
    for (const [index, { path }] of logs.entries()) {
      const { stdout, stderr } = server.execute({
        template: searchLog,
        values: { path, ...round },
        label: path,
      });
      expect(stderr).toBe('');
      for (const line of stdout.split('\n')) {
        const hit = parseHit(line);
        if (hit !== null) search.hit(index, hit.line, hit.text);
      }
    }
  }
  return { logs, result: search.finish() };
}

describe('search over SSH', () => {
  it('finds the logs, newest first', () => {
    const { logs } = searchRemotely(new TestServer(), { queueId: 'ABCDE12345' });
    expect(logs.map(({ path }) => path)).toEqual([
      '/var/log/mail.log',
      '/var/log/mail.log.1',
      '/var/log/mail.log.2.gz',
    ]);
    expect(logs.every(({ bytes }) => bytes > 1000)).toBe(true);
  });

  it.each([
    { recipient: 'claire.moreau@bluemind.example' },
    { recipient: 'Bruno.Lang@bluemind.example' },
    { recipient: 'greta.vogel@bluemind.example' },
    { sender: 'luca.ferrari@bluemind.example' },
    { messageId: '<practice.greylisted-delivered@bluemind.example>' },
  ])('answers %j as the same files read whole', (query) => {
    const server = new TestServer();
    const remote = searchRemotely(server, query).result.messages;
    const local = server.trace(query).messages;
    expect(remote.length).toBeGreaterThan(0);
    expect(remote.map(({ queueIds, sender, recipients }) => ({ queueIds, sender, recipients }))).toEqual(
      local.map(({ queueIds, sender, recipients }) => ({ queueIds, sender, recipients })),
    );
  });

  it('tells what each log covers where nothing was found in it', () => {
    const server = new TestServer();
    const { coverage } = server.trace({ recipient: 'nobody@bluemind.example' });
    for (const { file, from, to, counts } of coverage) {
      const { stdout } = server.execute({ template: logBounds, values: { path: file }, label: file });
      const bounds = parseLogBounds(stdout, file, new Date(server.now).toISOString());
      expect(bounds).toMatchObject({ first: from, last: to, counts: { lines: counts.lines } });
    }
    expect(coverage.length).toBe(3);
  });
});
