/** Where a message is written: text, a file beside it, what it replies to, and whether it was forwarded. */
import type { Forwarded, Said } from '../wire.ts'
import { element, iconButton } from './element.ts'
import { type IconName, icon } from './icons.ts'
import { size } from './line.ts'
import { attachMenu, type MenuItem } from './menu.ts'
import { type Piece, readPiece } from './piece.ts'
import { voiceNote } from './voice.ts'
import { t } from './words.ts'

/** Largest file in bytes, as the server takes it. */
const largest = 20 * 1024 * 1024

const iconOf = { card: 'person', place: 'location' } as const satisfies Record<Piece, IconName>

export interface Draft {
  readonly said: Said
  readonly file: File | null
  readonly quotes: string | null
  readonly forwarded: Forwarded
  readonly addressed: boolean
}

export interface Composer {
  readonly root: HTMLElement
  focus(): void
  /** Puts a text in the box, ready to be sent or changed. */
  write(text: string, forwarded: Forwarded): void
  reply(line: Readonly<{ id: string; text: string; name: string }>): void
  attach(file: File): void
}

/** `inGroup`: the bot can be mentioned, and may be thrown out. */
export function createComposer(
  kit: Readonly<{ id: string; inGroup: boolean; send: (draft: Draft) => void }>,
): Composer {
  let file: File | null = null
  /** What is written is a contact card or a place. */
  let piece: Piece | null = null
  let quotes: string | null = null
  let forwarded: Forwarded = 'no'
  let addressed = false

  const pills = element('div', { class: 'pills' })
  const box = element('textarea', {
    id: kit.id,
    rows: 1,
    'aria-label': t('write'),
    placeholder: t('write'),
    enterkeyhint: 'send',
    autocomplete: 'off',
    dir: 'auto',
    onkeydown: keys,
    oninput: grow,
    onpaste: paste,
  })
  const photo = element('input', {
    type: 'file',
    accept: 'image/*',
    hidden: true,
    'data-takes': 'photo',
    onchange: choose,
  })
  const anyFile = element('input', { type: 'file', hidden: true, 'data-takes': 'file', onchange: choose })
  const clip = iconButton(icon('attach'), t('attach'), { class: 'plain' })
  const clipHost = element('div', { class: 'clip' }, clip)
  attachMenu(clip, clipHost, items)
  const mention = kit.inGroup
    ? iconButton(icon('mention'), t('mention'), {
        class: 'plain toggle',
        'aria-pressed': 'false',
        onclick: toggleMention,
      })
    : null
  const form = element(
    'form',
    { class: 'composer', onsubmit: submit },
    pills,
    element(
      'div',
      { class: 'row' },
      clipHost,
      mention,
      box,
      iconButton(icon('send'), t('send'), { type: 'submit', class: 'send' }),
    ),
    photo,
    anyFile,
  )

  function submit(event: Event): void {
    event.preventDefault()
    const text = box.value.trim()
    box.focus()
    if (text === '' && file === null) return
    const said = readSaid(text)
    if (said === null) {
      warn(t(piece === 'card' ? 'not-a-card' : 'not-a-place'))
      return
    }
    box.value = ''
    say(said)
  }

  function readSaid(text: string): Said | null {
    if (piece !== null) return readPiece(piece, text)
    return file === null ? { kind: 'text', text } : { kind: 'media', caption: text }
  }

  function say(said: Said): void {
    kit.send({ said, file, quotes, forwarded, addressed })
    quotes = null
    clear()
  }

  function keys(event: Event): void {
    if (!(event instanceof KeyboardEvent) || event.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      form.requestSubmit()
    }
    if (event.key === 'Escape') clear()
  }

  function clear(): void {
    file = null
    piece = null
    quotes = null
    forwarded = 'no'
    show()
  }

  let quotedAs = ''
  function show(): void {
    pills.replaceChildren()
    if (quotes !== null) pills.append(pill('reply', quotedAs, () => (quotes = null)))
    if (forwarded !== 'no')
      pills.append(
        pill(
          forwarded === 'often' ? 'often' : 'forward',
          t(`forwarded.${forwarded}`),
          () => (forwarded = 'no'),
        ),
      )
    if (piece !== null)
      pills.append(
        pill(iconOf[piece], t(`attach.${piece}`), () => {
          piece = null
        }),
      )
    if (file !== null)
      pills.append(
        pill(
          file.type.startsWith('image/') ? 'image' : 'file',
          `${file.name} · ${size(file.size)}`,
          () => (file = null),
        ),
      )
    grow()
  }

  function pill(name: IconName, text: string, remove: () => void): HTMLElement {
    const onclick = (): void => {
      remove()
      show()
      box.focus()
    }
    return element(
      'span',
      { class: 'pill' },
      icon(name),
      element('span', { class: 'pill-text', dir: 'auto' }, text),
      iconButton(icon('close'), `${t('remove')}: ${text}`, { class: 'plain', onclick }),
    )
  }

  /** As tall as what is written, to the limit that the stylesheet sets. */
  function grow(): void {
    box.style.height = 'auto'
    box.style.height = `${box.scrollHeight}px`
  }

  function choose(event: Event): void {
    const input = event.currentTarget
    if (!(input instanceof HTMLInputElement)) return
    const [chosen] = input.files ?? []
    if (chosen !== undefined) attach(chosen)
    input.value = ''
  }

  function paste(event: Event): void {
    const [pasted] = event instanceof ClipboardEvent ? (event.clipboardData?.files ?? []) : []
    if (pasted === undefined) return
    event.preventDefault()
    attach(pasted)
  }

  function attach(chosen: File): void {
    if (chosen.size > largest) {
      warn(t('too-big'))
      return
    }
    file = chosen
    piece = null
    show()
    box.focus()
  }

  function warn(words: string): void {
    show()
    pills.append(element('span', { class: 'pill troubled', role: 'alert' }, icon('alert'), words))
  }

  /** With an example that may be sent as it is. */
  function begin(chosen: Piece): void {
    file = null
    piece = chosen
    write(t(`${chosen}.text`), forwarded)
    box.select()
  }

  function toggleMention(): void {
    addressed = !addressed
    mention?.setAttribute('aria-pressed', String(addressed))
  }

  function mark(as: Forwarded): void {
    forwarded = as
    show()
    box.focus()
  }

  function write(text: string, as: Forwarded): void {
    box.value = text
    mark(as)
    box.setSelectionRange(text.length, text.length)
  }

  function items(): readonly MenuItem[] {
    const member: readonly MenuItem[] = kit.inGroup
      ? [
          {
            label: t('attach.join'),
            icon: 'group',
            act: () => say({ kind: 'membership', change: 'joined' }),
          },
          { label: t('attach.leave'), icon: 'block', act: () => say({ kind: 'membership', change: 'left' }) },
        ]
      : [
          {
            label: t('attach.block'),
            icon: 'block',
            act: () => say({ kind: 'membership', change: 'blocked' }),
          },
        ]
    return [
      { label: t('attach.photo'), icon: 'image', act: () => photo.click() },
      { label: t('attach.file'), icon: 'file', act: () => anyFile.click() },
      { label: t('attach.voice'), icon: 'voice', act: () => attach(voiceNote()) },
      { label: t('attach.sticker'), icon: 'sticker', act: () => say({ kind: 'other', what: 'sticker' }) },
      { label: t('attach.card'), icon: iconOf.card, act: () => begin('card') },
      { label: t('attach.place'), icon: iconOf.place, act: () => begin('place') },
      { label: t('try.ad'), icon: 'ad', act: () => write(t('ad.text'), 'often') },
      { label: t('attach.once'), icon: 'forward', act: () => mark('once') },
      { label: t('attach.often'), icon: 'often', act: () => mark('often') },
      ...member,
    ]
  }

  return {
    root: form,
    focus: () => box.focus(),
    write,
    reply({ id, text, name }) {
      quotes = id
      quotedAs = `${t('reply.to', { name })}: ${text.slice(0, 80)}`
      show()
      box.focus()
    },
    attach,
  }
}
