import { describe, expect, it } from 'vitest';
import type { Facts } from '../playbook/facts.ts';
import {
  concludeDiagnosis,
  nextDiagnosisStep,
  type DiagnosisEntry,
} from '../playbooks/diagnosis/diagnosisPath.ts';
import { findPlaybook } from '../playbooks/registry.ts';
import { TestServer } from './testServer.ts';

/** Walks the whole diagnosis on the practice world, facts carried from step to step as a case does. */
async function diagnose(start: Facts) {
  const server = new TestServer();
  const taken: DiagnosisEntry[] = [];
  let facts = start;
  for (let next = nextDiagnosisStep(taken, facts); next !== null; next = nextDiagnosisStep(taken, facts)) {
    const playbook = findPlaybook(next.playbook);
    if (playbook === null) throw new Error(next.playbook);
    const result = await server.step(playbook, next.step, facts);
    taken.push({ ...next, result });
    facts = { ...result.facts, ...facts };
  }
  return {
    path: taken.map(({ playbook, step, result }) => `${playbook}/${step} ${result.verdict.id}`),
    verdict: concludeDiagnosis(taken),
  };
}

const at = (login: string): string => `${login}@bluemind.example`;

describe('full diagnosis on the practice server', () => {
  it.each<[string, Facts, string]>([
    ['a renamed user, new address', { recipient: at('greta.vogel') }, 'maps.stale'],
    ['a renamed user, old address', { recipient: at('greta.sommer') }, 'maps.stale-login'],
    ['somebody who left', { recipient: at('henri.dubois') }, 'maps.archived'],
    ['a wrong address', { recipient: at('clara.moreau') }, 'maps.unknown-address'],
    ['a full mailbox', { recipient: at('bruno.lang') }, 'queue.quota-full'],
    ['a held mail', { recipient: at('luca.ferrari'), sender: 'gewinn@lotterie.example' }, 'queue.held'],
    [
      'a mail in the trash',
      { recipient: at('claire.moreau'), messageId: '<practice.offer@lieferant.example>' },
      'history.moved-to-trash',
    ],
    [
      'a mail in the shared mailbox',
      { recipient: at('david.weber'), messageId: '<practice.specification@uni.example>' },
      'history.moved-to-shared',
    ],
    [
      'a deleted mail',
      { recipient: at('jonas.huber'), messageId: '<practice.order@client.example>' },
      'history.deleted',
    ],
  ])('%s', async (_name, facts, expected) => {
    const { path, verdict } = await diagnose(facts);
    expect(verdict?.id, path.join('\n')).toBe(expected);
  });
});
