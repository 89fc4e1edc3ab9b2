CREATE TABLE "group_guards" (
	"chat" text PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "group_warnings" (
	"chat" text NOT NULL,
	"key" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "group_warnings_chat_key_pk" PRIMARY KEY("chat","key")
);
--> statement-breakpoint
CREATE TABLE "own_addresses" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "own_addresses_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"owner" text NOT NULL,
	"sort" text NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"source" text NOT NULL,
	"source_date" text NOT NULL,
	"appeal" integer,
	"added_by" uuid,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_by" uuid,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "rebirths" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rebirths_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"case_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"by" text[] NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "group_warnings" ADD CONSTRAINT "group_warnings_chat_group_guards_chat_fk" FOREIGN KEY ("chat") REFERENCES "public"."group_guards"("chat") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rebirths" ADD CONSTRAINT "rebirths_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rebirths" ADD CONSTRAINT "rebirths_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "group_warnings_at_index" ON "group_warnings" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "own_addresses_once" ON "own_addresses" USING btree ("kind","value","owner") WHERE removed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "rebirths_once" ON "rebirths" USING btree ("case_id","report_id");--> statement-breakpoint
CREATE INDEX "rebirths_report_id_index" ON "rebirths" USING btree ("report_id");--> statement-breakpoint
UPDATE "cases" SET "rank" = (SELECT coalesce(sum(CASE reason WHEN 'captive' THEN 4000 WHEN 'money-just-sent' THEN 1920 WHEN 'leaves-soon' THEN 960 WHEN 'left' THEN 480 WHEN 'child' THEN 240 WHEN 'trafficking-pattern' THEN 120 WHEN 'money-sent' THEN 30 WHEN 'many-people' THEN 15 WHEN 'grave-signs' THEN 7 WHEN 'waiting-long' THEN 3 ELSE 0 END), 0) FROM unnest("because") AS reason) + CASE WHEN "rank" < 0 THEN -10000 ELSE 0 END WHERE "status" <> 'decided';
