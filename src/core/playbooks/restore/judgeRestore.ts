import { technicalDomain } from '../../bluemind/technicalDomain.ts';
import { parseMailUnexpunge } from '../../bluemind/mailUnexpunge.ts';
import { parseUnexpungeResult } from '../../cyrus/parseUnexpunge.ts';
import type { Message } from '../../message.ts';
import { outputOf, wholeText } from '../../playbook/collectOutputs.ts';
import { evidenceOf } from '../../playbook/evidenceOf.ts';
import type { Reading, StepContext, StepResult } from '../../playbook/model.ts';
import type { Actor, Evidence, Remedy, Verdict } from '../../playbook/verdict.ts';
import { postmapQuery } from '../maps/commands.ts';
import { bmCliList, cyrusRestoreAll, cyrusRestorePicked } from './commands.ts';
import type { DeletedFindings, MailboxFindings } from './findings.ts';
import { readPicked } from './pickedMessages.ts';
import { folderOf, restoredByCyrus } from './planRestore.ts';
import { deletedMessages, folderListings, retentionDaysIn } from './readRestore.ts';

const advice = (key: string): Remedy => ({ kind: 'advice', text: { key: `restore:remedy.${key}` } });
const step = (id: string): Remedy => ({ kind: 'step', step: id, text: { key: `restore:remedy.${id}` } });

/** The mailbox in the server's own terms: technical domain, login, folders, and how long deleted mail is kept. */
export function judgeMailbox(reading: Reading, context: StepContext): StepResult {
  const address = context.facts.recipient?.trim() ?? '';
  const aliasMap = outputOf(reading.outputs, postmapQuery.id)?.stdout;
  const mailUnexpunge = wholeText(outputOf(reading.outputs, bmCliList.id));
  const told = parseMailUnexpunge(mailUnexpunge);
  const { best, others } = technicalDomain(address, {
    ...(aliasMap === undefined ? {} : { aliasMap }),
    mailUnexpunge,
  });
  // `+projet@...` is a shared mailbox; whom bm-cli resolves then is the user in whose name it is opened.
  const sharedName = /^\+([^@\s]{1,255})@/.exec(aliasMap?.trim() ?? '')?.[1] ?? null;
  const login = sharedName ?? told.login ?? best?.login ?? null;
  const domain = told.technicalDomain ?? best?.technicalDomain ?? null;
  const retentionDays = retentionDaysIn(reading.outputs);
  const findings: MailboxFindings & Record<string, unknown> = {
    view: 'mailbox',
    login,
    technicalDomain: domain,
    folders: told.availableFolders,
    retentionDays,
  };
  const contradicts = others.some((other) => other.technicalDomain !== domain);
  const id = domain === null ? 'mailbox-unknown' : 'mailbox-found';
  const remedies =
    domain === null ? [advice('find-domain-in-console')] : [step('list-deleted'), step('list-everywhere')];
  return {
    verdict: {
      level: domain === null ? 'unknown' : contradicts ? 'warning' : 'ok',
      id: `restore.${id}`,
      because: {
        key: `restore:verdict.${id}`,
        values: { address, domain: domain ?? '', login: login ?? '' },
      },
      details: [
        ...(domain === null
          ? told.findings.map(({ sentence }) => sentence)
          : [{ key: 'restore:detail.technical-domain' }]),
        ...(contradicts ? [{ key: 'restore:detail.contradiction' }] : []),
        ...(sharedName === null ? [] : [{ key: 'restore:detail.shared' }]),
        retentionDays === null
          ? { key: 'restore:detail.retention-unknown' }
          : { key: 'restore:detail.retention', values: { count: retentionDays } },
      ],
      evidence: reading.outputs.flatMap((named) => evidenceOf(named, [domain ?? address], 2)),
      confidence: best?.confidence ?? 'certain',
      whoActs: domain === null ? 'you' : 'nobody',
      remedies,
    },
    findings,
    learned: {
      ...(login === null ? {} : { login }),
      ...(sharedName === null ? {} : { mailboxKind: 'shared' }),
      ...(domain === null ? {} : { technicalDomain: domain }),
      ...(told.serverUid === null ? {} : { serverUid: told.serverUid }),
      ...(retentionDays === null ? {} : { retentionDays: String(retentionDays) }),
    },
    next: remedies,
  };
}

