import { describe, expect, it } from 'vitest';
import type { Facts } from '../playbook/facts.ts';
import { walkDiagnosis } from './testDiagnosis.ts';
import { TestServer } from './testServer.ts';

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
    ['a mail that left for another domain', { recipient: 'bauamt@stadt.example' }, 'trace.delivered'],
    ['a mail another server refused', { recipient: 'office@streng.example' }, 'trace.bounced'],
    [
      'an address of a domain nobody here knows',
      { recipient: 'nobody@nowhere.example' },
      'maps.domain-unknown',
    ],
  ])('%s', async (_name, facts, expected) => {
    const { path, verdict } = await walkDiagnosis(new TestServer(), facts);
    expect(verdict.id, path.join('\n')).toBe(expected);
  });
});
