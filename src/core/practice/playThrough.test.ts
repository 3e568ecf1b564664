import { describe, expect, it } from 'vitest';
import { historyPlaybook } from '../playbooks/history/playbook.ts';
import { mapsPlaybook } from '../playbooks/maps/playbook.ts';
import { queuePlaybook } from '../playbooks/queue/playbook.ts';
import { restorePlaybook } from '../playbooks/restore/playbook.ts';
import { tracePlaybook } from '../playbooks/trace/playbook.ts';
import type { DeletedFindings } from '../playbooks/restore/findings.ts';
import type { QueueFindings } from '../playbooks/queue/findings.ts';
import type { PlayedStep } from './testServer.ts';
import { TestServer } from './testServer.ts';

const bruno = 'bruno.lang@bluemind.example';
const emma = 'emma.roth@bluemind.example';

const queueOf = (step: PlayedStep): QueueFindings => step.findings as unknown as QueueFindings;
const deletedOf = (step: PlayedStep): DeletedFindings => step.findings as unknown as DeletedFindings;

describe('delivery maps', () => {
  it('finds the stale map of a renamed user, has it written anew and proves it', async () => {
    const server = new TestServer();
    const before = await server.step(mapsPlaybook, 'check-address', {
      recipient: 'greta.vogel@bluemind.example',
    });
    expect(before.verdict.id).toBe('maps.stale');
    expect(before.next[0]).toMatchObject({ kind: 'step', step: 'regenerate' });
    const asked = await server.step(mapsPlaybook, 'regenerate', before.facts);
    expect(asked.verdict.id).toBe('maps.regenerate-started');
    const after = await server.step(mapsPlaybook, 'verify', asked.facts);
    expect(after.verdict.id).toBe('maps.verified');
    const again = await server.step(mapsPlaybook, 'check-address', {
      recipient: 'greta.vogel@bluemind.example',
    });
    expect(again.verdict).toMatchObject({ id: 'maps.ok', level: 'ok' });
    expect(again.facts.login).toBe('greta.vogel');
  });

  it.each([
    ['greta.sommer@bluemind.example', 'maps.stale-login'],
    ['henri.dubois@bluemind.example', 'maps.archived'],
    ['ines.santos@bluemind.example', 'maps.external'],
    ['anna.keller@bluemind.example', 'maps.ok'],
    ['anna.keller@bluemind-group.example', 'maps.ok'],
    ['team@bluemind.example', 'maps.ok'],
    ['projet@bluemind.example', 'maps.ok'],
    ['nobody@bluemind.example', 'maps.unknown-address'],
    ['someone@elsewhere.example', 'maps.domain-unknown'],
  ])('%s: %s', async (recipient, verdict) => {
    for (const edition of [4, 5] as const) {
      const step = await new TestServer(edition).step(mapsPlaybook, 'check-address', { recipient });
      expect(step.verdict.id).toBe(verdict);
    }
  });
});

