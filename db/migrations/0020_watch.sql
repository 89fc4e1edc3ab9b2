CREATE TABLE "watch_hosts" (
	"key" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"robots" text,
	"robots_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "watch_items" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "watch_items_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" uuid NOT NULL,
	"key" text NOT NULL,
	"digest" text,
	"target" text,
	"outcome" text,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"judged_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"leased_by" text,
	"report_id" uuid
);
--> statement-breakpoint
CREATE TABLE "watch_sources" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid DEFAULT '00000000-0000-4000-8000-000000000001' NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"address" text NOT NULL,
	"name" text NOT NULL,
	"owner" text NOT NULL,
	"purpose" text NOT NULL,
	"pace_minutes" integer NOT NULL,
	"per_day" integer NOT NULL,
	"on" boolean DEFAULT true NOT NULL,
	"added_by" uuid,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone,
	"lease_until" timestamp with time zone,
	"leased_by" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"trouble" text,
	"tried_at" timestamp with time zone,
	"read_at" timestamp with time zone,
	"validators" text,
	"digest" text,
	"day" date,
	"today" integer DEFAULT 0 NOT NULL,
	"judged" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "watch_items" ADD CONSTRAINT "watch_items_source_id_watch_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."watch_sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch_items" ADD CONSTRAINT "watch_items_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch_sources" ADD CONSTRAINT "watch_sources_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "watch_items_once" ON "watch_items" USING btree ("source_id","key");--> statement-breakpoint
CREATE INDEX "watch_items_due" ON "watch_items" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "watch_items_report" ON "watch_items" USING btree ("report_id") WHERE report_id is not null;--> statement-breakpoint
CREATE INDEX "watch_items_seen" ON "watch_items" USING brin ("seen_at");--> statement-breakpoint
CREATE UNIQUE INDEX "watch_sources_once" ON "watch_sources" USING btree ("organisation_id","key");--> statement-breakpoint
CREATE INDEX "watch_sources_due" ON "watch_sources" USING btree ("due_at") WHERE due_at is not null and "on";