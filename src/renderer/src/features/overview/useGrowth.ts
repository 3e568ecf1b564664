import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { listen } from '../../app/bridge.ts';
import { noteGrowth } from './logIndexStore.ts';

/** A busy log grows many times a second; a page that changes as often cannot be read. */
const QUIET_MS = 2000;

/** Asks anew what is shown of logs that grew; what is there stays until the new answer comes. */
export function useGrowth(index: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOld = false;
    const show = (): void => {
      isOld = false;
      void queries.invalidateQueries({ queryKey: ['logs', index] });
      timer = setTimeout(() => {
        timer = undefined;
        if (isOld) show();
      }, QUIET_MS);
    };
    const end = listen('logs.grown', (grown) => {
      if (grown.index !== index) return;
      noteGrowth(grown);
      isOld = true;
      if (timer === undefined) show();
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [index, queries]);
}
