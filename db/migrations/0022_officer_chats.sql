CREATE TABLE "campaign_tests" (
	"delivery" bigint PRIMARY KEY NOT NULL,
	"campaign" integer NOT NULL,
	"by" uuid NOT NULL,
	"channel" text NOT NULL,
	"variant" text NOT NULL,
	"locale" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "officer_chat_codes" (
	"reviewer" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "officer_chat_codes_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "officer_chats" (
	"reviewer" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "officer_chats_reviewer_channel_pk" PRIMARY KEY("reviewer","channel")
);
--> statement-breakpoint
ALTER TABLE "campaign_tests" ADD CONSTRAINT "campaign_tests_campaign_campaigns_id_fk" FOREIGN KEY ("campaign") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "officer_chat_codes" ADD CONSTRAINT "officer_chat_codes_reviewer_reviewers_id_fk" FOREIGN KEY ("reviewer") REFERENCES "public"."reviewers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "officer_chats" ADD CONSTRAINT "officer_chats_reviewer_reviewers_id_fk" FOREIGN KEY ("reviewer") REFERENCES "public"."reviewers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "officer_chats" ADD CONSTRAINT "officer_chats_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaign_tests_campaign_index" ON "campaign_tests" USING btree ("campaign");--> statement-breakpoint
CREATE INDEX "officer_chats_contact_id_index" ON "officer_chats" USING btree ("contact_id");