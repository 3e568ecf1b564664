import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { readLooking, writeLooking } from './overviewRoute.ts';
import type { Looking } from './overviewRoute.ts';

/** What is looked at, and how to look at something else; each look is a step that "back" undoes. */
export interface LookingAt extends Looking {
  readonly look: (change: Partial<Looking>, how?: { readonly replace: boolean }) => void;
}

export function useLooking(): LookingAt {
  const [address, setAddress] = useSearchParams();
  const text = address.toString();
  const looking = useMemo(() => readLooking(new URLSearchParams(text)), [text]);
  const look = useCallback<LookingAt['look']>(
    (change, { replace } = { replace: false }) => {
      // Another filter is another list: the mail that was open may not be in it.
      const row = 'filter' in change ? null : looking.row;
      setAddress(writeLooking({ ...looking, row, ...change }), { replace });
    },
    [looking, setAddress],
  );
  return useMemo(() => ({ ...looking, look }), [looking, look]);
}
