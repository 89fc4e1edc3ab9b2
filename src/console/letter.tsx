/** A letter that came with a report, page by page. Whoever opens it has asked to see it: nothing is blurred here. */
import type { VNode } from 'preact'
import { type EvidenceFacts, mostPages } from '../../db/evidence.ts'
import { base, type SignedVisit } from './page.ts'

export interface LetterProps {
  readonly visit: SignedVisit
  /** The case that it came to. */
  readonly of: string
  readonly letter: EvidenceFacts
  /** The one shown, from 1. */
  readonly page: number
  /** Of the whole letter. */
  readonly pages: number
}

/** Its picture, and its pages where it has several. */
export function letterPlace(of: string, id: string): string {
  return `${base}/cases/${of}/evidence/${id}`
}

export function Letter({ visit: { t }, of, letter, page, pages }: LetterProps): VNode {
  const place = letterPlace(of, letter.id)
  const shown = Math.min(pages, mostPages)
  return (
    <>
      <p>
        <a class="back" href={`${base}/cases/${of}`} data-key="g">
          {t('case_title', { number: of.slice(0, 8) })}
        </a>
      </p>
      <h1>{t('letter_of', { number: letter.report })}</h1>
      <Turns {...{ t, place, page, shown }} />
      {pages > mostPages ? <p class="help">{t('letter_longer', { count: mostPages, pages })}</p> : null}
      <img class="shown-whole letter" src={`${place}?page=${page}`} alt={t('letter_page', { page, pages })} />
      {shown > 1 ? <Turns {...{ t, place, page, shown }} /> : null}
      {letter.text === '' ? null : (
        <details>
          <summary>{t('letter_words')}</summary>
          <pre class="evidence" dir="auto">
            <bdi>{letter.text}</bdi>
          </pre>
        </details>
      )}
    </>
  )
}

function Turns(props: {
  readonly t: SignedVisit['t']
  readonly place: string
  readonly page: number
  readonly shown: number
}): VNode {
  const { t, place, page, shown } = props
  const at = (to: number): string => `${place}/pages?page=${to}`
  return (
    <nav class="facts" aria-label={t('pages')}>
      <span>{t('letter_page', { page, pages: shown })}</span>
      {page > 1 ? (
        <a href={at(page - 1)} rel="prev">
          {t('letter_before')}
        </a>
      ) : null}
      {page < shown ? (
        <a href={at(page + 1)} rel="next">
          {t('next_page')}
        </a>
      ) : null}
    </nav>
  )
}
