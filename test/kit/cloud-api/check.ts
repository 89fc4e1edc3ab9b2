/** Reads a message to be sent as strictly as its documentation: each field of its kind, within its length, and no other.
 * Stricter than Meta in one thing: an unknown field is refused, so that a misspelt one is found here. */
import { invalid, refuse } from './refusal.ts'

export type Wire = Readonly<Record<string, unknown>>

export interface Outgoing {
  /** A number in digits, or a business-scoped id. */
  readonly to: string
  readonly type: 'text' | 'image' | 'interactive' | 'template'
  readonly content: Wire
  readonly callback: string | null
}

/** Cloud API: "Text messages", "Media messages", "Interactive reply buttons", "Interactive lists". In UTF-16 units. */
export const limits = {
  text: 4096,
  caption: 1024,
  interactive: 1024,
  replies: 3,
  replyTitle: 20,
  replyId: 256,
  rows: 10,
  rowTitle: 24,
  rowId: 200,
  opener: 20,
  callback: 512,
} as const

export function checkMessage(raw: Wire): Outgoing {
  if (raw.messaging_product !== 'whatsapp') throw invalid('The parameter messaging_product is required.')
  const type = raw.type ?? 'text'
  if (type !== 'text' && type !== 'image' && type !== 'interactive' && type !== 'template')
    throw invalid('Param type must be one of {TEXT, IMAGE, INTERACTIVE, TEMPLATE} - got something else.')
  only(raw, '', [
    'messaging_product',
    'recipient_type',
    'to',
    'recipient',
    'type',
    'context',
    'biz_opaque_callback_data',
    type,
  ])
  if (raw.recipient_type !== undefined && raw.recipient_type !== 'individual')
    throw invalid('Param recipient_type must be one of {INDIVIDUAL}')
  const callback = raw.biz_opaque_callback_data
  if (callback !== undefined) string(callback, 'biz_opaque_callback_data', 1, limits.callback)
  const content = fields(raw[type], type)
  check[type](content)
  return { to: recipientOf(raw), type, content, callback: typeof callback === 'string' ? callback : null }
}

function recipientOf(raw: Wire): string {
  const { to, recipient } = raw
  if ((to === undefined) === (recipient === undefined))
    throw invalid('Exactly one of the parameters to and recipient is required.')
  if (to !== undefined) {
    const digits = typeof to === 'string' ? to.replace(/[+\s()-]/g, '') : ''
    if (!/^\d{5,20}$/.test(digits)) throw refuse(131009, 'Recipient phone number is not valid')
    return digits
  }
  if (typeof recipient !== 'string' || !/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(recipient))
    throw refuse(131009, 'Recipient is not valid')
  return recipient
}

const check: Readonly<Record<Outgoing['type'], (content: Wire) => void>> = {
  text(content) {
    only(content, 'text', ['body', 'preview_url'])
    string(content.body, "text['body']", 1, limits.text)
    if (content.preview_url !== undefined && typeof content.preview_url !== 'boolean')
      throw invalid("Param text['preview_url'] must be a boolean.")
  },
  image(content) {
    only(content, 'image', ['id', 'link', 'caption'])
    if (typeof content.id !== 'string' || content.link !== undefined)
      throw invalid("Param image['id'] must be a string; this stand-in follows no links.")
    if (content.caption !== undefined) string(content.caption, "image['caption']", 0, limits.caption)
  },
  interactive(content) {
    only(content, 'interactive', ['type', 'header', 'body', 'footer', 'action'])
    const body = fields(content.body, "interactive['body']")
    only(body, 'body', ['text'])
    string(body.text, "interactive['body']['text']", 1, limits.interactive)
    const action = fields(content.action, "interactive['action']")
    if (content.type === 'button') checkReplies(action)
    else if (content.type === 'list') checkList(action)
    else throw refuse(131009, 'Interactive type is not known to this stand-in')
  },
  template(content) {
    only(content, 'template', ['name', 'language', 'components'])
    string(content.name, "template['name']", 1, 512)
    const language = fields(content.language, "template['language']")
    only(language, 'language', ['code', 'policy'])
    string(language.code, "template['language']['code']", 2, 10)
    if (language.policy !== undefined && language.policy !== 'deterministic')
      throw invalid("Param template['language']['policy'] must be deterministic.")
    for (const component of list(content.components ?? [], "template['components']")) {
      only(component, 'component', ['type', 'parameters'])
      if (component.type !== 'body') throw invalid('Only body components are known to this stand-in.')
      for (const parameter of list(component.parameters, 'parameters')) {
        only(parameter, 'parameter', ['type', 'text'])
        if (parameter.type !== 'text') throw invalid('Only text parameters are known to this stand-in.')
        string(parameter.text, 'text', 1, 1024)
        if (/\n|\t| {4}/.test(String(parameter.text)))
          throw refuse(
            132000,
            'Param text cannot have new-line/tab characters or more than 4 consecutive spaces',
          )
      }
    }
  },
}

