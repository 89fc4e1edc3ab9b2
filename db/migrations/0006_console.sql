CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"by" uuid,
	"act" text NOT NULL,
	"subject" text,
	"details" text
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"hash" text PRIMARY KEY NOT NULL,
	"reviewer_id" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reviewers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"key" text NOT NULL,
	"who" text NOT NULL,
	"role" text NOT NULL,
	"password" text,
	"codes" text,
	"code_step" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "reviewers_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"hash" text PRIMARY KEY NOT NULL,
	"reviewer_id" uuid NOT NULL,
	"form_token" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_tries" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "claimed_by" uuid;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "claimed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "claimed_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "proposed_by" uuid;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "proposed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "decided_by" uuid[];--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_reviewer_id_reviewers_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."reviewers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_reviewer_id_reviewers_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."reviewers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_subject_id_index" ON "audit" USING btree ("subject","id");--> statement-breakpoint
CREATE INDEX "sessions_reviewer_id_index" ON "sessions" USING btree ("reviewer_id");--> statement-breakpoint
CREATE INDEX "cases_decided" ON "cases" USING btree ("decided_at" DESC NULLS LAST) WHERE status = 'decided';--> statement-breakpoint
CREATE INDEX "indicators_loose" ON "indicators" USING btree ("key") WHERE not joins;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_second_person" CHECK (status <> 'decided' or finding is distinct from 'illegal-recruitment'
        or coalesce(cardinality(decided_by) >= 2 and decided_by[1] <> decided_by[2], false));--> statement-breakpoint
CREATE FUNCTION "audit_only_grows"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of audit are only added';
END $$;
--> statement-breakpoint
CREATE TRIGGER "audit_only_grows" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_only_grows"();
