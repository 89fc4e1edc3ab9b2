/** The law of adapters: every channel keeps all of it, the simulator too. There is no way to leave a part out; where a
 * platform cannot do a thing at all, its description says so in words. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Adapter, Address, Button, Drawing, Inbound, Markup, Media, Mount, SendOutcome } from '#engine'
import { fitted, unfitted } from '../kit/fit-for-test.ts'
import { type NetworkWatch, watchNetwork } from '../kit/network.ts'

/** The smallest picture there is: one pixel. */
const drawing: Drawing = {
  mime: 'image/png',
  bytes: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
    'base64',
  ),
}

/** What a person sees of one message. */
export interface Shown {
  readonly text: string
  /** The parts shown bold or italic, in order. */
  readonly bold: readonly string[]
  readonly italic: readonly string[]
  readonly links: readonly { readonly text: string; readonly url: string }[]
  readonly buttons: readonly Button[]
  readonly image: boolean
}

/** An adapter and the stand-in of its platform, fresh for each test, not yet started. */
export interface Subject {
  readonly adapter: Adapter
  readonly mount: Mount
  /** A chat the bot may write to. */
  readonly chat: Address
  /** A picture of the platform's own that can be sent back, with its bytes. */
  readonly picture: { readonly media: Media; readonly bytes: Uint8Array }
  /** The platform sends this off, by its own wire; again when called again. Need not wait until it is heard. */
  deliver(raw: unknown): Promise<void>
  /** What the people of a chat were shown by the bot, oldest first. */
  shown(chat: Address): Promise<readonly Shown[]>
  /** A person taps the button with this label under the latest message in `chat`. */
  press(label: string): Promise<void>
  /** What must never be seen in an outcome: token, numbers. */
  readonly secrets: readonly string[]
  close(): Promise<void>
}

export interface Expected {
  readonly at?: string
  readonly chat?: string
  readonly person?: string
  readonly hint?: Inbound['hint']
  readonly setting?: Inbound['setting']
  readonly addressed?: boolean
  readonly forwarded?: Inbound['forwarded']
  readonly body?: Inbound['body']
  readonly quotes?: Inbound['quotes']
}

/** Something that arrives, and what is heard of it. null: nothing. */
export interface Sample {
  readonly name: string
  readonly raw: unknown
  readonly hears: Expected | null
}

export type FailureKind =
  | 'throttled'
  | 'unreachable'
  | 'blocked'
  | 'no-such-chat'
  | 'window-closed'
  | 'malformed'

export interface Failure<S extends Subject> {
  readonly name: string
  /** Makes the next sending fail; returns where to send to. */
  arrange(subject: S): Promise<Address>
  /** What the outcome says beyond its kind, such as `afterMs`. */
  readonly says?: Partial<Extract<SendOutcome, { kind: 'later' }>>
}

export interface AdapterUnderLaw<S extends Subject> {
  readonly name: string
  open(): Promise<S>
  /** Everything people do. At least one is a plain text in a private chat; that one comes first. */
  readonly samples: readonly [Sample, ...Sample[]]
  /** Messages of the bot itself, of other bots, and notices nobody wrote. */
  readonly unheard: readonly { readonly name: string; readonly raw: unknown }[]
  /** What no program of today knows. */
  readonly unknown: readonly { readonly name: string; readonly raw: unknown }[]
  /** Where the platform itself refuses: our own numbers are these or smaller. null: it names no limit. */
  readonly refusesAbove: {
    readonly text: number
    readonly caption: number
    readonly buttons: number | null
    readonly label: number | null
  }
  readonly failures: Readonly<Record<FailureKind, readonly Failure<S>[] | { readonly never: string }>>
}

