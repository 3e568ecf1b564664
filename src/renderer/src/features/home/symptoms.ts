import {
  IconFileSearch,
  IconGhost2,
  IconInboxOff,
  IconMailQuestion,
  IconRestore,
  IconStack2,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { paths } from '../../app/paths.ts';

/** What people say when they call, and the wizard that answers it. Words: `home:symptom.<id>.title`, `.text`, `.intro`. */
export interface Symptom {
  readonly id: 'never-arrived' | 'receives-nothing' | 'vanished' | 'bring-back' | 'piling-up' | 'log-file';
  /** Id of a playbook. */
  readonly wizard: string;
  /** Where in it to begin; its first step when left out. */
  readonly step?: string;
  /** Where its card leads when there is a choice to make before. */
  readonly choice?: string;
  readonly icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
}

/** In the order of the cards. Only what works is listed. */
export const symptoms: readonly Symptom[] = [
  { id: 'never-arrived', wizard: 'trace', icon: IconMailQuestion },
  { id: 'receives-nothing', wizard: 'trace', icon: IconInboxOff },
  { id: 'vanished', wizard: 'history', step: 'by-keyword', icon: IconGhost2 },
  { id: 'bring-back', wizard: 'restore', icon: IconRestore },
  { id: 'piling-up', wizard: 'queue', icon: IconStack2 },
  { id: 'log-file', wizard: 'trace', choice: paths.logFile, icon: IconFileSearch },
];

export const findSymptom = (id: string | null | undefined): Symptom | null =>
  symptoms.find((symptom) => symptom.id === id) ?? null;
