import { expect, test } from 'vitest';
import { playbooks } from '../../../../core/playbooks/registry.ts';
import { symptoms } from '../home/symptoms.ts';
import { logWizards } from './logWizard.ts';
import { findOpenWizard, readsLogs } from './openWizards.ts';

test('the wizards that read logs are those that say so', () => {
  expect(logWizards).toEqual(playbooks.filter(readsLogs).map(({ id }) => id));
});

test('every symptom leads to a wizard', () => {
  expect(symptoms.filter(({ wizard }) => findOpenWizard(wizard) === null)).toEqual([]);
});
