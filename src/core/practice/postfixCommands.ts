import { answered, failed, linesOf, type CommandReply } from './commandReply.ts';
import { lookUp } from './deliveryMaps.ts';
import { attemptDelivery, log } from './mailFlow.ts';
import { postfixSettings } from './postfixSettings.ts';
import { asctime } from './serverClock.ts';
import { mapNames } from './serverFiles.ts';
import type { PracticeWorld, WaitingMail } from './world.ts';

/** How long a delivery takes from "try now" until its outcome is known. */
const ATTEMPT_MS = 900;

/** `postqueue -p | -j | -i ID | -f` (postqueue(1)); asking for an attempt is silent. */
export function postqueue(world: PracticeWorld, args: readonly string[]): CommandReply {
  const [option, queueId] = args;
  if (option === '-p' && args.length === 1) return answered(queueTable(world));
  if (option === '-j' && args.length === 1) return answered(linesOf(byArrival(world).map(queueObject)));
  if (option === '-f' && args.length === 1) {
    for (const waiting of world.queue) tryNow(world, waiting);
    return answered('');
  }
  if (option === '-i' && args.length === 2) {
    const waiting = world.queue.find((other) => other.queueId === queueId);
    if (waiting !== undefined) tryNow(world, waiting);
    return answered('');
  }
  return failed(
    69,
    'postqueue: fatal: usage: postqueue -f | postqueue -i queueid | postqueue -j | postqueue -p | postqueue -s site\n',
  );
}

/** Held mail stays held: only `postsuper -H` lets it go. */
function tryNow(world: PracticeWorld, waiting: WaitingMail): void {
  if (waiting.state !== 'deferred') return;
  waiting.state = 'active';
  waiting.nextAttemptAt = world.now + ATTEMPT_MS;
}

const byArrival = ({ queue }: PracticeWorld): readonly WaitingMail[] =>
  queue.toSorted((a, b) => a.arrivedAt - b.arrivedAt);

function queueObject({ state, queueId, arrivedAt, mail, recipients }: WaitingMail): string {
  const object = {
    queue_name: state,
    queue_id: queueId,
    arrival_time: Math.floor(arrivedAt / 1000),
    message_size: mail.size,
    forced_expire: false,
    sender: mail.sender === '' ? 'MAILER-DAEMON' : mail.sender,
    recipients: recipients.map(({ address, reason }) =>
      reason === null || state === 'active' ? { address } : { address, delay_reason: reason },
    ),
  };
  // Postfix puts a blank behind every colon and comma.
  return JSON.stringify(object, null, 1)
    .replace(/\n\s*/g, ' ')
    .replace(/([{[]) /g, '$1')
    .replace(/ ([}\]])/g, '$1');
}

function queueTable(world: PracticeWorld): string {
  if (world.queue.length === 0) return 'Mail queue is empty\n';
  const lines = ['-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------'];
  for (const { queueId, state, arrivedAt, mail, recipients } of byArrival(world)) {
    const mark = state === 'active' ? '*' : state === 'hold' ? '!' : ' ';
    const sender = mail.sender === '' ? 'MAILER-DAEMON' : mail.sender;
    lines.push(
      `${`${queueId}${mark}`.padEnd(12)}${String(mail.size).padStart(8)} ${asctime(arrivedAt, world.clock, false)}  ${sender}`,
    );
    for (const { address, reason } of recipients) {
      if (reason !== null && state !== 'active') lines.push(`(${reason})`.padStart(78));
      lines.push(`${' '.repeat(41)}${address}`);
    }
    lines.push('');
  }
  const kbytes = Math.floor(world.queue.reduce((sum, { mail }) => sum + mail.size, 0) / 1024);
  const count = world.queue.length;
  lines.push(`-- ${String(kbytes)} Kbytes in ${String(count)} Request${count === 1 ? '' : 's'}.`);
  return linesOf(lines);
}

/** `postsuper -h|-H|-d|-r ID` (postsuper(1)); says on stderr what it did. */
export function postsuper(world: PracticeWorld, args: readonly string[]): CommandReply {
  const [option = '', queueId = ''] = args;
  const words: Readonly<Record<string, string>> = {
    '-h': 'Placed on hold',
    '-H': 'Released from hold',
    '-d': 'Deleted',
    '-r': 'Requeued',
  };
  const done = words[option];
  if (done === undefined || args.length !== 2)
    return failed(
      1,
      'postsuper: fatal: usage: postsuper [-c config_dir] [-d queue_id (delete)] [-h queue_id (hold)] ...\n',
    );
  const waiting = world.queue.find((other) => other.queueId === queueId);
  if (waiting === undefined) return answered('');
  const single = { '-h': 'placed on hold', '-H': 'released from hold', '-d': 'removed', '-r': 'requeued' }[
    option
  ];
  log(world, world.now, `postfix/postsuper[31001]: ${queueId}: ${single ?? ''}`);
  log(world, world.now, `postfix/postsuper[31001]: ${done}: 1 message`);
  if (option === '-d') world.queue = world.queue.filter((other) => other !== waiting);
  else if (option === '-h') waiting.state = 'hold';
  else {
    waiting.state = 'deferred';
    attemptDelivery(world, waiting, world.now);
  }
  return { stdout: '', stderr: `postsuper: ${done}: 1 message\n`, exitCode: 0, takesMs: 30 };
}

/** `postmap -q KEY hash:FILE`: the value and 0, or nothing and 1 (postmap(1)). */
export function postmap(world: PracticeWorld, args: readonly string[]): CommandReply {
  const [option, key = '', table = ''] = args;
  const list = option === '-s' && args.length === 2;
  if (!list && (option !== '-q' || args.length !== 3))
    return failed(
      1,
      'postmap: fatal: usage: postmap [-NfinoprsuUvw] [-c config_dir] [-d key] [-q key] [map_type:]file...\n',
    );
  const path = (list ? key : table).replace(/^(?:hash|btree|lmdb):/, '');
  const map = mapNames.find((name) => path === `/etc/postfix/${name}`);
  if (map === undefined)
    return failed(1, `postmap: fatal: open database ${path}.db: No such file or directory\n`);
  if (list)
    return answered(
      linesOf(Object.entries(world.maps.tables[map]).map(([name, value]) => `${name}\t${value}`)),
    );
  const value = lookUp(world.maps, map, key);
  return value === null ? failed(1, '') : answered(`${value}\n`);
}

/** `postconf [-h] NAME...`; an unknown name is a warning, exit 0 (postconf(1)). */
export function postconf(_world: PracticeWorld, args: readonly string[]): CommandReply {
  const bare = args.includes('-h');
  const named = args.filter((arg) => !arg.startsWith('-'));
  const names = named.length === 0 ? Object.keys(postfixSettings).sort() : named;
  const known = names.filter((name) => Object.hasOwn(postfixSettings, name));
  const unknown = names.filter((name) => !Object.hasOwn(postfixSettings, name));
  return {
    stdout: linesOf(
      known.map((name) => {
        const value = postfixSettings[name] ?? '';
        return bare ? value : `${name} =${value === '' ? '' : ` ${value}`}`;
      }),
    ),
    stderr: linesOf(unknown.map((name) => `postconf: warning: ${name}: unknown parameter`)),
    exitCode: 0,
    takesMs: 30,
  };
}
