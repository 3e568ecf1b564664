import { chartColours } from './chartColours.ts';
import type { ChartColours } from './chartColours.ts';
import type { ChartOption } from './echarts.ts';
import { fetchEcharts } from './useEcharts.ts';

/** For a page of paper or a slide, whatever the window looks like: light, with its title and what it is about. */
export interface Picture {
  readonly title: string;
  readonly subtitle: string;
  readonly option: (colours: ChartColours) => ChartOption;
  readonly height: number;
}

const WIDTH = 1100;
const TITLE_HEIGHT = 64;

export async function svgOf({ title, subtitle, option, height }: Picture): Promise<string> {
  const echarts = await fetchEcharts();
  const colours = chartColours('light');
  const drawn = option(colours);
  const grid = Array.isArray(drawn.grid) ? drawn.grid[0] : drawn.grid;
  return echarts.drawPicture(
    {
      ...drawn,
      backgroundColor: '#ffffff',
      // Without quotes: they would end the attribute the library writes them into.
      textStyle: { fontFamily: 'Inter, Segoe UI, DejaVu Sans, sans-serif' },
      title: {
        text: title,
        subtext: subtitle,
        left: 16,
        top: 10,
        textStyle: { fontSize: 18, color: colours.ink },
        subtextStyle: { fontSize: 12, color: colours.quiet },
      },
      ...(grid === undefined
        ? {}
        : { grid: { ...grid, left: 24, right: 60, top: TITLE_HEIGHT + 16, bottom: 40 } }),
      ...(drawn.legend === undefined ? { legend: { bottom: 8 } } : {}),
    },
    WIDTH,
    height + TITLE_HEIGHT,
  );
}

/** Twice as fine as the screen, so that it can be printed. Answers the bytes as base64. */
export async function pngOf(svg: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This window draws no pictures');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
