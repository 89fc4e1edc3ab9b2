/** The law of Memory: every store of conversations keeps it, the one in process too. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ContactId, Effect, InboundId, Memory, Remembered, Turn } from '#engine'
import { counting, inboundFrom, turnSaying } from '../kit/deliveries.ts'

export interface OpenMemory {
  readonly memory: Memory
  /** The words of every reply that was queued and not forgotten, in order. */
  queued(): Promise<readonly string[]>
  /** Everything forgotten, as on the first day. */
  empty(): Promise<void>
  close(): Promise<void>
}

export function memoryLaw(name: string, open: () => Promise<OpenMemory>): void {
  describe(`memory law: ${name}`, () => {
    let opened: OpenMemory
    let memory: Memory
    beforeAll(async () => {
      opened = await open()
      memory = opened.memory
    })
    afterAll(() => opened.close())
    beforeEach(() => opened.empty())

    const recall = async (person: string, id: string): Promise<Remembered> => {
      let known: Remembered | null = null
      await memory.turn(inboundFrom(person, id), (remembered) => {
        known = remembered
        return turnSaying('noted')
      })
      if (known === null) throw new Error('think was not asked')
      return known
    }

    it('meets a stranger once and knows them again', async () => {
      const first = await recall('budi', '1')
      expect(first).toMatchObject({
        locale: null,
        introduced: null,
        latest: null,
        turn: 1,
        state: { at: 'idle' },
        offered: [],
      })
      const second = await recall('budi', '2')
      expect(second).toMatchObject({ contact: first.contact, turn: 2, since: first.since })
      expect(second.latest).toEqual(inboundFrom('budi', '1').at)
      expect((await recall('siti', '3')).contact).not.toBe(first.contact)
    })

    it('remembers where a conversation stands, and the latest three sets of choices', async () => {
      const offering = (label: string): Turn => ({
        ...turnSaying('which?'),
        next: { at: 'agency.name' },
        replies: [
          {
            body: [{ verbatim: 'which?' }],
            choices: [{ kind: 'press', means: label, label: { verbatim: label } }],
          },
        ],
      })
      for (const [index, label] of ['a', 'b', 'c', 'd'].entries()) {
        await memory.turn(inboundFrom('budi', `o${index}`), () => offering(label))
      }
      const known = await recall('budi', 'last')
      expect(known.state).toEqual({ at: 'agency.name' })
      expect(known.offered.map((each) => [each.turn, each.choices[0]])).toEqual([
        [4, { kind: 'press', means: 'd', label: { verbatim: 'd' } }],
        [3, { kind: 'press', means: 'c', label: { verbatim: 'c' } }],
        [2, { kind: 'press', means: 'b', label: { verbatim: 'b' } }],
      ])
    })

    it('remembers pictures that are being read until a turn says otherwise, also of turns at once', async () => {
      const passed = { text: 'Lowongan', posters: [], media: null, forwarded: 'once' } as const
      const burst = { waiting: 2, since: '2026-11-24T00:00:00.000Z', turn: 1, read: [passed] }
      const [, seen] = await Promise.all([
        memory.turn(inboundFrom('budi', 'b1'), () => turnSaying('reading', { burst })),
        recall('budi', 'b2'),
      ])
      expect(seen.burst).toEqual(burst)
      expect((await recall('budi', 'b3')).burst).toEqual(burst)
      await memory.turn(inboundFrom('budi', 'b4'), () => turnSaying('read', { burst: null }))
      expect((await recall('budi', 'b5')).burst).toBeNull()
    })

    it('hears the same message twenty times, in any order and at once, and answers once', async () => {
      const twenty = Array.from({ length: 20 }, () => memory.turn(inboundFrom('budi', 'same'), counting))
      const other = memory.turn(inboundFrom('siti', 'other'), counting)
      const results = await Promise.all(twenty)
      await other
      expect(results.filter((result) => result === 'done')).toHaveLength(1)
      for (let again = 0; again < 3; again++) {
        expect(await memory.turn(inboundFrom('budi', 'same'), counting)).toBe('seen-before')
      }
      expect((await opened.queued()).toSorted()).toEqual(['turn 1', 'turn 1'])
    })

    it('takes messages that arrive at once one after another, in order', async () => {
      await Promise.all(
        Array.from({ length: 30 }, (_, n) => memory.turn(inboundFrom('budi', `${n}`), counting)),
      )
      expect(await opened.queued()).toEqual(Array.from({ length: 30 }, (_, n) => `turn ${n + 1}`))
    })

    it('keeps everything or nothing when thinking fails, and lets the others be', async () => {
      const failing = memory.turn(inboundFrom('budi', '1'), () => {
        throw new Error('broken')
      })
      const fine = memory.turn(inboundFrom('siti', '2'), counting)
      await expect(failing).rejects.toThrow('broken')
      expect(await fine).toBe('done')
      expect(await memory.turn(inboundFrom('budi', '1'), counting)).toBe('done')
      expect(await opened.queued()).toEqual(['turn 1', 'turn 1'])
    })

    it('remembers language and introduction for the person, in every chat of theirs', async () => {
      const group = { setting: 'group' as const, from: { ...inboundFrom('budi', 'x').from, chat: 'village' } }
      await Promise.all([
        memory.turn(inboundFrom('budi', '1'), () =>
          turnSaying('hi', {
            effects: [
              { kind: 'locale', locale: 'su' },
              { kind: 'introduced', version: '1' },
            ],
          }),
        ),
        memory.turn(inboundFrom('budi', '2', group), (known) =>
          turnSaying(`${known.locale} ${known.introduced !== null}`),
        ),
      ])
      expect((await opened.queued()).toSorted()).toEqual(['hi', 'su true'])
      expect(await recall('budi', '3')).toMatchObject({ locale: 'su', turn: 2 })
    })

    it('knows what the officers have of a conversation, at once and later, and of no other', async () => {
      const turn = (id: string, ...effects: Effect[]) =>
        memory.turn(inboundFrom('budi', id), (known) => {
          const { inbox } = known
          const noted = inbox?.noted === null ? '' : ' noted'
          return turnSaying(inbox === null ? 'none' : `open${noted}${inbox.lapsed ? ' lapsed' : ''}`, {
            effects,
          })
        })
      const open: Effect = { kind: 'open-inbox' }
      await Promise.all([turn('1', open), turn('2', { kind: 'to-officers', noted: false })])
      await turn('3', { kind: 'to-officers', noted: true })
      await turn('4', { kind: 'lapse-inbox' })
      await Promise.all([turn('5', open), turn('6', { kind: 'close-inbox' }), turn('7')])
      await Promise.all([turn('8', open), turn('9', { kind: 'to-officers', noted: true })])
      expect(await opened.queued()).toEqual([
        'none',
        'open',
        'open',
        'open noted',
        'open noted lapsed',
        'open noted',
        'none',
        'none',
        'open',
      ])
      expect((await recall('budi', '10')).inbox).toMatchObject({ word: null, lapsed: false })
      expect((await recall('siti', '11')).inbox).toBeNull()
    })

    it('gives each person of a group a thread of their own', async () => {
      const village = (person: string) => ({
        setting: 'group' as const,
        from: { ...inboundFrom(person, 'x').from, chat: 'village' },
      })
      await memory.turn(inboundFrom('budi', '1', village('budi')), () =>
        turnSaying('?', { next: { at: 'agency.name' } }),
      )
      await memory.turn(inboundFrom('siti', '2', village('siti')), (known) => turnSaying(known.state.at))
      await memory.turn(inboundFrom('budi', '3'), (known) => turnSaying(known.state.at))
      expect(await opened.queued()).toEqual(['?', 'idle', 'idle'])
    })

    it('forgets a person at once, says so, and meets a stranger afterwards', async () => {
      const before = await recall('budi', '1')
      const forget = memory.turn(inboundFrom('budi', '2'), () =>
        turnSaying('forgotten', { effects: [{ kind: 'forget-contact' }] }),
      )
      let after: ContactId | null = null
      const next = memory.turn(inboundFrom('budi', '3'), (known) => {
        after = known.contact
        return counting(known)
      })
      await Promise.all([forget, next])
      expect(after).not.toBe(before.contact)
      expect(await opened.queued()).toEqual(['forgotten', 'turn 1'])
      expect(await memory.turn(inboundFrom('budi', '2'), counting)).toBe('seen-before')
    })

    describe('knows a person by either of two ids', () => {
      const by = (person: string, alias: string | null = null) => ({
        ...inboundFrom(person, 'x'),
        person,
        alias,
      })
      let count = 0
      const seenAs = async (person: string, alias: string | null = null): Promise<string> => {
        let seen = ''
        await memory.turn({ ...by(person, alias), id: `alias-${count++}` as InboundId }, (known) => {
          seen = `${known.contact} ${known.turn}`
          return counting(known)
        })
        return seen
      }
      const turnsOf = (...seen: readonly string[]): readonly unknown[] => [
        new Set(seen.map((each) => each.split(' ')[0])).size,
        ...seen.map((each) => Number(each.split(' ')[1])),
      ]

      it('told together first, apart later', async () => {
        const seen = [await seenAs('62811', 'ID.a'), await seenAs('ID.a'), await seenAs('62811')]
        expect(turnsOf(...seen)).toEqual([1, 1, 2, 3])
      })

      it('known by the other one before', async () => {
        const seen = [
          await seenAs('ID.a'),
          await seenAs('62811', 'ID.a'),
          await seenAs('62811'),
          await seenAs('ID.a'),
        ]
        expect(turnsOf(...seen)).toEqual([1, 1, 2, 3, 4])
      })

      it('known by this one before, and when several come at once', async () => {
        const first = await seenAs('62811')
        const seen = await Promise.all([seenAs('62811', 'ID.a'), seenAs('ID.a'), seenAs('62811')])
        expect(turnsOf(first, ...seen)).toEqual([1, 1, 2, 3, 4])
      })

      it('and the day the number changes: the new id, with the old one beside it', async () => {
        const seen = [
          await seenAs('62811', 'ID.a'),
          await seenAs('62822', '62811'),
          await seenAs('62822', 'ID.a'),
        ]
        expect(turnsOf(...seen)).toEqual([1, 1, 2, 3])
        expect(turnsOf(await seenAs('62833'))).toEqual([1, 1])
      })

      it('until they are forgotten', async () => {
        const before = await seenAs('62811', 'ID.a')
        await memory.turn({ ...by('ID.a'), id: 'forget' as InboundId }, () =>
          turnSaying('forgotten', { effects: [{ kind: 'forget-contact' }] }),
        )
        const after = [await seenAs('62811'), await seenAs('ID.a')]
        expect(turnsOf(...after)).toEqual([2, 1, 1])
        expect(after.map((each) => each.split(' ')[0])).not.toContain(before.split(' ')[0])
      })
    })

    it('holds back what still waits for a chat that was closed', async () => {
      await memory.turn(inboundFrom('budi', '1'), counting)
      await memory.turn(inboundFrom('siti', '2'), counting)
      await memory.turn(inboundFrom('budi', '3', { body: { kind: 'membership', change: 'blocked' } }), () =>
        turnSaying('', { replies: [], effects: [{ kind: 'close-chat' }], outcome: 'silent' }),
      )
      expect(await opened.queued()).toEqual(['turn 1'])
    })

    it('takes a thousand turns of many people without mixing them', async () => {
      const results = await Promise.all(
        Array.from({ length: 1_000 }, (_, n) =>
          memory.turn(inboundFrom(`p${n % 97}`, `${n}`), (known) => turnSaying(`p${n % 97} ${known.turn}`)),
        ),
      )
      expect(new Set(results)).toEqual(new Set(['done']))
      const expected = Array.from({ length: 1_000 }, (_, n) => `p${n % 97} ${Math.floor(n / 97) + 1}`)
      expect((await opened.queued()).toSorted()).toEqual(expected.toSorted())
    })
  })
}
