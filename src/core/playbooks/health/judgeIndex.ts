import { parseIndexInfo } from '../../bluemind/indexInfo.ts';
import { outputOf, wholeText } from '../../playbook/collectOutputs.ts';
import { evidenceOf } from '../../playbook/evidenceOf.ts';
import type { Reading, StepContext, StepResult } from '../../playbook/model.ts';
import { usedSpace } from '../queue/commands.ts';
import { advice, healthResult, toWizard } from './healthVerdict.ts';
import { indexReadOnly } from './judgeVitals.ts';
import { readVitals } from './readVitals.ts';

/** Below this share BlueMind's own documentation calls an index incomplete (Problemes_de_recherche_et_indexation.md). */
const COMPLETE_PERCENT = 80;

/** Does the search know all mail of this mailbox? */
export function judgeIndex(reading: Reading, context: StepContext): StepResult {
  const readOnly = indexReadOnly(readVitals(reading.outputs, context), reading);
  if (readOnly !== null) return readOnly;
  const address = context.facts.person?.trim() ?? '';
  const info = parseIndexInfo(wholeText(outputOf(reading.outputs, usedSpace.id)));
  const own = info.items.find(({ email }) => email.toLowerCase() === address.toLowerCase()) ?? info.items[0];
  const evidence = reading.outputs
    .filter(({ command }) => command === usedSpace.id)
    .flatMap((named) => evidenceOf(named, ['ratio', address], 2));
  const details = info.findings.map(({ sentence }) => sentence);
  const ratio = own === undefined ? null : ratioOf(own);
  if (ratio === null) {
    return healthResult({
      id: 'index-unreadable',
      level: 'unknown',
      values: { address },
      details,
      evidence,
      remedies: [advice('rebuild-index'), advice('rights')],
    });
  }
  const values = { address, percent: Math.round(ratio) };
  return ratio < COMPLETE_PERCENT
    ? healthResult({
        id: 'index-incomplete',
        level: 'problem',
        values,
        evidence,
        remedies: [advice('rebuild-index'), advice('rebuild-all')],
      })
    : healthResult({
        id: 'index-ok',
        level: 'ok',
        values,
        evidence,
        confidence: 'likely',
        remedies: [toWizard('history'), advice('search-everywhere')],
      });
}

/** The tool's own figure, else the same from what mailbox and index count. */
function ratioOf({
  ratio,
  usedKib,
  indexedKib,
}: ReturnType<typeof parseIndexInfo>['items'][number]): number | null {
  if (ratio !== null) return ratio;
  return usedKib === null || indexedKib === null || usedKib === 0 ? null : (indexedKib / usedKib) * 100;
}
