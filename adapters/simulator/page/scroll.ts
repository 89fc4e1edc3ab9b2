/** Keeps the newest lines in sight while the reader is there, and leaves the reader alone who has scrolled away. */
import { iconButton } from './element.ts'
import { icon } from './icons.ts'
import { t } from './words.ts'

/** How near its end, in px, a log still counts as being at its end. */
const nearEnd = 60
/** Room left above the line that is shown first, in px. */
const above = 8

export interface Follower {
  /** Brings a reader back to the newest; shown only to one who is away from it. */
  readonly jump: HTMLElement
  /** Follows again, whatever was read before. */
  toNewest(): void
  /** Follows, if the reader still does. */
  follow(): void
}

/** `keepsInSight`: the line whose beginning stays visible whatever follows, so that a long answer is read from there. */
export function createFollower(
  scroller: HTMLElement,
  { content, keepsInSight }: Readonly<{ content: HTMLElement; keepsInSight: () => HTMLElement | null }>,
): Follower {
  let following = true
  let aim = 0
  // For a pointer only: with the keyboard the newest line is an arrow away, and one more stop would be in the way.
  const jump = iconButton(icon('down'), t('newest'), {
    class: 'jump',
    hidden: true,
    tabindex: -1,
    onclick: toEnd,
  })

  function end(): number {
    return scroller.scrollHeight - scroller.clientHeight
  }

  function toNewest(): void {
    following = true
    const kept = keepsInSight()
    aim = kept === null ? end() : Math.min(end(), kept.offsetTop - above)
    scroller.scrollTop = aim
    show()
  }

  function toEnd(): void {
    following = true
    aim = end()
    scroller.scrollTop = aim
    show()
  }

  function show(): void {
    jump.hidden = end() - scroller.scrollTop < nearEnd
  }

  scroller.addEventListener('scroll', () => {
    following = Math.abs(scroller.scrollTop - aim) < 2 || end() - scroller.scrollTop < nearEnd
    show()
  })
  // The keyboard of a phone opens, a picture arrives, the window changes.
  const watcher = new ResizeObserver(() => (following ? toNewest() : show()))
  watcher.observe(scroller)
  watcher.observe(content)

  return { jump, toNewest, follow: () => (following ? toNewest() : show()) }
}
