import { createTheme, defaultVariantColorsResolver } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple, VariantColorsResolver } from '@mantine/core';

/** Petrol: the ink of the app. Shade 7 on paper and shade 3 on the dark ground both pass WCAG AA as text. */
const petrol: MantineColorsTuple = [
  '#e9f3f4',
  '#d2e6e9',
  '#a7d0d6',
  '#7fbcc6',
  '#4c99a6',
  '#2f8494',
  '#1b7082',
  '#0f5c6c',
  '#0a4956',
  '#063842',
];

/** Mantine's dark greys, with a little petrol in them. */
const dark: MantineColorsTuple = [
  '#dfe7e9',
  '#bcc8cc',
  '#9dabb0',
  '#738389',
  '#435258',
  '#2e3b41',
  '#1d282d',
  '#131b1f',
  '#0e1518',
  '#090e10',
];

const gray: MantineColorsTuple = [
  '#f8f6f1',
  '#f1eee7',
  '#e6e2d9',
  '#d8d4ca',
  '#bfbcb3',
  '#94948e',
  '#6a7073',
  '#4d575b',
  '#323d42',
  '#1b2a30',
];

const sans =
  'Inter, "Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, "Noto Sans", "DejaVu Sans", sans-serif';

/** Mantine reckons the text on a filled control for light colours only; ours is light in dark colours. */
const variantColors: VariantColorsResolver = (input) => {
  const usual = defaultVariantColorsResolver(input);
  const isPrimary = input.color === undefined || input.color === input.theme.primaryColor;
  return input.variant === 'filled' && isPrimary ? { ...usual, color: 'var(--mt-on-accent)' } : usual;
};

export const theme = createTheme({
  variantColorResolver: variantColors,
  colors: { petrol, dark, gray },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 3 },
  black: '#1b2a30',
  white: '#ffffff',
  fontFamily: sans,
  fontFamilyMonospace:
    '"JetBrains Mono", "Cascadia Mono", Consolas, "DejaVu Sans Mono", ui-monospace, monospace',
  headings: {
    fontFamily: sans,
    fontWeight: '650',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: '1.9rem', lineHeight: '1.2' },
      h2: { fontSize: '1.25rem', lineHeight: '1.3' },
      h3: { fontSize: '1.05rem', lineHeight: '1.35' },
    },
  },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'md' } },
    // Controls need an outline of 3:1 against the ground (WCAG 1.4.11), lines between things do not.
    Input: { vars: () => ({ wrapper: { '--input-bd': 'var(--mt-line-strong)' } }) },
    // The colour of an alert is its frame's; as text it would be too pale (WCAG 1.4.3).
    Alert: { styles: { title: { color: 'var(--mt-ink)' }, label: { color: 'var(--mt-ink)' } } },
    Radio: { defaultProps: { size: 'md', iconColor: 'var(--mt-paper)' } },
    Checkbox: { defaultProps: { iconColor: 'var(--mt-paper)' } },
    TextInput: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
  },
});

/** Ground, paper and quiet text; the status colours live in tokens.css. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f8f6f1',
    '--mantine-color-dimmed': '#55626a',
    '--mantine-color-placeholder': '#667278',
    '--mantine-color-default-border': '#d2cec4',
    '--mantine-color-error': '#a32018',
  },
  dark: {
    '--mantine-color-body': '#131b1f',
    '--mantine-color-dimmed': '#a7b4b9',
    '--mantine-color-placeholder': '#8f9da3',
    '--mantine-color-default-border': '#3b494f',
    '--mantine-color-error': '#ff9d92',
  },
});
