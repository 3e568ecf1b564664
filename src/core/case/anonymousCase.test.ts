import { describe, expect, it } from 'vitest';
import type { Facts } from '../playbook/facts.ts';
import { historyPlaybook } from '../playbooks/history/playbook.ts';
import { mapsPlaybook } from '../playbooks/maps/playbook.ts';
import { restorePlaybook } from '../playbooks/restore/playbook.ts';
import type { Playbook } from '../playbook/model.ts';
import { TestServer } from '../practice/testServer.ts';
import { anonymousCase } from './anonymousCase.ts';
import { openCase, withEntry } from './case.ts';
import type { Case } from './case.ts';

/** A case with one step of the practice server in it. */
async function caseOf(playbook: Playbook, step: string, facts: Facts): Promise<Case> {
  const { verdict, learned } = await new TestServer().step(playbook, step, facts);
  const entry = {
    at: '2026-03-03T14:20:00Z',
    playbook: playbook.id,
    step,
    source: 'mail.bluemind.example',
    servers: ['id-of-the-server'],
    verdict,
    commands: [],
  };
  return withEntry(openCase('c1', '2026-03-03T14:00:00Z'), entry, { ...facts, ...learned });
}

const at = (login: string): string => `${login}@bluemind.example`;

describe('a case without names', () => {
  it('leaves no name, login or address of the directory behind', async () => {
    const found = await caseOf(mapsPlaybook, 'check-address', { recipient: at('greta.vogel') });
    expect(JSON.stringify(found)).toContain('Greta Vogel');
    const left = JSON.stringify(anonymousCase(found));
    expect(left).not.toMatch(/greta|vogel|sommer|bm-master|id-of-the-server/i);
  });

  it('leaves no owner of a mailbox behind', async () => {
    const found = await caseOf(historyPlaybook, 'by-keyword', {
      recipient: at('david.weber'),
      keyword: 'Pflichtenheft',
    });
    expect(JSON.stringify(found)).toContain('David Weber');
    expect(JSON.stringify(anonymousCase(found))).not.toMatch(/david|weber|Pflichtenheft/i);
  });

  it('leaves no subject and no sender of deleted mail behind', async () => {
    const server = new TestServer();
    const { facts } = await server.step(restorePlaybook, 'find-mailbox', { recipient: at('emma.roth') });
    const found = await caseOf(restorePlaybook, 'list-deleted', facts);
    const left = JSON.stringify(anonymousCase(found));
    expect(left).not.toMatch(/emma|roth|Vertrag|Facture|Newsletter|lieferant/i);
  });

  it('keeps what names nobody: levels, numbers, times', async () => {
    const found = await caseOf(mapsPlaybook, 'check-address', { recipient: at('greta.vogel') });
    const [before] = found.entries;
    const [after] = anonymousCase(found).entries;
    expect(after?.verdict.id).toBe(before?.verdict.id);
    expect(after?.verdict.evidence).toHaveLength(before?.verdict.evidence.length ?? -1);
    expect(after?.at).toBe(before?.at);
  });
});
