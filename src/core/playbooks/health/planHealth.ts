import type { NamedOutput, PlannedCommand, PlannedWork, StepContext } from '../../playbook/model.ts';
import { probeCommands } from '../../probe/probeCommands.ts';
import { userGet, userGetArchived } from '../bmCliCommands.ts';
import { coreLogTail } from '../maps/commands.ts';
import { usedSpace } from '../queue/commands.ts';
import { planList } from '../queue/planQueue.ts';
import {
  coreState,
  cyrusLimits,
  heapDumps,
  listeningPorts,
  mailLogLines,
  postfixLimits,
  processNames,
  serviceStates,
} from './commands.ts';
import { logLabels, signPatterns, type LogLabel } from './logSigns.ts';

type Plan = (context: StepContext, outputs: readonly NamedOutput[]) => readonly PlannedWork[];

/** Enough arrivals to see who sends how much; a busy server writes these lines in an hour. */
const MOST_ARRIVALS = 20_000;

/** The label is what stands beside the lines a verdict shows. */
const plain = (template: PlannedCommand['template'], label: string): PlannedCommand => ({
  template,
  values: {},
  label,
});
const coreLog = plain(coreLogTail, '');

function searchLog(label: LogLabel, patterns: readonly string[], most: number): PlannedCommand {
  return { template: mailLogLines, values: { patterns: [...patterns], most }, label };
}

const signs = searchLog(logLabels.signs, signPatterns, 1000);
const arrivals = searchLog(logLabels.arrivals, [': client='], MOST_ARRIVALS);

/** Everything at once: each of these is small, and none waits for another's answer. */
const once =
  (commands: (context: StepContext) => readonly PlannedWork[]): Plan =>
  (context, outputs) =>
    outputs.length > 0 ? [] : commands(context);

export const planVitals = once(({ server }) => [
  plain(probeCommands.disks, 'df'),
  plain(serviceStates, 'systemctl'),
  plain(listeningPorts, 'ss'),
  plain(coreState, 'BlueMind'),
  plain(heapDumps, 'find'),
  plain(postfixLimits, 'postconf'),
  ...(server?.blueMind === 5 ? [] : [plain(processNames, 'ps'), plain(cyrusLimits, '/etc/cyrus.conf')]),
  coreLog,
  signs,
  searchLog(logLabels.accepted, [': client='], 1),
]);

export const planSignIn: Plan = (context, outputs) => {
  const address = context.facts.person?.trim() ?? '';
  if (outputs.length === 0) {
    return [
      ...(context.server?.blueMind === 5
        ? []
        : [plain(processNames, 'ps'), plain(cyrusLimits, '/etc/cyrus.conf')]),
      signs,
      searchLog(logLabels.own, [`sasl_username=${address.split('@')[0] ?? ''}`], 1000),
      { template: userGet, values: { address }, label: address },
    ];
  }
  const found = outputs.findLast(({ command }) => command === userGet.id);
  const askedArchived = outputs.some(({ command }) => command === userGetArchived.id);
  return askedArchived || found?.output.stdout.includes('{') === true
    ? []
    : [{ template: userGetArchived, values: { address }, label: address }];
};

/** The queue as a whole, and who handed its mail in. */
export const planSenders: Plan = (context, outputs) => {
  const whole: StepContext = { ...context, facts: {} };
  return outputs.length === 0 ? [...planList(whole, []), arrivals] : planList(whole, outputs);
};

export const planIndex = once(({ facts }) => {
  const address = facts.person?.trim() ?? '';
  return [
    { template: usedSpace, values: { address }, label: address },
    coreLog,
    plain(probeCommands.disks, 'df'),
  ];
});

export const planRepeated = once(({ facts }) => [
  searchLog(logLabels.own, [bareMessageId(facts.messageId)], 200),
  coreLog,
]);

export const planUnseen = once(() => [arrivals, signs, plain(postfixLimits, 'postconf')]);

/** Without the angle brackets, which people leave out as often as not. */
export function bareMessageId(messageId: string | undefined): string {
  return (messageId ?? '').trim().replace(/^<|>$/g, '');
}
