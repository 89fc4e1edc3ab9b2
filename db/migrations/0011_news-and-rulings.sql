CREATE TABLE "follows" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "follows_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"contact_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"told" text NOT NULL,
	"version" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "letterboxes" (
	"contact_id" uuid PRIMARY KEY NOT NULL,
	"conversation_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"address" text,
	"reports" boolean,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "news" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "news_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"contact_id" uuid NOT NULL,
	"report_id" uuid,
	"step" text NOT NULL,
	"message" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_facts" (
	"report_id" uuid NOT NULL,
	"fact" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "report_facts_report_id_fact_pk" PRIMARY KEY("report_id","fact")
);
--> statement-breakpoint
CREATE TABLE "rulings" (
	"key" text NOT NULL,
	"case_id" uuid NOT NULL,
	"finding" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "rulings_key_case_id_pk" PRIMARY KEY("key","case_id")
);
--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "takedown" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "muted_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "counted" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "follows" ADD CONSTRAINT "follows_contact_id_letterboxes_contact_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."letterboxes"("contact_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letterboxes" ADD CONSTRAINT "letterboxes_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letterboxes" ADD CONSTRAINT "letterboxes_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "news" ADD CONSTRAINT "news_contact_id_letterboxes_contact_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."letterboxes"("contact_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "news" ADD CONSTRAINT "news_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_facts" ADD CONSTRAINT "report_facts_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rulings" ADD CONSTRAINT "rulings_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "follows_contact_id_key_index" ON "follows" USING btree ("contact_id","key");--> statement-breakpoint
CREATE INDEX "follows_version_index" ON "follows" USING btree ("version");--> statement-breakpoint
CREATE INDEX "letterboxes_conversation_id_index" ON "letterboxes" USING btree ("conversation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "news_once" ON "news" USING btree ("contact_id","report_id","step");--> statement-breakpoint
CREATE INDEX "news_waiting" ON "news" USING btree ("id") WHERE message is not null;--> statement-breakpoint
CREATE INDEX "news_report_id_index" ON "news" USING btree ("report_id");--> statement-breakpoint
CREATE INDEX "rulings_case_id_index" ON "rulings" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "reports_at" ON "reports" USING brin ("at");