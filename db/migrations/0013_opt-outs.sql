CREATE TABLE "opt_outs" (
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"subscriber" integer PRIMARY KEY NOT NULL,
	"campaign" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "opt_outs_campaign_at_index" ON "opt_outs" USING btree ("campaign","at");