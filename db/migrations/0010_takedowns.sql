CREATE TABLE "captures" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"takedown_id" uuid NOT NULL,
	"asked_by" uuid,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"lease_until" timestamp with time zone,
	"leased_by" text,
	"done_at" timestamp with time zone,
	"result" text,
	"seen" text,
	"picture" text,
	"picture_digest" text,
	"confirmed" text,
	"confirmed_by" uuid,
	"confirmed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "takedowns" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"case_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"target" text NOT NULL,
	"platform" text,
	"recipient" text NOT NULL,
	"class" text,
	"legal_bases" text[] DEFAULT '{}' NOT NULL,
	"letter" text,
	"status" text DEFAULT 'drafted' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"drafted_by" uuid,
	"approved_by" uuid,
	"approved_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"reference" text,
	"acknowledged_at" timestamp with time zone,
	"ticket" text,
	"seen_gone" timestamp with time zone[] DEFAULT '{}' NOT NULL,
	"refused_at" timestamp with time zone,
	"refusal" text,
	"back_at" timestamp with time zone,
	CONSTRAINT "takedowns_second_person" CHECK (status = 'drafted' or coalesce(approved_by <> drafted_by, false))
);
--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "place" bigint;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "hash" text;--> statement-breakpoint
ALTER TABLE "audit" DISABLE TRIGGER "audit_only_grows";--> statement-breakpoint
-- The rows there are become a chain as db/audit-chain.ts makes it; the last one says when that was done.
DO $$
DECLARE
  each record;
  line text;
  before text := repeat('0', 64);
  at_place bigint := 0;
BEGIN
  INSERT INTO audit (act) VALUES ('audit.chained');
  FOR each IN SELECT id, ARRAY[(extract(epoch FROM a.at) * 1000000)::bigint::text, a."by"::text, a.act, a.subject,
      a.details] AS fields FROM audit a ORDER BY id LOOP
    at_place := at_place + 1;
    SELECT string_agg(CASE WHEN field IS NULL THEN '-' ELSE octet_length(field) || ':' || field END, ',' ORDER BY n)
      INTO line FROM unnest(at_place::text || each.fields) WITH ORDINALITY AS f(field, n);
    before := encode(sha256(convert_to(before || ',' || line, 'UTF8')), 'hex');
    UPDATE audit SET place = at_place, hash = before WHERE id = each.id;
  END LOOP;
END $$;--> statement-breakpoint
ALTER TABLE "audit" ENABLE TRIGGER "audit_only_grows";--> statement-breakpoint
ALTER TABLE "audit" ALTER COLUMN "place" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ALTER COLUMN "hash" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "captures" ADD CONSTRAINT "captures_takedown_id_takedowns_id_fk" FOREIGN KEY ("takedown_id") REFERENCES "public"."takedowns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "takedowns" ADD CONSTRAINT "takedowns_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "captures_due" ON "captures" USING btree ("due_at") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "captures_takedown_id_due_at_index" ON "captures" USING btree ("takedown_id","due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "takedowns_target" ON "takedowns" USING btree ("case_id","key");--> statement-breakpoint
CREATE INDEX "takedowns_due" ON "takedowns" USING btree ("due_at") WHERE status in ('sent', 'acknowledged');--> statement-breakpoint
CREATE INDEX "takedowns_status" ON "takedowns" USING btree ("status","created_at");--> statement-breakpoint
ALTER TABLE "audit" ADD CONSTRAINT "audit_place_unique" UNIQUE("place");