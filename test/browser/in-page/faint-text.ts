/** Measures how readable a page is, as WCAG 2.2 counts contrast: run inside the page. */
import type { Faint } from '../faint.ts'

/** Text that is seen and has less contrast than AA asks: 4.5, or 3 where it is large. */
export function findFaintText(): readonly Faint[] {
  const canvas = document.createElement('canvas')
  canvas.width = 1
  canvas.height = 1
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (pen === null) throw new Error('no canvas')

  /** Layers of colour, the lowest first, as the eye gets them. */
  const blend = (layers: readonly string[]): readonly number[] => {
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, 1, 1)
    for (const layer of layers) {
      pen.fillStyle = layer
      pen.fillRect(0, 0, 1, 1)
    }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3)
  }
  const luminance = (rgb: readonly number[]): number => {
    const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const backgrounds = (element: Element | null): readonly string[] =>
    element === null ? [] : [...backgrounds(element.parentElement), getComputedStyle(element).backgroundColor]

  const faint: Faint[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { parentElement: element, textContent } = node
    const text = textContent?.trim() ?? ''
    if (element === null || text === '' || !element.checkVisibility({ opacityProperty: true })) continue
    if (element.closest('.unseen, .skip, .more') !== null) continue
    const style = getComputedStyle(element)
    const behind = backgrounds(element)
    const light = luminance(blend([...behind, style.color]))
    const dark = luminance(blend(behind))
    const ratio = (Math.max(light, dark) + 0.05) / (Math.min(light, dark) + 0.05)
    const size = Number.parseFloat(style.fontSize)
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    if (ratio < (isLarge ? 3 : 4.5))
      faint.push({ text: text.slice(0, 40), ratio: Math.round(ratio * 100) / 100 })
  }
  return faint
}
