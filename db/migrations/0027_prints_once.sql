-- Each fingerprint stood once for each of its pieces: now it stands once, and the pieces point to it.
INSERT INTO "print_keys" ("key", "print_id")
SELECT p."key", min(p."id") OVER (PARTITION BY p."report_id", p."print") FROM "prints" p;--> statement-breakpoint
DELETE FROM "prints" p WHERE NOT EXISTS (SELECT 1 FROM "print_keys" k WHERE k."print_id" = p."id");--> statement-breakpoint
ALTER TABLE "prints" DROP COLUMN "key";
