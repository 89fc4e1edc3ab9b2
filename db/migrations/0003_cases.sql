CREATE TABLE "cases" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"finding" text,
	"rank" integer DEFAULT 0 NOT NULL,
	"because" text[] DEFAULT '{}' NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "indicators" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "indicators_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"report_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"value" text NOT NULL,
	"joins" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "prints" (
	"key" text NOT NULL,
	"print" text NOT NULL,
	"report_id" uuid NOT NULL,
	"case_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" integer NOT NULL,
	"case_id" uuid NOT NULL,
	"contact_id" uuid,
	"channel" text NOT NULL,
	"level" text NOT NULL,
	"signs" text[] NOT NULL,
	"content" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reports_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "suggestions" (
	"case_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"why" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "suggestions_case_id_other_id_why_pk" PRIMARY KEY("case_id","other_id","why")
);
--> statement-breakpoint
ALTER TABLE "indicators" ADD CONSTRAINT "indicators_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicators" ADD CONSTRAINT "indicators_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prints" ADD CONSTRAINT "prints_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prints" ADD CONSTRAINT "prints_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_other_id_cases_id_fk" FOREIGN KEY ("other_id") REFERENCES "public"."cases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cases_queue" ON "cases" USING btree ("rank" DESC NULLS LAST,"opened_at") WHERE status <> 'decided';--> statement-breakpoint
CREATE INDEX "indicators_join" ON "indicators" USING btree ("key","case_id") WHERE joins;--> statement-breakpoint
CREATE INDEX "indicators_report_id_index" ON "indicators" USING btree ("report_id");--> statement-breakpoint
CREATE INDEX "indicators_case_id_index" ON "indicators" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "prints_key_index" ON "prints" USING btree ("key");--> statement-breakpoint
CREATE INDEX "prints_report_id_index" ON "prints" USING btree ("report_id");--> statement-breakpoint
CREATE INDEX "reports_case_id_index" ON "reports" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "reports_contact_id_index" ON "reports" USING btree ("contact_id");