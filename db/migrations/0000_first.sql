CREATE TABLE "agency_lists" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "agency_lists_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"as_of" text NOT NULL,
	"digest" text NOT NULL,
	"current" boolean NOT NULL,
	"imported_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channel_holds" (
	"channel" text PRIMARY KEY NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"key" text NOT NULL,
	"channel" text NOT NULL,
	"locale" text,
	"introduced_at" timestamp with time zone,
	"introduced_version" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contacts_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"key" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"turn" integer DEFAULT 0 NOT NULL,
	"memory" text,
	"latest_at" timestamp with time zone,
	CONSTRAINT "conversations_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "house" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"chat" text,
	"message" text,
	"contact_id" uuid,
	"locale" text NOT NULL,
	"turn" integer NOT NULL,
	"cause" text NOT NULL,
	"rank" smallint NOT NULL,
	"status" text NOT NULL,
	"why" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"parts_sent" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"lease_until" timestamp with time zone,
	"leased_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "statements" (
	"list_id" integer NOT NULL,
	"row" integer NOT NULL,
	"name" text NOT NULL,
	"licence" text,
	"says" text NOT NULL,
	"on" text NOT NULL,
	"source" text NOT NULL,
	"weak" boolean NOT NULL,
	CONSTRAINT "statements_list_id_row_pk" PRIMARY KEY("list_id","row")
);
--> statement-breakpoint
CREATE TABLE "turns" (
	"key" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"channel" text NOT NULL,
	"intent" text NOT NULL,
	"outcome" text NOT NULL,
	"locale" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statements" ADD CONSTRAINT "statements_list_id_agency_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."agency_lists"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "agency_lists_current" ON "agency_lists" USING btree ("kind") WHERE current;--> statement-breakpoint
CREATE INDEX "conversations_contact_id_index" ON "conversations" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("rank","id") WHERE status in ('waiting', 'sending');--> statement-breakpoint
CREATE INDEX "outbox_chat" ON "outbox" USING btree ("chat","id") WHERE status in ('waiting', 'sending');--> statement-breakpoint
CREATE INDEX "outbox_created" ON "outbox" USING brin ("created_at");--> statement-breakpoint
CREATE INDEX "turns_at_index" ON "turns" USING brin ("at");