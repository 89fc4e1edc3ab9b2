CREATE TABLE "evidence" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"report_id" uuid NOT NULL,
	"place" smallint NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"why" text,
	"channel" text NOT NULL,
	"source" text,
	"original" text,
	"facts" text NOT NULL,
	"sent_at" timestamp with time zone,
	"received_at" timestamp with time zone NOT NULL,
	"kept_at" timestamp with time zone,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"lease_until" timestamp with time zone,
	"leased_by" text
);
--> statement-breakpoint
CREATE TABLE "original_pieces" (
	"key" text NOT NULL,
	"piece" integer NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "original_pieces_key_piece_pk" PRIMARY KEY("key","piece")
);
--> statement-breakpoint
CREATE TABLE "originals" (
	"key" text PRIMARY KEY NOT NULL,
	"size" integer NOT NULL,
	"type" text NOT NULL,
	"used_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_original_originals_key_fk" FOREIGN KEY ("original") REFERENCES "public"."originals"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "original_pieces" ADD CONSTRAINT "original_pieces_key_originals_key_fk" FOREIGN KEY ("key") REFERENCES "public"."originals"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "evidence_of_report" ON "evidence" USING btree ("report_id","place");--> statement-breakpoint
CREATE INDEX "evidence_wanted" ON "evidence" USING btree ("due_at") WHERE status = 'wanted';--> statement-breakpoint
CREATE INDEX "evidence_original_index" ON "evidence" USING btree ("original");