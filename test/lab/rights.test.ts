import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Facts } from '../../src/core/playbook/facts.ts';
import type { QueueFindings } from '../../src/core/playbooks/queue/findings.ts';
import type { TraceFindings } from '../../src/core/playbooks/trace/findings.ts';
import { summarizeLogs } from '../../src/core/postfix/summary.ts';
import type { AppError } from '../../src/shared/ipc/errors.ts';
import { StepFailed } from '../../src/main/wizard/stepFailed.ts';
import { AppOnLab, type AppOptions, type WalkedStep } from './appOnLab.ts';
import { startLab, type Lab } from './lab.ts';
import { message } from './message.ts';
import { whyNoSandbox } from './sandbox.ts';

const reason = whyNoSandbox();
const title = `a server that does not give everything${reason === undefined ? '' : ` (skipped, because ${reason})`}`;
const john = 'john@bluemind.net';
const sender = 'user2@domain.net';

const queueOf = (step: WalkedStep) => step.findings as unknown as QueueFindings;
const traceOf = (step: WalkedStep) => step.findings as unknown as TraceFindings;

describe.skipIf(reason !== undefined)(title, () => {
  let lab: Lab;
  const open: AppOnLab[] = [];
  let mail: { queueId: string; uid: number; messageId: string };

  const connect = async (options: AppOptions): Promise<AppOnLab> => {
    const app = await new AppOnLab(lab, options).connect();
    open.push(app);
    return app;
  };
  const send = async (subject: string, to = john) => {
    const messageId = `${subject.toLowerCase().replaceAll(/[^a-z]+/g, '-')}@domain.net`;
    const data = message({ from: sender, to, subject, messageId });
    const outcome = await lab.sendMail({ from: sender, to: [to], data });
    return { ...outcome, queueId: outcome.queueId ?? '', messageId };
  };
  const deliver = async (subject: string) => {
    const mark = lab.logMark();
    const sent = await send(subject);
    const line = await lab.waitForLog(
      new RegExp(`${sent.queueId}: to=.*status=sent \\(.* \\(\\) (\\d+)\\]\\)`),
      mark,
    );
    return { ...sent, uid: Number(line[1]) };
  };
  /** The step cannot be answered: why, in the words the window has. */
  const stopOf = async (walk: Promise<unknown>): Promise<AppError> => {
    const error: unknown = await walk.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof StepFailed)) throw error instanceof Error ? error : new Error('it went through');
    return error.error;
  };

  beforeAll(async () => {
    lab = await startLab({ spoolMiB: 48 });
    mail = await deliver('For all of them');
  });
  afterEach(() => {
    for (const app of open.splice(0)) app.close();
  });
  afterAll(async () => {
    await lab?.stop();
  });

  describe('a user with sudo', () => {
    it('sees all that root sees, through sudo where it is needed and only there', async () => {
      const app = await connect({ user: 'helpdesk', sudo: 'passwordless' });
      const diagnosis = await app.diagnose({ recipient: john, messageId: mail.messageId });
      expect(diagnosis.steps.at(-1)).toBe('history/by-uid');
      expect(diagnosis.verdict).toMatchObject({
        id: 'history.still-there',
        level: 'ok',
        confidence: 'likely',
      });
      const found = await app.step('restore/find-mailbox', { recipient: john });
      expect(found.verdict.id).toBe('restore.mailbox-found');
      expect((await app.step('restore/list-deleted', found.facts)).verdict.id).toBe(
        'restore.nothing-deleted',
      );
      for (const { command, templateId } of app.connection.records) {
        if (templateId.startsWith('probe.')) continue;
        const alone = ['queue.list-json', 'queue.list', 'queue.times', 'restore.cyrus-retention'];
        expect(`${templateId} ${String(command.includes(' sudo -- '))}`).toBe(
          `${templateId} ${String(!alone.includes(templateId))}`,
        );
      }
      expect(app.connection.prompts.count('sudo')).toBe(0);
    });

    it('is asked for the password once, again when it was wrong, and never in a line or the audit log', async () => {
      const app = await connect({ user: 'clerk', sudo: 'ask' });
      app.connection.prompts.sudoPasswords = ['not this one', lab.password];
      const diagnosis = await app.diagnose({ recipient: john, messageId: mail.messageId });
      expect(diagnosis.verdict.id).toBe('history.still-there');
      expect(app.connection.prompts.count('sudo')).toBe(2);
      expect(JSON.stringify(app.connection.records)).not.toContain(lab.password);
      expect(lab.sandbox.processes().some(({ command }) => command.includes(lab.password))).toBe(false);
    });

    it('can think better of it, and nothing has run', async () => {
      const app = await connect({ user: 'clerk', sudo: 'ask' });
      app.connection.prompts.sudoPasswords = [null];
      const error = await stopOf(app.step('maps/check-address', { recipient: john }));
      expect(error.code).toBe('cancelled');
      const { outcome, templateId } = app.connection.records.at(-1) ?? {};
      expect([templateId, outcome]).toEqual(['maps.times', 'cancelled']);
    });

    it('is told when sudo wants a password that the profile says not to ask for', async () => {
      const app = await connect({ user: 'clerk', sudo: 'passwordless' });
      const error = await stopOf(app.step('maps/check-address', { recipient: john }));
      expect(error).toMatchObject({
        code: 'server',
        message: { key: 'ssh:error.sudo-password-required', values: { user: 'clerk', server: 'Lab' } },
      });
    });
  });

  describe('a user without rights', () => {
    it('is told that sudo refuses', async () => {
      const mark = lab.logMark();
      const app = await connect({ user: 'guest', sudo: 'ask' });
      app.connection.prompts.sudoPasswords = [lab.password];
      const error = await stopOf(app.step('history/by-uid', { recipient: john, imapUid: String(mail.uid) }));
      expect(error.message.key).toBe('ssh:error.sudo-not-allowed');
      expect(error.detail).toContain('may not run sudo');
      // sudo writes to root about it (sudoers(5), mail_no_user); that mail passes through the queue, too.
      const [, toRoot = ''] = await lab.waitForLog(/(\w+): to=<root@\S+, .*status=sent/, mark);
      await lab.waitForLog(new RegExp(`${toRoot}: removed`), mark);
      // Postfix shows its queue to everybody.
      expect((await app.step('queue/list', { sender })).verdict.id).toBe('queue.empty');
    });

    it('never hears "all is well" or "no such mail" where it may not look', async () => {
      const app = await connect({ user: 'guest', sudo: 'none' });
      const known: Facts = { recipient: john, imapUid: String(mail.uid) };
      const maps = await app.step('maps/check-address', known);
      expect(maps.verdict).toMatchObject({ id: 'maps.ok', confidence: 'likely' });
      expect(maps.verdict.details).toContainEqual({ key: 'maps:detail.not-compared' });
      const history = await app.step('history/by-uid', known);
      expect(history.verdict.level).toBe('unknown');
      expect(history.verdict.id).not.toBe('history.nothing');
      const quota = await app.step('queue/quota', known);
      expect(quota.verdict).toMatchObject({ id: 'queue.quota-unknown', level: 'unknown' });
      const list = await app.step('restore/list-deleted', { ...known, ...maps.learned });
      expect(list.verdict).toMatchObject({ id: 'restore.not-listed', level: 'unknown' });
      const restored = await app.step('restore/restore-all', { ...known, ...maps.learned });
      expect(restored.verdict.level).toBe('problem');
      const regenerated = await app.step('maps/regenerate', known);
      expect(regenerated.verdict).toMatchObject({ id: 'maps.regenerate-failed', level: 'problem' });
      const logs = await stopOf(app.step('trace/find-in-logs', { recipient: john }));
      expect(logs.message).toMatchObject({ key: 'servers-main:log.unreadable' });
      expect(logs.detail).toContain('Permission denied');
    });
  });

  describe('a server that lacks something', () => {
    let app: AppOnLab;
    const asRoot = async () => (app = await connect({}));

    it('without `postqueue -j`: the table says the same', async () => {
      await asRoot();
      lab.lmtpProxy.refuse = true;
      const mark = lab.logMark();
      const { queueId } = await send('Waits for BlueMind');
      await lab.waitForLog(new RegExp(`${queueId}: .*status=deferred`), mark);
      const json = await app.step('queue/list', { recipient: john });
      const restore = await lab.withoutQueueJson();
      const table = await app.step('queue/list', { recipient: john });
      restore();
      expect(table.outputs.map(({ command }) => command)).toContain('queue.list');
      expect(table.verdict.id).toBe(json.verdict.id);
      expect(table.facts).toEqual(json.facts);
      const whatMatters = (step: WalkedStep) =>
        queueOf(step).entries.map(({ queueId: id, sender: from, recipients, size }) => ({
          id,
          from,
          size,
          recipients: recipients.map(({ address, reason: words }) => [address, words]),
        }));
      expect(whatMatters(table)).toEqual(whatMatters(json));
      lab.lmtpProxy.refuse = false;
      await app.step('queue/retry-one', { queueId });
      expect((await app.step('queue/after-retry', { recipient: john, queueId })).verdict.id).toBe(
        'queue.left',
      );
    });

    it('with Cyrus stopped: mail waits, and it is said for what', async () => {
      await asRoot();
      await lab.cyrus.stop();
      const mark = lab.logMark();
      const { queueId } = await send('Waits for Cyrus');
      await lab.waitForLog(new RegExp(`${queueId}: .*status=deferred`), mark);
      const diagnosis = await app.diagnose({ recipient: john });
      await lab.cyrus.start();
      // The lab has no systemd to ask which service is down, so the queue's own words remain the answer.
      expect(diagnosis.steps).toEqual(['maps/check-address', 'queue/list', 'health/vital-signs']);
      expect(diagnosis.verdict).toMatchObject({ id: 'queue.waiting', level: 'problem' });
      expect(diagnosis.verdict.evidence.map(({ text }) => text).join()).toContain(queueId);
      expect(diagnosis.facts.queueId).toBe(queueId);
      await app.step('queue/retry-one', { queueId });
      expect((await app.step('queue/after-retry', { recipient: john, queueId })).verdict.id).toBe(
        'queue.left',
      );
    });

    it('with Postfix stopped: that is the answer, with or without root rights', async () => {
      await asRoot();
      const guest = await connect({ user: 'guest', sudo: 'none' });
      await lab.postfix.stop();
      const down = await app.step('queue/list', { recipient: john });
      const asGuest = await guest.step('queue/list', { recipient: john });
      const diagnosis = await app.diagnose({ recipient: john });
      await lab.postfix.start();
      expect(down.verdict).toMatchObject({ id: 'queue.mail-down', level: 'problem' });
      expect(asGuest.verdict).toMatchObject({ id: 'queue.mail-down', level: 'problem' });
      expect(diagnosis.verdict).toMatchObject({ id: 'queue.mail-down', level: 'problem' });
    });

    it('with Postfix stopped while mail waits: that is why, for whoever asks', async () => {
      await asRoot();
      lab.lmtpProxy.refuse = true;
      const mark = lab.logMark();
      const { queueId } = await send('Waits for Postfix');
      await lab.waitForLog(new RegExp(`${queueId}: .*status=deferred`), mark);
      await lab.postfix.stop();
      lab.lmtpProxy.refuse = false;
      // Root is shown the queue all the same, with a warning beside it (postqueue(1)).
      const own = await app.step('queue/list', { recipient: john });
      const others = await app.step('queue/list', { recipient: 'jane@bluemind.net' });
      await lab.postfix.start();
      expect(queueOf(own).entries.map(({ queueId: id }) => id)).toEqual([queueId]);
      expect(own.verdict).toMatchObject({ id: 'queue.mail-down', level: 'problem' });
      expect(others.verdict).toMatchObject({ id: 'queue.mail-down', level: 'problem' });
      await app.step('queue/retry-one', { queueId });
      expect((await app.step('queue/after-retry', { recipient: john, queueId })).verdict.id).toBe(
        'queue.left',
      );
    });

    it('with the disk of the queue full: mail is turned away before anybody is named, and the disk is the answer', async () => {
      await asRoot();
      const free = await lab.fillSpool();
      const { disks } = (await connect({})).facts;
      const mark = lab.logMark();
      const outcome = await send('No room', 'jane@bluemind.net');
      await lab.waitForLog(/reject: MAIL from .* 452 4\.3\.1 Insufficient system storage/, mark);
      const diagnosis = await app.diagnose({ recipient: 'jane@bluemind.net' });
      await free();
      expect(outcome.accepted).toBe(false);
      expect(diagnosis.steps).toEqual([
        'maps/check-address',
        'queue/list',
        'trace/find-in-logs',
        'health/vital-signs',
      ]);
      expect(diagnosis.verdict).toMatchObject({
        id: 'health.disk-full',
        level: 'problem',
        confidence: 'certain',
        because: { values: { place: '/var/spool/postfix', percent: 100 } },
      });
      expect(diagnosis.verdict.evidence.map(({ text }) => text).join('\n')).toContain(
        '452 4.3.1 Insufficient system storage',
      );
      const [, queue, traced] = diagnosis.taken.map(({ result }) => result.verdict);
      expect(queue).toMatchObject({ id: 'queue.empty', level: 'ok' });
      expect(traced).toMatchObject({ id: 'trace.nothing-matches', level: 'unknown' });
      // The summary of the whole log shows it, with its cause, and so does the probe.
      const lines = lab.logSince(mark).split('\n');
      const { reasons } = summarizeLogs([{ file: 'log', reference: new Date().toISOString(), lines }]);
      expect(reasons).toContainEqual(expect.objectContaining({ kind: 'rejected', cause: 'disk-full' }));
      expect(disks.find(({ mountedOn }) => mountedOn === '/var/spool/postfix')?.usedPercent).toBe(100);
    });

    it('with three months of rotated, compressed logs: the oldest mail is found', async () => {
      await lab.addOldLogs(13, 20);
      await asRoot();
      const begun = performance.now();
      const all = await app.step('trace/find-in-logs', { recipient: john });
      const took = performance.now() - begun;
      const [first] = traceOf(all).messages;
      expect(all.verdict.id).not.toBe('trace.nothing-matches');
      const age = Date.now() - Date.parse(`${first?.firstSeen ?? ''}Z`);
      expect(Math.round(age / 86_400_000)).toBeGreaterThan(80);
      expect(took).toBeLessThan(60_000);
      const oldId = first?.queueIds[0] ?? '';
      const one = await app.step('trace/find-in-logs', { queueId: oldId });
      expect(traceOf(one).messages).toHaveLength(1);
      expect(traceOf(one).messages[0]?.evidence[0]?.file).toContain('mail.log.13.gz');
    });
  });

  it('has left no command behind', () => {
    expect(lab.ssh.commands()).toEqual([]);
  });
});
