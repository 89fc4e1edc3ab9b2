CREATE TABLE "campaign_answers" (
	"campaign" integer NOT NULL,
	"subscriber" integer NOT NULL,
	"choice" smallint NOT NULL,
	"variant" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaign_answers_campaign_subscriber_pk" PRIMARY KEY("campaign","subscriber")
);
--> statement-breakpoint
CREATE TABLE "campaign_chunks" (
	"campaign" integer NOT NULL,
	"number" integer NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"lease_until" timestamp with time zone,
	"zone" smallint NOT NULL,
	"done" boolean DEFAULT false NOT NULL,
	"variant" text NOT NULL,
	"channel" text NOT NULL,
	"leased_by" text,
	"recipients" integer[] NOT NULL,
	"outcomes" "bytea" NOT NULL,
	"receipts" "bytea",
	CONSTRAINT "campaign_chunks_campaign_number_pk" PRIMARY KEY("campaign","number")
);
--> statement-breakpoint
CREATE TABLE "campaign_pictures" (
	"campaign" integer PRIMARY KEY NOT NULL,
	"bytes" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "campaign_texts" (
	"campaign" integer NOT NULL,
	"variant" text NOT NULL,
	"locale" text NOT NULL,
	"words" text NOT NULL,
	"choices" text[] DEFAULT '{}' NOT NULL,
	"template" jsonb,
	CONSTRAINT "campaign_texts_campaign_variant_locale_pk" PRIMARY KEY("campaign","variant","locale")
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "campaigns_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"topic" text NOT NULL,
	"author" uuid NOT NULL,
	"audience" jsonb NOT NULL,
	"hours" jsonb,
	"cap_days" smallint DEFAULT 0 NOT NULL,
	"start_at" timestamp with time zone,
	"values" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"halves" boolean DEFAULT false NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"recipients" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"proposed_by" uuid,
	"proposed_at" timestamp with time zone,
	"proposed_for" integer,
	"approved_by" uuid,
	"approved_at" timestamp with time zone,
	"needs_second" boolean DEFAULT false NOT NULL,
	"planned_at" timestamp with time zone,
	"sending_since" timestamp with time zone,
	"paused_by" uuid,
	"paused_at" timestamp with time zone,
	"paused_why" text,
	"ended_at" timestamp with time zone,
	"ended_by" uuid,
	CONSTRAINT "campaigns_second_person" CHECK (status in ('draft', 'proposed', 'cancelled') or not needs_second
        or coalesce(approved_by <> author and approved_by <> proposed_by, false))
);
--> statement-breakpoint
CREATE TABLE "channel_paces" (
	"channel" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"slowed_at" timestamp with time zone,
	"share" real DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consent_texts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "consent_texts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"version" text NOT NULL,
	"locale" text NOT NULL,
	"words" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"until" timestamp with time zone,
	"subscriber" integer NOT NULL,
	"text" integer,
	"campaign" integer,
	"topics" smallint NOT NULL,
	"kind" text NOT NULL,
	"how" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "latest_campaigns" (
	"at" timestamp with time zone NOT NULL,
	"subscriber" integer PRIMARY KEY NOT NULL,
	"campaign" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscribers" (
	"seen_at" timestamp with time zone,
	"paused_until" timestamp with time zone,
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subscribers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"topics" smallint DEFAULT 0 NOT NULL,
	"zone" smallint DEFAULT 0 NOT NULL,
	"blocked" boolean DEFAULT false NOT NULL,
	"minor" boolean DEFAULT false NOT NULL,
	"key" "bytea" NOT NULL,
	"address" "bytea" NOT NULL,
	"channel" text NOT NULL,
	"locale" text NOT NULL,
	"province" text,
	"country" text,
	"phase" text,
	CONSTRAINT "subscribers_key_unique" UNIQUE("key")
);
--> statement-breakpoint
ALTER TABLE "campaign_answers" ADD CONSTRAINT "campaign_answers_campaign_campaigns_id_fk" FOREIGN KEY ("campaign") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_chunks" ADD CONSTRAINT "campaign_chunks_campaign_campaigns_id_fk" FOREIGN KEY ("campaign") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_pictures" ADD CONSTRAINT "campaign_pictures_campaign_campaigns_id_fk" FOREIGN KEY ("campaign") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_texts" ADD CONSTRAINT "campaign_texts_campaign_campaigns_id_fk" FOREIGN KEY ("campaign") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_text_consent_texts_id_fk" FOREIGN KEY ("text") REFERENCES "public"."consent_texts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaign_chunks_open" ON "campaign_chunks" USING btree ("channel","campaign","number") WHERE not done;--> statement-breakpoint
CREATE INDEX "campaigns_open" ON "campaigns" USING btree ("id") WHERE status in ('approved', 'sending');--> statement-breakpoint
CREATE UNIQUE INDEX "consent_texts_once" ON "consent_texts" USING btree ("version","locale");--> statement-breakpoint
CREATE INDEX "consents_subscriber" ON "consents" USING brin ("subscriber" int4_minmax_multi_ops) WITH (pages_per_range=16);--> statement-breakpoint
CREATE INDEX "consents_campaign" ON "consents" USING btree ("campaign") WHERE campaign is not null;--> statement-breakpoint
-- Proofs: like the audit, they are only ever added to.
CREATE FUNCTION "consents_only_grow"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of consents are only added';
END $$;
--> statement-breakpoint
CREATE TRIGGER "consents_only_grow" BEFORE UPDATE OR DELETE OR TRUNCATE ON "consents"
  FOR EACH STATEMENT EXECUTE FUNCTION "consents_only_grow"();
--> statement-breakpoint
-- A chunk is written anew with every few messages: its recipients, which never change, stand apart and are not, and a
-- half-empty page keeps the new version beside the old one.
ALTER TABLE "campaign_chunks" ALTER COLUMN "recipients" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "campaign_chunks" SET (fillfactor = 50);--> statement-breakpoint
-- One row a channel, written many times a second.
ALTER TABLE "channel_paces" SET (fillfactor = 10);
