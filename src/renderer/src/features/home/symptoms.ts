import { IconFileSearch, IconInboxOff, IconMailQuestion } from '@tabler/icons-react';
import type { ComponentType } from 'react';

/** What people say when they call, and the wizard that answers it. Words: `home:symptom.<id>.title`, `.text`, `.intro`. */
export interface Symptom {
  readonly id: 'never-arrived' | 'receives-nothing' | 'log-file';
  /** Id of a playbook. */
  readonly wizard: string;
  readonly icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
}

/** In the order of the cards. Only what works is listed. */
export const symptoms: readonly Symptom[] = [
  { id: 'never-arrived', wizard: 'trace', icon: IconMailQuestion },
  { id: 'receives-nothing', wizard: 'trace', icon: IconInboxOff },
  { id: 'log-file', wizard: 'trace', icon: IconFileSearch },
];

export const findSymptom = (id: string | null | undefined): Symptom | null =>
  symptoms.find((symptom) => symptom.id === id) ?? null;
