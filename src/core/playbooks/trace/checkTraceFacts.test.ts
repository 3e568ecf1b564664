import { describe, expect, it } from 'vitest';
import { checkTraceFacts } from './checkTraceFacts.ts';

const problems = (...args: Parameters<typeof checkTraceFacts>) =>
  checkTraceFacts(...args).map(
    ({ fact, problem }) => `${fact} ${problem.key.replace(/^(trace:)?check[.:]/, '')}`,
  );

describe('what a trace needs', () => {
  it('accepts any one way to name a mail', () => {
    expect(problems({ recipient: 'anna@example.org' })).toEqual([]);
    expect(problems({ sender: '<>' })).toEqual([]);
    expect(problems({ messageId: '<a@b>' })).toEqual([]);
    expect(problems({ queueId: '4Xk2Fz1b2Cz9rT4', since: '2026-03-01', until: '2026-03-01T20:45' })).toEqual(
      [],
    );
  });

  it.each([
    [{}, ['recipient one-needed']],
    [{ recipient: 'anna' }, ['recipient address']],
    [{ recipient: 'a@b@c' }, ['recipient address']],
    [{ recipient: 'anna example@org' }, ['recipient address']],
    [{ recipient: 'a@b.c', since: 'yesterday' }, ['since time']],
    [{ recipient: 'a@b.c', since: '2026-03-02', until: '2026-03-01' }, ['until time-order']],
    [{ queueId: 'C5BF;rm' }, ['queueId queue-id']],
  ])('%j: %j', (facts, expected) => {
    expect(problems(facts)).toEqual(expected);
  });
});
