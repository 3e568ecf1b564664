import type { Playbook } from '../../playbook/model.ts';
import { needsRecipient } from '../factProblems.ts';
import { judgeMaps } from './judgeMaps.ts';
import { judgeVerify } from './judgeVerify.ts';
import { planCheck, planVerify } from './planMaps.ts';
import { judgeRegenerating, planRegenerate } from './regenerate.ts';
import { stepWords } from '../stepWords.ts';

/** Does the server know this address? Finds stale delivery maps, has them written anew and proves it. */
export const mapsPlaybook: Playbook = {
  id: 'maps',
  title: { key: 'maps:title' },
  purpose: { key: 'maps:purpose' },
  steps: [
    {
      kind: 'reads',
      id: 'check-address',
      ...stepWords('maps', 'check'),
      fields: [{ fact: 'recipient', kind: 'address', required: true }],
      check: needsRecipient,
      acquire: { kind: 'commands', plan: planCheck },
      judge: judgeMaps,
    },
    {
      kind: 'changes',
      id: 'regenerate',
      ...stepWords('maps', 'regenerate'),
      fields: [{ fact: 'recipient', kind: 'address', required: true }],
      check: needsRecipient,
      confirmation: ({ server }) => ({
        key: `maps:regenerate.confirmation${server?.hasApiKey === true ? '-by-key' : ''}`,
      }),
      acquire: { kind: 'commands', plan: planRegenerate },
      judge: judgeRegenerating,
      verifiedBy: 'verify',
    },
    {
      kind: 'reads',
      id: 'verify',
      ...stepWords('maps', 'verify'),
      fields: [{ fact: 'recipient', kind: 'address', required: true }],
      check: needsRecipient,
      acquire: { kind: 'commands', plan: planVerify },
      judge: judgeVerify,
    },
  ],
};