export function adapterLaw<S extends Subject>(law: AdapterUnderLaw<S>): void {
  describe(`adapter law: ${law.name}`, () => {
    let subject: S
    let heard: Inbound[]
    let network: NetworkWatch
    const [plain] = law.samples
    beforeAll(() => {
      network = watchNetwork()
    })
    afterAll(() => network.end())
    beforeEach(async () => {
      heard = []
      subject = await law.open()
    })
    afterEach(async () => {
      await subject.adapter.stop()
      await subject.close()
    })

    const start = (
      hear = async (inbound: Inbound): Promise<void> => void heard.push(inbound),
    ): Promise<void> => subject.adapter.start(hear, subject.mount)
    const hearing = (count: number): Promise<void> =>
      until(`${count} heard, not ${heard.length}`, () => heard.length >= count)
    /** Delivers, then something plain, and tells what was heard before the plain one. */
    const heardOf = async (raw: unknown): Promise<readonly Inbound[]> => {
      await subject.deliver(plain.raw)
      await hearing(1)
      const [marker] = heard
      heard.length = 0
      await subject.deliver(raw)
      await subject.deliver(plain.raw)
      await until('the plain message after it', () => heard.some((inbound) => inbound.id === marker?.id))
      return heard.filter((inbound) => inbound.id !== marker?.id)
    }

    describe('hears', () => {
      it.each(law.samples)('$name', async ({ raw, hears }) => {
        await start()
        await subject.deliver(raw)
        if (hears === null) {
          expect(await heardOf(raw)).toEqual([])
          return
        }
        await hearing(1)
        expect(asExpected(heard[0])).toMatchObject(hears)
        expect(heard[0]?.from.channel).toBe(subject.adapter.name)
        expect(heard[0]?.id).toMatch(/^\S{1,200}$/)
      })

      it.each(law.unheard)('not: $name', async ({ raw }) => {
        await start()
        expect(await heardOf(raw)).toEqual([])
      })

      it.each(law.unknown)('something unknown without falling over: $name', async ({ raw }) => {
        await start()
        for (const { body } of await heardOf(raw)) expect(body.kind).toBe('unsupported')
      })

      it('the same twice under the same id', async () => {
        await start()
        const spoken = law.samples.filter(({ hears }) => hears !== null)
        for (const { raw } of spoken) await subject.deliver(raw)
        await hearing(spoken.length)
        for (const { raw } of spoken) await subject.deliver(raw)
        await hearing(spoken.length * 2)
        const [first, second] = [heard.slice(0, spoken.length), heard.slice(spoken.length)].map((half) =>
          half.map(({ id }) => id).sort(),
        )
        expect(second).toEqual(first)
        expect(new Set(first).size).toBe(spoken.length)
      })

      it('three that came together three times, one after another', async () => {
        let busy = 0
        let mostBusy = 0
        await start(async (inbound) => {
          busy++
          mostBusy = Math.max(mostBusy, busy)
          await new Promise((resolve) => setImmediate(resolve))
          busy--
          heard.push(inbound)
        })
        await Promise.all([plain.raw, plain.raw, plain.raw].map((raw) => subject.deliver(raw)))
        await hearing(3)
        expect(mostBusy).toBe(1)
      })

      it('again what was not committed, under the same id, and skips nothing', async () => {
        const tries: Inbound[] = []
        await start(async (inbound) => {
          tries.push(inbound)
          if (tries.length <= 2) throw new Error('the database is away')
          heard.push(inbound)
        })
        await subject.deliver(plain.raw)
        await hearing(1)
        expect(tries.length).toBeGreaterThanOrEqual(3)
        expect(new Set(tries.map(({ id }) => id)).size).toBe(1)
      })

      it('nothing after it was stopped, and still sends', async () => {
        await start()
        await subject.deliver(plain.raw)
        await hearing(1)
        await subject.adapter.stop()
        heard.length = 0
        await subject.deliver(plain.raw).catch(() => undefined)
        expect(await send('masih di sini')).toMatchObject({ kind: 'sent' })
        expect(heard).toEqual([])
      })

      it('a tap, with the very token that was offered', async () => {
        await start()
        const token = 'zz9.7'
        const { abilities } = subject.adapter
        if (abilities.buttons === null) {
          // Without buttons there is nothing to tap: the choice is in the text, and a number answers it.
          await send({ text: 'Pilih', buttons: [{ label: 'Ya', token }] })
          expect((await latest()).text).toContain('1. Ya')
          return
        }
        await send({ text: 'Pilih', buttons: [{ label: 'Ya', token }] })
        await subject.press('Ya')
        await hearing(1)
        expect(heard[0]?.body).toEqual({ kind: 'press', token })
        expect(heard[0]?.from).toEqual(subject.chat)
      })
    })

    const send = (
      draft: string | Parameters<typeof fitted>[0],
      how: { readonly to?: Address; readonly fit?: boolean } = {},
    ): Promise<SendOutcome> => {
      const whole = typeof draft === 'string' ? { text: draft } : draft
      const message = how.fit === false ? unfitted(whole) : fitted(whole, subject.adapter.abilities)
      return subject.adapter.send(how.to ?? subject.chat, message)
    }
    const latest = async (): Promise<Shown> => {
      const shown = (await subject.shown(subject.chat)).at(-1)
      if (shown === undefined) throw new Error('nothing was shown')
      return shown
    }

    describe('sends', () => {
      it('without having been started', async () => {
        const outcome = await send('Halo')
        expect(outcome).toMatchObject({ kind: 'sent' })
        expect((await latest()).text).toBe('Halo')
      })

      it('the longest text it promises, whole', async () => {
        const { textLimit } = subject.adapter.abilities
        for (const length of [textLimit - 1, textLimit]) {
          expect(await send('a'.repeat(length))).toMatchObject({ kind: 'sent' })
          expect((await latest()).text).toHaveLength(length)
        }
      })

      it('the longest caption it promises, whole', async () => {
        const { captionLimit, images } = subject.adapter.abilities
        expect(images || captionLimit > 0).toBe(true)
        if (!images) return
        for (const length of [0, captionLimit - 1, captionLimit]) {
          const draft = { text: 'b'.repeat(length), image: subject.picture.media }
          expect(await send(draft)).toMatchObject({ kind: 'sent' })
          expect(await latest()).toMatchObject({ text: 'b'.repeat(length), image: true })
        }
      })

      it('pictures drawn here, with their words and again, where it says it can', async () => {
        if (subject.adapter.abilities.drawings !== true) return
        const draft = { text: 'Hasil cek <b>&', image: drawing }
        for (let times = 0; times < 2; times++) {
          expect(await send(draft)).toMatchObject({ kind: 'sent' })
          expect(await latest()).toMatchObject({ text: 'Hasil cek <b>&', image: true })
        }
      })

      it('as many buttons as it promises, with the longest labels', async () => {
        const { buttons } = subject.adapter.abilities
        if (buttons === null) {
          expect(
            await send({ text: 'x', buttons: [{ label: 'a', token: '1.0' }] }, { fit: false }),
          ).toMatchObject({
            kind: 'refused',
            why: 'malformed',
          })
          return
        }
        const { most, labelLimit } = buttons
        const offered = Array.from({ length: most }, (_, index) => ({
          label: `${index} `.padEnd(labelLimit, 'W'),
          token: `1a.${index}`,
        }))
        expect(await send({ text: 'Pilih', buttons: offered })).toMatchObject({ kind: 'sent' })
        expect((await latest()).buttons).toEqual(offered)
      })

      it('the longest text it promises over buttons, whole', async () => {
        const { buttons, textLimit } = subject.adapter.abilities
        if (buttons === null) return
        const length = buttons.textLimit ?? textLimit
        const draft = { text: 'c'.repeat(length), buttons: [{ label: 'Ya', token: '1.0' }] }
        expect(await send(draft)).toMatchObject({ kind: 'sent' })
        expect(await latest()).toMatchObject({ text: draft.text, buttons: draft.buttons })
      })

      it('a button that opens an address, if it promises that', async () => {
        const { buttons } = subject.adapter.abilities
        const open = { label: 'Daftar resmi', url: 'https://siskop2mi.bp2mi.go.id/profil/lembaga' }
        expect(await send({ text: 'Lihat', buttons: [open] })).toMatchObject({ kind: 'sent' })
        const shown = await latest()
        if (buttons?.links === true) expect(shown.buttons).toEqual([open])
        else expect(shown.text).toContain(open.url)
      })

      it('nothing that is beyond the platform: it says malformed, and nobody sees it', async () => {
        const { text, caption, buttons, label } = law.refusesAbove
        const { abilities } = subject.adapter
        expect(abilities.textLimit).toBeLessThanOrEqual(text)
        expect(abilities.captionLimit).toBeLessThanOrEqual(caption)
        const before = (await subject.shown(subject.chat)).length
        const drafts: Parameters<typeof fitted>[0][] = [{ text: 'a'.repeat(text + 1) }]
        if (abilities.images) drafts.push({ text: 'b'.repeat(caption + 1), image: subject.picture.media })
        if (abilities.buttons !== null && buttons !== null) {
          expect(abilities.buttons.most).toBeLessThanOrEqual(buttons)
          const many = Array.from({ length: buttons + 1 }, (_, index) => ({
            label: 'x',
            token: `1.${index}`,
          }))
          drafts.push({ text: 'c', buttons: many })
        }
        if (abilities.buttons !== null && label !== null) {
          expect(abilities.buttons.labelLimit).toBeLessThanOrEqual(label)
          drafts.push({ text: 'd', buttons: [{ label: 'y'.repeat(label + 1), token: '1.0' }] })
        }
        for (const draft of drafts) {
          expect(await send(draft, { fit: false })).toMatchObject({ kind: 'refused', why: 'malformed' })
        }
        expect(await subject.shown(subject.chat)).toHaveLength(before)
      })

      it('bold, italic and links as such, and our blocks apart', async () => {
        const markup: Markup = [
          {
            kind: 'paragraph',
            spans: [
              { kind: 'plain', text: 'Nama: ' },
              { kind: 'bold', text: 'PT Maju' },
              { kind: 'italic', text: 'resmi' },
            ],
          },
          { kind: 'item', spans: [{ kind: 'plain', text: 'satu' }] },
          { kind: 'item', spans: [{ kind: 'link', text: 'dua', url: 'https://bp2mi.go.id/a?b=1&c="2"' }] },
        ]
        expect(await send({ text: markup })).toMatchObject({ kind: 'sent' })
        const { text, bold, italic, links } = await latest()
        expect(bold).toEqual(['PT Maju'])
        expect(italic).toEqual(['resmi'])
        expect(text).toMatch(/^Nama: .*PT Maju.*resmi.*\n\n.*satu\n.*dua/)
        if (links.length === 0) expect(text).toContain('https://bp2mi.go.id/a?b=1&c="2"')
        else expect(links).toEqual([{ text: 'dua', url: 'https://bp2mi.go.id/a?b=1&c="2"' }])
      })

      it.each(hostile)('what a person wrote as they wrote it: $name', async ({ text }) => {
        expect(await send(text)).toMatchObject({ kind: 'sent' })
        const shown = await latest()
        expect(shown.text).toBe(text)
        expect([...shown.bold, ...shown.italic, ...shown.links]).toEqual([])
        // Inside our own marks it obeys no better.
        const marked: Markup = [{ kind: 'paragraph', spans: [{ kind: 'bold', text }] }]
        expect(await send({ text: marked })).toMatchObject({ kind: 'sent' })
        expect(await latest()).toMatchObject({ bold: [text], italic: [], links: [] })
        // And on a button it is a label.
        if (subject.adapter.abilities.buttons === null) return
        const label = [...text].slice(0, 10).join('').trim()
        expect(await send({ text: 'x', buttons: [{ label, token: '1.0' }] })).toMatchObject({ kind: 'sent' })
        expect((await latest()).buttons[0]?.label).toBe(label)
      })
    })

    describe('knows what a failure means', () => {
      for (const [kind, failures] of Object.entries(law.failures)) {
        if ('never' in failures) {
          it(`${kind}: never, because ${failures.never}`, () =>
            expect(failures.never.length).toBeGreaterThan(10))
          continue
        }
        it.each(failures)(`${kind}: $name`, async ({ arrange, says }) => {
          const to = await arrange(subject)
          const draft = kind === 'malformed' ? { text: '' } : { text: 'RAHASIA korban +6281234567890' }
          const outcome = await send(draft, { to, fit: false })
          const later = kind === 'throttled' || kind === 'unreachable'
          expect(outcome).toMatchObject({ kind: later ? 'later' : 'refused', why: kind, ...says })
          const said = JSON.stringify(outcome)
          for (const secret of [...subject.secrets, 'RAHASIA', '81234567890'])
            expect(said).not.toContain(secret)
          if (outcome.kind === 'later') expect(outcome.afterMs).toBeGreaterThan(0)
          // Trouble with one message is no trouble with the next.
          expect(await send('sesudahnya')).toMatchObject({ kind: 'sent' })
        })
      }
    })

    describe('fetches', () => {
      it('the bytes behind a picture', async () => {
        const { media, bytes } = subject.picture
        expect(Buffer.from(await subject.adapter.fetchMedia(media))).toEqual(Buffer.from(bytes))
      })

      it('nothing for a key that is not there: it throws, and keeps its secrets', async () => {
        const absent = { ...subject.picture.media, key: 'no-such-key' }
        const error: unknown = await subject.adapter.fetchMedia(absent).then(
          () => null,
          (reason: unknown) => reason,
        )
        expect(error).toBeInstanceOf(Error)
        const { inspect } = await import('node:util')
        for (const secret of subject.secrets)
          expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret)
      })
    })

    it('calls nobody but this machine', () => {
      expect(network.strangers()).toEqual([])
    })
  })
}

