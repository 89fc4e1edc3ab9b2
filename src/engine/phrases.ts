/** Every phrase the bot can say, and the values it needs. `content/<locale>/<file>.md` holds the words:
 * `agency.licensed` is the section `## licensed` of `agency.md`. */

export const phrases = {
  // Beginning, and what holds everywhere.
  'common.hello': [],
  'common.hello_again': [],
  'common.help': [],
  'common.thanks': [],
  'common.okay': [],
  'common.unclear': [],
  'common.unclear_name': ['query'],
  'common.old_button': [],
  'common.fault': [],
  'common.get_help': [],

  // What cannot be read yet.
  'media.image': [],
  'media.voice': [],
  'media.video': [],
  'media.file': [],
  'media.sticker': [],
  'media.other': [],

  // The licence check. `agency` is an official name without its "PT"; `query` is what the person typed.
  'agency.ask': ['asOf'],
  'agency.no_name': ['asOf'],
  'agency.name_unknown': ['asOf'],
  'agency.licensed': ['agency', 'asOf'],
  'agency.licensed_not_the_sender': [],
  'agency.licensed_next': [],
  'agency.revoked': ['agency', 'since', 'source', 'asOf'],
  'agency.revoked_weak': ['agency', 'since', 'source', 'asOf'],
  'agency.suspended': ['agency', 'since', 'source', 'asOf'],
  'agency.suspended_weak': ['agency', 'since', 'source', 'asOf'],
  'agency.expired': ['agency', 'since', 'source', 'asOf'],
  'agency.expired_weak': ['agency', 'since', 'source', 'asOf'],
  'agency.lapsed_next': [],
  'agency.which': ['query', 'asOf'],
  'agency.which_one': ['query', 'asOf'],
  'agency.which_same': ['query', 'asOf'],
  'agency.which_number': ['query', 'asOf'],
  'agency.form': ['query', 'asOf'],
  'agency.candidate': ['agency'],
  'agency.candidate_differs': ['agency', 'differs'],
  'agency.candidate_licence': ['agency', 'licence'],
  'agency.one_word': [],
  'agency.old_list': ['agency', 'on', 'asOf'],
  'agency.old_list_next': [],
  'agency.unlisted': ['query', 'asOf'],
  'agency.unlisted_form': ['query', 'asOf'],
  'agency.unlisted_means': [],
  'agency.unlisted_next': [],
  'agency.gone': ['asOf'],
  'agency.no_address': [],
  'agency.list_is_old': ['asOf', 'days'],

  // Several names in one message: a line each.
  'agency.several': ['asOf'],
  'agency.line_licensed': ['agency'],
  'agency.line_revoked': ['agency', 'since'],
  'agency.line_suspended': ['agency', 'since'],
  'agency.line_expired': ['agency', 'since'],
  'agency.line_which': ['query', 'names'],
  'agency.line_form': ['query', 'names'],
  'agency.line_old_list': ['agency', 'on'],
  'agency.line_unlisted': ['query'],
  'agency.several_more': ['count'],
  'agency.several_next': [],

  // Warning signs in the same message.
  'caution.visa': [],
  'caution.money': [],

  // Danger: help first.
  'urgent.captive': [],
  'urgent.violence': [],
  'urgent.documents': [],
  'urgent.despair': [],
  'urgent.trafficked': [],
  'urgent.stranded': [],
  'urgent.missing': [],
  'urgent.unsure': [],
  'urgent.numbers': [],
  'urgent.women_and_children': [],
  'urgent.embassy': [],
  'urgent.embassy_my': [],
  'urgent.embassy_hk': [],
  'urgent.embassy_tw': [],
  'urgent.embassy_kr': [],
  'urgent.embassy_kh': [],
  'urgent.embassy_mm': [],
  'urgent.quiet': [],
  'urgent.in_group': [],

  // Help by people, reports, news.
  'contact.hotline': [],
  'contact.human': [],
  'report.ad': [],
  'report.money': [],
  'report.status': [],
  'report.forwarded': [],
  'news.subscribe': [],
  'news.unsubscribe': [],

  // Short, sourced facts.
  'learn.menu': [],
  'learn.legal_steps': [],
  'learn.documents': [],
  'learn.visa': [],
  'learn.costs': [],
  'learn.contract': [],
  'learn.countries': [],
  'learn.rights': [],
  'learn.insurance': [],
  'learn.money': [],
  'learn.return': [],
  'learn.scams': [],
  'learn.trafficking': [],

  // Language.
  'language.ask': [],
  'language.now_id': [],
  'language.now_en': [],
  'language.now_jv': [],
  'language.now_su': [],

  // What is remembered, and forgetting it.
  'privacy.note': [],
  'privacy.ask_delete': [],
  'privacy.deleted': [],
  'privacy.kept': [],
  'privacy.export': ['since', 'latest', 'turns'],
  'privacy.export_language_id': [],
  'privacy.export_language_en': [],
  'privacy.export_language_jv': [],
  'privacy.export_language_su': [],
  'privacy.export_language_none': [],
  'privacy.export_introduced': ['on'],
  'privacy.export_waiting': ['query'],
  'privacy.export_end': [],
  'privacy.in_group': [],

  'group.hello': [],
  'group.help': [],

  // The menu of commands, where a channel has one.
  'commands.cek': [],
  'commands.bantuan': [],
  'commands.bahasa': [],
  'commands.data': [],
  'commands.hapus': [],

  // Labels of buttons: short.
  'choices.open': [],
  'choices.check': [],
  'choices.check_other': [],
  'choices.check_this': [],
  'choices.before': [],
  'choices.get_help': [],
  'choices.none_of_these': [],
  'choices.legal_steps': [],
  'choices.documents': [],
  'choices.visa': [],
  'choices.costs': [],
  'choices.contract': [],
  'choices.rights': [],
  'choices.scams': [],
  'choices.language_id': [],
  'choices.language_en': [],
  'choices.language_jv': [],
  'choices.language_su': [],
  'choices.delete_data': [],
  'choices.delete_yes': [],
  'choices.delete_no': [],
} as const satisfies Record<string, readonly string[]>

export type PhraseKey = keyof typeof phrases
export type Values<K extends PhraseKey> = Readonly<Record<(typeof phrases)[K][number], string>>
export type Phrase = { [K in PhraseKey]: { readonly say: K; readonly with: Values<K> } }[PhraseKey]

/** The holes whose value is a `Day` (`2026-09-17`): words write it out in the reader's language. */
export const dayHoles: readonly string[] = ['asOf', 'since', 'latest', 'on']

/** A phrase with its values: `say('agency.licensed', { agency, asOf })`. Values are shown as plain text. */
export function say<K extends PhraseKey>(
  key: K,
  ...values: (typeof phrases)[K] extends readonly [] ? [] : [values: Values<K>]
): Phrase {
  return { say: key, with: values[0] ?? {} } as Phrase
}
