// How the page looks on this phone: size of the letters, light or dark.

const SIZES = ['100', '125', '150'];
const THEMES = ['auto', 'light', 'dark'];
const NIGHT = matchMedia('(prefers-color-scheme: dark)');

const kept = (name, choices) => choices.includes(localStorage.getItem(name)) ? localStorage.getItem(name) : choices[0];

/** `100`, `125` or `150` percent. */
export const textSize = () => kept('kanhu.text', SIZES);

/** `auto`, `light` or `dark`. */
export const theme = () => kept('kanhu.theme', THEMES);

export const textSizes = SIZES;
export const themes = THEMES;

/** Remembers it for this phone and shows it. */
export function choose(name, value) {
  localStorage.setItem(`kanhu.${name}`, value);
  show();
}

/** Puts on what is chosen. */
export function show() {
  const root = document.documentElement;
  root.dataset.text = textSize();
  root.dataset.theme = theme() === 'auto' ? NIGHT.matches ? 'dark' : 'light' : theme();
}

NIGHT.addEventListener('change', show);