/** Marks of every platform, letters that hide or turn others, and what breaks careless programs. */
export const hostile: readonly { readonly name: string; readonly text: string }[] = [
  {
    name: 'HTML',
    text: '<b>RESMI</b> <a href="https://x.y">klik</a> <script>alert(1)</script> &amp; &lt; "q" \'s\'',
  },
  { name: 'broken HTML', text: '</b> <i <b>> & &#x41; &nosuch; <' },
  {
    name: 'WhatsApp and Markdown marks',
    text: '*RESMI* _miring_ ~coret~ `kode` ```blok``` [a](https://b.c) > kutip | ||x||',
  },
  { name: 'bidi overrides', text: 'PT \u202eUJAM\u202c \u2066abc\u2069 \u200fRLM' },
  { name: 'zero-width letters', text: 'PT\u200bMa\u200dju\u2060 Ja\ufeffya x' },
  { name: 'homoglyphs', text: 'РТ Маju Јауа' },
  { name: 'emoji and letters of two units', text: '🇮🇩👨‍👩‍👧 𝐏𝐓 𝓜𝓪𝓳𝓾' },
  { name: 'JSON and SQL', text: '{"ok":false,"error_code":429} \'; DROP TABLE agencies; --' },
]

function asExpected(inbound: Inbound | undefined): unknown {
  return inbound && { ...inbound, at: inbound.at.toISOString(), chat: inbound.from.chat }
}

async function until(what: string, condition: () => boolean): Promise<void> {
  const end = Date.now() + 30_000
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
}
