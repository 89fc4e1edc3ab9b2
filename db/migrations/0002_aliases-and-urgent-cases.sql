CREATE TABLE "aliases" (
	"key" text PRIMARY KEY NOT NULL,
	"contact_id" uuid NOT NULL,
	"conversation" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "urgent_cases" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "urgent_cases_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"conversation_id" uuid,
	"channel" text NOT NULL,
	"danger" text NOT NULL,
	"country" text,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "aliases" ADD CONSTRAINT "aliases_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urgent_cases" ADD CONSTRAINT "urgent_cases_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "aliases_contact_id_index" ON "aliases" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "urgent_cases_conversation_id_index" ON "urgent_cases" USING btree ("conversation_id");