describe('mail queue', () => {
  it('over quota: waits, quota raised, tried again, left the queue, delivered in the log', async () => {
    for (const edition of [4, 5] as const) {
      const server = new TestServer(edition);
      const waiting = await server.step(queuePlaybook, 'list', { recipient: bruno });
      expect(waiting.verdict).toMatchObject({ id: 'queue.over-quota', level: 'problem' });
      expect(queueOf(waiting).entries).toHaveLength(2);
      expect(queueOf(waiting).times.maximalLifetime).toEqual({ seconds: 432_000, from: 'server' });

      const full = await server.step(queuePlaybook, 'quota', { recipient: bruno });
      expect(full.verdict.id).toBe('queue.quota-full');
      // Trying again changes nothing while it is full.
      const [first] = queueOf(waiting).entries;
      const picked = { recipient: bruno, queueId: first?.queueId ?? '' };
      expect((await server.step(queuePlaybook, 'retry-one', picked)).verdict.id).toBe('queue.retry-started');
      expect((await server.step(queuePlaybook, 'after-retry', picked)).verdict.id).toBe('queue.over-quota');

      expect(server.run(['bm-cli', 'user', 'update', bruno, '--quota', '1048576']).exitCode).toBe(0);
      expect((await server.step(queuePlaybook, 'quota', { recipient: bruno })).verdict.id).toBe(
        'queue.quota-room',
      );
      await server.step(queuePlaybook, 'retry-one', picked);
      const after = await server.step(queuePlaybook, 'after-retry', picked);
      // The one that was picked is gone, the other one is what still waits for this mailbox.
      expect(queueOf(after).entries.map(({ queueId }) => queueId)).not.toContain(picked.queueId);
      await server.step(queuePlaybook, 'retry-all', {});
      const all = await server.step(queuePlaybook, 'after-retry', { recipient: bruno });
      expect(all.verdict.id).toBe('queue.left');

      const traced = await server.step(tracePlaybook, 'find-in-logs', { queueId: picked.queueId });
      const [message] = server.trace({ queueId: picked.queueId }).messages;
      expect(message?.recipients[0]).toMatchObject({ status: 'delivered', originalAddress: bruno });
      expect(traced.verdict.level).toBe('ok');
    }
  });

  it('everything tried at once: the refused one stays with a new attempt, the held one stays, others leave', async () => {
    const server = new TestServer();
    const before = queueOf(await server.step(queuePlaybook, 'list', {}));
    expect(before.entries.map(({ queue }) => queue).sort()).toEqual([
      'deferred',
      'deferred',
      'deferred',
      'deferred',
      'hold',
    ]);
    await server.step(queuePlaybook, 'retry-all', {});
    const after = queueOf(await server.step(queuePlaybook, 'after-retry-all', { queueId: 'C5BF3135FAF' }));
    const senders = after.entries.map(({ recipients }) => recipients[0]?.address);
    expect(senders).not.toContain('anmeldung@stadt.example');
    expect(senders).toContain('einkauf@geschlossen.example');
    expect(after.entries.filter(({ queue }) => queue === 'hold')).toHaveLength(1);
    const attempts = (reading: TestServer): number =>
      reading.trace({ recipient: 'einkauf@geschlossen.example' }).messages[0]?.recipients[0]?.attempts ?? 0;
    expect(attempts(server)).toBeGreaterThan(attempts(new TestServer()));
  });
});

describe('message trace', () => {
  it.each([
    ['claire.moreau@bluemind.example', 'practice.offer@lieferant.example', 'delivered'],
    [bruno, 'practice.waiting-invoice@lieferant.example', 'deferred'],
    ['bauamt@stadt.example', 'practice.greylisted-delivered@bluemind.example', 'delivered'],
    ['falsch.geschrieben@client.example', 'practice.bounced@bluemind.example', 'bounced'],
    ['office@streng.example', 'practice.blocked@bluemind.example', 'bounced'],
    ['greta.sommer@bluemind.example', 'practice.renamed-old@uni.example', 'bounced'],
    ['ines.santos@bluemind.example', 'practice.routed-elsewhere@lieferant.example', 'delivered'],
    ['luca.ferrari@bluemind.example', 'practice.held@lotterie.example', 'held'],
  ])('%s %s is %s', (recipient, messageId, status) => {
    const { messages } = new TestServer().trace({ recipient, messageId: `<${messageId}>` });
    expect(messages).toHaveLength(1);
    expect(messages[0]?.recipients.map((found) => found.status)).toContain(status);
  });

  it('shows mail to the new name of the renamed user as turned away', () => {
    const { messages } = new TestServer().trace({ recipient: 'greta.vogel@bluemind.example' });
    expect(messages.map(({ recipients }) => recipients[0]?.status)).toEqual(['rejected', 'rejected']);
  });

  it('leads from the log to the message in the mailbox', async () => {
    const server = new TestServer();
    const traced = await server.step(tracePlaybook, 'find-in-logs', {
      recipient: 'claire.moreau@bluemind.example',
      messageId: '<practice.offer@lieferant.example>',
    });
    expect(traced.facts.imapUid).toMatch(/^\d+$/);
    const story = await server.step(historyPlaybook, 'by-uid', traced.facts);
    expect(story.verdict.id).toBe('history.moved-to-trash');
  });
});

