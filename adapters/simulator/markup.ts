/** Markup → what the page is sent: the same tree, with only addresses that are safe to open as links. */
import type { Button, Markup, Span } from '#engine'

const openable: ReadonlySet<string> = new Set(['https:', 'http:', 'tel:', 'mailto:'])

/** A link that a browser could run (`javascript:` and the like) becomes plain letters, its address beside it. */
export function writeMarkup(text: Markup): Markup {
  return text.map(({ kind, spans }) => ({ kind, spans: spans.map(writeSpan) }))
}

/** Whether an address may become a link on the page. */
export function canOpen(url: string): boolean {
  return URL.canParse(url) && openable.has(new URL(url).protocol)
}

function writeSpan(span: Span): Span {
  if (span.kind !== 'link' || canOpen(span.url)) return span
  return { kind: 'plain', text: `${span.text} (${span.url})` }
}

/** Buttons as they are, without what else an object may carry. */
export function writeButtons(buttons: readonly Button[]): readonly Button[] {
  return buttons.map((button) =>
    'token' in button
      ? { label: button.label, token: button.token }
      : { label: button.label, url: button.url },
  )
}
