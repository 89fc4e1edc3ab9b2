import { describe, expect, it } from 'vitest'
import type { ChannelName, Inbound, InboundId } from '#engine'
import { warningOf } from '../../src/engine/steps/group.ts'
import { guardOrderOf } from '../../src/engine/understand/guard-order.ts'
import { shippedAds, shippedKnowledge } from '../kit/people.ts'

const said = (text: string, more: Partial<Inbound> = {}): Inbound => ({
  id: '1' as InboundId,
  at: new Date(0),
  from: { channel: 'paper' as ChannelName, chat: 'g' },
  person: 'p',
  hint: null,
  setting: 'group',
  addressed: true,
  forwarded: 'no',
  body: { kind: 'text', text },
  quotes: null,
  ...more,
})

describe('the word that guards a group', () => {
  it.each([
    'jaga grup',
    'Jaga grup ini!',
    '/jaga',
    'tolong jaga grup',
    'guard this group',
    'jogo grup',
    'jaga',
  ])('%s: on', (text) => {
    expect(guardOrderOf(said(text))).toBe('on')
  })
  it.each([
    'diam',
    'Diam!',
    '/diam',
    'berhenti jaga',
    'stop jaga grup',
    'quiet',
    'meneng',
    'cicing',
    'guard off',
  ])('%s: off', (text) => {
    expect(guardOrderOf(said(text))).toBe('off')
  })
  it.each([
    'PT Jaga Grup Sejahtera resmi?',
    'jaga kesehatan ya semua',
    'saya kerja jaga lansia di Taiwan',
    'kenapa kamu diam saja',
    'satpam jaga malam gaji berapa',
    '',
  ])('%s: neither', (text) => {
    expect(guardOrderOf(said(text))).toBe(null)
  })
  it('is heard in a group alone, and only when said to us', () => {
    expect(guardOrderOf(said('diam', { setting: 'private' }))).toBe(null)
    expect(guardOrderOf(said('diam', { addressed: false }))).toBe(null)
  })
})

describe('what a group is warned of', () => {
  const of = (text: string) => warningOf(shippedAds().read(text, shippedKnowledge()))
  it('is a dangerous offer, known again by its number and by its words', () => {
    const warned = of(
      'Dicari admin online di Kamboja, gaji 15 juta tanpa ijazah, visa turis dulu. WA 0812-3456-7890',
    )
    expect(warned?.dangerous).toBe(true)
    expect(warned?.marks.map(({ kind }) => kind).sort()).toEqual(['phone', 'text'])
  })
  it('is no offer of another kind unless officers decided about it', () => {
    expect(of('Dijual motor bekas 2019, mulus, minat hubungi WA 0812-3456-7890 ya')?.dangerous ?? false).toBe(
      false,
    )
  })
  it.each([
    'Hati-hati penipuan lowongan Kamboja, jangan transfer uang, sudah banyak korban disekap di sana',
    'Besok arisan jam 4 sore di rumah bu Siti, jangan lupa bawa uang kas ya ibu-ibu',
  ])('is no warning and no talk: %s', (text) => {
    expect(of(text)).toBe(null)
  })
})