function checkReplies(action: Wire): void {
  only(action, 'action', ['buttons'])
  const buttons = list(action.buttons, "action['buttons']")
  if (buttons.length < 1 || buttons.length > limits.replies)
    throw refuse(131009, 'Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3')
  const replies = buttons.map((button) => {
    only(button, 'button', ['type', 'reply'])
    if (button.type !== 'reply') throw refuse(131009, 'Button type is invalid')
    const reply = fields(button.reply, 'reply')
    only(reply, 'reply', ['id', 'title'])
    return row(reply, { title: limits.replyTitle, id: limits.replyId, what: 'Button' })
  })
  unique(
    replies.map(({ id }) => id),
    'Duplicated button ids',
  )
  unique(
    replies.map(({ title }) => title),
    'Duplicated button titles',
  )
}

function checkList(action: Wire): void {
  only(action, 'action', ['button', 'sections'])
  part(action.button, 'Button label', limits.opener)
  const sections = list(action.sections, "action['sections']")
  if (sections.length < 1 || sections.length > 10) throw refuse(131009, 'Invalid sections count')
  const rows = sections.flatMap((section) => {
    only(section, 'section', ['title', 'rows'])
    if (sections.length > 1) part(section.title, 'Section title', limits.rowTitle)
    return list(section.rows, 'rows').map((each) => {
      only(each, 'row', ['id', 'title', 'description'])
      return row(each, { title: limits.rowTitle, id: limits.rowId, what: 'Row' })
    })
  })
  if (rows.length < 1 || rows.length > limits.rows)
    throw refuse(131009, 'Total row count exceed max allowed count: 10')
  unique(
    rows.map(({ id }) => id),
    'Duplicated row ids',
  )
}

function row(
  value: Wire,
  most: { readonly title: number; readonly id: number; readonly what: string },
): { readonly id: string; readonly title: string } {
  const title = part(value.title, `${most.what} title`, most.title)
  const id = part(value.id, `${most.what} id`, most.id)
  if (id !== id.trim()) throw refuse(131009, `${most.what} id must not have leading or trailing spaces`)
  return { id, title }
}

/** A part of an interactive message: Meta names its lengths. */
function part(value: unknown, what: string, most: number): string {
  if (typeof value !== 'string' || value.trim() === '' || value.length > most)
    throw refuse(131009, `${what} length invalid. Min length: 1, Max length: ${most}`)
  return value
}

function string(value: unknown, name: string, least: number, most: number): void {
  if (typeof value !== 'string' || (least > 0 && value.trim() === ''))
    throw invalid(`The parameter ${name} is required.`)
  if (value.length > most) throw invalid(`Param ${name} must be at most ${most} characters long.`)
}

function fields(value: unknown, name: string): Wire {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(`Param ${name} must be a JSON object.`)
  return value as Wire
}

function list(value: unknown, name: string): readonly Wire[] {
  if (!Array.isArray(value)) throw invalid(`Param ${name} must be an array.`)
  return value.map((each) => fields(each, name))
}

function only(value: Wire, name: string, known: readonly string[]): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key))
  if (unknown !== undefined) throw invalid(`Unexpected key "${unknown}" on param "${name}".`)
}

function unique(values: readonly string[], words: string): void {
  if (new Set(values).size !== values.length) throw refuse(131009, words)
}
