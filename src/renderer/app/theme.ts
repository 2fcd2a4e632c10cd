import {
  Alert,
  Button,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  rem,
  Tooltip,
} from '@mantine/core';

/** Deep green-teal: near to the green that LINE users know, without being it. */
const lagoon: MantineColorsTuple = [
  '#ecf7f4',
  '#d5ece5',
  '#abd9cc',
  '#7dc4b0',
  '#55af96',
  '#379b80',
  '#22866d',
  '#15715b',
  '#0d5f4c',
  '#074a3b',
];

/** Greys with a trace of the accent, so that surfaces and accent belong together. */
const gray: MantineColorsTuple = [
  '#f7f9f8',
  '#eff2f1',
  '#e3e8e6',
  '#d2d9d6',
  '#b3bdb9',
  '#8b9792',
  '#5b6863',
  '#45504c',
  '#2f3835',
  '#1c2321',
];

const dark: MantineColorsTuple = [
  '#d9e0dd',
  '#b9c3bf',
  '#98a49f',
  '#76837e',
  '#45514d',
  '#35403c',
  '#242c2a',
  '#1a211f',
  '#141a18',
  '#0e1311',
];

const amber: MantineColorsTuple = [
  '#fff6e3',
  '#fdeac4',
  '#f9d68c',
  '#f3bf52',
  '#e6a72a',
  '#c98c12',
  '#a8720a',
  '#875a06',
  '#704a04',
  '#553803',
];

/** Own look of the console: calm and dense, 13-14 px, one accent, AA contrast with shade 8 in both schemes. */
export const theme = createTheme({
  colors: { lagoon, gray, dark, amber },
  primaryColor: 'lagoon',
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  defaultRadius: 'sm',
  radius: { xs: rem(3), sm: rem(5), md: rem(8), lg: rem(12), xl: rem(20) },
  fontFamily:
    '"Inter", "Segoe UI", "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", "Microsoft JhengHei UI", "Noto Sans TC", "Noto Sans CJK TC", "Leelawadee UI", "Thonburi", "Noto Sans Thai", "Loma", system-ui, sans-serif',
  fontFamilyMonospace: '"Cascadia Mono", "SF Mono", "DejaVu Sans Mono", "Noto Sans Mono CJK JP", monospace',
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(14), lg: rem(16), xl: rem(19) },
  lineHeights: { xs: '1.4', sm: '1.5', md: '1.55', lg: '1.55', xl: '1.5' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: rem(26), lineHeight: '1.3' },
      h2: { fontSize: rem(18), lineHeight: '1.35' },
      h3: { fontSize: rem(17), lineHeight: '1.35' },
      h4: { fontSize: rem(14), lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' }, styles: { label: { fontWeight: 550 } } }),
    Tooltip: Tooltip.extend({
      defaultProps: { withArrow: false, openDelay: 300, events: { hover: true, focus: true, touch: false } },
    }),
    Alert: Alert.extend({ defaultProps: { radius: 'md' } }),
  },
});

/** Where Mantine's own defaults miss AA contrast, and the surfaces of the console. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': gray[9],
    '--mantine-color-dimmed': gray[6],
    '--mantine-color-placeholder': '#66736e',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': lagoon[8],
    '--lumo-canvas': gray[0],
    '--lumo-surface': '#ffffff',
    '--lumo-rail': '#12302a',
    '--lumo-rail-text': '#cfe2dc',
    '--lumo-rail-active': 'rgba(255, 255, 255, 0.14)',
    '--lumo-border': gray[2],
    '--lumo-hover': gray[1],
    '--lumo-selected': lagoon[0],
    '--lumo-ok': '#0c7a4d',
    '--lumo-warning': '#8a5a00',
    '--lumo-danger': '#b42318',
    '--lumo-busy': lagoon[7],
  },
  dark: {
    '--mantine-color-body': dark[7],
    '--mantine-color-text': dark[0],
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': '#8d9994',
    '--mantine-color-error': '#ff9a8f',
    '--mantine-color-anchor': lagoon[3],
    '--lumo-canvas': dark[8],
    '--lumo-surface': dark[7],
    '--lumo-rail': dark[9],
    '--lumo-rail-text': '#b6c5bf',
    '--lumo-rail-active': 'rgba(255, 255, 255, 0.1)',
    '--lumo-border': '#2c3633',
    '--lumo-hover': dark[6],
    '--lumo-selected': '#1d3731',
    '--lumo-ok': '#5fd0a0',
    '--lumo-warning': '#f0bd57',
    '--lumo-danger': '#ff9a8f',
    '--lumo-busy': lagoon[3],
  },
});
