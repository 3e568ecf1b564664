import { describe, expect, it } from 'vitest';
import { deleteMessage, folderOf } from '../../practice/mailbox.ts';
import { TestServer } from '../../practice/testServer.ts';
import { messagesOf, missingIn } from '../testCatalogue.ts';
import type { DeletedFindings } from './findings.ts';
import { restorePlaybook } from './playbook.ts';

const shared = { recipient: 'projet@bluemind.example' };
const david = 'david.weber@bluemind.example';

/** A practice server where somebody deleted a mail in the shared mailbox yesterday. */
function serverWithDeleted(edition: 4 | 5): TestServer {
  const server = new TestServer(edition);
  const world = structuredClone(server.world);
  const message = folderOf(world, 'projet', 'INBOX')?.messages.find(
    ({ mail }) => mail.messageId === '<practice.specification@uni.example>',
  );
  if (message === undefined) throw new Error('no mail to delete');
  deleteMessage(message, server.now - 3_600_000);
  server.world = world;
  return server;
}

const numbersOf = (findings: unknown): readonly number[] =>
  (findings as DeletedFindings).messages.map(({ number }) => number);

describe('a shared mailbox', () => {
  it('is told apart, and asks in whose name it is opened (BlueMind 5)', async () => {
    const server = serverWithDeleted(5);
    const found = await server.step(restorePlaybook, 'find-mailbox', shared);
    expect(found.facts).toMatchObject({ login: 'projet', mailboxKind: 'shared' });
    expect(found.verdict.details).toContainEqual({ key: 'restore:detail.shared' });
    const listed = await server.step(restorePlaybook, 'list-deleted', found.facts);
    expect(listed.verdict).toMatchObject({
      id: 'restore.acting-user-needed',
      level: 'unknown',
      whoActs: 'you',
    });
    expect(messagesOf(listed).flatMap(missingIn)).toEqual([]);
    const wrong = { ...found.facts, actingUser: 'projet@bluemind.example' };
    expect((await server.step(restorePlaybook, 'list-deleted', wrong)).verdict.id).toBe(
      'restore.acting-user-needed',
    );
  });

  it('gets its mail back in the name of somebody who may write there (BlueMind 5)', async () => {
    const server = serverWithDeleted(5);
    const asked = { ...shared, actingUser: david };
    const found = await server.step(restorePlaybook, 'find-mailbox', asked);
    // Whom bm-cli resolves is David; the mailbox is still the shared one.
    expect(found.facts).toMatchObject({ login: 'projet', mailboxKind: 'shared' });
    const listed = await server.step(restorePlaybook, 'list-deleted', found.facts);
    const numbers = numbersOf(listed.findings);
    expect(numbers).toHaveLength(1);
    const picked = { ...found.facts, pickedMessages: `bm-cli:${numbers.join(',')}` };
    const restored = await server.step(restorePlaybook, 'restore-picked', picked);
    expect(restored.verdict.id).toBe('restore.restored');
    expect(server.lines.at(-1)).toContain(`--authn ${david}`);
    expect((await server.step(restorePlaybook, 'after-restore', picked)).verdict.id).toBe('restore.verified');
  });

  it("is named as Cyrus' own tool wants it, which asks for nobody (BlueMind 4)", async () => {
    const server = serverWithDeleted(4);
    const found = await server.step(restorePlaybook, 'find-mailbox', shared);
    const listed = await server.step(restorePlaybook, 'list-deleted', found.facts);
    expect(server.lines.at(-1)).toContain('-l projet@e6e3736c.internal');
    const picked = { ...found.facts, pickedMessages: `cyrus:${numbersOf(listed.findings).join(',')}` };
    expect((await server.step(restorePlaybook, 'restore-picked', picked)).verdict.id).toBe(
      'restore.restored',
    );
    expect((await server.step(restorePlaybook, 'after-restore', picked)).verdict.id).toBe('restore.verified');
  });
});
