/** The two errors an operator or a translator can mend. Everything else is a fault and carries its cause. */

/** A setting, a list or a platform account is wrong. The message is one sentence: what is wrong, and what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** A content file is wrong. The message names file, section and what to do. */
export class ContentError extends Error {
  override readonly name = 'ContentError'
}
