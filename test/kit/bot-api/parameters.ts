/** Checks what a method is called with. Stricter than Telegram in one thing: an unknown parameter is refused, so that
 * a misspelt one is found here and not in production. */
import type { UploadedFile } from './multipart.ts'
import { badRequest } from './refusal.ts'

export type ParameterKind = 'integer' | 'text' | 'flag' | 'chat' | 'json' | 'file'
export type ParameterSpec = Readonly<Record<string, ParameterKind>>

/** The parameters of one call, each read as what the method says it is. */
export interface Parameters {
  integer(name: string): number | null
  text(name: string): string | null
  flag(name: string): boolean
  json(name: string): unknown
  file(name: string): string | UploadedFile | null
  /** Throws Refusal when absent. */
  chat(): number
  readonly raw: Readonly<Record<string, unknown>>
}

export function checkParameters(raw: Readonly<Record<string, unknown>>, spec: ParameterSpec): Parameters {
  for (const [name, value] of Object.entries(raw)) {
    const kind = spec[name]
    if (kind === undefined) {
      // Files ride along under names of their own, pointed to by attach://.
      if (isFile(value)) continue
      throw badRequest(`stand-in: unknown parameter "${name}"`)
    }
    if (!fits(value, kind)) throw badRequest(`parameter "${name}" must be ${words[kind]}`)
  }
  const json = (name: string): unknown => {
    const value = raw[name]
    if (typeof value !== 'string') return value ?? null
    try {
      return JSON.parse(value)
    } catch {
      throw badRequest(`can't parse ${name.replaceAll('_', ' ')} JSON object`)
    }
  }
  return {
    raw,
    json,
    integer: (name) => (raw[name] === undefined ? null : Number(raw[name])),
    text: (name) => (raw[name] === undefined ? null : String(raw[name])),
    flag: (name) => raw[name] === true || raw[name] === 'true',
    file(name) {
      const value = raw[name]
      if (isFile(value)) return value
      if (typeof value !== 'string') return null
      if (!value.startsWith('attach://')) return value
      const attached = raw[value.slice('attach://'.length)]
      if (!isFile(attached)) throw badRequest('wrong file identifier/HTTP URL specified')
      return attached
    },
    chat() {
      if (raw.chat_id === undefined || raw.chat_id === '') throw badRequest('chat_id is empty')
      return Number(raw.chat_id)
    },
  }
}

const words: Readonly<Record<ParameterKind, string>> = {
  integer: 'an integer',
  text: 'a string',
  flag: 'a boolean',
  chat: 'a chat identifier',
  json: 'a JSON-serialized object',
  file: 'a file',
}

function fits(value: unknown, kind: ParameterKind): boolean {
  switch (kind) {
    case 'integer':
    case 'chat':
      return (
        (typeof value === 'number' && Number.isSafeInteger(value)) ||
        (typeof value === 'string' && /^-?\d+$/.test(value))
      )
    case 'text':
      return typeof value === 'string'
    case 'flag':
      return typeof value === 'boolean' || value === 'true' || value === 'false'
    case 'json':
      return (typeof value === 'object' && value !== null) || typeof value === 'string'
    case 'file':
      return typeof value === 'string' || isFile(value)
  }
}

export function isFile(value: unknown): value is UploadedFile {
  return typeof value === 'object' && value !== null && 'bytes' in value && 'filename' in value
}
