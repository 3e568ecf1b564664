import { describe, expect, it } from 'vitest';
import deGlossary from '../../locales/de/glossary.json';
import deStatus from '../../locales/de/status.json';
import enGlossary from '../../locales/en/glossary.json';
import enStatus from '../../locales/en/status.json';
import frGlossary from '../../locales/fr/glossary.json';
import frStatus from '../../locales/fr/status.json';
import type { Actor, Confidence, VerdictLevel } from '../playbook/verdict.ts';
import type { RecipientStatus } from '../postfix/tracedMessage.ts';

// Records, so that a word added to a union and forgotten here does not compile.
const statuses: Readonly<Record<RecipientStatus, true>> = {
  delivered: true,
  forwarded: true,
  deferred: true,
  bounced: true,
  expired: true,
  rejected: true,
  held: true,
  discarded: true,
  queued: true,
  unknown: true,
};
const actors: Readonly<Record<Actor, true>> = {
  you: true,
  user: true,
  sender: true,
  'other-side': true,
  nobody: true,
  wait: true,
};
const confidences: Readonly<Record<Confidence, true>> = { certain: true, likely: true, possible: true };
const levels: Readonly<Record<VerdictLevel, true>> = {
  ok: true,
  warning: true,
  problem: true,
  unknown: true,
};

describe.each([
  ['en', enStatus, enGlossary],
  ['de', deStatus, deGlossary],
  ['fr', frStatus, frGlossary],
])('the vocabulary in %s', (_, status, glossary) => {
  it('names every state, actor, certainty and level', () => {
    const { actor, confidence, level, waiting, ...states } = status;
    expect(Object.keys(states).sort()).toEqual(Object.keys(statuses).sort());
    for (const state of Object.values(states))
      expect(Object.keys(state).sort()).toEqual(['explain', 'label']);
    expect(Object.keys(actor).sort()).toEqual(Object.keys(actors).sort());
    for (const word of Object.keys(confidences)) expect(Object.keys(confidence)).toContain(word);
    expect(Object.keys(level).sort()).toEqual(Object.keys(levels).sort());
    expect(Object.keys(waiting).sort()).toEqual(['final', 'helps', 'useless']);
  });

  it('explains every glossary word briefly and at length', () => {
    expect(Object.keys(glossary).sort()).toEqual(Object.keys(enGlossary).sort());
    for (const [id, entry] of Object.entries(glossary)) {
      expect(entry.term.length, id).toBeGreaterThan(2);
      expect(entry.short, id).toMatch(/\.$/);
      expect(entry.long.length, id).toBeGreaterThan(entry.short.length);
    }
  });
});
