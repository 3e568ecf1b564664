import { expect, test } from 'vitest';
import type { Step } from '../../../../core/playbook/model.ts';
import { tracePlaybook } from '../../../../core/playbooks/trace/playbook.ts';
import { factsOf, joinMoment, problemsOf, splitMoment } from './stepFacts.ts';

const step = tracePlaybook.steps[0] as Step;
const problem = (values: Parameters<typeof problemsOf>[1], fact: 'recipient' | 'since' | 'until') =>
  problemsOf(step, values).get(fact)?.key;

test('addresses are taken as people paste them', () => {
  expect(
    factsOf(step, { recipient: ' Anna B. <anna@example.org> ', sender: 'mailto:x@example.com' }),
  ).toEqual({
    recipient: 'anna@example.org',
    sender: 'x@example.com',
  });
  expect(factsOf(step, { sender: '<>' })).toEqual({ sender: '<>' });
  expect(factsOf(step, { messageId: '<1.2@example.org>' })).toEqual({ messageId: '1.2@example.org' });
});

test('empty fields are absent, not empty', () => {
  expect(factsOf(step, { recipient: '  ', sender: '' })).toEqual({});
});

test.each([
  ['anna', 'wizard:problem.no-at'],
  ['@example.org', 'wizard:problem.nothing-before-at'],
  ['anna@', 'wizard:problem.nothing-after-at'],
  ['anna @example.org', 'wizard:problem.spaces'],
  ['a@b@example.org', 'wizard:problem.two-ats'],
  ['anna@example.org', undefined],
  ['<>', undefined],
])('%s as an address: %s', (recipient, expected) => {
  expect(problem({ recipient }, 'recipient')).toBe(expected);
});

test('something to look for is needed, as the step itself says', () => {
  expect(problem({}, 'recipient')).toBe('trace:check.one-needed');
  expect(problem({ messageId: 'x@y' } as never, 'recipient')).toBeUndefined();
});

test('days and times', () => {
  const recipient = 'a@example.org';
  expect(factsOf(step, { recipient, since: '2026-03-01', until: '2026-03-01' })).toMatchObject({
    since: '2026-03-01T00:00:00',
    until: '2026-03-01T23:59:59',
  });
  expect(problem({ recipient, since: 'T20:45' }, 'since')).toBe('wizard:problem.day-missing');
  expect(problem({ recipient, since: '2026-03-02', until: '2026-03-01' }, 'until')).toBe(
    'trace:check.time-order',
  );
  expect(splitMoment(joinMoment('2026-03-01', '20:45'))).toEqual({ day: '2026-03-01', time: '20:45' });
  expect(splitMoment(joinMoment('', '20:45'))).toEqual({ day: '', time: '20:45' });
});