/** What can be brought back, in one folder or in all. Texts decide: both tools exit 0 when they fail. */
export function judgeDeleted(reading: Reading, context: StepContext): StepResult {
  const kept = Number(context.facts.retentionDays ?? '');
  const retentionDays = retentionDaysIn(reading.outputs) ?? (kept > 0 ? kept : null);
  const listings = folderListings(reading.outputs);
  const everywhere = listings.length > 1;
  const messages = listings.flatMap((listing) => deletedMessages(listing, retentionDays, context.now));
  const folders = listings.flatMap(({ bmCli }) => bmCli?.availableFolders ?? []);
  const findings: DeletedFindings & Record<string, unknown> = {
    view: 'deleted',
    tool: listings.some(({ cyrus }) => cyrus !== null) ? 'cyrus' : 'bm-cli',
    messages,
    folders,
    retentionDays,
  };
  const problem = everywhere ? null : whyNotListed(reading, context);
  const verdict = problem ?? countVerdict(messages.length, everywhere, context, reading);
  return { verdict, findings, learned: {}, next: verdict.remedies };
}

function whyNotListed(reading: Reading, context: StepContext): Verdict | null {
  const [listing] = folderListings(reading.outputs);
  const folder = folderOf(context.facts);
  const evidence = reading.outputs.flatMap((named) => evidenceOf(named, [], 4));
  const values = {
    folder,
    domain: context.facts.technicalDomain ?? '',
    address: context.facts.recipient ?? '',
  };
  const failed = (id: string, remedies: readonly Remedy[], details: readonly Message[] = []): Verdict => ({
    level: 'unknown',
    id: `restore.${id}`,
    because: { key: `restore:verdict.${id}`, values },
    details,
    evidence,
    confidence: 'certain',
    whoActs: 'you',
    remedies,
  });
  if (listing?.cyrus?.error) {
    return listing.cyrus.error.kind === 'mailbox-does-not-exist'
      ? failed('no-such-mailbox', [step('find-mailbox'), advice('technical-domain')])
      : failed('not-listed', [advice('rights')]);
  }
  if (listing?.bmCli?.folderFound === false)
    return failed('no-such-folder', [advice('choose-folder'), advice('deleted-folder')]);
  const complaints = listing?.bmCli?.findings ?? [];
  const needed = complaints.find(({ kind }) => kind === 'authn-needed' || kind === 'authn-not-a-user');
  if (needed !== undefined)
    return failed('acting-user-needed', [advice('name-acting-user')], [needed.sentence]);
  if (complaints.length > 0)
    return failed(
      'not-listed',
      [advice('mend-question')],
      complaints.map(({ sentence }) => sentence),
    );
  const silent =
    listing?.cyrus === null && listing.bmCli?.deletedCount === null && listing.bmCli.items.length === 0;
  return listing === undefined || silent ? failed('not-listed', [advice('rights')]) : null;
}

function countVerdict(count: number, everywhere: boolean, context: StepContext, reading: Reading): Verdict {
  const id = count === 0 ? 'nothing-deleted' : 'can-restore';
  return {
    level: count === 0 ? 'warning' : 'ok',
    id: `restore.${id}`,
    because: {
      key: `restore:verdict.${id}${everywhere ? '-everywhere' : ''}`,
      values: { count, folder: folderOf(context.facts) },
    },
    details: count === 0 ? [{ key: 'restore:detail.nothing' }] : [{ key: 'restore:detail.new-number' }],
    evidence: reading.outputs.flatMap((named) => evidenceOf(named, [], 2)).slice(0, 6),
    confidence: 'certain',
    whoActs: count === 0 ? 'nobody' : 'you',
    remedies:
      count === 0
        ? [...(everywhere ? [] : [step('list-everywhere')]), advice('backup')]
        : everywhere
          ? [step('restore-picked')]
          : [step('restore-picked'), step('restore-all')],
  };
}

