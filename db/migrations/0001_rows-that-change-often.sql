-- A conversation's row is rewritten with every message: half-empty pages keep the new version beside the old one, so
-- that no index changes and the old one is cleared away by whoever passes.
ALTER TABLE "conversations" SET (fillfactor = 50);