describe('message history', () => {
  it.each([
    ['claire.moreau@bluemind.example', 'Angebot', 'history.moved-to-trash'],
    ['david.weber@bluemind.example', 'Pflichtenheft', 'history.moved-to-shared'],
    ['jonas.huber@bluemind.example', 'commande 88213', 'history.deleted'],
    [emma, 'Sommerfest', 'history.deleted'],
  ])('%s "%s": %s', async (recipient, keyword, verdict) => {
    for (const edition of [4, 5] as const) {
      const step = await new TestServer(edition).step(historyPlaybook, 'by-keyword', { recipient, keyword });
      expect(step.verdict.id).toBe(verdict);
    }
  });

  it('says that nothing was found, not that all is well', async () => {
    const step = await new TestServer().step(historyPlaybook, 'by-uid', {
      recipient: emma,
      imapUid: '99999',
    });
    expect(step.verdict.level).toBe('unknown');
  });
});

describe('restore', () => {
  it.each([4, 5] as const)(
    'BlueMind %d: finds the mailbox, lists, restores one, proves it',
    async (edition) => {
      const server = new TestServer(edition);
      const found = await server.step(restorePlaybook, 'find-mailbox', { recipient: emma });
      expect(found.verdict.id).toBe('restore.mailbox-found');
      expect(found.facts).toMatchObject({
        login: 'emma.roth',
        technicalDomain: 'e6e3736c.internal',
        serverUid: 'bm-master',
        retentionDays: '7',
      });
      const list = await server.step(restorePlaybook, 'list-deleted', found.facts);
      expect(list.verdict.id).toBe('restore.can-restore');
      const subjects = deletedOf(list).messages.map(({ subject }) => subject);
      expect(subjects).toContain('Vertrag Müller, unterschrieben');
      expect(subjects).not.toContain('Einladung zum Sommerfest');
      expect(deletedOf(list).messages.find(({ subject }) => subject === 'Facture 2026-0815')?.daysLeft).toBe(
        0,
      );

      const wanted = deletedOf(list).messages.find(({ subject }) => subject?.startsWith('Vertrag'));
      const picked = { ...list.facts, pickedMessages: `${deletedOf(list).tool}:${String(wanted?.number)}` };
      const restored = await server.step(restorePlaybook, 'restore-picked', picked);
      expect(restored.verdict.id).toBe('restore.restored');
      const after = await server.step(restorePlaybook, 'after-restore', picked);
      expect(after.verdict.id).toBe('restore.verified');
      expect(deletedOf(after).messages).toHaveLength(subjects.length - 1);

      const story = await server.step(historyPlaybook, 'by-keyword', { recipient: emma, keyword: 'Vertrag' });
      expect(story.outputs[0]?.output.stdout.match(/Created/g)).toHaveLength(2);
    },
  );

  it.each([4, 5] as const)('BlueMind %d: restores everything of a folder', async (edition) => {
    const server = new TestServer(edition);
    const { facts } = await server.step(restorePlaybook, 'find-mailbox', { recipient: emma });
    const restored = await server.step(restorePlaybook, 'restore-all', facts);
    expect(restored.verdict.id).toBe('restore.restored');
    expect((await server.step(restorePlaybook, 'after-restore', facts)).verdict.id).toBe('restore.verified');
  });

  it.each([4, 5] as const)('BlueMind %d: looks through every folder', async (edition) => {
    const server = new TestServer(edition);
    const { facts } = await server.step(restorePlaybook, 'find-mailbox', { recipient: emma });
    const everywhere = await server.step(restorePlaybook, 'list-everywhere', facts);
    expect(everywhere.verdict.id).toBe('restore.can-restore');
    const folders = new Set(deletedOf(everywhere).messages.map(({ folder }) => folder));
    expect([...folders].sort()).toEqual(['INBOX', 'Trash']);
  });
});