/** What the tool said it restored, message by message. Only the listing afterwards proves it. */
export function judgeRestored(reading: Reading, context: StepContext): StepResult {
  const picked = readPicked(context.facts.pickedMessages)?.numbers.length ?? 0;
  const outcome = outcomeOf(reading);
  const whole = picked === 0 || outcome.restored >= picked;
  const id =
    outcome.restored === 0
      ? 'restored-none'
      : whole && outcome.failures.length === 0
        ? 'restored'
        : 'restored-partly';
  const overQuota = /over quota|quota exceeded/i.test(
    reading.outputs.map(({ output }) => wholeText(output)).join('\n'),
  );
  const remedies: readonly Remedy[] = [
    step('after-restore'),
    ...(overQuota
      ? [{ kind: 'wizard', wizard: 'queue', text: { key: 'restore:remedy.over-quota' } } as const]
      : []),
    ...(id === 'restored-none' ? [advice('technical-domain')] : []),
  ];
  const whoActs: Actor = id === 'restored' ? 'nobody' : 'you';
  return {
    verdict: {
      level: id === 'restored' ? 'ok' : id === 'restored-none' ? 'problem' : 'warning',
      id: `restore.${id}`,
      because: { key: `restore:verdict.${id}`, values: { count: outcome.restored, picked } },
      details: [
        ...outcome.failures.map((text) => ({ key: 'restore:detail.failed-one', values: { text } })),
        ...(overQuota ? [{ key: 'restore:detail.over-quota' }] : []),
      ],
      evidence: reading.outputs
        .flatMap((named): readonly Evidence[] => evidenceOf(named, [], 6))
        .slice(0, 12),
      // The tool's word; the listing afterwards makes it certain.
      confidence: 'likely',
      whoActs,
      remedies,
    },
    findings: null,
    learned: {},
    next: remedies,
  };
}

function outcomeOf(reading: Reading): { readonly restored: number; readonly failures: readonly string[] } {
  let restored = 0;
  const failures: string[] = [];
  for (const { command, output } of reading.outputs) {
    const text = wholeText(output);
    if (command === cyrusRestorePicked.id || command === cyrusRestoreAll.id) {
      const result = parseUnexpungeResult(text);
      restored += result.restored ?? 0;
      if (result.error !== null) failures.push(result.error.text);
    } else {
      const result = parseMailUnexpunge(text);
      restored += result.acknowledged;
      failures.push(
        ...result.failed.map((failed) => failed.text),
        ...result.findings.map((finding) => finding.text),
      );
    }
  }
  return { restored, failures };
}

/** The listing after a restore: what was picked must not be in it any more. */
export function judgeAfterRestore(reading: Reading, context: StepContext): StepResult {
  const after = judgeDeleted(reading, context);
  if (after.verdict.level === 'unknown') return after;
  const listed = new Set(
    (after.findings as DeletedFindings | null)?.messages.map(({ number }) => String(number)) ?? [],
  );
  const picked = (readPicked(context.facts.pickedMessages)?.numbers ?? []).map(String);
  const left = picked.length === 0 ? [...listed] : picked.filter((number) => listed.has(number));
  // BlueMind 4's bm-cli appends a copy and goes on listing the deleted one (UnexpungeCommand.java), so its list proves nothing.
  const keepsListing = !restoredByCyrus(context) && context.server?.blueMind !== 5;
  const id = left.length === 0 ? 'verified' : keepsListing ? 'listed-still' : 'still-deleted';
  const remedies: readonly Remedy[] =
    id === 'verified'
      ? [advice('tell-user')]
      : id === 'listed-still'
        ? [advice('look-in-folder'), advice('over-quota-or-rights')]
        : [advice('over-quota-or-rights'), step('restore-picked')];
  return {
    ...after,
    verdict: {
      ...after.verdict,
      level: id === 'verified' ? 'ok' : id === 'listed-still' ? 'unknown' : 'problem',
      id: `restore.${id}`,
      because: {
        key: `restore:verdict.${id}`,
        values: { count: left.length, folder: folderOf(context.facts) },
      },
      details: [
        { key: restoredByCyrus(context) ? 'restore:detail.new-number' : 'restore:detail.new-number-bm-cli' },
      ],
      whoActs: id === 'verified' ? 'nobody' : 'you',
      remedies,
    },
    next: remedies,
  };
}
