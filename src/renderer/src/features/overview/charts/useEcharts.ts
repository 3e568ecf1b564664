import { useEffect, useState } from 'react';

type Echarts = typeof import('./echarts.ts');

/** Fetched once, when the first chart is wanted: the start of the app must not wait for it. */
let fetched: Promise<Echarts> | null = null;
export const fetchEcharts = (): Promise<Echarts> => (fetched ??= import('./echarts.ts'));

export function useEcharts(): Echarts | null {
  const [echarts, setEcharts] = useState<Echarts | null>(null);
  useEffect(() => {
    let isWanted = true;
    void fetchEcharts().then((loaded) => {
      if (isWanted) setEcharts(loaded);
    });
    return () => {
      isWanted = false;
    };
  }, []);
  return echarts;
}
