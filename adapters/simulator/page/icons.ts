/** The few pictures of the page, drawn as lines on a grid of 24. */
const paths = {
  attach:
    'M21 11.5l-8.6 8.6a5.5 5.5 0 0 1-7.8-7.8l8.9-8.9a3.7 3.7 0 0 1 5.2 5.2l-8.9 8.9a1.8 1.8 0 0 1-2.6-2.6l8-8',
  send: 'M4 12l16-8-5.5 16-3.5-6.5z M11 13.5L20 4',
  settings: 'M4 7h10 M18 7h2 M4 17h2 M10 17h10 M16 5v4 M8 15v4',
  more: 'M12 5.5v.01 M12 12v.01 M12 18.5v.01',
  reply: 'M10 7L4 12.5l6 5.5v-3.5c5 0 8 1.5 10 4.5 0-6-4-9-10-9z',
  forward: 'M14 7l6 5.5-6 5.5v-3.5c-5 0-8 1.5-10 4.5 0-6 4-9 10-9z',
  often: 'M12 7l5 5.5-5 5.5 M17 7l5 5.5-5 5.5 M3 17.5c0-3.5 2.5-5 6-5h7',
  copy: 'M9 9h10v11H9z M15 9V4H5v11h4',
  again: 'M4 12a8 8 0 0 1 14-5.3L20 9 M20 4v5h-5 M20 12a8 8 0 0 1-14 5.3L4 15 M4 20v-5h5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z M12 8v4.5l3 1.5',
  alert: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z M12 8v5 M12 16v.01',
  close: 'M6 6l12 12 M18 6L6 18',
  image: 'M4 5h16v14H4z M4 16l4.5-4.5L13 16l3-3 4 4 M15.5 9v.01',
  file: 'M6 3h8l4 4v14H6z M14 3v4h4',
  voice:
    'M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4z M6.5 11.5a5.5 5.5 0 0 0 11 0 M12 17v3',
  sticker: 'M4 5h16v9l-6 6H4z M14 20v-6h6 M9 10v.01 M15 10v.01 M9 14c1 1 2 1.3 3.5 1',
  location: 'M12 21c-4.5-4.5-6.5-7.5-6.5-10.5a6.5 6.5 0 0 1 13 0C18.5 13.5 16.5 16.5 12 21z M12 10.5v.01',
  group:
    'M9 6a3 3 0 1 0 0 6 3 3 0 0 0 0-6z M3.5 19c0-3 2.5-4.8 5.5-4.8s5.5 1.8 5.5 4.8 M16 6.5a2.8 2.8 0 0 1 0 5.3 M17 14.5c2.2.5 3.5 2.2 3.5 4.5',
  mention:
    'M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z M15.5 12v1.5a2.5 2.5 0 0 0 5 0V12a8.5 8.5 0 1 0-3.5 6.9',
  block: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z M6.5 6.5l11 11',
  ad: 'M4 10v4h3l8 4.5v-13L7 10z M18.5 9.5a4 4 0 0 1 0 5',
  down: 'M12 5v14 M6 13l6 6 6-6',
  list: 'M8 7h12 M8 12h12 M8 17h12 M4 7v.01 M4 12v.01 M4 17v.01',
  tap: 'M9 11.5V5.8a1.5 1.5 0 0 1 3 0V11l5 1.2c1.3.3 2 1.3 1.8 2.6L18 20h-8l-3.5-4.5c-1-1.3.5-2.7 1.8-1.8z',
  phones: 'M4 5h7v14H4z M13.5 5h6.5v14h-6.5z M7 16v.01 M16.8 16v.01',
  open: 'M10 5H5v14h14v-5 M14 4h6v6 M20 4l-9 9',
  person: 'M12 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z M5 20c0-3.5 3-5.5 7-5.5s7 2 7 5.5',
} as const

export type IconName = keyof typeof paths

const namespace = 'http://www.w3.org/2000/svg'

/** Only seen: what it means must be said beside it, or by the button around it. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(namespace, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(namespace, 'path')
  path.setAttribute('d', paths[name])
  svg.append(path)
  return svg
}

/** The bot's face: a speech bubble with a tick. */
export function face(): HTMLElement {
  const image = document.createElement('img')
  image.src = 'icon.svg'
  image.alt = ''
  image.className = 'face'
  return image
}
