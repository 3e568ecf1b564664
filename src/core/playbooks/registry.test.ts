import { describe, expect, it } from 'vitest';
import type { Step, StepContext } from '../playbook/model.ts';
import { playbooks } from './registry.ts';
import { missingIn } from './testCatalogue.ts';

const known = {
  recipient: 'anna@example.org',
  sender: 'bob@example.org',
  person: 'anna@example.org',
  messageId: '<4711@example.org>',
  queueId: 'C5BF3135FAF',
  imapUid: '7',
  keyword: 'Rappel',
  folder: 'INBOX',
  pickedQueueIds: 'C5BF3135FAF',
  pickedMessages: 'bm-cli:7',
  login: 'anna',
  technicalDomain: 'e6e3736c.internal',
};
const contexts: readonly StepContext[] = [null, 4, 5].map((blueMind) => ({
  facts: known,
  now: Date.UTC(2026, 2, 1),
  server: blueMind === null ? null : { name: 'mail', blueMind: blueMind as 4 | 5 },
}));
const steps = playbooks.flatMap((playbook) =>
  playbook.steps.map((step): [string, Step] => [`${playbook.id}/${step.id}`, step]),
);

describe.each(playbooks.map((playbook) => [playbook.id, playbook] as const))(
  'playbook %s',
  (_id, playbook) => {
    it('has words for its title and purpose in three languages', () => {
      expect([playbook.title, playbook.purpose].flatMap(missingIn)).toEqual([]);
    });

    it('names its steps once each', () => {
      const ids = playbook.steps.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    it('has every changing step proved by a reading step of its own', () => {
      for (const step of playbook.steps) {
        if (step.kind !== 'changes') continue;
        expect(playbook.steps.find(({ id }) => id === step.verifiedBy)?.kind).toBe('reads');
      }
    });
  },
);

describe.each(steps)('step %s', (_name, step) => {
  it('has words in three languages', () => {
    const spoken = [step.title, step.what, step.why];
    const asked = contexts.map((context) =>
      step.kind === 'changes' ? step.confirmation(context) : step.title,
    );
    expect([...spoken, ...asked].flatMap(missingIn)).toEqual([]);
  });

  it('can start when everything is known, and says what is missing when nothing is', () => {
    expect(step.check?.(known) ?? []).toEqual([]);
    const problems = step.check?.({}) ?? [];
    expect(problems.flatMap(({ problem }) => missingIn(problem))).toEqual([]);
    if (step.fields.some(({ required }) => required)) expect(problems.length).toBeGreaterThan(0);
  });

  it('plans commands whose values pass their own schema, and reads or changes as it says', () => {
    const { acquire } = step;
    if (acquire.kind === 'logs') {
      expect(Object.keys(acquire.query(known)).length).toBeGreaterThan(0);
      return;
    }
    for (const context of contexts) {
      const commands = acquire.plan(context, []).filter((work) => 'template' in work);
      expect(commands.length).toBeGreaterThan(0);
      for (const { template, values } of commands) {
        expect(template.values.safeParse(values).error?.issues ?? []).toEqual([]);
        expect(template.effect).toBe(step.kind);
        expect(template.argv(values).length).toBeGreaterThan(0);
      }
    }
  });

  it('judges silence as unknown, never as well', () => {
    for (const context of contexts) {
      if (step.acquire.kind === 'logs') continue;
      const { verdict } = step.judge({ outputs: [] }, context);
      expect(verdict.level).not.toBe('ok');
      expect(verdict.remedies.length).toBeGreaterThan(0);
    }
  });
});
